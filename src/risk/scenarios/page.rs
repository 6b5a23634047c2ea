//! A page: the code of a data contract. A header of 32 bytes, then the rows.
//!
//! | bytes | what |
//! |---|---|
//! | 0 | zero: `STOP`, so that a call of the page does nothing |
//! | 1 | version of this layout |
//! | 2, 3 | number of rows |
//! | 4, 5 | assets that the page speaks of, one bit each |
//! | 6 to 9 | seconds from one row to the next |
//! | 10 to 15 | time of the last row, Unix seconds |
//! | 16 to 31 | first half of the hash of the page before, zero in the first page |
//!
//! Numbers are little-endian.

use super::row::{Row, ROW_BYTES};
use crate::RiskError;

/// Bytes of a header.
pub const HEADER_BYTES: usize = 32;
/// The most bytes that a contract's code may have.
pub const MAX_PAGE_BYTES: usize = 24_576;
/// The most rows of a page.
pub const MAX_PAGE_ROWS: usize = 767;
/// The version that this code writes and reads.
const VERSION: u8 = 1;

/// What a page says about its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// Assets that have residuals in the page, one bit each. The others are [`super::MISSING`] throughout.
    pub assets: u16,
    /// Seconds from one row to the next.
    pub period: u32,
    /// Unix time of the last row, below 2^48.
    pub last: u64,
    /// First half of the hash of the page before; zero in the first page.
    pub previous: [u8; 16],
}

impl Header {
    /// The header's bytes, to be followed by `rows` rows.
    ///
    /// # Errors
    /// [`RiskError::Malformed`] for no row, more than [`MAX_PAGE_ROWS`], or a time past 48 bits.
    pub fn encode(&self, rows: usize) -> Result<[u8; HEADER_BYTES], RiskError> {
        let count = row_count(rows)?;
        let [t0, t1, t2, t3, t4, t5, 0, 0] = self.last.to_le_bytes() else {
            return Err(RiskError::Malformed);
        };
        let ([n0, n1], [a0, a1]) = (count.to_le_bytes(), self.assets.to_le_bytes());
        let [p0, p1, p2, p3] = self.period.to_le_bytes();
        let mut bytes = [0; HEADER_BYTES];
        let (front, previous) = bytes.split_at_mut(16);
        front.copy_from_slice(&[
            0, VERSION, n0, n1, a0, a1, p0, p1, p2, p3, t0, t1, t2, t3, t4, t5,
        ]);
        previous.copy_from_slice(&self.previous);
        Ok(bytes)
    }
}

fn row_count(rows: usize) -> Result<u16, RiskError> {
    if rows == 0 || rows > MAX_PAGE_ROWS {
        return Err(RiskError::Malformed);
    }
    u16::try_from(rows).map_err(|_| RiskError::Malformed)
}

/// A page read in place.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    header: Header,
    rows: &'a [Row],
}

impl<'a> Page<'a> {
    /// The page in these bytes, which must be all of the contract's code.
    ///
    /// # Errors
    /// [`RiskError::Malformed`] where the first byte is not zero, the version is another, the length is not that of
    /// the header and its rows, or there is no row or more than [`MAX_PAGE_ROWS`].
    pub fn decode(bytes: &'a [u8]) -> Result<Self, RiskError> {
        let (front, bytes) = bytes.split_first_chunk().ok_or(RiskError::Malformed)?;
        let (previous, bytes) = bytes.split_first_chunk().ok_or(RiskError::Malformed)?;
        let &[zero, version, n0, n1, a0, a1, p0, p1, p2, p3, t0, t1, t2, t3, t4, t5] = front;
        let (rows, rest) = bytes.as_chunks::<ROW_BYTES>();
        let count = row_count(rows.len())?.to_le_bytes();
        if zero != 0 || version != VERSION || [n0, n1] != count || !rest.is_empty() {
            return Err(RiskError::Malformed);
        }
        Ok(Self {
            header: Header {
                assets: u16::from_le_bytes([a0, a1]),
                period: u32::from_le_bytes([p0, p1, p2, p3]),
                last: u64::from_le_bytes([t0, t1, t2, t3, t4, t5, 0, 0]),
                previous: *previous,
            },
            rows,
        })
    }

    /// What the page says about its rows.
    #[must_use]
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// Its rows, oldest first.
    #[must_use]
    pub const fn rows(&self) -> &'a [Row] {
        self.rows
    }
}
