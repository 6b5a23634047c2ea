//! How much a portfolio may gain from diversification. Hedges that count for less are [`crate::covariance::stress`].

use super::portfolio::{over_horizon_up, tail_loss_up};
use crate::error::OVERFLOW;
use crate::wide::product;
use crate::{Covariance, RiskError, MAX_ASSETS};
use fixed::{mul_wad_up, WAD};

/// `|w_i| sigma_i` per day for each asset (USD, WAD), rounded up, and their sum: the standard deviation if nothing
/// diversified, which no correlation can exceed.
///
/// # Errors
/// [`RiskError::LengthMismatch`] where there is not one exposure per asset; [`RiskError::Malformed`] for a negative
/// variance; overflow.
pub(super) fn swings_up(
    covariance: &Covariance,
    exposures: &[i128],
    swings: &mut [u128; MAX_ASSETS],
) -> Result<u128, RiskError> {
    if exposures.len() != covariance.assets() {
        return Err(RiskError::LengthMismatch);
    }
    let mut gross: u128 = 0;
    for (asset, (exposure, swing)) in exposures.iter().zip(swings.iter_mut()).enumerate() {
        let variance = u128::try_from(covariance.get(asset, asset)?);
        let variance = variance.map_err(|_| RiskError::Malformed)?;
        *swing = mul_wad_up(exposure.unsigned_abs(), fixed::isqrt_up_u128(variance))?;
        gross = gross.checked_add(*swing).ok_or(OVERFLOW)?;
    }
    Ok(gross)
}

/// The sum of `|w_i| sigma_i` over `horizon` seconds (USD, WAD), rounded up: no diversification at all.
///
/// # Errors
/// [`RiskError::LengthMismatch`] where there is not one exposure per asset; [`RiskError::Malformed`] for a negative
/// variance; overflow.
pub fn gross_volatility_up(
    covariance: &Covariance,
    exposures: &[i128],
    horizon: u64,
) -> Result<u128, RiskError> {
    let gross = swings_up(covariance, exposures, &mut [0; MAX_ASSETS])?;
    over_horizon_up(product(gross, gross), horizon)
}

/// The standard deviation over `horizon` seconds (USD, WAD), but at least `least` (WAD, at most 1) of
/// [`gross_volatility_up`]: what a perfect hedge still costs, for the basis between its legs. Rounded up.
///
/// # Errors
/// [`RiskError::InvalidTerms`] for a share past 1; otherwise as [`gross_volatility_up`].
pub fn floored_volatility_up(
    covariance: &Covariance,
    exposures: &[i128],
    horizon: u64,
    least: u128,
) -> Result<u128, RiskError> {
    if least > WAD {
        return Err(RiskError::InvalidTerms);
    }
    let measured = over_horizon_up(covariance.quadratic_form_up(exposures)?, horizon)?;
    let gross = gross_volatility_up(covariance, exposures, horizon)?;
    Ok(measured.max(tail_loss_up(gross, least)?))
}
