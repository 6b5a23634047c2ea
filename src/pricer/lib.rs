//! The pricer: what options are worth, and what they lose under shocks.
//!
//! A program of its own because the margin and the simulator have no room for it. It keeps no state, has no owner, and
//! serves whoever asks. Its bytes are those of `risk::margin::wire`.

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
mod pricing;
#[cfg(not(feature = "export-abi"))]
mod routes;
#[cfg_attr(feature = "export-abi", allow(missing_docs))] // generated: `print_from_args`
mod state;
#[cfg(test)]
mod tests;

use error::PricerError;
use shell::bytes::Bytes;
use shell::words;
#[cfg(feature = "export-abi")]
use stylus_sdk::prelude::*;

#[cfg(feature = "export-abi")]
pub use state::print_from_args;
pub use state::Pricer;

/// A panic ends the call: nobody reads its message, and its text would be paid for in every call.
#[cfg(target_arch = "wasm32")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

#[cfg_attr(feature = "export-abi", public)]
impl Pricer {
    /// What options are worth and expose to: 96 bytes in, 32 bytes out for each. Errors: `Malformed`, `MathFailed`.
    pub fn worths(&self, options: Bytes) -> Result<Bytes, PricerError> {
        pricing::worths(&options.0).map(Bytes)
    }

    /// What the options of a question lose at some shocks, and bounds in between: the question and the residuals of its
    /// assets in, curves out. Errors: `Malformed`, `MathFailed`.
    pub fn curves(&self, question: Bytes) -> Result<Bytes, PricerError> {
        pricing::curves(&question.0).map(Bytes)
    }
}
