//! The scenario book: joint rows of standardised residuals, as bytes.
//!
//! A row holds what every asset did in one period, in units of the volatility expected before it (filtered historical
//! simulation: Barone-Adesi, Giannopoulos, Vosper 1999; Hull, White 1998). Rows are read where they lie: in a page,
//! which is the code of a data contract, and in a ring of storage words. Nothing is copied or unpacked.

mod moment;
mod page;
mod residual;
mod row;
mod seen;
mod window;

pub use moment::{second_moment, second_moments, Moment};
pub use page::{Header, Page, HEADER_BYTES, MAX_PAGE_BYTES, MAX_PAGE_ROWS};
pub use residual::{correction_up, residual};
pub use row::{decode, encode, residual_of, Row, LARGEST, MISSING, ROW_BYTES, UNITS};
pub use seen::{Fact, Moved, Seen, VALUE_AT_RISK};
pub use window::{init_code, kept, Window, INIT_BYTES, RING_ROWS};

use crate::RiskError;

/// The rows that a simulation runs over: those of a page, then those of the ring.
#[derive(Debug, Clone, Copy, Default)]
pub struct Scenarios<'a> {
    segments: [&'a [Row]; 3],
}

impl<'a> Scenarios<'a> {
    /// The rows of `page`, if there is one, then the `count` rows of the ring that begins at word `head`, oldest
    /// first. `ring` is the whole ring; words past the count are not read.
    ///
    /// # Errors
    /// [`RiskError::Malformed`] where the head lies outside of the ring, or the count is more than it holds.
    pub fn new(
        page: Option<Page<'a>>,
        ring: &'a [Row],
        head: usize,
        count: usize,
    ) -> Result<Self, RiskError> {
        let (front, back) = ring.split_at_checked(head).ok_or(RiskError::Malformed)?;
        let straight = count.min(back.len());
        let wrapped = count.checked_sub(straight).ok_or(RiskError::Malformed)?;
        let older = back.get(..straight).ok_or(RiskError::Malformed)?;
        let newer = front.get(..wrapped).ok_or(RiskError::Malformed)?;
        let page = page.map_or(&[][..], |page| page.rows());
        Ok(Self {
            segments: [page, older, newer],
        })
    }

    /// A view of rows that lie together.
    #[must_use]
    pub const fn of(rows: &'a [Row]) -> Self {
        Self {
            segments: [rows, &[], &[]],
        }
    }

    /// The three stretches of rows, oldest first.
    #[must_use]
    pub const fn segments(&self) -> [&'a [Row]; 3] {
        self.segments
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        let [page, older, newer] = self.segments.map(<[Row]>::len);
        // Slices in memory: their lengths cannot wrap.
        page.wrapping_add(older).wrapping_add(newer)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All rows, oldest first.
    pub fn rows(&self) -> impl Iterator<Item = &'a Row> {
        let [page, older, newer] = self.segments;
        page.iter().chain(older).chain(newer)
    }

    /// The row of that number, the oldest being number 0.
    #[must_use]
    pub fn row(&self, index: usize) -> Option<&'a Row> {
        let mut index = index;
        for segment in self.segments {
            if let Some(row) = segment.get(index) {
                return Some(row);
            }
            index = index.wrapping_sub(segment.len()); // it is past the segment
        }
        None
    }
}
