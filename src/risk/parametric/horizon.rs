//! Standard deviations over several periods whose returns may be correlated.

use crate::error::OVERFLOW;
use crate::wide::product;
use crate::RiskError;
use fixed::{U256, WAD};

/// `VR = 1 + 2 sum_k (1 - k / h) rho_k` over `h` periods (WAD), rounded up: the variance of `h` periods over `h`
/// times the variance of one (Lo, MacKinlay 1988). `autocorrelations` holds `rho_1, rho_2, ...` (WAD); those past
/// the list are taken as zero, those from lag `h` on do not matter.
///
/// # Errors
/// [`RiskError::InvalidTerms`] where there is no period, a correlation is past 1, or they cannot be those of any
/// series because the ratio would be negative; overflow past 10^20 periods in the sum.
pub fn variance_ratio_up(autocorrelations: &[i128], periods: u32) -> Result<u128, RiskError> {
    if periods == 0 {
        return Err(RiskError::InvalidTerms);
    }
    let one = i128::try_from(WAD).map_err(|_| OVERFLOW)?;
    let mut sum = one.checked_mul(i128::from(periods)).ok_or(OVERFLOW)?;
    for (left, correlation) in (1..periods).rev().zip(autocorrelations) {
        if correlation.unsigned_abs() > WAD {
            return Err(RiskError::InvalidTerms);
        }
        let twice = correlation.checked_mul(i128::from(left).wrapping_mul(2));
        sum = twice
            .and_then(|twice| sum.checked_add(twice))
            .ok_or(OVERFLOW)?;
    }
    let sum = u128::try_from(sum).map_err(|_| RiskError::InvalidTerms)?;
    Ok(sum.div_ceil(u128::from(periods)))
}

/// The standard deviation of `periods` periods, `sigma sqrt(h VR)`, from that of one, rounded up. A ratio of
/// [`WAD`] is the square-root rule for independent returns.
///
/// # Errors
/// Overflow.
pub fn scaled_volatility_up(
    volatility: u128,
    periods: u32,
    variance_ratio: u128,
) -> Result<u128, RiskError> {
    let factor = product(variance_ratio, u128::from(periods));
    let variance = fixed::mul_div_up(product(volatility, volatility), factor, U256::from(WAD))?;
    u128::try_from(fixed::isqrt_up(variance)).map_err(|_| OVERFLOW)
}
