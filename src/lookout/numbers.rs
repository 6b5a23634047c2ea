//! Between the ABI's width and the model's. By limbs: the conversions of the number types bring their messages along.

use alloy_primitives::{I256, U256};

/// In 128 bits, where it fits.
#[inline(never)]
pub(crate) fn narrow(word: U256) -> Option<u128> {
    match word.into_limbs() {
        [low, high, 0, 0] => Some(u128::from(low) | u128::from(high) << 64),
        _ => None,
    }
}

/// Likewise, signed.
#[inline(never)]
pub(crate) fn narrow_signed(word: U256) -> Option<i128> {
    let [low, high, rest @ ..] = word.into_limbs();
    let narrow = (u128::from(low) | u128::from(high) << 64).cast_signed();
    let sign = if narrow < 0 { u64::MAX } else { 0 };
    (rest == [sign; 2]).then_some(narrow)
}

/// Back to the ABI's width.
#[inline(never)]
pub(crate) fn widen(number: i128) -> I256 {
    let [low, high, ..] = U256::from(number.cast_unsigned()).into_limbs();
    let sign = if number < 0 { u64::MAX } else { 0 };
    I256::from_raw(U256::from_limbs([low, high, sign, sign]))
}

/// A count, an index or a bit: in 64 bits, where it fits.
#[inline(never)]
pub(crate) fn small(word: U256) -> Option<u64> {
    match word.into_limbs() {
        [small, 0, 0, 0] => Some(small),
        _ => None,
    }
}
