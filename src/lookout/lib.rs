//! Views made for dApps: accounts, what-if, most that can be withdrawn or borrowed, liquidation prices.

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
mod custody;
mod edges;
pub mod error;
mod judgement;
mod most;
mod numbers;
mod outlook;
mod portfolio;
#[cfg(not(feature = "export-abi"))]
mod routes;
mod setup;
#[cfg_attr(feature = "export-abi", allow(missing_docs))] // generated: `print_from_args`
mod state;
#[cfg(test)]
mod tests;
mod views;

use abi::{AccountView, Cap, Change, Edges, Outlook};
use alloc::vec::Vec;
use alloy_primitives::{Address, B256, U256};
use error::LookoutError;
use shell::{host, slot, token, words};
#[cfg(feature = "export-abi")]
use stylus_sdk::prelude::*;

#[cfg(feature = "export-abi")]
pub use state::print_from_args;
pub use state::Lookout;

/// A panic ends the call: nobody reads its message, and its text would be paid for in every call.
#[cfg(target_arch = "wasm32")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

#[cfg_attr(feature = "export-abi", public)]
impl Lookout {
    /// Whom to ask, once. Errors: `AlreadyInitialized`, `NoCode`, `MalformedAnswer` where the vault names no cash.
    pub fn initialize(&mut self, vault: Address, margin: Address) -> Result<(), LookoutError> {
        self.set_up(vault, margin)
    }

    /// An account whole. Errors: those of the vault.
    pub fn account(&self, account: B256) -> Result<AccountView, LookoutError> {
        let mut views = self.views(&[account])?;
        views.pop().ok_or_else(|| error::malformed(self.vault_at()))
    }

    /// Many accounts, at most 100, on one snapshot per ten of them. One that the margin contract refuses is `judged`
    /// false and does not hide the others. Errors: `TooMany`, those of the vault.
    pub fn accounts(&self, accounts: Vec<B256>) -> Result<Vec<AccountView>, LookoutError> {
        self.views(&accounts)
    }

    /// How an account would stand after changes, at most 17: cash that comes in is a repayment or a deposit, cash that
    /// goes out a loan or a withdrawal of cash. A loan rounds its debt up, which is up to two units more than here.
    /// `allowed` counts a deposit by nothing while deposits of the asset season. Errors: `TooMany`, `UnknownAsset`,
    /// `InsufficientCollateral` (18 decimals), `MathFailed`, those of the vault (`NotListed`) and of the margin contract.
    ///
    /// Returns `(Outlook outlook)`.
    pub fn health_after(
        &self,
        account: B256,
        changes: Vec<Change>,
    ) -> Result<Outlook, LookoutError> {
        self.outlook(account, &changes)
    }

    /// The most units of a collateral that its owner can withdraw now: the withdrawal of the answer passes the check,
    /// that of one unit more, or of 6e-8 of what is held where that is more, does not. Everything where the account owes
    /// nothing and has no legs; 0 where it is below its initial margin, while withdrawals are paused and while the asset
    /// is frozen. Less than the most while some of the asset seasons: what came last leaves first, and counts less. At
    /// most 23 questions of four portfolios to the margin contract. Errors: `UnknownAsset`, `MathFailed`, those of the
    /// vault (`NotListed`) and of the margin contract.
    pub fn max_withdraw(&self, account: B256, asset: u8) -> Result<U256, LookoutError> {
        self.most_withdrawn(account, asset)
    }

    /// The most units of the cash that an account can borrow now, of what the pool has: as `maxWithdraw`, within three
    /// units, or 6e-8 of its equity where that is more. 0 where even that would leave less than the least debt, and while
    /// loans are paused. Errors: `MathFailed`, those of the vault and of the margin contract.
    pub fn max_borrow(&self, account: B256) -> Result<U256, LookoutError> {
        self.most_borrowed(account)
    }

    /// Where the account falls below its maintenance margin as the price of one asset moves and nothing else: the nearest
    /// edge on either side, at which it still stands, and 6e-8 of the price past which it does not. Both are the price now
    /// where it has fallen already. The way up is looked at where there are legs on the asset. An edge and its return
    /// between two of the places that are looked at first (a hundredth of the price apart near by, a tenth and more
    /// farther away) are not seen. At most 54 questions. Errors: `UnknownAsset`, those of the oracle while the price is
    /// not live, those of the margin contract.
    ///
    /// Returns `(Edges edges)`.
    pub fn liquidation_price(&self, account: B256, asset: u8) -> Result<Edges, LookoutError> {
        self.edges(account, asset)
    }

    /// How much of each collateral may still be deposited, ascending by asset. Errors: those of the vault.
    ///
    /// Returns `(Cap[] caps)`.
    pub fn caps_left(&self) -> Result<Vec<Cap>, LookoutError> {
        self.caps()
    }

    /// The vault.
    pub fn vault(&self) -> Address {
        self.vault_at()
    }

    /// The margin contract.
    pub fn margin(&self) -> Address {
        self.margin_at()
    }
}
