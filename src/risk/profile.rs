//! What the options on one underlying lose at a log-shock of it: straight lines between 33 nodes, never too low.
//!
//! Revaluation costs options times nodes; a scenario then costs one look-up. Two profiles, one with volatility up and
//! one with volatility down: the margin is the worse of two whole runs.
//!
//! **Between nodes.** Every option, call or put, dated or everlasting, is convex in the price, and so in the growth
//! `y = e^x - 1` of a log-shock x. Lines in y are therefore bounds without a second derivative:
//!
//! - what is short loses a convex function, which its chord is never below;
//! - what is long loses a concave one, which neither of its tangents at the two nodes is ever below.
//!
//! The loss between two nodes is the chord of all short options and the lower of the two tangents of all long ones:
//! two lines, of which the lower counts. What is linear in the price costs nothing (a call less a put), nothing is
//! added at a node, and a corner between two nodes costs nothing to the one who holds it.
//!
//! **Beyond the ends** a tangent goes on; a short call loses at most with the price, a short put at most against it.

mod build;
mod grid;
mod lines;
mod wire;

pub use build::Underlying;
pub use grid::{Grid, NODES};
pub use lines::Losses;

use fixed::lane::{growth, multiply};
use grid::PIECES;
use lines::Line;

/// A profile in the lanes of a portfolio.
#[derive(Debug, Clone)]
pub struct Profile {
    grid: Grid,
    lines: [[Line; 2]; PIECES],
}

impl Profile {
    /// The loss at a log-shock (a lane), in the unit of the profile: never below the true one.
    #[must_use]
    #[inline(always)]
    pub fn loss(&self, shock: i64) -> i64 {
        let grown = growth(shock);
        // A piece there is always.
        let found = self.lines.get(self.grid.piece(shock));
        let [left, right] = found.unwrap_or(&[Line::WORST; 2]);
        left.at(grown).min(right.at(grown))
    }

    /// The nodes.
    #[must_use]
    pub const fn grid(&self) -> &Grid {
        &self.grid
    }
}

impl Line {
    /// What an index that no grid gives would find.
    const WORST: Self = Self {
        start: i64::MAX,
        slope: 0,
    };

    /// The loss at a growth: at most 3 units below the line.
    #[inline(always)]
    const fn at(&self, grown: i64) -> i64 {
        self.start.wrapping_add(multiply(self.slope, grown))
    }
}
