//! Facts: feeds and their gates, prices, volatility and covariance on one clock.
//!
//! A price passes a fixed order of gates or names the one that stopped it; it comes with a state that says
//! what it may be used for. Volatility and covariance are sampled together, at times that the volatility
//! index sets, by whoever calls `poke`; readers are shown moves that nobody has sampled yet.
//!
//! Units: USD prices, volatilities (annual, 365 days), correlations and ratios are WAD; time is seconds.

#![cfg_attr(not(any(test, feature = "export-abi")), no_main)]
#![cfg_attr(target_arch = "wasm32", no_std)]
#![deny(unsafe_code)]
#![cfg_attr(
    test,
    allow(
        clippy::arithmetic_side_effects,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::unwrap_used
    )
)]

#[macro_use]
extern crate alloc;

pub mod abi;
pub mod error;
mod feeds;
mod host;
mod listing;
mod owner;
mod reading;
#[cfg_attr(feature = "export-abi", allow(dead_code))] // the SDK's own router is printed
mod routes;
mod sampling;
#[cfg_attr(feature = "export-abi", allow(missing_docs))] // generated: `print_from_args`
mod state;
#[cfg(test)]
mod tests;
#[cfg_attr(feature = "export-abi", allow(dead_code))]
mod words;

use abi::ListingTerms;
use alloc::vec::Vec;
use alloy_primitives::{Address, I256, U256};
use error::OracleError;
use state::{Clock, Pace, Sample};

#[cfg(feature = "export-abi")]
pub use state::print_from_args;
pub use state::Oracle;

/// A panic ends the call: nobody reads its message, and its text would be paid for in every call.
#[cfg(target_arch = "wasm32")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

// Routed by hand in `routes.rs`; the SDK prints the interface.
#[cfg_attr(feature = "export-abi", stylus_sdk::prelude::public)]
impl Oracle {
    /// Price of one whole unit of an asset (USD WAD). Reverts with the error of the first gate that the price
    /// does not pass.
    pub fn price(&self, asset: u8) -> Result<U256, OracleError> {
        reading::live_price(asset).map(U256::from)
    }

    /// The price (USD WAD; the last sampled one where the feed's is not live), its state, the gate that
    /// stopped it, and the time of its round. For a listed asset, reverts only on too little gas.
    ///
    /// States: 0 live, 1 stale, 2 dead, 3 suspect, 4 paused. Gates: 0 none, then in their order 1 sequencer
    /// down, 2 grace period, 3 feed call failed, 4 decimals changed, 5 round incomplete, 6 price in the
    /// future, 7 stale, 8 not positive, 9 out of band, 10 deviates.
    /// Returns `(uint256 price, uint8 state, uint8 gate, uint64 updatedAt)`.
    pub fn status(&self, asset: u8) -> Result<(U256, u8, u8, u64), OracleError> {
        let (fresh, state, gate) = reading::status(asset)?;
        Ok((
            U256::from(fresh.price),
            state.into(),
            gate.into(),
            fresh.updated_at,
        ))
    }

    /// Volatility of an asset (annual WAD), rounded up: the larger of the stored one and the one that a
    /// sample now would store, and never below the asset's floor.
    pub fn volatility(&self, asset: u8) -> Result<U256, OracleError> {
        reading::volatility(asset).map(U256::from)
    }

    /// Correlation of two assets (WAD, within [-1e18, 1e18]), of the same matrix as `volatility`.
    pub fn correlation(&self, first: u8, second: u8) -> Result<I256, OracleError> {
        reading::correlation(first, second)
    }

    /// The volatility index (annual WAD) of the last sample: the weighted root mean square of the assets'
    /// volatilities. It sets the time to the next sample.
    pub fn index(&self) -> U256 {
        U256::from(Clock::load().index)
    }

    /// Everything that judging a portfolio of the assets in `mask` needs, packed.
    ///
    /// Word 0: bits 0..127 volatility index, 128..191 block time, 192..255 due time of the next sample. Then
    /// one word per asset, ascending: bits 0..127 price, 128..135 state, 136..143 gate, 144..151 asset,
    /// 152..215 time of the price. Then the lower triangle of their covariance (per day, scale 1e-36), row
    /// by row, two int128 per word, the first in the low half.
    pub fn snapshot(&self, mask: u16) -> Result<Vec<U256>, OracleError> {
        reading::words(mask)
    }

    /// Takes a sample of all live assets where one is due. Anybody may call it at any time: before the due
    /// time, while the sequencer is not trusted, or with no asset live, it changes nothing and says `false`.
    /// Returns `(bool sampled)`.
    pub fn poke(&mut self) -> Result<bool, OracleError> {
        sampling::poke()
    }

    /// When the next sample is due.
    pub fn due_at(&self) -> u64 {
        Clock::load().due_at
    }

    /// When the last sample was taken; before the first, when the clock started.
    pub fn sampled_at(&self) -> u64 {
        Clock::load().sampled_at
    }

    /// Samples that an asset has had; stays at 65,535.
    pub fn samples(&self, asset: u8) -> Result<u32, OracleError> {
        reading::listed(asset)?;
        Ok(Sample::load(asset).count.into())
    }

    /// Number of assets listed; their indices are below it.
    pub fn asset_count(&self) -> u8 {
        Clock::load().assets
    }

    /// The terms an asset was listed with.
    pub fn listing(&self, asset: u8) -> Result<ListingTerms, OracleError> {
        listing::terms_of(asset)
    }

    /// The feed that reports on the sequencer; zero where none is asked.
    pub fn sequencer_feed(&self) -> Address {
        Pace::load().sequencer
    }

    /// Sets the owner, the sequencer's feed (zero: none is asked) and the clock. Once.
    ///
    /// `interval` seconds pass between samples at `referenceVolatility`, never fewer than `minInterval` nor
    /// more than `maxInterval` (at most 7 days). `halfLife`: 6 hours to 180 days. `clip` (WAD): returns count
    /// in the estimate up to that many standard deviations; 0 for no limit, else 1 to 1,000.
    #[allow(clippy::too_many_arguments)] // the ABI
    pub fn initialize(
        &mut self,
        owner: Address,
        sequencer_feed: Address,
        interval: u32,
        min_interval: u32,
        max_interval: u32,
        half_life: u32,
        reference_volatility: U256,
        clip: U256,
    ) -> Result<(), OracleError> {
        let terms = listing::ClockTerms {
            interval,
            shortest: min_interval,
            longest: max_interval,
            half_life,
            reference: reference_volatility,
            clip,
        };
        listing::initialize(owner, sequencer_feed, &terms)
    }

    /// Lists an asset under the next index and answers that index. Owner only; its price must be live.
    /// Returns `(uint8 asset)`.
    pub fn list(&mut self, terms: ListingTerms) -> Result<u8, OracleError> {
        owner::require_owner()?;
        listing::list(&terms)
    }

    /// The owner.
    pub fn owner(&self) -> Address {
        state::owner()
    }

    /// The address that may accept the ownership; zero where none may.
    pub fn pending_owner(&self) -> Address {
        state::pending_owner()
    }

    /// Names the next owner, who has to accept; zero withdraws the offer. Owner only.
    pub fn transfer_ownership(&mut self, new_owner: Address) -> Result<(), OracleError> {
        owner::offer(new_owner)
    }

    /// Takes the ownership over. Only by the address named.
    pub fn accept_ownership(&mut self) -> Result<(), OracleError> {
        owner::accept()
    }
}
