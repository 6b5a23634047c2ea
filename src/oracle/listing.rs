//! The owner's part: setting the clock, once, and listing assets.

use crate::abi::{
    AlreadyInitialized, AssetListed, ClockSet, FeedCallFailed, InvalidTerms, ListingTerms,
    OwnershipTransferred, SequencerFeedSet, TooManyAssets,
};
use crate::error::OracleError;
use crate::feeds::{self, BASIS_POINTS, MAX_DECIMALS};
use crate::host::{emit, now};
use crate::reading::{from_basis_points, listed};
use crate::state::{self, Band, Clock, Feed, Pace, Sample, MAX_PRICE};
use alloy_primitives::{Address, U256};
use fixed::WAD;
use risk::{daily_variance_up, Covariance, DAY, MAX_ASSETS};

/// No interval between samples is longer.
const MAX_INTERVAL: u32 = 7 * DAY_U32;
/// A single move by the largest return that counts then stays within the type of a variance.
const MIN_HALF_LIFE: u32 = 21_600;
const MAX_HALF_LIFE: u32 = 180 * DAY_U32;
/// Annual: 10,000 %.
const MAX_VOLATILITY: u128 = 100 * WAD;
/// A filter that believes less than one standard deviation, or more than a thousand, is a mistake.
const CLIP: core::ops::RangeInclusive<u128> = WAD..=1_000 * WAD;
/// Heartbeat and grace, each.
const MAX_AGE: u32 = 30 * DAY_U32;
const DAY_U32: u32 = 86_400;
const _: () = assert!(DAY_U32 as u64 == DAY);

/// The clock's terms: seconds, annual WAD, WAD multiple.
pub(crate) struct ClockTerms {
    pub(crate) interval: u32,
    pub(crate) shortest: u32,
    pub(crate) longest: u32,
    pub(crate) half_life: u32,
    pub(crate) reference: U256,
    pub(crate) clip: U256,
}

/// Sets everything that is set once.
pub(crate) fn initialize(
    owner: Address,
    sequencer: Address,
    terms: &ClockTerms,
) -> Result<(), OracleError> {
    if !state::owner().is_zero() {
        return Err(AlreadyInitialized {}.into());
    }
    let ordered = terms.shortest > 0
        && terms.shortest <= terms.interval
        && terms.interval <= terms.longest
        && terms.longest <= MAX_INTERVAL;
    require(
        !owner.is_zero() && ordered && (MIN_HALF_LIFE..=MAX_HALF_LIFE).contains(&terms.half_life),
    )?;
    let reference = bounded(terms.reference, MAX_VOLATILITY)?;
    let clip = bounded(terms.clip, *CLIP.end())?;
    require(reference > 0 && (clip == 0 || CLIP.contains(&clip)))?;
    require(sequencer.is_zero() || feeds::answers(sequencer)?)?;

    state::set_owner(owner);
    Pace {
        sequencer,
        interval: terms.interval,
        shortest: terms.shortest,
        longest: terms.longest,
        half_life: terms.half_life,
    }
    .store();
    state::set_filter(reference, clip);
    let now = now();
    let due_at = now.saturating_add(terms.interval.into());
    Clock {
        index: 0,
        sampled_at: now,
        due_at,
        assets: 0,
    }
    .store();

    emit(&OwnershipTransferred {
        previousOwner: Address::ZERO,
        newOwner: owner,
    });
    emit(&SequencerFeedSet { feed: sequencer });
    emit(&ClockSet {
        interval: terms.interval,
        minInterval: terms.shortest,
        maxInterval: terms.longest,
        halfLife: terms.half_life,
        referenceVolatility: terms.reference,
        clip: terms.clip,
    });
    Ok(())
}

/// Lists an asset at its feed's price, which must be live.
pub(crate) fn list(terms: &ListingTerms) -> Result<u8, OracleError> {
    let mut clock = Clock::load();
    let asset = clock.assets;
    let row = usize::from(asset);
    if row >= MAX_ASSETS {
        return Err(TooManyAssets {}.into());
    }
    let ages = [terms.heartbeat, terms.grace];
    require(
        !terms.feed.is_zero() && terms.heartbeat > 0 && ages.iter().all(|age| *age <= MAX_AGE),
    )?;
    let lower = bounded(terms.minPrice, MAX_PRICE)?;
    let upper = bounded(terms.maxPrice, MAX_PRICE)?;
    // Both ends lose 1 %; something must be left between them.
    require(lower > 0 && lower.saturating_mul(101) < upper.saturating_mul(99))?;
    let deviation = basis_points_u16(terms.maxDeviation)?;
    let weight = basis_points_u16(terms.indexWeight)?;
    let floor = basis_points(terms.floorVolatility, MAX_VOLATILITY)?;
    let start = bounded(terms.startVolatility, MAX_VOLATILITY)?;
    require(deviation > 0 && floor > 0 && start >= from_basis_points(floor))?;

    let now = now();
    if let Some(fault) = feeds::sequencer(Pace::load().sequencer, now)? {
        return Err(fault.error(asset));
    }
    let decimals = feeds::decimals(terms.feed)?.ok_or(FeedCallFailed { asset })?;
    require(decimals <= MAX_DECIMALS)?;
    let feed = Feed {
        address: terms.feed,
        heartbeat: terms.heartbeat,
        grace: terms.grace,
        decimals,
        deviation,
    };
    let band = Band {
        lower,
        upper,
        weight,
    };
    let unsampled = Sample {
        price: 0,
        count: 0,
        taken_at: now,
        updated_at: 0,
        floor,
    };
    let fresh = feeds::read(&feed, &band, &unsampled, now)?.map_err(|fault| fault.error(asset))?;

    feed.store(asset);
    band.store(asset);
    Sample {
        price: fresh.price,
        updated_at: fresh.updated_at,
        ..unsampled
    }
    .store(asset);
    state::set_start_volatility(asset, start);
    if let Some(entry) = Covariance::entry(row, row) {
        state::set_first_variance(entry, daily_variance_up(start)?);
    }
    clock.assets = asset.saturating_add(1);
    clock.store();
    emit(&AssetListed {
        asset,
        feed: terms.feed,
        decimals,
        price: U256::from(fresh.price),
    });
    Ok(asset)
}

/// The terms an asset was listed with.
pub(crate) fn terms_of(asset: u8) -> Result<ListingTerms, OracleError> {
    let feed = listed(asset)?;
    let band = Band::load(asset);
    Ok(ListingTerms {
        feed: feed.address,
        heartbeat: feed.heartbeat,
        grace: feed.grace,
        minPrice: U256::from(band.lower),
        maxPrice: U256::from(band.upper),
        maxDeviation: wad(feed.deviation.into()),
        floorVolatility: wad(Sample::load(asset).floor),
        startVolatility: U256::from(state::start_volatility(asset)),
        indexWeight: wad(band.weight.into()),
    })
}

fn wad(points: u32) -> U256 {
    U256::from(from_basis_points(points))
}

/// Whole basis points of a ratio of at most 1.
fn basis_points_u16(ratio: U256) -> Result<u16, OracleError> {
    u16::try_from(basis_points(ratio, WAD)?).map_err(|_| InvalidTerms {}.into())
}

fn basis_points(ratio: U256, largest: u128) -> Result<u32, OracleError> {
    let ratio = bounded(ratio, largest)?;
    let unit = WAD / BASIS_POINTS;
    require(ratio % unit == 0)?;
    u32::try_from(ratio / unit).map_err(|_| InvalidTerms {}.into())
}

fn bounded(value: U256, largest: u128) -> Result<u128, OracleError> {
    let value = u128::try_from(value).map_err(|_| InvalidTerms {})?;
    require(value <= largest)?;
    Ok(value)
}

fn require(holds: bool) -> Result<(), OracleError> {
    holds.then_some(()).ok_or_else(|| InvalidTerms {}.into())
}
