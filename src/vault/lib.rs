//! The vault: accounts, their collateral, their cash debt, and the one health check.
//!
//! An account is a `bytes32`: its low 20 bytes are the owner, the others a sub-account number. It holds up to
//! 16 kinds of collateral and cash of its own, borrows cash from the pool, and carries the positions that the clearing
//! house has of it. Whatever lets its risk rise ends with the same question to the margin contract; deposits,
//! repayments and withdrawals without debt and positions ask nobody.

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
mod answers;
mod batch;
mod caller;
mod cash;
mod clock;
mod collateral;
mod debt;
mod enforcement;
pub mod error;
mod health;
mod inflow;
mod listing;
mod owner;
mod packing;
mod pause;
mod pool;
#[cfg(not(feature = "export-abi"))]
mod routes;
mod seasoning;
mod settlement;
mod setup;
#[cfg_attr(feature = "export-abi", allow(missing_docs))] // generated: `print_from_args`
mod state;
#[cfg(test)]
mod tests;
mod transfer;
mod views;
mod weight;

use abi::{AccountInfo, Holding, Leg, Listing, Verdict};
use alloc::vec::Vec;
use alloy_primitives::{Address, B256, I256, U256};
use bytes::Bytes;
use error::VaultError;
use health::Counting;
use shell::{bytes, host, lock, slot, token, words};
use state::{
    load, load_address, ANNEX, CLEARING, GUARDIAN, LIQUIDATOR, LOCK, MANDATE, MIN_DEBT, TERMS,
};
#[cfg(feature = "export-abi")]
use stylus_sdk::prelude::*;

#[cfg(feature = "export-abi")]
pub use state::print_from_args;
pub use state::Vault;

/// A panic ends the call: nobody reads its message, and its text would be paid for in every call.
#[cfg(target_arch = "wasm32")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

// What everybody who uses another contract may meet: `Reentrant` of the lock, wherever tokens or other contracts are
// touched, and in the views of accounts while somebody else is in the middle of something; `CallFailed`.
#[cfg_attr(feature = "export-abi", public)]
impl Vault {
    /// Sets the owner, the cash token, the pool it is lent from, the margin contract (and its terms), the lock of the
    /// house and the program of the functions that are called seldom, once. Errors: `AlreadyInitialized`, `ZeroAddress`, `NoCode`, `DecimalsTooLarge`.
    pub fn initialize(
        &mut self,
        owner: Address,
        cash: Address,
        pool: Address,
        margin: Address,
        lock: Address,
        annex: Address,
    ) -> Result<(), VaultError> {
        self.set_up(owner, cash, pool, margin, lock, annex)
    }

    // The owner of an account, and whom they allow.

    /// Brings `amount` of a listed token into an account; anybody may pay, but only the owner of the account, or who is
    /// allowed to opt in, brings a kind that is neither there nor opted in, or one that still seasons. Answers what was
    /// credited: what arrived. Asks no price. Errors: `NotOpen`, `NotListed`, `NotOptedIn`, `StillSeasoning`, `Paused`
    /// (a new kind only), `ZeroAmount`, `CapExceeded`, `InflowExceeded`, `CollateralMissing`, `TransferFailed`, `NoCode`.
    ///
    /// Returns `(uint256 credited)`.
    pub fn deposit(&mut self, account: B256, asset: u8, amount: U256) -> Result<U256, VaultError> {
        self.guarded(|vault| vault.take_deposit(account, asset, amount))
    }

    /// Brings cash into an account, as its own: it pays for losses first and is lent to nobody. Anybody may pay.
    /// Answers what was credited. Errors: `NotOpen`, `ZeroAmount`, `CapExceeded`, `TransferFailed`.
    ///
    /// Returns `(uint256 credited)`.
    pub fn deposit_cash(&mut self, account: B256, amount: U256) -> Result<U256, VaultError> {
        self.guarded(|vault| vault.take_cash_deposit(account, amount))
    }

    /// Lets others bring these kinds of collateral, bit i for asset i, besides those that the account holds. Errors:
    /// `NotAllowed`, `Paused`.
    pub fn opt_in(&mut self, account: B256, assets: u16) -> Result<(), VaultError> {
        self.guarded(|vault| vault.choose_assets(account, assets))
    }

    /// Takes collateral out, in units of its token. With debt or positions the account must stay at its initial margin;
    /// without them no price is asked. Errors: `NotAllowed`, `NotListed`, `Paused`, `ZeroAmount`,
    /// `InsufficientCollateral`, `CollateralMissing`, `PriceNotLive`, `BelowInitialMargin`, `TransferFailed`.
    pub fn withdraw(
        &mut self,
        account: B256,
        asset: u8,
        amount: U256,
        to: Address,
    ) -> Result<(), VaultError> {
        self.guarded(|vault| vault.pay_withdrawal(account, asset, amount, to))
    }

    /// Takes the account's own cash out. With debt or positions the account must stay at its initial margin. Errors:
    /// `NotAllowed`, `Paused`, `ZeroAmount`, `InsufficientCollateral` (asset 255), `PriceNotLive`,
    /// `BelowInitialMargin`, `TransferFailed`.
    pub fn withdraw_cash(
        &mut self,
        account: B256,
        amount: U256,
        to: Address,
    ) -> Result<(), VaultError> {
        self.guarded(|vault| vault.pay_cash_withdrawal(account, amount, to))
    }

    /// Borrows cash, in units of its token; the account must be at its initial margin after. Errors: `NotAllowed`,
    /// `Paused`, `ZeroAmount`, `DebtTooSmall`, `PriceNotLive`, `BelowInitialMargin`, those of the pool
    /// (`InsufficientCash`).
    pub fn borrow(&mut self, account: B256, amount: U256, to: Address) -> Result<(), VaultError> {
        self.guarded(|vault| vault.take_loan(account, amount, to))
    }

    /// Pays debt back, anybody for anybody; more than the debt counts as all of it. Answers what was paid. Asks no
    /// price and has no pause. Errors: `NoDebt`, `DebtTooSmall` where less than the least debt would be left,
    /// `ZeroAmount` (also where the payment is less than one unit of scaled debt), `TransferFailed`.
    ///
    /// Returns `(uint256 repaid)`.
    pub fn repay(&mut self, account: B256, amount: U256) -> Result<U256, VaultError> {
        self.guarded(|vault| vault.take_repayment(account, amount))
    }

    /// As `repay`, with the account's own cash. Errors: as `repay`, `NotAllowed`, `InsufficientCollateral` (asset 255).
    ///
    /// Returns `(uint256 repaid)`.
    pub fn repay_from_cash(&mut self, account: B256, amount: U256) -> Result<U256, VaultError> {
        self.guarded(|vault| vault.take_repayment_from_cash(account, amount))
    }

    /// Moves collateral, or cash (asset 255), to another account, whoever owns it; kinds that it neither holds nor
    /// has opted in to, only with the right to opt in there. With debt or positions the account it leaves must stay at
    /// its initial margin. Errors: `NotAllowed`, `Paused`, `SameAccount`, `NotListed`, `NotOptedIn`, `StillSeasoning`,
    /// `ZeroAmount`, `InsufficientCollateral`, `PriceNotLive`, `BelowInitialMargin`.
    pub fn transfer(
        &mut self,
        from: B256,
        to: B256,
        asset: u8,
        amount: U256,
    ) -> Result<(), VaultError> {
        self.guarded(|vault| vault.move_between(from, to, asset, amount))
    }

    /// Several calls of this contract at once, all or none; answers what each returned. Not `writeOff` and `reconcile`,
    /// which lock the house for themselves. Errors: that of the first that fails, `MalformedCall`.
    ///
    /// Returns `(bytes[] answers)`.
    pub fn multicall(&mut self, calls: Vec<Bytes>) -> Result<Vec<Bytes>, VaultError> {
        self.guarded(|vault| vault.run_all(calls))
    }

    /// A call of this contract as `actor`, who pays and decides. Mandate only, and not within such a call: it has seen
    /// the signature. Errors: `NotMandate`, `ZeroAddress`, `MalformedCall`, those of the call.
    ///
    /// Returns `(bytes answer)`.
    pub fn act(&mut self, actor: Address, call: Bytes) -> Result<Bytes, VaultError> {
        self.run_for(actor, &call)
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

    /// Ends the debt of an account that has no collateral, no positions and less cash than debt: its cash pays, the pool
    /// takes the rest as a loss. Anybody. Errors: `NoDebt`, `NotEmpty`, those of the pool.
    pub fn write_off(&mut self, account: B256) -> Result<(), VaultError> {
        self.guarded(|vault| vault.end_hopeless_debt(account))
    }

    // The clearing house.

    /// Says that an account has positions, or a variation of them, now (`any`), or nothing any more; where asked to
    /// `check`, the account must be at its initial margin with them. Clearing house only. Errors: `NotClearing`,
    /// `Paused`, `PriceNotLive`, `BelowInitialMargin`.
    pub fn carry(
        &mut self,
        account: B256,
        any: bool,
        variation: I256,
        legs: Vec<Leg>,
        check: bool,
    ) -> Result<(), VaultError> {
        self.take_positions(account, any, variation, legs, check)
    }

    /// Turns profit or loss into cash, in units of the cash: below zero the account pays into the pot, with its own cash
    /// and then a loan, as far as the pool lends; above zero it is paid from the pot. Answers what was settled.
    /// Clearing house only. Errors: `NotClearing`, `PotShort`.
    ///
    /// Returns `(int256 settled)`.
    pub fn settle(&mut self, account: B256, amount: I256) -> Result<I256, VaultError> {
        self.settle_in_cash(account, amount)
    }

    // Everybody.

    /// What the margin contract says about an account now (USD, WAD), all of its collateral counted, by the version of
    /// the terms that it was opened under.
    ///
    /// Returns `(Verdict verdict)`.
    pub fn assess(&self, account: B256) -> Result<Verdict, VaultError> {
        self.require_quiet()?;
        let (head, portfolio) = self.read_portfolio(account, Counting::Full)?;
        self.judge(head.version, &portfolio)
    }

    /// An account as the risk model sees it: cash in USD WAD (own cash and variation, minus the debt rounded up),
    /// collateral at 18 decimals, ascending by asset, and positions.
    ///
    /// Returns `(int256 cash, Holding[] collateral, Leg[] legs)`.
    pub fn portfolio(&self, account: B256) -> Result<(I256, Vec<Holding>, Vec<Leg>), VaultError> {
        self.show(account, Counting::Full)
    }

    /// As `portfolio`, with what counts where risk rises: by weight and seasoning.
    ///
    /// Returns `(int256 cash, Holding[] collateral, Leg[] legs)`.
    pub fn borrowing_portfolio(
        &self,
        account: B256,
    ) -> Result<(I256, Vec<Holding>, Vec<Leg>), VaultError> {
        self.show(account, Counting::Borrowing)
    }

    /// An account as it is kept.
    ///
    /// Returns `(AccountInfo info)`.
    pub fn account(&self, account: B256) -> Result<AccountInfo, VaultError> {
        self.require_quiet()?;
        self.describe_account(account)
    }

    /// Collateral of an account, in units of the token.
    pub fn collateral(&self, account: B256, asset: u8) -> Result<U256, VaultError> {
        self.require_quiet()?;
        Ok(U256::from(self.balance(account, asset)))
    }

    /// What an account owes now, in units of the cash, rounded up.
    pub fn debt(&self, account: B256) -> Result<U256, VaultError> {
        self.require_quiet()?;
        Ok(U256::from(self.owed(&self.account_head(account))?))
    }

    /// Cash that an account owns, in units of the cash.
    pub fn cash_of(&self, account: B256) -> Result<U256, VaultError> {
        self.require_quiet()?;
        Ok(U256::from(
            self.own_cash(account, &self.account_head(account)),
        ))
    }

    /// What others may bring into an account besides what it holds, bit i for asset i.
    pub fn opted_in(&self, account: B256) -> u16 {
        self.account_head(account).opted
    }

    /// A listed token, its decimals, how much may be deposited and how much is, and how much of it counts. Error:
    /// `NotListed`.
    ///
    /// Returns `(Listing listing)`.
    pub fn listing(&self, asset: u8) -> Result<Listing, VaultError> {
        self.describe_listing(asset)
    }

    /// Deposits of all accounts at 18 decimals, for the assets of a mask, ascending.
    ///
    /// Returns `(uint256[] amounts)`.
    pub fn totals(&self, mask: u16) -> Result<Vec<U256>, VaultError> {
        self.require_quiet()?;
        self.totals_of(mask)
    }

    /// How much of a token may still be deposited now, in its units: by the cap and by the inflow limit. Error:
    /// `NotListed`.
    pub fn cap_left(&self, asset: u8) -> Result<U256, VaultError> {
        Ok(U256::from(self.room(asset)?))
    }

    /// Until when an action is paused; 0 where it is not. 0: deposits of a kind that the account does not hold, and
    /// opting in; 1: withdrawals of an account with debt or positions; 2: withdrawals of any other account; 3: loans;
    /// 4: transfers; 5: trades. Error: `UnknownAction`.
    ///
    /// Returns `(uint64 until)`.
    pub fn paused(&self, action: u8) -> Result<u64, VaultError> {
        self.paused_until(action)
    }

    /// Compares what the vault holds of a token with what its accounts have, and notes whether it is enough: an asset
    /// that is missing tokens counts for nothing where risk rises. Answers whether tokens are missing. Anybody. Errors:
    /// `NotListed`, `TransferFailed`, `NoCode`.
    ///
    /// Returns `(bool missing)`.
    pub fn reconcile(&mut self, asset: u8) -> Result<bool, VaultError> {
        self.guarded(|vault| vault.compare_with_token(asset))
    }

    /// Cash of losers for winners, in units of the cash.
    pub fn pot(&self) -> U256 {
        U256::from(self.held_cash().pot)
    }

    /// Cash that all accounts own together, in units of the cash.
    pub fn total_cash(&self) -> U256 {
        U256::from(self.held_cash().owned)
    }

    /// The least debt above zero, in units of the cash.
    pub fn min_debt(&self) -> U256 {
        load(MIN_DEBT)
    }

    /// Whether deposits are taken.
    pub fn opened(&self) -> bool {
        self.is_open()
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

    /// The terms of the margin contract, by whose newest version risk rises.
    pub fn terms(&self) -> Address {
        load_address(TERMS)
    }

    /// The lock of the house.
    pub fn lock(&self) -> Address {
        load_address(LOCK)
    }

    /// The program of the functions that are called seldom; it runs on the storage of the vault.
    pub fn annex(&self) -> Address {
        load_address(ANNEX)
    }

    /// The contract that may seize.
    pub fn liquidator(&self) -> Address {
        load_address(LIQUIDATOR)
    }

    /// The contract that knows operators and carries out what was signed.
    pub fn mandate(&self) -> Address {
        load_address(MANDATE)
    }

    /// The clearing house of positions.
    pub fn clearing(&self) -> Address {
        load_address(CLEARING)
    }

    /// Who may pause and lower besides the owner.
    pub fn guardian(&self) -> Address {
        load_address(GUARDIAN)
    }

    // The owner of the vault, and the guardian where said.

    /// Lets deposits in, for good. Errors: `NotOwner`, `AlreadySet`.
    pub fn open(&mut self) -> Result<(), VaultError> {
        self.begin_deposits()
    }

    /// Accepts a token under an index from now on, up to `cap` units; it counts for nothing until it has a weight.
    /// Errors: `NotOwner`, `UnknownAsset`, `AlreadyListed`, `DecimalsTooLarge`, `NoCode`, `TransferFailed` (no
    /// `decimals()`), `CapTooLarge`.
    pub fn list_collateral(
        &mut self,
        asset: u8,
        token: Address,
        cap: U256,
    ) -> Result<(), VaultError> {
        self.list(asset, token, cap)
    }

    /// Changes how much may be deposited; what is there stays. The guardian may lower it. Errors: `NotOwner`,
    /// `NotListed`, `CapTooLarge`.
    pub fn set_cap(&mut self, asset: u8, cap: U256) -> Result<(), VaultError> {
        self.change_cap(asset, cap)
    }

    /// Changes how much of a collateral counts where risk rises: WAD, at most 1, kept to basis points, rounded down.
    /// It falls at once, and the guardian may lower it; it rises by a line of `over` seconds, a week to a year, or at
    /// once (0) before the vault is open. Errors: `NotOwner`, `NotListed`, `OutOfRange`.
    pub fn set_weight(&mut self, asset: u8, weight: U256, over: u32) -> Result<(), VaultError> {
        self.change_weight(asset, weight, over)
    }

    /// Limits what may come in within an hour, net of what leaves, in units of the token; 0 is no limit. Errors:
    /// `NotOwner`, `NotListed`, `OutOfRange`.
    pub fn set_inflow_limit(&mut self, asset: u8, per_hour: U256) -> Result<(), VaultError> {
        self.change_inflow_limit(asset, per_hour)
    }

    /// Sets how long new collateral takes to count in full, seconds, at most 30 days; what is there keeps its time.
    /// Errors: `NotOwner`, `NotListed`, `OutOfRange`.
    pub fn set_seasoning(&mut self, asset: u8, duration: u32) -> Result<(), VaultError> {
        self.change_seasoning(asset, duration)
    }

    /// Sets the least debt, in units of the cash, at most 10,000 whole ones. Errors: `NotOwner`, `OutOfRange`.
    pub fn set_min_debt(&mut self, amount: U256) -> Result<(), VaultError> {
        self.change_min_debt(amount)
    }

    /// Refuses an action (numbers as in `paused`) until then, at most a week; not again before as long has passed.
    /// Owner or guardian. Errors: `NotOwner`, `UnknownAction`, `OutOfRange`, `CoolingDown`.
    pub fn pause(&mut self, action: u8, until: u64) -> Result<(), VaultError> {
        self.start_pause(action, until)
    }

    /// Ends a pause. Owner only. Errors: `NotOwner`, `UnknownAction`.
    pub fn unpause(&mut self, action: u8) -> Result<(), VaultError> {
        self.end_pause(action)
    }

    /// Sets who may seize. Errors: `NotOwner`, `NoCode`.
    pub fn set_liquidator(&mut self, liquidator: Address) -> Result<(), VaultError> {
        self.name_liquidator(liquidator)
    }

    /// Sets who knows operators and carries out what was signed. Errors: `NotOwner`, `NoCode`.
    pub fn set_mandate(&mut self, mandate: Address) -> Result<(), VaultError> {
        self.name_mandate(mandate)
    }

    /// Sets the clearing house, once. Errors: `NotOwner`, `NoCode`, `AlreadySet`.
    pub fn set_clearing(&mut self, clearing: Address) -> Result<(), VaultError> {
        self.name_clearing(clearing)
    }

    /// Sets who may pause and lower besides the owner; zero is nobody. Error: `NotOwner`.
    pub fn set_guardian(&mut self, guardian: Address) -> Result<(), VaultError> {
        self.name_guardian(guardian)
    }

    /// Who configures the vault.
    pub fn owner(&self) -> Address {
        shell::owner::owner()
    }

    /// Who may take over; zero where nobody is named.
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
