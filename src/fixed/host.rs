//! Quotients by the chain's own 256-bit division, a host function of Stylus: `math_div`.
//!
//! The host divides 256 by 256 bits, and is asked where that pays: a product that fits 256 bits with a quotient or a
//! divisor that does not fit 128. Multiplying back, for 6 to 9.5 gas, tells whether the quotient is exact. Bit for bit the functions of the same names in the crate's root; `tests/arithmetic` compares them
//! and what they cost.

// The only unsafe code of the crate: calls to the host with pointers to local words.
#![allow(unsafe_code)]

use crate::division::{divide, divide_pairs};
use crate::mul_div::add_one;
use crate::wide::{halves, join, multiply, multiply_pairs, split, word, Pair};
use crate::{MathError, U256};

#[link(wasm_import_module = "vm_hooks")]
extern "C" {
    /// Replaces the word at `value` by its quotient with the word at `divisor`; both big-endian.
    fn math_div(value: *mut u8, divisor: *const u8);
}

/// A word as the host reads it.
#[repr(transparent)]
struct Word([u64; 4]);

impl Word {
    fn new((high, low): Pair) -> Self {
        let ((a, b), (c, d)) = (split(high), split(low));
        Self([a.to_be(), b.to_be(), c.to_be(), d.to_be()])
    }

    fn pair(self) -> Pair {
        let [a, b, c, d] = self.0.map(u64::from_be);
        (join(a, b), join(c, d))
    }
}

/// `x / d` rounded down; zero for d = 0.
fn host_divide(x: Pair, d: Pair) -> Pair {
    let mut value = Word::new(x);
    let divisor = Word::new(d);
    // SAFETY: the host reads 32 bytes behind each pointer and writes 32 bytes behind the first. Both point to words of
    // 32 bytes on this stack that live until the call returns, and nothing else refers to them.
    unsafe { math_div(value.0.as_mut_ptr().cast(), divisor.0.as_ptr().cast()) };
    value.pair()
}

/// Whether `quotient * d` is `x`, where the quotient is that of x, rounded down.
fn is_exact(x: Pair, quotient: Pair, d: Pair) -> bool {
    let (high, low) = multiply(quotient.1, d.1);
    // The remainder is below d: where d has 128 bits, the lower half tells. Where d has more, the quotient has 128.
    low == x.1 && (d.0 == 0 || high.wrapping_add(multiply(quotient.1, d.0).1) == x.0)
}

/// The quotient rounded down, and a way to ask whether it is exact: what it takes is not paid where it is not asked.
fn quotient(a: U256, b: U256, d: U256) -> Result<(Pair, impl FnOnce() -> bool), MathError> {
    let (a, b, d) = (halves(a), halves(b), halves(d));
    if d == (0, 0) {
        return Err(MathError::DivisionByZero);
    }
    let (high, low) = if a.0 | b.0 == 0 {
        ((0, 0), multiply(a.1, b.1))
    } else {
        multiply_pairs(a, b)
    };
    let (result, known) = if high == (0, 0) && (d.0 != 0 || low.0 >= d.1) {
        (host_divide(low, d), None)
    } else if high >= d {
        return Err(MathError::Overflow);
    } else if high == (0, 0) {
        // A quotient of 128 bits by a divisor of 128 bits: this crate's division costs less than the call.
        let (quotient, rest) = divide(low.0, low.1, d.1);
        ((0, quotient), Some(rest == 0))
    } else {
        let (quotient, inexact) = divide_pairs(high, low, d);
        (quotient, Some(!inexact))
    };
    Ok((result, move || {
        known.unwrap_or_else(|| is_exact(low, result, d))
    }))
}

/// `floor(a * b / d)` with a 512-bit product. Errors: `DivisionByZero`, `Overflow` beyond 256 bits.
pub fn mul_div_down(a: U256, b: U256, d: U256) -> Result<U256, MathError> {
    quotient(a, b, d).map(|(quotient, _)| word(quotient))
}

/// `ceil(a * b / d)` with a 512-bit product. Errors: `DivisionByZero`, `Overflow` beyond 256 bits.
pub fn mul_div_up(a: U256, b: U256, d: U256) -> Result<U256, MathError> {
    let (quotient, is_exact) = quotient(a, b, d)?;
    if is_exact() {
        Ok(word(quotient))
    } else {
        add_one(quotient).map(word)
    }
}
