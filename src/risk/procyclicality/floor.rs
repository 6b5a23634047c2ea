//! Margins that calm markets do not empty.

use crate::RiskError;
use fixed::{mul_div_up, U256, WAD};

/// The margin, or its long-run level where that is higher (Art. 28 (1) (c)): what a volatility estimated over the whole
/// history would ask for.
#[must_use]
pub fn floored(margin: u128, long_run: u128) -> u128 {
    margin.max(long_run)
}

/// `(1 - weight) * margin + weight * stressed` (Art. 28 (1) (b); weight WAD, at most 1, 0.25 by default), rounded up,
/// exact. `stressed` is the margin of the worst period on record.
///
/// # Errors
/// [`RiskError::InvalidTerms`] for a weight above 1.
pub fn stress_weighted_up(margin: u128, stressed: u128, weight: u128) -> Result<u128, RiskError> {
    let rest = WAD.checked_sub(weight).ok_or(RiskError::InvalidTerms)?;
    let sum =
        crate::wide::product(margin, rest).saturating_add(crate::wide::product(stressed, weight));
    let mean = mul_div_up(sum, U256::from(1u8), U256::from(WAD))?;
    u128::try_from(mean).map_err(|_| crate::error::OVERFLOW)
}
