//! Natural and binary logarithm: one series, three formats.
//!
//! `x = 2^k m` with m in [sqrt(1/2), sqrt 2); `ln m = 2 atanh s = 2 (s + s^3/3 + s^5/5 + ...)`, `s = (m-1)/(m+1)`,
//! |s| <= 0.17158 (model 1.1). The sum has 128 fractional bits, the logarithm 119, so that eight bits remain for the
//! integer part of `ln 2^256`.
//!
//! Monotone by construction: s rounds towards zero, the terms are positive and rounded down, the sum is never above
//! the true value, and each step is monotone in the one before. Where k steps, at m = sqrt 2, both sides are below
//! half of ln 2 by what was cut, so that the step is upwards; the rounding to the format at the end keeps the order.

use crate::division::{divide, WAD_LIMB};
use crate::wide::{
    halves, multiply_by_limb, multiply_fractions, multiply_high, multiply_limbs_high, shift_left,
    shift_left_u128, split, Pair,
};
use crate::{MathError, U256};

/// floor(ln 2 * 2^128).
pub(crate) const LN_2: u128 = 0xb172_17f7_d1cf_79ab_c9e3_b398_03f2_f6af;
/// floor(2^127 / ln 2).
const LOG2_E: u128 = 0xb8aa_3b29_5c17_f0bb_be87_fed0_691d_3e88;
/// floor(sqrt 2 * 2^126).
const SQRT_2: u128 = 0x5a82_7999_fcef_3242_2cbe_c4d9_baa5_5f4f;
/// Fractional bits of a logarithm before it is rounded to its format.
const FRACTION: u32 = 119;

/// `atanh s - s = s^3 (1/3 + s^2/5 + s^4/7 + ...)` for s below 0.1716, fractions of 128 bits, rounded down.
///
/// A series is code, not a table: the chain charges each byte of data on every call.
trait Series {
    fn beyond_first(s: u128) -> u128;
}

/// 19 terms on 128 bits: 2^-103 of the logarithm, 0.006 ulp of 96 fractional bits.
struct Long;

impl Series for Long {
    fn beyond_first(s: u128) -> u128 {
        let square = multiply_high(s, s);
        macro_rules! reciprocals {
            ($last:literal) => { const { u128::MAX / $last } };
            ($first:literal $($rest:literal)+) => {
                const { u128::MAX / $first }.wrapping_add(multiply_high(reciprocals!($($rest)+), square))
            };
        }
        let sum = reciprocals!(3 5 7 9 11 13 15 17 19 21 23 25 27 29 31 33 35 37);
        multiply_high(s, multiply_high(square, sum))
    }
}

/// 12 terms on 64 bits: they count for 2 s^3 <= 0.0102 of the logarithm, so that the sum's error of 4.4 * 2^-64 leaves
/// 0.003 ulp of a WAD, and what follows the last term 0.006. The powers of s have four to six bits more: 0.004.
struct Short;

impl Series for Short {
    fn beyond_first(s: u128) -> u128 {
        let (s, _) = split(s << 2); // 66 fractional bits
        let square = multiply_limbs_high(s, s); // 68
        let short = square >> 4;
        macro_rules! reciprocals {
            ($last:literal) => { const { u64::MAX / $last } };
            ($first:literal $($rest:literal)+) => {
                const { u64::MAX / $first }.wrapping_add(multiply_fractions(reciprocals!($($rest)+), short))
            };
        }
        let sum = reciprocals!(3 5 7 9 11 13 15 17 19 21 23);
        let cube = multiply_limbs_high(s, multiply_limbs_high(square, sum)); // 70
        u128::from(cube) << 58
    }
}

/// Which logarithm, at scale 2^-119.
#[derive(Clone, Copy)]
enum Base {
    E,
    Two,
}

/// What a format is to a logarithm.
pub(crate) struct Format {
    /// One, `factor * 2^(FRACTION - 64 - bits)` of its ulps.
    factor: u64,
    bits: u32,
    /// The logarithm of `one` at scale 2^-119, to nearest.
    pub(crate) offset: u128,
}

/// The logarithm of the integer x at scale 2^-119, to 2 units and the error of the series.
fn logarithm<S: Series>(x: Pair, base: Base) -> Result<u128, MathError> {
    // The 127 leading bits as m in [1, 2) with 126 fractional bits, and the exponent.
    let (mantissa, exponent) = if x.0 == 0 {
        if x.1 == 0 {
            return Err(MathError::Domain);
        }
        let bits = x.1.leading_zeros();
        (shift_left_u128(x.1, bits) >> 1, 127_u32.wrapping_sub(bits))
    } else {
        let bits = x.0.leading_zeros();
        (shift_left(x, bits).0 >> 1, 255_u32.wrapping_sub(bits))
    };
    const ONE: u128 = 1 << 126;
    const TWO: u128 = 1 << 127;
    let below = mantissa > SQRT_2;
    let (exponent, numerator, denominator) = if below {
        // m/2 in [sqrt(1/2), 1): s is negative, its magnitude (2-m)/(2+m).
        (
            exponent.wrapping_add(1),
            TWO.wrapping_sub(mantissa),
            TWO.wrapping_add(mantissa),
        )
    } else {
        (
            exponent,
            mantissa.wrapping_sub(ONE),
            mantissa.wrapping_add(ONE),
        )
    };
    let (s, _) = divide(numerator, 0, denominator);
    let atanh = s.wrapping_add(S::beyond_first(s));
    let (whole, part) = match base {
        Base::E => (
            multiply_by_limb(LN_2, u64::from(exponent) << (FRACTION - 64)).0,
            atanh >> 8,
        ),
        Base::Two => (
            u128::from(exponent) << FRACTION,
            multiply_high(atanh, LOG2_E) >> 7,
        ),
    };
    Ok(if below {
        whole.wrapping_sub(part)
    } else {
        whole.wrapping_add(part)
    })
}

/// `ln x` of an integer at scale 2^-119, within 2^-66. Error: `Domain` at zero.
pub(crate) fn ln_of_integer(x: u128) -> Result<u128, MathError> {
    logarithm::<Short>((0, x), Base::E)
}

/// `log2 x` less an offset, at scale 2^-119, within 2^-102: the sign and the magnitude. Error: `Domain` at zero.
pub(crate) fn log2_over(x: Pair, offset: u128) -> Result<(bool, u128), MathError> {
    let logarithm = logarithm::<Long>(x, Base::Two)?;
    Ok((logarithm < offset, logarithm.abs_diff(offset)))
}

/// The logarithm of `x / one` in the format, to nearest.
#[inline(always)]
fn to_format(logarithm: u128, format: &Format) -> i128 {
    let negative = logarithm < format.offset;
    // |logarithm| < 256: below 2^127.
    let (magnitude, _) = multiply_by_limb(logarithm.abs_diff(format.offset), format.factor);
    let half = 1 << format.bits.wrapping_sub(1);
    let magnitude = (magnitude.wrapping_add(half) >> format.bits).cast_signed();
    if negative {
        magnitude.wrapping_neg()
    } else {
        magnitude
    }
}

const LN_WAD: Format = Format {
    factor: WAD_LIMB,
    bits: 55,
    offset: 0x14b9_27f3_2bff_b833_38f4_361e_1e65_ad6e,
};
pub(crate) const LOG2_WAD: Format = Format {
    factor: WAD_LIMB,
    bits: 55,
    offset: 0x1de5_b8ea_a8d7_df8b_c24a_2ebb_e6ec_bad7,
};
const LN_Q64: Format = Format {
    factor: 1 << 63,
    bits: 54,
    offset: 0x162e_42fe_fa39_ef35_793c_7673_007e_5ed6,
};
pub(crate) const LOG2_Q64: Format = Format {
    factor: 1 << 63,
    bits: 54,
    offset: 64 << FRACTION,
};
const LN_Q96: Format = Format {
    factor: 1 << 63,
    bits: 22,
    offset: 0x2145_647e_7756_e6d0_35da_b1ac_80bd_8e41,
};
pub(crate) const LOG2_Q96: Format = Format {
    factor: 1 << 63,
    bits: 22,
    offset: 96 << FRACTION,
};

/// `ln x` of a WAD value, in WAD, to nearest (within 0.52 ulp), monotone. Error: `Domain` at zero.
pub fn ln_wad(x: u128) -> Result<i128, MathError> {
    Ok(to_format(logarithm::<Short>((0, x), Base::E)?, &LN_WAD))
}

/// `ln x` of a WAD value of 256 bits, in WAD, to nearest (within 0.52 ulp), monotone. Error: `Domain` at zero.
pub fn ln_wad_256(x: U256) -> Result<i128, MathError> {
    Ok(to_format(logarithm::<Short>(halves(x), Base::E)?, &LN_WAD))
}

/// `log2 x` of a WAD value, in WAD, to nearest (within 0.52 ulp), monotone. Error: `Domain` at zero.
pub fn log2_wad(x: u128) -> Result<i128, MathError> {
    Ok(to_format(logarithm::<Short>((0, x), Base::Two)?, &LOG2_WAD))
}

/// `log2 x` of a WAD value of 256 bits, in WAD, to nearest (within 0.52 ulp), monotone. Error: `Domain` at zero.
pub fn log2_wad_256(x: U256) -> Result<i128, MathError> {
    Ok(to_format(
        logarithm::<Short>(halves(x), Base::Two)?,
        &LOG2_WAD,
    ))
}

/// `ln x` of a Q64.64 value, in Q64.64, to nearest (within 0.52 ulp), monotone. Error: `Domain` at zero.
pub fn ln_q64(x: u128) -> Result<i128, MathError> {
    Ok(to_format(logarithm::<Long>((0, x), Base::E)?, &LN_Q64))
}

/// `log2 x` of a Q64.64 value, in Q64.64, to nearest (within 0.52 ulp), monotone, exact at powers of two. Error:
/// `Domain` at zero.
pub fn log2_q64(x: u128) -> Result<i128, MathError> {
    Ok(to_format(logarithm::<Long>((0, x), Base::Two)?, &LOG2_Q64))
}

/// `ln x` of a value with 96 fractional bits, in the same format, to nearest (within 0.52 ulp), monotone. Error:
/// `Domain` at zero.
pub fn ln_q96(x: U256) -> Result<i128, MathError> {
    Ok(to_format(logarithm::<Long>(halves(x), Base::E)?, &LN_Q96))
}

/// `log2 x` of a value with 96 fractional bits, in the same format, to nearest (within 0.52 ulp), monotone, exact at
/// powers of two. Error: `Domain` at zero.
pub fn log2_q96(x: U256) -> Result<i128, MathError> {
    Ok(to_format(
        logarithm::<Long>(halves(x), Base::Two)?,
        &LOG2_Q96,
    ))
}
