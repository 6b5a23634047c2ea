//! The variance of an asset that has only just been listed.

use super::ewma::{step_up, Decay};
use crate::error::OVERFLOW;
use crate::wide::Wide;
use crate::{RiskError, DAY};
use fixed::{mul_div_up_u128, MathError, WAD};

/// Kernel-weighted mean of squared returns, `N/D`: unbiased from the first sample, for a start without a
/// known variance. `N <- w N + r^2`, `D <- w D + dt`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Kernel {
    /// Weighted squared returns, scale 1e-36.
    pub squares: i128,
    /// Weighted time, days as WAD.
    pub days: u128,
}

impl Kernel {
    /// A prior worth one half-life of samples of the given daily variance.
    ///
    /// # Errors
    /// Overflow.
    pub fn prior(variance: i128, half_life: u64) -> Result<Self, RiskError> {
        let days = mul_div_up_u128(WAD, u128::from(half_life), u128::from(DAY))?;
        let weight = i128::try_from(days).map_err(|_| OVERFLOW)?;
        Ok(Self {
            squares: Wide::product(variance, weight).div_ceil(WAD)?,
            days,
        })
    }

    /// Takes a sample after `dt` seconds. Squares are rounded up and time down, so that their quotient is
    /// never below the exact one.
    ///
    /// # Errors
    /// [`RiskError::InvalidTerms`] where the half-life is zero; overflow.
    pub fn sample(&mut self, log_return: i128, dt: u64, half_life: u64) -> Result<(), RiskError> {
        let weight = Decay::over(dt, half_life)?.weight;
        let kept = Decay { weight, gain: WAD };
        self.squares = step_up(self.squares, log_return, &kept)?;
        let elapsed = fixed::mul_div_down_u128(u128::from(dt), WAD, u128::from(DAY))?;
        self.days = fixed::mul_wad_down(self.days, fixed::decay_down(dt, half_life)?)?
            .checked_add(elapsed)
            .ok_or(OVERFLOW)?;
        Ok(())
    }

    /// The variance per day, scale 1e-36, rounded up.
    ///
    /// # Errors
    /// Division by zero before the first sample.
    pub fn variance_up(&self) -> Result<i128, RiskError> {
        let squares =
            u128::try_from(self.squares).map_err(|_| RiskError::Math(MathError::Domain))?;
        i128::try_from(mul_div_up_u128(squares, WAD, self.days)?).map_err(|_| OVERFLOW)
    }
}
