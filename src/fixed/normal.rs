//! The normal distribution: density, distribution, complementary error function and quantile; one kernel, three formats.
//!
//! Arguments become binary fractions. `phi(x) = e^(-x^2/2) / sqrt(2 pi)` from the series of the powers;
//! `1 - Phi(x) = phi(x) R(x)` with the ratio of Mills `R` from one polynomial for the whole half line, so that the tail
//! keeps its relative precision; `Phi(-x) = 1 - Phi(x)` by construction. `Phi^-1` is a polynomial in
//! `sqrt(-2 ln p)`, refined by Halley's iteration, always from the smaller tail.
//!
//! Monotone: an ulp in x moves `1 - Phi` by `phi(x)` ulp, relatively by more than 4/5 of an ulp of one, while the error
//! before rounding is less than 2^-64 (WAD) or 2^-112 of the value; the density is monotone as the powers are.

mod polynomial;

use crate::division::divide;
use crate::exp::{self, Exponent, LOG2_E};
use crate::log;
use crate::sqrt::root_u128;
use crate::wide::{
    multiply, multiply_high, multiply_signed_high, shift_left_u128, shift_right, split, Pair,
};
use crate::{MathError, WAD};
use polynomial::{quantile_gap, Mills};

/// Fractional bits of an argument; magnitudes below 32 fit.
const ARGUMENT: u32 = 123;
/// Fractional bits of a mantissa.
const FRACTION: u32 = 126;
/// Beyond this magnitude every format's tail and density round to zero: `1 - Phi(12) < 2^-108`.
const FAR: u8 = 12;
/// floor(2^128 / sqrt(2 pi)).
const DENSITY_AT_ZERO: u128 = 0x6621_14cf_50d9_4234_3f2c_f140_2eae_38bf;
/// floor(2^128 / sqrt 2).
const SQRT_HALF: u128 = 0xb504_f333_f9de_6484_597d_89b3_754a_be9f;
/// floor(ln 2 * 2^126), which is 128 ln 2 at the scale of a logarithm.
const LN_2_128: u128 = 0x2c5c_85fd_f473_de6a_f278_ece6_00fc_bdab;

/// What a number format is to the kernel.
trait Format {
    const ONE: u128;
    /// An argument is `floor(x * 2^SHIFT * FACTOR / 2^128)`.
    const SHIFT: u32;
    const FACTOR: u128;
    type Power: exp::Series;
    type Tail: Mills;
    /// Steps of Halley's iteration: each cubes an error that starts at 2^-25.
    const STEPS: u32;
}

struct Wad;

impl Format for Wad {
    const ONE: u128 = WAD;
    const SHIFT: u32 = 64;
    /// floor(2^187 / 1e18).
    const FACTOR: u128 = 0x9392_ee8e_921d_5d07_3aff_322e_6243_9fcf;
    type Power = exp::Short;
    type Tail = polynomial::Short;
    const STEPS: u32 = 1;
}

struct Q64;

impl Format for Q64 {
    const ONE: u128 = 1 << 64;
    const SHIFT: u32 = 60;
    const FACTOR: u128 = 1 << 127;
    type Power = exp::Long;
    type Tail = polynomial::Long;
    const STEPS: u32 = 1;
}

struct Q96;

impl Format for Q96 {
    const ONE: u128 = 1 << 96;
    const SHIFT: u32 = 28;
    const FACTOR: u128 = 1 << 127;
    type Power = exp::Long;
    type Tail = polynomial::Long;
    const STEPS: u32 = 2;
}

/// The magnitude of an argument as a binary fraction, `FAR` at most.
fn argument<F: Format>(x: i128) -> u128 {
    let far = F::ONE.wrapping_mul(u128::from(FAR)); // 12 * 2^96 at most
    multiply_high(
        shift_left_u128(x.unsigned_abs().min(far), F::SHIFT),
        F::FACTOR,
    )
}

/// `phi(x)` as a mantissa at scale 2^-126, from 0.23 to 0.48, and a power of two that is not positive.
fn density<S: exp::Series>(x: u128) -> (u128, i32) {
    // x^2 <= 144 at scale 2^-118: 126 bits.
    let square = multiply_high(x, x).cast_signed();
    let (power, whole) = exp::mantissa::<S>(Exponent::product(square.wrapping_neg(), LOG2_E, 246));
    (multiply_high(power, DENSITY_AT_ZERO), whole)
}

/// The ratio of Mills at scale 2^-126.
fn mills<M: Mills>(x: u128) -> u128 {
    const FOUR: u128 = 4 << ARGUMENT;
    // 4 / (x + 4); a unit in the last place below it at x = 0, where the quotient would be one.
    let (closeness, _) = divide(FOUR - 1, u128::MAX, x.wrapping_add(FOUR));
    let s = closeness.wrapping_sub(5 << 125).cast_signed();
    multiply_high(M::scaled(s).cast_unsigned(), closeness)
}

/// `x / 2^bits` of a value below 2^128 units, to nearest; bits > 0.
fn nearest(x: Pair, bits: u32) -> u128 {
    let ((_, twice), _) = shift_right(x, bits.wrapping_sub(1));
    (twice >> 1).wrapping_add(twice & 1)
}

/// `one * value * 2^(whole - fraction)`, to nearest, of a value below 2^fraction.
fn to_format<F: Format>((value, whole): (u128, i32), fraction: u32) -> u128 {
    nearest(
        multiply(value, F::ONE),
        fraction.wrapping_add(whole.unsigned_abs()),
    )
}

fn pdf<F: Format>(x: i128) -> u128 {
    to_format::<F>(density::<F::Power>(argument::<F>(x)), FRACTION)
}

/// `1 - Phi(x)` as a mantissa and a power of two.
fn tail<F: Format>(x: u128) -> (u128, i32) {
    let (density, whole) = density::<F::Power>(x);
    (multiply_high(density << 1, mills::<F::Tail>(x) << 1), whole)
}

fn cdf<F: Format>(x: i128) -> u128 {
    let smaller = to_format::<F>(tail::<F>(argument::<F>(x)), FRACTION);
    if x.is_negative() {
        smaller
    } else {
        F::ONE.wrapping_sub(smaller)
    }
}

fn erfc<F: Format>(x: i128) -> u128 {
    // 2 (1 - Phi(x sqrt 2)).
    let argument = multiply_high(argument::<F>(x), SQRT_HALF) << 1;
    let far = u128::from(FAR) << ARGUMENT;
    let smaller = to_format::<F>(tail::<F>(argument.min(far)), FRACTION - 1);
    if x.is_negative() {
        (F::ONE << 1).wrapping_sub(smaller)
    } else {
        smaller
    }
}

/// x with `1 - Phi(x) = p / 2^128`, within 2^-25, for p from 2^32 to 2^127.
fn quantile_guess(p: u128) -> Result<u128, MathError> {
    // r = sqrt(-2 ln p) at scale 2^-59: from 1.17 to 11.6.
    let surprise = LN_2_128.wrapping_sub(log::ln_of_integer(p)?);
    let r = root_u128(surprise);
    let (reciprocal, _) = divide(0, 1 << 124, u128::from(r.wrapping_add(1 << 59)));
    let (_, reciprocal) = split(reciprocal);
    let gap = quantile_gap(reciprocal.wrapping_sub(69 << 57).cast_signed());
    let x = r.cast_signed().wrapping_sub(gap << 2);
    Ok(u128::from(x.max(0).cast_unsigned()) << (ARGUMENT - 59))
}

/// One step of Halley's iteration towards `1 - Phi(x) = p / 2^128`.
fn quantile_step<F: Format>(x: u128, p: u128) -> u128 {
    let (density, whole) = density::<F::Power>(x);
    // p / phi(x) at scale 2^-126. Near the solution it is the ratio of Mills, 1.26 at most: p moved by the power of two
    // fits 128 bits, its upper part is below the density, and its last four bits do not count.
    let p = shift_left_u128(p, whole.unsigned_abs());
    let (ratio, _) = divide(p >> 4, 0, density);
    let error = mills::<F::Tail>(x).wrapping_sub(ratio).cast_signed();
    // error (1 + x error / 2), at scale 2^-126.
    let bend = multiply_signed_high(multiply_signed_high(x.cast_signed(), error), error);
    let step = error.wrapping_add(bend << 6);
    let x = x.cast_signed().wrapping_add(step >> (FRACTION - ARGUMENT));
    x.max(0).cast_unsigned()
}

fn inv<F: Format>(p: u128) -> Result<i128, MathError> {
    let other = F::ONE.checked_sub(p).ok_or(MathError::Domain)?;
    let smaller = p.min(other);
    if smaller == 0 {
        return Err(MathError::Domain);
    }
    let (p_fraction, _) = divide(smaller, 0, F::ONE);
    let mut x = quantile_guess(p_fraction)?;
    for _ in 0..F::STEPS {
        x = quantile_step::<F>(x, p_fraction);
    }
    let magnitude = nearest(multiply(x, F::ONE), ARGUMENT).cast_signed();
    Ok(if p < other {
        magnitude.wrapping_neg()
    } else {
        magnitude
    })
}

/// Density of the normal distribution at a WAD value, in WAD, to nearest (within 0.51 ulp); symmetric, falling in |x|,
/// zero from |x| = 9.06 on.
pub fn norm_pdf_wad(x: i128) -> u128 {
    pdf::<Wad>(x)
}

/// Density at a Q64.64 value, in Q64.64, to nearest (within 0.501 ulp). Otherwise as [`norm_pdf_wad`].
pub fn norm_pdf_q64(x: i128) -> u128 {
    pdf::<Q64>(x)
}

/// Density at a value with 96 fractional bits, in the same format, to nearest (within 0.501 ulp). Otherwise as
/// [`norm_pdf_wad`].
pub fn norm_pdf_q96(x: i128) -> u128 {
    pdf::<Q96>(x)
}

/// `Phi(x)`, the normal distribution at a WAD value, in WAD, to nearest (within 0.51 ulp); monotone;
/// `Phi(-x) = 1 - Phi(x)` exactly.
pub fn norm_cdf_wad(x: i128) -> u128 {
    cdf::<Wad>(x)
}

/// `Phi(x)` of a Q64.64 value, in Q64.64, to nearest (within 0.501 ulp). Otherwise as [`norm_cdf_wad`].
pub fn norm_cdf_q64(x: i128) -> u128 {
    cdf::<Q64>(x)
}

/// `Phi(x)` of a value with 96 fractional bits, in the same format, to nearest (within 0.501 ulp). Otherwise as
/// [`norm_cdf_wad`].
pub fn norm_cdf_q96(x: i128) -> u128 {
    cdf::<Q96>(x)
}

/// `erfc(x) = 2 (1 - Phi(x sqrt 2))` of a WAD value, in WAD, to nearest (within 0.51 ulp); monotone;
/// `erfc(-x) = 2 - erfc(x)` exactly.
pub fn erfc_wad(x: i128) -> u128 {
    erfc::<Wad>(x)
}

/// `erfc(x)` of a Q64.64 value, in Q64.64, to nearest (within 0.501 ulp). Otherwise as [`erfc_wad`].
pub fn erfc_q64(x: i128) -> u128 {
    erfc::<Q64>(x)
}

/// `erfc(x)` of a value with 96 fractional bits, in the same format, to nearest (within 0.501 ulp). Otherwise as
/// [`erfc_wad`].
pub fn erfc_q96(x: i128) -> u128 {
    erfc::<Q96>(x)
}

/// `Phi^-1(p)`, the normal quantile of a WAD probability, in WAD, to nearest (within 0.51 ulp); monotone;
/// `Phi^-1(1 - p) = -Phi^-1(p)` exactly. Error: `Domain` unless 0 < p < 1.
///
/// A probability near one has few digits in its distance from one: for an upper tail pass the tail's probability and
/// change the sign.
pub fn norm_inv_wad(p: u128) -> Result<i128, MathError> {
    inv::<Wad>(p)
}

/// `Phi^-1(p)` of a Q64.64 probability, in Q64.64, to nearest (within 0.51 ulp). Otherwise as [`norm_inv_wad`].
pub fn norm_inv_q64(p: u128) -> Result<i128, MathError> {
    inv::<Q64>(p)
}

/// `Phi^-1(p)` of a probability with 96 fractional bits, in the same format, to nearest (within 0.501 ulp). Otherwise
/// as [`norm_inv_wad`].
pub fn norm_inv_q96(p: u128) -> Result<i128, MathError> {
    inv::<Q96>(p)
}
