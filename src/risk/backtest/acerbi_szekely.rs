//! Whether losses beyond the Value at Risk were as large as forecast (Acerbi and Szekely 2014, their second test).

use super::Outcome;
use crate::error::OVERFLOW;
use crate::{wide, RiskError};
use fixed::{MathError, U256, WAD};

/// Z2 of 250 days below which an Expected Shortfall of 97.5 % is rejected at 5 %: nearly the same for all tails that
/// have a variance.
pub const CRITICAL_5_PERCENT: i128 = -700_000_000_000_000_000;
/// The same at 0.01 %.
pub const CRITICAL_0_01_PERCENT: i128 = -1_800_000_000_000_000_000;

/// `Z2 = 1 - 1/(T p) sum (L_t / ES_t)` over the days whose loss exceeded the Value at Risk, at probability `tail` (WAD),
/// WAD, rounded down within `1 + x / (T p)` ulp for x exceedances. Zero is expected; below zero, risk was understated,
/// by number or size of the exceedances.
///
/// # Errors
/// Division by zero for no days, a tail of zero or an Expected Shortfall of zero; overflow.
pub fn z2(outcomes: impl IntoIterator<Item = Outcome>, tail: u128) -> Result<i128, RiskError> {
    let (mut days, mut sum) = (0u128, 0u128);
    for outcome in outcomes {
        days = days.wrapping_add(1);
        if outcome.exceeds() {
            let size = outcome.loss.unsigned_abs();
            let part = fixed::div_wad_up(size, outcome.expected_shortfall)?;
            sum = sum.checked_add(part).ok_or(OVERFLOW)?;
        }
    }
    let expected = wide::product(days, tail);
    if expected.is_zero() {
        return Err(RiskError::Math(MathError::DivisionByZero));
    }
    let share = fixed::mul_div_up(U256::from(sum), U256::from(WAD), expected)?;
    let share = i128::try_from(u128::try_from(share).map_err(|_| OVERFLOW)?);
    let one = i128::try_from(WAD).map_err(|_| OVERFLOW)?;
    one.checked_sub(share.map_err(|_| OVERFLOW)?)
        .ok_or(OVERFLOW)
}
