//! What a feed has not told yet: its age adds to the horizon, its dead band to the variance.

use crate::error::OVERFLOW;
use crate::wide::product;
use crate::RiskError;
use fixed::{isqrt_up, mul_div_up, U256, WAD};

/// When a push feed speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FeedTerms {
    /// Seconds after which it speaks without a move.
    pub heartbeat: u64,
    /// Seconds by which it may be late.
    pub grace: u64,
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
}

/// Standard deviation of the log move from a feed's last price to the end of `days` (WAD, the age of the price among
/// them), WAD, rounded up: `sqrt(s^2 d + theta^2)`, `s` per day. At any age a price may be off by what the feed does not
/// report, `dead_band`.
///
/// # Errors
/// Overflow.
pub fn deviation_over_up(deviation: u128, days: u128, dead_band: u128) -> Result<u128, RiskError> {
    let moved = mul_div_up(
        product(deviation, deviation),
        U256::from(days),
        U256::from(WAD),
    )?;
    let variance = moved.checked_add(product(dead_band, dead_band));
    u128::try_from(isqrt_up(variance.ok_or(OVERFLOW)?)).map_err(|_| OVERFLOW)
}
