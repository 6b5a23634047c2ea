//! The depth desk: how much of each asset can be sold, from sources that may fail, be late or be fooled.
//!
//! Anybody may take a snapshot of every source, at most one in a while. Depth for initial margin falls with it at
//! once and rises slowly; depth for maintenance margin does both slowly. Both are pushed to the oracle, from where
//! the margin contract takes them.

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
mod answers;
mod clock;
pub mod error;
mod owner;
mod refresh;
#[cfg(not(feature = "export-abi"))]
mod routes;
mod setup;
mod source;
#[cfg_attr(feature = "export-abi", allow(missing_docs))] // generated: `print_from_args`
mod state;
#[cfg(test)]
mod tests;

use abi::{DepthInfo, DeskTerms};
use alloc::vec::Vec;
use alloy_primitives::{Address, U256};
use clock::now;
use error::DepthError;
use shell::{host, slot, words};
use state::usd;
#[cfg(feature = "export-abi")]
use stylus_sdk::prelude::*;

#[cfg(feature = "export-abi")]
pub use state::print_from_args;
pub use state::Depth;

/// A panic ends the call: nobody reads its message, and its text would be paid for in every call.
#[cfg(target_arch = "wasm32")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

#[cfg_attr(feature = "export-abi", public)]
impl Depth {
    /// Sets the owner and the oracle that is told, once, with standard terms. Errors: `AlreadyInitialized`,
    /// `ZeroAddress`.
    pub fn initialize(&mut self, owner: Address, oracle: Address) -> Result<(), DepthError> {
        self.set_up(owner, oracle)
    }

    /// Seconds: least time between two snapshots of an asset, age to which one counts in full, time after that in
    /// which depth falls to nothing, times in which maintenance depth may double and halve. Errors: `NotOwner`,
    /// `InvalidTerms`.
    pub fn set_terms(
        &mut self,
        spacing: u32,
        fresh: u32,
        ramp: u32,
        doubling: u32,
        halving: u32,
    ) -> Result<(), DepthError> {
        self.change_terms(spacing, fresh, ramp, doubling, halving)
    }

    /// Says where an asset's depth comes from: kind 1 a contract with `depth(uint8)`, kind 2 a feed in USD that is
    /// updated within `heartbeat` seconds, kind 0 nowhere. Depth rises to `base` (USD WAD) without delay, and from
    /// there slowly. What was measured before stays. Errors: `NotOwner`, `InvalidTerms`, `NoCode`,
    /// `DecimalsTooLarge`.
    pub fn set_source(
        &mut self,
        asset: u8,
        source: Address,
        kind: u8,
        heartbeat: u32,
        base: U256,
    ) -> Result<(), DepthError> {
        self.name_source(asset, source, kind, heartbeat, base)
    }

    /// Takes a snapshot of every asset that is due, and tells the oracle. Whether there was one. Anybody may call.
    /// Error: `InsufficientGas`.
    pub fn refresh(&mut self) -> Result<bool, DepthError> {
        self.refresh_all(u16::MAX)
    }

    /// The same for the assets of a mask, should all be too dear in one transaction. Error: `InsufficientGas`.
    pub fn refresh_some(&mut self, mask: u16) -> Result<bool, DepthError> {
        self.refresh_all(mask)
    }

    /// Depth for initial margin now, USD (WAD). Error: `NotListed`.
    pub fn depth(&self, asset: u8) -> Result<U256, DepthError> {
        let desk = self.desk_of(asset)?;
        Ok(usd(desk.state.used(now(), &self.kept_terms())))
    }

    /// Depth for maintenance margin now, USD (WAD). Error: `NotListed`.
    pub fn maintenance_depth(&self, asset: u8) -> Result<U256, DepthError> {
        let desk = self.desk_of(asset)?;
        let terms = self.kept_terms();
        Ok(usd(desk.state.maintenance_at(now(), desk.base, &terms)))
    }

    /// The last five snapshots, USD (WAD), the newest first; zero where there was none. Error: `NotListed`.
    pub fn snapshots(&self, asset: u8) -> Result<Vec<U256>, DepthError> {
        let desk = self.desk_of(asset)?;
        Ok(desk
            .state
            .snapshots
            .iter()
            .map(|cents| usd(*cents))
            .collect())
    }

    /// Everything about an asset. Error: `NotListed`.
    ///
    /// Returns `(DepthInfo info)`.
    pub fn info(&self, asset: u8) -> Result<DepthInfo, DepthError> {
        let desk = self.desk_of(asset)?;
        Ok(answers::info(&desk, now(), &self.kept_terms()))
    }

    /// The terms. Returns `(DeskTerms terms)`.
    pub fn terms(&self) -> DeskTerms {
        answers::terms(&self.kept_terms())
    }

    /// Assets with a source, bit i for asset i.
    pub fn assets(&self) -> u16 {
        self.listed()
    }

    /// The oracle that is told.
    pub fn oracle(&self) -> Address {
        words::address(self.told.get())
    }

    /// The owner.
    pub fn owner(&self) -> Address {
        shell::owner::owner()
    }

    /// The successor that the owner has named.
    pub fn pending_owner(&self) -> Address {
        shell::owner::pending()
    }

    /// Names a successor, or nobody. Error: `NotOwner`.
    pub fn transfer_ownership(&mut self, new_owner: Address) -> Result<(), DepthError> {
        owner::offer(new_owner)
    }

    /// Takes over. Error: `NotOwner` unless the caller is the named successor.
    pub fn accept_ownership(&mut self) -> Result<(), DepthError> {
        owner::accept()
    }
}
