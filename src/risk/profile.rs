//! What the options on one underlying lose at a log-shock of it: 33 nodes, a line between each two, never too low.
//!
//! Revaluation costs options times nodes; a scenario then costs one look-up. Two profiles, one with volatility up and
//! one with volatility down: the margin is the worse of two whole runs.
//!
//! **Between nodes.** A call is convex in the log-shock x (`V'' = S^2 Gamma + S delta >= 0`), dated or everlasting. On an
//! interval of width h from a to b a convex function is above both its tangents, and its chord above it by at most
//! `h/4 (V'(b) - V'(a))`, which a corner attains. A put is the call, plus K, minus the price. So of the loss
//!
//! - short calls are convex: their chord is above the true loss, no lift;
//! - long options are at most `h/4` times the change of their calls' slope below it (the price that a long put adds to
//!   the loss is convex);
//! - a short put's loss has `S^2 Gamma + S delta >= -S |delta|`, of which `S |delta|` grows at most by `e^h` within the
//!   interval: at most `h^2/8 e^h S_a |delta_a|` below.
//!
//! Each node is lifted by the larger of its two intervals' sums. A short put and a long call do not net in it: that is
//! the price of a bound without second derivatives. The loss is at most the lift and the gap of the convex part,
//! `h/4` times the change of the short calls' slope, too high.
//!
//! **Beyond the ends** loss grows with the price at most at the rate of the shorted units and the end's deltas.

mod build;
mod grid;

pub use build::{Losses, Quote, Underlying};
pub use grid::{Grid, INTERVALS, NODES};

use crate::error::OVERFLOW;
use crate::RiskError;
use fixed::lane::{growth, multiply};

/// A profile in the lanes of a portfolio.
#[derive(Debug, Clone)]
pub struct Profile {
    grid: Grid,
    /// Loss at the first node of an interval, and its slope per unit of log-shock.
    intervals: [(i64, i64); INTERVALS],
    below: End,
    above: End,
}

/// What lies beyond an end: the loss there, and the most it grows by as the price doubles, or goes to zero.
#[derive(Debug, Clone, Copy, Default)]
struct End {
    loss: i64,
    rate: i64,
}

impl Profile {
    /// The loss at a log-shock (a lane), in the unit of the profile: never below the true one.
    #[must_use]
    #[inline(always)]
    pub fn loss(&self, shock: i64) -> i64 {
        let Some((interval, rest)) = self.grid.find(shock) else {
            return self.loss_beyond(shock);
        };
        // An interval there is always.
        let found = self.intervals.get(interval);
        let &(loss, slope) = found.unwrap_or(&(i64::MAX, 0));
        loss.saturating_add(multiply(slope, rest))
    }

    /// The same beyond the ends.
    #[cold]
    #[inline(never)]
    fn loss_beyond(&self, shock: i64) -> i64 {
        let (first, last) = (self.grid.node(0), self.grid.node(INTERVALS));
        let (end, change) = if shock < first {
            (
                self.below,
                growth(shock.saturating_sub(first)).wrapping_neg(),
            )
        } else {
            (self.above, growth(shock.saturating_sub(last)))
        };
        // A lane good to 2^-37 of itself.
        let change = change.wrapping_add(change >> 36).wrapping_add(32);
        let more = multiply(end.rate, change).saturating_add(3);
        end.loss.saturating_add(more)
    }

    /// The nodes.
    #[must_use]
    pub const fn grid(&self) -> &Grid {
        &self.grid
    }
}

impl Losses {
    /// The profile in units of `2^exponent` USD WAD, rounded up.
    ///
    /// # Errors
    /// Overflow where the losses do not fit: a unit too small.
    pub fn scaled(&self, exponent: i32) -> Result<Profile, RiskError> {
        let mut nodes = [0; NODES];
        for (to, from) in nodes.iter_mut().zip(&self.nodes) {
            *to = self.convert(*from, exponent)?;
        }
        let [first, .., last] = nodes;
        let mut profile = Profile {
            grid: self.grid,
            intervals: [(0, 0); INTERVALS],
            below: End {
                loss: first,
                rate: self.convert(self.below, exponent)?,
            },
            above: End {
                loss: last,
                rate: self.convert(self.above, exponent)?,
            },
        };
        for ((number, to), pair) in profile
            .intervals
            .iter_mut()
            .enumerate()
            .zip(nodes.windows(2))
        {
            let &[left, right] = pair else {
                return Err(OVERFLOW);
            };
            let width = self.grid.width(number);
            // What the product falls short of is in the loss.
            let slope = slope_up(right.checked_sub(left).ok_or(OVERFLOW)?, width)?;
            *to = (left.saturating_add(3), slope);
        }
        Ok(profile)
    }
}

/// `difference / width` per unit of log-shock, rounded up.
fn slope_up(difference: i64, width: i64) -> Result<i64, RiskError> {
    let one = 1 << fixed::lane::FRACTION;
    let (size, width) = (
        u128::from(difference.unsigned_abs()),
        u128::from(width.unsigned_abs()),
    );
    let fits = |size| i64::try_from(size).map_err(|_| OVERFLOW);
    if difference < 0 {
        fits(fixed::mul_div_down_u128(size, one, width)?).map(i64::wrapping_neg)
    } else {
        fits(fixed::mul_div_up_u128(size, one, width)?)
    }
}
