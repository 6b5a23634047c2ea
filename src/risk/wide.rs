//! Signed sums of products of two 128-bit numbers, exact in 256 bits.

use crate::error::OVERFLOW;
use crate::RiskError;
use fixed::{MathError, U256};
use ruint::Uint;

type U128 = Uint<128, 2>;

/// A signed number of up to 256 bits and a sign. Zero is never negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wide {
    negative: bool,
    magnitude: U256,
}

impl Wide {
    pub(crate) const ZERO: Self = Self {
        negative: false,
        magnitude: U256::ZERO,
    };

    fn new(negative: bool, magnitude: U256) -> Self {
        Self {
            negative: negative && !magnitude.is_zero(),
            magnitude,
        }
    }

    /// `a * b`, exact: 127 + 127 bits always fit.
    pub(crate) fn product(a: i128, b: i128) -> Self {
        let magnitude = product(a.unsigned_abs(), b.unsigned_abs());
        Self::new((a < 0) != (b < 0), magnitude)
    }

    /// `self + other`; overflow past 256 bits of magnitude is an error.
    pub(crate) fn plus(self, other: Self) -> Result<Self, RiskError> {
        if self.negative == other.negative {
            let magnitude = self
                .magnitude
                .checked_add(other.magnitude)
                .ok_or(OVERFLOW)?;
            return Ok(Self {
                negative: self.negative,
                magnitude,
            });
        }
        let (larger, smaller) = if self.magnitude >= other.magnitude {
            (self, other)
        } else {
            (other, self)
        };
        let magnitude = larger
            .magnitude
            .checked_sub(smaller.magnitude)
            .ok_or(OVERFLOW)?;
        Ok(Self::new(larger.negative, magnitude))
    }

    /// `self * factor / divisor`, towards zero, with a 512-bit intermediate.
    pub(crate) fn mul_div_trunc(self, factor: i128, divisor: u128) -> Result<Self, RiskError> {
        let factor_magnitude = U256::from(factor.unsigned_abs());
        let magnitude = fixed::mul_div_down(self.magnitude, factor_magnitude, U256::from(divisor))?;
        Ok(Self::new(self.negative != (factor < 0), magnitude))
    }

    /// `self / divisor`, towards zero.
    pub(crate) fn div_trunc(self, divisor: u128) -> Result<i128, RiskError> {
        let quotient = self
            .magnitude
            .checked_div(U256::from(divisor))
            .ok_or(RiskError::Math(MathError::DivisionByZero))?;
        signed(
            self.negative,
            u128::try_from(quotient).map_err(|_| OVERFLOW)?,
        )
    }

    /// `self / divisor`, towards plus infinity.
    pub(crate) fn div_ceil(self, divisor: u128) -> Result<i128, RiskError> {
        let quotient = self.div_trunc(divisor)?;
        let whole = product(quotient.unsigned_abs(), divisor) == self.magnitude;
        if whole || self.negative {
            return Ok(quotient);
        }
        quotient.checked_add(1).ok_or(OVERFLOW)
    }

    /// The value, or zero where it is negative.
    pub(crate) fn positive_part(self) -> U256 {
        if self.negative {
            U256::ZERO
        } else {
            self.magnitude
        }
    }
}

/// `a * b`, exact.
pub(crate) fn product(a: u128, b: u128) -> U256 {
    U128::from(a).widening_mul::<128, 2, 256, 4>(U128::from(b))
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
