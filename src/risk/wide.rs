//! Signed sums of products of two 128-bit numbers, exact in 256 bits.

use crate::error::OVERFLOW;
use crate::RiskError;
use fixed::{halves, multiply, word, MathError, U256};

/// A number of 256 bits in two's complement. Products of two `i128` fit with a bit to spare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wide {
    high: i128,
    low: u128,
}

impl Wide {
    pub(crate) const ZERO: Self = Self { high: 0, low: 0 };

    /// The high and the low 128 bits.
    pub(crate) const fn halves(self) -> (i128, u128) {
        (self.high, self.low)
    }

    /// From the high and the low 128 bits.
    pub(crate) const fn from_halves(high: i128, low: u128) -> Self {
        Self { high, low }
    }

    /// `a * b`, exact.
    pub(crate) fn product(a: i128, b: i128) -> Self {
        let (high, low) = multiply(a.unsigned_abs(), b.unsigned_abs());
        // At most 2^254: the cast keeps the value.
        let size = Self {
            high: high.cast_signed(),
            low,
        };
        if a.is_negative() == b.is_negative() {
            size
        } else {
            size.negated()
        }
    }

    /// `self + other`; overflow past 255 bits is an error.
    pub(crate) fn plus(self, other: Self) -> Result<Self, RiskError> {
        let (low, carry) = self.low.overflowing_add(other.low);
        let high = self.high.checked_add(other.high);
        let high = high.and_then(|high| high.checked_add(i128::from(carry)));
        Ok(Self {
            high: high.ok_or(OVERFLOW)?,
            low,
        })
    }

    /// `self * factor / divisor`, towards zero, with a 512-bit intermediate.
    pub(crate) fn mul_div_trunc(self, factor: i128, divisor: u128) -> Result<Self, RiskError> {
        let factor_size = U256::from(factor.unsigned_abs());
        let size = fixed::mul_div_down(self.magnitude(), factor_size, U256::from(divisor))?;
        let (high, low) = halves(size);
        let high = i128::try_from(high).map_err(|_| OVERFLOW)?;
        let size = Self { high, low };
        Ok(if self.high.is_negative() == factor.is_negative() {
            size
        } else {
            size.negated()
        })
    }

    /// `self * factor / 2^116`, towards zero.
    pub(crate) fn times_over_116_bits(self, factor: i128) -> Result<Self, RiskError> {
        let (high, low) = halves(self.magnitude());
        let factor_size = factor.unsigned_abs();
        let (low_high, low_low) = multiply(low, factor_size);
        let (over, high_low) = multiply(high, factor_size);
        let (middle, carry) = high_low.overflowing_add(low_high);
        let high = over.checked_add(u128::from(carry)).ok_or(OVERFLOW)?;
        // What does not fit 255 bits once shifted.
        if high >> 115 != 0 {
            return Err(OVERFLOW);
        }
        let size = Self {
            high: (high << 12 | middle >> 116).cast_signed(),
            low: middle << 12 | low_low >> 116,
        };
        Ok(if (self.high < 0) == (factor < 0) {
            size
        } else {
            size.negated()
        })
    }

    /// `self / divisor`, towards zero.
    pub(crate) fn div_trunc(self, divisor: u128) -> Result<i128, RiskError> {
        if divisor == 0 {
            return Err(RiskError::Math(MathError::DivisionByZero));
        }
        let quotient = fixed::mul_div_down(self.magnitude(), U256::from(1u8), U256::from(divisor))?;
        signed(
            self.high.is_negative(),
            u128::try_from(quotient).map_err(|_| OVERFLOW)?,
        )
    }

    /// `self / divisor`, towards plus infinity.
    pub(crate) fn div_ceil(self, divisor: u128) -> Result<i128, RiskError> {
        if self.high < 0 {
            return self.div_trunc(divisor);
        }
        let quotient = fixed::mul_div_up(self.magnitude(), U256::from(1u8), U256::from(divisor))?;
        signed(false, u128::try_from(quotient).map_err(|_| OVERFLOW)?)
    }

    /// The value, or zero where it is negative.
    pub(crate) fn positive_part(self) -> U256 {
        if self.high < 0 {
            U256::ZERO
        } else {
            self.magnitude()
        }
    }

    fn magnitude(self) -> U256 {
        let size = if self.high < 0 { self.negated() } else { self };
        // Only -2^255 stays negative, which no sum reaches; as bits it is its own magnitude.
        word((size.high.cast_unsigned(), size.low))
    }

    pub(crate) fn negated(self) -> Self {
        let low = self.low.wrapping_neg();
        // The carry of -x = !x + 1 reaches the high half only where the low half is zero.
        let high = (!self.high).wrapping_add(i128::from(low == 0));
        Self { high, low }
    }
}

/// `a * b`, exact.
pub(crate) fn product(a: u128, b: u128) -> U256 {
    word(multiply(a, b))
}

/// The number of the given sign and magnitude.
pub(crate) fn signed(negative: bool, magnitude: u128) -> Result<i128, RiskError> {
    let value = i128::try_from(magnitude).map_err(|_| OVERFLOW)?;
    if negative {
        value.checked_neg().ok_or(OVERFLOW)
    } else {
        Ok(value)
    }
}

/// The low and the high 64 bits.
#[allow(clippy::cast_possible_truncation)] // taking halves is the purpose
pub(crate) const fn split(value: u128) -> [u64; 2] {
    [value as u64, (value >> 64) as u64]
}

pub(crate) fn join(high: u64, low: u64) -> u128 {
    u128::from(high) << 64 | u128::from(low)
}
