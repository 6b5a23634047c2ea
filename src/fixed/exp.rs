//! e^x and 2^x: one series, three formats, rounded down or up.
//!
//! x is taken apart into an integer k and a fraction f of powers of two; `2^f = e^(f ln 2)`, with f reduced to
//! [0, 1/2) by a factor sqrt(1/2), so that the Taylor series runs to 0.347 (model 1.2). The directed results are on
//! their side of the true value: the series' result is moved by a stated slack before it is rounded.

use crate::log::LN_2;
use crate::mul_div::add_one;
use crate::wide::{divide, multiply, multiply_high, shift_left, word, Pair};
use crate::{MathError, U256, WAD};

/// floor(sqrt(1/2) * 2^128).
const SQRT_HALF: u128 = 0xb504_f333_f9de_6484_597d_89b3_754a_be9f;
/// Fractional bits of a mantissa.
const FRACTION: u32 = 126;

/// `floor(2^126 / n!)` for n = 0, 1, ...
#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // evaluated by the compiler
#[allow(clippy::cast_lossless)] // `From` is not const
const fn factorial_reciprocals<const N: usize>() -> [u128; N] {
    let mut table = [1 << FRACTION; N];
    let mut n = 1;
    while n < N {
        table[n] = table[n - 1] / n as u128;
        n += 1;
    }
    table
}

/// The series and the error it leaves in the mantissa, at scale 2^-126.
pub(crate) struct Series {
    terms: &'static [u128],
    slack: u128,
}

static TERMS_WAD: [u128; 18] = factorial_reciprocals();
static TERMS_WIDE: [u128; 25] = factorial_reciprocals();

/// 18 terms: the rest is below 2^-79.
pub(crate) const SHORT: Series = Series {
    terms: &TERMS_WAD,
    slack: 1 << 47,
};
/// 25 terms: the rest and the error of x / ln 2 are together below 2^-119.
const LONG: Series = Series {
    terms: &TERMS_WIDE,
    slack: 1 << 7,
};

/// The side of the true value on which a result lies.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Down,
    Up,
}

/// An exponent of two: `whole + fraction / 2^128`. `None` where it is beyond any format.
#[derive(Clone, Copy)]
pub(crate) struct Exponent {
    whole: i32,
    fraction: u128,
}

/// Exponents at and beyond this magnitude are zero or overflow in every format.
const FAR: u128 = 512;

impl Exponent {
    /// From a sign and a magnitude `whole + fraction / 2^128`.
    fn new(negative: bool, whole: u128, fraction: u128) -> Self {
        let whole = i32::try_from(whole.min(FAR)).unwrap_or(0);
        match (negative, fraction) {
            (false, _) => Self { whole, fraction },
            (true, 0) => Self {
                whole: whole.wrapping_neg(),
                fraction,
            },
            (true, _) => Self {
                whole: whole.wrapping_neg().wrapping_sub(1),
                fraction: fraction.wrapping_neg(),
            },
        }
    }

    /// `numerator / denominator`; exact where the quotient is an integer. The denominator is not zero.
    pub(crate) fn ratio(negative: bool, numerator: u128, denominator: u128) -> Self {
        let (whole, rest) = divide(0, numerator, denominator);
        let (fraction, _) = divide(rest, 0, denominator);
        Self::new(negative, whole, fraction)
    }

    /// `x * factor / 2^bits` for bits in 129..256.
    fn product(x: i128, factor: u128, bits: u32) -> Self {
        let product = multiply(x.unsigned_abs(), factor);
        let bits = bits.wrapping_sub(128);
        let fraction = shift_left(product, 128_u32.wrapping_sub(bits)).0;
        Self::new(x < 0, product.0.wrapping_shr(bits), fraction)
    }
}

/// `one * 2^exponent` on the given side of the true value.
pub(crate) fn power(
    exponent: Exponent,
    one: u128,
    series: &Series,
    side: Side,
) -> Result<Pair, MathError> {
    const HALF: u128 = 1 << 127;
    let Exponent {
        mut whole,
        fraction,
    } = exponent;
    let mut mantissa: u128 = 1 << FRACTION;
    if fraction != 0 {
        let x = multiply_high(fraction & !HALF, LN_2);
        mantissa = 0;
        for term in series.terms.iter().rev() {
            mantissa = term.wrapping_add(multiply_high(mantissa, x)); // < sqrt 2 * 2^126
        }
        if fraction >= HALF {
            mantissa = multiply_high(mantissa, SQRT_HALF);
            whole = whole.wrapping_add(1);
        }
        mantissa = match side {
            Side::Down => mantissa.wrapping_sub(series.slack),
            Side::Up => mantissa.wrapping_add(series.slack),
        };
    }
    scale(multiply(mantissa, one), whole.wrapping_sub(126), side)
}

/// `x * 2^exponent`, rounded to an integer.
fn scale(x: Pair, exponent: i32, side: Side) -> Result<Pair, MathError> {
    let mut value = x;
    let mut bits = exponent.unsigned_abs();
    if exponent >= 0 {
        let spare = if x.0 == 0 {
            x.1.leading_zeros().wrapping_add(128)
        } else {
            x.0.leading_zeros()
        };
        if bits > spare {
            return Err(MathError::Overflow);
        }
        if bits >= 128 {
            value = (value.1, 0);
            bits = bits.wrapping_sub(128);
        }
        return Ok(shift_left(value, bits));
    }
    let mut lost = 0;
    while bits >= 128 {
        lost |= value.1;
        value = (0, value.0);
        bits = bits.wrapping_sub(128);
    }
    if bits > 0 {
        let up = 128_u32.wrapping_sub(bits);
        lost |= value.1.wrapping_shl(up);
        value = (
            value.0.wrapping_shr(bits),
            value.0.wrapping_shl(up) | value.1.wrapping_shr(bits),
        );
    }
    if lost != 0 && side == Side::Up {
        return add_one(value);
    }
    Ok(value)
}

/// log2(e) / 1e18 at scale 2^-187, to nearest.
const LOG2_E_OVER_WAD: u128 = 0xd4e7_7a47_3097_9b27_92f4_6bd3_5d5b_2a8e;
/// log2(e) at scale 2^-127, to nearest.
const LOG2_E: u128 = 0xb8aa_3b29_5c17_f0bb_be87_fed0_691d_3e89;

fn exp_wad(x: i128, side: Side) -> Result<U256, MathError> {
    power(
        Exponent::product(x, LOG2_E_OVER_WAD, 187),
        WAD,
        &SHORT,
        side,
    )
    .map(word)
}

fn exp2_wad(x: i128, side: Side) -> Result<U256, MathError> {
    power(
        Exponent::ratio(x < 0, x.unsigned_abs(), WAD),
        WAD,
        &SHORT,
        side,
    )
    .map(word)
}

fn narrow(value: Pair) -> Result<u128, MathError> {
    match value {
        (0, low) => Ok(low),
        _ => Err(MathError::Overflow),
    }
}

fn exp_q64(x: i128, side: Side) -> Result<u128, MathError> {
    power(Exponent::product(x, LOG2_E, 191), 1 << 64, &LONG, side).and_then(narrow)
}

fn exp2_q64(x: i128, side: Side) -> Result<u128, MathError> {
    power(
        Exponent::ratio(x < 0, x.unsigned_abs(), 1 << 64),
        1 << 64,
        &LONG,
        side,
    )
    .and_then(narrow)
}

fn exp_q96(x: i128, side: Side) -> Result<U256, MathError> {
    power(Exponent::product(x, LOG2_E, 223), 1 << 96, &LONG, side).map(word)
}

fn exp2_q96(x: i128, side: Side) -> Result<U256, MathError> {
    power(
        Exponent::ratio(x < 0, x.unsigned_abs(), 1 << 96),
        1 << 96,
        &LONG,
        side,
    )
    .map(word)
}

/// `e^x` of a WAD value, in WAD, never above the true value. Relative error below 2^-77 and one ulp; zero below
/// x = -41.4; `e^0 = 1` exactly. Error: `Overflow` from 2^256 ulp on (x about 136).
pub fn exp_wad_down(x: i128) -> Result<U256, MathError> {
    exp_wad(x, Side::Down)
}

/// `e^x` of a WAD value, in WAD, never below the true value. Otherwise as [`exp_wad_down`]; one ulp at least.
pub fn exp_wad_up(x: i128) -> Result<U256, MathError> {
    exp_wad(x, Side::Up)
}

/// `2^x` of a WAD value, in WAD, never above the true value. Relative error below 2^-77 and one ulp; exact at
/// integers. Error: `Overflow` from 2^256 ulp on (x about 196).
pub fn exp2_wad_down(x: i128) -> Result<U256, MathError> {
    exp2_wad(x, Side::Down)
}

/// `2^x` of a WAD value, in WAD, never below the true value. Otherwise as [`exp2_wad_down`].
pub fn exp2_wad_up(x: i128) -> Result<U256, MathError> {
    exp2_wad(x, Side::Up)
}

/// `e^x` of a Q64.64 value, in Q64.64, never above the true value. Relative error below 2^-117 and one ulp. Error:
/// `Overflow` from 2^128 ulp on.
pub fn exp_q64_down(x: i128) -> Result<u128, MathError> {
    exp_q64(x, Side::Down)
}

/// `e^x` of a Q64.64 value, in Q64.64, never below the true value. Otherwise as [`exp_q64_down`].
pub fn exp_q64_up(x: i128) -> Result<u128, MathError> {
    exp_q64(x, Side::Up)
}

/// `2^x` of a Q64.64 value, in Q64.64, never above the true value. Relative error below 2^-117 and one ulp; exact at
/// integers. Error: `Overflow` from 2^128 ulp on.
pub fn exp2_q64_down(x: i128) -> Result<u128, MathError> {
    exp2_q64(x, Side::Down)
}

/// `2^x` of a Q64.64 value, in Q64.64, never below the true value. Otherwise as [`exp2_q64_down`].
pub fn exp2_q64_up(x: i128) -> Result<u128, MathError> {
    exp2_q64(x, Side::Up)
}

/// `e^x` of a value with 96 fractional bits, in the same format, never above the true value. Relative error below
/// 2^-117 and one ulp. Error: `Overflow` from 2^256 ulp on.
pub fn exp_q96_down(x: i128) -> Result<U256, MathError> {
    exp_q96(x, Side::Down)
}

/// `e^x` of a value with 96 fractional bits, never below the true value. Otherwise as [`exp_q96_down`].
pub fn exp_q96_up(x: i128) -> Result<U256, MathError> {
    exp_q96(x, Side::Up)
}

/// `2^x` of a value with 96 fractional bits, in the same format, never above the true value. Relative error below
/// 2^-117 and one ulp; exact at integers. Error: `Overflow` from 2^256 ulp on.
pub fn exp2_q96_down(x: i128) -> Result<U256, MathError> {
    exp2_q96(x, Side::Down)
}

/// `2^x` of a value with 96 fractional bits, never below the true value. Otherwise as [`exp2_q96_down`].
pub fn exp2_q96_up(x: i128) -> Result<U256, MathError> {
    exp2_q96(x, Side::Up)
}
