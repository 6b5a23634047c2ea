//! What an asset is worth now, and what may be done at that price.
//!
//! A price passes a fixed order of gates or names the one that stopped it; it comes with a state that says what it
//! may be used for, and as two prices where its sources leave more than one open. The oracle samples prices of past
//! times: those of the rounds then in force, whoever asks when.
//!
//! Units: USD prices and ratios are WAD; time is seconds.

#![cfg_attr(not(any(test, feature = "export-abi")), no_main)]
#![cfg_attr(target_arch = "wasm32", no_std)]
#![deny(unsafe_code)]
#![cfg_attr(
    test,
    allow(
        clippy::arithmetic_side_effects,
        clippy::indexing_slicing,
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic
    )
)]

#[macro_use]
extern crate alloc;

pub mod abi;
mod activity;
mod clock;
pub mod error;
mod feeds;
mod listing;
mod owner;
mod reading;
mod recording;
#[cfg(not(feature = "export-abi"))]
mod routes;
#[cfg_attr(feature = "export-abi", allow(missing_docs))] // generated: `print_from_args`
mod state;
mod table;
#[cfg(test)]
mod tests;

use abi::FeedTerms;
use alloc::vec::Vec;
use alloy_primitives::{Address, U256};
use error::PricesError;
use shell::{host, slot, words};
use state::Setting;
#[cfg(feature = "export-abi")]
use stylus_sdk::prelude::*;

#[cfg(feature = "export-abi")]
pub use state::print_from_args;
pub use state::Prices;

/// A panic ends the call: nobody reads its message, and its text would be paid for in every call.
#[cfg(target_arch = "wasm32")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

// Routed by hand in `routes.rs`; the SDK prints the interface.
#[cfg_attr(feature = "export-abi", public)]
impl Prices {
    /// Price of one whole unit of an asset (USD WAD), of its primary feed. Reverts with the error of the first gate
    /// that the price does not pass.
    pub fn price(&self, asset: u8) -> Result<U256, PricesError> {
        let quote = reading::quote(asset)?;
        match quote.fault {
            None => Ok(U256::from(quote.price)),
            Some(fault) => Err(PricesError::of(&fault, asset)),
        }
    }

    /// The price (USD WAD; the collateral price where it is not live), its state, the gate that stopped it, and the
    /// time of its round. For a listed asset, reverts only on too little gas.
    ///
    /// States: 0 live, 1 stale, 2 dead, 3 suspect, 4 paused. Gates: 0 none, then in their order 1 sequencer
    /// down, 2 grace period, 3 feed call failed, 4 decimals changed, 5 round incomplete, 6 price in the
    /// future, 7 stale, 8 not positive, 9 out of band, 10 deviates.
    /// Returns `(uint256 price, uint8 state, uint8 gate, uint64 updatedAt)`.
    pub fn status(&self, asset: u8) -> Result<(U256, u8, u8, u64), PricesError> {
        let quote = reading::quote(asset)?;
        Ok((
            U256::from(quote.price),
            quote.state().into(),
            quote.gate().into(),
            quote.updated_at,
        ))
    }

    /// The price at which an asset counts as collateral, and the one, at least as high, at which it counts as a
    /// liability (USD WAD); with state and gate, as `status`.
    /// Returns `(uint256 collateral, uint256 liability, uint8 state, uint8 gate)`.
    pub fn both_prices(&self, asset: u8) -> Result<(U256, U256, u8, u8), PricesError> {
        let quote = reading::quote(asset)?;
        Ok((
            U256::from(quote.collateral),
            U256::from(quote.liability),
            quote.state().into(),
            quote.gate().into(),
        ))
    }

    /// Two words per asset of the mask, ascending. First: bits 0..127 collateral price, 128..255 liability price.
    /// Second: bits 0..127 log return (int128, WAD) since the last sample of that market price which moved furthest,
    /// 128..135 state, 136..143 gate, 144..151 asset, 152..199 time of the round. Reverts only on an asset that is
    /// not listed, and on too little gas.
    pub fn observe(&self, mask: u16) -> Result<Vec<U256>, PricesError> {
        reading::observe(mask)
    }

    /// Samples all assets at a past time. One word per listed asset: bits 0..127 log return (int128, WAD) since its
    /// last sample, 128..239 price at `due` (USD WAD), 240 set; zero where the price was not live then, or is sampled
    /// already. It follows from the rounds that the feeds answered before `due` and from what was recorded before,
    /// whenever it is called. Oracle only. Errors: `NotOracle`, `NotDue` before `due`, `AlreadyRecorded`,
    /// `SequencerDown` and `GracePeriod` as of now.
    pub fn record(&mut self, due: u64) -> Result<Vec<U256>, PricesError> {
        recording::record(due)
    }

    /// The price of an asset at a past time (USD WAD): of the round that its primary feed answered last before `at`, where
    /// it passed the gates then; it must agree with the second feed as of then, and without one, with the price in force
    /// 1,800 s before. The same whenever it is asked for, as long as the feed keeps its rounds. Errors: `UnknownAsset`,
    /// `NotDue` before `at`, `InsufficientGas`, that of the gate which the price did not pass.
    pub fn price_at(&self, asset: u8, at: u64) -> Result<U256, PricesError> {
        recording::past(asset, at)
    }

    /// The price (USD WAD) and the time of the last sample of an asset; at first, of its listing.
    /// Returns `(uint256 price, uint64 at)`.
    pub fn sampled(&self, asset: u8) -> Result<(U256, u64), PricesError> {
        reading::listed(asset)?;
        let last = state::sample(asset);
        Ok((U256::from(last.price), last.at))
    }

    /// What a price in a state allows. Actions: 0 deposit and repay, 1 withdraw without debt, 2 borrow, withdraw
    /// with debt or increase risk, 3 start a liquidation, 4 settle a running one, 5 share a loss. Answers: 0 no, 1 yes,
    /// 2 below the maintenance margin, 3 below it at the last price and with a health below 0.95, 4 below it under
    /// both prices, 5 not for this asset but for others, 6 yes at the price worse for the liquidator, 7 not now: the
    /// clock stops. Error: `UnknownDecision`.
    pub fn permission(&self, state: u8, action: u8) -> Result<u8, PricesError> {
        table::permission(state, action)
    }

    /// The `permission` of an asset's present state.
    pub fn decision(&self, asset: u8, action: u8) -> Result<u8, PricesError> {
        table::permission(reading::quote(asset)?.state().into(), action)
    }

    /// One word per asset of the mask, ascending: byte k, from the lowest, is the `permission` of action k, byte 6 the
    /// state, byte 7 the gate.
    pub fn decisions(&self, mask: u16) -> Result<Vec<U256>, PricesError> {
        table::decisions(mask)
    }

    /// Seconds since `initialize` in which the sequencer was up and past its grace of 3,600 s; all of them where no
    /// feed reports on it. Reverts with `SequencerDown` where that feed does not answer.
    pub fn active_time(&self) -> Result<u64, PricesError> {
        activity::seconds()
    }

    /// The terms an asset was listed with, as they are kept.
    pub fn listing(&self, asset: u8) -> Result<FeedTerms, PricesError> {
        listing::terms_of(asset)
    }

    /// The feed that reports on the sequencer; zero where none is asked.
    pub fn sequencer_feed(&self) -> Address {
        Setting::load().sequencer
    }

    /// Who may record samples.
    pub fn oracle(&self) -> Address {
        state::oracle()
    }

    /// Number of assets listed; their indices are below it.
    pub fn asset_count(&self) -> u8 {
        Setting::load().assets
    }

    /// Sets the owner and the sequencer's feed (zero: none is asked), once. Errors: `AlreadyInitialized`,
    /// `ZeroAddress`, `InvalidTerms` where the feed does not answer.
    pub fn initialize(
        &mut self,
        owner: Address,
        sequencer_feed: Address,
    ) -> Result<(), PricesError> {
        listing::initialize(owner, sequencer_feed)
    }

    /// Names the oracle, once. Owner only. Errors: `NotOwner`, `ZeroAddress`, `OracleAlreadySet`.
    pub fn set_oracle(&mut self, oracle: Address) -> Result<(), PricesError> {
        listing::set_oracle(oracle)
    }

    /// Lists an asset under the next index and answers that index. Owner only; its price must be live, and so must
    /// be the second feed and the net asset value where there are any.
    /// Returns `(uint8 asset)`.
    pub fn list(&mut self, terms: FeedTerms) -> Result<u8, PricesError> {
        listing::list(&terms)
    }

    /// The owner.
    pub fn owner(&self) -> Address {
        shell::owner::owner()
    }

    /// The address that may accept the ownership; zero where none may.
    pub fn pending_owner(&self) -> Address {
        shell::owner::pending()
    }

    /// Names the next owner, who has to accept; zero withdraws the offer. Owner only.
    pub fn transfer_ownership(&mut self, new_owner: Address) -> Result<(), PricesError> {
        owner::offer(new_owner)
    }

    /// Takes the ownership over. Only by the address named.
    pub fn accept_ownership(&mut self) -> Result<(), PricesError> {
        owner::accept()
    }
}
