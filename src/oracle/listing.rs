//! The owner's part: setting the clock, once, and listing assets; and who may note depths.

use crate::abi::*;
use crate::clock::now;
use crate::error::{OracleError, Terms};
use crate::host::{emit, has_code, sender};
use crate::reading::listed;
use crate::state::{
    self, times, Clock, Pace, BASIS_POINT, CLIP_UNIT, REFERENCE_UNIT,
};
use crate::{owner, prices};
use alloy_primitives::{Address, U256};
use fixed::halves;
use risk::volatility::moments::Moments;
use risk::{daily_variance_up, DAY, MAX_ASSETS};

/// A paced variance, rounded up at each sample, would not fall any more if samples were closer.
const LEAST_INTERVAL: u32 = 60;
/// No interval between samples, nor between rows, is longer.
const MOST_INTERVAL: u32 = 7 * DAY_U32;
/// A single move by the largest return that counts then stays within the type of a variance.
const LEAST_HALF_LIFE: u32 = 21_600;
const MOST_HALF_LIFE: u32 = 180 * DAY_U32;
/// Floors have 18 bits of basis points.
const MOST_FLOOR: u32 = (1 << 18) - 1;
/// 10,000 % in basis points: what the bound of a variance is made of.
const MOST_VOLATILITY: u32 = 1_000_000;
/// The same in millionths.
const MOST_REFERENCE: u32 = 100_000_000;
/// An index weight of one.
const MOST_WEIGHT: u32 = 10_000;
/// Clips have 8 bits of eighths.
const CLIPS: core::ops::RangeInclusive<u32> = 8..=255;
const DAY_U32: u32 = 86_400;
const _: () = assert!(DAY_U32 as u64 == DAY);

/// Sets everything that is set once.
pub(crate) fn initialize(
    owner: Address,
    prices: Address,
    terms: &ClockTerms,
) -> Result<(), OracleError> {
    if !shell::owner::owner().is_zero() {
        return Err(AlreadyInitialized {}.into());
    }
    let intervals = [
        LEAST_INTERVAL,
        terms.minInterval,
        terms.interval,
        terms.maxInterval,
        MOST_INTERVAL,
    ];
    let half_lives = [
        LEAST_HALF_LIFE,
        terms.halfLife,
        terms.slowHalfLife,
        MOST_HALF_LIFE,
    ];
    let jumps = [LEAST_HALF_LIFE, terms.jumpHalfLife, MOST_HALF_LIFE];
    require(intervals.is_sorted() && half_lives.is_sorted() && jumps.is_sorted())?;
    let reference = units(terms.referenceVolatility, REFERENCE_UNIT, MOST_REFERENCE)?;
    let clip = units(terms.clip, CLIP_UNIT, *CLIPS.end())?;
    require(reference > 0 && (clip == 0 || CLIPS.contains(&clip)))?;
    require(!owner.is_zero() && has_code(prices))?;

    Pace {
        prices,
        interval: terms.interval.into(),
        shortest: terms.minInterval.into(),
        longest: terms.maxInterval.into(),
        reference,
    }
    .store();
    let now = now();
    Clock {
        index: 0,
        sampled_at: now,
        due_at: now.saturating_add(terms.interval.into()),
        assets: 0,
        half_lives: [terms.halfLife, terms.slowHalfLife, terms.jumpHalfLife].map(u64::from),
        clip,
        row_period: 0,
    }
    .store();
    owner::begin(owner);
    emit(PricesSet { prices });
    emit(Terms(terms));
    Ok(())
}

/// The clock and the memory, as set.
#[allow(clippy::cast_possible_truncation)] // each was 32 bits
pub(crate) fn clock_terms() -> ClockTerms {
    let (clock, pace) = (Clock::load(), Pace::load());
    let [fast, slow, jump] = clock.half_lives;
    ClockTerms {
        interval: pace.interval as u32,
        minInterval: pace.shortest as u32,
        maxInterval: pace.longest as u32,
        halfLife: fast as u32,
        slowHalfLife: slow as u32,
        jumpHalfLife: jump as u32,
        referenceVolatility: U256::from(times(pace.reference, REFERENCE_UNIT)),
        clip: U256::from(times(clock.clip, CLIP_UNIT)),
    }
}

/// Lists the next asset of those that have prices.
pub(crate) fn list(terms: &AssetTerms) -> Result<u8, OracleError> {
    owner::require_owner()?;
    let mut clock = Clock::load();
    let asset = clock.assets;
    if usize::from(asset) >= MAX_ASSETS {
        return Err(TooManyAssets {}.into());
    }
    let floor = units(terms.floorVolatility, BASIS_POINT, MOST_FLOOR)?;
    let start = units(terms.startVolatility, BASIS_POINT, MOST_VOLATILITY)?;
    let weight = units(terms.indexWeight, BASIS_POINT, MOST_WEIGHT)?;
    require(floor > 0 && start >= floor)?;
    if prices::asset_count(Pace::load().prices)? <= U256::from(asset) {
        return Err(UnknownAsset { asset }.into());
    }
    let now = now();
    if asset == 0 {
        let interval = clock.due_at.saturating_sub(clock.sampled_at);
        clock.sampled_at = now;
        clock.due_at = now.saturating_add(interval);
    } else if now >= clock.due_at {
        return Err(SampleDue {
            dueAt: clock.due_at,
        }
        .into());
    }

    state::set_terms(asset, floor, weight);
    state::set_start(asset, start);
    let variance = daily_variance_up(times(start, BASIS_POINT))?;
    state::set_moments(asset, &Moments::listed(variance)?)?;
    clock.assets = asset.saturating_add(1);
    clock.store();
    emit(AssetListed {
        asset,
        floorVolatility: terms.floorVolatility,
        startVolatility: terms.startVolatility,
        indexWeight: terms.indexWeight,
    });
    Ok(asset)
}

/// The terms an asset was listed with.
pub(crate) fn terms_of(asset: u8) -> Result<AssetTerms, OracleError> {
    listed(&Clock::load(), asset)?;
    let (floor, weight) = state::terms(asset);
    let wad = |points: u32| U256::from(times(points, BASIS_POINT));
    Ok(AssetTerms {
        floorVolatility: wad(floor),
        startVolatility: wad(state::start(asset)),
        indexWeight: wad(weight),
    })
}

/// Names the book; zero for none.
pub(crate) fn set_book(book: Address, row_period: u32) -> Result<(), OracleError> {
    owner::require_owner()?;
    let mut clock = Clock::load();
    let shortest = Pace::load().shortest;
    clock.row_period = u64::from(row_period);
    require(clock.row_period >= shortest && row_period <= MOST_INTERVAL)?;
    require(book.is_zero() || has_code(book))?;
    clock.store();
    state::set_book(book);
    emit(BookSet {
        book,
        rowPeriod: row_period,
    });
    Ok(())
}

/// Names the depth desk; zero for none.
pub(crate) fn set_depth_desk(desk: Address) -> Result<(), OracleError> {
    owner::require_owner()?;
    state::set_depth_desk(desk);
    emit(DepthSet { desk });
    Ok(())
}

/// Notes depths: per word the asset (8 bits), its depth and its depth for maintenance (120 each).
pub(crate) fn note_depths(words: &[U256]) -> Result<(), OracleError> {
    let caller = sender();
    if caller != state::depth_desk() || caller.is_zero() {
        return Err(NotDepthDesk { caller }.into());
    }
    let clock = Clock::load();
    for word in words {
        let (high, low) = halves(*word);
        let [asset, ..] = low.to_le_bytes();
        listed(&clock, asset)?;
        let mut note = state::note(asset);
        note.depth = low >> 8;
        note.maintenance_depth = high & ((1 << 120) - 1);
        state::set_note(asset, &note);
    }
    Ok(())
}

/// How many units a value is: a whole number of them, at most `most`.
#[inline(never)]
fn units(value: U256, unit: u64, most: u32) -> Result<u32, OracleError> {
    let (0, value) = halves(value) else {
        return Err(InvalidTerms {}.into());
    };
    let count = fixed::mul_div_down_u128(value, 1, unit.into())?;
    let count = u32::try_from(count).map_err(|_| InvalidTerms {})?;
    require(count <= most && times(count, unit) == value)?;
    Ok(count)
}

#[inline(never)]
fn require(holds: bool) -> Result<(), OracleError> {
    holds.then_some(()).ok_or_else(|| InvalidTerms {}.into())
}
