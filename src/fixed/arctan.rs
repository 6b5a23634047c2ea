//! The arc tangent.
//!
//! `atan x = pi/2 - atan 1/x` brings a fraction n/d of one at most; `atan(n/d) = k pi/8 + atan s`,
//! `s = (n - c d) / (d + c n)` with `c = tan(k pi/8)` for k = 0, 1, 2, one of `tan(pi/16) = 0.199` at most in magnitude,
//! for which 14 terms of Gregory's series are enough.

use crate::division::divide;
use crate::wide::{
    join, multiply, multiply_fractions, multiply_high, shift_left_u128, shift_right, split,
};
use crate::WAD;

/// floor(tan(pi/8) * 2^128).
const TAN_EIGHTH: u128 = 0x6a09_e667_f3bc_c908_b2fb_1366_ea95_7d3e;
/// floor(tan(pi/16) * 2^128) and floor(tan(3 pi/16) * 2^128): where k changes.
const BORDERS: [u128; 2] = [
    0x32eb_ebc0_aa62_b00f_7ae9_b3a2_0ca3_21fb,
    0xab0d_c155_bfcc_82f5_18a4_2e56_cea7_698c,
];
/// floor(pi/8 * 2^126).
const EIGHTH: u128 = 0x1921_fb54_442d_1846_9898_cc51_701b_839a;
/// Fractional bits of an angle before it is rounded.
const FRACTION: u32 = 126;

/// `1/3 - square/5 + square^2/7 - ...`, fractions of 64 bits: 13 terms for square <= 0.0396.
///
/// A series is code, not a table: the chain charges each byte of data on every call.
fn series(square: u64) -> u64 {
    macro_rules! reciprocals {
        ($last:literal) => { const { u64::MAX / $last } };
        ($first:literal $($rest:literal)+) => {
            const { u64::MAX / $first }.wrapping_sub(multiply_fractions(reciprocals!($($rest)+), square))
        };
    }
    reciprocals!(3 5 7 9 11 13 15 17 19 21 23 25 27)
}

/// `atan s` of fractions of 128 bits.
fn small(s: u128) -> u128 {
    let square = multiply_high(s, s);
    let (leading, _) = split(square);
    s.wrapping_sub(multiply_high(
        s,
        multiply_high(square, join(series(leading), 0)),
    ))
}

/// `atan(n / d)` at scale 2^-126 for n <= d, d in [2^125, 2^126).
fn of_fraction(n: u128, d: u128) -> u128 {
    let [first, second] = BORDERS;
    let (angle, centre_n, centre_d) = if n < multiply_high(d, first) {
        (0, 0, 0)
    } else if n < multiply_high(d, second) {
        (
            EIGHTH,
            multiply_high(d, TAN_EIGHTH),
            multiply_high(n, TAN_EIGHTH),
        )
    } else {
        (EIGHTH << 1, d, n)
    };
    let (s, _) = divide(n.abs_diff(centre_n), 0, d.wrapping_add(centre_d));
    let rest = small(s) >> 2;
    if n < centre_n {
        angle.wrapping_sub(rest)
    } else {
        angle.wrapping_add(rest)
    }
}

/// `atan x` of a WAD value, in WAD, to nearest (within 0.51 ulp); odd.
pub fn atan_wad(x: i128) -> i128 {
    let size = x.unsigned_abs();
    let (n, d) = (size.min(WAD), size.max(WAD));
    let bits = d.leading_zeros();
    let (n, d) = (shift_left_u128(n, bits) >> 2, shift_left_u128(d, bits) >> 2);
    let angle = of_fraction(n, d);
    let angle = if size > WAD {
        (EIGHTH << 2).wrapping_sub(angle)
    } else {
        angle
    };
    let ((_, twice), _) = shift_right(multiply(angle, WAD), FRACTION - 1);
    let magnitude = (twice >> 1).wrapping_add(twice & 1).cast_signed();
    if x.is_negative() {
        magnitude.wrapping_neg()
    } else {
        magnitude
    }
}
