//! What the oracle keeps on chain, and how it is packed. Bits count from the lowest.
//!
//! | slot | what |
//! |---|---|
//! | 0, 1 | owner, pending owner |
//! | 2 | volatility index 128 (annual WAD), time of the last sample 48, due time of the next 48, assets 8 |
//! | 3 | sequencer feed 160, half-life 24, longest 24, shortest 24, base interval 24 (seconds) |
//! | 4 | reference volatility 128 (annual WAD), clip 128 (WAD multiple) |
//! | 16 + asset | feed 160, heartbeat 32, grace 32 (seconds), decimals 8, deviation 16 (basis points) |
//! | 32 + asset | lower end 112, index weight 16 (basis points), upper end 112 (USD WAD) |
//! | 48 + asset | last sampled price 112 (USD WAD), samples 16, time of the sample 48, time of its round 48, floor 32 (basis points) |
//! | 64 + asset | start volatility 128 (annual WAD) |
//! | 128 + k | covariance entries 2k (low half) and 2k + 1 of the lower triangle, row by row; per day, scale 1e-36 |
//!
//! A live price costs slots 3, 16, 32 and 48; a snapshot adds slot 2 and the entries of its assets. The
//! triangle grows by rows, so listing an asset moves nothing.

use crate::host::{load, store};
use crate::words::{from_bytes, to_bytes};
use alloc::vec::Vec;
use alloy_primitives::{Address, U256};
use risk::Covariance;
use stylus_sdk::prelude::*;

/// The contract. Its slots are those of the table above; the SDK lays out none.
#[storage]
#[entrypoint]
pub struct Oracle;

const OWNER: u64 = 0;
const PENDING_OWNER: u64 = 1;
const CLOCK: u64 = 2;
const PACE: u64 = 3;
const FILTER: u64 = 4;
const FEEDS: u64 = 16;
const BANDS: u64 = 32;
const SAMPLES: u64 = 48;
const STARTS: u64 = 64;
const COVARIANCE: u64 = 128;

/// Prices of 112 bits: up to 5.1e15 USD.
pub(crate) const MAX_PRICE: u128 = (1 << 112) - 1;
const TIME: u128 = (1 << 48) - 1;

/// Where the common clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Clock {
    /// Volatility index of the last sample, annual WAD.
    pub(crate) index: u128,
    /// Time of the last sample.
    pub(crate) sampled_at: u64,
    /// When the next sample is due.
    pub(crate) due_at: u64,
    /// Number of assets listed.
    pub(crate) assets: u8,
}

impl Clock {
    pub(crate) fn load() -> Self {
        let (index, rest) = halves(load(CLOCK));
        let [_, _, _, assets, ..] = rest.to_be_bytes();
        Self {
            index,
            sampled_at: time(rest),
            due_at: time(rest >> 48),
            assets,
        }
    }

    pub(crate) fn store(&self) {
        let times = u128::from(self.sampled_at) & TIME | (u128::from(self.due_at) & TIME) << 48;
        store(
            CLOCK,
            word(self.index, times | u128::from(self.assets) << 96),
        );
    }
}

/// How fast the clock runs, how fast the estimate forgets, and who knows about the sequencer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pace {
    /// Zero where there is none to ask.
    pub(crate) sequencer: Address,
    /// Seconds between two samples at the reference volatility.
    pub(crate) interval: u32,
    /// Shortest interval.
    pub(crate) shortest: u32,
    /// Longest interval.
    pub(crate) longest: u32,
    /// Half-life of the estimate.
    pub(crate) half_life: u32,
}

impl Pace {
    pub(crate) fn load() -> Self {
        let [a, b, c, d, e, f, g, h, i, j, k, l, sequencer @ ..] = to_bytes(&load(PACE));
        let seconds = |high, middle, low| u32::from_be_bytes([0, high, middle, low]);
        Self {
            sequencer: Address::new(sequencer),
            interval: seconds(a, b, c),
            shortest: seconds(d, e, f),
            longest: seconds(g, h, i),
            half_life: seconds(j, k, l),
        }
    }

    /// Seconds must have 24 bits.
    pub(crate) fn store(&self) {
        let [_, a, b, c] = self.interval.to_be_bytes();
        let [_, d, e, f] = self.shortest.to_be_bytes();
        let [_, g, h, i] = self.longest.to_be_bytes();
        let [_, j, k, l] = self.half_life.to_be_bytes();
        store(
            PACE,
            labelled([a, b, c, d, e, f, g, h, i, j, k, l], self.sequencer),
        );
    }
}

/// The filter: reference volatility (annual WAD) and clip (WAD multiple).
pub(crate) fn filter() -> (u128, u128) {
    halves(load(FILTER))
}

pub(crate) fn set_filter(reference: u128, clip: u128) {
    store(FILTER, word(reference, clip));
}

/// Where an asset's price comes from, and for how long it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Feed {
    /// Zero where no asset is listed.
    pub(crate) address: Address,
    /// Seconds.
    pub(crate) heartbeat: u32,
    /// Seconds.
    pub(crate) grace: u32,
    /// At listing.
    pub(crate) decimals: u8,
    /// Basis points.
    pub(crate) deviation: u16,
}

impl Feed {
    pub(crate) fn load(asset: u8) -> Self {
        let [_, a, b, decimals, c, d, e, f, g, h, i, j, address @ ..] =
            to_bytes(&load(place(FEEDS, asset)));
        Self {
            address: Address::new(address),
            heartbeat: u32::from_be_bytes([g, h, i, j]),
            grace: u32::from_be_bytes([c, d, e, f]),
            decimals,
            deviation: u16::from_be_bytes([a, b]),
        }
    }

    pub(crate) fn store(&self, asset: u8) {
        let [a, b] = self.deviation.to_be_bytes();
        let [c, d, e, f] = self.grace.to_be_bytes();
        let [g, h, i, j] = self.heartbeat.to_be_bytes();
        store(
            place(FEEDS, asset),
            labelled(
                [0, a, b, self.decimals, c, d, e, f, g, h, i, j],
                self.address,
            ),
        );
    }

    /// Age from which the price is stale, seconds.
    pub(crate) fn limit(&self) -> u64 {
        u64::from(self.heartbeat).saturating_add(u64::from(self.grace))
    }
}

/// Which prices are believable, and how much the asset counts in the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Band {
    /// USD WAD.
    pub(crate) lower: u128,
    /// USD WAD.
    pub(crate) upper: u128,
    /// Basis points.
    pub(crate) weight: u16,
}

impl Band {
    pub(crate) fn load(asset: u8) -> Self {
        let (low, upper) = halves(load(place(BANDS, asset)));
        Self {
            lower: low & MAX_PRICE,
            upper,
            weight: top(low),
        }
    }

    pub(crate) fn store(&self, asset: u8) {
        store(
            place(BANDS, asset),
            word(self.lower | u128::from(self.weight) << 112, self.upper),
        );
    }
}

/// The last sample of an asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sample {
    /// USD WAD; zero where no asset is listed.
    pub(crate) price: u128,
    /// How many samples the asset has had; stays at the largest value.
    pub(crate) count: u16,
    /// When it was taken.
    pub(crate) taken_at: u64,
    /// Time of the feed's round.
    pub(crate) updated_at: u64,
    /// Floor of the volatility, basis points.
    pub(crate) floor: u32,
}

impl Sample {
    pub(crate) fn load(asset: u8) -> Self {
        let (low, high) = halves(load(place(SAMPLES, asset)));
        let [a, b, c, d, ..] = high.to_be_bytes();
        Self {
            price: low & MAX_PRICE,
            count: top(low),
            taken_at: time(high),
            updated_at: time(high >> 48),
            floor: u32::from_be_bytes([a, b, c, d]),
        }
    }

    pub(crate) fn store(&self, asset: u8) {
        let times = u128::from(self.taken_at) & TIME | (u128::from(self.updated_at) & TIME) << 48;
        let low = self.price | u128::from(self.count) << 112;
        store(
            place(SAMPLES, asset),
            word(low, times | u128::from(self.floor) << 96),
        );
    }
}

/// Volatility at listing, annual WAD.
pub(crate) fn start_volatility(asset: u8) -> u128 {
    halves(load(place(STARTS, asset))).0
}

pub(crate) fn set_start_volatility(asset: u8, volatility: u128) {
    store(place(STARTS, asset), word(volatility, 0));
}

/// A covariance entry, by its place in the lower triangle.
pub(crate) fn covariance(entry: usize) -> i128 {
    let (low, high) = halves(load(pair(entry)));
    let half = if entry & 1 == 0 { low } else { high };
    half.cast_signed()
}

/// Writes the variance of an asset that is being listed. What shares its slot is a covariance of its own row,
/// or of no row yet: zero.
pub(crate) fn set_first_variance(entry: usize, variance: i128) {
    let variance = variance.cast_unsigned();
    store(
        pair(entry),
        if entry & 1 == 0 {
            word(variance, 0)
        } else {
            word(0, variance)
        },
    );
}

/// Writes a whole matrix.
pub(crate) fn set_covariances(matrix: &Covariance) {
    for (slot, entries) in (COVARIANCE..u64::MAX).zip(matrix.triangle().chunks(2)) {
        let mut values = entries.iter().map(|entry| entry.cast_unsigned());
        let low = values.next().unwrap_or(0);
        store(slot, word(low, values.next().unwrap_or(0)));
    }
}

pub(crate) fn owner() -> Address {
    address(load(OWNER))
}

pub(crate) fn set_owner(owner: Address) {
    store(OWNER, labelled([0; 12], owner));
}

pub(crate) fn pending_owner() -> Address {
    address(load(PENDING_OWNER))
}

pub(crate) fn set_pending_owner(successor: Address) {
    store(PENDING_OWNER, labelled([0; 12], successor));
}

fn place(base: u64, asset: u8) -> u64 {
    base.saturating_add(u64::from(asset))
}

fn pair(entry: usize) -> u64 {
    // An entry is below 136: the cast loses nothing.
    COVARIANCE.saturating_add((entry >> 1) as u64)
}

fn address(word: U256) -> Address {
    Address::from_word(to_bytes(&word).into())
}

fn labelled(label: [u8; 12], address: Address) -> U256 {
    let mut bytes = [0u8; 32];
    let (head, tail) = bytes.split_at_mut(12);
    head.copy_from_slice(&label);
    tail.copy_from_slice(address.as_slice());
    from_bytes(&bytes)
}

#[allow(clippy::cast_possible_truncation)] // masked to 48 bits
const fn time(half: u128) -> u64 {
    (half & TIME) as u64
}

#[allow(clippy::cast_possible_truncation)] // the highest 16 bits
const fn top(half: u128) -> u16 {
    (half >> 112) as u16
}

#[allow(clippy::cast_possible_truncation)] // the halves of a u128, each exactly 64 bits
const fn word(low: u128, high: u128) -> U256 {
    U256::from_limbs([
        low as u64,
        (low >> 64) as u64,
        high as u64,
        (high >> 64) as u64,
    ])
}

fn halves(word: U256) -> (u128, u128) {
    let [a, b, c, d] = word.into_limbs();
    (
        u128::from(a) | u128::from(b) << 64,
        u128::from(c) | u128::from(d) << 64,
    )
}
