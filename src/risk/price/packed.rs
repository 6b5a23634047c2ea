//! Prices in few bits.

use super::MAX_PRICE;

/// Bits of the decimal exponent of a sampled price.
const EXPONENT_BITS: u32 = 5;
/// Largest significand: 59 bits, 17 digits.
const MAX_SIGNIFICAND: u128 = (1 << (64 - EXPONENT_BITS)) - 1;
/// Bits of a band's end behind its leading one.
const FRACTION_BITS: u32 = 9;

/// A price in 64 bits, as a significand of 59 and a power of ten: exact for answers of up to 17 digits, else rounded
/// down by less than 2e-17 of it.
#[must_use]
#[allow(clippy::cast_possible_truncation)] // at most 59 bits
pub const fn pack_price(price: u128) -> u64 {
    let (mut significand, mut exponent) = (price, 0u64);
    // The loop ends: 128 bits are divided by ten at most 21 times.
    while significand > MAX_SIGNIFICAND {
        significand /= 10;
        exponent = exponent.saturating_add(1);
    }
    (significand as u64) << EXPONENT_BITS | exponent
}

/// The price of [`pack_price`]. Never panics; what no price packs to may answer anything up to the largest.
#[must_use]
#[allow(clippy::cast_possible_truncation)] // 5 bits
pub const fn unpack_price(packed: u64) -> u128 {
    let exponent = packed & ((1 << EXPONENT_BITS) - 1);
    let significand = (packed >> EXPONENT_BITS) as u128;
    significand.saturating_mul(10u128.saturating_pow(exponent as u32))
}

/// The lower end of a band in 16 bits: the exponent of two, and nine bits behind the leading one. Rounded up, to
/// the inside, by at most 0.2 %. `None` for zero, and for what would pass the largest price.
#[must_use]
pub fn pack_lower_up(price: u128) -> Option<u16> {
    let code = pack_upper_down(price)?;
    if unpack_bound(code) == price {
        return Some(code);
    }
    // A full fraction carries into the exponent.
    let code = code.checked_add(1)?;
    (unpack_bound(code) <= MAX_PRICE).then_some(code)
}

/// The upper end, likewise, rounded down.
#[must_use]
#[allow(clippy::cast_possible_truncation)] // nine bits below a leading one
pub fn pack_upper_down(price: u128) -> Option<u16> {
    if price > MAX_PRICE {
        return None;
    }
    let exponent = price.checked_ilog2()?;
    let scaled = match exponent.checked_sub(FRACTION_BITS) {
        Some(surplus) => price >> surplus,
        None => price << FRACTION_BITS.saturating_sub(exponent),
    };
    let fraction = scaled as u16 & ((1 << FRACTION_BITS) - 1);
    Some((exponent as u16) << FRACTION_BITS | fraction)
}

/// The end of a band.
#[must_use]
pub const fn unpack_bound(code: u16) -> u128 {
    let exponent = (code >> FRACTION_BITS) as u32;
    let scaled = (code & ((1 << FRACTION_BITS) - 1) | 1 << FRACTION_BITS) as u128;
    match exponent.checked_sub(FRACTION_BITS) {
        Some(surplus) => scaled << surplus,
        None => scaled >> FRACTION_BITS.saturating_sub(exponent),
    }
}
