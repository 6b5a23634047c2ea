//! Numbers on their way between the programs that judge together: 16 bytes each, little-endian, nothing else.

use crate::RiskError;

/// Bytes of a number.
pub const NUMBER_BYTES: usize = 16;

/// Reads numbers from bytes, in order.
#[derive(Debug, Clone)]
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// From the first byte on.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The bytes that are left.
    #[must_use]
    pub const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Whether nothing is left.
    #[must_use]
    pub const fn is_done(&self) -> bool {
        self.rest.is_empty()
    }

    /// The next number.
    ///
    /// # Errors
    /// [`RiskError::Malformed`] past the end.
    #[inline(never)]
    pub fn number(&mut self) -> Result<u128, RiskError> {
        let (number, rest) = self.rest.split_first_chunk().ok_or(RiskError::Malformed)?;
        self.rest = rest;
        Ok(u128::from_le_bytes(*number))
    }

    /// The next number, in two's complement.
    ///
    /// # Errors
    /// As [`Self::number`].
    pub fn signed(&mut self) -> Result<i128, RiskError> {
        Ok(self.number()?.cast_signed())
    }

    /// The next number as its two halves, the lower one first.
    ///
    /// # Errors
    /// As [`Self::number`].
    pub fn pair(&mut self) -> Result<[u64; 2], RiskError> {
        Ok(crate::wide::split(self.number()?))
    }
}

/// Where numbers go.
pub trait Sink {
    /// Takes a number.
    fn put(&mut self, number: u128);

    /// Takes a number in two's complement.
    fn signed(&mut self, number: i128) {
        self.put(number.cast_unsigned());
    }

    /// Takes two numbers as one, the first in the lower half.
    fn pair(&mut self, low: u64, high: u64) {
        self.put(crate::wide::join(high, low));
    }
}

/// Takes the bytes of each number.
impl<F: FnMut([u8; NUMBER_BYTES])> Sink for F {
    fn put(&mut self, number: u128) {
        self(number.to_le_bytes());
    }
}
