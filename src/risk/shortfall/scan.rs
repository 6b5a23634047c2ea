//! The search for rows that may belong to the tail.
//!
//! Most rows do not. Each row gets a key: a quadratic in its residuals, which is never below its loss, in 31 bits. Two
//! products of 64 bits for each asset, without a branch. Only rows whose key reaches that of the least loss kept are
//! revalued.
//!
//! **No row is missed.** A row that is passed over has a key below the floor, so that its loss is below the least of
//! the losses kept, which never falls. A row in which an exposed asset may be missing, or has moved by eight standard
//! deviations, where the quadratic ends, has the highest key: it is always revalued.

use super::column::{Column, SLACK};
use crate::scenarios::Row;

/// Coefficients for the residuals of four neighbouring assets, which share a word.
#[derive(Debug, Clone, Copy, Default)]
struct Quad {
    /// Which word of a row.
    place: usize,
    linear: [i64; 4],
    square: [i64; 4],
    /// The two upper bits of each asset that is exposed.
    held: u64,
}

impl Quad {
    /// The bound of the four losses.
    #[inline(always)]
    fn bound(&self, word: u64) -> i64 {
        let word = word.cast_signed();
        let [l0, l1, l2, l3] = self.linear;
        let [s0, s1, s2, s3] = self.square;
        // Bounds stay below 2^61 where they count: up to eight standard deviations.
        let one = |z: i64, linear: i64, square: i64| {
            square.wrapping_mul(z).wrapping_add(linear).wrapping_mul(z)
        };
        one((word << 48) >> 48, l0, s0)
            .wrapping_add(one((word << 32) >> 48, l1, s1))
            .wrapping_add(one((word << 16) >> 48, l2, s2))
            .wrapping_add(one(word >> 48, l3, s3))
    }

    /// Not zero where an exposed asset is far out or missing: the three upper bits of its residual are not the same.
    #[inline(always)]
    const fn far(&self, word: u64) -> u64 {
        (word ^ (word << 1)) & self.held
    }
}

/// The bounds of a portfolio.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scan {
    quads: [Quad; 4],
    used: usize,
}

/// Bounds lie within 2^61 either way; this far up they are above zero.
const LIFT: i64 = (1 << 61) + (1 << KEY_UNIT);
/// A key is a bound in units of 2^31, rounded down.
const KEY_UNIT: u32 = 31;
/// The key of a row that is done with: below any other and any floor.
pub(crate) const DONE: u32 = 0;

/// The least key of a row whose loss may be `least` or more.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // at most 2^31, and not below one
pub(crate) const fn floor(least: i64) -> u32 {
    let floor = least.wrapping_sub(SLACK).wrapping_add(LIFT) >> KEY_UNIT;
    if floor < 1 {
        1
    } else {
        floor as u32
    }
}

impl Scan {
    /// Adds an exposure.
    pub(crate) fn add(&mut self, column: &Column) {
        let (place, lane) = (column.asset >> 2, column.asset & 3);
        let (linear, square) = column.bound();
        let known = self
            .quads
            .iter()
            .take(self.used)
            .position(|quad| quad.place == place);
        let number = known.unwrap_or(self.used);
        let Some(quad) = self.quads.get_mut(number) else {
            return;
        };
        quad.place = place;
        quad.held |= 0xc000 << (lane << 4);
        if let (Some(l), Some(s)) = (quad.linear.get_mut(lane), quad.square.get_mut(lane)) {
            *l = l.wrapping_add(linear); // sums below 2^61 in all
            *s = s.wrapping_add(square);
        }
        self.used = self.used.max(number.wrapping_add(1));
    }

    /// Writes the keys of rows, and returns the number of the row whose key is the highest.
    ///
    /// Rows are taken several at a time: a turn of the loop costs as much as the bounds of five assets. Those left
    /// over have the highest key.
    pub(crate) fn keys(&self, rows: &[Row], keys: &mut [u32]) -> usize {
        match self.used {
            0 | 1 => self.keys_of::<1, 4>(rows, keys),
            2 => self.keys_of::<2, 2>(rows, keys),
            3 => self.keys_of::<3, 2>(rows, keys),
            _ => self.keys_of::<4, 2>(rows, keys),
        }
    }

    #[inline(never)]
    fn keys_of<const WORDS: usize, const ROWS: usize>(
        &self,
        rows: &[Row],
        keys: &mut [u32],
    ) -> usize {
        let quads: &[Quad; WORDS] = self.quads.first_chunk().unwrap_or(&[Quad::EMPTY; WORDS]);
        let (groups, _) = rows.as_chunks::<ROWS>();
        let (places, left_over) = keys.as_chunks_mut::<ROWS>();
        let (mut highest, mut number) = (0_u64, 0_u64);
        for (group, places) in groups.iter().zip(places) {
            for (row, place) in group.iter().zip(places) {
                let key = key(quads, row);
                *place = key;
                // The number of the row in the lower half.
                highest = highest.max((u64::from(key) << 32) | number);
                number = number.wrapping_add(1);
            }
        }
        left_over.fill(u32::MAX);
        // Its lower half.
        highest as u32 as usize
    }
}

impl Quad {
    const EMPTY: Self = Self {
        place: 0,
        linear: [0; 4],
        square: [0; 4],
        held: 0,
    };
}

/// The key of a row.
#[inline(always)]
#[allow(clippy::cast_possible_truncation)] // 32 bits are left
fn key<const WORDS: usize>(quads: &[Quad; WORDS], row: &Row) -> u32 {
    let (words, _) = row.as_chunks();
    let (mut bound, mut far) = (LIFT, 0);
    for (number, quad) in quads.iter().enumerate() {
        // All four are in order, and where they are is known to the compiler. The mask tells it what `add` has made sure of.
        let place = if WORDS == 4 { number } else { quad.place & 3 };
        let word = words
            .get(place)
            .map_or(0, |bytes| u64::from_le_bytes(*bytes));
        bound = bound.wrapping_add(quad.bound(word));
        far |= quad.far(word);
    }
    // All ones where a residual is far out.
    let far = (far >> 1).wrapping_neg().cast_signed() >> 63;
    ((bound >> KEY_UNIT) | far) as u32
}
