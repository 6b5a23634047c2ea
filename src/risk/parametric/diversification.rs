//! How much a portfolio may gain from diversification: floors, and hedges that count for less.

use super::portfolio::{over_horizon_up, tail_loss_up};
use crate::error::OVERFLOW;
use crate::wide::product;
use crate::{Covariance, RiskError, MAX_ASSETS};
use fixed::{mul_div_down, mul_div_up, mul_wad_up, U256, WAD};

const WAD_SQUARED: U256 = U256::from_limbs([0xb34b_9f10_0000_0000, 0x00c0_97ce_7bc9_0715, 0, 0]);

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

/// The standard deviation over `horizon` seconds (USD, WAD) with every correlation between exposures of opposite
/// sign lowered by `haircut` (WAD), to -1 at the least, rounded up. A hedge is worth what it would be on a worse day:
/// `w' S w + 2 sum over opposite pairs of |w_i w_j| sigma_i sigma_j min(haircut, 1 + rho_ij)`.
///
/// # Errors
/// As [`gross_volatility_up`].
pub fn netted_volatility_up(
    covariance: &Covariance,
    exposures: &[i128],
    horizon: u64,
    haircut: u128,
) -> Result<u128, RiskError> {
    let mut swings = [0; MAX_ASSETS];
    swings_up(covariance, exposures, &mut swings)?;
    let mut variance = covariance.quadratic_form_up(exposures)?;
    for (i, (a, swing)) in exposures.iter().zip(&swings).enumerate() {
        for (j, (b, other)) in exposures.iter().zip(&swings).enumerate().take(i) {
            // Of one sign.
            if (*a ^ *b) >= 0 {
                continue;
            }
            let apart = product(*swing, *other);
            let entry = covariance.get(i, j)?;
            let size = U256::from(entry.unsigned_abs());
            let exposure = product(a.unsigned_abs(), b.unsigned_abs());
            let most = if entry < 0 {
                apart.saturating_sub(mul_div_down(exposure, size, WAD_SQUARED)?)
            } else {
                let shared = mul_div_up(exposure, size, WAD_SQUARED)?;
                apart.checked_add(shared).ok_or(OVERFLOW)?
            };
            let less = mul_div_up(apart, U256::from(haircut), U256::from(WAD))?;
            let less = less.min(most);
            let sum = variance.checked_add(less);
            variance = sum.and_then(|sum| sum.checked_add(less)).ok_or(OVERFLOW)?;
        }
    }
    over_horizon_up(variance, horizon)
}
