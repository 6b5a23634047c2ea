//! What the desk keeps on chain, and how it is packed.

use crate::abi::NotListed;
use crate::error::DepthError;
use crate::slot::Slot;
use crate::words::{address, Word};
use alloc::vec::Vec;
use alloy_primitives::{Address, U256};
use risk::liquidity::depth::{DepthState, DepthTerms, CENT, MOST_CENTS};
use risk::MAX_ASSETS;
use stylus_sdk::prelude::*;
use stylus_sdk::storage::StorageArray;

/// The state of the desk.
#[storage]
#[cfg_attr(not(target_arch = "wasm32"), entrypoint)]
pub struct Depth {
    /// Slot 0: who configures the desk.
    #[allow(dead_code)] // read and written by `shell::owner`, as the next one
    pub(crate) owner: Slot,
    /// Slot 1: who may take over from the owner.
    #[allow(dead_code)]
    pub(crate) pending_owner: Slot,
    /// Slot 2: the oracle (160 bits from the lowest) and the assets that ever had a source (16 bits).
    pub(crate) told: Slot,
    /// Slot 3: spacing, freshness, ramp, doubling, halving: seconds, 32 bits each from the lowest.
    pub(crate) terms: Slot,
    /// Slots 4 to 51: three for each asset.
    pub(crate) assets: StorageArray<AssetWords, 16>,
}

shell::entry!(Depth);

/// An asset. Values are cents of 48 bits, times seconds of 40 bits, from the lowest bit.
#[storage]
pub struct AssetWords {
    /// Source (160 bits), kind (8), decimals (8), heartbeat (32), base.
    pub(crate) source: Slot,
    /// Five snapshots, the newest lowest.
    pub(crate) snapshots: Slot,
    /// Maintenance depth, the times of the newest snapshot, of its last step, of the last question.
    pub(crate) progress: Slot,
}

/// What an asset's depth comes from.
pub(crate) const NOBODY: u8 = 0;
pub(crate) const CONTRACT: u8 = 1;
pub(crate) const FEED: u8 = 2;

/// An asset at the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Desk {
    pub(crate) source: Source,
    /// Cents to which depth rises without delay.
    pub(crate) base: u64,
    pub(crate) state: DepthState,
    pub(crate) asked_at: u64,
}

/// Who is asked, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Source {
    pub(crate) address: Address,
    pub(crate) kind: u8,
    pub(crate) decimals: u8,
    pub(crate) heartbeat: u32,
}

/// The low bits of a word from a bit on.
fn bits(word: U256, from: usize, count: usize) -> u64 {
    let [low, ..] = word.wrapping_shr(from).into_limbs();
    low & u64::MAX.wrapping_shr(64_u32.saturating_sub(u32::try_from(count).unwrap_or(64)))
}

fn byte(word: U256, from: usize) -> u8 {
    u8::try_from(bits(word, from, 8)).unwrap_or_default()
}

/// A field of a word; the fields of one word do not overlap.
fn field(value: u64, from: usize) -> U256 {
    U256::from(value).wrapping_shl(from)
}

fn seconds(word: U256, from: usize) -> u32 {
    u32::try_from(bits(word, from, 32)).unwrap_or_default()
}

/// Cents in USD WAD.
pub(crate) fn usd(cents: u64) -> U256 {
    U256::from(u128::from(cents).saturating_mul(CENT))
}

/// Cents that an amount of USD WAD has, rounded down; the most that is kept where there are more.
pub(crate) fn cents_down(usd: U256) -> u64 {
    let usd = u128::try_from(usd).unwrap_or(u128::MAX);
    let cents = usd.checked_div(CENT).unwrap_or(0);
    u64::try_from(cents).unwrap_or(MOST_CENTS).min(MOST_CENTS)
}

impl Source {
    pub(crate) fn packed(&self, base: u64) -> U256 {
        U256::from_be_bytes(self.address.to_word().0)
            | field(u64::from(self.kind), 160)
            | field(u64::from(self.decimals), 168)
            | field(u64::from(self.heartbeat), 176)
            | field(base, 208)
    }

    fn unpack(word: U256) -> Self {
        Self {
            address: address(word),
            kind: byte(word, 160),
            decimals: byte(word, 168),
            heartbeat: seconds(word, 176),
        }
    }
}

impl Depth {
    pub(crate) fn listed(&self) -> u16 {
        u16::try_from(bits(self.told.get(), 160, 16)).unwrap_or_default()
    }

    pub(crate) fn set_listed(&mut self, mask: u16) {
        let oracle = U256::from_be_bytes(self.oracle().to_word().0);
        self.told.set(oracle | field(u64::from(mask), 160));
    }

    pub(crate) fn kept_terms(&self) -> DepthTerms {
        let word = self.terms.get();
        DepthTerms {
            spacing: seconds(word, 0),
            fresh: seconds(word, 32),
            ramp: seconds(word, 64),
            doubling: seconds(word, 96),
            halving: seconds(word, 128),
        }
    }

    pub(crate) fn keep_terms(&mut self, terms: &DepthTerms) {
        self.terms.set(
            field(u64::from(terms.spacing), 0)
                | field(u64::from(terms.fresh), 32)
                | field(u64::from(terms.ramp), 64)
                | field(u64::from(terms.doubling), 96)
                | field(u64::from(terms.halving), 128),
        );
    }

    /// An asset that has, or had, a source.
    pub(crate) fn desk_of(&self, asset: u8) -> Result<Desk, DepthError> {
        let known = usize::from(asset) < MAX_ASSETS
            && u32::from(self.listed()).unbounded_shr(u32::from(asset)) & 1 == 1;
        self.assets
            .getter(usize::from(asset))
            .filter(|_| known)
            .map(|words| words.desk())
            .ok_or_else(|| NotListed { asset }.into())
    }

    /// When an asset's source was asked last: one slot, for the many calls that come too early.
    pub(crate) fn asked_at(&self, asset: u8) -> u64 {
        self.assets
            .getter(usize::from(asset))
            .map_or(0, |words| bits(words.progress.get(), 128, 40))
    }

    /// Writes what a snapshot changes.
    pub(crate) fn keep(&mut self, asset: u8, desk: &Desk) {
        if let Some(mut words) = self.assets.setter(usize::from(asset)) {
            let state = &desk.state;
            let snapshots = state
                .snapshots
                .iter()
                .rev()
                .fold(U256::ZERO, |word, cents| {
                    word.wrapping_shl(48) | U256::from(*cents)
                });
            words.snapshots.set(snapshots);
            words.progress.set(
                field(state.maintenance, 0)
                    | field(state.measured_at, 48)
                    | field(state.stepped_at, 88)
                    | field(desk.asked_at, 128),
            );
        }
    }

    pub(crate) fn keep_source(&mut self, asset: u8, source: &Source, base: u64) {
        if let Some(mut words) = self.assets.setter(usize::from(asset)) {
            words.source.set(source.packed(base));
        }
    }
}

impl AssetWords {
    fn desk(&self) -> Desk {
        let (source, snapshots, progress) =
            (self.source.get(), self.snapshots.get(), self.progress.get());
        Desk {
            source: Source::unpack(source),
            base: bits(source, 208, 48),
            state: DepthState {
                snapshots: [0, 48, 96, 144, 192].map(|from| bits(snapshots, from, 48)),
                maintenance: bits(progress, 0, 48),
                measured_at: bits(progress, 48, 40),
                stepped_at: bits(progress, 88, 40),
            },
            asked_at: bits(progress, 128, 40),
        }
    }
}
