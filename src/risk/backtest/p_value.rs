//! How likely a statistic this large is if the forecast is right.

use crate::error::OVERFLOW;
use crate::RiskError;
use fixed::{U256, WAD};

/// floor(2/pi * 2^128).
const TWO_OVER_PI: u128 = 0xa2f9_836e_4e44_1529_fc27_57d1_f534_ddc0;
/// One with 96 fractional bits.
const ONE: U256 = U256::from_limbs([0, 1 << 32, 0, 0]);
/// From here on the p-value is below half an ulp.
const NEGLIGIBLE: u128 = 80 * WAD;

/// `P(X > x)` for a chi-square variable with one degree of freedom, WAD, within an ulp: `erfc(sqrt(x / 2))`.
///
/// By `P(X <= x) = sqrt(2x / pi) e^(-x/2) (1 + x/3 + x^2/(3 5) + x^3/(3 5 7) + ...)` with 96 fractional bits: all
/// terms are positive, so that nothing cancels (Abramowitz and Stegun 7.1.6).
///
/// # Errors
/// None in range; the type allows for overflow.
pub fn chi_square_1(x: u128) -> Result<u128, RiskError> {
    if x >= NEGLIGIBLE {
        return Ok(0);
    }
    let (mut term, mut sum, mut odd) = (ONE, U256::ZERO, 1u128);
    while !term.is_zero() {
        // Below e^40 in all.
        sum = sum.checked_add(term).ok_or(OVERFLOW)?;
        odd = odd.wrapping_add(2);
        let divisor = crate::wide::product(odd, WAD);
        term = fixed::mul_div_down(term, U256::from(x), divisor)?;
    }
    let two_over_pi = crate::wide::product(TWO_OVER_PI, 1 << 64);
    let square = fixed::mul_div_down(U256::from(x), two_over_pi, U256::from(WAD))?;
    let root = fixed::isqrt_down(square);
    let half = fixed::mul_div_down(U256::from(x), U256::from(1u128 << 95), U256::from(WAD))?;
    let half = i128::try_from(u128::try_from(half).map_err(|_| OVERFLOW)?);
    let inverse = fixed::exp_q96_up(half.map_err(|_| OVERFLOW)?)?;
    let below = fixed::mul_div_down(root, sum, inverse)?;
    let above = ONE.saturating_sub(below);
    narrow(fixed::mul_div_down(above, U256::from(WAD), ONE)?)
}

/// `P(X > x)` for a chi-square variable with two degrees of freedom, `e^(-x/2)`, WAD, rounded down within an ulp.
///
/// # Errors
/// Overflow past 1.7e20.
pub fn chi_square_2(x: u128) -> Result<u128, RiskError> {
    let half = i128::try_from(x.div_ceil(2)).map_err(|_| OVERFLOW)?;
    narrow(fixed::exp_wad_down(half.wrapping_neg())?)
}

fn narrow(value: U256) -> Result<u128, RiskError> {
    u128::try_from(value).map_err(|_| OVERFLOW)
}
