//! What a judgement stands on: the market, what is known of each asset, and the terms.

use crate::options::everlasting::FUNDING_PERIOD;
use crate::{MarginTerms, Market, RiskError, MAX_ASSETS};
use fixed::WAD;

/// For what a requirement is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// To add risk: volatility and depth as they are now, with every add-on.
    Initial,
    /// To keep it: volatility and depth as far as their limited speeds let them count.
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

/// What is known of one asset besides its price and covariance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AssetFacts {
    /// False where an input is missing, so that the static table speaks: no price to trust, no volatility.
    pub known: bool,
    /// Price at which a liability counts, USD WAD, not below the market's price.
    pub liability_price: u128,
    /// Maintenance volatility as a share of the present one, WAD, above 0 and at most 1.
    pub limit: u128,
    /// Multiplier of the backtest, WAD, at least 1.
    pub multiplier: u128,
    /// Seconds by which the price is older than its feed's rhythm explains.
    pub age: u64,
    /// Log move that the feed does not report, WAD.
    pub dead_band: u128,
    /// USD that can be traded within 2 %, WAD; 0 where there is no market.
    pub depth: u128,
    /// The depth that maintenance counts with, not below `depth`.
    pub maintenance_depth: u128,
    /// Half of the spread, WAD share of the price.
    pub half_spread: u128,
    /// Long exposure of the whole system, USD WAD.
    pub system_long: u128,
    /// Short exposure of the whole system, USD WAD.
    pub system_short: u128,
    /// What the price may be off by, WAD share.
    pub uncertainty: u128,
    /// Quote of a pegged asset in its peg, WAD.
    pub quote: u128,
}

impl AssetFacts {
    /// Facts of a deep, quiet market at that price: no limit binds and no term is added.
    #[must_use]
    pub const fn plain(price: u128, depth: u128) -> Self {
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

    /// Whether maintenance may be judged apart from initial margin and not above it (RSK-1).
    pub(super) const fn check(&self, price: u128) -> Result<(), RiskError> {
        let limits = self.limit > 0 && self.limit <= WAD && self.multiplier >= WAD;
        if limits && self.maintenance_depth >= self.depth && self.liability_price >= price {
            Ok(())
        } else {
            Err(RiskError::InvalidTerms)
        }
    }
}

/// Everything that a judgement stands on. The lists are packed like the market's.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Prices and covariance.
    pub market: &'a Market,
    /// What else is known of each asset.
    pub facts: &'a [AssetFacts; MAX_ASSETS],
    /// The terms of each asset.
    pub assets: &'a [AssetPolicy; MAX_ASSETS],
    /// The terms of all.
    pub policy: &'a Policy,
}
