//! Quotients of half the width.
//!
//! Knuth's algorithm D (The Art of Computer Programming 2, 4.3.1) with divisors of two digits, once per digit size: 32,
//! 64 and 128 bits. A divisor of two digits needs no loop over digits and no array; a digit estimated from the divisor's
//! leading digit is at most two too large. Corrections of the smaller sizes are computed, not branched on: on the chain
//! a branch costs more than they do.

use crate::wide::{
    funnel, join, multiply, multiply_limbs, shift_left, shift_right_limb, split, subtract, Pair,
    LIMB_MASK,
};

/// `(high * 2^64 + low) / divisor` with the remainder, for high < divisor, divisor >= 2^63.
#[inline(always)]
pub(crate) fn divide_limbs(high: u64, low: u64, divisor: u64) -> (u64, u64) {
    let (q1, rest) = divide_step_32(high, low >> 32, divisor);
    let (q0, rest) = divide_step_32(rest, low & LIMB_MASK, divisor);
    ((q1 << 32) | q0, rest)
}

/// One 32-bit digit of a quotient: `(rest * 2^32 + next) / divisor` for rest < divisor, divisor >= 2^63.
#[inline(always)]
fn divide_step_32(rest: u64, next: u64, divisor: u64) -> (u64, u64) {
    let (d1, d0) = (divisor >> 32, divisor & LIMB_MASK);
    let mut quotient = rest.checked_div(d1 | 0x8000_0000).unwrap_or(0); // the bit is set; now the compiler knows
    let mut left = rest.wrapping_sub(quotient.wrapping_mul(d1));
    for _ in 0..2 {
        let above = (quotient > LIMB_MASK) | (quotient.wrapping_mul(d0) > ((left << 32) | next));
        let above = u64::from(above & (left <= LIMB_MASK));
        quotient = quotient.wrapping_sub(above);
        left = left.wrapping_add(above.wrapping_mul(d1));
    }
    let rest = ((rest << 32) | next).wrapping_sub(quotient.wrapping_mul(divisor));
    (quotient, rest)
}

/// One 64-bit digit of a quotient: `(rest * 2^64 + next) / divisor` for rest < divisor, divisor >= 2^127.
#[inline(always)]
fn divide_step_64(rest: u128, next: u64, divisor: u128) -> (u64, u128) {
    let (r1, r0) = split(rest);
    let (d1, d0) = split(divisor);
    let (mut quotient, mut left) = if r1 < d1 {
        let (q, r) = divide_limbs(r1, r0, d1);
        (q, u128::from(r))
    } else {
        (u64::MAX, u128::from(r0).wrapping_add(u128::from(d1)))
    };
    let mut product = multiply_limbs(quotient, d0);
    for _ in 0..2 {
        let above = (left >> 64 == 0) & (product > ((left << 64) | u128::from(next)));
        let above = u64::from(above);
        quotient = quotient.wrapping_sub(above);
        product = product.wrapping_sub(u128::from(above.wrapping_mul(d0)));
        left = left.wrapping_add(u128::from(above.wrapping_mul(d1)));
    }
    let rest = ((left << 64) | u128::from(next)).wrapping_sub(product);
    (quotient, rest)
}

/// `(high * 2^128 + low) / divisor` with the remainder, for high < divisor (hence divisor > 0).
#[inline(never)]
pub(crate) fn divide(high: u128, low: u128, divisor: u128) -> (u128, u128) {
    let (d1, d0) = split(divisor);
    let (h1, h0) = split(high);
    let (l1, l0) = split(low);
    if d1 == 0 {
        let bits = d0.leading_zeros();
        let divisor = d0.wrapping_shl(bits);
        let (q1, rest) = divide_limbs(funnel(h0, l1, bits), funnel(l1, l0, bits), divisor);
        let (q0, rest) = divide_limbs(rest, l0.wrapping_shl(bits), divisor);
        return (join(q1, q0), u128::from(rest.wrapping_shr(bits)));
    }
    let bits = d1.leading_zeros();
    let divisor = join(funnel(d1, d0, bits), d0.wrapping_shl(bits));
    let rest = join(funnel(h1, h0, bits), funnel(h0, l1, bits));
    let (q1, rest) = divide_step_64(rest, funnel(l1, l0, bits), divisor);
    let (q0, rest) = divide_step_64(rest, l0.wrapping_shl(bits), divisor);
    (join(q1, q0), shift_right_limb(rest, bits))
}

/// `(high * 2^128 + low) / 1e18` with the remainder, for high < 1e18: the most frequent divisor.
///
/// By the divisor's reciprocal instead of divisions (Moller, Granlund, Improved Division by Invariant Integers, IEEE
/// Transactions on Computers 60 (2011), algorithm 4).
#[inline(never)]
pub(crate) fn divide_by_wad(high: u128, low: u128) -> (u128, u64) {
    const BITS: u32 = WAD_LIMB.leading_zeros();
    let (_, h0) = split(high);
    let (l1, l0) = split(low);
    let (q1, rest) = divide_step_wad(funnel(h0, l1, BITS), funnel(l1, l0, BITS));
    let (q0, rest) = divide_step_wad(rest, l0 << BITS);
    (join(q1, q0), rest >> BITS)
}

/// 1e18 as a limb.
pub(crate) const WAD_LIMB: u64 = 1_000_000_000_000_000_000;
/// 1e18 with its leading bit in front.
const WAD_SHIFTED: u64 = WAD_LIMB << WAD_LIMB.leading_zeros();
/// `floor((2^128 - 1) / WAD_SHIFTED) - 2^64`.
const WAD_RECIPROCAL: u64 = split(u128::MAX / WAD_SHIFTED as u128).1;

/// `(rest * 2^64 + next) / WAD_SHIFTED` with the remainder, for rest < `WAD_SHIFTED`.
///
/// The product with the reciprocal is less than 0.56 below the quotient for this divisor, so that its whole part plus
/// one is right or one too large; the algorithm's second correction never applies.
#[inline(always)]
fn divide_step_wad(rest: u64, next: u64) -> (u64, u64) {
    let (quotient, fraction) =
        split(multiply_limbs(rest, WAD_RECIPROCAL).wrapping_add(join(rest, next)));
    let quotient = quotient.wrapping_add(1);
    let rest = next.wrapping_sub(quotient.wrapping_mul(WAD_SHIFTED));
    let above = u64::from(rest > fraction);
    (
        quotient.wrapping_sub(above),
        rest.wrapping_add(above.wrapping_mul(WAD_SHIFTED)),
    )
}

/// One 128-bit digit of a quotient: `(rest * 2^128 + next) / divisor` for rest < divisor, divisor >= 2^255.
#[inline(never)]
fn divide_step_128(rest: Pair, next: u128, divisor: Pair) -> (u128, Pair) {
    let (mut quotient, mut left, mut carried) = if rest.0 < divisor.0 {
        let (q, r) = divide(rest.0, rest.1, divisor.0);
        (q, r, false)
    } else {
        let (left, carried) = rest.1.overflowing_add(divisor.0);
        (u128::MAX, left, carried)
    };
    let mut product = multiply(quotient, divisor.1);
    while !carried && product > (left, next) {
        quotient = quotient.wrapping_sub(1);
        product = subtract(product, (0, divisor.1));
        (left, carried) = left.overflowing_add(divisor.0);
    }
    (quotient, subtract((left, next), product))
}

/// `(high * 2^256 + low) / divisor` and whether it leaves a remainder, for high < divisor (hence divisor > 0).
pub(crate) fn divide_pairs(high: Pair, low: Pair, divisor: Pair) -> (Pair, bool) {
    if divisor.0 == 0 {
        let (q1, rest) = divide(high.1, low.0, divisor.1);
        let (q0, rest) = divide(rest, low.1, divisor.1);
        return ((q1, q0), rest != 0);
    }
    let bits = divisor.0.leading_zeros();
    let divisor = shift_left(divisor, bits);
    let carried = shift_left((0, low.0), bits).0;
    let high = shift_left(high, bits);
    let low = shift_left(low, bits);
    let (q1, rest) = divide_step_128((high.0, high.1 | carried), low.0, divisor);
    let (q0, rest) = divide_step_128(rest, low.1, divisor);
    ((q1, q0), rest != (0, 0))
}
