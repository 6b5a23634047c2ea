//! A heterogeneous autoregression: tomorrow's variance from that of the last day, week and month (Corsi 2009, eq. 8).

use crate::error::OVERFLOW;
use crate::RiskError;

/// Coefficients, none of them negative: a forecast that falls when a variance rises could be pushed down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Har {
    constant: u128,
    coefficients: [u128; 3],
}

impl Har {
    /// For markets that never close, in the middle of what regressions on two coins gave.
    pub const CRYPTO: Self = Self {
        constant: 500_000_000_000_000_000_000_000_000_000_000,
        coefficients: [
            250_000_000_000_000_000,
            320_000_000_000_000_000,
            80_000_000_000_000_000,
        ],
    };

    /// From a constant (variance per day, scale 1e-36) and the coefficients of day, week and month (WAD).
    ///
    /// # Errors
    /// [`RiskError::InvalidTerms`] where one of them is negative.
    pub fn new(constant: i128, coefficients: [i128; 3]) -> Result<Self, RiskError> {
        let mut own = Self {
            constant: u128::try_from(constant).map_err(|_| RiskError::InvalidTerms)?,
            coefficients: [0; 3],
        };
        for (place, coefficient) in own.coefficients.iter_mut().zip(coefficients) {
            *place = u128::try_from(coefficient).map_err(|_| RiskError::InvalidTerms)?;
        }
        Ok(own)
    }

    /// `max(floor, c + sum b_i v_i)` over the variances of day, week and month, rounded up: at most three units above.
    ///
    /// # Errors
    /// Overflow.
    pub fn forecast_up(&self, variances: [u128; 3], floor: u128) -> Result<u128, RiskError> {
        let mut sum = self.constant;
        for (coefficient, variance) in self.coefficients.into_iter().zip(variances) {
            let part = fixed::mul_wad_up(coefficient, variance)?;
            sum = sum.checked_add(part).ok_or(OVERFLOW)?;
        }
        Ok(sum.max(floor))
    }
}

/// Mean of the variances of the last days, rounded up.
///
/// # Errors
/// Division by zero for an empty window; overflow.
pub fn mean_up(window: &[u128]) -> Result<u128, RiskError> {
    let sum = window
        .iter()
        .try_fold(0u128, |sum, variance| sum.checked_add(*variance))
        .ok_or(OVERFLOW)?;
    let count = u128::try_from(window.len()).map_err(|_| OVERFLOW)?;
    Ok(fixed::mul_div_up_u128(sum, 1, count)?)
}
