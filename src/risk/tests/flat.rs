//! Facts of an asset for both requirements in one list, as the exact model has them.

use fixed::{isqrt_up_u128, mul_wad_up, WAD};
use risk::margin::{Accumulator, AssetFacts, AssetPolicy, Basis, Context, Policy};
use risk::{Holding, Leg, Market, RiskError, MAX_ASSETS};

/// What is known of an asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Facts {
    pub(crate) known: bool,
    pub(crate) liability_price: u128,
    /// Maintenance volatility as a share of the present one.
    pub(crate) limit: u128,
    pub(crate) multiplier: u128,
    pub(crate) age: u64,
    pub(crate) dead_band: u128,
    pub(crate) depth: u128,
    pub(crate) maintenance_depth: u128,
    pub(crate) half_spread: u128,
    pub(crate) system_long: u128,
    pub(crate) system_short: u128,
    pub(crate) uncertainty: u128,
    pub(crate) quote: u128,
}

impl Facts {
    /// A deep, quiet market at that price: no limit binds and no term is added.
    pub(crate) const fn plain(price: u128, depth: u128) -> Self {
        Self {
            known: true,
            liability_price: price,
            limit: WAD,
            multiplier: WAD,
            age: 0,
            dead_band: 0,
            depth,
            maintenance_depth: depth,
            half_spread: 0,
            system_long: 0,
            system_short: 0,
            uncertainty: 0,
            quote: WAD,
        }
    }

    /// For one requirement, at a variance per day.
    fn of(&self, variance: i128, limit: u128, depth: u128) -> AssetFacts {
        let deviation = isqrt_up_u128(variance.max(0).unsigned_abs());
        AssetFacts {
            known: self.known,
            deviation: mul_wad_up(deviation, limit).unwrap(),
            multiplier: self.multiplier,
            age: self.age,
            dead_band: self.dead_band,
            depth,
            half_spread: self.half_spread,
            system_long: self.system_long,
            system_short: self.system_short,
            uncertainty: self.uncertainty,
            quote: self.quote,
        }
    }
}

/// A context that owns all that it stands on.
pub(crate) struct Footing {
    market: Market,
    initial: [AssetFacts; MAX_ASSETS],
    maintenance: [AssetFacts; MAX_ASSETS],
    assets: [AssetPolicy; MAX_ASSETS],
    policy: Policy,
}

impl Footing {
    pub(crate) fn new(
        market: &Market,
        facts: &[Facts; MAX_ASSETS],
        assets: &[AssetPolicy; MAX_ASSETS],
        policy: &Policy,
    ) -> Box<Self> {
        let mut footing = Box::new(Self {
            market: market.clone(),
            initial: [AssetFacts::default(); MAX_ASSETS],
            maintenance: [AssetFacts::default(); MAX_ASSETS],
            assets: *assets,
            policy: *policy,
        });
        for (place, facts) in facts.iter().enumerate().take(market.assets()) {
            let variance = market.covariance.get(place, place).unwrap_or(0);
            footing.market.liability_prices[place] = facts.liability_price;
            footing.initial[place] = facts.of(variance, WAD, facts.depth);
            footing.maintenance[place] = facts.of(variance, facts.limit, facts.maintenance_depth);
        }
        footing
    }

    pub(crate) fn context(&self) -> Context<'_> {
        let basis = |facts| Basis {
            facts,
            assets: &self.assets,
            policy: &self.policy,
        };
        Context {
            market: &self.market,
            initial: basis(&self.initial),
            maintenance: basis(&self.maintenance),
        }
    }

    pub(crate) fn accumulate<'a>(
        &'a self,
        cash: i128,
        holdings: &'a [Holding],
        legs: &'a [Leg],
    ) -> Result<Accumulator<'a>, RiskError> {
        self.context().accumulate(cash, holdings, legs)
    }
}
