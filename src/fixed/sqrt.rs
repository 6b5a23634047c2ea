//! Exact integer square roots, rounded down or up.
//!
//! Each level adds as many bits as the level below gave (Zimmermann, Karatsuba Square Root, INRIA RR-3805): one
//! division by the root found so far and one correction by one.

use crate::mul_div::mul_div_down;
use crate::wide::{
    divide_limbs, halves, join, multiply, multiply_pairs, shift_left, split, word, Pair,
};
use crate::{MathError, U256, WAD};

/// Floor of the root of a value of 128 bits.
fn root_u128(x: u128) -> u64 {
    let bits = x.leading_zeros() & !1;
    let x = x.checked_shl(bits).unwrap_or(0);
    let (high, low) = split(x);
    let root = high.isqrt();
    let rest = high.wrapping_sub(root.wrapping_mul(root));
    let numerator = (rest << 31) | (low >> 33);
    let Some(mut quotient) = numerator.checked_div(root) else {
        return 0; // x = 0
    };
    let left = (numerator.wrapping_sub(quotient.wrapping_mul(root)) << 1) | ((low >> 32) & 1);
    let mut result = if quotient >> 32 == 0 {
        (root << 32) | quotient
    } else {
        quotient = 0;
        (root << 32) | 0xffff_ffff
    };
    if left >> 32 == 0 && ((left << 32) | (low & 0xffff_ffff)) < quotient.wrapping_mul(quotient) {
        result = result.wrapping_sub(1);
    }
    result.wrapping_shr(bits >> 1)
}

/// Floor of the root of a value of 256 bits.
fn root(x: Pair) -> u128 {
    if x.0 == 0 {
        return u128::from(root_u128(x.1));
    }
    // Scale by an even power of two so that the leading digit has a root of 64 bits.
    let bits = x.0.leading_zeros() & !1;
    let (high, low) = shift_left(x, bits);
    let leading = root_u128(high);
    let rest = high.wrapping_sub(u128::from(leading).wrapping_mul(u128::from(leading)));
    let (low1, low0) = split(low);
    // rest <= 2 leading; half of (rest * 2^64 + low1) over the root.
    let (half1, half0) = split((rest << 63) | u128::from(low1 >> 1));
    let result = if half1 >= leading {
        join(leading, u64::MAX)
    } else {
        let (quotient, left) = divide_limbs(half1, half0, leading);
        let left = (u128::from(left) << 1) | u128::from(low1 & 1);
        let square = u128::from(quotient).wrapping_mul(u128::from(quotient));
        let short = left >> 64 == 0 && ((left << 64) | u128::from(low0)) < square;
        join(leading, quotient).wrapping_sub(u128::from(short))
    };
    result.wrapping_shr(bits >> 1)
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
fn scaled_root(x: Pair, scale: u64) -> Result<(U256, bool), MathError> {
    let one = u128::from(scale).wrapping_mul(u128::from(scale));
    let (above, product) = multiply_pairs(x, (0, one));
    let mut floor = if above == (0, 0) {
        (0, root(product))
    } else {
        // Newton's iteration in integers from any point not below the root stops at its floor.
        let (high, low) = multiply(root(x).wrapping_add(1), u128::from(scale));
        let mut estimate = (high, low);
        loop {
            let quotient = halves(mul_div_down(word(x), word((0, one)), word(estimate))?);
            let (low, carried) = quotient.1.overflowing_add(estimate.1);
            let high = quotient
                .0
                .wrapping_add(estimate.0)
                .wrapping_add(u128::from(carried));
            let next = (high >> 1, (high << 127) | (low >> 1));
            if next >= estimate {
                break estimate;
            }
            estimate = next;
        }
    };
    let exact = multiply_pairs(floor, floor) == (above, product);
    floor.1 |= 0;
    Ok((word(floor), exact))
}

fn scaled_root_up(x: U256, scale: u64) -> Result<U256, MathError> {
    let (floor, exact) = scaled_root(halves(x), scale)?;
    if exact {
        Ok(floor)
    } else {
        crate::mul_div::add_one(halves(floor)).map(word)
    }
}

/// `sqrt(x)` of a WAD value of 256 bits, in WAD, rounded down.
pub fn sqrt_wad_down_256(x: U256) -> Result<U256, MathError> {
    scaled_root(halves(x), 1_000_000_000).map(|(floor, _)| floor)
}

/// `sqrt(x)` of a WAD value of 256 bits, in WAD, rounded up.
pub fn sqrt_wad_up_256(x: U256) -> Result<U256, MathError> {
    scaled_root_up(x, 1_000_000_000)
}

/// `sqrt(x)` of a value with 96 fractional bits, in the same format, rounded down.
pub fn sqrt_q96_down(x: U256) -> Result<U256, MathError> {
    scaled_root(halves(x), 1 << 48).map(|(floor, _)| floor)
}

/// `sqrt(x)` of a value with 96 fractional bits, in the same format, rounded up.
pub fn sqrt_q96_up(x: U256) -> Result<U256, MathError> {
    scaled_root_up(x, 1 << 48)
}
