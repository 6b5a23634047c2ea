//! What one sample may teach the filter.

use crate::wide;
use crate::{RiskError, DAY};
use fixed::{MathError, U256, WAD};

/// Largest log return that a sample may carry: 5, a price 148 times as high or as low. Longer moves are
/// taken as this one, so that no print can push a variance out of its type.
pub const MAX_RETURN: i128 = 5_000_000_000_000_000_000;

/// The return, brought within `multiple` (WAD; 0 = no limit) standard deviations of the interval:
/// `|r| <= multiple * sqrt(v dt)`, the limit rounded up. For the estimate only, never for a risk number.
///
/// # Errors
/// Overflow of the limit past 256 bits.
pub fn clip_return(
    log_return: i128,
    variance: i128,
    dt: u64,
    multiple: u128,
) -> Result<i128, RiskError> {
    if multiple == 0 {
        return Ok(log_return);
    }
    let variance = u128::try_from(variance).map_err(|_| RiskError::Math(MathError::Domain))?;
    // (k sigma)^2 dt, scale 1e-36: k^2 carries 1e36 too much.
    let over_interval = fixed::mul_div_up(U256::from(variance), U256::from(dt), U256::from(DAY))?;
    let limit = fixed::isqrt_up(fixed::mul_div_up(
        wide::product(multiple, multiple),
        over_interval,
        wide::product(WAD, WAD),
    )?);
    let limit = i128::try_from(limit).unwrap_or(i128::MAX);
    Ok(log_return.clamp(limit.wrapping_neg(), limit))
}
