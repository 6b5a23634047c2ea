//! The face of the facts: what an asset is worth, how much it moves, with which others, and how deep its market is.
//!
//! Prices are those of the contract `prices`. Volatility and covariance are sampled together, at times that the
//! volatility index sets, by whoever calls `poke`; each sample is taken from the prices of its due time, so the
//! caller chooses nothing. Readers are shown moves that nobody has sampled yet.
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
mod clock;
pub mod error;
mod listing;
mod owner;
mod prices;
mod reading;
#[cfg(not(feature = "export-abi"))]
mod routes;
mod rows;
mod sampling;
#[cfg_attr(feature = "export-abi", allow(missing_docs))] // generated: `print_from_args`
mod state;
#[cfg(test)]
mod tests;

use abi::{AssetInfo, AssetTerms, ClockTerms};
use alloc::vec::Vec;
use alloy_primitives::{Address, I256, U256};
use error::OracleError;
use shell::{host, slot, words};
use state::{Clock, Pace};

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
    /// does not pass; see `prices`.
    pub fn price(&self, asset: u8) -> Result<prices::Price, OracleError> {
        prices::price(Pace::load().prices, asset)
    }

    /// The price (USD WAD), its state, the gate that stopped it, and the time of its round; see `prices`.
    /// Returns `(uint256 price, uint8 state, uint8 gate, uint64 updatedAt)`.
    pub fn status(&self, asset: u8) -> Result<prices::Status, OracleError> {
        prices::status(Pace::load().prices, asset)
    }

    /// Volatility of an asset (annual WAD), rounded up: the larger of the stored one and the one that a
    /// sample now would store, jumps remembered, and never below the asset's floor. Until 30 samples never below
    /// 12.8 % a day, nor the one at listing.
    pub fn volatility(&self, asset: u8) -> Result<U256, OracleError> {
        Ok(U256::from(reading::asset_info(asset)?.volatility))
    }

    /// The long-run volatility of an asset (annual WAD), likewise.
    pub fn slow_volatility(&self, asset: u8) -> Result<U256, OracleError> {
        Ok(U256::from(reading::asset_info(asset)?.slowVolatility))
    }

    /// The volatility (annual WAD) at limited speeds: it rises by at most 2 % in an hour and falls by at most 2 %
    /// in a day.
    pub fn paced_volatility(&self, asset: u8) -> Result<U256, OracleError> {
        Ok(U256::from(reading::asset_info(asset)?.pacedVolatility))
    }

    /// Correlation of two assets (WAD, within [-1e18, 1e18]), unsampled moves included.
    pub fn correlation(&self, first: u8, second: u8) -> Result<I256, OracleError> {
        reading::correlation(first, second)
    }

    /// The volatility index (annual WAD) of the last sample: the weighted root mean square of the assets'
    /// volatilities. It sets the time to the next sample.
    pub fn index(&self) -> U256 {
        U256::from(Clock::load().index)
    }

    /// USD (WAD) that can be traded within 2 %, as the depth desk noted it; 0 where nobody has.
    pub fn depth(&self, asset: u8) -> Result<U256, OracleError> {
        reading::listed(&Clock::load(), asset)?;
        Ok(U256::from(state::note(asset).depth))
    }

    /// Everything that judging a portfolio of the assets in `mask` needs, packed.
    ///
    /// Word 0: bits 0..79 volatility index (annual WAD), 80..127 time of the last sample, 128..191 block time,
    /// 192..255 due time of the next sample. Then three words per asset, ascending. First: 0..111 collateral price,
    /// 112..119 state, 120..127 gate, 128..239 liability price, 240..247 asset, 248..255 surcharge (hundredths).
    /// Second: 0..127 long-run variance, 128..255 paced variance (per day, scale 1e-36). Third: 0..79 forecast
    /// variance (units of 2^47), 80..127 time of the price, 128..183 depth, 184..239 depth for maintenance (whole
    /// USD), 240..247 samples. Then the lower triangle of the covariance (per day, scale 1e-36), row by row, two
    /// int128 per word, the first in the low half.
    pub fn snapshot(&self, mask: u16) -> Result<Vec<U256>, OracleError> {
        reading::words(mask)
    }

    /// The lower triangle of the covariance of the assets in `mask` (per day, scale 1e-36), row by row, unsampled
    /// moves included.
    pub fn matrix(&self, mask: u16) -> Result<Vec<I256>, OracleError> {
        reading::matrix(mask)
    }

    /// An asset as people read it.
    pub fn asset_info(&self, asset: u8) -> Result<AssetInfo, OracleError> {
        reading::asset_info(asset)
    }

    /// The assets in `mask` as people read them, ascending.
    pub fn asset_infos(&self, mask: u16) -> Result<Vec<AssetInfo>, OracleError> {
        reading::infos(mask)
    }

    /// Takes the samples that are due, at most eight. Anybody may call it at any time: before the due time, or
    /// while the sequencer is not trusted, it changes nothing and says `false`. Returns `(bool sampled)`.
    pub fn poke(&mut self) -> Result<bool, OracleError> {
        sampling::poke()
    }

    /// When the next sample is due.
    pub fn due_at(&self) -> u64 {
        Clock::load().due_at
    }

    /// When the last sample was due; before the first, when the clock started.
    pub fn sampled_at(&self) -> u64 {
        Clock::load().sampled_at
    }

    /// When the next sample is due, and how many are due by now at the present index.
    /// Returns `(uint64 at, uint32 overdue)`.
    pub fn next_due(&self) -> Result<(u64, u32), OracleError> {
        let clock = Clock::load();
        let interval = Pace::load().seconds(clock.index)?;
        let overdue = risk::volatility::clock::outstanding(clock.due_at, clock::now(), interval);
        Ok((clock.due_at, overdue))
    }

    /// Samples that an asset has had; stays at 31.
    pub fn samples(&self, asset: u8) -> Result<u32, OracleError> {
        reading::listed(&Clock::load(), asset)?;
        Ok(state::moments(asset)?.samples.into())
    }

    /// Number of assets listed; their indices are below it.
    pub fn asset_count(&self) -> u8 {
        Clock::load().assets
    }

    /// The terms an asset was listed with.
    pub fn listing(&self, asset: u8) -> Result<AssetTerms, OracleError> {
        listing::terms_of(asset)
    }

    /// The clock and the memory of the estimates.
    pub fn clock(&self) -> ClockTerms {
        listing::clock_terms()
    }

    /// The contract that knows prices.
    pub fn prices(&self) -> Address {
        Pace::load().prices
    }

    /// The contract that keeps scenarios; zero where there is none.
    pub fn book(&self) -> Address {
        state::book()
    }

    /// The contract that measures depths; zero where there is none.
    pub fn depth_desk(&self) -> Address {
        state::depth_desk()
    }

    /// Notes depths. Only the depth desk. Per word: bits 0..7 asset, 8..127 depth, 128..247 depth for maintenance
    /// (USD WAD).
    pub fn note_depths(&mut self, words: Vec<U256>) -> Result<(), OracleError> {
        listing::note_depths(&words)
    }

    /// Sets the owner, the contract that knows prices, and the clock. Once.
    pub fn initialize(
        &mut self,
        owner: Address,
        prices: Address,
        terms: ClockTerms,
    ) -> Result<(), OracleError> {
        listing::initialize(owner, prices, &terms)
    }

    /// Names the book, which gets a row at the first sample of each period: whole multiples of `rowPeriod` seconds,
    /// at most 7 days. Owner only.
    pub fn set_book(&mut self, book: Address, row_period: u32) -> Result<(), OracleError> {
        listing::set_book(book, row_period)
    }

    /// Names the depth desk. Owner only.
    pub fn set_depth(&mut self, desk: Address) -> Result<(), OracleError> {
        listing::set_depth_desk(desk)
    }

    /// Lists the next asset that `prices` knows, and answers its index, which is the same there. Owner only.
    /// Returns `(uint8 asset)`.
    pub fn list(&mut self, terms: AssetTerms) -> Result<u8, OracleError> {
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
    pub fn transfer_ownership(&mut self, new_owner: Address) -> Result<(), OracleError> {
        owner::offer(new_owner)
    }

    /// Takes the ownership over. Only by the address named.
    pub fn accept_ownership(&mut self) -> Result<(), OracleError> {
        owner::accept()
    }
}
