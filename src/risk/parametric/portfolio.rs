//! Parametric Value at Risk and Expected Shortfall of a linear portfolio, and their split by asset.

use crate::covariance::days_up;
use crate::error::OVERFLOW;
use crate::wide::{signed, Wide};
use crate::{Covariance, RiskError, MAX_ASSETS};
use fixed::WAD;

/// Standard deviation of the profit (USD, WAD) over `horizon` seconds: `sqrt(w' S w * h / day)`, rounded up.
///
/// # Errors
/// [`RiskError::LengthMismatch`] where there is not one exposure per asset; overflow.
pub fn volatility_up(
    covariance: &Covariance,
    exposures: &[i128],
    horizon: u64,
) -> Result<u128, RiskError> {
    let daily = covariance.quadratic_form_up(exposures)?;
    over_horizon_up(daily, horizon)
}

/// A tail measure (USD, WAD): the factor (WAD, of [`crate::tail`]) times the standard deviation, rounded up.
///
/// # Errors
/// Overflow.
pub fn tail_loss_up(volatility: u128, factor: u128) -> Result<u128, RiskError> {
    Ok(fixed::mul_wad_up(volatility, factor)?)
}

/// Euler components of a tail measure over `horizon` seconds: `factor * w_i (S w)_i / sigma * sqrt(h)`.
///
/// Writes one signed component per asset and returns the measure, rounded up. The components sum to it
/// exactly: the largest one takes what rounding left over. (Litterman 1996; Tasche 2000.)
///
/// # Errors
/// [`RiskError::LengthMismatch`] where there is not one exposure and one place per asset; overflow.
pub fn components(
    covariance: &Covariance,
    exposures: &[i128],
    horizon: u64,
    factor: u128,
    out: &mut [i128],
) -> Result<u128, RiskError> {
    if out.len() != covariance.assets() {
        return Err(RiskError::LengthMismatch);
    }
    let mut parts = [Wide::ZERO; MAX_ASSETS];
    let daily = covariance.contributions(exposures, &mut parts)?;
    let measure = tail_loss_up(over_horizon_up(daily, horizon)?, factor)?;
    let volatility = u128::try_from(fixed::isqrt_up(daily)).map_err(|_| OVERFLOW)?;
    if volatility == 0 {
        out.fill(0);
        return Ok(measure);
    }
    let scale = i128::try_from(measure).map_err(|_| OVERFLOW)?;
    for (to, part) in out.iter_mut().zip(&parts) {
        *to = part
            .div_trunc(volatility)
            .and_then(|share| Wide::product(share, scale).div_trunc(volatility))?;
    }
    settle(out, scale)?;
    Ok(measure)
}

/// What one more USD of each exposure adds to a tail measure over `horizon` seconds, to first order:
/// `factor * (S w)_i / sigma * sqrt(h)`, WAD. Within two units of the exact value, and of the part of it by which the
/// measure was rounded up. All zero where the standard deviation is.
///
/// # Errors
/// [`RiskError::LengthMismatch`] where there is not one exposure and one place per asset; overflow.
pub fn marginals(
    covariance: &Covariance,
    exposures: &[i128],
    horizon: u64,
    factor: u128,
    out: &mut [i128],
) -> Result<(), RiskError> {
    if out.len() != covariance.assets() {
        return Err(RiskError::LengthMismatch);
    }
    let daily = covariance.quadratic_form_up(exposures)?;
    let measure = tail_loss_up(over_horizon_up(daily, horizon)?, factor)?;
    let volatility = u128::try_from(fixed::isqrt_up(daily)).map_err(|_| OVERFLOW)?;
    if volatility == 0 {
        out.fill(0);
        return Ok(());
    }
    let scale = i128::try_from(measure).map_err(|_| OVERFLOW)?;
    for (i, to) in out.iter_mut().enumerate() {
        let mut row = Wide::ZERO;
        for (j, exposure) in exposures.iter().enumerate() {
            row = row.plus(Wide::product(covariance.get(i, j)?, *exposure))?;
        }
        // Scale 1e-36 until the end, for the digits.
        let per_day = row.div_trunc(volatility)?;
        let per_unit = Wide::product(per_day, scale).div_trunc(volatility)?;
        *to = Wide::product(per_unit, 1).div_trunc(WAD)?;
    }
    Ok(())
}

/// By how much a tail measure over `horizon` seconds falls when the exposure to one asset is closed (USD, WAD): the
/// measure of all less the measure of the others, both rounded up as a margin would be. Negative for a hedge.
///
/// # Errors
/// [`RiskError::LengthMismatch`] where there is not one exposure per asset; [`RiskError::UnknownAsset`]; overflow.
pub fn incremental(
    covariance: &Covariance,
    exposures: &[i128],
    horizon: u64,
    factor: u128,
    asset: usize,
) -> Result<i128, RiskError> {
    let whole = tail_loss_up(volatility_up(covariance, exposures, horizon)?, factor)?;
    let mut others = [0; MAX_ASSETS];
    let others = others
        .get_mut(..exposures.len())
        .ok_or(RiskError::LengthMismatch)?;
    others.copy_from_slice(exposures);
    *others.get_mut(asset).ok_or(RiskError::UnknownAsset)? = 0;
    let rest = tail_loss_up(volatility_up(covariance, others, horizon)?, factor)?;
    signed(false, whole)?
        .checked_sub(signed(false, rest)?)
        .ok_or(OVERFLOW)
}

/// Makes the parts sum to the total exactly: the largest part takes the difference.
pub(crate) fn settle(parts: &mut [i128], total: i128) -> Result<(), RiskError> {
    let mut sum: i128 = 0;
    for part in parts.iter() {
        sum = sum.checked_add(*part).ok_or(OVERFLOW)?;
    }
    let difference = total.checked_sub(sum).ok_or(OVERFLOW)?;
    if let Some(largest) = parts.iter_mut().max_by_key(|part| part.unsigned_abs()) {
        *largest = largest.checked_add(difference).ok_or(OVERFLOW)?;
    }
    Ok(())
}

/// The root of a daily variance (USD squared, scale 1e-36) over `horizon` seconds, rounded up.
pub(super) fn over_horizon_up(daily: fixed::U256, horizon: u64) -> Result<u128, RiskError> {
    let variance = fixed::mul_div_up(
        daily,
        fixed::U256::from(days_up(horizon)?),
        fixed::U256::from(WAD),
    )?;
    u128::try_from(fixed::isqrt_up(variance)).map_err(|_| OVERFLOW)
}
