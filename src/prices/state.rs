//! What the contract keeps on chain, and how it is packed. Bits count from the lowest.
//!
//! | slot | what |
//! |---|---|
//! | 0, 1 | owner, pending owner |
//! | 2 | sequencer's feed 160, start 40 (seconds), assets 8 |
//! | 3 | oracle 160 |
//! | 4 | active time: seconds counted 40, counted up to 40, since 40, up 1, number of the last round 80 |
//! | 8 to 11 | last sampled prices, 64 each ([`risk::price::packed`]) |
//! | 12, 13 | their times, 32 each |
//! | 16 + asset | feed 160, heartbeat 22, grace 21 (seconds), deviation 14 (basis points), decimals 5, second feed 1, net asset value 1, ends of the band 16 each |
//! | 32 + asset | second feed 160, age limit 32 (seconds), decimals 8 |
//! | 48 + asset | feed of the net asset value 160, expiry 32 (seconds), decimals 8, discount 16 (basis points) |
//!
//! A live price of an asset with one feed costs slots 2, 16 + asset, and a share of 8 and 12.

use crate::slot::Slot;
use crate::words::{address, Word};
use alloc::vec::Vec;
use alloy_primitives::{Address, U256};
use risk::liquidation::uptime::Uptime;
use risk::price::packed::{pack_price, unpack_bound, unpack_price};
use risk::price::{Limits, Sample};
use stylus_sdk::prelude::*;

/// The contract. Its slots are those of the table above; the SDK lays out none.
#[storage]
#[cfg_attr(not(target_arch = "wasm32"), entrypoint)]
pub struct Prices;

shell::entry!(Prices);

const SETTING: u64 = 2;
const ORACLE: u64 = 3;
const ACTIVE: u64 = 4;
const PRICES: u64 = 8;
const TIMES: u64 = 12;
const FEEDS: u64 = 16;
const SECONDS: u64 = 32;
const NAVS: u64 = 48;

const TIME_BITS: u32 = 40;
pub(crate) const HEARTBEAT_BITS: u32 = 22;
pub(crate) const GRACE_BITS: u32 = 21;
const DEVIATION_BITS: u32 = 14;
const DECIMALS_BITS: u32 = 5;

/// A word of storage.
#[inline(never)]
pub(crate) fn load(slot: u64) -> U256 {
    Slot::at(U256::from_limbs([slot, 0, 0, 0])).get()
}

#[inline(never)]
fn store(slot: u64, word: U256) {
    Slot::at(U256::from_limbs([slot, 0, 0, 0])).set(word);
}

fn place(base: u64, asset: u8) -> u64 {
    base.saturating_add(asset.into())
}

/// An address, and 96 bits above it.
fn labelled(feed: Address, label: u128) -> U256 {
    let [a, b, c, _] = U256::from_be_bytes(feed.to_word().0).into_limbs();
    let [low, high] = halves(label);
    U256::from_limbs([a, b, c | low << 32, low >> 32 | high << 32])
}

fn label(word: U256) -> u128 {
    let [_, _, c, d] = word.into_limbs();
    u128::from(c) >> 32 | u128::from(d) << 32
}

#[allow(clippy::cast_possible_truncation)] // the halves of a u128
const fn halves(word: u128) -> [u64; 2] {
    [word as u64, (word >> 64) as u64]
}

/// Takes fields off a word, from the lowest.
struct Fields(u128);

impl Fields {
    #[allow(clippy::cast_possible_truncation)] // fields of at most 64 bits
    fn take(&mut self, bits: u32) -> u64 {
        let field = self.0 & ((1u128 << bits).saturating_sub(1));
        self.0 >>= bits;
        field as u64
    }

    #[allow(clippy::cast_possible_truncation)] // as many bits as the type has, at most
    fn small(&mut self, bits: u32) -> u32 {
        self.take(bits) as u32
    }

    #[allow(clippy::cast_possible_truncation)] // likewise
    fn short(&mut self, bits: u32) -> u16 {
        self.take(bits) as u16
    }

    #[allow(clippy::cast_possible_truncation)] // likewise
    fn byte(&mut self, bits: u32) -> u8 {
        self.take(bits) as u8
    }
}

/// Who knows of the sequencer, since when the contract runs, how many assets there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Setting {
    /// Zero where there is none to ask.
    pub(crate) sequencer: Address,
    pub(crate) started: u64,
    pub(crate) assets: u8,
}

impl Setting {
    pub(crate) fn load() -> Self {
        let word = load(SETTING);
        let mut fields = Fields(label(word));
        Self {
            sequencer: address(word),
            started: fields.take(TIME_BITS),
            assets: fields.byte(8),
        }
    }

    pub(crate) fn store(&self) {
        let label = u128::from(self.started) | u128::from(self.assets) << TIME_BITS;
        store(SETTING, labelled(self.sequencer, label));
    }
}

pub(crate) fn oracle() -> Address {
    address(load(ORACLE))
}

pub(crate) fn set_oracle(oracle: Address) {
    store(ORACLE, labelled(oracle, 0));
}

/// Active time as of a round of the sequencer's feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Active {
    pub(crate) clock: Uptime,
    /// Phase and number in the phase.
    pub(crate) round: (u64, u64),
}

impl Active {
    pub(crate) fn load() -> Self {
        let [a, b, number, top] = load(ACTIVE).into_limbs();
        let mut fields = Fields(u128::from(a) | u128::from(b) << 64);
        let clock = Uptime {
            active: fields.take(TIME_BITS),
            seen: fields.take(TIME_BITS),
            since: fields.take(TIME_BITS),
            up: fields.take(1) != 0,
        };
        Self {
            clock,
            round: (top, number),
        }
    }

    /// Times must have 40 bits.
    pub(crate) fn store(&self) {
        let Uptime {
            active,
            seen,
            since,
            up,
        } = self.clock;
        let low = u128::from(active)
            | u128::from(seen) << TIME_BITS
            | u128::from(since) << (2 * TIME_BITS)
            | u128::from(up) << (3 * TIME_BITS);
        let [a, b] = halves(low);
        let (phase, number) = self.round;
        store(ACTIVE, U256::from_limbs([a, b, number, phase]));
    }
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
    /// Basis points.
    pub(crate) deviation: u16,
    /// At listing.
    pub(crate) decimals: u8,
    pub(crate) has_second: bool,
    pub(crate) has_nav: bool,
    /// Ends of the band, packed.
    pub(crate) lower: u16,
    pub(crate) upper: u16,
}

impl Feed {
    pub(crate) fn load(asset: u8) -> Self {
        let word = load(place(FEEDS, asset));
        let mut fields = Fields(label(word));
        Self {
            address: address(word),
            heartbeat: fields.small(HEARTBEAT_BITS),
            grace: fields.small(GRACE_BITS),
            deviation: fields.short(DEVIATION_BITS),
            decimals: fields.byte(DECIMALS_BITS),
            has_second: fields.take(1) != 0,
            has_nav: fields.take(1) != 0,
            lower: fields.short(16),
            upper: fields.short(16),
        }
    }

    pub(crate) fn store(&self, asset: u8) {
        let fields = [
            (u128::from(self.upper), 16),
            (u128::from(self.lower), 16),
            (u128::from(self.has_nav), 1),
            (u128::from(self.has_second), 1),
            (u128::from(self.decimals), DECIMALS_BITS),
            (u128::from(self.deviation), DEVIATION_BITS),
            (u128::from(self.grace), GRACE_BITS),
            (u128::from(self.heartbeat), HEARTBEAT_BITS),
        ];
        let label = fields
            .iter()
            .fold(0, |label, (field, bits)| label << bits | field);
        store(place(FEEDS, asset), labelled(self.address, label));
    }

    /// Age from which the price is stale, seconds.
    pub(crate) fn age(&self) -> u64 {
        u64::from(self.heartbeat).saturating_add(u64::from(self.grace))
    }

    pub(crate) fn limits(&self) -> Limits {
        Limits {
            decimals: self.decimals,
            age: self.age(),
            band: Some((unpack_bound(self.lower), unpack_bound(self.upper))),
        }
    }
}

/// A second feed, or one of the net asset value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Other {
    pub(crate) address: Address,
    /// Seconds past which it does not count.
    pub(crate) age: u32,
    /// At listing.
    pub(crate) decimals: u8,
    /// Basis points; of a net asset value.
    pub(crate) discount: u16,
}

impl Other {
    pub(crate) fn load_second(asset: u8) -> Self {
        Self::load(place(SECONDS, asset))
    }

    pub(crate) fn load_nav(asset: u8) -> Self {
        Self::load(place(NAVS, asset))
    }

    fn load(slot: u64) -> Self {
        let word = load(slot);
        let mut fields = Fields(label(word));
        Self {
            address: address(word),
            age: fields.small(32),
            decimals: fields.byte(8),
            discount: fields.short(16),
        }
    }

    pub(crate) fn store_second(&self, asset: u8) {
        self.store(place(SECONDS, asset));
    }

    pub(crate) fn store_nav(&self, asset: u8) {
        self.store(place(NAVS, asset));
    }

    fn store(&self, slot: u64) {
        let label = u128::from(self.age)
            | u128::from(self.decimals) << 32
            | u128::from(self.discount) << 40;
        store(slot, labelled(self.address, label));
    }

    pub(crate) fn limits(&self) -> Limits {
        Limits {
            decimals: self.decimals,
            age: self.age.into(),
            band: None,
        }
    }
}

/// The last sample of an asset.
pub(crate) fn sample(asset: u8) -> Sample {
    let price = lane(load(place(PRICES, asset >> 2)), (asset & 3) << 6, 64);
    let at = lane(load(place(TIMES, asset >> 3)), (asset & 7) << 5, 32);
    Sample {
        price: unpack_price(price),
        at,
    }
}

/// Writes a sample. The price is one that packing keeps; the time has 32 bits.
pub(crate) fn set_sample(asset: u8, sample: &Sample) {
    let slot = place(PRICES, asset >> 2);
    let prices = with_lane(load(slot), (asset & 3) << 6, 64, pack_price(sample.price));
    store(slot, prices);
    let slot = place(TIMES, asset >> 3);
    let times = with_lane(load(slot), (asset & 7) << 5, 32, sample.at);
    store(slot, times);
}

/// A field of a word that lies in one of its limbs.
fn lane(word: U256, at: u8, bits: u8) -> u64 {
    let limb = word.as_limbs().get(usize::from(at >> 6)).copied();
    limb.unwrap_or(0) >> (at & 63) & mask(bits)
}

fn with_lane(word: U256, at: u8, bits: u8, value: u64) -> U256 {
    let mut limbs = word.into_limbs();
    if let Some(limb) = limbs.get_mut(usize::from(at >> 6)) {
        let shift = at & 63;
        *limb = *limb & !(mask(bits) << shift) | (value & mask(bits)) << shift;
    }
    U256::from_limbs(limbs)
}

const fn mask(bits: u8) -> u64 {
    if bits == 64 {
        u64::MAX
    } else {
        (1u64 << bits).wrapping_sub(1)
    }
}
