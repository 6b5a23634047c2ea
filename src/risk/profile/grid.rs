//! Where the nodes of a profile are: 33 log-shocks, close together where shocks are common.
//!
//! Nodes 4 to 28 are one inner width apart and cover 12 of them either way of no shock; four wider intervals on each
//! side reach as far as the largest scenario does. Shocks are lanes: units of 2^-55.

use crate::options::lane::MOST_SHOCK;

/// Nodes of a profile.
pub const NODES: usize = 33;
/// Intervals between them.
pub const INTERVALS: usize = NODES - 1;
/// Intervals on one side of no shock in the inner part.
const INNER: i64 = 12;
/// Intervals of an outer part.
const OUTER: i64 = 4;
/// -ln 0.34, rounded up: how far down a profile reaches at least.
const LEAST_DOWN: i64 = 38_868_214_311_666_519;
/// ln 1.66, rounded up: how far up.
const LEAST_UP: i64 = 18_260_028_521_370_945;
/// The narrowest and the widest inner width: 2^-9 and 2^-2.
const NARROWEST: i64 = 1 << 46;
const WIDEST: i64 = 1 << 53;
/// Positions are multiples of 2^-48.
const COARSE: u32 = 7;

/// Intervals of equal width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Part {
    /// Its first node.
    start: i64,
    /// Width of an interval over 2^7, odd.
    width: u64,
    /// Number of its first interval.
    first: usize,
    /// How many there are.
    count: u64,
}

impl Part {
    fn new(start: i64, width: i64, first: usize, count: i64) -> Self {
        Self {
            start,
            width: (width >> COARSE).cast_unsigned() | 1,
            first,
            count: count.cast_unsigned(),
        }
    }

    /// Width of an interval.
    pub(crate) const fn width(&self) -> i64 {
        (self.width << COARSE).cast_signed()
    }

    /// Where it ends.
    pub(crate) const fn end(&self) -> i64 {
        // At most 25 widths of 2^54.
        self.start
            .wrapping_add(self.width().wrapping_mul(self.count.cast_signed()))
    }

    /// The interval of a shock, and how far into it the shock is; `None` outside, before the start by wrapping.
    #[inline(always)]
    #[allow(clippy::cast_possible_truncation)] // at most 24
    fn find(&self, shock: i64) -> Option<(usize, i64)> {
        let offset = shock.wrapping_sub(self.start).cast_unsigned();
        let number = (offset >> COARSE).checked_div(self.width | 1).unwrap_or(0); // odd; now the compiler knows
        if number >= self.count {
            return None;
        }
        let rest = offset.wrapping_sub(number.wrapping_mul(self.width) << COARSE);
        Some((self.first.wrapping_add(number as usize), rest.cast_signed()))
    }
}

/// The nodes of a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grid {
    low: Part,
    inner: Part,
    high: Part,
}

impl Grid {
    /// A grid whose inner width is `step` (a quarter of a standard deviation of the horizon is a good one; taken into
    /// 2^-9 to 2^-2), and which reaches down to `ln 0.34`, up to `ln 1.66`, and as far as `reach` (the largest scenario
    /// shock, at most 5) either way. Lanes.
    #[must_use]
    pub fn new(step: i64, reach: i64) -> Self {
        let step = step.clamp(NARROWEST, WIDEST);
        let mut inner = Part::new(0, step, 4, 2 * INNER);
        let half = inner.width().wrapping_mul(INNER);
        inner.start = half.wrapping_neg();
        // An outer width is rounded up to odd multiples of 2^-48 and not narrower than the inner one.
        let outer = |least: i64| {
            let reach = reach.clamp(least, MOST_SHOCK);
            let quarter = reach.wrapping_sub(half) >> 2;
            quarter.wrapping_add(2 << COARSE).max(step)
        };
        let mut low = Part::new(0, outer(LEAST_DOWN), 0, OUTER);
        low.start = inner.start.wrapping_sub(low.end());
        Self {
            low,
            inner,
            high: Part::new(half, outer(LEAST_UP), 28, OUTER),
        }
    }

    const fn part(&self, interval: usize) -> &Part {
        match interval {
            0..4 => &self.low,
            4..28 => &self.inner,
            _ => &self.high,
        }
    }

    /// The log-shock of a node, 0 to 32.
    #[must_use]
    #[allow(clippy::cast_possible_wrap)] // at most 32
    pub const fn node(&self, number: usize) -> i64 {
        let part = self.part(number);
        let inside = number.wrapping_sub(part.first) as i64;
        part.start.wrapping_add(part.width().wrapping_mul(inside))
    }

    /// The width of an interval, 0 to 31.
    pub(crate) const fn width(&self, interval: usize) -> i64 {
        self.part(interval).width()
    }

    /// The interval of a shock and how far into it the shock is; `None` beyond the ends.
    #[inline(always)]
    pub(crate) fn find(&self, shock: i64) -> Option<(usize, i64)> {
        let part = if shock < self.inner.start {
            &self.low
        } else if shock < self.high.start {
            &self.inner
        } else {
            &self.high
        };
        part.find(shock)
    }
}
