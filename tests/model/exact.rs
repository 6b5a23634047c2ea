//! Signed fixed point with 240 binary digits after the point, in 2,048 bits. Written for clarity only.

use ruint::aliases::U256;
use ruint::Uint;
use std::cmp::Ordering;
use std::ops::{Add, Div, Mul, Neg, Sub};

type Big = Uint<2048, 32>;
const FRACTION: usize = 240;
/// One in WAD: 18 decimals.
const WAD: u128 = 1_000_000_000_000_000_000;

/// A number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exact {
    negative: bool,
    size: Big,
}

impl Exact {
    /// Zero.
    pub const ZERO: Self = Self {
        negative: false,
        size: Big::ZERO,
    };

    /// One.
    pub fn one() -> Self {
        Self {
            negative: false,
            size: Big::from(1u8) << FRACTION,
        }
    }

    /// A signed fraction.
    pub fn ratio(numerator: i128, denominator: u128) -> Self {
        let size = (Big::from(numerator.unsigned_abs()) << FRACTION) / Big::from(denominator);
        Self {
            negative: numerator < 0,
            size,
        }
    }

    /// An unsigned fraction.
    pub fn unsigned(numerator: u128, denominator: u128) -> Self {
        Self {
            negative: false,
            size: (Big::from(numerator) << FRACTION) / Big::from(denominator),
        }
    }

    /// A number of scale 1e-18.
    pub fn wad(value: i128) -> Self {
        Self::ratio(value, WAD)
    }

    /// A number of scale 1e-36.
    pub fn variance(value: i128) -> Self {
        Self::ratio(value, 10u128.pow(36))
    }

    /// An unsigned number of scale `10^-scale`.
    pub fn word(value: U256, scale: u32) -> Self {
        let size = (Big::from(value) << FRACTION) / Big::from(10u8).pow(Big::from(scale));
        Self {
            negative: false,
            size,
        }
    }

    /// `limbs * 2^exponent`, least limb first, cut to 240 binary digits.
    pub(crate) fn scaled(negative: bool, limbs: &[u64], exponent: i64) -> Self {
        let mut size = Big::ZERO;
        for limb in limbs.iter().rev() {
            size = (size << 64) | Big::from(*limb);
        }
        let shift = exponent + FRACTION as i64;
        let size = if shift < 0 {
            size >> usize::try_from(-shift).unwrap().min(2047)
        } else {
            let shift = usize::try_from(shift).unwrap();
            assert!(size.bit_len() + shift <= 2048, "too large for fixed point");
            size << shift
        };
        Self { negative, size }
    }

    /// A decimal string, exponent allowed.
    pub fn decimal(text: &str) -> Self {
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

    /// The root of a number that is not negative.
    pub fn sqrt(self) -> Self {
        assert!(!self.negative);
        Self {
            negative: false,
            size: root(self.size << FRACTION),
        }
    }

    /// By halving the argument 16 times, Taylor, and squaring back.
    pub fn exp(self) -> Self {
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

    /// Without its sign.
    pub fn abs(self) -> Self {
        Self {
            negative: false,
            size: self.size,
        }
    }

    /// The larger.
    pub fn max(self, other: Self) -> Self {
        if self >= other {
            self
        } else {
            other
        }
    }

    /// The smaller.
    pub fn min(self, other: Self) -> Self {
        if self >= other {
            other
        } else {
            self
        }
    }

    /// Whether it is below zero.
    pub fn is_negative(self) -> bool {
        self.negative && !self.size.is_zero()
    }

    /// The integer part of a number that is not negative; `u128::MAX` where it does not fit.
    pub fn floor(self) -> u128 {
        assert!(!self.is_negative());
        u128::try_from(self.size >> FRACTION).unwrap_or(u128::MAX)
    }

    /// The nearest float, roughly.
    pub fn to_f64(self) -> f64 {
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
    pub fn relative_to(self, exact: Self) -> f64 {
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
