//! Which rows a ring keeps, and which a page made of it takes: arithmetic of places, no rows.

use super::page::{HEADER_BYTES, MAX_PAGE_ROWS};
use super::row::ROW_BYTES;
use crate::RiskError;

/// Rows of the ring: as many as a page has room for, so that what it overwrites no page would take.
pub const RING_ROWS: usize = MAX_PAGE_ROWS;
/// Bytes of [`init_code`].
pub const INIT_BYTES: usize = 10;

/// The rows since the last page, in a ring of [`RING_ROWS`] places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Window {
    head: u16,
    count: u16,
}

impl Window {
    /// From the place of the oldest row and their number.
    ///
    /// # Errors
    /// [`RiskError::Malformed`] past the ring.
    pub fn new(head: u16, count: u16) -> Result<Self, RiskError> {
        if usize::from(head) < RING_ROWS && usize::from(count) <= RING_ROWS {
            Ok(Self { head, count })
        } else {
            Err(RiskError::Malformed)
        }
    }

    /// Place of the oldest row.
    #[must_use]
    pub const fn head(&self) -> u16 {
        self.head
    }

    /// How many rows there are.
    #[must_use]
    pub const fn count(&self) -> u16 {
        self.count
    }

    /// The place of the next row, and the window with it: a full ring forgets its oldest.
    #[must_use]
    pub fn push(self) -> (usize, Self) {
        let place = self.place(self.count);
        let next = if usize::from(self.count) < RING_ROWS {
            Self {
                count: self.count.wrapping_add(1),
                ..self
            }
        } else {
            let head = wrapped(usize::from(self.head).wrapping_add(1));
            Self {
                // Below 767.
                head: u16::try_from(head).unwrap_or_default(),
                ..self
            }
        };
        (place, next)
    }

    /// The places of the rows, oldest first.
    pub fn places(self) -> impl Iterator<Item = usize> {
        (0..self.count).map(move |number| self.place(number))
    }

    fn place(self, number: u16) -> usize {
        wrapped(usize::from(self.head).wrapping_add(usize::from(number)))
    }
}

/// A place below twice the ring.
fn wrapped(place: usize) -> usize {
    place.checked_sub(RING_ROWS).unwrap_or(place)
}

/// Where the rows of the page before begin that the next page takes: their first byte, and how many bytes there are.
/// All of the ring, and of the page as many of its last rows as there is room for.
#[must_use]
pub fn kept(page_rows: u16, ring_rows: u16) -> (usize, usize) {
    let (page_rows, ring_rows) = (usize::from(page_rows), usize::from(ring_rows));
    let kept = page_rows.min(MAX_PAGE_ROWS.saturating_sub(ring_rows));
    let first = page_rows.saturating_sub(kept);
    // A page has 24,576 bytes at most.
    (
        HEADER_BYTES.saturating_add(first.saturating_mul(ROW_BYTES)),
        kept.saturating_mul(ROW_BYTES),
    )
}

/// Init code that returns the `length` bytes behind it as they are, and can do nothing else: PUSH2 length, DUP1, PUSH1
/// 10, PUSH0, CODECOPY, PUSH0, RETURN.
#[must_use]
pub const fn init_code(length: u16) -> [u8; INIT_BYTES] {
    let [high, low] = length.to_be_bytes();
    [0x61, high, low, 0x80, 0x60, 0x0a, 0x5f, 0x39, 0x5f, 0xf3]
}
