//! a^y = 2^(y log2 a), rounded down or up: the logarithm on 128 bits for every format, moved by its error to the side of
//! the result, so that a long time (y in the millions) keeps its digits.

use crate::division::divide_by_wad;
use crate::exp::{narrow, power, Exponent, Long, Series, Short, Side};
use crate::log::{log2_over, LOG2_Q64, LOG2_Q96, LOG2_WAD};
use crate::wide::{halves, multiply, shift_right, word, Pair};
use crate::{MathError, U256, WAD};

/// No less than the error of a logarithm at scale 2^-119: the series leaves 2^-103.
const LOG_ERROR: u128 = 1 << 17;
/// Fractional bits of a logarithm.
const FRACTION: u32 = 119;

/// What a number format is to a power.
trait Format {
    const ONE: u128;
    /// `log2 ONE` at scale 2^-119.
    const LOG2_ONE: u128;
    type Power: Series;
    /// `x / ONE`, rounded down, of a product below 2^254.
    fn divide_by_one(x: Pair) -> Pair;
}

struct Wad;

impl Format for Wad {
    const ONE: u128 = WAD;
    const LOG2_ONE: u128 = LOG2_WAD.offset;
    type Power = Short;

    fn divide_by_one(x: Pair) -> Pair {
        let (high, rest) = divide_by_wad(0, x.0);
        let (low, _) = divide_by_wad(u128::from(rest), x.1);
        (high, low)
    }
}

struct Q64;

impl Format for Q64 {
    const ONE: u128 = 1 << 64;
    const LOG2_ONE: u128 = LOG2_Q64.offset;
    type Power = Long;

    fn divide_by_one(x: Pair) -> Pair {
        shift_right(x, 64).0
    }
}

struct Q96;

impl Format for Q96 {
    const ONE: u128 = 1 << 96;
    const LOG2_ONE: u128 = LOG2_Q96.offset;
    type Power = Long;

    fn divide_by_one(x: Pair) -> Pair {
        shift_right(x, 96).0
    }
}

fn pow<F: Format>(base: Pair, exponent: i128, side: Side) -> Result<Pair, MathError> {
    if exponent == 0 || base == (0, F::ONE) {
        return Ok((0, F::ONE));
    }
    if base == (0, 0) {
        return if exponent.is_positive() {
            Ok((0, 0))
        } else {
            Err(MathError::DivisionByZero)
        };
    }
    let (log_negative, log) = log2_over(base, F::LOG2_ONE)?;
    let negative = log_negative != exponent.is_negative();
    // Away from zero a negative power falls and a positive one grows.
    let away = negative == (side == Side::Down);
    let log = if away {
        log.wrapping_add(LOG_ERROR)
    } else {
        log.saturating_sub(LOG_ERROR)
    };
    let (high, low) = F::divide_by_one(multiply(exponent.unsigned_abs(), log));
    let (low, carried) = low.overflowing_add(u128::from(away));
    let high = high.wrapping_add(u128::from(carried)); // below 2^195
                                                       // Only whether it is far counts of a whole part beyond 2^128.
    let whole = shift_right((high, low), FRACTION).0;
    let whole = if whole.0 == 0 { whole.1 } else { u128::MAX };
    power::<F::Power>(
        Exponent::new(negative, whole, low << (128 - FRACTION)),
        F::ONE,
        side,
    )
}

/// `base^exponent` of WAD values, in WAD, never above the true value: within an ulp, 2^-63 and |exponent| 2^-101 of the
/// value (model 1.2). Exactly one where the base is one or the exponent zero; zero to a positive power is zero. Errors:
/// `DivisionByZero` for a negative power of zero, `Overflow` from 2^256 ulp on.
///
/// ```
/// use fixed::{pow_wad_down, U256, WAD};
///
/// let kept = pow_wad_down(94 * WAD / 100, 30_i128 * 1_000_000_000_000_000_000); // 0.94 a day, for 30 days
/// assert_eq!(kept, Ok(U256::from(156_255_606_166_664_794_u128)));
/// ```
pub fn pow_wad_down(base: u128, exponent: i128) -> Result<U256, MathError> {
    pow::<Wad>((0, base), exponent, Side::Down).map(word)
}

/// `base^exponent` of WAD values, in WAD, never below the true value. Otherwise as [`pow_wad_down`].
pub fn pow_wad_up(base: u128, exponent: i128) -> Result<U256, MathError> {
    pow::<Wad>((0, base), exponent, Side::Up).map(word)
}

/// `base^exponent` of Q64.64 values, in Q64.64, never above the true value: within an ulp, 2^-116 and
/// |exponent| 2^-101 of the value. Otherwise as [`pow_wad_down`]; `Overflow` from 2^128 ulp on.
pub fn pow_q64_down(base: u128, exponent: i128) -> Result<u128, MathError> {
    pow::<Q64>((0, base), exponent, Side::Down).and_then(narrow)
}

/// `base^exponent` of Q64.64 values, in Q64.64, never below the true value. Otherwise as [`pow_q64_down`].
pub fn pow_q64_up(base: u128, exponent: i128) -> Result<u128, MathError> {
    pow::<Q64>((0, base), exponent, Side::Up).and_then(narrow)
}

/// `base^exponent` of values with 96 fractional bits, in the same format, never above the true value: within an ulp,
/// 2^-116 and |exponent| 2^-101 of the value. Otherwise as [`pow_wad_down`].
pub fn pow_q96_down(base: U256, exponent: i128) -> Result<U256, MathError> {
    pow::<Q96>(halves(base), exponent, Side::Down).map(word)
}

/// `base^exponent` of values with 96 fractional bits, in the same format, never below the true value. Otherwise as
/// [`pow_q96_down`].
pub fn pow_q96_up(base: U256, exponent: i128) -> Result<U256, MathError> {
    pow::<Q96>(halves(base), exponent, Side::Up).map(word)
}
