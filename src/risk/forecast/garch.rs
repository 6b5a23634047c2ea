//! GARCH(1,1) with given parameters (Bollerslev 1986). Nothing is fitted here: that is work for a review, off chain.

use super::{blend_up, squared};
use crate::error::OVERFLOW;
use crate::{wide, RiskError};
use fixed::{U256, WAD};

/// `h' = omega + alpha r^2 + beta h`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Garch {
    /// Constant, variance per step, scale 1e-36.
    pub omega: u128,
    /// Coefficient of the squared return, WAD.
    pub alpha: u128,
    /// Coefficient of the variance before, WAD.
    pub beta: u128,
}

impl Garch {
    /// `alpha + beta`: how much of a deviation survives one step, WAD.
    ///
    /// # Errors
    /// [`RiskError::InvalidTerms`] above 1, where the variance explodes.
    pub fn persistence(&self) -> Result<u128, RiskError> {
        let sum = self.alpha.checked_add(self.beta);
        sum.filter(|sum| *sum <= WAD).ok_or(RiskError::InvalidTerms)
    }

    /// The next variance, rounded up: at most two units above the exact one. Persistence 1 is allowed: with
    /// `omega = 0` this is the exponential average.
    ///
    /// # Errors
    /// Persistence above 1; overflow.
    pub fn next_up(&self, variance: u128, log_return: i128) -> Result<u128, RiskError> {
        self.persistence()?;
        let learned = fixed::mul_wad_up(self.alpha, squared(log_return)?)?;
        let kept = fixed::mul_wad_up(self.beta, variance)?;
        let sum = learned.checked_add(kept);
        sum.and_then(|sum| sum.checked_add(self.omega))
            .ok_or(OVERFLOW)
    }

    /// The variance that forecasts tend to, `omega / (1 - alpha - beta)`, rounded up.
    ///
    /// # Errors
    /// [`RiskError::InvalidTerms`] for a persistence of 1 or more; overflow.
    pub fn long_run_up(&self) -> Result<u128, RiskError> {
        Ok(fixed::div_wad_up(self.omega, self.reverting()?)?)
    }

    /// The variance of the step `steps` ahead (1 = the next), given the next one's, rounded up. The error grows by
    /// about an ulp of the difference to the long run per step.
    ///
    /// # Errors
    /// [`RiskError::InvalidTerms`] for a persistence of 1 or more, or no step; overflow.
    pub fn ahead_up(&self, next: u128, steps: u32) -> Result<u128, RiskError> {
        let long_run = self.long_run_up()?;
        let left = steps.checked_sub(1).ok_or(RiskError::InvalidTerms)?;
        let survived = self.survived(next >= long_run, left)?;
        blend_up(survived, next, long_run)
    }

    /// The sum of the variances of the next `steps` steps, rounded up:
    /// `n v + (next - v) (1 - p^n) / (1 - p)` with the long-run variance v and the persistence p.
    ///
    /// # Errors
    /// [`RiskError::InvalidTerms`] for a persistence of 1 or more; overflow.
    pub fn sum_up(&self, next: u128, steps: u32) -> Result<u128, RiskError> {
        let reverting = self.reverting()?;
        let long_run = self.long_run_up()?;
        let above = next >= long_run;
        let all = u128::from(steps).wrapping_mul(WAD);
        // Below 1, the survivor of the other side makes the weight of `next` larger.
        let gone = WAD.wrapping_sub(self.survived(!above, steps)?);
        let weight = if above {
            fixed::div_wad_up(gone, reverting)?.min(all)
        } else {
            fixed::div_wad_down(gone, reverting)?.min(all)
        };
        let rest = all.wrapping_sub(weight);
        let sum = wide::product(weight, next).checked_add(wide::product(rest, long_run));
        let sum = fixed::mul_div_up(sum.ok_or(OVERFLOW)?, U256::from(1u8), U256::from(WAD))?;
        u128::try_from(sum).map_err(|_| OVERFLOW)
    }

    /// Steps after which half of a deviation from the long run is left, `ln 2 / -ln(alpha + beta)`, WAD, within
    /// `1e-18 / (1 - alpha - beta)` of itself.
    ///
    /// # Errors
    /// [`RiskError::InvalidTerms`] for a persistence of 1 or more; `Domain` for 0.
    pub fn half_life(&self) -> Result<u128, RiskError> {
        self.reverting()?;
        let decay = fixed::ln_wad(self.persistence()?)?.unsigned_abs();
        Ok(fixed::div_wad_down(LN_2, decay)?)
    }

    /// `1 - alpha - beta`, above zero.
    fn reverting(&self) -> Result<u128, RiskError> {
        // Not above 1.
        let reverting = WAD.wrapping_sub(self.persistence()?);
        if reverting == 0 {
            return Err(RiskError::InvalidTerms);
        }
        Ok(reverting)
    }

    /// `(alpha + beta)^steps`, WAD, on the side asked for, by squaring.
    fn survived(&self, up: bool, steps: u32) -> Result<u128, RiskError> {
        let multiply = if up {
            fixed::mul_wad_up
        } else {
            fixed::mul_wad_down
        };
        let (mut power, mut base, mut left) = (WAD, self.persistence()?, steps);
        while left > 0 {
            if left & 1 == 1 {
                power = multiply(power, base)?;
            }
            base = multiply(base, base)?;
            left >>= 1;
        }
        Ok(power)
    }
}

/// ln 2, WAD.
const LN_2: u128 = 693_147_180_559_945_309;
