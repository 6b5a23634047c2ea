//! The oracle's packed words: one codec for the writer and every reader.
//!
//! Word 0: bits 0..127 volatility index (annual WAD), 128..191 block time, 192..255 due time of the next
//! sample. Then one word per asset of the mask, ascending: bits 0..127 price (WAD), 128..135 state,
//! 136..143 gate, 144..151 asset index, 152..215 time of the price. Then the lower triangle of the
//! covariance, row by row, two entries (two's complement, scale 1e-36) per word, the first in the low half.

use crate::covariance::members;
use crate::error::OVERFLOW;
use crate::market::bit;
use crate::wide::{join, split};
use crate::{Covariance, Gate, Market, RiskError, State, MAX_ASSETS};
use fixed::U256;

/// Words of the largest snapshot.
pub const MAX_WORDS: usize = length(MAX_ASSETS);

/// Words of a snapshot of `assets` assets.
#[must_use]
pub const fn length(assets: usize) -> usize {
    let pairs = Covariance::entries_of(assets).div_ceil(2);
    pairs.saturating_add(assets).saturating_add(1)
}

/// Writes a market and returns the number of words written. `not_live` follows from the states and is not
/// written on its own.
///
/// # Errors
/// [`RiskError::LengthMismatch`] where `words` is too short, or where the covariance does not have one
/// asset per bit of the mask.
pub fn encode(market: &Market, words: &mut [U256]) -> Result<usize, RiskError> {
    let assets = market.assets();
    if market.covariance.assets() != assets {
        return Err(RiskError::LengthMismatch);
    }
    let count = length(assets);
    let words = words.get_mut(..count).ok_or(RiskError::LengthMismatch)?;
    let (head, rest) = words.split_first_mut().ok_or(RiskError::LengthMismatch)?;
    let (rows, pairs) = rest
        .split_at_mut_checked(assets)
        .ok_or(RiskError::LengthMismatch)?;

    *head = header_word(market.index_volatility, market.timestamp, market.due_at);
    let facts = market
        .prices
        .iter()
        .zip(&market.states)
        .zip(&market.gates)
        .zip(&market.updated_at);
    for ((row, asset), (((price, state), gate), updated_at)) in
        rows.iter_mut().zip(members(market.mask)).zip(facts)
    {
        let asset = u8::try_from(asset).map_err(|_| OVERFLOW)?;
        *row = asset_word(asset, *price, *state, *gate, *updated_at);
    }
    let mut entries = market.covariance.triangle().iter();
    for pair in pairs {
        let low = entries.next().copied().unwrap_or(0);
        let high = entries.next().copied().unwrap_or(0);
        *pair = covariance_word(low, high);
    }
    Ok(count)
}

/// Word 0: the volatility index (annual WAD), the block's time, and when the next sample is due.
#[must_use]
pub const fn header_word(index_volatility: u128, timestamp: u64, due_at: u64) -> U256 {
    let [low, high] = split(index_volatility);
    U256::from_limbs([low, high, timestamp, due_at])
}

/// The word of one asset.
#[must_use]
pub fn asset_word(asset: u8, price: u128, state: State, gate: Gate, updated_at: u64) -> U256 {
    let [low, high] = split(price);
    let tags = u64::from(u8::from(state)) | u64::from(u8::from(gate)) << 8 | u64::from(asset) << 16;
    U256::from_limbs([low, high, tags | updated_at << 24, updated_at >> 40])
}

/// A word of two entries of the covariance triangle; the last word of an odd triangle has `second = 0`.
#[must_use]
pub const fn covariance_word(first: i128, second: i128) -> U256 {
    let ([a, b], [c, d]) = (split(first.cast_unsigned()), split(second.cast_unsigned()));
    U256::from_limbs([a, b, c, d])
}

/// Reads a market.
///
/// # Errors
/// [`RiskError::Malformed`] where the words are not a snapshot: a length that fits no number of assets,
/// assets out of order or out of range, an unknown state or gate, a negative variance, or bits set where
/// there is nothing to say.
pub fn decode(words: &[U256]) -> Result<Market, RiskError> {
    let assets = (0..=MAX_ASSETS)
        .find(|assets| length(*assets) == words.len())
        .ok_or(RiskError::Malformed)?;
    let (head, rest) = words.split_first().ok_or(RiskError::Malformed)?;
    let (rows, pairs) = rest.split_at_checked(assets).ok_or(RiskError::Malformed)?;
    let mut market = Market::new();

    let [low, high, timestamp, due_at] = head.into_limbs();
    market.index_volatility = join(high, low);
    market.timestamp = timestamp;
    market.due_at = due_at;

    let places = market
        .prices
        .iter_mut()
        .zip(&mut market.states)
        .zip(&mut market.gates)
        .zip(&mut market.updated_at);
    for (row, (((price, state), gate), updated_at)) in rows.iter().zip(places) {
        let [low, high, tags, top] = row.into_limbs();
        let [state_number, gate_number, asset, ..] = tags.to_le_bytes();
        let member = bit(asset).map_err(|_| RiskError::Malformed)?;
        // Ascending order also rules out an asset named twice.
        if market.mask >= member || top >> 24 != 0 {
            return Err(RiskError::Malformed);
        }
        market.mask |= member;
        *price = join(high, low);
        *state = State::try_from(state_number)?;
        *gate = Gate::try_from(gate_number)?;
        *updated_at = tags >> 24 | top << 40;
        if !state.is_live() {
            market.not_live |= member;
        }
    }

    let mut entries = market.covariance.resized(assets)?.iter_mut();
    for pair in pairs {
        let [a, b, c, d] = pair.into_limbs();
        *entries.next().ok_or(RiskError::Malformed)? = join(b, a).cast_signed();
        match (entries.next(), join(d, c)) {
            (Some(entry), value) => *entry = value.cast_signed(),
            (None, 0) => {}
            (None, _) => return Err(RiskError::Malformed),
        }
    }
    for asset in 0..assets {
        if market.covariance.get(asset, asset)? < 0 {
            return Err(RiskError::Malformed);
        }
    }
    Ok(market)
}
