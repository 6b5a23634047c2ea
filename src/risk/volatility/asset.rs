//! Everything that is remembered of one asset's moves, and what a reader may rely on.

use super::estimate::Estimate;
use super::ewma::EwmaTerms;
use super::jump::JumpMemory;
use super::limits::VarianceBounds;
use crate::RiskError;
use fixed::WAD;

/// Least variance shown for an asset with too few samples: (12.8 % a day)^2, scale 1e-36.
pub const COLD_START_VARIANCE: i128 = 16_384_000_000_000_000_000_000_000_000_000_000;
/// Samples after which an asset's own estimate is trusted.
pub const SAMPLES_TO_TRUST: u16 = 30;

/// How an asset is remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VolatilityTerms {
    /// The estimate that margins follow.
    pub fast: EwmaTerms,
    /// The long-run level, for floors and for what must not hurry.
    pub slow: EwmaTerms,
    /// Seconds after which a jump counts half. Not zero.
    pub jump_half_life: u64,
    /// Daily variance that a jump stands for, as a share of its square, WAD.
    pub jump_share: u128,
    /// Range of what is shown.
    pub bounds: VarianceBounds,
}

impl VolatilityTerms {
    /// Half-lives of 60 hours and 25 days, five standard deviations to learn from, jumps remembered with a
    /// half-life of 20 days at half their square, between 1 % and 100 % a day.
    #[must_use]
    pub const fn standard() -> Self {
        let slow = EwmaTerms {
            half_life: 2_160_000,
            clip: 5_000_000_000_000_000_000,
            max_dt: 4_320_000,
        };
        Self {
            fast: EwmaTerms {
                half_life: 216_000,
                max_dt: 432_000,
                ..slow
            },
            slow,
            jump_half_life: 1_728_000,
            jump_share: WAD / 2,
            bounds: VarianceBounds {
                least: 100_000_000_000_000_000_000_000_000_000_000,
                most: 1_000_000_000_000_000_000_000_000_000_000_000_000,
            },
        }
    }
}

/// What a reader gets: variances per day, scale 1e-36.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// What margins follow: the fast estimate, never below what the remembered jump says.
    pub fast: i128,
    /// The long-run level.
    pub slow: i128,
}

/// The state of one asset: two words for the estimates, a third for the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AssetVolatility {
    /// Fast estimate.
    pub fast: Estimate,
    /// Slow estimate.
    pub slow: Estimate,
    /// Largest move remembered.
    pub jump: JumpMemory,
    /// Samples taken, up to the largest of the type.
    pub samples: u16,
}

impl AssetVolatility {
    /// A new asset. Its prior (daily variance, scale 1e-36) counts for one half-life.
    ///
    /// # Errors
    /// [`RiskError::InvalidTerms`] where a half-life is zero or the prior negative; overflow.
    pub fn listed(prior: i128, terms: &VolatilityTerms) -> Result<Self, RiskError> {
        Ok(Self {
            fast: Estimate::start(prior, terms.fast.half_life)?,
            slow: Estimate::start(prior, terms.slow.half_life)?,
            jump: JumpMemory::default(),
            samples: 0,
        })
    }

    /// Takes the log return (WAD) since the last sample, `dt` seconds ago. The estimates learn what their
    /// clip lets through, the jump memory all of it. `dt = 0` changes nothing.
    ///
    /// # Errors
    /// As [`Estimate::sample`]; unchanged on error.
    pub fn sample(
        &mut self,
        log_return: i128,
        dt: u64,
        terms: &VolatilityTerms,
    ) -> Result<(), RiskError> {
        if dt == 0 {
            return Ok(());
        }
        let mut next = *self;
        next.fast.sample(log_return, dt, &terms.fast)?;
        next.slow.sample(log_return, dt, &terms.slow)?;
        next.jump = next.jump.after(log_return, dt, terms.jump_half_life)?;
        next.samples = next.samples.saturating_add(1);
        *self = next;
        Ok(())
    }

    /// What the samples say: the larger of the fast estimate and the jump's variance, for the first 30
    /// samples at least 12.8 % a day, all within the bounds.
    ///
    /// # Errors
    /// Overflow.
    pub fn reading(&self, terms: &VolatilityTerms) -> Result<Reading, RiskError> {
        let jump = self.jump.variance_up(terms.jump_share)?;
        let least = if self.samples < SAMPLES_TO_TRUST {
            COLD_START_VARIANCE
        } else {
            0
        };
        let hold = |variance: i128| terms.bounds.hold(variance.max(least));
        Ok(Reading {
            fast: hold(self.fast.variance_up()?.max(jump)),
            slow: hold(self.slow.variance_up()?),
        })
    }

    /// What a reader sees `dt` seconds after the last sample, the price having moved by `log_return` (WAD)
    /// since: the larger of [`Self::reading`] and the reading that a sample would leave. So a move that
    /// nobody has sampled counts, sampling it takes nothing of it away, and waiting lowers nothing. A move
    /// within the second of the last sample is seen as if a second had passed.
    ///
    /// # Errors
    /// As [`Self::sample`].
    pub fn pending(
        &self,
        log_return: i128,
        dt: u64,
        terms: &VolatilityTerms,
    ) -> Result<Reading, RiskError> {
        let stored = self.reading(terms)?;
        let mut sampled = *self;
        sampled.sample(log_return, dt.max(1), terms)?;
        let after = sampled.reading(terms)?;
        Ok(Reading {
            fast: stored.fast.max(after.fast),
            slow: stored.slow.max(after.slow),
        })
    }
}
