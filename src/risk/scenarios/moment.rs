//! Second moments of the residuals, those of four assets at a time.

use super::row::Row;
use super::Scenarios;
use crate::error::OVERFLOW;
use crate::{RiskError, MAX_ASSETS};

/// The sum of squares of an asset's residuals, how many there are, and the largest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Moment {
    /// Sum of squares, in units of 2^-20.
    pub squares: u64,
    /// Rows in which the asset is present.
    pub rows: u32,
    /// The largest residual without its sign, in units of 2^-10.
    pub largest: u16,
}

/// The second moment of an asset's residuals over the rows in which it is present.
///
/// # Errors
/// [`RiskError::UnknownAsset`]; overflow past 2^32 rows.
pub fn second_moment(scenarios: &Scenarios<'_>, asset: usize) -> Result<Moment, RiskError> {
    let bit = 1_u16.checked_shl(u32::try_from(asset).map_err(|_| OVERFLOW)?);
    let all = second_moments(scenarios, bit.ok_or(RiskError::UnknownAsset)?)?;
    all.get(asset).copied().ok_or(RiskError::UnknownAsset)
}

/// [`second_moment`] of the assets in `mask`, one bit each, for less than apart: assets that share a word are read
/// together. Those of others may be there or not.
///
/// # Errors
/// Overflow past 2^32 rows.
pub fn second_moments(
    scenarios: &Scenarios<'_>,
    mask: u16,
) -> Result<[Moment; MAX_ASSETS], RiskError> {
    let mut moments = [Moment::default(); MAX_ASSETS];
    for (place, four) in moments.as_chunks_mut().0.iter_mut().enumerate() {
        if mask >> (place << 2) & 0xf == 0 {
            continue;
        }
        for rows in scenarios.segments() {
            for rows in rows.chunks(MOST_ROWS) {
                Lanes::of(rows, place).add_to(four, rows.len())?;
            }
        }
    }
    Ok(moments)
}

/// Rows whose marks a lane of 16 bits can count.
const MOST_ROWS: usize = 1 << 15;
/// The lowest bit of each of four lanes.
const ONES: u64 = 0x0001_0001_0001_0001;
/// The highest.
const TOPS: u64 = ONES << 15;

/// Four assets at once, 16 bits for each.
#[derive(Default)]
struct Lanes {
    squares: [u64; 4],
    /// Rows in which an asset is missing.
    missing: u64,
    /// The largest sizes, below 2^15.
    largest: u64,
}

impl Lanes {
    /// Those of a word of each row.
    #[inline(never)]
    fn of(rows: &[Row], place: usize) -> Self {
        let mut lanes = Self::default();
        let (groups, rest) = rows.as_chunks::<4>();
        for group in groups {
            for row in group {
                lanes.add(row, place);
            }
        }
        for row in rest {
            lanes.add(row, place);
        }
        lanes
    }

    #[inline(always)]
    fn add(&mut self, row: &Row, place: usize) {
        // The mask tells the compiler that there are four.
        let word = row.as_chunks().0.get(place & 3);
        let word = word.map_or(0, |bytes| u64::from_le_bytes(*bytes));
        // Without its sign, a lane is !x + 1 where x is negative. Only the mark has its highest bit then.
        let negative = (word >> 15) & ONES;
        let ones = (negative << 16).wrapping_sub(negative);
        let sizes = (word ^ ones).wrapping_add(negative);
        self.missing = self.missing.wrapping_add((sizes >> 15) & ONES);
        let sizes = sizes & !TOPS;
        // What a lane exceeds the largest by, in those whose highest bit says that it does.
        let excess = (sizes | TOPS).wrapping_sub(self.largest);
        let higher = excess & TOPS;
        let kept = higher.wrapping_sub(higher >> 15);
        self.largest = self.largest.wrapping_add(excess & kept);
        let each = [
            sizes & 0xffff,
            sizes >> 16 & 0xffff,
            sizes >> 32 & 0xffff,
            sizes >> 48,
        ];
        for (sum, size) in self.squares.iter_mut().zip(each) {
            *sum = sum.wrapping_add(size.wrapping_mul(size)); // 2^15 of less than 2^30
        }
    }

    #[allow(clippy::cast_possible_truncation)] // a lane has 16 bits
    fn add_to(&self, moments: &mut [Moment; 4], rows: usize) -> Result<(), RiskError> {
        let rows = u32::try_from(rows).map_err(|_| OVERFLOW)?;
        for (number, (moment, squares)) in moments.iter_mut().zip(self.squares).enumerate() {
            let lane = |word: u64| (word >> (number << 4)) as u16;
            let present = rows.wrapping_sub(u32::from(lane(self.missing)));
            moment.squares = moment.squares.checked_add(squares).ok_or(OVERFLOW)?;
            moment.rows = moment.rows.checked_add(present).ok_or(OVERFLOW)?;
            moment.largest = moment.largest.max(lane(self.largest));
        }
        Ok(())
    }
}
