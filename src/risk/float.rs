//! Small floats: a wide number in few bits, rounded to the side that its use needs.

use crate::error::OVERFLOW;
use crate::RiskError;

/// A format: `mantissa * 2^exponent`, the mantissa in the lower bits. Zero is zero bits; small numbers are
/// exact; larger ones lose at most one part in `2^(mantissa bits - 1)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Float {
    exponent: u32,
    mantissa: u32,
}

impl Float {
    /// A format of so many bits of exponent (at most 7) and of mantissa (1 to 56).
    #[must_use]
    pub const fn new(exponent: u32, mantissa: u32) -> Self {
        Self { exponent, mantissa }
    }

    /// Bits in all.
    #[must_use]
    pub const fn bits(self) -> u32 {
        self.exponent.saturating_add(self.mantissa)
    }

    /// The bits of the smallest number of the format that is not below `value`.
    ///
    /// # Errors
    /// Overflow past the largest number of the format.
    pub fn up(self, value: u128) -> Result<u64, RiskError> {
        let (bits, exact) = self.cut(value).ok_or(OVERFLOW)?;
        let next = bits.saturating_add(u64::from(!exact));
        // Past the largest mantissa it carries into the exponent, and the mantissa is half of that.
        let next = match next & self.mask() {
            0 if !exact => next | 1u64.wrapping_shl(self.mantissa.wrapping_sub(1)),
            _ => next,
        };
        if next & mask(self.bits()) != next {
            return Err(OVERFLOW);
        }
        Ok(next)
    }

    /// The bits of the largest number of the format that is not above `value`.
    #[must_use]
    pub fn down(self, value: u128) -> u64 {
        match self.cut(value) {
            Some((bits, _)) => bits,
            None => mask(self.bits()),
        }
    }

    /// The number of such bits; the largest of the type where it does not fit, which no writer of the format
    /// produces.
    #[must_use]
    pub fn value(self, bits: u64) -> u128 {
        let mantissa = u128::from(bits & self.mask());
        let exponent = u32::try_from(bits.wrapping_shr(self.mantissa)).unwrap_or(u32::MAX);
        if mantissa.leading_zeros() < exponent {
            return u128::MAX;
        }
        mantissa.wrapping_shl(exponent)
    }

    /// The value cut to the format, and whether nothing was lost; `None` past its largest exponent.
    #[allow(clippy::cast_possible_truncation)] // shifted down to the bits of a mantissa
    fn cut(self, value: u128) -> Option<(u64, bool)> {
        let length = u128::BITS.saturating_sub(value.leading_zeros());
        let exponent = length.saturating_sub(self.mantissa);
        if exponent.wrapping_shr(self.exponent) != 0 {
            return None;
        }
        let mantissa = value.wrapping_shr(exponent);
        let exact = mantissa.wrapping_shl(exponent) == value;
        let exponent = u64::from(exponent).wrapping_shl(self.mantissa);
        Some((mantissa as u64 | exponent, exact))
    }

    const fn mask(self) -> u64 {
        mask(self.mantissa)
    }
}

/// The lowest bits; fewer than 64.
const fn mask(bits: u32) -> u64 {
    !u64::MAX.wrapping_shl(bits)
}
