//! One output of the oracle as a Chainlink feed: `AggregatorV2V3Interface` with round history.
//!
//! Anybody may call `update`. It writes a round when the output has moved past a deviation, or when the last
//! round is older than a heartbeat, and only from what the oracle stands by at that time. In between, and while
//! the oracle has nothing to say, readers see the last round.
//!
//! Where Chainlink's own contracts differ, this is which one is followed. Rounds that are not there: as
//! `FluxAggregator`, the V3 functions revert with `Error("No data present")`, the others answer zero. Times: as
//! `DataFeedsCache`, `startedAt` and `updatedAt` are both the time of the fact, not of the transaction, so that a
//! reader's check of the age is one of the fact's age. Rounds are numbered from 1 in 64 bits, as behind an
//! `AggregatorProxy`, which puts its phase above them.
//!
//! Nothing can be changed after `initialize`, and nobody owns a feed.

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
mod clock;
pub mod error;
mod fact;
mod output;
mod round;
mod rounds;
#[cfg(not(feature = "export-abi"))]
mod routes;
#[cfg_attr(feature = "export-abi", allow(missing_docs))] // generated: `print_from_args`
mod state;
#[cfg(test)]
mod tests;

use alloc::string::String;
#[cfg(feature = "export-abi")]
use alloc::vec::Vec;
use alloy_primitives::{aliases::U80, Address, I256, U256};
use error::FeedError;
use shell::{host, slot, words};
#[cfg(feature = "export-abi")]
use stylus_sdk::prelude::*;

#[cfg(feature = "export-abi")]
pub use state::print_from_args;
pub use state::Feed;

/// A panic ends the call: nobody reads its message, and its text would be paid for in every call.
#[cfg(target_arch = "wasm32")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

/// A round as Chainlink tells it: number, answer, its time twice, and the number again.
type RoundData = (U80, I256, U256, U256, U80);

#[cfg_attr(feature = "export-abi", public)]
impl Feed {
    // AggregatorV3Interface.

    /// Decimals of the answers.
    pub fn decimals(&self) -> u8 {
        self.head().decimals
    }

    /// What the feed shows, for people.
    pub fn description(&self) -> String {
        self.text(self.head().length)
    }

    /// Version of this aggregator: 1.
    pub fn version(&self) -> U256 {
        U256::ONE
    }

    /// A round. Error: `Error("No data present")` where there is none with this number.
    ///
    /// Returns `(uint80 id, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound)`.
    pub fn get_round_data(&self, round_id: U80) -> Result<RoundData, FeedError> {
        let number = u64::try_from(round_id).map_err(|_| FeedError::no_data())?;
        self.round_data(number)
    }

    /// The latest round. The time of its fact does not change with the block: how old is too old is for the
    /// reader to say. Error: `Error("No data present")` before the first.
    ///
    /// Returns `(uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound)`.
    pub fn latest_round_data(&self) -> Result<RoundData, FeedError> {
        self.round_data(self.head().latest)
    }

    // AggregatorInterface, of version 2.

    /// Answer of the latest round; 0 before the first.
    pub fn latest_answer(&self) -> I256 {
        self.round(self.head().latest).signed()
    }

    /// Time of the latest round; 0 before the first.
    pub fn latest_timestamp(&self) -> U256 {
        U256::from(self.round(self.head().latest).at)
    }

    /// Number of the latest round; 0 before the first.
    pub fn latest_round(&self) -> U256 {
        U256::from(self.head().latest)
    }

    /// Answer of a round; 0 where there is none with this number.
    pub fn get_answer(&self, round_id: U256) -> I256 {
        self.numbered(round_id).signed()
    }

    /// Time of a round; 0 where there is none with this number.
    pub fn get_timestamp(&self, round_id: U256) -> U256 {
        U256::from(self.numbered(round_id).at)
    }

    // Its own.

    /// Writes a round if the output is worth one, and says whether it was. Anybody may call it. It is not worth
    /// one while the oracle does not stand by it (a price that is not live), when it is older than the latest
    /// round, or when it has neither moved past the deviation nor become newer by the heartbeat. Errors: those
    /// of the oracle, `OracleCallFailed`.
    ///
    /// Returns `(bool written)`.
    pub fn update(&mut self) -> Result<bool, FeedError> {
        self.write_round()
    }

    /// What the feed shows and when. Kinds: 0 price, 1 volatility, 2 slow volatility, 3 volatility index, 4 depth.
    ///
    /// Returns `(address oracle, uint8 kind, uint8 asset, uint256 deviation, uint32 heartbeat)`.
    pub fn output(&self) -> (Address, u8, u8, U256, u32) {
        let (head, rhythm) = (self.head(), self.rhythm());
        (
            head.oracle,
            head.kind,
            head.asset,
            U256::from(rhythm.deviation),
            rhythm.heartbeat,
        )
    }

    /// Sets what is shown, once. A price and a depth are rounded down to `decimals`, the others up. `deviation`
    /// (WAD): a larger move than this part of the last answer makes a round at once; after `heartbeat` seconds any
    /// newer fact does. Errors: `AlreadyInitialized`, `InvalidTerms`, those of the oracle, `OracleCallFailed`.
    #[allow(clippy::too_many_arguments)] // each is a word of the interface
    pub fn initialize(
        &mut self,
        oracle: Address,
        kind: u8,
        asset: u8,
        decimals: u8,
        deviation: U256,
        heartbeat: u32,
        description: String,
    ) -> Result<(), FeedError> {
        let terms = output::Terms::new(kind, asset, decimals, deviation, heartbeat)?;
        self.set_up(oracle, terms, &description)
    }
}
