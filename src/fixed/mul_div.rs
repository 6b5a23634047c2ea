//! `a * b / d` with the full product in between, rounded as the name says.

use crate::division::{divide, divide_by_wad, divide_pairs};
use crate::wide::{halves, multiply, multiply_pairs, subtract, word, Pair};
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

/// The same for d = 1e18.
fn quotient_wad(a: u128, b: u128) -> Result<(u128, bool), MathError> {
    let (high, low) = multiply(a, b);
    if high >= WAD {
        return Err(MathError::Overflow);
    }
    let (quotient, rest) = divide_by_wad(high, low);
    Ok((quotient, rest != 0))
}

/// The quotient rounded up.
fn up((quotient, inexact): (u128, bool)) -> Result<u128, MathError> {
    quotient
        .checked_add(u128::from(inexact))
        .ok_or(MathError::Overflow)
}

/// `floor(a * b / d)` with a 256-bit product. Errors: `DivisionByZero`, `Overflow` beyond 128 bits.
pub fn mul_div_down_u128(a: u128, b: u128, d: u128) -> Result<u128, MathError> {
    quotient_u128(a, b, d).map(|(quotient, _)| quotient)
}

/// `ceil(a * b / d)` with a 256-bit product. Errors: `DivisionByZero`, `Overflow` beyond 128 bits.
pub fn mul_div_up_u128(a: u128, b: u128, d: u128) -> Result<u128, MathError> {
    quotient_u128(a, b, d).and_then(up)
}

/// `floor(a / d)` and the remainder, by the division that the quotients above use: the operator would bring one of
/// its own into the program. Error: `DivisionByZero`.
pub fn div_rem_u128(a: u128, d: u128) -> Result<(u128, u128), MathError> {
    if d == 0 {
        return Err(MathError::DivisionByZero);
    }
    Ok(divide(0, a, d))
}

/// `floor(a * b / 1e18)`: the product of two WAD values. Error: `Overflow`.
pub fn mul_wad_down(a: u128, b: u128) -> Result<u128, MathError> {
    quotient_wad(a, b).map(|(quotient, _)| quotient)
}

/// `ceil(a * b / 1e18)`. Error: `Overflow`.
pub fn mul_wad_up(a: u128, b: u128) -> Result<u128, MathError> {
    quotient_wad(a, b).and_then(up)
}

/// `floor(a * 1e18 / b)`: the quotient of two WAD values. Errors: `DivisionByZero`, `Overflow`.
pub fn div_wad_down(a: u128, b: u128) -> Result<u128, MathError> {
    mul_div_down_u128(a, WAD, b)
}

/// `ceil(a * 1e18 / b)`. Errors: `DivisionByZero`, `Overflow`.
pub fn div_wad_up(a: u128, b: u128) -> Result<u128, MathError> {
    mul_div_up_u128(a, WAD, b)
}

/// Which way a signed quotient is rounded.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rounding {
    Floor,
    Ceil,
    Trunc,
}

impl Rounding {
    /// Whether an inexact quotient of this sign moves away from zero.
    const fn away_from_zero(self, negative: bool) -> bool {
        match self {
            Self::Floor => negative,
            Self::Ceil => !negative,
            Self::Trunc => false,
        }
    }
}

fn mul_wad_signed(a: i128, b: i128, rounding: Rounding) -> Result<i128, MathError> {
    let negative = a.is_negative() != b.is_negative();
    let (magnitude, inexact) = quotient_wad(a.unsigned_abs(), b.unsigned_abs())?;
    let away = inexact && rounding.away_from_zero(negative);
    // Where the sum saturates, no signed value of that magnitude exists.
    let magnitude = magnitude.saturating_add(u128::from(away));
    if negative {
        0_i128.checked_sub_unsigned(magnitude)
    } else {
        0_i128.checked_add_unsigned(magnitude)
    }
    .ok_or(MathError::Overflow)
}

/// `a * b / 1e18` rounded towards minus infinity. Error: `Overflow`.
pub fn mul_wad_floor_signed(a: i128, b: i128) -> Result<i128, MathError> {
    mul_wad_signed(a, b, Rounding::Floor)
}

/// `a * b / 1e18` rounded towards plus infinity. Error: `Overflow`.
pub fn mul_wad_ceil_signed(a: i128, b: i128) -> Result<i128, MathError> {
    mul_wad_signed(a, b, Rounding::Ceil)
}

/// `a * b / 1e18` rounded towards zero. Error: `Overflow`.
pub fn mul_wad_trunc_signed(a: i128, b: i128) -> Result<i128, MathError> {
    mul_wad_signed(a, b, Rounding::Trunc)
}

fn quotient(a: Pair, b: Pair, d: Pair) -> Result<(Pair, bool), MathError> {
    if d == (0, 0) {
        return Err(MathError::DivisionByZero);
    }
    if a.0 | b.0 | d.0 == 0 {
        // Amounts and prices: most arguments have 128 bits.
        let (high, low) = multiply(a.1, b.1);
        if high < d.1 {
            let (quotient, rest) = divide(high, low, d.1);
            return Ok(((0, quotient), rest != 0));
        }
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

/// Two's complement: the sign and the magnitude of a word.
fn magnitude(x: U256) -> (bool, Pair) {
    let x = halves(x);
    if x.0 >> 127 == 0 {
        (false, x)
    } else {
        (true, subtract((0, 0), x))
    }
}

fn mul_wad_signed_256(a: U256, b: U256, rounding: Rounding) -> Result<U256, MathError> {
    let (left_negative, left) = magnitude(a);
    let (right_negative, right) = magnitude(b);
    let negative = left_negative != right_negative;
    let (mut result, inexact) = quotient(left, right, (0, WAD))?;
    if inexact && rounding.away_from_zero(negative) {
        result = add_one(result)?;
    }
    let limit = (1 << 127, 0);
    if negative && result <= limit {
        Ok(word(subtract((0, 0), result)))
    } else if result < limit {
        Ok(word(result))
    } else {
        Err(MathError::Overflow)
    }
}

/// `a * b / 1e18` rounded towards minus infinity; `int256` words in two's complement. Error: `Overflow`.
pub fn mul_wad_floor_signed_256(a: U256, b: U256) -> Result<U256, MathError> {
    mul_wad_signed_256(a, b, Rounding::Floor)
}

/// `a * b / 1e18` rounded towards plus infinity; `int256` words in two's complement. Error: `Overflow`.
pub fn mul_wad_ceil_signed_256(a: U256, b: U256) -> Result<U256, MathError> {
    mul_wad_signed_256(a, b, Rounding::Ceil)
}

/// `a * b / 1e18` rounded towards zero; `int256` words in two's complement. Error: `Overflow`.
pub fn mul_wad_trunc_signed_256(a: U256, b: U256) -> Result<U256, MathError> {
    mul_wad_signed_256(a, b, Rounding::Trunc)
}

/// `x + 1`. Error: `Overflow`.
pub(crate) fn add_one(x: Pair) -> Result<Pair, MathError> {
    let (low, carried) = x.1.overflowing_add(1);
    let high =
        x.0.checked_add(u128::from(carried))
            .ok_or(MathError::Overflow)?;
    Ok((high, low))
}
