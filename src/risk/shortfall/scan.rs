//! The search for rows that may belong to the tail.
//!
//! Most rows do not. A row is only revalued where a quadratic in its residuals, which is never below its loss, exceeds
//! the least of the losses kept so far: four products of 64 bits for each asset, without a branch.

use super::column::{Column, SLACK};
use crate::scenarios::Row;

/// Coefficients for the residuals of four neighbouring assets, which share a word.
#[derive(Debug, Clone, Copy, Default)]
struct Quad {
    linear: [i64; 4],
    square: [i64; 4],
    /// The top bit of each asset that is exposed.
    held: u64,
}

impl Quad {
    /// The bound of the four losses.
    #[inline(always)]
    fn bound(&self, word: u64) -> i64 {
        let word = word.cast_signed();
        let [l0, l1, l2, l3] = self.linear;
        let [s0, s1, s2, s3] = self.square;
        // |z| <= 2^15, and a column's bound stays below 2^61.
        let one = |z: i64, linear: i64, square: i64| {
            square.wrapping_mul(z).wrapping_add(linear).wrapping_mul(z)
        };
        one((word << 48) >> 48, l0, s0)
            .wrapping_add(one((word << 32) >> 48, l1, s1))
            .wrapping_add(one((word << 16) >> 48, l2, s2))
            .wrapping_add(one(word >> 48, l3, s3))
    }

    /// Not zero where an exposed asset may be missing: the mark is the lowest number, and any residual below -16 is
    /// taken for one.
    #[inline(always)]
    const fn marks(&self, word: u64) -> u64 {
        word & !(word << 1) & self.held
    }
}

/// The bounds of a portfolio.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scan {
    quads: [Quad; 4],
    used: usize,
}

impl Scan {
    /// Adds an exposure.
    pub(crate) fn add(&mut self, column: &Column) {
        let (place, lane) = (column.asset >> 2, column.asset & 3);
        let (linear, square) = column.bound();
        if let Some(quad) = self.quads.get_mut(place) {
            if let (Some(l), Some(s)) = (quad.linear.get_mut(lane), quad.square.get_mut(lane)) {
                *l = l.wrapping_add(linear); // sums below 2^61 in all
                *s = s.wrapping_add(square);
            }
            quad.held |= 0x8000 << (lane << 4);
            self.used = self.used.max(place.wrapping_add(1));
        }
    }

    /// The first row whose loss may exceed `threshold`.
    pub(crate) fn next(&self, rows: &[Row], threshold: i64) -> Option<usize> {
        let least = threshold.saturating_sub(SLACK);
        match self.used {
            0 | 1 => self.next_of::<1>(rows, least),
            2 => self.next_of::<2>(rows, least),
            _ => self.next_of::<4>(rows, least),
        }
    }

    #[inline(never)]
    fn next_of<const QUADS: usize>(&self, rows: &[Row], least: i64) -> Option<usize> {
        let [q0, q1, q2, q3] = self.quads;
        rows.iter().position(|row| {
            let [w0, w1, w2, w3] = words(row);
            let (mut bound, mut marks) = (q0.bound(w0), q0.marks(w0));
            if QUADS > 1 {
                bound = bound.wrapping_add(q1.bound(w1));
                marks |= q1.marks(w1);
            }
            if QUADS > 2 {
                bound = bound.wrapping_add(q2.bound(w2)).wrapping_add(q3.bound(w3));
                marks |= q2.marks(w2) | q3.marks(w3);
            }
            (bound > least) | (marks != 0)
        })
    }
}

/// The residuals of a row, four to a word.
#[inline(always)]
fn words(row: &Row) -> [u64; 4] {
    let mut words = [0; 4];
    for (word, bytes) in words.iter_mut().zip(row.as_chunks().0) {
        *word = u64::from_le_bytes(*bytes);
    }
    words
}
