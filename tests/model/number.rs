//! What a formula needs of a number, so that one text serves two: [`Real`] decides, `f64` says where to look.

use crate::Real;
use std::ops::{Add, Div, Mul, Neg, Sub};

/// A number with the functions of the model.
pub(crate) trait Number:
    Copy
    + PartialOrd
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
{
    fn from_real(value: Real) -> Self;
    fn exp(self) -> Self;
    fn normal_probability(self) -> Self;

    fn zero() -> Self {
        Self::from_real(Real::ZERO)
    }

    fn one() -> Self {
        Self::from_real(Real::ONE)
    }

    fn positive_part(self) -> Self {
        if self > Self::zero() {
            self
        } else {
            Self::zero()
        }
    }
}

impl Number for Real {
    fn from_real(value: Real) -> Self {
        value
    }

    fn exp(self) -> Self {
        Self::exp(self)
    }

    fn normal_probability(self) -> Self {
        Self::normal_probability(self)
    }
}

impl Number for f64 {
    fn from_real(value: Real) -> Self {
        value.to_f64()
    }

    fn exp(self) -> Self {
        self.exp()
    }

    fn normal_probability(self) -> Self {
        libm::erfc(-self * std::f64::consts::FRAC_1_SQRT_2) / 2.0
    }
}
