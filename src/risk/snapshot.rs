//! The oracle's packed words: one codec for the writer and every reader.
//!
//! | word | bits | what |
//! |---|---|---|
//! | 0 | 0..79, 80..127, 128..191, 192..255 | volatility index (annual WAD), time of the last sample, block time, due time of the next sample |
//! | three per asset of the mask, ascending | | |
//! | first | 0..111, 112..119, 120..127, 128..239, 240..247, 248..255 | collateral price (USD WAD), state, gate, liability price (USD WAD), asset, surcharge (hundredths) |
//! | second | 0..127, 128..255 | long-run variance, paced variance (per day, scale 1e-36) |
//! | third | 0..79, 80..127, 128..183, 184..239, 240..247 | forecast variance (units of 2^47), time of the price, depth, depth for maintenance (USD), samples |
//! | then | 0..127, 128..255 | the lower triangle of the covariance, row by row, two entries (two's complement, scale 1e-36) per word |

use crate::covariance::members;
use crate::error::OVERFLOW;
use crate::market::bit;
use crate::wide::{join, split};
use crate::{Covariance, Gate, Market, RiskError, State, MAX_ASSETS};
use fixed::U256;

/// Words of the largest snapshot.
pub const MAX_WORDS: usize = length(MAX_ASSETS);
/// Words of one asset.
const ROW: usize = 3;
/// Bits of a price.
const PRICE_BITS: u32 = 112;
/// Bits of the volatility index.
const INDEX_BITS: u32 = 80;
/// Bits of a time.
const TIME_BITS: u32 = 48;
/// Depths are told in whole dollars.
const DEPTH_UNIT: u128 = fixed::WAD;
/// Bits of a depth.
const DEPTH_BITS: u32 = 56;
/// Bits that a forecast variance loses, rounded up: 1.4e-22 per day.
const FORECAST_SHIFT: u32 = 47;
/// Bits of a forecast.
const FORECAST_BITS: u32 = 80;

/// Words of a snapshot of `assets` assets.
#[must_use]
pub const fn length(assets: usize) -> usize {
    let pairs = Covariance::entries_of(assets).div_ceil(2);
    pairs
        .saturating_add(assets.saturating_mul(ROW))
        .saturating_add(1)
}

/// Writes a market and returns the number of words written. `not_live` follows from the states and is not
/// written on its own. Depths are rounded down to dollars, forecasts up to units of 2^47.
///
/// # Errors
/// [`RiskError::LengthMismatch`] where `words` is too short, or where the covariance does not have one
/// asset per bit of the mask; overflow where a price, an index or a time does not fit its bits.
pub fn encode(market: &Market, words: &mut [U256]) -> Result<usize, RiskError> {
    let assets = market.assets();
    if market.covariance.assets() != assets {
        return Err(RiskError::LengthMismatch);
    }
    let count = length(assets);
    let words = words.get_mut(..count).ok_or(RiskError::LengthMismatch)?;
    let (head, rest) = words.split_first_mut().ok_or(RiskError::LengthMismatch)?;
    let (rows, pairs) = rest
        .split_at_mut_checked(assets.saturating_mul(ROW))
        .ok_or(RiskError::LengthMismatch)?;

    let index = fitting(market.index_volatility, INDEX_BITS)?;
    let sampled = fitting(u128::from(market.sampled_at), TIME_BITS)?;
    let times = u128::from(market.timestamp) | u128::from(market.due_at) << 64;
    *head = word(index | sampled << INDEX_BITS, times);
    let members = members(market.mask).enumerate();
    for (row, (place, asset)) in rows.as_chunks_mut().0.iter_mut().zip(members) {
        *row = asset_words(market, place, u8::try_from(asset).map_err(|_| OVERFLOW)?)?;
    }
    let mut entries = market.covariance.triangle().iter();
    for pair in pairs {
        let low = entries.next().copied().unwrap_or(0);
        let high = entries.next().copied().unwrap_or(0);
        *pair = word(low.cast_unsigned(), high.cast_unsigned());
    }
    Ok(count)
}

fn asset_words(market: &Market, place: usize, asset: u8) -> Result<[U256; ROW], RiskError> {
    let price = fitting(at(&market.prices, place)?, PRICE_BITS)?;
    let liability = fitting(at(&market.liability_prices, place)?, PRICE_BITS)?;
    let (state, gate) = (at(&market.states, place)?, at(&market.gates, place)?);
    let tags = u128::from(u8::from(state)) | u128::from(u8::from(gate)) << 8;
    let more = u128::from(asset) | u128::from(at(&market.surcharges, place)?) << 8;
    let updated_at = fitting(u128::from(at(&market.updated_at, place)?), TIME_BITS)?;
    let forecast = at(&market.forecasts, place)?.cast_unsigned();
    let forecast = fitting(forecast.div_ceil(1 << FORECAST_SHIFT), FORECAST_BITS)?;
    let depth = fixed::mul_wad_down(at(&market.depths, place)?, 1)?;
    let kept = fixed::mul_wad_down(at(&market.maintenance_depths, place)?, 1)?;
    let depths = fitting(depth, DEPTH_BITS)? | fitting(kept, DEPTH_BITS)? << DEPTH_BITS;
    let samples = u128::from(at(&market.samples, place)?);
    Ok([
        word(price | tags << PRICE_BITS, liability | more << PRICE_BITS),
        word(
            at(&market.slow, place)?.cast_unsigned(),
            at(&market.paced, place)?.cast_unsigned(),
        ),
        word(
            forecast | updated_at << FORECAST_BITS,
            depths | samples << PRICE_BITS,
        ),
    ])
}

/// Reads a market.
///
/// # Errors
/// As [`read_prices`]; [`RiskError::Malformed`] for an unknown gate, and where facts are no facts.
pub fn decode(words: &[U256]) -> Result<Market, RiskError> {
    let mut market = Market::new();
    read(words, &mut market)?;
    Ok(market)
}

/// [`decode`] into an empty market, [`Market::new`], where it lies: it is too large to be handed around.
///
/// # Errors
/// As [`decode`].
pub fn read(words: &[U256], market: &mut Market) -> Result<(), RiskError> {
    read_prices(words, market)?;
    let (head, rest) = words.split_first().ok_or(RiskError::Malformed)?;
    let (low, _) = halves(*head);
    market.index_volatility = low & mask(INDEX_BITS);
    market.sampled_at = narrow(low >> INDEX_BITS);
    let rows = rest.as_chunks().0.iter().take(market.assets());
    for (place, row) in rows.enumerate() {
        read_facts(market, place, row)?;
    }
    Ok(())
}

/// Reads what [`crate::assess`] judges by: prices, states, covariance, and the times of the block and of the next
/// sample. Everything else stays as it is and is not looked at: a program that needs no more is smaller for it. The
/// market is written where it lies, [`Market::new`] before: it is too large to be handed around.
///
/// # Errors
/// [`RiskError::Malformed`] where the words are not a snapshot: a length that fits no number of assets,
/// assets out of order or out of range, an unknown state, a negative variance, a liability below the
/// collateral price, or bits set where there is nothing to say.
pub fn read_prices(words: &[U256], market: &mut Market) -> Result<(), RiskError> {
    let assets = (0..=MAX_ASSETS)
        .find(|assets| length(*assets) == words.len())
        .ok_or(RiskError::Malformed)?;
    let (head, rest) = words.split_first().ok_or(RiskError::Malformed)?;
    let (rows, pairs) = rest
        .split_at_checked(assets.saturating_mul(ROW))
        .ok_or(RiskError::Malformed)?;
    let (_, times) = halves(*head);
    market.timestamp = narrow(times);
    market.due_at = narrow(times >> 64);
    for (place, row) in rows.as_chunks().0.iter().enumerate() {
        read_row(market, place, row)?;
    }

    let mut entries = market.covariance.resized(assets)?.iter_mut();
    for pair in pairs {
        let (low, high) = halves(*pair);
        *entries.next().ok_or(RiskError::Malformed)? = low.cast_signed();
        match (entries.next(), high) {
            (Some(entry), value) => *entry = value.cast_signed(),
            (None, 0) => {}
            (None, _) => return Err(RiskError::Malformed),
        }
    }
    for asset in 0..assets {
        variance(market.covariance.get(asset, asset)?.cast_unsigned())?;
    }
    Ok(())
}

fn read_row(market: &mut Market, place: usize, row: &[U256; ROW]) -> Result<(), RiskError> {
    let [prices, ..] = row;
    let (low, high) = halves(*prices);
    let ([state, _], [asset, _]) = (tags(low), tags(high));
    let member = bit(asset).map_err(|_| RiskError::Malformed)?;
    let (price, liability) = (low & mask(PRICE_BITS), high & mask(PRICE_BITS));
    // Ascending order also rules out an asset named twice.
    if market.mask >= member || liability < price {
        return Err(RiskError::Malformed);
    }
    market.mask |= member;
    let state = State::try_from(state)?;
    if !state.is_live() {
        market.not_live |= member;
    }
    put(&mut market.prices, place, price)?;
    put(&mut market.liability_prices, place, liability)?;
    put(&mut market.states, place, state)
}

fn read_facts(market: &mut Market, place: usize, row: &[U256; ROW]) -> Result<(), RiskError> {
    let [prices, variances, facts] = row;
    let ((low, high), (slow, paced)) = (halves(*prices), halves(*variances));
    let ([_, gate], [_, surcharge]) = (tags(low), tags(high));
    let (forecast, depths) = halves(*facts);
    let [samples, nothing] = tags(depths);
    if nothing != 0 {
        return Err(RiskError::Malformed);
    }
    let dollars = |bits: u128| (bits & mask(DEPTH_BITS)).saturating_mul(DEPTH_UNIT);
    put(&mut market.gates, place, Gate::try_from(gate)?)?;
    put(&mut market.surcharges, place, surcharge)?;
    put(&mut market.slow, place, variance(slow)?)?;
    put(&mut market.paced, place, variance(paced)?)?;
    let (forecast, updated_at) = (forecast & mask(FORECAST_BITS), forecast >> FORECAST_BITS);
    put(
        &mut market.forecasts,
        place,
        variance(forecast << FORECAST_SHIFT)?,
    )?;
    put(&mut market.updated_at, place, narrow(updated_at))?;
    put(&mut market.depths, place, dollars(depths))?;
    put(
        &mut market.maintenance_depths,
        place,
        dollars(depths >> DEPTH_BITS),
    )?;
    put(&mut market.samples, place, samples)
}

fn variance(half: u128) -> Result<i128, RiskError> {
    i128::try_from(half).map_err(|_| RiskError::Malformed)
}

fn fitting(value: u128, bits: u32) -> Result<u128, RiskError> {
    if value > mask(bits) {
        return Err(OVERFLOW);
    }
    Ok(value)
}

const fn mask(bits: u32) -> u128 {
    !(u128::MAX << bits)
}

/// The lowest 64 bits.
#[allow(clippy::cast_possible_truncation)] // what it is for
const fn narrow(half: u128) -> u64 {
    half as u64
}

/// The two bytes above a price.
const fn tags(half: u128) -> [u8; 2] {
    let [high, low, ..] = half.to_be_bytes();
    [low, high]
}

const fn word(low: u128, high: u128) -> U256 {
    let ([a, b], [c, d]) = (split(low), split(high));
    U256::from_limbs([a, b, c, d])
}

fn halves(word: U256) -> (u128, u128) {
    let [a, b, c, d] = word.into_limbs();
    (join(b, a), join(d, c))
}

fn at<T: Copy>(list: &[T; MAX_ASSETS], place: usize) -> Result<T, RiskError> {
    list.get(place).copied().ok_or(RiskError::UnknownAsset)
}

fn put<T>(list: &mut [T; MAX_ASSETS], place: usize, value: T) -> Result<(), RiskError> {
    *list.get_mut(place).ok_or(RiskError::UnknownAsset)? = value;
    Ok(())
}
