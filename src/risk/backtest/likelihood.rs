//! Logarithms of likelihoods of counts, with 96 fractional bits.
//!
//! A likelihood ratio is a small difference of large sums. With logarithms within 2^-97 it is right to a WAD ulp for up
//! to a million days.

use crate::error::OVERFLOW;
use crate::RiskError;
use fixed::{U256, WAD};

/// `n ln n` of a count; 0 for 0.
pub(super) fn entropy(count: u64) -> Result<i128, RiskError> {
    times_logarithm(count, u128::from(count))
}

/// `n ln m`; 0 for `n = 0` whatever m.
pub(super) fn times_logarithm(count: u64, of: u128) -> Result<i128, RiskError> {
    if count == 0 {
        return Ok(0);
    }
    let shifted = fixed::mul_div_down(U256::from(of), U256::from(1u128 << 96), U256::from(1u8))?;
    fixed::ln_q96(shifted)?
        .checked_mul(i128::from(count))
        .ok_or(OVERFLOW)
}

/// `n ln p` of a probability p, WAD.
pub(super) fn times_probability(count: u64, probability: u128) -> Result<i128, RiskError> {
    let above = times_logarithm(count, probability)?;
    above
        .checked_sub(times_logarithm(count, WAD)?)
        .ok_or(OVERFLOW)
}

/// `2 (observed - assumed)` as WAD, to nearest; what rounding made negative is zero.
pub(super) fn ratio(observed: i128, assumed: i128) -> Result<u128, RiskError> {
    let difference = observed.checked_sub(assumed).ok_or(OVERFLOW)?.max(0);
    let product = crate::wide::product(difference.unsigned_abs(), WAD);
    // 2 x / 2^96 with half a unit added: (x + 2^94) / 2^95.
    let rounded = product
        .checked_add(U256::from(1u128 << 94))
        .ok_or(OVERFLOW)?;
    let one = U256::from(1u8);
    let ratio = fixed::mul_div_down(rounded, one, U256::from(1u128 << 95))?;
    u128::try_from(ratio).map_err(|_| OVERFLOW)
}
