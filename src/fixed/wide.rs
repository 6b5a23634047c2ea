//! Products of twice the width, and the moves on 256-bit values that they need, on 64-bit limbs.
//!
//! The chain charges a 128-bit product of the language (a library call on a machine of 64-bit words) several times
//! what the products of its own words cost, and a call or a branch more than a dozen additions; these functions are
//! written for that. Arithmetic is modulo the word wherever it says `wrapping`: each such step is exact by the sizes of
//! its operands, and `tests/properties.rs` compares with big integers.

use ruint::aliases::U256;

/// A 256-bit value as (high, low).
pub(crate) type Pair = (u128, u128);

/// The low half of a limb.
pub(crate) const LIMB_MASK: u64 = 0xffff_ffff;

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

/// The high and the low 128 bits of a word of the chain.
pub const fn halves(x: U256) -> (u128, u128) {
    let [a, b, c, d] = x.into_limbs();
    (join(d, c), join(b, a))
}

/// The word of the chain with these high and low 128 bits.
pub const fn word(x: (u128, u128)) -> U256 {
    let (d, c) = split(x.0);
    let (b, a) = split(x.1);
    U256::from_limbs([a, b, c, d])
}

/// The upper word of `(high * 2^64 + low) * 2^bits` for bits < 64.
#[inline(always)]
pub(crate) const fn funnel(high: u64, low: u64, bits: u32) -> u64 {
    // Two steps: a shift by 64 is not defined, a shift by zero must stay possible.
    high.wrapping_shl(bits) | (low >> 1).wrapping_shr(63_u32.wrapping_sub(bits))
}

/// `x / 2^bits` for bits < 64, rounded down.
#[inline(always)]
pub(crate) const fn shift_right_limb(x: u128, bits: u32) -> u128 {
    let (high, low) = split(x);
    let carried = (high << 1).wrapping_shl(63_u32.wrapping_sub(bits));
    join(high.wrapping_shr(bits), low.wrapping_shr(bits) | carried)
}

/// `x * 2^bits` for bits < 128; the bits shifted out are lost.
#[inline(always)]
pub(crate) const fn shift_left_u128(x: u128, bits: u32) -> u128 {
    let (mut high, mut low) = split(x);
    if bits >= 64 {
        (high, low) = (low, 0);
    }
    let bits = bits & 63;
    join(funnel(high, low, bits), low.wrapping_shl(bits))
}

/// `x * 2^bits` for bits < 128; the bits shifted out are lost.
pub(crate) const fn shift_left(x: Pair, bits: u32) -> Pair {
    let (mut x3, mut x2) = split(x.0);
    let (mut x1, mut x0) = split(x.1);
    if bits >= 64 {
        (x3, x2, x1, x0) = (x2, x1, x0, 0);
    }
    let bits = bits & 63;
    (
        join(funnel(x3, x2, bits), funnel(x2, x1, bits)),
        join(funnel(x1, x0, bits), x0.wrapping_shl(bits)),
    )
}

/// `x / 2^bits` rounded down, and whether bits were lost; at most a thousand bits.
pub(crate) const fn shift_right(x: Pair, mut bits: u32) -> (Pair, bool) {
    let (mut x3, mut x2) = split(x.0);
    let (mut x1, mut x0) = split(x.1);
    let mut lost = 0;
    while bits >= 64 {
        lost |= x0;
        (x3, x2, x1, x0) = (0, x3, x2, x1);
        bits = bits.wrapping_sub(64);
    }
    // To the left instead, with the whole limbs of the result one place up: one bit and then the rest, since a shift by
    // 64 is not defined.
    let up = 63_u32.wrapping_sub(bits);
    lost |= (x0 << 1).wrapping_shl(up);
    let high = shift_right_limb(join(x3, x2), bits);
    let low = join(
        (x2 << 1).wrapping_shl(up) | x1.wrapping_shr(bits),
        (x1 << 1).wrapping_shl(up) | x0.wrapping_shr(bits),
    );
    ((high, low), lost != 0)
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

/// The product of two fractions of 64 bits, rounded down.
#[inline(always)]
pub(crate) fn multiply_limbs_high(a: u64, b: u64) -> u64 {
    split(multiply_limbs(a, b)).0
}

/// `a * b`, exact: what is above the lowest limb, less than 2^128, and that limb.
#[inline(always)]
pub(crate) fn multiply_by_limb(a: u128, b: u64) -> (u128, u64) {
    let (a1, a0) = split(a);
    let (carry, low) = split(multiply_limbs(a0, b));
    (multiply_limbs(a1, b).wrapping_add(u128::from(carry)), low)
}

/// The product of two fractions of 64 bits, less than 3 * 2^-64 below the true one, monotone in both.
///
/// Without the product of the low halves. The compiler would make a 128-bit product of the exact form where one side
/// is constant, at six times the price.
#[must_use]
#[inline(always)]
pub const fn multiply_fractions(a: u64, b: u64) -> u64 {
    let (a1, a0) = (a >> 32, a & LIMB_MASK);
    let (b1, b0) = (b >> 32, b & LIMB_MASK);
    a1.wrapping_mul(b1)
        .wrapping_add(a1.wrapping_mul(b0) >> 32)
        .wrapping_add(a0.wrapping_mul(b1) >> 32)
}

/// The product of two fractions of 128 bits, less than 3 * 2^-128 below the true one, monotone in both.
///
/// Without the product of the low halves, and in place.
#[inline(always)]
pub(crate) fn multiply_long_fractions(a: u128, b: u128) -> u128 {
    let (a1, a0) = split(a);
    let (b1, b0) = split(b);
    multiply_limbs(a1, b1)
        .wrapping_add(u128::from(multiply_limbs_high(a1, b0)))
        .wrapping_add(u128::from(multiply_limbs_high(a0, b1)))
}

/// The product of a signed number and a signed fraction of 64 bits (`a * b / 2^64`), less than 3 units below the true one.
#[must_use]
#[inline(always)]
#[allow(clippy::cast_possible_wrap)] // a half limb is not negative
pub const fn multiply_signed_fractions(a: i64, b: i64) -> i64 {
    const MASK: i64 = LIMB_MASK as i64;
    let (a1, a0) = (a >> 32, a & MASK);
    let (b1, b0) = (b >> 32, b & MASK);
    a1.wrapping_mul(b1)
        .wrapping_add(a1.wrapping_mul(b0) >> 32)
        .wrapping_add(a0.wrapping_mul(b1) >> 32)
}

/// `a * b`, exact: the high and the low 128 bits.
#[inline(never)]
pub fn multiply(a: u128, b: u128) -> (u128, u128) {
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

/// The high half of a signed product: `floor(a * b / 2^128)`.
#[inline(always)]
pub(crate) fn multiply_signed_high(a: i128, b: i128) -> i128 {
    // As unsigned numbers, a negative one is 2^128 too large.
    multiply_high(a.cast_unsigned(), b.cast_unsigned())
        .cast_signed()
        .wrapping_sub(a & (b >> 127))
        .wrapping_sub(b & (a >> 127))
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
