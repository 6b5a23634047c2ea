//! The round that was in force at a time: backwards by growing steps to one that is old enough, then by halves.
//!
//! The round in force at a time is the last that was answered before it. Rounds of that very second do not count:
//! another may still come in the same second, and what a past time says must not depend on who asks when.

/// Most rounds that one walk asks for: enough for 4,095 rounds back.
pub const MAX_ASKS: u8 = 24;

/// Where the walk stands. Numbers are those within the feed's present phase; the first is 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Walk {
    time: u64,
    /// The last round known to be too old, or not there; zero is before the first.
    low: u64,
    /// The first round known to be too late.
    high: u64,
    /// How far the next step goes back; zero once a round that is old enough is known.
    step: u64,
    /// Whether the feed told of the round at `low`.
    is_known: bool,
    asks: u8,
}

impl Walk {
    /// A walk back from the latest round, which was answered at or after the time.
    #[must_use]
    pub const fn from(latest: u64, time: u64) -> Self {
        Self {
            time,
            low: 0,
            high: latest,
            step: 1,
            is_known: false,
            asks: 0,
        }
    }

    /// Whether a round of this time was in force at the time asked for, or was followed by one that was. A round
    /// without a time is none.
    #[must_use]
    pub const fn is_before(updated_at: u64, time: u64) -> bool {
        updated_at != 0 && updated_at < time
    }

    /// The round to ask for next. `None`: there is nothing more to ask.
    #[must_use]
    pub const fn next(&self) -> Option<u64> {
        let gap = self.high.saturating_sub(self.low);
        if gap <= 1 || self.asks >= MAX_ASKS {
            return None;
        }
        let back = if self.step > 0 && self.step < gap {
            self.step
        } else {
            gap >> 1
        };
        Some(self.high.saturating_sub(back))
    }

    /// What the feed says of the round it was asked for: its time, zero where it has no such round, which is then
    /// older than what the feed keeps. Answers whether it may be the one in force: the last of which this is said is.
    pub const fn told(&mut self, number: u64, updated_at: u64) -> bool {
        self.asks = self.asks.saturating_add(1);
        if updated_at >= self.time {
            self.high = number;
            self.step = self.step.saturating_mul(2);
            return false;
        }
        self.low = number;
        self.step = 0;
        self.is_known = updated_at != 0;
        self.is_known
    }

    /// Whether the round in force was found: one before the time, and the next too late.
    #[must_use]
    pub const fn is_done(&self) -> bool {
        self.is_known && self.high.saturating_sub(self.low) == 1
    }
}
