//! Expected Shortfall of exposures to prices, at given volatilities: the simulation of the margin without its terms.

use super::{simulate, Exposure};
use crate::error::OVERFLOW;
use crate::scenarios::{correction_up, second_moments, Scenarios};
use crate::tail::t4;
use crate::wide::product;
use crate::{RiskError, DAY, MAX_ASSETS};
use fixed::{exp_wad_down, exp_wad_up, isqrt_up, mul_div_up, mul_wad_up, U256, WAD};

/// Fewest rows that say something of a tail: those of the margin.
pub const MIN_ROWS: usize = 100;
/// 97.5 %.
const CONFIDENCE: u128 = WAD / 1_000 * 975;
/// Standard deviations that an asset moves in a row that does not know it: its parametric Expected Shortfall with the
/// margin's factor of 1.2, rounded up.
const FAR: u128 = t4::C97_5.expected_shortfall / 10 * 12 + 12;

/// Expected Shortfall at 97.5 % over `horizon` seconds, USD WAD, of values exposed (USD WAD, by asset; negative where
/// a rise is a loss) at variances per day (scale 1e-36, by asset). Rounded up: never below that of exact arithmetic,
/// and above it by `2^-46` of the values without their signs, and what [`simulate`] says.
///
/// # Errors
/// [`RiskError::LengthMismatch`] for fewer than [`MIN_ROWS`] rows; overflow.
pub fn linear_up(
    scenarios: &Scenarios<'_>,
    values: &[i128; MAX_ASSETS],
    variances: &[u128; MAX_ASSETS],
    horizon: u64,
) -> Result<u128, RiskError> {
    if scenarios.len() < MIN_ROWS {
        return Err(RiskError::LengthMismatch);
    }
    let (mut mask, mut gross) = (0_u16, 0_u128);
    for (asset, value) in values.iter().enumerate() {
        if *value != 0 {
            mask |= 1 << (asset & 15);
            gross = gross.checked_add(value.unsigned_abs()).ok_or(OVERFLOW)?;
        }
    }
    if gross == 0 {
        return Ok(0);
    }
    let moments = second_moments(scenarios, mask)?;
    let mut exposures = [Exposure::default(); MAX_ASSETS];
    let mut count = 0_usize;
    let facts = values.iter().zip(variances).zip(moments);
    for (asset, ((value, variance), moment)) in (0..).zip(facts) {
        if *value == 0 {
            continue;
        }
        let over = mul_div_up(product(*variance, 1), U256::from(horizon), U256::from(DAY))?;
        let scale = u128::try_from(isqrt_up(over)).map_err(|_| OVERFLOW)?;
        let place = exposures.get_mut(count).ok_or(RiskError::TooManyAssets)?;
        *place = Exposure {
            asset,
            usd: *value,
            scale: mul_wad_up(scale, correction_up(moment)?)?,
            missing: worst_up(*value, mul_wad_up(FAR, scale)?)?,
        };
        count = count.wrapping_add(1);
    }
    let exposures = exposures.get(..count).ok_or(RiskError::TooManyAssets)?;
    let shortfall = simulate(scenarios, exposures, CONFIDENCE)?.shortfall;
    // Scales are rounded up, which enlarges the gain of a hedge too: the largest shock, 32 standard deviations that
    // grow by e^5, makes at most 5,000 units of that for each USD, below 2^-46 of it.
    let slack = (gross >> 46).wrapping_add(1);
    shortfall.checked_add(slack).ok_or(OVERFLOW)
}

/// The loss of a value at a shock against it, USD WAD, rounded up.
fn worst_up(value: i128, shock: u128) -> Result<u128, RiskError> {
    let shock = i128::try_from(shock).map_err(|_| OVERFLOW)?;
    let one = U256::from(WAD);
    let growth = if value.is_negative() {
        exp_wad_up(shock)?.checked_sub(one)
    } else {
        one.checked_sub(exp_wad_down(shock.checked_neg().ok_or(OVERFLOW)?)?)
    };
    let size = U256::from(value.unsigned_abs());
    let loss = mul_div_up(size, growth.unwrap_or(U256::ZERO), one)?;
    u128::try_from(loss).map_err(|_| OVERFLOW)
}
