//! The simulator: what the rows of a book say to the questions of a margin.
//!
//! A program of its own because the margin has no room for it. It keeps no state, has no owner, and serves whoever asks.
//! Its bytes are those of `risk::margin::wire`.

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
#[cfg(not(feature = "export-abi"))]
mod routes;
mod simulation;
#[cfg_attr(feature = "export-abi", allow(missing_docs))] // generated: `print_from_args`
mod state;
#[cfg(test)]
mod tests;

use alloy_primitives::Address;
use error::SimulatorError;
use shell::bytes::Bytes;
use shell::{code, host, words};
#[cfg(feature = "export-abi")]
use stylus_sdk::prelude::*;

#[cfg(feature = "export-abi")]
pub use state::print_from_args;
pub use state::Simulator;

/// A panic ends the call: nobody reads its message, and its text would be paid for in every call.
#[cfg(target_arch = "wasm32")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

#[cfg_attr(feature = "export-abi", public)]
impl Simulator {
    /// Simulation and stress of portfolios over the rows of `book`, read once; their options by `pricer`. Where the book
    /// has too few rows, or is no address, an answer says so. Errors: `Malformed`, `MalformedPage`, `MalformedAnswer`,
    /// `MathFailed`, and what the book or the pricer reverts with.
    pub fn simulate(
        &self,
        book: Address,
        pricer: Address,
        questions: Bytes,
    ) -> Result<Bytes, SimulatorError> {
        simulation::simulate(book, pricer, &questions.0).map(Bytes)
    }
}
