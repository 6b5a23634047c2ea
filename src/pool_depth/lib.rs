//! Depth of Uniswap-v3-style pools, as a source for the depth desk: USD that a trade receives which moves the pool's
//! price by 2 %, the smaller of both directions, around the price now and around the mean price of a while.
//!
//! The owner says which pool stands for which asset, and what a unit of the pool's other token is worth: a fixed
//! number of dollars for a stablecoin, or the price of another asset.

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
pub mod error;
mod listing;
mod measure;
mod owner;
mod pool;
#[cfg(not(feature = "export-abi"))]
mod routes;
#[cfg_attr(feature = "export-abi", allow(missing_docs))] // generated: `print_from_args`
mod state;
#[cfg(test)]
mod tests;

use abi::{Measurement, PoolListing};
#[cfg(feature = "export-abi")]
use alloc::vec::Vec;
use alloy_primitives::{Address, U256};
use error::PoolDepthError;
use shell::{host, slot, token, words};
#[cfg(feature = "export-abi")]
use stylus_sdk::prelude::*;

#[cfg(feature = "export-abi")]
pub use state::print_from_args;
pub use state::PoolDepth;

/// A panic ends the call: nobody reads its message, and its text would be paid for in every call.
#[cfg(target_arch = "wasm32")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

#[cfg_attr(feature = "export-abi", public)]
impl PoolDepth {
    /// Sets the owner and who is asked for prices, once. Errors: `AlreadyInitialized`, `ZeroAddress`.
    pub fn initialize(&mut self, owner: Address, prices: Address) -> Result<(), PoolDepthError> {
        self.set_up(owner, prices)
    }

    /// Says which pool stands for an asset, of which `token` is the asset, and over how many seconds its mean price is
    /// taken (at least 60). The other token is worth the price of `quoteAsset`, or, where that is 255, `quotePrice`
    /// (USD WAD a whole token). Replaces what was said before. Errors: `NotOwner`, `InvalidTerms`, `NoCode`,
    /// `TokenNotInPool`, `DecimalsTooLarge`, `PoolFailed`.
    pub fn set_pool(
        &mut self,
        asset: u8,
        pool: Address,
        token: Address,
        window: u32,
        quote_asset: u8,
        quote_price: U256,
    ) -> Result<(), PoolDepthError> {
        self.list(asset, pool, token, window, quote_asset, quote_price)
    }

    /// USD (WAD) within 2 % of the price: the least of [`Self::measure`], rounded down. Errors: `NotListed`,
    /// `PoolFailed`, `PoolLocked`, `PoolEmpty`, `NoHistory`, `PriceFailed`, `InsufficientGas`, `MathFailed`.
    pub fn depth(&self, asset: u8) -> Result<U256, PoolDepthError> {
        let listing = self.listed(asset)?;
        let (_, depth) = self.read(&listing)?;
        self.value(&listing, depth.least())
    }

    /// The four depths and the ticks that they were measured at. Errors as `depth`.
    ///
    /// Returns `(Measurement measurement)`.
    pub fn measure(&self, asset: u8) -> Result<Measurement, PoolDepthError> {
        self.measured(asset)
    }

    /// What the owner said of an asset, and what the pool said then. Error: `NotListed`.
    ///
    /// Returns `(PoolListing listing)`.
    pub fn listing(&self, asset: u8) -> Result<PoolListing, PoolDepthError> {
        Ok(self.listed(asset)?.shown(self.quote_price(asset)))
    }

    /// Who is asked for prices.
    pub fn prices(&self) -> Address {
        self.price_contract()
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
    pub fn transfer_ownership(&mut self, new_owner: Address) -> Result<(), PoolDepthError> {
        owner::offer(new_owner)
    }

    /// Takes over. Error: `NotOwner` unless the caller is the named successor.
    pub fn accept_ownership(&mut self) -> Result<(), PoolDepthError> {
        owner::accept()
    }
}
