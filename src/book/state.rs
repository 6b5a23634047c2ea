//! What the book keeps on chain, and how it is packed. Bits count from the lowest.
//!
//! | slot | what |
//! |---|---|
//! | 0, 1 | owner, pending owner |
//! | 2 | oracle 160, place of the ring's oldest row 16, rows of the ring 16, time of the latest row 48, assets of the ring 16 |
//! | 3 | page 160, its rows 16, its assets 16, pages there have been 32, seconds between the two latest rows 32 |
//! | 16 + asset | price, time and variance of the latest row ([`risk::scenarios::Seen`]) |
//! | 32 + asset, 48 + asset | days that fell, that rose, by more than their Value at Risk ([`risk::backtest::ring::Ring`]) |
//! | 64 + 2 asset, and the next | the panel of experts |
//! | 1024 + place | rows of the ring |

use crate::error::BookError;
use crate::slot::Slot;
use crate::words::{address, Word};
use alloc::vec::Vec;
use alloy_primitives::{Address, U256};
use risk::forecast::panel::Panel;
use risk::scenarios::{Row, Window};
use stylus_sdk::prelude::*;

/// The contract. Its slots are those of the table above; the SDK lays out none.
#[storage]
#[cfg_attr(not(target_arch = "wasm32"), entrypoint)]
pub struct Book;

shell::entry!(Book);

const LIVE: u64 = 2;
const PAGE: u64 = 3;
const SEEN: u64 = 16;
const FALLS: u64 = 32;
const RISES: u64 = 48;
const PANELS: u64 = 64;
const RING: u64 = 1024;

/// The slot of a number.
fn at(number: u64) -> Slot {
    Slot::at(U256::from_limbs([number, 0, 0, 0]))
}

/// An address, and 96 bits above it.
fn labelled(address: Address, label: u128) -> U256 {
    U256::from(label).wrapping_shl(160) | U256::from_be_bytes(address.to_word().0)
}

fn label(word: U256) -> u128 {
    let [_, _, c, d] = word.into_limbs();
    u128::from(c >> 32) | u128::from(d) << 32
}

#[allow(clippy::cast_possible_truncation)] // what it is for
const fn bits16(label: u128, place: u32) -> u16 {
    (label >> place) as u16
}

#[allow(clippy::cast_possible_truncation)] // what it is for
const fn bits32(label: u128, place: u32) -> u32 {
    (label >> place) as u32
}

/// What every row changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Live {
    /// Who may record.
    pub(crate) oracle: Address,
    /// The rows since the last page.
    pub(crate) window: Window,
    /// Time of the latest row, of an adopted page too; below 2^48.
    pub(crate) last: u64,
    /// Assets that have residuals in the ring.
    pub(crate) assets: u16,
}

impl Live {
    pub(crate) fn load() -> Result<Self, BookError> {
        let word = at(LIVE).get();
        let label = label(word);
        let last = u64::from(bits32(label, 32)) | u64::from(bits16(label, 64)) << 32;
        Ok(Self {
            oracle: address(word),
            window: Window::new(bits16(label, 0), bits16(label, 16))?,
            last,
            assets: bits16(label, 80),
        })
    }

    pub(crate) fn store(&self) {
        let label = u128::from(self.window.head())
            | u128::from(self.window.count()) << 16
            | u128::from(self.last) << 32
            | u128::from(self.assets) << 80;
        at(LIVE).set(labelled(self.oracle, label));
    }
}

/// The page in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Paged {
    /// Zero before the first.
    pub(crate) page: Address,
    /// Its rows.
    pub(crate) rows: u16,
    /// Assets that have residuals in it.
    pub(crate) assets: u16,
    /// Pages there have been.
    pub(crate) pages: u32,
    /// Seconds between the two latest rows.
    pub(crate) period: u32,
}

impl Paged {
    pub(crate) fn load() -> Self {
        let word = at(PAGE).get();
        let label = label(word);
        Self {
            page: address(word),
            rows: bits16(label, 0),
            assets: bits16(label, 16),
            pages: bits32(label, 32),
            period: bits32(label, 64),
        }
    }

    pub(crate) fn store(&self) {
        let label = u128::from(self.rows)
            | u128::from(self.assets) << 16
            | u128::from(self.pages) << 32
            | u128::from(self.period) << 64;
        at(PAGE).set(labelled(self.page, label));
    }
}

/// What is remembered of an asset.
pub(crate) fn seen(asset: u8) -> Slot {
    at(SEEN.wrapping_add(asset.into()))
}

/// The days on which an asset fell by more than its Value at Risk.
pub(crate) fn falls(asset: u8) -> Slot {
    at(FALLS.wrapping_add(asset.into()))
}

/// The days on which it rose by more.
pub(crate) fn rises(asset: u8) -> Slot {
    at(RISES.wrapping_add(asset.into()))
}

fn panel_slots(asset: u8) -> [Slot; 2] {
    let first = PANELS.wrapping_add(u64::from(asset) << 1);
    [at(first), at(first.wrapping_add(1))]
}

/// The panel of an asset, where it has one.
pub(crate) fn panel(asset: u8) -> Result<Option<Panel>, BookError> {
    let [first, second] = panel_slots(asset);
    Ok(Panel::from_words([first.get(), second.get()])?)
}

/// Keeps a panel; as it is read again.
pub(crate) fn set_panel(asset: u8, panel: &Panel) -> Result<Panel, BookError> {
    let words = panel.to_words_up()?;
    for (mut slot, word) in panel_slots(asset).into_iter().zip(words) {
        slot.set(word);
    }
    Ok(Panel::from_words(words)?.unwrap_or(*panel))
}

/// A row of the ring.
fn row(place: usize) -> Slot {
    at(RING.wrapping_add(place as u64))
}

/// Keeps a row; its word.
pub(crate) fn set_row(place: usize, bytes: Row) -> U256 {
    let word = U256::from_be_bytes(bytes);
    row(place).set(word);
    word
}

/// The words of the ring, oldest first.
pub(crate) fn ring(window: Window) -> Vec<U256> {
    let mut words = Vec::with_capacity(usize::from(window.count()));
    for place in window.places() {
        words.push(row(place).get());
    }
    words
}
