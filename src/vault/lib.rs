//! The vault: accounts, their collateral, their cash debt, and the one health check.
//!
//! An account is a `bytes32`: its low 20 bytes are the owner, the others a sub-account number. It holds up to
//! 16 kinds of collateral and borrows cash from the pool. Whatever lets its risk rise ends with the same
//! question to the margin contract; deposits, repayments and withdrawals without debt ask nobody.

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
mod account;
#[cfg(not(feature = "export-abi"))]
mod answers;
mod collateral;
mod debt;
pub mod error;
mod health;
mod listing;
mod owner;
mod pool;
#[cfg(not(feature = "export-abi"))]
mod routes;
mod setup;
#[cfg_attr(feature = "export-abi", allow(missing_docs))] // generated: `print_from_args`
mod state;
#[cfg(test)]
mod tests;

use abi::{Holding, NotListed, Verdict};
use alloc::vec::Vec;
use alloy_primitives::{Address, B256, I256, U256};
use error::VaultError;
use shell::{host, slot, token, words};
#[cfg(feature = "export-abi")]
use stylus_sdk::prelude::*;
use words::address;

#[cfg(feature = "export-abi")]
pub use state::print_from_args;
pub use state::Vault;

/// A panic ends the call: nobody reads its message, and its text would be paid for in every call.
#[cfg(target_arch = "wasm32")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

#[cfg_attr(feature = "export-abi", public)]
impl Vault {
    /// Sets the owner, the cash token, the pool it is lent from and the margin contract, once. Errors:
    /// `AlreadyInitialized`, `ZeroAddress`, `NoCode`, `DecimalsTooLarge`.
    pub fn initialize(
        &mut self,
        owner: Address,
        cash: Address,
        pool: Address,
        margin: Address,
    ) -> Result<(), VaultError> {
        self.set_up(owner, cash, pool, margin)
    }

    // The owner of an account.

    /// Brings `amount` of a listed token into an account; anybody may pay, but only the owner of the account
    /// brings a kind of collateral that is not there yet. Answers what was credited: what arrived. Asks no
    /// price. Errors: `NotListed`, `NotOptedIn`, `ZeroAmount`, `CapExceeded`, `TransferFailed`, `NoCode`.
    ///
    /// Returns `(uint256 credited)`.
    pub fn deposit(&mut self, account: B256, asset: u8, amount: U256) -> Result<U256, VaultError> {
        self.take_deposit(account, asset, amount)
    }

    /// Takes collateral out, in units of its token. With debt the account must stay at its initial margin;
    /// without debt no price is asked. Errors: `NotAccountOwner`, `NotListed`, `ZeroAmount`,
    /// `InsufficientCollateral`, `PriceNotLive`, `BelowInitialMargin`, `TransferFailed`.
    pub fn withdraw(
        &mut self,
        account: B256,
        asset: u8,
        amount: U256,
        to: Address,
    ) -> Result<(), VaultError> {
        self.pay_withdrawal(account, asset, amount, to)
    }

    /// Borrows cash, in units of its token; the account must be at its initial margin after. Errors:
    /// `NotAccountOwner`, `ZeroAmount`, `PriceNotLive`, `BelowInitialMargin`, those of the pool
    /// (`InsufficientCash`).
    pub fn borrow(&mut self, account: B256, amount: U256, to: Address) -> Result<(), VaultError> {
        self.take_loan(account, amount, to)
    }

    /// Pays debt back, anybody for anybody; more than the debt counts as all of it. Answers what was paid.
    /// Asks no price. Errors: `NoDebt`, `ZeroAmount` (also where the payment is less than one unit of scaled
    /// debt), `TransferFailed`.
    ///
    /// Returns `(uint256 repaid)`.
    pub fn repay(&mut self, account: B256, amount: U256) -> Result<U256, VaultError> {
        self.take_repayment(account, amount)
    }

    // The liquidator.

    /// Takes collateral for cash that the caller has brought to the pool. Liquidator only: whether, how much
    /// and at what price is its decision. Errors: `NotLiquidator`, `NotListed`, `NoDebt`,
    /// `PaymentExceedsDebt`, `ZeroAmount`, `InsufficientCollateral`, `TransferFailed`, those of the pool
    /// (`CashNotReceived`).
    pub fn seize(
        &mut self,
        account: B256,
        asset: u8,
        amount: U256,
        repaid: U256,
        to: Address,
    ) -> Result<(), VaultError> {
        self.take_seizure(account, asset, amount, repaid, to)
    }

    // Everybody.

    /// What the margin contract says about an account now (USD, WAD).
    ///
    /// Returns `(Verdict verdict)`.
    pub fn assess(&self, account: B256) -> Result<Verdict, VaultError> {
        self.judge(&self.read_portfolio(account)?)
    }

    /// An account as the risk model sees it: cash in USD WAD (minus the debt, rounded up) and collateral at 18
    /// decimals, ascending by asset.
    ///
    /// Returns `(int256 cash, Holding[] collateral)`.
    pub fn portfolio(&self, account: B256) -> Result<(I256, Vec<Holding>), VaultError> {
        let portfolio = self.read_portfolio(account)?;
        Ok((portfolio.cash, portfolio.collateral))
    }

    /// Collateral of an account, in units of the token.
    pub fn collateral(&self, account: B256, asset: u8) -> U256 {
        U256::from(self.balance(account, asset))
    }

    /// What an account owes now, in units of the cash, rounded up.
    pub fn debt(&self, account: B256) -> Result<U256, VaultError> {
        Ok(U256::from(self.owed(&self.account(account))?))
    }

    /// A listed token, its decimals, how much may be deposited and how much is, in units of the token. Error:
    /// `NotListed`.
    ///
    /// Returns `(address token, uint8 decimals, uint256 cap, uint256 total)`.
    pub fn listing(&self, asset: u8) -> Result<(Address, u8, U256, U256), VaultError> {
        let desk = self.desk();
        if !desk.is_listed(asset) {
            return Err(NotListed { asset }.into());
        }
        let (total, cap) = self.total_and_cap(asset)?;
        Ok((
            self.listed_token(asset)?,
            desk.decimals(asset),
            U256::from(cap),
            U256::from(total),
        ))
    }

    /// The token that is lent out.
    pub fn cash(&self) -> Address {
        self.cash_token()
    }

    /// The pool it is lent from.
    pub fn pool(&self) -> Address {
        self.cash_pool()
    }

    /// The margin contract.
    pub fn margin(&self) -> Address {
        self.desk().margin()
    }

    /// The contract that may seize.
    pub fn liquidator(&self) -> Address {
        address(self.liquidator.get())
    }

    // The owner of the vault.

    /// Accepts a token of at most 18 decimals as collateral under an index of the oracle, up to `cap` units in
    /// all accounts together. Errors: `NotOwner`, `UnknownAsset`, `AlreadyListed`, `NoCode`, `TransferFailed`
    /// where the token names no decimals, `DecimalsTooLarge`, `CapTooLarge`.
    pub fn list_collateral(
        &mut self,
        asset: u8,
        token: Address,
        cap: U256,
    ) -> Result<(), VaultError> {
        self.list(asset, token, cap)
    }

    /// Changes a cap; what is there stays. Errors: `NotOwner`, `NotListed`, `CapTooLarge`.
    pub fn set_cap(&mut self, asset: u8, cap: U256) -> Result<(), VaultError> {
        self.change_cap(asset, cap)
    }

    /// Names the contract that may seize, or none. Error: `NotOwner`.
    pub fn set_liquidator(&mut self, liquidator: Address) -> Result<(), VaultError> {
        self.name_liquidator(liquidator)
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
    pub fn transfer_ownership(&mut self, new_owner: Address) -> Result<(), VaultError> {
        owner::offer(new_owner)
    }

    /// Takes over. Error: `NotOwner` unless the caller is the named successor.
    pub fn accept_ownership(&mut self) -> Result<(), VaultError> {
        owner::accept()
    }
}
