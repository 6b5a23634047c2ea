//! Exponentially weighted variance from samples at irregular times.
//!
//! The estimate is a time-weighted sum of squared returns, `v' = w v + g r^2` with `w = 2^(-dt/H)` and
//! `g = (1-w)/dt`: the exact decay of a variance rate that is constant between two samples. Splitting an
//! interval into samples of the same price changes nothing but the decay, and no squared return is ever
//! divided by a short interval, since `g` never passes `ln 2 / H`.

use crate::error::OVERFLOW;
use crate::wide::{signed, Wide};
use crate::{RiskError, DAY};
use fixed::{mul_div_up_u128, multiply, WAD};

/// How fast the estimate forgets, and what one sample may teach it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EwmaTerms {
    /// Seconds after which a squared return counts half. Not zero.
    pub half_life: u64,
    /// Returns are winsorised at this multiple (WAD) of the asset's volatility over the interval; 0 = never.
    pub clip: u128,
    /// Longer intervals count as this many seconds, so that silence cannot erase a variance; 0 = no limit.
    pub max_dt: u64,
}

impl EwmaTerms {
    /// The seconds that an interval counts as: no more than `max_dt`.
    pub(crate) fn counted(&self, dt: u64) -> u64 {
        if self.max_dt == 0 {
            dt
        } else {
            dt.min(self.max_dt)
        }
    }
}

/// The two coefficients of one step, common to every entry of a matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decay {
    /// Weight `w` of the old estimate, WAD, rounded up, at most 1.
    pub weight: u128,
    /// Gain `g` on a squared return, WAD per day, rounded up.
    pub gain: u128,
}

impl Decay {
    /// Coefficients of an interval of `dt` seconds. `dt = 0` keeps everything and learns nothing.
    ///
    /// Weight and gain are each rounded up, so that the estimate is never below the exact one; the relative
    /// error of the gain is at most `2e-18 / (1-w)`.
    ///
    /// # Errors
    /// [`RiskError::InvalidTerms`] where the half-life is zero; overflow where the gain leaves 128 bits.
    pub fn over(dt: u64, half_life: u64) -> Result<Self, RiskError> {
        if half_life == 0 {
            return Err(RiskError::InvalidTerms);
        }
        if dt == 0 {
            return Ok(Self {
                weight: WAD,
                gain: 0,
            });
        }
        let kept = fixed::decay_down(dt, half_life)?;
        let weight = fixed::decay_up(dt, half_life)?.min(WAD);
        Self::from_weight(weight, kept, dt)
    }

    /// Coefficients from a weight known from below (`kept`) and above (`weight`), over `dt` seconds.
    ///
    /// # Errors
    /// [`RiskError::InvalidTerms`] where `kept` is above 1 or `dt` is zero.
    pub fn from_weight(weight: u128, kept: u128, dt: u64) -> Result<Self, RiskError> {
        let lost = WAD.checked_sub(kept).ok_or(RiskError::InvalidTerms)?;
        if dt == 0 {
            return Err(RiskError::InvalidTerms);
        }
        let gain = mul_div_up_u128(lost, u128::from(DAY), u128::from(dt))?;
        Ok(Self { weight, gain })
    }

    /// `w old + g a b` before rounding, times 1e18. `old` per day at 1e-36; `a`, `b` WAD returns.
    pub(crate) fn blend(
        &self,
        weight: u128,
        old: i128,
        a: i128,
        b: i128,
    ) -> Result<Wide, RiskError> {
        let weight = i128::try_from(weight).map_err(|_| OVERFLOW)?;
        let kept = Wide::product(old, weight);
        if (a, b) == (0, 0) {
            return Ok(kept);
        }
        let (0, gained) = multiply(self.gain, a.unsigned_abs()) else {
            return Err(OVERFLOW);
        };
        let learned = Wide::product(signed(a < 0, gained)?, b);
        kept.plus(learned)
    }
}

/// One step of the recursion: `ceil(w v + g r^2)`, per day at scale 1e-36. (RiskMetrics 1996, half-life form.)
///
/// # Errors
/// Overflow past 1.7e2 per day.
pub fn step_up(variance: i128, log_return: i128, decay: &Decay) -> Result<i128, RiskError> {
    decay
        .blend(decay.weight, variance, log_return, log_return)?
        .div_ceil(WAD)
}
