//! What an asset counts for: its feeds asked, its price judged, its last sample beside it.

use crate::abi::UnknownAsset;
use crate::clock::now;
use crate::error::PricesError;
use crate::feeds;
use crate::state::{sample, Feed, Other, Setting};
use alloc::vec::Vec;
use alloy_primitives::{Address, U256};
use risk::price::{
    disagreement, fault, has_held, judge, Disagreement, Fault, Nav, Quote, Reading, Round, Sample,
    HOLD,
};

/// The fault that stops all prices, where there is one.
///
/// # Errors
/// `InsufficientGas` where the call was too poor to tell.
pub(crate) fn outage(feed: Address, now: u64) -> Result<Option<Fault>, PricesError> {
    if feed.is_zero() {
        return Ok(None);
    }
    Ok(fault::sequencer(feeds::latest(feed)?.as_ref(), now))
}

/// What an asset counts for now.
///
/// # Errors
/// `UnknownAsset`, `InsufficientGas`.
pub(crate) fn quote(asset: u8) -> Result<Quote, PricesError> {
    let feed = listed(asset)?;
    let now = now();
    let outage = outage(Setting::load().sequencer, now)?;
    quote_of(asset, &feed, &sample(asset), outage, now)
}

/// The quotes of the assets of a mask, ascending, with the samples they are compared with.
///
/// # Errors
/// `UnknownAsset`, `InsufficientGas`.
pub(crate) fn for_each(
    mask: u16,
    mut take: impl FnMut(u8, &Quote, &Sample) -> Result<(), PricesError>,
) -> Result<(), PricesError> {
    let now = now();
    let outage = outage(Setting::load().sequencer, now)?;
    for asset in (0u8..16).filter(|asset| mask >> asset & 1 != 0) {
        let feed = listed(asset)?;
        let last = sample(asset);
        take(asset, &quote_of(asset, &feed, &last, outage, now)?, &last)?;
    }
    Ok(())
}

/// Two words per asset of a mask: see `Prices::observe`.
///
/// # Errors
/// `UnknownAsset`, `InsufficientGas`.
pub(crate) fn observe(mask: u16) -> Result<Vec<U256>, PricesError> {
    let mut words = Vec::new();
    for_each(mask, |asset, quote, last| {
        words.push(join(quote.collateral, quote.liability));
        let facts = u128::from(u8::from(quote.state()))
            | u128::from(u8::from(quote.gate())) << 8
            | u128::from(asset) << 16
            | u128::from(quote.updated_at) << 24;
        words.push(join(quote.pending_return(last)?.cast_unsigned(), facts));
        Ok(())
    })?;
    Ok(words)
}

#[inline(never)]
fn quote_of(
    asset: u8,
    feed: &Feed,
    last: &Sample,
    outage: Option<Fault>,
    now: u64,
) -> Result<Quote, PricesError> {
    if let Some(fault) = outage {
        return Ok(Quote::of_sample(last, fault));
    }
    let latest = feeds::latest(feed.address)?;
    let reading = reading(feed, latest.as_ref(), now)?;
    let second = second(asset, feed, now, None)?;
    // Rounds of this second count.
    let before = now.saturating_add(1);
    let disagrees = disagrees(feed, latest.as_ref(), &reading, second, last, now, before)?;
    let nav = nav(asset, feed, now)?;
    Ok(Quote::of(
        &reading,
        disagrees,
        second,
        nav,
        last,
        feed.deviation,
    )?)
}

/// The primary feed's round, judged by its own gates.
pub(crate) fn reading(
    feed: &Feed,
    round: Option<&Round>,
    now: u64,
) -> Result<Reading, PricesError> {
    let decimals = match round {
        Some(_) => feeds::decimals(feed.address)?,
        None => None,
    };
    Ok(judge(round, decimals, &feed.limits(), now))
}

/// What the last gate says of a price that passed the others. `before`: rounds from then on are not known yet.
pub(crate) fn disagrees(
    feed: &Feed,
    latest: Option<&Round>,
    reading: &Reading,
    second: Option<(u128, u64)>,
    last: &Sample,
    now: u64,
    before: u64,
) -> Result<Option<Fault>, PricesError> {
    let (Some(price), Some(latest)) = (reading.live(), latest) else {
        return Ok(None);
    };
    let second = second.map(|(price, _)| price);
    Ok(
        match disagreement(price, second, last, now, feed.age(), feed.deviation) {
            None => None,
            Some(Disagreement::Sources(fault)) => Some(fault),
            Some(Disagreement::Past(fault)) => {
                let then = now.saturating_sub(HOLD);
                let round = feeds::in_force(feed.address, latest, before.saturating_sub(HOLD))?;
                let reading = judge(round.as_ref(), Some(feed.decimals), &feed.limits(), then);
                (!has_held(price, reading.live(), feed.deviation)).then_some(fault)
            }
        },
    )
}

/// Price and time of the second feed, where there is a live one. `due`: of the round in force then.
pub(crate) fn second(
    asset: u8,
    feed: &Feed,
    now: u64,
    due: Option<u64>,
) -> Result<Option<(u128, u64)>, PricesError> {
    if feed.has_second {
        other(&Other::load_second(asset), now, due)
    } else {
        Ok(None)
    }
}

fn nav(asset: u8, feed: &Feed, now: u64) -> Result<Option<Nav>, PricesError> {
    if !feed.has_nav {
        return Ok(None);
    }
    let source = Other::load_nav(asset);
    let discount = source.discount;
    Ok(other(&source, now, None)?.map(|(price, _)| Nav { price, discount }))
}

#[inline(never)]
pub(crate) fn other(
    source: &Other,
    now: u64,
    due: Option<u64>,
) -> Result<Option<(u128, u64)>, PricesError> {
    let Some(latest) = feeds::latest(source.address)? else {
        return Ok(None);
    };
    let round = match due {
        Some(due) => feeds::in_force(source.address, &latest, due)?,
        None => Some(latest),
    };
    let decimals = feeds::decimals(source.address)?;
    let reading = judge(round.as_ref(), decimals, &source.limits(), now);
    Ok(reading.live().map(|price| (price, reading.updated_at)))
}

/// An asset's feed.
///
/// # Errors
/// `UnknownAsset`.
pub(crate) fn listed(asset: u8) -> Result<Feed, PricesError> {
    if asset < 16 {
        let feed = Feed::load(asset);
        if !feed.address.is_zero() {
            return Ok(feed);
        }
    }
    Err(UnknownAsset { asset }.into())
}

/// A word of two halves.
pub(crate) fn join(low: u128, high: u128) -> U256 {
    fixed::word((high, low))
}
