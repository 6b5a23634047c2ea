//! Where the nodes of a profile are: 33 log-shocks, the same either way, close together where shocks are common.
//!
//! Nodes 4 to 28 are one inner width apart and cover 12 of them either way of no shock; four outer intervals on each
//! side reach as far as the largest scenario does. Shocks are lanes: units of 2^-55.

use crate::options::lane::MOST_SHOCK;

/// Nodes of a profile.
pub const NODES: usize = 33;
/// What they cut the line of shocks into: the intervals between them and what lies beyond the first and the last.
pub(super) const PIECES: usize = NODES + 1;
/// The node of no shock.
const MIDDLE: usize = NODES / 2;
/// Inner intervals on one side of no shock.
const INNER: u64 = 12;
/// Outer intervals on one side.
const OUTER: u64 = 4;
/// The narrowest and the widest inner width: 2^-9 and 2^-2.
const NARROWEST: i64 = 1 << 46;
const WIDEST: i64 = 1 << 53;
/// Positions are multiples of 2^-48.
const COARSE: u32 = 7;

/// The nodes of a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grid {
    /// Widths of inner and of outer intervals over 2^7, odd.
    inner: u64,
    outer: u64,
}

impl Grid {
    /// A grid whose inner width is `step`, taken into 2^-9 to 2^-2, and which reaches as far as `reach` (the largest
    /// scenario shock, at most 5) either way. Lanes, not negative.
    #[must_use]
    pub fn new(step: i64, reach: i64) -> Self {
        let inner = odd(step.clamp(NARROWEST, WIDEST));
        // Rounded up, and not narrower than the inner width.
        let reach = (reach.min(MOST_SHOCK) >> COARSE).max(0).cast_unsigned();
        let left = reach.saturating_sub(inner.wrapping_mul(INNER));
        Self {
            inner,
            outer: ((left.wrapping_add(OUTER) / OUTER) | 1).max(inner),
        }
    }

    /// The log-shock of a node, 0 to 32.
    #[must_use]
    pub const fn node(&self, number: usize) -> i64 {
        let steps = number.abs_diff(MIDDLE) as u64;
        let size = if steps < INNER {
            steps.wrapping_mul(self.inner)
        } else {
            let outer = steps.wrapping_sub(INNER).wrapping_mul(self.outer);
            outer.wrapping_add(self.inner.wrapping_mul(INNER))
        };
        let size = (size << COARSE).cast_signed();
        if number < MIDDLE {
            size.wrapping_neg()
        } else {
            size
        }
    }

    /// The piece of a shock: 0 before the first node, 33 past the last; of two that meet in it the outer one.
    #[inline(always)]
    #[allow(clippy::cast_possible_truncation)] // at most 16
    pub(super) const fn piece(&self, shock: i64) -> usize {
        let size = shock.unsigned_abs() >> COARSE;
        let edge = self.inner.wrapping_mul(INNER);
        let (beyond, width, first) = if size < edge {
            (size, self.inner, 0)
        } else {
            (size.wrapping_sub(edge), self.outer, INNER)
        };
        let steps = match beyond.checked_div(width | 1) {
            // The width is odd; now the compiler knows.
            Some(steps) => first.wrapping_add(steps),
            None => first,
        };
        let steps = if steps < INNER + OUTER {
            steps as usize
        } else {
            MIDDLE
        };
        if shock < 0 {
            MIDDLE.wrapping_sub(steps)
        } else {
            (MIDDLE + 1).wrapping_add(steps)
        }
    }
}

/// A width over 2^7, odd.
const fn odd(width: i64) -> u64 {
    (width >> COARSE).cast_unsigned() | 1
}
