//! How long a position takes to leave, and what the market may do meanwhile.

use super::narrow;
use crate::error::OVERFLOW;
use crate::wide::product;
use crate::RiskError;
use fixed::{mul_div_up, mul_div_up_u128, U256, WAD};

/// `T = Q / (rho V)` in days (WAD): the time to sell a quantity as a share `rho` (WAD; 0.05 to 0.20, 0.10 by
/// default) of a daily volume. Exact, rounded up.
///
/// Whose quantity: that of everyone on the same side, since all would leave at once.
///
/// # Errors
/// Division by zero for no volume or no participation; overflow.
pub fn unwind_days_up(
    quantity: u128,
    volume: u128,
    participation: u128,
) -> Result<u128, RiskError> {
    let scaled = product(quantity, WAD);
    narrow(mul_div_up(
        scaled,
        U256::from(WAD),
        product(volume, participation),
    )?)
}

/// `h + T / 3`: days whose variance a position suffers which is kept for `delay` days and then sold evenly over
/// `unwind` days (all WAD). The variance of a position falling linearly to zero is a third of what it is if kept.
/// Rounded up.
///
/// # Errors
/// Overflow.
pub fn exposed_days_up(delay: u128, unwind: u128) -> Result<u128, RiskError> {
    delay.checked_add(unwind.div_ceil(3)).ok_or(OVERFLOW)
}

/// `sqrt(h + T / 3)`: the deviations of a day that are in [`exposed_days_up`]. Relative error below 1e-18 over twice
/// `h + T / 3`, above.
///
/// # Errors
/// Overflow.
pub fn deviation_factor_up(delay: u128, unwind: u128) -> Result<u128, RiskError> {
    Ok(fixed::sqrt_wad_up(exposed_days_up(delay, unwind)?))
}

/// The same for a sale in `tranches` equal parts, each at the end of its stretch of time:
/// `sqrt(h + T (n + 1)(2 n + 1) / (6 n^2))`. Falls towards [`deviation_factor_up`] as the parts get more.
///
/// # Errors
/// Division by zero for no tranche; overflow.
pub fn tranche_factor_up(delay: u128, unwind: u128, tranches: u32) -> Result<u128, RiskError> {
    let n = u128::from(tranches);
    // Of at most 67 bits each side: no product of them wraps.
    let numerator = n
        .wrapping_add(1)
        .wrapping_mul(n.wrapping_mul(2).wrapping_add(1));
    let denominator = n.wrapping_mul(n).wrapping_mul(6);
    let exposed = mul_div_up_u128(unwind, numerator, denominator)?;
    let days = delay.checked_add(exposed).ok_or(OVERFLOW)?;
    Ok(fixed::sqrt_wad_up(days))
}

/// Expected Shortfall over growing liquidity horizons: `sqrt(sum_j ES_j^2 (LH_j - LH_(j-1)) / base)`, where
/// `ES_j` shocks only what needs at least `LH_j` to leave, and `LH_0 = 0` (Basel Framework, MAR33.4 and
/// MAR33.5; base 10 days). Horizons in any unit of time, ascending. Exact, rounded up.
///
/// # Errors
/// [`RiskError::LengthMismatch`] where there is not one shortfall per horizon; [`RiskError::InvalidTerms`] where
/// a horizon is below the one before; division by zero for a base of zero; overflow.
pub fn cascade_up(horizons: &[u64], shortfalls: &[u128], base: u64) -> Result<u128, RiskError> {
    if horizons.len() != shortfalls.len() {
        return Err(RiskError::LengthMismatch);
    }
    let (mut sum, mut before) = (U256::ZERO, 0);
    for (horizon, shortfall) in horizons.iter().zip(shortfalls) {
        let step = horizon.checked_sub(before).ok_or(RiskError::InvalidTerms)?;
        let square = product(*shortfall, *shortfall);
        let part = square.checked_mul(U256::from(step)).ok_or(OVERFLOW)?;
        sum = sum.checked_add(part).ok_or(OVERFLOW)?;
        before = *horizon;
    }
    let variance = mul_div_up(sum, U256::from(1u8), U256::from(base))?;
    narrow(fixed::isqrt_up(variance))
}
