//! e^x - 1 of a log shock.
//!
//! x = k ln 2 + r with |r| <= ln 2 / 2; e^r - 1 by Taylor's series to r^11, whose rest is below 2^-47. Its terms from
//! r^4 on are summed in short products, where their error is 2^-38 of the sum; the others with products of full width.

use super::{multiply, FRACTION, ONE};

/// The largest shock: 5. Beyond it, and below -5, the growth is that of the limit.
pub const LIMIT: i64 = 5 * ONE;

/// `1 / ln 2` at scale 2^-30, to nearest.
const LOG2_E: i64 = 0x5c55_1d95;
/// `ln 2` in a lane, to nearest.
const LN_2: i64 = 0x58_b90b_fbe8_e7bd;
/// Digits after the point of `x` where the power of two is chosen.
const COARSE: u32 = 24;
/// Digits after the point of the short terms.
const SHORT: u32 = 36;
/// Digits after the point of `r` in the short terms.
const SHORT_ARGUMENT: u32 = 32;
/// The largest power of two of a result: e^5 < 2^8, with 1.42 in front of it at most 2^7.
const MOST: u32 = 7;

/// `1 / n!` to nearest, at scale `2^-bits`.
#[allow(clippy::arithmetic_side_effects)] // evaluated by the compiler
const fn factorial_reciprocal(n: i64, bits: u32) -> i64 {
    let (mut factorial, mut i) = (1, 2);
    while i <= n {
        factorial *= i;
        i += 1;
    }
    ((1 << bits) + factorial / 2) / factorial
}

/// `e^x - 1` of a lane, for x within [`LIMIT`] either way and for the limit beyond.
///
/// |error| <= 2^-37 |e^x - 1| + 2^-51, whichever way. Zero gives zero.
#[must_use]
pub fn growth(x: i64) -> i64 {
    inlined_growth(x)
}

/// [`growth`] where it is called: for the one loop in which a call counts.
#[must_use]
#[inline(always)]
pub fn inlined_growth(x: i64) -> i64 {
    let x = x.clamp(-LIMIT, LIMIT);
    let half: i64 = 1 << 53;
    // At most 5 * 2^24 * 2^30.6: nothing can wrap, here or below.
    let power = (x >> (FRACTION - COARSE))
        .wrapping_mul(LOG2_E)
        .wrapping_add(half)
        >> 54;
    let rest = x.wrapping_sub(power.wrapping_mul(LN_2));
    let grown = small_growth(rest).wrapping_add(ONE);
    // -7 <= power <= 7.
    let shift = i64::from(MOST).wrapping_sub(power).cast_unsigned();
    ((grown << MOST) >> shift).wrapping_sub(ONE)
}

/// `e^r - 1` for |r| <= 0.35.
#[inline(always)]
fn small_growth(rest: i64) -> i64 {
    let short = rest >> (FRACTION - SHORT_ARGUMENT);
    macro_rules! terms {
        ($last:literal) => { const { factorial_reciprocal($last, SHORT) } };
        ($first:literal $($next:literal)+) => {
            // |short| < 2^30.5 and the sums from 1/4! on are below 2^31.6.
            const { factorial_reciprocal($first, SHORT) }
                .wrapping_add(terms!($($next)+).wrapping_mul(short) >> SHORT_ARGUMENT)
        };
    }
    let fourth = terms!(4 5 6 7 8 9 10 11).wrapping_mul(short) >> SHORT_ARGUMENT;
    let third =
        (fourth << (FRACTION - SHORT)).wrapping_add(const { factorial_reciprocal(3, FRACTION) });
    let second = multiply(rest, third).wrapping_add(ONE >> 1);
    rest.wrapping_add(multiply(multiply(rest, rest), second))
}
