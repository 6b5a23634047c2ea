//! From returns to residuals, and their second moment.

use super::row::{LARGEST, UNITS};
use super::Moment;
use crate::error::OVERFLOW;
use crate::wide::product;
use crate::{RiskError, DAY};
use fixed::{mul_div_up, mul_div_up_u128, MathError, U256, WAD};

/// `r / (sigma sqrt(dt))` in units of 1/1024, away from zero, at most [`LARGEST`] either way.
///
/// `return_` is a log return and `sigma` a volatility per day, both WAD; `dt` is seconds. Away from zero: whichever
/// side an account is on, the loss of one asset is then never less than with the exact residual, and at most 1/1024 of
/// a standard deviation more. (To nearest would halve that error and make it fall on either side.)
///
/// # Errors
/// A domain error for no time or no volatility; overflow.
pub fn residual(return_: i128, sigma: u128, dt: u64) -> Result<i16, RiskError> {
    if sigma == 0 || dt == 0 {
        return Err(RiskError::Math(MathError::Domain));
    }
    let variance = fixed::mul_div_down(product(sigma, sigma), U256::from(dt), U256::from(DAY))?;
    let deviation = u128::try_from(fixed::isqrt_down(variance)).map_err(|_| OVERFLOW)?;
    let units = u128::from(UNITS.unsigned_abs());
    let size = mul_div_up_u128(return_.unsigned_abs(), units, deviation.max(1))
        .ok()
        .and_then(|size| i16::try_from(size).ok())
        .unwrap_or(LARGEST);
    Ok(if return_.is_negative() {
        size.wrapping_neg() // at least -32,767
    } else {
        size
    })
}

/// The second moment below which residuals are scaled up: 0.8.
const LEAST_MOMENT: u128 = 800_000_000_000_000_000;
/// The second moment above which residuals are scaled down: 1.3.
const MOST_MOMENT: u128 = 1_300_000_000_000_000_000;

/// The factor that brings residuals back to a second moment of one, WAD, rounded up: `1 / sqrt(mean z^2)` where the
/// mean lies outside of [0.8, 1.3], otherwise one, and one where there is nothing to measure.
///
/// Volatility of volatility leaves real residuals at 1.1 to 1.28, which is risk and stays; beyond that the filter was
/// off its level. (Hull, White 1998 rescale always; the band keeps what is estimation noise from moving margins.)
///
/// # Errors
/// Overflow.
pub fn correction_up(moment: Moment) -> Result<u128, RiskError> {
    if moment.squares == 0 || moment.rows == 0 {
        return Ok(WAD);
    }
    let (squares, rows) = (u128::from(moment.squares), u128::from(moment.rows));
    let whole = rows.checked_shl(20).ok_or(OVERFLOW)?;
    let mean = mul_div_up_u128(squares, WAD, whole)?;
    if (LEAST_MOMENT..=MOST_MOMENT).contains(&mean) {
        return Ok(WAD);
    }
    let squared = mul_div_up(product(WAD, WAD), U256::from(whole), U256::from(squares))?;
    u128::try_from(fixed::isqrt_up(squared)).map_err(|_| OVERFLOW)
}
