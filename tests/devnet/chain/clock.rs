//! The time that blocks carry.

use std::time::{SystemTime, UNIX_EPOCH};

/// How time passes from block to block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// With the clock of this computer. Two blocks may carry the same second, as on Arbitrum.
    WallClock,
    /// By this many seconds per block: the same run gives the same times.
    Seconds(u64),
}

/// Chooses the timestamp of the next block; never before that of the block below it.
#[derive(Debug, Clone)]
pub(super) struct Clock {
    pace: Pace,
    /// Seconds added to the clock of the computer.
    offset: i64,
    /// Seconds asked for since the last block, where time does not pass by itself.
    pending: u64,
    /// Seconds asked for since the start.
    increased: u64,
    /// Exact time asked for the next block.
    next: Option<u64>,
}

impl Clock {
    pub(super) fn new(pace: Pace, genesis: Option<u64>) -> Self {
        let offset = genesis.map_or(0, |genesis| difference(genesis, computer()));
        Self {
            pace,
            offset,
            pending: 0,
            increased: 0,
            next: Some(genesis.unwrap_or_else(computer)),
        }
    }

    /// Time that the next block would carry on top of a block of time `head`.
    pub(super) fn peek(&self, head: u64) -> u64 {
        let time = match (self.next, self.pace) {
            (Some(next), _) => next,
            (None, Pace::WallClock) => computer().saturating_add_signed(self.offset),
            (None, Pace::Seconds(step)) => head.saturating_add(step).saturating_add(self.pending),
        };
        time.max(head)
    }

    /// Takes note that a block of time `taken` was made.
    pub(super) fn advance(&mut self, taken: u64) {
        if self.next.take().is_some() && self.pace == Pace::WallClock {
            self.offset = difference(taken, computer());
        }
        self.pending = 0;
    }

    /// Moves the next block `seconds` further; returns the seconds asked for in all.
    pub(super) fn increase(&mut self, seconds: u64) -> u64 {
        self.increased = self.increased.saturating_add(seconds);
        if let Some(next) = &mut self.next {
            *next = next.saturating_add(seconds);
        } else if self.pace == Pace::WallClock {
            self.offset = self.offset.saturating_add_unsigned(seconds);
        } else {
            self.pending = self.pending.saturating_add(seconds);
        }
        self.increased
    }

    /// Fixes the time of the next block, from which time then passes on.
    pub(super) fn set_next(&mut self, timestamp: u64) {
        self.next = Some(timestamp);
        self.pending = 0;
    }
}

fn computer() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |elapsed| elapsed.as_secs())
}

fn difference(left: u64, right: u64) -> i64 {
    let magnitude = i64::try_from(left.abs_diff(right)).unwrap_or(i64::MAX);
    if left >= right {
        magnitude
    } else {
        -magnitude
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn take(clock: &mut Clock, head: u64) -> u64 {
        let time = clock.peek(head);
        clock.advance(time);
        time
    }

    #[test]
    fn a_stepping_clock_repeats_itself() {
        let mut clock = Clock::new(Pace::Seconds(1), Some(1_000));
        assert_eq!(take(&mut clock, 0), 1_000);
        assert_eq!(take(&mut clock, 1_000), 1_001);
        clock.increase(3_600);
        clock.increase(400);
        assert_eq!(take(&mut clock, 1_001), 5_002);
        clock.set_next(9_000);
        clock.increase(5);
        assert_eq!(take(&mut clock, 5_002), 9_005);
        assert_eq!(take(&mut clock, 9_005), 9_006);
    }

    #[test]
    fn a_wall_clock_goes_on_from_where_it_was_put() {
        let mut clock = Clock::new(Pace::WallClock, Some(50_000));
        assert_eq!(take(&mut clock, 0), 50_000);
        let later = take(&mut clock, 50_000);
        assert!((50_000..50_060).contains(&later), "{later}");
        clock.increase(86_400);
        let next_day = take(&mut clock, later);
        assert!((136_400..136_460).contains(&next_day), "{next_day}");
        assert!(
            take(&mut clock, 1 << 40) == 1 << 40,
            "time never runs backwards"
        );
    }
}
