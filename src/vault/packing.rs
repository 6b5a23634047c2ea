//! Fields of a word: numbers at places, none of them across the middle.

use crate::error::VaultError;
use alloy_primitives::U256;

const HALF: u32 = 128;
/// Places of the two halves of a time of 32 bits, each at the end of a half of the word.
const TIME_LOW_AT: u32 = 112;
const TIME_HIGH_AT: u32 = 240;
const HALF_TIME: u32 = 16;

/// High and low 128 bits.
pub(crate) fn halves(word: U256) -> (u128, u128) {
    let [a, b, c, d] = word.into_limbs();
    (
        u128::from(c) | (u128::from(d) << 64),
        u128::from(a) | (u128::from(b) << 64),
    )
}

/// The word of two halves.
pub(crate) fn join(high: u128, low: u128) -> U256 {
    let ([a, b], [c, d]) = (limbs(low), limbs(high));
    U256::from_limbs([a, b, c, d])
}

/// Low and high 64 bits.
fn limbs(half: u128) -> [u64; 2] {
    let low = half & u128::from(u64::MAX);
    [low, half >> 64].map(|limb| u64::try_from(limb).unwrap_or_default())
}

/// A number of 128 bits, if it is one.
#[inline(never)]
pub(crate) fn narrow(word: U256) -> Result<u128, VaultError> {
    match halves(word) {
        (0, low) => Ok(low),
        _ => Err(VaultError::math()),
    }
}

/// The number of `bits` bits that begins at a place.
#[inline(never)]
pub(crate) fn field(word: U256, at: u32, bits: u32) -> u128 {
    let (high, low) = halves(word);
    let half = if at < HALF { low } else { high };
    half.checked_shr(at % HALF).unwrap_or_default() & mask(bits)
}

/// As [`field`], a number of 64 bits at most.
pub(crate) fn small_field(word: U256, at: u32, bits: u32) -> u64 {
    u64::try_from(field(word, at, bits)).unwrap_or_default()
}

/// The word with another number at a place. What does not fit is cut off.
#[inline(never)]
pub(crate) fn with_field(word: U256, at: u32, bits: u32, value: u128) -> U256 {
    let (mut high, mut low) = halves(word);
    let half = if at < HALF { &mut low } else { &mut high };
    let place = at % HALF;
    let hole = mask(bits).checked_shl(place).unwrap_or_default();
    *half = (*half & !hole) | ((value & mask(bits)).checked_shl(place).unwrap_or_default());
    join(high, low)
}

/// The time that the ends of both halves hold, seconds.
pub(crate) fn time(word: U256) -> u64 {
    let high = small_field(word, TIME_HIGH_AT, HALF_TIME);
    small_field(word, TIME_LOW_AT, HALF_TIME) | (high << HALF_TIME)
}

/// The word with another time.
pub(crate) fn with_time(word: U256, seconds: u64) -> U256 {
    let seconds = u128::from(seconds);
    let word = with_field(word, TIME_LOW_AT, HALF_TIME, seconds);
    with_field(word, TIME_HIGH_AT, HALF_TIME, seconds >> HALF_TIME)
}

fn mask(bits: u32) -> u128 {
    u128::MAX
        .checked_shr(HALF.saturating_sub(bits))
        .unwrap_or_default()
}
