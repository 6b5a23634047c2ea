//! One exponentially weighted variance through its whole life: a kernel mean first, the recursion then.

use super::clip::{clip_return, MAX_RETURN};
use super::ewma::{step_up, Decay, EwmaTerms};
use super::kernel::Kernel;
use crate::error::OVERFLOW;
use crate::wide::{join, split};
use crate::RiskError;
use fixed::U256;

/// Half-lives after which a start is over: the missing weight of what came before is then an eighth.
const START_HALF_LIVES: u64 = 3;
/// Bits of the weighted time and of the elapsed seconds in a word.
const DAYS_BITS: u32 = 80;
const ELAPSED_BITS: u32 = 48;

/// A variance per day, scale 1e-36, that fits one word of storage.
///
/// A start counts the prior as one half-life of samples and weighs what follows by `N/D`, so that a wrong
/// prior fades as fast as data comes. Once more than three half-lives have passed the recursion goes on
/// from `N/D`; nothing jumps at the change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Estimate {
    /// The first three half-lives.
    Starting {
        /// Weighted squares over weighted time.
        kernel: Kernel,
        /// Seconds of samples so far.
        elapsed: u64,
    },
    /// From then on.
    Running {
        /// Per day, scale 1e-36.
        variance: i128,
    },
}

impl Estimate {
    /// A start from a prior of the given daily variance (scale 1e-36, not negative).
    ///
    /// # Errors
    /// [`RiskError::InvalidTerms`] where the half-life is zero or the prior negative; overflow.
    pub fn start(prior: i128, half_life: u64) -> Result<Self, RiskError> {
        if half_life == 0 || prior < 0 {
            return Err(RiskError::InvalidTerms);
        }
        Ok(Self::Starting {
            kernel: Kernel::prior(prior, half_life)?,
            elapsed: 0,
        })
    }

    /// The variance per day, scale 1e-36, rounded up.
    ///
    /// # Errors
    /// Overflow.
    pub fn variance_up(&self) -> Result<i128, RiskError> {
        match self {
            Self::Starting { kernel, .. } => kernel.variance_up(),
            Self::Running { variance } => Ok(*variance),
        }
    }

    /// Takes a log return (WAD) after `dt` seconds, winsorised at `terms.clip` standard deviations of this
    /// very estimate. `dt = 0` changes nothing; longer than `terms.max_dt` counts as that.
    ///
    /// # Errors
    /// [`RiskError::InvalidTerms`] where the half-life is zero; overflow. Unchanged on error.
    pub fn sample(
        &mut self,
        log_return: i128,
        dt: u64,
        terms: &EwmaTerms,
    ) -> Result<(), RiskError> {
        if dt == 0 {
            return Ok(());
        }
        let dt = terms.counted(dt);
        let log_return = log_return.clamp(-MAX_RETURN, MAX_RETURN);
        let learned = clip_return(log_return, self.variance_up()?, dt, terms.clip)?;
        *self = match *self {
            Self::Running { variance } => Self::Running {
                variance: step_up(variance, learned, &Decay::over(dt, terms.half_life)?)?,
            },
            Self::Starting {
                mut kernel,
                elapsed,
            } => {
                kernel.sample(learned, dt, terms.half_life)?;
                let elapsed = elapsed.saturating_add(dt);
                if elapsed > terms.half_life.saturating_mul(START_HALF_LIVES) {
                    Self::Running {
                        variance: kernel.variance_up()?,
                    }
                } else {
                    Self::Starting { kernel, elapsed }
                }
            }
        };
        Ok(())
    }

    /// As a word: bits 0..127 the weighted squares or the variance, 128..207 the weighted time (days, WAD;
    /// zero once the start is over), 208..255 the elapsed seconds.
    ///
    /// # Errors
    /// Overflow where a half-life of centuries does not fit.
    pub fn to_word(&self) -> Result<U256, RiskError> {
        let (value, days, elapsed) = match self {
            Self::Starting { kernel, elapsed } => (kernel.squares, kernel.days, *elapsed),
            Self::Running { variance } => (*variance, 0, 0),
        };
        if days >> DAYS_BITS != 0 || elapsed >> ELAPSED_BITS != 0 {
            return Err(OVERFLOW);
        }
        let [a, b] = split(value.cast_unsigned());
        let [c, d] = split(days | u128::from(elapsed) << DAYS_BITS);
        Ok(U256::from_limbs([a, b, c, d]))
    }

    /// Reads a word of [`Self::to_word`].
    ///
    /// # Errors
    /// [`RiskError::Malformed`] where the variance is negative, or seconds have passed without weight.
    pub fn from_word(word: U256) -> Result<Self, RiskError> {
        let [a, b, c, d] = word.into_limbs();
        let (value, times) = (join(b, a).cast_signed(), join(d, c));
        let days = times & !(u128::MAX << DAYS_BITS);
        let elapsed = u64::try_from(times >> DAYS_BITS).map_err(|_| RiskError::Malformed)?;
        match (value < 0, days, elapsed) {
            (false, 0, 0) => Ok(Self::Running { variance: value }),
            (true, ..) | (_, 0, _) => Err(RiskError::Malformed),
            _ => Ok(Self::Starting {
                kernel: Kernel {
                    squares: value,
                    days,
                },
                elapsed,
            }),
        }
    }
}
