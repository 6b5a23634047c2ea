//! Planner: what to sell of an account below its maintenance margin, how much of it, and at which discount.
//!
//! The answer is found on the margin itself, which is asked about the account after sales of several sizes at once: a
//! handful of calls. The planner keeps no accounts and has no owner; anybody may ask about any portfolio.

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
mod closing;
pub mod error;
#[cfg(not(feature = "export-abi"))]
mod routes;
#[cfg_attr(feature = "export-abi", allow(missing_docs))] // generated: `print_from_args`
mod state;
#[cfg(test)]
mod tests;

use abi::{AlreadyInitialized, ClosePlan, CloseTerms, Holding, Leg};
use alloc::vec::Vec;
use alloy_primitives::{Address, I256};
use error::PlannerError;
use shell::words;
#[cfg(feature = "export-abi")]
use stylus_sdk::prelude::*;

#[cfg(feature = "export-abi")]
pub use state::print_from_args;
pub use state::Planner;

/// A panic ends the call: nobody reads its message, and its text would be paid for in every call.
#[cfg(target_arch = "wasm32")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

#[cfg_attr(feature = "export-abi", public)]
impl Planner {
    /// Names the margin, and its oracle with it. Once; whoever deploys does it and looks at it. Errors:
    /// `AlreadyInitialized`, `NoCode`.
    pub fn initialize(&mut self, margin: Address) -> Result<(), PlannerError> {
        if !self.margin().is_zero() {
            return Err(AlreadyInitialized {}.into());
        }
        state::set(margin, asking::oracle_of(margin)?);
        Ok(())
    }

    /// Plans the liquidation of a portfolio, judged under the terms of a version (0: the newest), by selling one of its
    /// collaterals for cash.
    ///
    /// The discount is `min(maxDiscount, discountSlope * (1 - health))`, capped so that a sale of any size raises
    /// health. The size is the smallest at which the margin says that equity has reached the buffer margin: a
    /// millionth less of it, or a unit of the coarser token, does not reach it. Where no size does, it is the largest
    /// that raises health; with no equity left all is sold at once, uncapped. Cash is rounded up, collateral down.
    ///
    /// Asset 255 stands for the collateral that frees the most maintenance margin per USD sold, past those whose price is
    /// dead; a plan with asset 255 says that no sale helps. Where a price is suspect, an account is sold from only if it
    /// is below maintenance under both, and then at the one that is worse for the buyer. Errors: `InvalidTerms`,
    /// `UnknownAsset`, `NotHeld`, `SaleWouldNotHelp` for the asset named, `OracleCallFailed`, `MarginCallFailed`,
    /// `ValueTooLarge`, and what the margin says.
    ///
    /// Returns `(ClosePlan plan)`.
    pub fn close(
        &self,
        version: u32,
        cash: I256,
        collateral: Vec<Holding>,
        legs: Vec<Leg>,
        terms: CloseTerms,
    ) -> Result<ClosePlan, PlannerError> {
        closing::close(version, cash, &collateral, &legs, &terms)
    }

    /// Who judges.
    pub fn margin(&self) -> Address {
        state::margin()
    }

    /// Whose prices it judges by.
    pub fn oracle(&self) -> Address {
        state::oracle()
    }
}
