//! The normal distribution and the falling exponential on 64-bit lanes.
//!
//! `Phi(-x) = e^(-x^2/2) Q(t)` for x >= 0 with `t = 4 / (4 + x)`: Q is the ratio of Mills (1926) over `sqrt(2 pi)`, smooth
//! in t; a polynomial of degree 12, fitted so that the worst absolute error of Phi is least, leaves 2^-50.8.

use crate::wide::{multiply_fractions, multiply_signed_fractions};

/// Fractional bits of the argument of [`cdf`].
pub const ARGUMENT_BITS: u32 = 48;
/// Fractional bits of what [`cdf`] and [`exp_falling`] return.
pub const RESULT_BITS: u32 = 62;
/// Fractional bits of the argument of [`exp_falling`].
pub const EXPONENT_BITS: u32 = 58;
/// Bound of the absolute error of [`cdf`] as a power of two: 2^-50. That of [`exp_falling`] is 2^-55.
pub const CDF_ERROR_BITS: u32 = 50;

/// 9 at scale 2^-48: beyond, Phi is 0 or 1 to 2^-62.
const FAR: u64 = 9 << ARGUMENT_BITS;
/// floor(log2(e) * 2^63).
const LOG2_E: u64 = 0xb8aa_3b29_5c17_f0bb;

/// A polynomial by Horner's rule, coefficients from the constant on; the variable at scale 2^-63 or, twice as far
/// shifted, 2^-62.
macro_rules! horner {
    ($x:ident, $shift:literal, $last:literal) => { $last };
    ($x:ident, $shift:literal, $first:literal, $($rest:literal),+) => {
        i64::wrapping_add($first, multiply_signed_fractions(horner!($x, $shift, $($rest),+), $x) << $shift)
    };
}

/// `e^-x` for x in [0, 64), argument at scale 2^-58, result at scale 2^-62, within 2^-55 of the true value; at most 1.
///
/// `x log2 e` falls apart into a whole number, a shift, and a fraction f, for which a polynomial of degree 11 gives
/// `2^-f` to 2^-58.
#[inline(always)]
#[must_use]
pub fn exp_falling(x: u64) -> u64 {
    let binary = multiply_fractions(x, LOG2_E);
    let fraction = ((binary << 7) >> 1).cast_signed();
    let power = horner!(
        fraction,
        1,
        4_611_686_018_427_387_894,
        -3_196_577_161_300_660_955,
        1_107_849_223_398_793_136,
        -255_967_521_892_191_318,
        44_355_791_503_545_178,
        -6_149_018_222_141_039,
        710_361_928_672_794,
        -70_339_554_054_080,
        6_092_541_102_997,
        -467_223_984_753,
        31_060_246_014,
        -1_453_021_926
    );
    let whole = binary >> 57;
    // At most 92: what a shift by its lower six bits would bring back has no bit left after the first.
    let shift = u32::try_from(whole).unwrap_or(63).min(63);
    power.cast_unsigned().wrapping_shr(shift)
}

/// `Phi(-x)` for x >= 0 at scale 2^-48, result at scale 2^-62, within 2^-50 of the true value.
#[inline(always)]
#[must_use]
pub fn tail(x: u64) -> u64 {
    let x = x.min(FAR);
    let raised = x << 12;
    let density = exp_falling(multiply_fractions(raised, raised) << 1);
    // 1 / (4 + x): 31 bits by division, the rest by one step of Newton's.
    let divisor = x.wrapping_add(4 << ARGUMENT_BITS);
    let rough = (1_u64 << 63).checked_div((divisor >> 18) | 1).unwrap_or(0); // the bit is set; now the compiler knows
    let reached = multiply_fractions(divisor << 11, rough << 31);
    let missing = (1_i64 << 59).wrapping_sub(reached.cast_signed());
    let correction = rough.cast_signed().wrapping_mul(missing) >> 28;
    // A quarter of t at scale 2^-64 is t at scale 2^-62.
    let t = (rough << 31).cast_signed().wrapping_add(correction);
    let ratio = horner!(
        t,
        2,
        186_584_337_314_717,
        226_389_327_859_285_505,
        261_556_484_986_002_584,
        46_922_068_083_714_375,
        795_126_033_118_306_180,
        -1_412_431_264_523_854_965,
        3_004_827_691_686_104_198,
        -3_895_213_445_967_095_812,
        3_867_798_641_011_560_367,
        -2_585_540_888_291_436_097,
        1_065_188_117_529_922_746,
        -246_756_566_998_278_360,
        24_868_721_775_302_738
    );
    multiply_fractions(density << 1, ratio.cast_unsigned() << 2)
}

/// `Phi(x)`, the distribution function of the standard normal: argument at scale 2^-48, result at scale 2^-62, within
/// 2^-50 of the true value; from 9 on 0 or 1.
#[inline(always)]
#[must_use]
pub fn cdf(x: i64) -> u64 {
    let tail = tail(x.unsigned_abs());
    if x.is_negative() {
        tail
    } else {
        (1_u64 << RESULT_BITS).wrapping_sub(tail)
    }
}
