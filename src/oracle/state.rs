//! What the oracle keeps on chain, and how it is packed. Bits count from the lowest.
//!
//! | slot | what |
//! |---|---|
//! | 0, 1 | owner, pending owner |
//! | 2 | volatility index 72 (annual WAD), time of the last sample 36, assets 8, clip 8 (eighths), spare 4; due time 36, half-lives fast 24, slow 24, jump 24 (seconds), seconds between rows 20 |
//! | 3 | prices 160, interval 20, shortest 20, longest 20 (seconds), reference volatility 27 (annual, 1e-6) |
//! | 4, 5 | book, depth desk |
//! | 6 + asset / 8 | floor 18, index weight 14 (basis points) of eight assets |
//! | 8 + asset / 2 | moments of two assets, 128 each: see `risk::volatility::moments` |
//! | 16 + asset / 2 | notes 88 (see `risk::note`) and start volatility 20 (basis points) of two assets, 128 each |
//! | 24 + k | correlations 10k .. 10k + 9 of the lower triangle, 25 each, five to a half: see `risk::covariance::correlations` |
//!
//! A sample of `n` assets reads slots 2, 3 and 6 (7 too, from nine assets on), `n/2` moments and `n(n-1)/20`
//! correlations, each rounded up; it writes 2, the moments and the correlations. Of 8 assets that is 10 slots
//! read and 8 of them written; of 16, 24 and 21. Notes are read only of assets with fewer than 30 samples, and
//! where a row of the book is written.

use crate::slot::Slot;
use crate::words::{address, Word};
use alloc::vec::Vec;
use alloy_primitives::{Address, U256};
use fixed::halves;
use risk::covariance::correlations::Correlations;
use risk::note::Note;
use risk::volatility::limits::VarianceBounds;
use risk::volatility::moments::{Memory, Moments};
use risk::RiskError;
use stylus_sdk::prelude::*;

/// The contract. Its slots are those of the table above; the SDK lays out none.
#[storage]
#[cfg_attr(not(target_arch = "wasm32"), entrypoint)]
pub struct Oracle;

shell::entry!(Oracle);

const CLOCK: u64 = 2;
const PACE: u64 = 3;
const BOOK: u64 = 4;
const DESK: u64 = 5;
const TERMS: u64 = 6;
const MOMENTS: u64 = 8;
const NOTES: u64 = 16;
const CORRELATIONS: u64 = 24;

/// The daily variance, scale 1e-36, of an annual volatility of 10,000 %: none is higher.
const MOST_VARIANCE: i128 = 27_397_260_273_972_602_739_726_027_397_260_273_973;
/// A basis point as a ratio.
pub(crate) const BASIS_POINT: u64 = 100_000_000_000_000;
/// Its square, scale 1e-36.
const SQUARE_OF_BASIS_POINT: u128 = 10u128.pow(28);
/// Days of a year.
const DAYS: u128 = 365;
/// The clip is kept in eighths.
pub(crate) const CLIP_UNIT: u64 = 125_000_000_000_000_000;
/// The reference volatility is kept in millionths.
pub(crate) const REFERENCE_UNIT: u64 = 1_000_000_000_000;

pub(crate) fn load(slot: u64) -> U256 {
    Slot::at(U256::from_limbs([slot, 0, 0, 0])).get()
}

#[inline(never)]
pub(crate) fn store(slot: u64, word: U256) {
    Slot::at(U256::from_limbs([slot, 0, 0, 0])).set(word);
}

/// Where the clock stands, and how the estimates forget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Clock {
    /// Volatility index of the last sample, annual WAD.
    pub(crate) index: u128,
    /// When the last sample was due.
    pub(crate) sampled_at: u64,
    /// When the next one is.
    pub(crate) due_at: u64,
    /// Number of assets listed.
    pub(crate) assets: u8,
    /// Seconds.
    pub(crate) half_lives: [u64; 3],
    /// Eighths; 0 for none.
    pub(crate) clip: u32,
    /// Seconds between two rows of the book.
    pub(crate) row_period: u64,
}

impl Clock {
    pub(crate) fn load() -> Self {
        let (high, low) = halves(load(CLOCK));
        Self {
            index: low & !(u128::MAX << 72),
            sampled_at: bits(low, 72, 36),
            due_at: bits(high, 0, 36),
            assets: narrow(bits(low, 108, 8)),
            half_lives: [bits(high, 36, 24), bits(high, 60, 24), bits(high, 84, 24)],
            clip: narrow(bits(low, 116, 8)),
            row_period: bits(high, 108, 20),
        }
    }

    pub(crate) fn store(&self) {
        let low = self.index
            | u128::from(self.sampled_at) << 72
            | u128::from(self.assets) << 108
            | u128::from(self.clip) << 116;
        let [fast, slow, jump] = self.half_lives.map(u128::from);
        let high = u128::from(self.due_at)
            | fast << 36
            | slow << 60
            | jump << 84
            | u128::from(self.row_period) << 108;
        store(CLOCK, fixed::word((high, low)));
    }

    /// How the estimates forget.
    pub(crate) fn memory(&self) -> Memory {
        let [fast, slow, jump] = self.half_lives;
        Memory {
            fast,
            slow,
            jump,
            clip: times(self.clip, CLIP_UNIT),
        }
    }
}

/// Who knows prices, and how fast the clock runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pace {
    pub(crate) prices: Address,
    /// Seconds between two samples at the reference volatility.
    pub(crate) interval: u64,
    pub(crate) shortest: u64,
    pub(crate) longest: u64,
    /// Annual, millionths.
    pub(crate) reference: u32,
}

impl Pace {
    pub(crate) fn load() -> Self {
        let word = load(PACE);
        let high = halves(word).0 >> 32;
        Self {
            prices: address(word),
            interval: bits(high, 0, 20),
            shortest: bits(high, 20, 20),
            longest: bits(high, 40, 20),
            reference: narrow(bits(high, 60, 27)),
        }
    }

    pub(crate) fn store(&self) {
        let (high, low) = halves(self.prices.to_word().into());
        let terms = u128::from(self.interval)
            | u128::from(self.shortest) << 20
            | u128::from(self.longest) << 40
            | u128::from(self.reference) << 60;
        store(PACE, fixed::word((high | terms << 32, low)));
    }

    /// Seconds to the next sample.
    pub(crate) fn seconds(&self, index: u128) -> Result<u64, RiskError> {
        let reference = times(self.reference, REFERENCE_UNIT);
        risk::next_interval(index, reference, self.interval, self.shortest, self.longest)
    }
}

pub(crate) fn book() -> Address {
    address(load(BOOK))
}

pub(crate) fn set_book(book: Address) {
    store(BOOK, book.to_word().into());
}

pub(crate) fn depth_desk() -> Address {
    address(load(DESK))
}

pub(crate) fn set_depth_desk(desk: Address) {
    store(DESK, desk.to_word().into());
}

/// Floor of the volatility and weight in the index, basis points.
pub(crate) fn terms(asset: u8) -> (u32, u32) {
    let word: U256 = load(TERMS.saturating_add(u64::from(asset >> 3)));
    let limb = word.as_limbs().get(usize::from(asset >> 1 & 3)).copied();
    let limb = limb.unwrap_or(0);
    let both = u128::from(if asset & 1 == 0 { limb } else { limb >> 32 });
    (narrow(bits(both, 0, 18)), narrow(bits(both, 18, 14)))
}

pub(crate) fn set_terms(asset: u8, floor: u32, weight: u32) {
    let slot = TERMS.saturating_add(u64::from(asset >> 3));
    let both = u64::from(floor) | u64::from(weight) << 18;
    let mut limbs = load(slot).into_limbs();
    if let Some(limb) = limbs.get_mut(usize::from(asset >> 1 & 3)) {
        *limb |= if asset & 1 == 0 { both } else { both << 32 };
    }
    store(slot, U256::from_limbs(limbs));
}

/// The daily variance of an annual volatility in basis points, rounded up.
#[inline(never)]
pub(crate) fn daily_variance_up(volatility: u32) -> Result<i128, RiskError> {
    let square = u128::from(volatility).wrapping_mul(volatility.into());
    let variance = fixed::mul_div_up_u128(square, SQUARE_OF_BASIS_POINT, DAYS)?;
    i128::try_from(variance).map_err(|_| RiskError::Malformed)
}

/// What is shown of an asset's variance is within these.
pub(crate) fn bounds(floor: u32) -> Result<VarianceBounds, RiskError> {
    Ok(VarianceBounds {
        least: daily_variance_up(floor)?,
        most: MOST_VARIANCE,
    })
}

/// So many units: at most 2^96.
pub(crate) fn times(count: u32, unit: u64) -> u128 {
    u128::from(count).wrapping_mul(unit.into())
}

pub(crate) fn moments(asset: u8) -> Result<Moments, RiskError> {
    Moments::from_bits(half(MOMENTS, asset))
}

pub(crate) fn set_moments(asset: u8, moments: &Moments) -> Result<(), RiskError> {
    set_half(MOMENTS, asset, moments.to_bits()?);
    Ok(())
}

/// Writes those of two assets, of which the first has an even index, without asking what was there.
pub(crate) fn set_moments_of_two(asset: u8, low: u128, high: u128) {
    let slot = MOMENTS.saturating_add(u64::from(asset >> 1));
    store(slot, fixed::word((high, low)));
}

pub(crate) fn note(asset: u8) -> Note {
    Note::from_bits(half(NOTES, asset))
}

pub(crate) fn set_note(asset: u8, note: &Note) {
    let start = half(NOTES, asset) >> Note::BITS << Note::BITS;
    set_half(NOTES, asset, start | note.to_bits());
}

/// Volatility at listing, basis points.
pub(crate) fn start(asset: u8) -> u32 {
    narrow(bits(half(NOTES, asset), Note::BITS, 20))
}

/// The variance at listing, where the asset still needs it.
pub(crate) fn start_variance(asset: u8, moments: &Moments) -> Result<i128, RiskError> {
    if moments.is_trusted() {
        Ok(0)
    } else {
        daily_variance_up(start(asset))
    }
}

pub(crate) fn set_start(asset: u8, volatility: u32) {
    set_half(NOTES, asset, u128::from(volatility) << Note::BITS);
}

/// The correlations of the assets of a mask.
pub(crate) fn correlations(mask: u16) -> Correlations {
    // A slot number below 36: the cast loses nothing.
    Correlations::of(mask, |word| load(CORRELATIONS.saturating_add(word as u64)))
}

/// Writes all correlations.
pub(crate) fn set_correlations(correlations: &Correlations) {
    for (slot, word) in (CORRELATIONS..u64::MAX).zip(correlations.words()) {
        store(slot, word);
    }
}

fn half(base: u64, asset: u8) -> u128 {
    let (high, low) = halves(load(base.saturating_add(u64::from(asset >> 1))));
    if asset & 1 == 0 {
        low
    } else {
        high
    }
}

fn set_half(base: u64, asset: u8, value: u128) {
    let slot = base.saturating_add(u64::from(asset >> 1));
    let (high, low) = halves(load(slot));
    store(
        slot,
        fixed::word(if asset & 1 == 0 {
            (high, value)
        } else {
            (value, low)
        }),
    );
}

/// Bits of a half, at most 64 of them.
#[allow(clippy::cast_possible_truncation)] // cut on purpose
const fn bits(half: u128, at: u32, count: u32) -> u64 {
    half.wrapping_shr(at) as u64 & !u64::MAX.wrapping_shl(count)
}

fn narrow<T: TryFrom<u64> + Default>(field: u64) -> T {
    T::try_from(field).unwrap_or_default()
}
