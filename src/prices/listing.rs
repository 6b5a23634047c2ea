//! The owner's part: what is set once, and listing assets.

use crate::abi::*;
use crate::clock::now;
use crate::error::PricesError;
use crate::host::emit;
use crate::reading::{disagrees, listed, other, outage, reading};
use crate::state::{self, Feed, Other, Setting};
use crate::{activity, feeds, owner};
use alloy_primitives::{Address, U256};
use fixed::WAD;
use risk::price::packed::{pack_lower_up, pack_price, pack_upper_down, unpack_bound, unpack_price};
use risk::price::{Nav, Quote, Sample, BASIS_POINTS, MAX_DECIMALS};
use risk::MAX_ASSETS;

const MAX_HEARTBEAT: u32 = 30 * 86_400;
const MAX_GRACE: u32 = 14 * 86_400;
const _: () = assert!(MAX_HEARTBEAT < 1 << state::HEARTBEAT_BITS);
const _: () = assert!(MAX_GRACE < 1 << state::GRACE_BITS);
/// Of a second feed and of a net asset value.
const MAX_AGE: u32 = 365 * 86_400;

/// Sets everything that is set once.
pub(crate) fn initialize(owner: Address, sequencer: Address) -> Result<(), PricesError> {
    if !shell::owner::owner().is_zero() {
        return Err(AlreadyInitialized {}.into());
    }
    if owner.is_zero() {
        return Err(ZeroAddress {}.into());
    }
    let now = now();
    let latest = match sequencer.is_zero() {
        true => None,
        false => Some(feeds::latest(sequencer)?.ok_or(InvalidTerms {})?),
    };
    activity::begin(latest.as_ref(), now).store();
    Setting {
        sequencer,
        started: now,
        assets: 0,
    }
    .store();
    owner::begin(owner);
    emit(SequencerFeedSet { feed: sequencer });
    Ok(())
}

/// Names the oracle, once.
pub(crate) fn set_oracle(oracle: Address) -> Result<(), PricesError> {
    owner::require_owner()?;
    if oracle.is_zero() {
        return Err(ZeroAddress {}.into());
    }
    let named = state::oracle();
    if !named.is_zero() {
        return Err(OracleAlreadySet { oracle: named }.into());
    }
    state::set_oracle(oracle);
    emit(OracleSet { oracle });
    Ok(())
}

/// Lists an asset at its feed's price, which must be live; so must be what its other feeds say.
pub(crate) fn list(terms: &FeedTerms) -> Result<u8, PricesError> {
    owner::require_owner()?;
    let mut setting = Setting::load();
    let asset = setting.assets;
    if usize::from(asset) >= MAX_ASSETS {
        return Err(TooManyAssets {}.into());
    }
    require(
        !terms.feed.is_zero()
            && terms.heartbeat > 0
            && terms.heartbeat <= MAX_HEARTBEAT
            && terms.grace <= MAX_GRACE,
    )?;
    let deviation = basis_points(terms.maxDeviation)?;
    let discount = basis_points(terms.navDiscount)?;
    require(deviation > 0)?;
    let now = now();
    if let Some(fault) = outage(setting.sequencer, now)? {
        return Err(PricesError::of(&fault, asset));
    }
    let second = source(asset, terms.secondary, terms.secondaryLimit, 0)?;
    let nav = source(asset, terms.nav, terms.navExpiry, discount)?;
    // Two sources, or it is no second one.
    require(terms.secondary.is_zero() || terms.secondary != terms.feed)?;
    let feed = Feed {
        address: terms.feed,
        heartbeat: terms.heartbeat,
        grace: terms.grace,
        deviation,
        decimals: decimals_of(asset, terms.feed)?,
        has_second: second.is_some(),
        has_nav: nav.is_some(),
        lower: bound(terms.minPrice, pack_lower_up)?,
        upper: bound(terms.maxPrice, pack_upper_down)?,
    };
    // Both ends lose 1 %; something must be left between them.
    let (lower, upper) = (unpack_bound(feed.lower), unpack_bound(feed.upper));
    require(lower.saturating_mul(101) < upper.saturating_mul(99))?;
    let sample = Sample {
        price: first_price(asset, &feed, second.as_ref(), nav.as_ref(), now)?,
        at: now,
    };

    feed.store(asset);
    if let Some(second) = second {
        second.store_second(asset);
    }
    if let Some(nav) = nav {
        nav.store_nav(asset);
    }
    state::set_sample(asset, &sample);
    setting.assets = asset.saturating_add(1);
    setting.store();
    emit(AssetListed {
        asset,
        feed: terms.feed,
        decimals: feed.decimals,
        price: U256::from(sample.price),
    });
    Ok(asset)
}

/// The price that a listing begins with: it passes every gate, and there is no past to compare it with.
fn first_price(
    asset: u8,
    feed: &Feed,
    second: Option<&Other>,
    nav: Option<&Other>,
    now: u64,
) -> Result<u128, PricesError> {
    let latest = feeds::latest(feed.address)?;
    let reading = reading(feed, latest.as_ref(), now)?;
    let price = reading.price.unwrap_or(0);
    let last = Sample { price, at: now };
    let second = live(asset, second, now)?;
    let nav = live(asset, nav, now)?.map(|(price, _)| Nav {
        price,
        discount: nav.map_or(0, |nav| nav.discount),
    });
    let disagrees = disagrees(
        feed,
        latest.as_ref(),
        &reading,
        second,
        &last,
        now,
        now.saturating_add(1),
    )?;
    let quote = Quote::of(&reading, disagrees, second, nav, &last, feed.deviation)?;
    match quote.fault {
        Some(fault) => Err(PricesError::of(&fault, asset)),
        None => Ok(unpack_price(pack_price(price))),
    }
}

/// What another source says, which must be live to be listed.
fn live(asset: u8, source: Option<&Other>, now: u64) -> Result<Option<(u128, u64)>, PricesError> {
    match source {
        None => Ok(None),
        Some(source) => Ok(Some(
            other(source, now, None)?.ok_or(FeedCallFailed { asset })?,
        )),
    }
}

/// A source beside the primary feed; its terms are zero where it is.
fn source(
    asset: u8,
    address: Address,
    age: u32,
    discount: u16,
) -> Result<Option<Other>, PricesError> {
    if address.is_zero() {
        require(age == 0 && discount == 0)?;
        return Ok(None);
    }
    require(age > 0 && age <= MAX_AGE)?;
    Ok(Some(Other {
        address,
        age,
        decimals: decimals_of(asset, address)?,
        discount,
    }))
}

fn decimals_of(asset: u8, feed: Address) -> Result<u8, PricesError> {
    let decimals = feeds::decimals(feed)?.ok_or(FeedCallFailed { asset })?;
    require(decimals <= MAX_DECIMALS)?;
    Ok(decimals)
}

/// The terms an asset was listed with, as they are kept.
pub(crate) fn terms_of(asset: u8) -> Result<FeedTerms, PricesError> {
    let feed = listed(asset)?;
    let second = match feed.has_second {
        true => Other::load_second(asset),
        false => Other::default(),
    };
    let nav = match feed.has_nav {
        true => Other::load_nav(asset),
        false => Other::default(),
    };
    Ok(FeedTerms {
        feed: feed.address,
        heartbeat: feed.heartbeat,
        grace: feed.grace,
        minPrice: U256::from(unpack_bound(feed.lower)),
        maxPrice: U256::from(unpack_bound(feed.upper)),
        maxDeviation: ratio(feed.deviation),
        secondary: second.address,
        secondaryLimit: second.age,
        nav: nav.address,
        navExpiry: nav.age,
        navDiscount: ratio(nav.discount),
    })
}

fn bound(price: U256, pack: impl FnOnce(u128) -> Option<u16>) -> Result<u16, PricesError> {
    let price = u128::try_from(price).map_err(|_| InvalidTerms {})?;
    pack(price).ok_or_else(|| InvalidTerms {}.into())
}

/// One basis point, WAD.
const POINT: u128 = WAD / BASIS_POINTS;

/// WAD.
fn ratio(points: u16) -> U256 {
    U256::from(u128::from(points).saturating_mul(POINT))
}

/// Whole basis points of a ratio of at most one.
fn basis_points(ratio: U256) -> Result<u16, PricesError> {
    let ratio = u128::try_from(ratio).map_err(|_| InvalidTerms {})?;
    require(ratio <= WAD && ratio % POINT == 0)?;
    u16::try_from(ratio / POINT).map_err(|_| InvalidTerms {}.into())
}

fn require(holds: bool) -> Result<(), PricesError> {
    holds.then_some(()).ok_or_else(|| InvalidTerms {}.into())
}
