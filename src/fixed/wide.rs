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

/// The upper word of `(high * 2^64 + low) * 2^bits` for bits < 64.
#[inline(always)]
const fn funnel(high: u64, low: u64, bits: u32) -> u64 {
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

/// `x / 2^bits` rounded down, and whether bits were lost.
pub(crate) const fn shift_right(x: Pair, mut bits: u32) -> (Pair, bool) {
    let (mut x3, mut x2) = split(x.0);
    let (mut x1, mut x0) = split(x.1);
    let mut lost = 0;
    while bits >= 64 {
        if x3 | x2 | x1 | x0 == 0 {
            return ((0, 0), lost != 0);
        }
        lost |= x0;
        (x3, x2, x1, x0) = (0, x3, x2, x1);
        bits = bits.wrapping_sub(64);
    }
    // To the left instead, with the whole limbs of the result one place up.
    let up = 64_u32.wrapping_sub(bits);
    if up == 64 {
        return ((join(x3, x2), join(x1, x0)), lost != 0);
    }
    lost |= x0.wrapping_shl(up);
    let result = (
        join(x3.wrapping_shr(bits), funnel(x3, x2, up)),
        join(funnel(x2, x1, up), funnel(x1, x0, up)),
    );
    (result, lost != 0)
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

/// The product of two fractions of 64 bits, less than 3 * 2^-64 below the true one, monotone in both.
///
/// Without the product of the low halves. The compiler would make a 128-bit product of the exact form where one side
/// is constant, at six times the price.
#[inline(always)]
pub(crate) fn multiply_fractions(a: u64, b: u64) -> u64 {
    let (a1, a0) = (a >> 32, a & LIMB_MASK);
    let (b1, b0) = (b >> 32, b & LIMB_MASK);
    a1.wrapping_mul(b1)
        .wrapping_add(a1.wrapping_mul(b0) >> 32)
        .wrapping_add(a0.wrapping_mul(b1) >> 32)
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

/// `(high * 2^64 + low) / divisor` with the remainder, for high < divisor, divisor >= 2^63.
#[inline(always)]
pub(crate) fn divide_limbs(high: u64, low: u64, divisor: u64) -> (u64, u64) {
    let (q1, rest) = divide_step_32(high, low >> 32, divisor);
    let (q0, rest) = divide_step_32(rest, low & LIMB_MASK, divisor);
    ((q1 << 32) | q0, rest)
}

/// One 32-bit digit of a quotient: `(rest * 2^32 + next) / divisor` for rest < divisor, divisor >= 2^63.
///
/// The digit estimated from the divisor's leading digit is at most two too large. The corrections are computed, not
/// branched on: a branch costs more than they do.
#[inline(always)]
fn divide_step_32(rest: u64, next: u64, divisor: u64) -> (u64, u64) {
    let (d1, d0) = (divisor >> 32, divisor & LIMB_MASK);
    let mut quotient = rest.checked_div(d1 | (1 << 31)).unwrap_or(0); // the bit is set; now the compiler knows
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
const WAD_LIMB: u64 = 1_000_000_000_000_000_000;
/// 1e18 with its leading bit in front.
const WAD_SHIFTED: u64 = WAD_LIMB << WAD_LIMB.leading_zeros();
/// `floor((2^128 - 1) / WAD_SHIFTED) - 2^64`.
const WAD_RECIPROCAL: u64 = split(u128::MAX / WAD_SHIFTED as u128).1;

/// `(rest * 2^64 + next) / WAD_SHIFTED` with the remainder, for rest < `WAD_SHIFTED`.
#[inline(always)]
fn divide_step_wad(rest: u64, next: u64) -> (u64, u64) {
    let (quotient, fraction) =
        split(multiply_limbs(rest, WAD_RECIPROCAL).wrapping_add(join(rest, next)));
    let quotient = quotient.wrapping_add(1);
    let rest = next.wrapping_sub(quotient.wrapping_mul(WAD_SHIFTED));
    let above = u64::from(rest > fraction);
    let quotient = quotient.wrapping_sub(above);
    let rest = rest.wrapping_add(above.wrapping_mul(WAD_SHIFTED));
    let below = u64::from(rest >= WAD_SHIFTED);
    (
        quotient.wrapping_add(below),
        rest.wrapping_sub(below.wrapping_mul(WAD_SHIFTED)),
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
