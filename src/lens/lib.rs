//! The lens: Expected Shortfall of a linear portfolio over the rows of a book, at its oracle's volatilities.
//!
//! A program of its own because the book has no room for it. It keeps no state and has no owner.

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
mod asking;
pub mod error;
mod measuring;
#[cfg(not(feature = "export-abi"))]
mod routes;
#[cfg_attr(feature = "export-abi", allow(missing_docs))] // generated: `print_from_args`
mod state;
#[cfg(test)]
mod tests;

use alloc::vec::Vec;
use alloy_primitives::{Address, I256, U256};
use error::LensError;
use shell::{code, host, words};
#[cfg(feature = "export-abi")]
use stylus_sdk::prelude::*;

#[cfg(feature = "export-abi")]
pub use state::print_from_args;
pub use state::Lens;

/// A panic ends the call: nobody reads its message, and its text would be paid for in every call.
#[cfg(target_arch = "wasm32")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

#[cfg_attr(feature = "export-abi", public)]
impl Lens {
    /// Expected Shortfall at 97.5 % of values exposed (USD WAD, negative where a rise is a loss) over `horizon`
    /// seconds, over the rows of `book` at the volatilities that its oracle shows, USD WAD, rounded up. An asset may
    /// come more than once. Errors: `NoCode`, `LengthMismatch`, `InvalidHorizon`, `UnknownAsset`, `TooFewRows`,
    /// `MalformedPage`, `MalformedAnswer`, `MathFailed`, and what the book or the oracle reverts with.
    pub fn shortfall(
        &self,
        book: Address,
        assets: Vec<u8>,
        exposures: Vec<I256>,
        horizon: u32,
    ) -> Result<U256, LensError> {
        measuring::shortfall(book, &assets, &exposures, horizon)
    }
}
