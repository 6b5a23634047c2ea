//! The prices of a past time: what the oracle samples, and what later prices are compared with.

use crate::abi::{AlreadyRecorded, NotDue, NotOracle};
use crate::clock::now;
use crate::error::PricesError;
use crate::host::sender;
use crate::reading::{disagrees, join, listed, reading, second};
use crate::state::{oracle, sample, set_sample, Feed, Setting};
use crate::{activity, feeds};
use alloc::vec::Vec;
use alloy_primitives::U256;
use risk::price::packed::{pack_price, unpack_price};
use risk::price::quote::log_return;
use risk::price::{fault, Sample};

/// Above the price, in the high half of a word: there is a sample.
const PRESENT: u128 = 1 << 112;

/// Samples every asset at a time: see `Prices::record`.
///
/// # Errors
/// `NotOracle`, `NotDue`, `AlreadyRecorded`, `SequencerDown`, `GracePeriod`, `InsufficientGas`.
pub(crate) fn record(due: u64) -> Result<Vec<U256>, PricesError> {
    let caller = sender();
    if caller != oracle() || caller.is_zero() {
        return Err(NotOracle { caller }.into());
    }
    let now = now();
    if due > now {
        return Err(NotDue { due }.into());
    }
    let setting = Setting::load();
    let mut lasts = [Sample { price: 0, at: 0 }; 16];
    let lasts = lasts
        .get_mut(..usize::from(setting.assets))
        .unwrap_or_default();
    for (last, asset) in lasts.iter_mut().zip(0u8..) {
        *last = sample(asset);
    }
    if !lasts.is_empty() && lasts.iter().all(|last| last.at >= due) {
        return Err(AlreadyRecorded { due }.into());
    }
    let mut uptime = None;
    if !setting.sequencer.is_zero() {
        uptime = feeds::latest(setting.sequencer)?;
        if let Some(fault) = fault::sequencer(uptime.as_ref(), now) {
            return Err(PricesError::of(&fault, 0));
        }
    }
    let mut words = Vec::with_capacity(lasts.len());
    let mut samples = [None; 16];
    for ((last, asset), taken) in lasts.iter().zip(0u8..).zip(&mut samples) {
        *taken = price_at(asset, last, due)?;
        words.push(match taken {
            Some(price) => join(
                log_return(*price, last.price)?.cast_unsigned(),
                *price | PRESENT,
            ),
            None => U256::ZERO,
        });
    }
    // Nothing is written before the last feed has answered.
    for (taken, asset) in samples.iter().zip(0u8..) {
        if let Some(price) = *taken {
            set_sample(asset, &Sample { price, at: due });
        }
    }
    if let Some(latest) = uptime {
        activity::advance(setting.sequencer, &latest)?;
    }
    Ok(words)
}

/// The price of an asset at any past time: see `Prices::price_at`. Unlike a sample it does not depend on earlier ones, so
/// that it is the same whenever it is asked for.
///
/// # Errors
/// `UnknownAsset`, `NotDue`, `InsufficientGas`, that of the gate which the price did not pass then.
pub(crate) fn past(asset: u8, at: u64) -> Result<U256, PricesError> {
    let feed = listed(asset)?;
    if at > now() {
        return Err(NotDue { due: at }.into());
    }
    let round = match feeds::latest(feed.address)? {
        Some(latest) => feeds::in_force(feed.address, &latest, at)?,
        None => None,
    };
    let reading = reading(&feed, round.as_ref(), at)?;
    let second = second(asset, &feed, at, Some(at))?;
    // No price is near a sample of zero: without a second source it has to have held.
    let none = Sample { price: 0, at };
    let disagrees = disagrees(&feed, round.as_ref(), &reading, second, &none, at, at)?;
    match (reading.live(), reading.fault.or(disagrees)) {
        (Some(price), None) => Ok(U256::from(price)),
        (_, fault) => Err(PricesError::of(
            &fault.unwrap_or(fault::Fault::CallFailed),
            asset,
        )),
    }
}

/// The price of an asset at a time after its last sample, as it is kept, where it passed every gate then.
#[inline(never)]
fn price_at(asset: u8, last: &Sample, due: u64) -> Result<Option<u128>, PricesError> {
    if last.at >= due {
        return Ok(None);
    }
    let feed = Feed::load(asset);
    let Some(latest) = feeds::latest(feed.address)? else {
        return Ok(None);
    };
    let Some(round) = feeds::in_force(feed.address, &latest, due)? else {
        return Ok(None);
    };
    let reading = reading(&feed, Some(&round), due)?;
    let second = match reading.live() {
        Some(_) => second(asset, &feed, due, Some(due))?,
        None => None,
    };
    let fault = disagrees(&feed, Some(&round), &reading, second, last, due, due)?;
    let price = reading.live().filter(|_| fault.is_none());
    Ok(price.map(|price| unpack_price(pack_price(price))))
}
