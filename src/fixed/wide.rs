//! Products of twice the width and quotients of half the width, on 64-bit limbs.
//!
//! The chain charges a 128-bit product or quotient of the language (a library call on a machine of 64-bit words)
//! several times what the products and quotients of its own words cost; these functions are written in the latter.
//! Division is Knuth's algorithm D (The Art of Computer Programming 2, 4.3.1) with divisors of two digits, once per
//! digit size: 32, 64 and 128 bits. A divisor of two digits needs no loop over digits and no array.
//!
//! Within this file arithmetic is modulo the word wherever it says `wrapping`: each such step is exact by the
//! invariants of the algorithm, not by luck, and `tests/mul_div.rs` compares with big integers.

use ruint::aliases::U256;

/// A 256-bit value as (high, low).
pub(crate) type Pair = (u128, u128);

const LIMB_MASK: u64 = 0xffff_ffff;

/// High and low 64 bits.
#[inline(always)]
#[allow(clippy::cast_possible_truncation)] // taking the low half is the purpose
pub(crate) const fn split(x: u128) -> (u64, u64) {
    ((x >> 64) as u64, x as u64)
}

/// `high * 2^64 + low`.
#[inline(always)]
#[allow(clippy::cast_lossless)] // `From` is not const
pub(crate) const fn join(high: u64, low: u64) -> u128 {
    ((high as u128) << 64) | low as u128
}

/// A machine word of the chain as two halves.
pub(crate) const fn halves(x: U256) -> Pair {
    let [a, b, c, d] = x.into_limbs();
    (join(d, c), join(b, a))
}

/// Two halves as a word of the chain.
pub(crate) const fn word(x: Pair) -> U256 {
    let (d, c) = split(x.0);
    let (b, a) = split(x.1);
    U256::from_limbs([a, b, c, d])
}

/// `x * 2^bits` for bits < 128; the bits shifted out are lost.
#[inline(always)]
pub(crate) const fn shift_left(x: Pair, bits: u32) -> Pair {
    // Two steps: a shift by 128 is not defined, a shift by zero must stay possible.
    let carried = (x.1 >> 1).wrapping_shr(127_u32.wrapping_sub(bits));
    (x.0.wrapping_shl(bits) | carried, x.1.wrapping_shl(bits))
}

/// 64 x 64 -> 128 bits.
#[inline(always)]
pub(crate) fn multiply_limbs(a: u64, b: u64) -> u128 {
    let (a1, a0) = (a >> 32, a & LIMB_MASK);
    let (b1, b0) = (b >> 32, b & LIMB_MASK);
    let low = a0.wrapping_mul(b0);
    let cross = a1.wrapping_mul(b0).wrapping_add(low >> 32);
    let middle = a0.wrapping_mul(b1).wrapping_add(cross & LIMB_MASK);
    let high = a1
        .wrapping_mul(b1)
        .wrapping_add(cross >> 32)
        .wrapping_add(middle >> 32);
    join(high, (middle << 32) | (low & LIMB_MASK))
}

/// 128 x 128 -> 256 bits.
#[inline(never)]
pub(crate) fn multiply(a: u128, b: u128) -> Pair {
    let (a1, a0) = split(a);
    let (b1, b0) = split(b);
    let (carry, low) = split(multiply_limbs(a0, b0));
    let (left1, left0) = split(multiply_limbs(a1, b0));
    let (right1, right0) = split(multiply_limbs(a0, b1));
    let (carry, middle) = split(
        u128::from(carry)
            .wrapping_add(u128::from(left0))
            .wrapping_add(u128::from(right0)),
    );
    let high = multiply_limbs(a1, b1)
        .wrapping_add(u128::from(left1))
        .wrapping_add(u128::from(right1))
        .wrapping_add(u128::from(carry));
    (high, join(middle, low))
}

/// The high half of the product: `floor(a * b / 2^128)`. Multiplies fractions of 128 bits, rounding down.
#[inline(always)]
pub(crate) fn multiply_high(a: u128, b: u128) -> u128 {
    multiply(a, b).0
}

/// 256 x 256 -> 512 bits, as (high pair, low pair).
pub(crate) fn multiply_pairs(a: Pair, b: Pair) -> (Pair, Pair) {
    let (carry, low) = multiply(a.1, b.1);
    let (left1, left0) = multiply(a.0, b.1);
    let (right1, right0) = multiply(a.1, b.0);
    let (high1, high0) = multiply(a.0, b.0);
    let (middle, c0) = carry.overflowing_add(left0);
    let (middle, c1) = middle.overflowing_add(right0);
    let (third, c2) = high0.overflowing_add(left1);
    let (third, c3) = third.overflowing_add(right1);
    let (third, c4) = third.overflowing_add(u128::from(c0).wrapping_add(u128::from(c1)));
    let fourth = high1
        .wrapping_add(u128::from(c2))
        .wrapping_add(u128::from(c3))
        .wrapping_add(u128::from(c4));
    ((fourth, third), (middle, low))
}

/// One 32-bit digit of a quotient: `(rest * 2^32 + next) / divisor` for rest < divisor, divisor >= 2^63.
#[inline(always)]
fn divide_step_32(rest: u64, next: u64, divisor: u64) -> (u64, u64) {
    let (d1, d0) = (divisor >> 32, divisor & LIMB_MASK);
    let mut quotient = rest.checked_div(d1).unwrap_or(0);
    let mut left = rest.wrapping_sub(quotient.wrapping_mul(d1));
    while quotient > LIMB_MASK || quotient.wrapping_mul(d0) > ((left << 32) | next) {
        quotient = quotient.wrapping_sub(1);
        left = left.wrapping_add(d1);
        if left > LIMB_MASK {
            break;
        }
    }
    let rest = ((rest << 32) | next).wrapping_sub(quotient.wrapping_mul(divisor));
    (quotient, rest)
}

/// `(high * 2^64 + low) / divisor` with the remainder, for high < divisor, divisor >= 2^63.
pub(crate) fn divide_limbs(high: u64, low: u64, divisor: u64) -> (u64, u64) {
    let (q1, rest) = divide_step_32(high, low >> 32, divisor);
    let (q0, rest) = divide_step_32(rest, low & LIMB_MASK, divisor);
    ((q1 << 32) | q0, rest)
}

/// One 64-bit digit of a quotient: `(rest * 2^64 + next) / divisor` for rest < divisor, divisor >= 2^127.
#[inline(never)]
fn divide_step_64(rest: u128, next: u64, divisor: u128) -> (u64, u128) {
    let (r1, r0) = split(rest);
    let (d1, d0) = split(divisor);
    // The digit estimated from the divisor's leading digit: at most two too large.
    let (mut quotient, mut left) = if r1 < d1 {
        let (q, r) = divide_limbs(r1, r0, d1);
        (q, u128::from(r))
    } else {
        (u64::MAX, u128::from(r0).wrapping_add(u128::from(d1)))
    };
    let mut product = multiply_limbs(quotient, d0);
    while left >> 64 == 0 && product > ((left << 64) | u128::from(next)) {
        quotient = quotient.wrapping_sub(1);
        product = product.wrapping_sub(u128::from(d0));
        left = left.wrapping_add(u128::from(d1));
    }
    let rest = ((left << 64) | u128::from(next)).wrapping_sub(product);
    (quotient, rest)
}

/// `(high * 2^128 + low) / divisor` with the remainder, for high < divisor (hence divisor > 0).
#[inline(never)]
pub(crate) fn divide(high: u128, low: u128, divisor: u128) -> (u128, u128) {
    let bits = divisor.leading_zeros();
    let divisor = divisor.wrapping_shl(bits);
    let (high, low) = shift_left((high, low), bits);
    let (low1, low0) = split(low);
    let (q1, rest) = divide_step_64(high, low1, divisor);
    let (q0, rest) = divide_step_64(rest, low0, divisor);
    (join(q1, q0), rest.wrapping_shr(bits))
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

/// `a + b` modulo 2^256.
#[inline(always)]
#[allow(clippy::cast_lossless)] // `From` is not const
pub(crate) const fn add(a: Pair, b: Pair) -> Pair {
    let (low, carry) = a.1.overflowing_add(b.1);
    (a.0.wrapping_add(b.0).wrapping_add(carry as u128), low)
}

/// `a - b` modulo 2^256.
#[inline(always)]
#[allow(clippy::cast_lossless)] // `From` is not const
pub(crate) const fn subtract(a: Pair, b: Pair) -> Pair {
    let (low, borrow) = a.1.overflowing_sub(b.1);
    (a.0.wrapping_sub(b.0).wrapping_sub(borrow as u128), low)
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
