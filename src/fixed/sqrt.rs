//! Exact integer square roots, rounded down or up.
//!
//! Each level adds as many bits as the level below gave (Zimmermann, Karatsuba Square Root, INRIA RR-3805): one
//! division by the root found so far and one correction by one.

use crate::division::{divide_limbs, divide_pairs};
use crate::wide::{
    add, halves, join, multiply, multiply_limbs, multiply_pairs, shift_left, shift_left_u128,
    shift_right_limb, split, word, Pair,
};
use crate::{U256, WAD};

/// The largest digit of 32 bits.
const DIGIT: u64 = 0xffff_ffff;
/// The root of 1e18.
const SQRT_WAD: u64 = 1_000_000_000;

/// Floor of the root of a value of 64 bits, the upper two of which are not both zero; else anything.
fn root_u64(x: u64) -> u64 {
    // Newton's iteration in integers from above: the tangent at the largest value, five divisions from the floor.
    let mut estimate = (x >> 33).wrapping_add(1 << 31);
    loop {
        let quotient = x.checked_div(estimate | 0x8000_0000).unwrap_or(0); // the bit is set; now the compiler knows
        let next = estimate.wrapping_add(quotient) >> 1;
        if next >= estimate {
            return estimate;
        }
        estimate = next;
    }
}

/// Floor of the root of a value of 128 bits.
pub(crate) fn root_u128(x: u128) -> u64 {
    if x == 0 {
        return 0;
    }
    // Scale by an even power of two so that the leading digit has a root of 32 bits.
    let bits = x.leading_zeros() & !1;
    let (high, low) = split(shift_left_u128(x, bits));
    let leading = root_u64(high);
    let rest = high.wrapping_sub(leading.wrapping_mul(leading));
    // rest <= 2 leading; half of (rest * 2^32 + the next digit) over the root, so that it fits 64 bits.
    let numerator = (rest << 31) | (low >> 33);
    let quotient = numerator.checked_div(leading | 0x8000_0000).unwrap_or(0); // the bit is set, see above
    if quotient > DIGIT {
        return ((leading << 32) | DIGIT).wrapping_shr(bits >> 1);
    }
    let left = numerator.wrapping_sub(quotient.wrapping_mul(leading));
    let left = (left << 1) | ((low >> 32) & 1);
    let square = quotient.wrapping_mul(quotient);
    let short = left <= DIGIT && ((left << 32) | (low & DIGIT)) < square;
    let root = ((leading << 32) | quotient).wrapping_sub(u64::from(short));
    root.wrapping_shr(bits >> 1)
}

/// Floor of the root of a value of 256 bits: as above with digits of 64 bits.
fn root(x: Pair) -> u128 {
    if x.0 == 0 {
        return u128::from(root_u128(x.1));
    }
    let bits = x.0.leading_zeros() & !1;
    let (high, low) = shift_left(x, bits);
    let leading = root_u128(high);
    let rest = high.wrapping_sub(multiply_limbs(leading, leading));
    let (low1, low0) = split(low);
    let (half1, half0) = split((rest << 63) | u128::from(low1 >> 1));
    if half1 >= leading {
        return shift_right_limb(join(leading, u64::MAX), bits >> 1);
    }
    let (quotient, left) = divide_limbs(half1, half0, leading);
    let left = (u128::from(left) << 1) | u128::from(low1 & 1);
    let square = multiply_limbs(quotient, quotient);
    let short = left >> 64 == 0 && ((left << 64) | u128::from(low0)) < square;
    let root = join(leading, quotient).wrapping_sub(u128::from(short));
    shift_right_limb(root, bits >> 1)
}

/// Ceiling of the root of a value of 256 bits; 2^128 at most.
fn root_up(x: Pair) -> Pair {
    let floor = root(x);
    let (low, carried) = floor.overflowing_add(u128::from(multiply(floor, floor) != x));
    (u128::from(carried), low)
}

/// `floor(sqrt(x))` of an integer.
pub fn isqrt_down(x: U256) -> U256 {
    word((0, root(halves(x))))
}

/// `ceil(sqrt(x))` of an integer.
pub fn isqrt_up(x: U256) -> U256 {
    word(root_up(halves(x)))
}

/// `floor(sqrt(x))` of an integer. The root of a variance at scale 1e-36 is a volatility in WAD.
pub fn isqrt_down_u128(x: u128) -> u128 {
    u128::from(root_u128(x))
}

/// `ceil(sqrt(x))` of an integer; 2^64 at most.
pub fn isqrt_up_u128(x: u128) -> u128 {
    root_up((0, x)).1
}

/// `sqrt(x)` of a WAD value, in WAD, rounded down.
pub fn sqrt_wad_down(x: u128) -> u128 {
    root(multiply(x, WAD))
}

/// `sqrt(x)` of a WAD value, in WAD, rounded up.
pub fn sqrt_wad_up(x: u128) -> u128 {
    root_up(multiply(x, WAD)).1
}

/// `sqrt(x)` of a Q64.64 value, in Q64.64, rounded down.
pub fn sqrt_q64_down(x: u128) -> u128 {
    root((x >> 64, x << 64))
}

/// `sqrt(x)` of a Q64.64 value, in Q64.64, rounded up.
pub fn sqrt_q64_up(x: u128) -> u128 {
    root_up((x >> 64, x << 64)).1
}

/// Floor of `sqrt(x * scale^2)` and whether it is exact.
fn scaled_root(x: Pair, scale: u64) -> (Pair, bool) {
    let (above, product) = multiply_pairs(x, (0, multiply_limbs(scale, scale)));
    let floor = if above == (0, 0) {
        (0, root(product))
    } else {
        // Newton's iteration in integers, from any point not below the root, stops at the floor of the root. The
        // quotient fits: the product is at most the square of the estimate.
        let scale = u128::from(scale);
        let mut estimate = add(multiply(root(x), scale), (0, scale));
        loop {
            let (quotient, _) = divide_pairs(above, product, estimate);
            let sum = add(quotient, estimate);
            let next = (sum.0 >> 1, (sum.0 << 127) | (sum.1 >> 1));
            if next >= estimate {
                break estimate;
            }
            estimate = next;
        }
    };
    (floor, multiply_pairs(floor, floor) == (above, product))
}

fn scaled_root_down(x: U256, scale: u64) -> U256 {
    word(scaled_root(halves(x), scale).0)
}

fn scaled_root_up(x: U256, scale: u64) -> U256 {
    let (floor, exact) = scaled_root(halves(x), scale);
    word(add(floor, (0, u128::from(!exact))))
}

/// `sqrt(x)` of a WAD value of 256 bits, in WAD, rounded down.
pub fn sqrt_wad_down_256(x: U256) -> U256 {
    scaled_root_down(x, SQRT_WAD)
}

/// `sqrt(x)` of a WAD value of 256 bits, in WAD, rounded up.
pub fn sqrt_wad_up_256(x: U256) -> U256 {
    scaled_root_up(x, SQRT_WAD)
}

/// `sqrt(x)` of a value with 96 fractional bits, in the same format, rounded down.
pub fn sqrt_q96_down(x: U256) -> U256 {
    scaled_root_down(x, 1 << 48)
}

/// `sqrt(x)` of a value with 96 fractional bits, in the same format, rounded up.
pub fn sqrt_q96_up(x: U256) -> U256 {
    scaled_root_up(x, 1 << 48)
}
