//! What the terms keep on chain, and how it is packed. Bits count from the lowest; times are unix seconds of 32 bits.
//!
//! | slot | what |
//! |---|---|
//! | 0, 1 | owner, pending owner |
//! | 2, 3, 4, 5 | oracle, vault, clearing, guardian |
//! | 6 | newest version 32; of the shared terms: version 32, since 32, version of the second 32, loosened at 32; buffer 20, listed assets 16 |
//! | 7, 8, 9 | shared terms: newest, second, third ([`risk::terms::sheet::SHARED`]) |
//! | 10 | buffer: index 96, charged 96, turned at 32 |
//! | 16 + class | what an asset of the class begins with: the first four of [`ASSET`] |
//! | 32 + 4 asset | newest terms of an asset ([`ASSET`]); above them since 32, version 32 |
//! | 33 + 4 asset | second; above them its version 32, loosened at 32 |
//! | 34 + 4 asset | third |
//! | 96 + asset / 4 | what the system holds: 64 bits for each of four assets |

use crate::slot::Slot;
use crate::words::{address, Word};
use alloc::vec::Vec; // the macros name it
use alloy_primitives::{Address, U256};
use risk::procyclicality::Buffer;
use risk::terms::history::{Depth, Newest, Older};
use risk::terms::sheet::{bits, pack, put_bits, unpack, Asset, Shared, ASSET, ASSET_BITS, SHARED};
use stylus_sdk::prelude::*;

/// The contract. Its slots are those of the table above; the SDK lays out none.
#[storage]
#[cfg_attr(not(target_arch = "wasm32"), entrypoint)]
pub struct Terms;

shell::entry!(Terms);

/// Stands for the shared terms where an asset could.
pub(crate) const SHARED_TERMS: u8 = u8::MAX;

const ORACLE: u64 = 2;
const VAULT: u64 = 3;
const CLEARING: u64 = 4;
const GUARDIAN: u64 = 5;
const HEAD: u64 = 6;
const SHARED_AT: u64 = 7;
const BUFFER: u64 = 10;
const CLASSES: u64 = 16;
const ASSETS: u64 = 32;
const SIZES: u64 = 96;
/// Bits of a time or a version.
const SHORT: u32 = 32;
/// Where they are above an asset's terms.
const FIRST: u32 = ASSET_BITS;
const SECOND: u32 = FIRST + SHORT;

/// The slot of a number.
fn at(number: u64) -> Slot {
    Slot::at(U256::from_limbs([number, 0, 0, 0]))
}

macro_rules! addresses {
    ($($get:ident, $set:ident: $slot:ident, $what:literal;)*) => {$(
        #[doc = $what]
        pub(crate) fn $get() -> Address {
            address(at($slot).get())
        }

        #[doc = $what]
        pub(crate) fn $set(to: Address) {
            at($slot).set(to.to_word().into());
        }
    )*};
}

addresses! {
    oracle, set_oracle: ORACLE, "Whose index turns the buffer.";
    vault, set_vault: VAULT, "Who knows what is held as collateral.";
    clearing, set_clearing: CLEARING, "Who knows what is held as legs.";
    guardian, set_guardian: GUARDIAN, "Who may tighten.";
}

/// What every read begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Head {
    /// The newest version of anything.
    pub(crate) version: u32,
    shared_version: u32,
    shared_since: u64,
    second_version: u32,
    loosened_at: u64,
    /// The anti-procyclical buffer, 1e-6.
    pub(crate) buffer: u64,
    /// A bit for each asset that has terms.
    pub(crate) listed: u16,
}

#[allow(clippy::cast_possible_truncation)] // 32 bits
fn short(word: U256, place: u32) -> u32 {
    bits(word, place, SHORT) as u32
}

/// A word with such values at such places.
#[inline(never)]
fn word_of(word: U256, values: &[(u64, u32)]) -> U256 {
    let mut limbs = word.into_limbs();
    for (value, place) in values {
        put_bits(&mut limbs, *place, *value);
    }
    U256::from_limbs(limbs)
}

impl Head {
    pub(crate) fn load() -> Self {
        let word = at(HEAD).get();
        Self {
            version: short(word, 0),
            shared_version: short(word, 32),
            shared_since: bits(word, 64, SHORT),
            second_version: short(word, 96),
            loosened_at: bits(word, 128, SHORT),
            buffer: bits(word, 160, 20),
            listed: u16::try_from(bits(word, 180, 16)).unwrap_or(0),
        }
    }

    pub(crate) fn store(&self) {
        let values = [
            (self.version.into(), 0),
            (self.shared_version.into(), 32),
            (self.shared_since, 64),
            (self.second_version.into(), 96),
            (self.loosened_at, 128),
            (self.buffer, 160),
            (self.listed.into(), 180),
        ];
        at(HEAD).set(word_of(U256::ZERO, &values));
    }

    /// Whether the asset has terms.
    pub(crate) fn lists(&self, asset: u8) -> bool {
        self.listed.checked_shr(asset.into()).unwrap_or(0) & 1 == 1
    }

    /// The newest shared terms.
    pub(crate) fn shared(&self) -> Newest<12> {
        Newest {
            values: unpack(&SHARED, at(SHARED_AT).get()),
            since: self.shared_since,
            version: self.shared_version,
        }
    }

    /// What was before them, as far back as an account of that version looks; zeros beyond.
    pub(crate) fn older_shared(&self, newest: &Newest<12>, version: u32, now: u64) -> Older<12> {
        let depth = newest.depth(version, now, self.second_version);
        let load = |slot: u64, from: Depth| {
            if depth >= from {
                unpack(&SHARED, at(slot).get())
            } else {
                [0; 12]
            }
        };
        Older {
            second: load(SHARED_AT + 1, Depth::Second),
            second_version: self.second_version,
            third: load(SHARED_AT + 2, Depth::Third),
            loosened_at: self.loosened_at,
        }
    }

    /// All of what was before them.
    pub(crate) fn all_older_shared(&self) -> Older<12> {
        Older {
            second: unpack(&SHARED, at(SHARED_AT + 1).get()),
            second_version: self.second_version,
            third: unpack(&SHARED, at(SHARED_AT + 2).get()),
            loosened_at: self.loosened_at,
        }
    }

    /// Keeps shared terms; the head itself is stored apart.
    pub(crate) fn set_shared(&mut self, newest: &Newest<12>, older: &Older<12>) {
        self.shared_version = newest.version;
        self.shared_since = newest.since;
        self.second_version = older.second_version;
        self.loosened_at = older.loosened_at;
        let sets: [&Shared; 3] = [&newest.values, &older.second, &older.third];
        for (slot, values) in (SHARED_AT..).zip(sets) {
            at(slot).set(pack(&SHARED, values));
        }
    }
}

/// The slot of an asset's newest terms; those before them follow it.
fn asset_at(asset: u8) -> u64 {
    ASSETS.wrapping_add(u64::from(asset) << 2)
}

/// An asset's newest terms as one word.
pub(crate) fn asset_word(asset: u8) -> U256 {
    at(asset_at(asset)).get()
}

/// The newest terms that such a word holds.
pub(crate) fn newest(word: U256) -> Newest<10> {
    Newest {
        values: unpack(&ASSET, word),
        since: bits(word, FIRST, SHORT),
        version: short(word, SECOND),
    }
}

/// What was before an asset's newest terms, as far back as an account of that version looks; zeros beyond.
pub(crate) fn older(asset: u8, newest: &Newest<10>, version: u32, now: u64) -> Older<10> {
    let word = at(asset_at(asset).wrapping_add(1)).get();
    let second_version = short(word, FIRST);
    let third = match newest.depth(version, now, second_version) {
        Depth::Third => third(asset),
        _ => [0; 10],
    };
    Older {
        second: unpack(&ASSET, word),
        second_version,
        third,
        loosened_at: bits(word, SECOND, SHORT),
    }
}

/// All of what was before.
pub(crate) fn all_older(asset: u8) -> Older<10> {
    let word = at(asset_at(asset).wrapping_add(1)).get();
    Older {
        second: unpack(&ASSET, word),
        second_version: short(word, FIRST),
        third: third(asset),
        loosened_at: bits(word, SECOND, SHORT),
    }
}

fn third(asset: u8) -> Asset {
    unpack(&ASSET, at(asset_at(asset).wrapping_add(2)).get())
}

/// Keeps the terms of an asset.
pub(crate) fn set_asset(asset: u8, newest: &Newest<10>, older: &Older<10>) {
    let words = [
        word_of(
            pack(&ASSET, &newest.values),
            &[(newest.since, FIRST), (newest.version.into(), SECOND)],
        ),
        word_of(
            pack(&ASSET, &older.second),
            &[
                (older.second_version.into(), FIRST),
                (older.loosened_at, SECOND),
            ],
        ),
        pack(&ASSET, &older.third),
    ];
    for (slot, word) in (asset_at(asset)..).zip(words) {
        at(slot).set(word);
    }
}

/// What an asset of a class begins with: the first four of its terms.
pub(crate) fn class(number: u8) -> Asset {
    unpack(&ASSET, at(CLASSES.wrapping_add(number.into())).get())
}

/// Keeps it.
pub(crate) fn set_class(number: u8, values: &Asset) {
    at(CLASSES.wrapping_add(number.into())).set(pack(&ASSET, values));
}

/// What the system holds of an asset, as it is packed. Four assets share a slot: the host keeps it warm.
pub(crate) fn size(asset: u8) -> u64 {
    let limbs = sizes_at(asset).get().into_limbs();
    limbs.get(usize::from(asset & 3)).copied().unwrap_or(0)
}

/// Keeps it.
pub(crate) fn set_size(asset: u8, size: u64) {
    let mut slot = sizes_at(asset);
    let mut limbs = slot.get().into_limbs();
    if let Some(limb) = limbs.get_mut(usize::from(asset & 3)) {
        *limb = size;
    }
    slot.set(U256::from_limbs(limbs));
}

fn sizes_at(asset: u8) -> Slot {
    at(SIZES.wrapping_add(u64::from(asset >> 2)))
}

/// The buffer, and when it last turned; none before it ever did.
pub(crate) fn buffer() -> Option<(Buffer, u64)> {
    let word = at(BUFFER).get();
    let (margin, charged) = (wide(word, 0), wide(word, 96));
    let turned_at = bits(word, 192, SHORT);
    (turned_at != 0).then_some((Buffer { margin, charged }, turned_at))
}

/// 96 bits of a word.
fn wide(word: U256, place: u32) -> u128 {
    let (low, high) = (
        bits(word, place, 48),
        bits(word, place.wrapping_add(48), 48),
    );
    u128::from(low) | u128::from(high) << 48
}

/// The lower half of a level.
const HALF: u64 = (1 << 48) - 1;

/// Keeps it: both levels are below 2^96.
#[allow(clippy::cast_possible_truncation)] // cut to its bits
pub(crate) fn set_buffer(buffer: &Buffer, turned_at: u64) {
    let halves = |level: u128| [level as u64 & HALF, (level >> 48) as u64 & HALF];
    let ([a, b], [c, d]) = (halves(buffer.margin), halves(buffer.charged));
    let values = [(a, 0), (b, 48), (c, 96), (d, 144), (turned_at, 192)];
    at(BUFFER).set(word_of(U256::ZERO, &values));
}
