//! `a * b / d` with the full product in between, rounded as the name says.

use crate::wide::{divide, divide_pairs, halves, multiply, multiply_pairs, word, Pair};
use crate::{MathError, U256, WAD};

/// The quotient rounded down and whether a remainder was left.
fn quotient_u128(a: u128, b: u128, d: u128) -> Result<(u128, bool), MathError> {
    if d == 0 {
        return Err(MathError::DivisionByZero);
    }
    let (high, low) = multiply(a, b);
    if high >= d {
        return Err(MathError::Overflow);
    }
    let (quotient, rest) = divide(high, low, d);
    Ok((quotient, rest != 0))
}

/// `floor(a * b / d)` with a 256-bit product. Errors: `DivisionByZero`, `Overflow` beyond 128 bits.
pub fn mul_div_down_u128(a: u128, b: u128, d: u128) -> Result<u128, MathError> {
    quotient_u128(a, b, d).map(|(quotient, _)| quotient)
}

/// `ceil(a * b / d)` with a 256-bit product. Errors: `DivisionByZero`, `Overflow` beyond 128 bits.
pub fn mul_div_up_u128(a: u128, b: u128, d: u128) -> Result<u128, MathError> {
    let (quotient, inexact) = quotient_u128(a, b, d)?;
    quotient
        .checked_add(u128::from(inexact))
        .ok_or(MathError::Overflow)
}

/// `floor(a * b / 1e18)`: the product of two WAD values. Error: `Overflow`.
pub fn mul_wad_down(a: u128, b: u128) -> Result<u128, MathError> {
    mul_div_down_u128(a, b, WAD)
}

/// `ceil(a * b / 1e18)`. Error: `Overflow`.
pub fn mul_wad_up(a: u128, b: u128) -> Result<u128, MathError> {
    mul_div_up_u128(a, b, WAD)
}

/// `floor(a * 1e18 / b)`: the quotient of two WAD values. Errors: `DivisionByZero`, `Overflow`.
pub fn div_wad_down(a: u128, b: u128) -> Result<u128, MathError> {
    mul_div_down_u128(a, WAD, b)
}

/// `ceil(a * 1e18 / b)`. Errors: `DivisionByZero`, `Overflow`.
pub fn div_wad_up(a: u128, b: u128) -> Result<u128, MathError> {
    mul_div_up_u128(a, WAD, b)
}

/// A magnitude with its sign, where it fits.
fn with_sign(magnitude: u128, negative: bool) -> Result<i128, MathError> {
    if negative {
        0_i128.checked_sub_unsigned(magnitude)
    } else {
        0_i128.checked_add_unsigned(magnitude)
    }
    .ok_or(MathError::Overflow)
}

/// `a * b / 1e18` rounded towards minus infinity. Error: `Overflow`.
pub fn mul_wad_floor_signed(a: i128, b: i128) -> Result<i128, MathError> {
    let negative = (a < 0) != (b < 0);
    let (quotient, inexact) = quotient_u128(a.unsigned_abs(), b.unsigned_abs(), WAD)?;
    // At most 2^254 / 1e18 + 1: far from the end of 128 bits once the quotient fitted.
    with_sign(
        quotient.saturating_add(u128::from(negative && inexact)),
        negative,
    )
}

/// `a * b / 1e18` rounded towards plus infinity. Error: `Overflow`.
pub fn mul_wad_ceil_signed(a: i128, b: i128) -> Result<i128, MathError> {
    let negative = (a < 0) != (b < 0);
    let (quotient, inexact) = quotient_u128(a.unsigned_abs(), b.unsigned_abs(), WAD)?;
    with_sign(
        quotient.saturating_add(u128::from(!negative && inexact)),
        negative,
    )
}

/// `a * b / 1e18` rounded towards zero. Error: `Overflow`.
pub fn mul_wad_trunc_signed(a: i128, b: i128) -> Result<i128, MathError> {
    let negative = (a < 0) != (b < 0);
    with_sign(mul_wad_down(a.unsigned_abs(), b.unsigned_abs())?, negative)
}

fn quotient(a: Pair, b: Pair, d: Pair) -> Result<(Pair, bool), MathError> {
    if d == (0, 0) {
        return Err(MathError::DivisionByZero);
    }
    let (high, low) = multiply_pairs(a, b);
    if high >= d {
        return Err(MathError::Overflow);
    }
    Ok(divide_pairs(high, low, d))
}

/// `floor(a * b / d)` with a 512-bit product. Errors: `DivisionByZero`, `Overflow` beyond 256 bits.
pub fn mul_div_down(a: U256, b: U256, d: U256) -> Result<U256, MathError> {
    quotient(halves(a), halves(b), halves(d)).map(|(quotient, _)| word(quotient))
}

/// `ceil(a * b / d)` with a 512-bit product. Errors: `DivisionByZero`, `Overflow` beyond 256 bits.
pub fn mul_div_up(a: U256, b: U256, d: U256) -> Result<U256, MathError> {
    let (quotient, inexact) = quotient(halves(a), halves(b), halves(d))?;
    if inexact {
        add_one(quotient).map(word)
    } else {
        Ok(word(quotient))
    }
}

/// `x + 1`. Error: `Overflow`.
pub(crate) fn add_one(x: Pair) -> Result<Pair, MathError> {
    let (low, carried) = x.1.overflowing_add(1);
    let high =
        x.0.checked_add(u128::from(carried))
            .ok_or(MathError::Overflow)?;
    Ok((high, low))
}
