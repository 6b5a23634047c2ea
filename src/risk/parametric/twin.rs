//! The parametric twin of the simulated margin: what a simulation of past scenarios is never let below.
//!
//! `multiplier * factor * sigma * sqrt(h)`, where sigma is the measured `sqrt(w' S w)` moved by a weight towards the
//! worst of three correlations (measured, all one, all zero) and floored at a share of the undiversified sum. A
//! simulation knows only the days it holds; this knows only the covariance, and neither trusts the correlations.

use super::diversification::swings_up;
use super::portfolio::over_horizon_up;
use crate::error::OVERFLOW;
use crate::wide::product;
use crate::{Covariance, RiskError, DAY, MAX_ASSETS};
use fixed::{mul_wad_down, mul_wad_up, U256, WAD};

/// Its parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TwinTerms {
    /// How far ahead a loss is measured, seconds.
    pub horizon: u64,
    /// Expected Shortfall per unit of standard deviation, WAD.
    pub factor: u128,
    /// What real returns need on top of that factor, WAD, at least 1.
    pub multiplier: u128,
    /// Weight of the worst correlation, WAD, at most 1.
    pub correlation_stress: u128,
    /// Least standard deviation as a share of the undiversified sum, WAD, at most 1.
    pub sigma_floor: u128,
}

impl TwinTerms {
    /// A day, `1.2 * 2.824` (a t of 4 degrees of freedom at 97.5 %), a quarter towards the worst, a tenth at least.
    pub const STANDARD: Self = Self {
        horizon: DAY,
        factor: crate::tail::t4::C97_5.expected_shortfall,
        multiplier: 1_200_000_000_000_000_000,
        correlation_stress: 250_000_000_000_000_000,
        sigma_floor: 100_000_000_000_000_000,
    };
}

/// Standard deviations per day of one portfolio under different correlations (USD, WAD), each rounded up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stressed {
    /// Correlations as measured: `sqrt(w' S w)`.
    pub measured: u128,
    /// All correlations one: `|sum w_i sigma_i|`. The worst for exposures of one sign.
    pub together: u128,
    /// All correlations zero: `sqrt(sum (w_i sigma_i)^2)`. The worst for many hedges.
    pub apart: u128,
    /// No diversification: `sum |w_i| sigma_i`.
    pub gross: u128,
}

impl Stressed {
    /// Measures a portfolio.
    ///
    /// # Errors
    /// [`RiskError::LengthMismatch`] where there is not one exposure per asset; [`RiskError::Malformed`] for a
    /// negative variance; overflow.
    pub fn new(covariance: &Covariance, exposures: &[i128]) -> Result<Self, RiskError> {
        let mut swings = [0; MAX_ASSETS];
        let gross = swings_up(covariance, exposures, &mut swings)?;
        let mut squares = U256::ZERO;
        // Upper and lower bounds of the sums of each sign: a hedge is not rounded up.
        let (mut long, mut short) = ([0u128; 2], [0u128; 2]);
        for (asset, (exposure, swing)) in exposures.iter().zip(&swings).enumerate() {
            let square = product(*swing, *swing);
            squares = squares.checked_add(square).ok_or(OVERFLOW)?;
            let variance = covariance.get(asset, asset)?.unsigned_abs();
            let least = mul_wad_down(exposure.unsigned_abs(), fixed::isqrt_down_u128(variance))?;
            let [most_of, least_of] = if *exposure < 0 { &mut short } else { &mut long };
            // Neither can pass the sum of all, which was checked.
            *most_of = most_of.saturating_add(*swing);
            *least_of = least_of.saturating_add(least);
        }
        let ([long, least_long], [short, least_short]) = (long, short);
        let together = long.saturating_sub(least_short);
        Ok(Self {
            measured: root_up(covariance.quadratic_form_up(exposures)?)?,
            together: together.max(short.saturating_sub(least_long)),
            apart: root_up(squares)?,
            gross,
        })
    }

    /// The daily standard deviation that the margin is made of, rounded up.
    ///
    /// # Errors
    /// Overflow.
    pub fn volatility_up(&self, terms: &TwinTerms) -> Result<u128, RiskError> {
        let worst = self.measured.max(self.together).max(self.apart);
        let worse = worst.saturating_sub(self.measured);
        let stressed = mul_wad_up(terms.correlation_stress, worse)?;
        let stressed = self.measured.checked_add(stressed).ok_or(OVERFLOW)?;
        Ok(stressed.max(mul_wad_up(terms.sigma_floor, self.gross)?))
    }
}

/// The loss that the twin asks a portfolio to withstand (USD, WAD), rounded up.
///
/// # Errors
/// [`RiskError::InvalidTerms`] for a share past 1 or a multiplier below it; otherwise as [`Stressed::new`].
pub fn twin_loss_up(
    covariance: &Covariance,
    exposures: &[i128],
    terms: &TwinTerms,
) -> Result<u128, RiskError> {
    if terms.correlation_stress > WAD || terms.sigma_floor > WAD || terms.multiplier < WAD {
        return Err(RiskError::InvalidTerms);
    }
    let daily = Stressed::new(covariance, exposures)?.volatility_up(terms)?;
    let volatility = over_horizon_up(product(daily, daily), terms.horizon)?;
    let loss = mul_wad_up(volatility, terms.factor)?;
    Ok(mul_wad_up(loss, terms.multiplier)?)
}

fn root_up(variance: U256) -> Result<u128, RiskError> {
    u128::try_from(fixed::isqrt_up(variance)).map_err(|_| OVERFLOW)
}
