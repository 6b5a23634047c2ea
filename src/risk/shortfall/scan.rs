//! The search for rows that may belong to the tail.
//!
//! Most rows do not. Each row gets a key: a quadratic in its residuals, which is never below its loss, in 31 bits. Two
//! products of 64 bits for each asset, without a branch. Only rows whose key reaches that of the least loss kept are
//! revalued.
//!
//! **No row is missed.** A row that is passed over has a key below the floor, so that its loss is below the least of
//! the losses kept, which never falls. A row in which an exposed asset may be missing, or has moved by eight standard
//! deviations, where the quadratic ends, has the highest key: it is always revalued.

use super::column::{Column, LAST, SLACK};
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

/// Coefficients for one asset.
#[derive(Debug, Clone, Copy, Default)]
struct Single {
    asset: usize,
    linear: i64,
    square: i64,
}

/// The bounds of a portfolio: by word, and by asset as long as there are few.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scan {
    quads: [Quad; 4],
    words: usize,
    singles: [Single; 4],
    assets: usize,
}

/// Bounds lie within 2^61 either way; this far up they are above zero.
const LIFT: i64 = (1 << 61) + (1 << KEY_UNIT);
/// A key is a bound in units of 2^31, rounded down.
const KEY_UNIT: u32 = 31;
/// The key of a row that is done with: below any other and any floor.
pub(crate) const DONE: u32 = 0;

/// The least key of a row that must be looked at: no floor is above it.
pub(crate) const FAR: u32 = 1 << 31;
/// Bits for the number of a row among those scanned at once.
const NUMBER_BITS: u32 = 16;

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
    /// The bounds of exposures, in whatever order they come.
    pub(crate) fn new<'a>(columns: impl Iterator<Item = &'a Column>) -> Self {
        let mut scan = Self::default();
        let mut quads = [Quad::default(); 4];
        for column in columns {
            let (linear, square) = column.bound();
            if let Some(single) = scan.singles.get_mut(scan.assets) {
                *single = Single {
                    asset: column.asset,
                    linear,
                    square,
                };
            }
            scan.assets = scan.assets.wrapping_add(1);
            let (place, lane) = (column.asset >> 2, column.asset & 3);
            if let Some(quad) = quads.get_mut(place) {
                quad.place = place;
                quad.held |= 0xc000 << (lane << 4);
                if let (Some(l), Some(s)) = (quad.linear.get_mut(lane), quad.square.get_mut(lane)) {
                    *l = l.wrapping_add(linear); // sums below 2^61 in all
                    *s = s.wrapping_add(square);
                }
            }
        }
        // Those in use come first, in the order of their places.
        for quad in quads.iter().filter(|quad| quad.held != 0) {
            if let Some(to) = scan.quads.get_mut(scan.words) {
                *to = *quad;
                scan.words = scan.words.wrapping_add(1);
            }
        }
        scan
    }

    /// Writes the keys of rows, and returns the number of the row whose key is the highest.
    pub(crate) fn keys(&self, rows: &[Row], keys: &mut [u32]) -> usize {
        match (self.assets, self.words) {
            (0 | 1, _) => self.by_asset::<1>(rows, keys),
            (2, _) => self.by_asset::<2>(rows, keys),
            (3, _) => self.by_asset::<3>(rows, keys),
            (4, _) => self.by_asset::<4>(rows, keys),
            (_, 0..=2) => self.by_word::<2>(rows, keys),
            (_, 3) => self.by_word::<3>(rows, keys),
            _ => self.by_word::<4>(rows, keys),
        }
    }

    #[inline(never)]
    fn by_asset<const ASSETS: usize>(&self, rows: &[Row], keys: &mut [u32]) -> usize {
        let Some(singles) = self.singles.first_chunk::<ASSETS>() else {
            return 0;
        };
        write::<4>(rows, keys, |row| {
            let (residuals, _) = row.as_chunks();
            let (mut bound, mut far) = (LIFT, 0);
            for single in singles {
                // The mask tells the compiler what a column has made sure of.
                let bytes = residuals.get(single.asset & LAST);
                let residual = bytes.map_or(0, |bytes| i64::from(i16::from_le_bytes(*bytes)));
                let part = single.square.wrapping_mul(residual);
                let part = part.wrapping_add(single.linear).wrapping_mul(residual);
                bound = bound.wrapping_add(part);
                far |= residual ^ (residual << 1);
            }
            // Bits 14 and 15 of it.
            key(bound, (far << 17) | (far << 16))
        })
    }

    #[inline(never)]
    fn by_word<const WORDS: usize>(&self, rows: &[Row], keys: &mut [u32]) -> usize {
        let Some(quads) = self.quads.first_chunk::<WORDS>() else {
            return 0;
        };
        write::<2>(rows, keys, |row| {
            let (words, _) = row.as_chunks();
            let (mut bound, mut far) = (LIFT, 0);
            for (number, quad) in quads.iter().enumerate() {
                // Four are all that there are, in order.
                let place = if WORDS == 4 { number } else { quad.place & 3 };
                let bytes = words.get(place);
                let word = bytes.map_or(0, |bytes| u64::from_le_bytes(*bytes));
                bound = bound.wrapping_add(quad.bound(word));
                far |= quad.far(word);
            }
            key(bound, i64::from(far != 0) << 31)
        })
    }
}

/// The key of a row from its bound, lifted, and from a number whose bit 31 says whether a residual is far out.
#[inline(always)]
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 32 bits are left
fn key(bound: i64, far: i64) -> u32 {
    ((bound >> KEY_UNIT) | (far & (1 << 31))) as u32
}

/// Writes the keys of rows and finds the highest.
///
/// Rows are taken several at a time: a turn of the loop costs as much as the bounds of five assets. Those left over
/// are looked at.
#[inline(always)]
fn write<const ROWS: usize>(rows: &[Row], keys: &mut [u32], key: impl Fn(&Row) -> u32) -> usize {
    let (groups, _) = rows.as_chunks::<ROWS>();
    let (places, left_over) = keys.as_chunks_mut::<ROWS>();
    let (mut highest, mut number) = (0_i64, 0_i64);
    for (group, places) in groups.iter().zip(places) {
        for (row, place) in group.iter().zip(places) {
            *place = key(row);
            // The number of the row in the lower bits. A maximum without a branch or a choice.
            let candidate = (i64::from(*place) << NUMBER_BITS) | number;
            let ahead = highest.wrapping_sub(candidate);
            highest = highest.wrapping_sub(ahead & (ahead >> 63));
            number = number.wrapping_add(1);
        }
    }
    left_over.fill(FAR);
    usize::try_from(highest & ((1 << NUMBER_BITS) - 1)).unwrap_or(0)
}
