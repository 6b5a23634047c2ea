//! e^x and 2^x: one series, three formats, rounded down or up.
//!
//! x is taken apart into an integer k and a fraction f of powers of two; `2^f = e^(f ln 2)`, with f reduced to
//! [0, 1/4) by a power of 2^(1/4), so that the Taylor series (model 1.2) runs to 0.1733. The directed results are on
//! their side of the true value: the series' result is moved by a stated slack before it is rounded.

use crate::division::divide;
use crate::log::LN_2;
use crate::mul_div::add_one;
use crate::wide::{
    join, multiply, multiply_by_limb, multiply_fractions, multiply_high, multiply_limbs,
    multiply_long_fractions, shift_left, shift_left_u128, shift_right, split, word, Pair,
};
use crate::{MathError, U256, WAD};

/// floor(2^128 / 2^(3/4)), floor(2^128 / 2^(1/2)), floor(2^128 / 2^(1/4)).
const QUARTERS: [u128; 3] = [
    0x9837_f051_8db8_a96f_46ad_2318_2e42_f6f6,
    0xb504_f333_f9de_6484_597d_89b3_754a_be9f,
    0xd744_fcca_d69d_6af4_39a6_8bb9_902d_3fde,
];
/// Fractional bits of a mantissa.
const FRACTION: u32 = 126;

/// The sum `1 + x + x^2/2 + x^3/6 + ...` at scale 2^-126 for x in [0, 0.174) at scale 2^-128.
///
/// A series is code, not a table: the chain charges each byte of data on every call.
pub(crate) trait Series {
    /// No less than the error of the sum and of its exponent, at scale 2^-126.
    const SLACK: u128;
    fn sum(x: u128) -> u128;
}

/// `floor(2^bits / n!)`.
#[allow(clippy::arithmetic_side_effects)] // evaluated by the compiler
const fn factorial_reciprocal(n: u128, bits: u32) -> u128 {
    let mut reciprocal = 1 << bits;
    let mut i = 2;
    while i <= n {
        reciprocal /= i;
        i += 1;
    }
    reciprocal
}

/// 22 terms on 128 bits: with the error of x / ln 2 less than 2^-119.
pub(crate) struct Long;

impl Series for Long {
    const SLACK: u128 = 1 << 7;

    fn sum(x: u128) -> u128 {
        macro_rules! terms {
            ($last:literal) => { const { factorial_reciprocal($last, FRACTION) } };
            ($first:literal $($rest:literal)+) => {
                const { factorial_reciprocal($first, FRACTION) }.wrapping_add(multiply_high(terms!($($rest)+), x))
            };
        }
        terms!(0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21)
    }
}

/// 14 terms, those from x^2/2 on 64 bits: they count for x^2 <= 0.0301 of the sum, so that their error of 5.2 * 2^-64,
/// that of the square of x, 0.05 * 2^-64, and the rest of the series leave less than 2^-66.
pub(crate) struct Short;

impl Series for Short {
    const SLACK: u128 = 1 << 60;

    fn sum(x: u128) -> u128 {
        let (short, _) = split(x);
        macro_rules! terms {
            ($last:literal) => { const { split(factorial_reciprocal($last, 64)).1 } };
            ($first:literal $($rest:literal)+) => {
                const { split(factorial_reciprocal($first, 64)).1 }
                    .wrapping_add(multiply_fractions(terms!($($rest)+), short))
            };
        }
        let sum = terms!(2 3 4 5 6 7 8 9 10 11 12 13);
        let (short, _) = split(x << 2); // 66 fractional bits
        let (beyond_two, _) = multiply_by_limb(multiply_limbs(short, short), sum); // 132
        (1_u128 << FRACTION)
            .wrapping_add(x >> 2)
            .wrapping_add(beyond_two >> 6)
    }
}

/// The side of the true value on which a result lies.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Down,
    Up,
}

/// An exponent of two: `whole + fraction / 2^128`. The power is exact where the fraction is zero.
#[derive(Clone, Copy)]
pub(crate) struct Exponent {
    whole: i32,
    fraction: u128,
}

/// Exponents at and beyond this magnitude are zero or overflow in every format.
const FAR: u128 = 512;

impl Exponent {
    /// From a sign and a magnitude `whole + fraction / 2^128`.
    pub(crate) fn new(negative: bool, whole: u128, fraction: u128) -> Self {
        let whole = i32::try_from(whole.min(FAR)).unwrap_or(0);
        match (negative, fraction) {
            (false, _) => Self { whole, fraction },
            (true, 0) => Self {
                whole: whole.wrapping_neg(),
                fraction,
            },
            (true, _) => Self {
                whole: whole.wrapping_neg().wrapping_sub(1),
                fraction: fraction.wrapping_neg(),
            },
        }
    }

    /// `numerator / denominator`; exact where the quotient is an integer. The denominator is not zero.
    pub(crate) fn ratio(negative: bool, numerator: u128, denominator: u128) -> Self {
        let (whole, rest) = divide(0, numerator, denominator);
        Self::sum(negative, whole, rest, denominator)
    }

    /// `whole + rest / denominator` for rest < denominator.
    pub(crate) fn sum(negative: bool, whole: u128, rest: u128, denominator: u128) -> Self {
        let (fraction, _) = divide(rest, 0, denominator);
        Self::new(negative, whole, fraction)
    }

    /// `x * factor / 2^bits` for bits in 129..256, where only zero gives an integer.
    #[inline(always)] // the shifts are then by constants
    pub(crate) fn product(x: i128, factor: u128, bits: u32) -> Self {
        let (high, low) = multiply(x.unsigned_abs(), factor);
        let bits = bits.wrapping_sub(128);
        let fraction = high.wrapping_shl(128_u32.wrapping_sub(bits)) | low.wrapping_shr(bits);
        Self::new(
            x.is_negative(),
            high.wrapping_shr(bits),
            fraction | u128::from(x != 0),
        )
    }
}

/// `2^exponent` as a mantissa in [1, 2) at scale 2^-126 and a power of two; monotone, at most the series' slack from
/// the true value.
pub(crate) fn mantissa<S: Series>(exponent: Exponent) -> (u128, i32) {
    let [one_quarter, two_quarters, three_quarters] = QUARTERS;
    let Exponent {
        mut whole,
        fraction,
    } = exponent;
    let mut mantissa: u128 = 1 << FRACTION;
    if fraction != 0 {
        mantissa = S::sum(multiply_long_fractions((fraction << 2) >> 2, LN_2));
        let quarters = fraction >> 126;
        if quarters != 0 {
            let factor = match quarters {
                1 => one_quarter,
                2 => two_quarters,
                _ => three_quarters,
            };
            mantissa = multiply_long_fractions(mantissa, factor);
            whole = whole.wrapping_add(1);
        }
    }
    (mantissa, whole)
}

/// `one * 2^exponent` on the given side of the true value.
pub(crate) fn power<S: Series>(
    exponent: Exponent,
    one: u128,
    side: Side,
) -> Result<Pair, MathError> {
    let (mut mantissa, whole) = mantissa::<S>(exponent);
    if exponent.fraction != 0 {
        mantissa = match side {
            Side::Down => mantissa.wrapping_sub(S::SLACK),
            Side::Up => mantissa.wrapping_add(S::SLACK),
        };
    }
    // The compiler knows which.
    let product = match split(one) {
        (0, one) => {
            let (high, low) = multiply_by_limb(mantissa, one);
            (high >> 64, join(split(high).1, low))
        }
        _ => multiply(mantissa, one),
    };
    scale(product, whole.wrapping_sub(126), side)
}

/// `x * 2^exponent`, rounded to an integer.
fn scale(x: Pair, exponent: i32, side: Side) -> Result<Pair, MathError> {
    let bits = exponent.unsigned_abs();
    if exponent <= 0 {
        let (value, inexact) = shift_right(x, bits);
        return if inexact && side == Side::Up {
            add_one(value)
        } else {
            Ok(value)
        };
    }
    let spare = if x.0 == 0 {
        x.1.leading_zeros().wrapping_add(128)
    } else {
        x.0.leading_zeros()
    };
    if bits > spare {
        Err(MathError::Overflow)
    } else if bits >= 128 {
        Ok((shift_left_u128(x.1, bits.wrapping_sub(128)), 0))
    } else {
        Ok(shift_left(x, bits))
    }
}

/// log2(e) / 1e18 at scale 2^-187, to nearest.
const LOG2_E_OVER_WAD: u128 = 0xd4e7_7a47_3097_9b27_92f4_6bd3_5d5b_2a8e;
/// log2(e) at scale 2^-127, to nearest.
pub(crate) const LOG2_E: u128 = 0xb8aa_3b29_5c17_f0bb_be87_fed0_691d_3e89;

fn exp_wad(x: i128, side: Side) -> Result<U256, MathError> {
    power::<Short>(Exponent::product(x, LOG2_E_OVER_WAD, 187), WAD, side).map(word)
}

fn exp2_wad(x: i128, side: Side) -> Result<U256, MathError> {
    power::<Short>(
        Exponent::ratio(x.is_negative(), x.unsigned_abs(), WAD),
        WAD,
        side,
    )
    .map(word)
}

pub(crate) fn narrow(value: Pair) -> Result<u128, MathError> {
    match value {
        (0, low) => Ok(low),
        _ => Err(MathError::Overflow),
    }
}

fn exp_q64(x: i128, side: Side) -> Result<u128, MathError> {
    power::<Long>(Exponent::product(x, LOG2_E, 191), 1 << 64, side).and_then(narrow)
}

fn exp2_q64(x: i128, side: Side) -> Result<u128, MathError> {
    power::<Long>(
        Exponent::ratio(x.is_negative(), x.unsigned_abs(), 1 << 64),
        1 << 64,
        side,
    )
    .and_then(narrow)
}

fn exp_q96(x: i128, side: Side) -> Result<U256, MathError> {
    power::<Long>(Exponent::product(x, LOG2_E, 223), 1 << 96, side).map(word)
}

fn exp2_q96(x: i128, side: Side) -> Result<U256, MathError> {
    power::<Long>(
        Exponent::ratio(x.is_negative(), x.unsigned_abs(), 1 << 96),
        1 << 96,
        side,
    )
    .map(word)
}

/// `e^x` of a WAD value, in WAD, never above the true value. Relative error below 2^-64 and one ulp; zero below
/// x = -41.4; `e^0 = 1` exactly. Error: `Overflow` from 2^256 ulp on (x about 136).
pub fn exp_wad_down(x: i128) -> Result<U256, MathError> {
    exp_wad(x, Side::Down)
}

/// `e^x` of a WAD value, in WAD, never below the true value. Otherwise as [`exp_wad_down`]; one ulp at least.
pub fn exp_wad_up(x: i128) -> Result<U256, MathError> {
    exp_wad(x, Side::Up)
}

/// `2^x` of a WAD value, in WAD, never above the true value. Relative error below 2^-64 and one ulp; exact at
/// integers. Error: `Overflow` from 2^256 ulp on (x about 196).
pub fn exp2_wad_down(x: i128) -> Result<U256, MathError> {
    exp2_wad(x, Side::Down)
}

/// `2^x` of a WAD value, in WAD, never below the true value. Otherwise as [`exp2_wad_down`].
pub fn exp2_wad_up(x: i128) -> Result<U256, MathError> {
    exp2_wad(x, Side::Up)
}

/// `e^x` of a Q64.64 value, in Q64.64, never above the true value. Relative error below 2^-117 and one ulp. Error:
/// `Overflow` from 2^128 ulp on.
pub fn exp_q64_down(x: i128) -> Result<u128, MathError> {
    exp_q64(x, Side::Down)
}

/// `e^x` of a Q64.64 value, in Q64.64, never below the true value. Otherwise as [`exp_q64_down`].
pub fn exp_q64_up(x: i128) -> Result<u128, MathError> {
    exp_q64(x, Side::Up)
}

/// `2^x` of a Q64.64 value, in Q64.64, never above the true value. Relative error below 2^-117 and one ulp; exact at
/// integers. Error: `Overflow` from 2^128 ulp on.
pub fn exp2_q64_down(x: i128) -> Result<u128, MathError> {
    exp2_q64(x, Side::Down)
}

/// `2^x` of a Q64.64 value, in Q64.64, never below the true value. Otherwise as [`exp2_q64_down`].
pub fn exp2_q64_up(x: i128) -> Result<u128, MathError> {
    exp2_q64(x, Side::Up)
}

/// `e^x` of a value with 96 fractional bits, in the same format, never above the true value. Relative error below
/// 2^-117 and one ulp. Error: `Overflow` from 2^256 ulp on.
pub fn exp_q96_down(x: i128) -> Result<U256, MathError> {
    exp_q96(x, Side::Down)
}

/// `e^x` of a value with 96 fractional bits, never below the true value. Otherwise as [`exp_q96_down`].
pub fn exp_q96_up(x: i128) -> Result<U256, MathError> {
    exp_q96(x, Side::Up)
}

/// `2^x` of a value with 96 fractional bits, in the same format, never above the true value. Relative error below
/// 2^-117 and one ulp; exact at integers. Error: `Overflow` from 2^256 ulp on.
pub fn exp2_q96_down(x: i128) -> Result<U256, MathError> {
    exp2_q96(x, Side::Down)
}

/// `2^x` of a value with 96 fractional bits, never below the true value. Otherwise as [`exp2_q96_down`].
pub fn exp2_q96_up(x: i128) -> Result<U256, MathError> {
    exp2_q96(x, Side::Up)
}
