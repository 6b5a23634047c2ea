//! What a feed has not told yet: its age adds to the horizon, its dead band to the variance.

use crate::error::OVERFLOW;
use crate::wide::Wide;
use crate::{RiskError, DAY};

/// When a push feed speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FeedTerms {
    /// Seconds after which it speaks without a move.
    pub heartbeat: u64,
    /// Seconds by which it may be late.
    pub grace: u64,
    /// Relative move after which it speaks, WAD: what it may be hiding while it is alive.
    pub threshold: u128,
}

impl FeedTerms {
    /// Whether a price of that age is stale: older than heartbeat and grace.
    #[must_use]
    pub const fn is_stale(&self, age: u64) -> bool {
        age > self.heartbeat.saturating_add(self.grace)
    }

    /// The daily variance to use at that age: the fast one while the feed is alive, the larger of the fast
    /// and the slow one after that, so that silence in a calm hour does not pass for calm.
    #[must_use]
    pub fn variance(&self, fast: i128, slow: i128, age: u64) -> i128 {
        if self.is_stale(age) {
            fast.max(slow)
        } else {
            fast
        }
    }

    /// Variance of the move from the feed's price to the end of `horizon` seconds, scale 1e-36, rounded up:
    /// `v (horizon + age) + threshold^2`, `v` per day. The price is `age` seconds old, and at any age it
    /// may be off by what the feed does not report.
    ///
    /// # Errors
    /// Overflow.
    pub fn over_horizon_up(
        &self,
        variance: i128,
        horizon: u64,
        age: u64,
    ) -> Result<i128, RiskError> {
        let seconds = i128::from(horizon)
            .checked_add(i128::from(age))
            .ok_or(OVERFLOW)?;
        let threshold = i128::try_from(self.threshold).map_err(|_| OVERFLOW)?;
        Wide::product(variance, seconds)
            .div_ceil(u128::from(DAY))?
            .checked_add(threshold.checked_mul(threshold).ok_or(OVERFLOW)?)
            .ok_or(OVERFLOW)
    }
}
