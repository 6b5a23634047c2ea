//! How likely a statistic this large is if the forecast is right.

use crate::error::OVERFLOW;
use crate::RiskError;
use fixed::{U256, WAD};

/// `P(X > x)` for a chi-square variable with one degree of freedom, `erfc(sqrt(x / 2))`, WAD, rounded down within an
/// ulp. Near zero the p-value falls by `1 / sqrt(2 pi x)` ulp for an ulp of x.
///
/// # Errors
/// Overflow past 9e18.
pub fn chi_square_1(x: u128) -> Result<u128, RiskError> {
    let half = U256::from_limbs([0, 0, 1 << 63, 0]);
    let square = fixed::mul_div_down(U256::from(x), half, U256::from(WAD))?;
    let root = u128::try_from(fixed::isqrt_down(square)).map_err(|_| OVERFLOW)?;
    let above = fixed::erfc_q96(i128::try_from(root).map_err(|_| OVERFLOW)?);
    Ok(fixed::mul_div_down_u128(above, WAD, 1 << 96)?)
}

/// `P(X > x)` for a chi-square variable with two degrees of freedom, `e^(-x/2)`, WAD, rounded down within an ulp.
///
/// # Errors
/// Overflow past 1.7e20.
pub fn chi_square_2(x: u128) -> Result<u128, RiskError> {
    let half = i128::try_from(x.div_ceil(2)).map_err(|_| OVERFLOW)?;
    u128::try_from(fixed::exp_wad_down(half.wrapping_neg())?).map_err(|_| OVERFLOW)
}
