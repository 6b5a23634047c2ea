//! Volatility forecasts: what the variance will be, not what it was.
//!
//! Experts (exponential averages of several half-lives, a mean-reverting term structure, a combination over day, week
//! and month) are mixed by weights that are learned from the returns themselves, and the mixture is used one-sidedly:
//! it can raise a margin, never lower it.
//!
//! Variances are per day at scale 1e-36 and unsigned; weights, coefficients and losses are WAD.

pub mod experts;
pub mod garch;
pub mod har;
mod packed;
pub mod panel;
pub mod term;
pub mod used;

use crate::error::OVERFLOW;
use crate::RiskError;
use fixed::{MathError, WAD};

/// ln 1e18, WAD: a variance of scale 1e-36 read as WAD is 1e18 times as large as it is.
const LN_1E18: i128 = 41_446_531_673_892_822_312;

/// QLIKE without the term that all forecasts share, `y / h + ln h`, WAD, within 2 ulp: finite for `y = 0`, lowest on
/// average where `h` is the expectation of `y`, even if `y` is a noisy proxy (Patton 2011).
///
/// # Errors
/// Division by zero for `forecast = 0`; overflow where the ratio leaves 128 bits.
pub fn loss(realised: u128, forecast: u128) -> Result<i128, RiskError> {
    let ratio = fixed::div_wad_down(realised, forecast)?;
    let level = fixed::ln_wad(forecast)?
        .checked_sub(LN_1E18)
        .ok_or(OVERFLOW)?;
    signed(ratio)?.checked_add(level).ok_or(OVERFLOW)
}

/// QLIKE, `y / h - ln(y / h) - 1`, WAD, within 3 ulp: zero where the forecast is right, steeper where it was too low.
///
/// # Errors
/// `Domain` for `realised = 0`; division by zero for `forecast = 0`; overflow where the ratio leaves 128 bits.
pub fn qlike(realised: u128, forecast: u128) -> Result<i128, RiskError> {
    let one = signed(WAD)?;
    let ratio = fixed::div_wad_down(realised, forecast)?;
    // Both logarithms carry the same scale. 89 each at most.
    let logarithm = fixed::ln_wad(realised)?.wrapping_sub(fixed::ln_wad(forecast)?);
    let above = signed(ratio)?.checked_sub(logarithm).ok_or(OVERFLOW)?;
    above.checked_sub(one).ok_or(OVERFLOW)
}

/// The square of a WAD return, scale 1e-36. Overflow past 18.4.
pub(crate) fn squared(log_return: i128) -> Result<u128, RiskError> {
    let size = log_return.unsigned_abs();
    size.checked_mul(size).ok_or(OVERFLOW)
}

/// `weight a + (1 - weight) b`, rounded up; weight WAD, at most 1.
fn blend_up(weight: u128, a: u128, b: u128) -> Result<u128, RiskError> {
    let other = WAD
        .checked_sub(weight)
        .ok_or(RiskError::Math(MathError::Domain))?;
    let sum = crate::wide::product(weight, a).checked_add(crate::wide::product(other, b));
    let one = fixed::U256::from(1u8);
    let mean = fixed::mul_div_up(sum.ok_or(OVERFLOW)?, one, fixed::U256::from(WAD))?;
    u128::try_from(mean).map_err(|_| OVERFLOW)
}

fn signed(value: u128) -> Result<i128, RiskError> {
    i128::try_from(value).map_err(|_| OVERFLOW)
}
