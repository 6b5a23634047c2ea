//! The judgement: equity, requirements, health, and what each position costs in margin.

mod accumulator;
mod add_ons;
mod answer;
mod attribution;
pub mod case;
mod context;
mod core;
mod curves;
mod ground;
mod question;
mod requirement;
mod scale;
mod twin;
pub mod wire;
mod worth;

pub use self::core::Core;
pub use accumulator::Accumulator;
pub use add_ons::AddOns;
pub use answer::{Answer, Measured};
pub use context::{AssetFacts, AssetPolicy, Basis, Context, Kind, Policy};
pub use curves::{OptionCurve, Residuals};
pub use ground::Ground;
pub use question::Question;
pub use requirement::{Inquiry, Requirement};
pub use worth::{Worth, Written};

use crate::attribution::Left;
use crate::model::Model;
use crate::portfolio::Book;
use crate::{Holding, Leg, Market, RiskError, MAX_ASSETS};
use fixed::WAD;

/// The parameters of the margin that all assets share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MarginTerms {
    /// How far ahead a loss is measured, seconds; a day by default.
    pub horizon: u64,
    /// Expected Shortfall per unit of standard deviation, WAD: [`crate::tail::t4::C97_5`] by default.
    pub shortfall_factor: u128,
    /// What real returns need on top of that factor, WAD: 1.2 by default.
    pub model_multiplier: u128,
    /// Share of the core that maintenance asks for, WAD, at most 1: 0.8 by default.
    pub maintenance_ratio: u128,
    /// What a liquidation restores above maintenance, as a share of it, WAD: 0.15 by default.
    pub buffer_ratio: u128,
    /// Weight of the worse of the three correlation assumptions, WAD, at most 1: 0.25 by default.
    pub correlation_stress: u128,
    /// Least standard deviation as a share of the sum without diversification, WAD, at most 1: 0.10 by default.
    pub sigma_floor: u128,
}

impl MarginTerms {
    /// The defaults of the model.
    #[must_use]
    pub const fn standard() -> Self {
        Self {
            horizon: crate::DAY,
            shortfall_factor: crate::tail::t4::C97_5.expected_shortfall,
            model_multiplier: 1_200_000_000_000_000_000,
            maintenance_ratio: 800_000_000_000_000_000,
            buffer_ratio: 150_000_000_000_000_000,
            correlation_stress: 250_000_000_000_000_000,
            sigma_floor: 100_000_000_000_000_000,
        }
    }

    /// Whether the model is defined for these terms: a horizon, and the three shares at most 1.
    ///
    /// # Errors
    /// [`RiskError::InvalidTerms`].
    pub const fn check(&self) -> Result<(), RiskError> {
        let shares = self.maintenance_ratio <= WAD
            && self.correlation_stress <= WAD
            && self.sigma_floor <= WAD;
        if shares && self.horizon > 0 && self.shortfall_factor > 0 && self.model_multiplier >= WAD {
            Ok(())
        } else {
            Err(RiskError::InvalidTerms)
        }
    }
}

/// The parameters of one asset. Both charges add up over assets and never diversify.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AssetTerms {
    /// Cost of leaving the position, WAD share of its absolute value.
    pub exit_cost: u128,
    /// Jump that no volatility shows (depeg, bridge, issuer), WAD share of its absolute value.
    pub jump: u128,
}

/// What a portfolio is worth and what it must be worth. USD WAD.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Verdict {
    /// Cash, collateral and profit of the legs, rounded down.
    pub equity: i128,
    /// Below this no risk may be added (IM), rounded up.
    pub initial: u128,
    /// Below this the account may be liquidated (MM), rounded up.
    pub maintenance: u128,
    /// To this a liquidation restores the account (BM): between MM and IM, rounded up.
    pub buffer: u128,
    /// Equity over MM, WAD, rounded down: 0 where equity is zero or less, `u128::MAX` where nothing is
    /// required and equity is not negative.
    pub health: u128,
    /// Bits of the assets of this portfolio whose price is not live; of all of them while the clock stands still.
    pub not_live: u16,
}

/// Judges a portfolio.
///
/// Collateral and what legs are long count at the collateral price, what they are short at the liability price; legs
/// of one asset are netted first. Exposure `w_i` is the price times collateral and linear legs together, at the
/// liability price where that is short. The core is
/// `multiplier * factor * sigma * sqrt(h)`, where sigma is the measured `sqrt(w' S w)` moved by
/// `correlation_stress` towards the worst of three correlations (measured, all 1, all 0) and floored at
/// `sigma_floor` of the undiversified sum; each net short asset adds its convexity, `|w| (e^x - 1 - x)` for
/// a shock `x = factor * sigma_i * sqrt(h)`, times the multiplier. Each asset adds `|w| (exit_cost + jump)`.
/// `IM = core + add-ons`; `MM = maintenance_ratio * core + add-ons`;
/// `BM = min((1 + buffer_ratio) MM, max(IM, MM))`. Where the clock of the volatilities stands still, IM is then
/// measured over a horizon longer by [`Market::stall`]; MM and BM are not; and every asset is named in `not_live`, since
/// what moved between the samples that nobody took is not seen: risk may be added once they are taken.
///
/// `attribution` receives what each holding, then each leg, contributes to MM (USD WAD, signed: a hedge is
/// negative); it sums to MM exactly. Assets share by Euler's theorem, the positions in one asset by their
/// absolute value. An empty `attribution` skips that work.
///
/// # Errors
/// [`RiskError::UnknownAsset`] where the market lacks an asset; [`RiskError::UnsupportedLeg`] for a leg that
/// is not linear; [`RiskError::LengthMismatch`] where `attribution` is neither empty nor one place per
/// position; overflow past 1.7e20 USD.
pub fn assess(
    cash: i128,
    holdings: &[Holding],
    legs: &[Leg],
    market: &Market,
    terms: &MarginTerms,
    assets: &[AssetTerms; MAX_ASSETS],
    attribution: &mut [i128],
) -> Result<Verdict, RiskError> {
    let book = Book::new(cash, holdings, legs, market)?;
    let model = Model::new(market, terms, assets)?;
    let measure = model.measure(&book)?;
    let mut verdict = model.verdict(&measure, &book)?;
    let stall = market.stall();
    if stall > 0 {
        let longer = MarginTerms {
            horizon: terms.horizon.saturating_add(stall),
            ..*terms
        };
        verdict.initial = Model::new(market, &longer, assets)?.judge(&book)?.initial;
        verdict.not_live = book.used;
    }
    if attribution.is_empty() {
        return Ok(verdict);
    }
    if attribution.len() != holdings.len().saturating_add(legs.len()) {
        return Err(RiskError::LengthMismatch);
    }
    let split = model.split(&measure, verdict.maintenance)?;
    let mut left = Left::new(split, holdings, legs, market)?;
    let amounts = holdings
        .iter()
        .map(|holding| (holding.asset, holding.amount));
    let sizes = legs.iter().map(|leg| (leg.asset, leg.size.unsigned_abs()));
    for ((asset, amount), to) in amounts.chain(sizes).zip(attribution) {
        *to = left.take(asset, amount, market)?;
    }
    Ok(verdict)
}
