//! Whether forecasts of loss held: counts, their independence, their size.
//!
//! Losses, Value at Risk and Expected Shortfall are WAD in one unit, positive where money is lost; an exceedance is
//! a loss strictly above the forecast. The ring and its zones are a storage word on chain; the other statistics run
//! wherever a history is. Test statistics and p-values are WAD.

pub mod acerbi_szekely;
pub mod binomial;
pub mod christoffersen;
pub mod diebold_mariano;
pub mod kupiec;
mod likelihood;
pub mod mcneil_frey;
pub mod p_value;
pub mod ring;
pub mod zone;

/// One day: what was lost and what had been forecast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// Loss, negative for a gain.
    pub loss: i128,
    /// Value at Risk.
    pub value_at_risk: u128,
    /// Expected Shortfall, not zero.
    pub expected_shortfall: u128,
}

impl Outcome {
    /// Whether the loss was above the Value at Risk.
    pub fn exceeds(&self) -> bool {
        self.loss.is_positive() && self.loss.unsigned_abs() > self.value_at_risk
    }
}
