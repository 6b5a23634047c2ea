//! Loss over the time that leaving takes, with what leaving costs.

use super::impact::impact_up;
use super::{deviation_factor_up, narrow, share_of_up, unwind_days_up};
use crate::error::OVERFLOW;
use crate::wide::product;
use crate::RiskError;
use fixed::{mul_div_up, U256, WAD};

/// Half the stressed spread: `value / 2 * (mean + k * deviation)` of the relative spread, all WAD (Bangia,
/// Diebold, Schuermann, Stroughair 1999; k = 3 by default, 2 to 4.5 for the 99th percentile of a spread). It is
/// added, not joined by a root of squares: spreads are widest when prices fall. Exact, rounded
/// up.
///
/// # Errors
/// Overflow.
pub fn spread_cost_up(
    value: u128,
    mean: u128,
    deviation: u128,
    multiplier: u128,
) -> Result<u128, RiskError> {
    let stressed = product(multiplier, deviation);
    let spread = stressed.checked_add(product(mean, WAD));
    let cost = mul_div_up(
        U256::from(value),
        spread.ok_or(OVERFLOW)?,
        product(WAD_TWICE, WAD),
    )?;
    narrow(cost)
}

/// Twice one: a spread has two halves.
const WAD_TWICE: u128 = 2 * WAD;

/// A position and the market it must be sold in. WAD.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// What it is worth, USD.
    pub value: u128,
    /// Its size, units of the asset.
    pub quantity: u128,
    /// Units of the asset traded a day: a low, slowly updated one, never the latest, which can be faked.
    pub volume: u128,
    /// Volatility per day.
    pub volatility: u128,
    /// Mean of the relative spread.
    pub spread_mean: u128,
    /// Standard deviation of the relative spread.
    pub spread_deviation: u128,
}

/// How it would be sold. WAD.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnwindTerms {
    /// Days until the sale starts.
    pub delay: u128,
    /// Share of the volume that the sale may be: 0.10 by default.
    pub participation: u128,
    /// Loss per standard deviation, of [`crate::tail`].
    pub tail_factor: u128,
    /// Factor of the square-root impact: 1 by default.
    pub impact_factor: u128,
    /// Standard deviations of the spread: 3 by default.
    pub spread_multiplier: u128,
}

/// A loss and what it is made of, USD WAD, each rounded up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LiquidityLoss {
    /// From the price, over the delay and the sale.
    pub market: u128,
    /// From the spread.
    pub spread: u128,
    /// From the sale's own weight.
    pub impact: u128,
    /// All three.
    pub total: u128,
}

impl Position {
    /// `q sigma V sqrt(h + T / 3)`, half the stressed spread and the square-root impact, added up: the three are
    /// worst together. Never below the true value; relative error below 2e-16 and
    /// a unit each.
    ///
    /// # Errors
    /// Division by zero for no volume or no participation: without a market no loss can be named, so the whole
    /// value is lost; overflow.
    pub fn loss_up(&self, terms: &UnwindTerms) -> Result<LiquidityLoss, RiskError> {
        let days = unwind_days_up(self.quantity, self.volume, terms.participation)?;
        let deviations = deviation_factor_up(terms.delay, days)?;
        let shock = product(terms.tail_factor, self.volatility);
        let shock = mul_div_up(shock, U256::from(deviations), U256::from(WAD))?;
        let market = share_of_up(self.value, shock)?;
        let spread = spread_cost_up(
            self.value,
            self.spread_mean,
            self.spread_deviation,
            terms.spread_multiplier,
        )?;
        let share = impact_up(
            self.quantity,
            self.volume,
            self.volatility,
            terms.impact_factor,
        )?;
        let impact = share_of_up(self.value, share)?;
        let total = market.checked_add(spread);
        let total = total.and_then(|sum| sum.checked_add(impact));
        Ok(LiquidityLoss {
            market,
            spread,
            impact,
            total: total.ok_or(OVERFLOW)?,
        })
    }
}
