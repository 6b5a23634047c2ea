//! Small floats: a wide number in few bits, rounded to the side that its use needs.

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
        let (bits, exact) = self.cut(value).ok_or(crate::error::OVERFLOW)?;
        if exact {
            return Ok(bits);
        }
        // The next number up: past the largest mantissa it carries into the exponent, whose mantissa then
        // stands for half of what it should.
        let next = bits.saturating_add(1);
        let carried = next & self.mask() == 0;
        let next = if carried {
            next | 1u64 << self.mantissa.saturating_sub(1)
        } else {
            next
        };
        if next >> self.bits() != 0 {
            return Err(crate::error::OVERFLOW);
        }
        Ok(next)
    }

    /// The bits of the largest number of the format that is not above `value`.
    #[must_use]
    pub fn down(self, value: u128) -> u64 {
        match self.cut(value) {
            Some((bits, _)) => bits,
            None => !(u64::MAX << self.bits()),
        }
    }

    /// The number of such bits; the largest of the type where it does not fit, which no writer of the format
    /// produces.
    #[must_use]
    pub fn value(self, bits: u64) -> u128 {
        let mantissa = u128::from(bits & self.mask());
        let exponent = u32::try_from(bits >> self.mantissa).unwrap_or(u32::MAX);
        if mantissa.leading_zeros() < exponent {
            return u128::MAX;
        }
        mantissa.checked_shl(exponent).unwrap_or(0)
    }

    /// The value cut to the format, and whether nothing was lost; `None` past its largest exponent.
    #[allow(clippy::cast_possible_truncation)] // shifted down to the bits of a mantissa
    fn cut(self, value: u128) -> Option<(u64, bool)> {
        let length = u128::BITS.saturating_sub(value.leading_zeros());
        let exponent = length.saturating_sub(self.mantissa);
        if exponent >> self.exponent != 0 {
            return None;
        }
        let mantissa = value >> exponent;
        let exact = mantissa << exponent == value;
        Some((mantissa as u64 | u64::from(exponent) << self.mantissa, exact))
    }

    const fn mask(self) -> u64 {
        !(u64::MAX << self.mantissa)
    }
}
