//! Signed floating point with 256 binary digits, of fixed size so that a million portfolios take minutes.
//!
//! Every operation cuts its result: it is off by at most `2^-252` of the larger operand (of the result, where
//! nothing is added), which is 1e-75. Sums of terms of opposite sign are as good as their largest term.

mod operations;

use crate::Exact;

const LIMBS: usize = 4;
const BITS: i64 = 256;
type Limbs = [u64; LIMBS];

/// A number: `limbs * 2^exponent`, the first bit of the last limb set, or all zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Real {
    negative: bool,
    exponent: i64,
    limbs: Limbs,
}

impl Real {
    /// Zero.
    pub const ZERO: Self = Self {
        negative: false,
        exponent: 0,
        limbs: [0; LIMBS],
    };

    /// One.
    pub const ONE: Self = Self {
        negative: false,
        exponent: 1 - BITS,
        limbs: [0, 0, 0, 1 << 63],
    };

    fn normal(negative: bool, exponent: i64, limbs: Limbs) -> Self {
        let Some(top) = limbs.iter().rposition(|limb| *limb != 0) else {
            return Self::ZERO;
        };
        let shift = (LIMBS - 1 - top) as u32 * 64 + limbs[top].leading_zeros();
        Self {
            negative,
            exponent: exponent - i64::from(shift),
            limbs: left(limbs, shift),
        }
    }

    /// An unsigned integer.
    pub fn natural(value: u128) -> Self {
        Self::normal(false, 0, [value as u64, (value >> 64) as u64, 0, 0])
    }

    /// A signed integer.
    pub fn integer(value: i128) -> Self {
        Self {
            negative: value < 0,
            ..Self::natural(value.unsigned_abs())
        }
    }

    /// A fraction.
    pub fn ratio(numerator: i128, denominator: u128) -> Self {
        Self::integer(numerator) / Self::natural(denominator)
    }

    /// A number of 18 decimals.
    pub fn wad(value: i128) -> Self {
        Self::ratio(value, 10u128.pow(18))
    }

    /// An unsigned number of 18 decimals.
    pub fn unsigned_wad(value: u128) -> Self {
        Self::natural(value) / Self::natural(10u128.pow(18))
    }

    /// A number of scale 1e-36.
    pub fn variance(value: i128) -> Self {
        Self::ratio(value, 10u128.pow(36))
    }

    /// A decimal string, exponent allowed.
    pub fn decimal(text: &str) -> Self {
        let (negative, text) = text
            .strip_prefix('-')
            .map_or((false, text), |rest| (true, rest));
        let (digits, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let ten = Self::natural(10);
        let digit =
            |sum: Self, digit: char| sum * ten + Self::natural(digit.to_digit(10).unwrap().into());
        let all = format!("{whole}{part}").chars().fold(Self::ZERO, digit);
        let power = exponent.parse::<i64>().unwrap() - part.len() as i64;
        let scale = ten.power(power.unsigned_abs());
        let size = if power < 0 { all / scale } else { all * scale };
        Self { negative, ..size }
    }

    /// A float, exactly.
    pub fn from_f64(value: f64) -> Self {
        assert!(value.is_finite());
        let bits = value.abs().to_bits();
        let (raised, part) = ((bits >> 52) as i64, bits & ((1 << 52) - 1));
        let (exponent, part) = if raised == 0 {
            (-1074, part)
        } else {
            (raised - 1075, part | 1 << 52)
        };
        Self::normal(value < 0.0, exponent, [part, 0, 0, 0])
    }

    /// The nearest float, roughly; infinite or zero where it is out of range.
    pub fn to_f64(self) -> f64 {
        let scale = self.exponent + BITS - 64;
        let half = 2f64.powi((scale / 2).clamp(-2000, 2000) as i32);
        let rest = 2f64.powi((scale - scale / 2).clamp(-2000, 2000) as i32);
        let size = self.limbs[LIMBS - 1] as f64 * half * rest;
        if self.negative {
            -size
        } else {
            size
        }
    }

    /// In fixed point, cut to 240 binary digits.
    pub fn to_exact(self) -> Exact {
        Exact::scaled(self.negative, &self.limbs, self.exponent)
    }
}

/// Shifted left by less than 256 bits.
fn left(limbs: Limbs, shift: u32) -> Limbs {
    let (whole, bits) = ((shift / 64) as usize, shift % 64);
    let mut moved = [0; LIMBS];
    for place in (whole..LIMBS).rev() {
        moved[place] = limbs[place - whole] << bits;
        if bits > 0 && place > whole {
            moved[place] |= limbs[place - whole - 1] >> (64 - bits);
        }
    }
    moved
}
