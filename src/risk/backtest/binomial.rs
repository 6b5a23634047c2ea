//! The binomial distribution in integers.

use crate::error::OVERFLOW;
use crate::RiskError;
use fixed::WAD;

/// The likeliest count has this weight; all others are measured by it.
const MODE: u128 = 1 << 96;

/// `P(X <= count)` for X the exceedances of `observed` days at `tail` (WAD, between 0 and 1) each, WAD, rounded up: by
/// at most 3e-18 for up to 100,000 days.
///
/// Weights are relative to that of the likeliest count and divided by their sum, so that nothing underflows and no
/// power is taken: `P(k+1) / P(k) = (n-k)/(k+1) tail/(1-tail)`.
///
/// # Errors
/// [`RiskError::InvalidTerms`] for a tail of 0 or from 1 on; overflow past 2^32 days.
pub fn at_most_up(count: usize, observed: usize, tail: u128) -> Result<u128, RiskError> {
    let odds = WAD.checked_sub(tail).filter(|rest| *rest > 0 && tail > 0);
    let rest = odds.ok_or(RiskError::InvalidTerms)?;
    let days = u128::from(u32::try_from(observed).map_err(|_| OVERFLOW)?);
    let count = u128::try_from(count).map_err(|_| OVERFLOW)?;
    if count >= days {
        return Ok(WAD);
    }
    // (n+1) tail, rounded down; 2^32 WAD leave room.
    let mode = fixed::mul_wad_down(days.wrapping_add(1), tail)?.min(days);
    let (mut within, mut beyond) = (0u128, 0u128);
    let mut add = |place: u128, weight: u128| {
        let part = if place <= count {
            &mut within
        } else {
            &mut beyond
        };
        // 2^32 weights of at most 2^96.
        *part = part.wrapping_add(weight);
    };
    let (mut place, mut weight) = (mode, MODE);
    while weight > 0 {
        add(place, weight);
        // Zero after the last place. Factors below 2^32 times 2^60.
        let up = days.wrapping_sub(place).wrapping_mul(tail);
        place = place.wrapping_add(1);
        weight = fixed::mul_div_down_u128(weight, up, place.wrapping_mul(rest))?;
    }
    (place, weight) = (mode, MODE);
    while place > 0 && weight > 0 {
        let down = place.wrapping_mul(rest);
        place = place.wrapping_sub(1);
        let divisor = days.wrapping_sub(place).wrapping_mul(tail);
        weight = fixed::mul_div_down_u128(weight, down, divisor)?;
        add(place, weight);
    }
    let whole = within.wrapping_add(beyond);
    let probability = fixed::mul_div_up_u128(within, WAD, whole)?;
    // What the weights lost is far below half an ulp: one more covers it.
    Ok(probability.wrapping_add(1).min(WAD))
}
