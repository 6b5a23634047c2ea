//! What a judgement stands on: the market, what is known of each asset, and the terms.

use crate::options::everlasting::FUNDING_PERIOD;
use crate::{MarginTerms, Market, RiskError, MAX_ASSETS};
use fixed::{isqrt_up_u128, WAD};

/// For what a requirement is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// To add risk: volatility and depth as they are now, with every add-on, under the terms in force.
    Initial,
    /// To keep it: volatility and depth as far as their limited speeds let them count, under the account's terms.
    Maintenance,
}

/// The terms of the whole margin that all assets share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// Horizon, tail factor, ratios, correlation stress and floor.
    pub margin: MarginTerms,
    /// Confidence of the simulation, WAD within (0, 1): 0.975 by default.
    pub confidence: u128,
    /// Scenarios below which the simulation says nothing: 100 by default.
    pub min_rows: usize,
    /// How much of a position can be sold in a day, in depths, WAD: 10 by default.
    pub unwind_rate: u128,
    /// Longest time that leaving is taken to need, days WAD: 10 by default.
    pub max_unwind: u128,
    /// Share of the crowding cost that initial margin asks for, WAD, at most 1: 0.25 by default.
    pub crowding: u128,
    /// The anti-procyclical buffer as it stands now, WAD share of the initial core; 0 to 0.25.
    pub buffer: u128,
    /// Funding period of everlasting options, seconds: a day by default.
    pub funding_period: u64,
}

/// Largest anti-procyclical buffer: 25 % (EU 153/2013, article 28).
const MAX_BUFFER: u128 = 250_000_000_000_000_000;

impl Policy {
    /// The defaults of the model.
    #[must_use]
    pub const fn standard() -> Self {
        Self {
            margin: MarginTerms::standard(),
            confidence: 975_000_000_000_000_000,
            min_rows: 100,
            unwind_rate: 10_000_000_000_000_000_000,
            max_unwind: 10_000_000_000_000_000_000,
            crowding: 250_000_000_000_000_000,
            buffer: 0,
            funding_period: FUNDING_PERIOD,
        }
    }

    /// Whether the model is defined for these terms.
    ///
    /// # Errors
    /// [`RiskError::InvalidTerms`].
    pub fn check(&self) -> Result<(), RiskError> {
        self.margin.check()?;
        let shares = self.confidence > 0 && self.confidence < WAD && self.crowding <= WAD;
        if shares && self.unwind_rate > 0 && self.buffer <= MAX_BUFFER && self.funding_period > 0 {
            Ok(())
        } else {
            Err(RiskError::InvalidTerms)
        }
    }
}

/// The terms of one asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AssetPolicy {
    /// Jump that no volatility shows (depeg, bridge, issuer), WAD share of the exposure.
    pub jump: u128,
    /// Whether it has a peg of one dollar: collateral then counts for at most that, debt for at least that.
    pub pegged: bool,
    /// Share of the stress moves that the asset makes, WAD, at most 1.
    pub stress_scale: u128,
    /// Initial requirement where an input is missing, WAD share of the exposure.
    pub table_initial: u128,
    /// Maintenance requirement where an input is missing, at most the initial one.
    pub table_maintenance: u128,
}

/// What one kind of requirement knows of an asset besides its prices and covariance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AssetFacts {
    /// False where an input is missing, so that the static table speaks: no price to trust, no volatility.
    pub known: bool,
    /// Standard deviation per day that counts, WAD, rounded up; 0 where there is none.
    pub deviation: u128,
    /// Multiplier of the backtest, WAD, at least 1.
    pub multiplier: u128,
    /// Seconds by which the price is older than its feed's rhythm explains.
    pub age: u64,
    /// Log move that the feed does not report, WAD.
    pub dead_band: u128,
    /// USD that can be traded within 2 %, WAD; 0 where there is no market.
    pub depth: u128,
    /// Half of the spread, WAD share of the price.
    pub half_spread: u128,
    /// Long exposure of the whole system, USD WAD; initial margin only.
    pub system_long: u128,
    /// Short exposure of the whole system, USD WAD; initial margin only.
    pub system_short: u128,
    /// What the price may be off by, WAD share; initial margin only.
    pub uncertainty: u128,
    /// Quote of a pegged asset in its peg, WAD.
    pub quote: u128,
}

impl AssetFacts {
    /// Facts of a quiet market at a variance per day (scale 1e-36) and a depth: no term is added.
    #[must_use]
    pub fn plain(variance: i128, depth: u128) -> Self {
        Self {
            known: true,
            deviation: isqrt_up_u128(variance.max(0).unsigned_abs()),
            multiplier: WAD,
            depth,
            quote: WAD,
            ..Self::default()
        }
    }
}

/// What one kind of requirement stands on. The lists are packed like the market's.
#[derive(Debug, Clone, Copy)]
pub struct Basis<'a> {
    /// What is known of each asset.
    pub facts: &'a [AssetFacts; MAX_ASSETS],
    /// The terms of each asset.
    pub assets: &'a [AssetPolicy; MAX_ASSETS],
    /// The terms of all.
    pub policy: &'a Policy,
}

impl<'a> Basis<'a> {
    /// Facts and terms of the asset at a place.
    pub(super) fn at(&self, place: usize) -> Result<(&'a AssetFacts, &'a AssetPolicy), RiskError> {
        let facts = self.facts.get(place).ok_or(RiskError::UnknownAsset)?;
        let terms = self.assets.get(place).ok_or(RiskError::UnknownAsset)?;
        Ok((facts, terms))
    }
}

/// Everything that a judgement stands on.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Prices and covariance.
    pub market: &'a Market,
    /// What initial margin stands on.
    pub initial: Basis<'a>,
    /// What maintenance margin stands on; also what values are made from: pegs and the funding period.
    pub maintenance: Basis<'a>,
}

impl<'a> Context<'a> {
    /// What that kind of requirement stands on.
    pub(super) const fn basis(&self, kind: Kind) -> &Basis<'a> {
        match kind {
            Kind::Initial => &self.initial,
            Kind::Maintenance => &self.maintenance,
        }
    }

    /// The places where nothing is missing, one bit each: facts, a price, and a variance.
    ///
    /// # Errors
    /// [`RiskError::UnknownAsset`] where the covariance lacks an asset; [`RiskError::InvalidTerms`] for a multiplier
    /// below one.
    pub fn known(&self) -> Result<u16, RiskError> {
        let mut known = 0;
        for (place, price) in self.market.prices.iter().enumerate() {
            if place >= self.market.assets() {
                break;
            }
            let variance = self.market.covariance.get(place, place)?;
            let mut all = *price > 0 && variance > 0;
            for basis in [&self.initial, &self.maintenance] {
                let (facts, _) = basis.at(place)?;
                if facts.multiplier < WAD {
                    return Err(RiskError::InvalidTerms);
                }
                all &= facts.known && facts.deviation > 0;
            }
            if all {
                known |= place_bit(place);
            }
        }
        Ok(known)
    }
}

/// The bit of a place of the packed lists; none past them.
pub(super) fn place_bit(place: usize) -> u16 {
    let place = u32::try_from(place).unwrap_or(u32::MAX);
    1u16.checked_shl(place).unwrap_or(0)
}
