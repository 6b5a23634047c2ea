//! Signed fixed point with 240 binary digits after the point, in 2,048 bits: the reference that the model is
//! measured against. Written for clarity only.

use ruint::Uint;
use std::cmp::Ordering;
use std::ops::{Add, Div, Mul, Neg, Sub};

type Big = Uint<2048, 32>;
const FRACTION: usize = 240;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Exact {
    negative: bool,
    size: Big,
}

impl Exact {
    pub(crate) const ZERO: Self = Self {
        negative: false,
        size: Big::ZERO,
    };

    pub(crate) fn one() -> Self {
        Self {
            negative: false,
            size: Big::from(1u8) << FRACTION,
        }
    }

    pub(crate) fn ratio(numerator: i128, denominator: u128) -> Self {
        let size = (Big::from(numerator.unsigned_abs()) << FRACTION) / Big::from(denominator);
        Self {
            negative: numerator < 0,
            size,
        }
    }

    pub(crate) fn unsigned(numerator: u128, denominator: u128) -> Self {
        Self {
            negative: false,
            size: (Big::from(numerator) << FRACTION) / Big::from(denominator),
        }
    }

    pub(crate) fn wad(value: i128) -> Self {
        Self::ratio(value, fixed::WAD)
    }

    /// A number of scale 1e-36.
    pub(crate) fn variance(value: i128) -> Self {
        Self::ratio(value, 10u128.pow(36))
    }

    pub(crate) fn word(value: fixed::U256, scale: u32) -> Self {
        let size = (Big::from(value) << FRACTION) / Big::from(10u8).pow(Big::from(scale));
        Self {
            negative: false,
            size,
        }
    }

    /// A decimal string, exponent allowed.
    pub(crate) fn decimal(text: &str) -> Self {
        let (negative, text) = text
            .strip_prefix('-')
            .map_or((false, text), |rest| (true, rest));
        let (digits, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let exponent: i32 = exponent.parse().unwrap();
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let all: Big = format!("{whole}{part}").parse().unwrap();
        let power = exponent - part.len() as i32;
        let ten = Big::from(10u8).pow(Big::from(power.unsigned_abs()));
        let size = if power >= 0 {
            (all * ten) << FRACTION
        } else {
            (all << FRACTION) / ten
        };
        Self { negative, size }
    }

    pub(crate) fn sqrt(self) -> Self {
        assert!(!self.negative);
        Self {
            negative: false,
            size: root(self.size << FRACTION),
        }
    }

    /// By halving the argument 16 times, Taylor, and squaring back.
    pub(crate) fn exp(self) -> Self {
        let small = Self {
            negative: self.negative,
            size: self.size >> 16,
        };
        let (mut sum, mut term) = (Self::one(), Self::one());
        for order in 1..60u128 {
            term = term * small * Self::unsigned(1, order);
            sum = sum + term;
        }
        (0..16).fold(sum, |value, _| value * value)
    }

    pub(crate) fn abs(self) -> Self {
        Self {
            negative: false,
            size: self.size,
        }
    }

    pub(crate) fn max(self, other: Self) -> Self {
        if self >= other {
            self
        } else {
            other
        }
    }

    pub(crate) fn min(self, other: Self) -> Self {
        if self >= other {
            other
        } else {
            self
        }
    }

    pub(crate) fn is_negative(self) -> bool {
        self.negative && !self.size.is_zero()
    }

    pub(crate) fn floor(self) -> u128 {
        assert!(!self.is_negative());
        u128::try_from(self.size >> FRACTION).unwrap_or(u128::MAX)
    }

    pub(crate) fn to_f64(self) -> f64 {
        let dropped = self.size.bit_len().saturating_sub(120);
        let top = u128::try_from(self.size >> dropped).unwrap();
        let size = top as f64 * 2f64.powi(dropped as i32 - FRACTION as i32);
        if self.negative {
            -size
        } else {
            size
        }
    }

    /// `(self - exact) / exact`, as a float: the difference is taken exactly.
    pub(crate) fn relative_to(self, exact: Self) -> f64 {
        if exact.size.is_zero() {
            return if self.size.is_zero() {
                0.0
            } else {
                f64::INFINITY
            };
        }
        ((self - exact) / exact.abs()).to_f64()
    }
}

/// Integer square root, Newton from above.
fn root(value: Big) -> Big {
    if value.is_zero() {
        return value;
    }
    let mut guess = Big::from(1u8) << value.bit_len().div_ceil(2);
    loop {
        let next = (guess + value / guess) >> 1;
        if next >= guess {
            return guess;
        }
        guess = next;
    }
}

impl Add for Exact {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        if self.negative == other.negative {
            return Self {
                negative: self.negative,
                size: self.size + other.size,
            };
        }
        if self.size >= other.size {
            Self {
                negative: self.negative,
                size: self.size - other.size,
            }
        } else {
            Self {
                negative: other.negative,
                size: other.size - self.size,
            }
        }
    }
}

impl Neg for Exact {
    type Output = Self;
    fn neg(self) -> Self {
        Self {
            negative: !self.negative,
            size: self.size,
        }
    }
}

impl Sub for Exact {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Mul for Exact {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        Self {
            negative: self.negative != other.negative,
            size: (self.size * other.size) >> FRACTION,
        }
    }
}

impl Div for Exact {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        Self {
            negative: self.negative != other.negative,
            size: (self.size << FRACTION) / other.size,
        }
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        let difference = *self - *other;
        Some(if difference.size.is_zero() {
            Ordering::Equal
        } else if difference.negative {
            Ordering::Less
        } else {
            Ordering::Greater
        })
    }
}

#[test]
fn reference_functions_give_published_digits() {
    let near = |value: Exact, text: &str| {
        assert!((value - Exact::decimal(text)).abs() < Exact::decimal("1e-40"))
    };
    near(
        Exact::one().exp(),
        "2.718281828459045235360287471352662497757247",
    );
    near(
        (-Exact::one()).exp(),
        "0.367879441171442321595523770161460867445811",
    );
    near(
        Exact::ratio(2, 1).sqrt(),
        "1.414213562373095048801688724209698078569671",
    );
    near(Exact::decimal("1.5e2") / Exact::decimal("-4"), "-37.5");
}
