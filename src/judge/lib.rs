//! The judge: sums, requirements and attribution of portfolios, in one market and under one version of the terms.
//!
//! A program of its own because the margin has no room for it: the margin is the door, which knows whom to ask. It keeps
//! no state, has no owner, and serves whoever asks; its bytes are those of `risk::margin::case`. Where pricer, simulator,
//! book or a variance is missing, the static table of the assets speaks.

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
mod judging;
#[cfg(not(feature = "export-abi"))]
mod routes;
#[cfg_attr(feature = "export-abi", allow(missing_docs))] // generated: `print_from_args`
mod state;
#[cfg(test)]
mod tests;

use error::JudgeError;
use shell::bytes::Bytes;
use shell::words;
#[cfg(feature = "export-abi")]
use stylus_sdk::prelude::*;

#[cfg(feature = "export-abi")]
pub use state::print_from_args;
pub use state::Judge;

/// A panic ends the call: nobody reads its message, and its text would be paid for in every call.
#[cfg(target_arch = "wasm32")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

#[cfg_attr(feature = "export-abi", public)]
impl Judge {
    /// Judges the portfolios of a case: market, terms, portfolios and whom to ask in, verdicts out. Errors: `Malformed`,
    /// `InvalidTerms`, `NotEnoughGas`, `ValueTooLarge`.
    pub fn judge(&self, judged: Bytes) -> Result<Bytes, JudgeError> {
        judging::judge(&judged.0).map(Bytes)
    }
}
