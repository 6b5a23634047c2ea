//! A mean-reverting term structure: a shock of variance fades towards the long-run level, by half per half-life.
//!
//! `v(t) = L + (v - L) 2^(-t/H)`; over a horizon T the mean is `L + (v - L) k` with
//! `k = (1 - 2^(-T/H)) H / (T ln 2)`: the continuous limit of a GARCH(1,1) forecast.

use super::blend_up;
use crate::{wide, RiskError, DAY};
use fixed::{U256, WAD};

/// ln 2, WAD, rounded down and up.
const LN_2_DOWN: u128 = 693_147_180_559_945_309;
const LN_2_UP: u128 = 693_147_180_559_945_310;

/// Where variance goes, and how fast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TermStructure {
    /// Long-run variance per day, scale 1e-36.
    pub level: u128,
    /// Seconds after which half of a deviation is left. Not zero.
    pub half_life: u64,
}

impl TermStructure {
    /// Variance per day expected after `seconds`, rounded up: within 1.02 ulp of the difference to the level.
    ///
    /// # Errors
    /// Division by zero for a half-life of zero.
    pub fn after_up(&self, variance: u128, seconds: u64) -> Result<u128, RiskError> {
        let left = if variance >= self.level {
            fixed::decay_up(seconds, self.half_life)?.min(WAD)
        } else {
            fixed::decay_down(seconds, self.half_life)?
        };
        blend_up(left, variance, self.level)
    }

    /// Mean variance per day over the next `seconds`, rounded up. Zero seconds: the variance itself. The error is at
    /// most `4e-18 H / T` of the difference to the level.
    ///
    /// # Errors
    /// Division by zero for a half-life of zero.
    pub fn mean_up(&self, variance: u128, seconds: u64) -> Result<u128, RiskError> {
        blend_up(self.weight(variance, seconds)?, variance, self.level)
    }

    /// Variance of the whole move over the next `seconds`, scale 1e-36, rounded up.
    ///
    /// # Errors
    /// As [`Self::mean_up`]; overflow past 3.4e2.
    pub fn integrated_up(&self, variance: u128, seconds: u64) -> Result<u128, RiskError> {
        let mean = self.mean_up(variance, seconds)?;
        Ok(fixed::mul_div_up_u128(
            mean,
            u128::from(seconds),
            u128::from(DAY),
        )?)
    }

    /// Weight of today's variance in the mean, on the side that raises it.
    fn weight(&self, variance: u128, seconds: u64) -> Result<u128, RiskError> {
        // Kept at least 0 and at most 1 by the decay itself.
        let (gone, ln_2, up) = if variance >= self.level {
            let left = fixed::decay_down(seconds, self.half_life)?;
            (WAD.wrapping_sub(left), LN_2_DOWN, true)
        } else {
            let left = fixed::decay_up(seconds, self.half_life)?.min(WAD);
            (WAD.wrapping_sub(left), LN_2_UP, false)
        };
        if seconds == 0 {
            return Ok(WAD);
        }
        let area = wide::product(gone, u128::from(self.half_life));
        let whole = wide::product(u128::from(seconds), ln_2);
        let one = U256::from(WAD);
        let weight = if up {
            fixed::mul_div_up(area, one, whole)?
        } else {
            fixed::mul_div_down(area, one, whole)?
        };
        // Above 1 only by rounding.
        Ok(u128::try_from(weight).map_or(WAD, |weight| weight.min(WAD)))
    }
}
