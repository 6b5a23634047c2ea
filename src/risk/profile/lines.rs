//! From values and slopes at the nodes to lines between them.

use super::grid::{Grid, NODES, PIECES};
use super::Profile;
use crate::error::OVERFLOW;
use crate::options::lane::Node;
use crate::RiskError;
use fixed::lane::{multiply, FRACTION, ONE};

/// A loss that is linear in the growth of the price.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Line {
    /// Where the price has not grown.
    pub(super) start: i64,
    /// For each unit of growth.
    pub(super) slope: i64,
}

/// Lines that the true loss is never above, in units of `2^exponent` of 1e-18 USD, about 2^-45 of the legs' gross
/// value.
#[derive(Debug, Clone)]
pub struct Losses {
    grid: Grid,
    /// Two for each piece: both with the chord of the short options, one with the tangent of the long ones on the left,
    /// one with that on the right.
    lines: [[Line; 2]; PIECES],
    exponent: u32,
}

/// Sums over the legs, at the nodes.
pub(super) struct Sums {
    /// Losses of short and of long options.
    pub(super) short: [i64; NODES],
    pub(super) long: [i64; NODES],
    /// Slope of the long options' value in the log-shock.
    pub(super) slope: [i64; NODES],
    /// What short calls lose at most as the price doubles, and short puts as it goes to nothing, from now.
    pub(super) rising: i64,
    pub(super) falling: i64,
    /// How many legs.
    pub(super) count: i64,
}

/// The largest growth, e^5 - 1 < 149.
const MOST_GROWN: i64 = 149 << FRACTION;
/// Digits by which factors of doubt are cut: e^5 then has 23.
const ROUGH: u32 = 40;
/// Units of a lane that a slope rounded up (1) and two products (3 each, 1 with a slope) can take from a line.
const SCALING: i64 = 5;

impl Sums {
    pub(super) const ZERO: Self = Self {
        short: [0; NODES],
        long: [0; NODES],
        slope: [0; NODES],
        rising: 0,
        falling: 0,
        count: 0,
    };

    /// The lines.
    ///
    /// # Errors
    /// None that a grid can cause.
    pub(super) fn lines(
        &self,
        grid: &Grid,
        nodes: &[Node; NODES],
        exponent: u32,
    ) -> Result<Losses, RiskError> {
        let mut lines = [[Line::default(); 2]; PIECES];
        let last = NODES.wrapping_sub(1);
        let mut left = self.place(nodes, 0)?;
        for (number, to) in lines.iter_mut().enumerate() {
            // Before the first node and past the last one that node is both.
            let right = self.place(nodes, number.min(last))?;
            let (chord, width, far) = match number {
                0 => (
                    self.falling.wrapping_neg(),
                    left.grown.wrapping_add(ONE),
                    ONE,
                ),
                NODES => (self.rising, MOST_GROWN.wrapping_sub(left.grown), MOST_GROWN),
                _ => {
                    let width = right.grown.wrapping_sub(left.grown);
                    let far = left.grown.wrapping_abs().max(right.grown.wrapping_abs());
                    (
                        slope_up(right.short.wrapping_sub(left.short), width)?,
                        width,
                        far,
                    )
                }
            };
            let start = left.short.wrapping_sub(multiply(chord, left.grown));
            *to = [left, right].map(|node| {
                let slope = chord.wrapping_sub(node.slope);
                let along = node.long.wrapping_add(multiply(node.slope, node.grown));
                let doubt = self
                    .tangent_doubt(&node, width)
                    .wrapping_add(line_doubt(slope, far));
                Line {
                    start: start.wrapping_add(along).wrapping_add(doubt),
                    slope,
                }
            });
            left = right;
        }
        Ok(Losses {
            grid: *grid,
            lines,
            exponent,
        })
    }

    fn place(&self, nodes: &[Node; NODES], number: usize) -> Result<Place, RiskError> {
        // The grid is the same either way: the mirrored node has the inverse.
        let mirrored = NODES.wrapping_sub(1).wrapping_sub(number);
        let read = |from: &[i64; NODES]| from.get(number).copied().ok_or(OVERFLOW);
        let growth = |number: usize| {
            let node = nodes.get(number).ok_or(OVERFLOW)?;
            Ok::<_, RiskError>(node.growth().cast_signed())
        };
        let (price, inverse) = (growth(number)?, growth(mirrored)?);
        Ok(Place {
            grown: price.wrapping_sub(ONE),
            larger: price.max(inverse),
            short: read(&self.short)?,
            long: read(&self.long)?,
            slope: multiply(read(&self.slope)?, inverse),
        })
    }

    /// What the tangent at a node may be too low by the error of its slope, over a width in growth.
    ///
    /// That error is at most `2^-45 (F + K + U) e^-x` of the legs' gross value for the lane arithmetic and
    /// `2^-47 e^x` for the inverse, which is less than two units together times the larger of `e^x` and `e^-x`;
    /// products make three more for each leg, and three for all.
    const fn tangent_doubt(&self, node: &Place, width: i64) -> i64 {
        let width = (width >> ROUGH).wrapping_add(1);
        let times = width.wrapping_mul((node.larger >> ROUGH).wrapping_add(1));
        let units = self.count.wrapping_mul(4).wrapping_add(8);
        (times >> (2 * (FRACTION - ROUGH)))
            .wrapping_add(1)
            .wrapping_mul(units)
    }
}

/// What all legs are at a node.
#[derive(Clone, Copy)]
struct Place {
    /// Growth of the price there.
    grown: i64,
    /// The larger of the price over that of now and its inverse.
    larger: i64,
    short: i64,
    long: i64,
    /// Slope of the long options' value in the growth.
    slope: i64,
}

/// What a line may be too low where its variable is not the true growth: 2^-37 of it and 2^-51, at the nodes 2^-47.
const fn line_doubt(slope: i64, far: i64) -> i64 {
    let slope = slope.wrapping_abs();
    (multiply(slope, far) >> 36)
        .wrapping_add(slope >> 44)
        .wrapping_add(32)
}

/// `difference / width` per unit, rounded up.
fn slope_up(difference: i64, width: i64) -> Result<i64, RiskError> {
    let (size, width) = (
        u128::from(difference.unsigned_abs()),
        u128::from(width.unsigned_abs()),
    );
    let one = ONE.cast_unsigned().into();
    let fits = |size| i64::try_from(size).map_err(|_| OVERFLOW);
    if difference.is_negative() {
        fits(fixed::mul_div_down_u128(size, one, width)?).map(i64::wrapping_neg)
    } else {
        fits(fixed::mul_div_up_u128(size, one, width)?)
    }
}

impl Losses {
    /// No less than any loss or gain of the profile can be, within the limit of shocks; USD WAD.
    ///
    /// # Errors
    /// Overflow.
    pub fn most(&self) -> Result<u128, RiskError> {
        let mut most = 0;
        for line in self.lines.iter().flatten() {
            let grown = line.slope.unsigned_abs().wrapping_mul(149);
            most = line.start.unsigned_abs().wrapping_add(grown).max(most);
        }
        let unit = 1_u128.checked_shl(self.exponent).ok_or(OVERFLOW)?;
        u128::from(most).checked_mul(unit).ok_or(OVERFLOW)
    }

    /// The profile in units of `2^exponent` USD WAD, rounded up.
    ///
    /// # Errors
    /// Overflow where the losses do not fit: a unit too small.
    pub fn scaled(&self, exponent: i32) -> Result<Profile, RiskError> {
        let mut lines = self.lines;
        for line in lines.iter_mut().flatten() {
            let start = self.convert(line.start, exponent)?;
            *line = Line {
                start: start.checked_add(SCALING).ok_or(OVERFLOW)?,
                slope: self.convert(line.slope, exponent)?,
            };
        }
        Ok(Profile {
            grid: self.grid,
            lines,
        })
    }

    /// A loss in units of `2^exponent` USD WAD, rounded up.
    fn convert(&self, loss: i64, exponent: i32) -> Result<i64, RiskError> {
        // At most 73 + 10.
        let up = self.exponent.cast_signed().saturating_sub(exponent);
        let loss = i128::from(loss);
        let shift = up.unsigned_abs();
        let converted = if up >= 0 {
            let scale = 1_i128.checked_shl(shift).ok_or(OVERFLOW)?;
            loss.checked_mul(scale).ok_or(OVERFLOW)?
        } else {
            (loss.wrapping_neg() >> shift.min(127)).wrapping_neg()
        };
        i64::try_from(converted).map_err(|_| OVERFLOW)
    }
}
