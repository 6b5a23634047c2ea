//! The insurance: cash that pays for losses before the lenders do, as ERC-4626 shares.
//!
//! It earns a part of the interest and is never lent. What it pays lowers the price of its shares, by exactly that. Who
//! leaves gives notice a week before and then has three days to do so, and nobody leaves while a loss is known: so it
//! cannot flee from a loss that is coming.

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
mod class;
mod clock;
pub mod error;
mod losses;
mod owner;
#[cfg(not(feature = "export-abi"))]
mod routes;
mod setup;
#[cfg_attr(feature = "export-abi", allow(missing_docs))] // generated: `print_from_args`
mod state;
#[cfg(test)]
mod tests;

use crate::state::{ASSET, FUNDS, LEDGER, POOL};
use alloc::string::String;
#[cfg(feature = "export-abi")]
use alloc::vec::Vec;
use alloy_primitives::{Address, B256, U256};
use error::InsuranceError;
use shares::{erc4626, Class, Funds};
use shell::{host, slot, token, words};
#[cfg(feature = "export-abi")]
use stylus_sdk::prelude::*;
use words::{address, tag};

#[cfg(feature = "export-abi")]
pub use state::print_from_args;
pub use state::Insurance;

/// A panic ends the call: nobody reads its message, and its text would be paid for in every call.
#[cfg(target_arch = "wasm32")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

#[cfg_attr(feature = "export-abi", public)]
impl Insurance {
    /// Sets the owner, the cash token and the lock of the house, once. Errors: `AlreadyInitialized`, `ZeroAddress`,
    /// `NoCode`, `DecimalsTooLarge`, `TransferFailed` where the token does not answer.
    pub fn initialize(
        &mut self,
        owner: Address,
        asset: Address,
        lock: Address,
    ) -> Result<(), InsuranceError> {
        self.set_up(owner, asset, lock)
    }

    // Lenders: ERC-4626. While the house is locked, what changes or shows a price answers `Reentrant`, a limit is zero.

    /// Pays `assets` in and mints shares for it to `receiver`, rounded down. Zero does nothing. Errors:
    /// `ERC4626ExceededMaxDeposit`, `ZeroShares`, `ERC20InvalidReceiver`, `CashNotReceived`, `TransferFailed`,
    /// `Reentrant`.
    pub fn deposit(&mut self, assets: U256, receiver: Address) -> Result<U256, InsuranceError> {
        erc4626::deposit(self, assets, receiver)
    }

    /// Mints exactly `shares` to `receiver` for cash, rounded up. Errors as `deposit`,
    /// `ERC4626ExceededMaxMint`.
    pub fn mint(&mut self, shares: U256, receiver: Address) -> Result<U256, InsuranceError> {
        erc4626::mint(self, shares, receiver)
    }

    /// Pays exactly `assets` to `receiver` for shares of `owner`, rounded up. Errors: `InsufficientCash`,
    /// `LossPending`, `NoticeNeeded`, `ERC20InsufficientBalance`, `ERC20InsufficientAllowance`,
    /// `TransferFailed`, `Reentrant`.
    pub fn withdraw(
        &mut self,
        assets: U256,
        receiver: Address,
        owner: Address,
    ) -> Result<U256, InsuranceError> {
        erc4626::withdraw(self, assets, receiver, owner)
    }

    /// Burns exactly `shares` of `owner` for cash to `receiver`, rounded down. Errors as `withdraw`.
    pub fn redeem(
        &mut self,
        shares: U256,
        receiver: Address,
        owner: Address,
    ) -> Result<U256, InsuranceError> {
        erc4626::redeem(self, shares, receiver, owner)
    }

    /// The cash token.
    pub fn asset(&self) -> Address {
        self.cash_token()
    }

    /// Cash that carries losses, in units of the token. Nothing is lent.
    pub fn total_assets(&self) -> Result<U256, InsuranceError> {
        erc4626::total_assets(self)
    }

    /// Shares that `assets` are worth, rounded down.
    pub fn convert_to_shares(&self, assets: U256) -> Result<U256, InsuranceError> {
        erc4626::preview_deposit(self, assets)
    }

    /// Cash that `shares` are worth, rounded down.
    pub fn convert_to_assets(&self, shares: U256) -> Result<U256, InsuranceError> {
        erc4626::preview_redeem(self, shares)
    }

    /// Shares that a deposit would mint, rounded down.
    pub fn preview_deposit(&self, assets: U256) -> Result<U256, InsuranceError> {
        erc4626::preview_deposit(self, assets)
    }

    /// Cash that minting would cost, rounded up.
    pub fn preview_mint(&self, shares: U256) -> Result<U256, InsuranceError> {
        erc4626::preview_mint(self, shares)
    }

    /// Shares that a withdrawal would burn, rounded up.
    pub fn preview_withdraw(&self, assets: U256) -> Result<U256, InsuranceError> {
        erc4626::preview_withdraw(self, assets)
    }

    /// Cash that redeeming would pay, rounded down.
    pub fn preview_redeem(&self, shares: U256) -> Result<U256, InsuranceError> {
        erc4626::preview_redeem(self, shares)
    }

    /// Most that can be deposited; the same for everybody.
    pub fn max_deposit(&self, receiver: Address) -> U256 {
        let _ = receiver;
        erc4626::max_deposit(self)
    }

    /// Most that can be minted; the same for everybody.
    pub fn max_mint(&self, receiver: Address) -> U256 {
        let _ = receiver;
        erc4626::max_mint(self)
    }

    /// Most that `owner` can withdraw now: bounded by the shares that notice was given for and that are
    /// within its window; nothing while a loss is pending.
    pub fn max_withdraw(&self, owner: Address) -> U256 {
        erc4626::max_withdraw(self, owner, LEDGER.shares_of(owner))
    }

    /// Most that `owner` can redeem now, likewise.
    pub fn max_redeem(&self, owner: Address) -> U256 {
        erc4626::max_redeem(self, owner, LEDGER.shares_of(owner))
    }

    // The share: ERC-20.

    /// Name of the share.
    pub fn name(&self) -> String {
        String::from("Plimsoll Insurance")
    }

    /// Symbol of the share.
    pub fn symbol(&self) -> String {
        String::from("plSAFE")
    }

    /// Decimals of the share: those of the cash and six, so that the first share costs one unit.
    pub fn decimals(&self) -> u8 {
        tag(ASSET.get()).saturating_add(6)
    }

    /// All shares. The virtual ones are not counted.
    pub fn total_supply(&self) -> U256 {
        shares::word(Funds::unpack(FUNDS.get()).supply)
    }

    /// Shares of a holder.
    pub fn balance_of(&self, account: Address) -> U256 {
        LEDGER.balance_of(account)
    }

    /// Shares that the spender may still move for the owner.
    pub fn allowance(&self, owner: Address, spender: Address) -> U256 {
        LEDGER.allowance(owner, spender)
    }

    /// Moves shares of the caller. Errors: `ERC20InsufficientBalance`, `ERC20InvalidReceiver`, `Reentrant`.
    pub fn transfer(&mut self, to: Address, value: U256) -> Result<bool, InsuranceError> {
        erc4626::transfer(self, to, value)?;
        Ok(true)
    }

    /// Lets the spender move shares of the caller. Error: `ERC20InvalidSpender`.
    pub fn approve(&mut self, spender: Address, value: U256) -> Result<bool, InsuranceError> {
        LEDGER.approve::<InsuranceError>(spender, value)?;
        Ok(true)
    }

    /// Moves shares within an allowance. Errors as `transfer`, `ERC20InsufficientAllowance`.
    pub fn transfer_from(
        &mut self,
        from: Address,
        to: Address,
        value: U256,
    ) -> Result<bool, InsuranceError> {
        erc4626::transfer_from(self, from, to, value)?;
        Ok(true)
    }

    // Losses.

    /// Gives notice that the caller will withdraw up to `shares`: after a week, within three days. It takes the place of
    /// notice given before; zero withdraws that. Errors: `ERC20InsufficientBalance`.
    pub fn give_notice(&mut self, shares: U256) -> Result<(), InsuranceError> {
        self.notify(shares)
    }

    /// Notes what an account lacks to be worth nothing, by the vault's own judgement; zero where it lacks nothing. Three
    /// days without any such note, and what is noted no longer counts. Anybody. Errors: `NoPool`, `VaultFailed`,
    /// `PriceNotLive`, `Reentrant`, those of the vault.
    pub fn note_insolvent(&mut self, account: B256) -> Result<U256, InsuranceError> {
        self.note(account)
    }

    /// Counts cash that was sent here by mistake, for all holders; how much. Anybody. Error: `Reentrant`.
    pub fn skim(&mut self) -> Result<U256, InsuranceError> {
        self.book_surplus()
    }

    /// Pays up to `amount` of a loss into the pool; what was paid, all cash at most. Pool only. Errors: `NotPool`,
    /// `TransferFailed`.
    pub fn cover(&mut self, amount: U256) -> Result<U256, InsuranceError> {
        self.pay_loss(amount)
    }

    /// Counts what the pool has sent. Pool only. Errors: `NotPool`, `CashNotReceived`.
    pub fn earn(&mut self, amount: U256) -> Result<(), InsuranceError> {
        self.book_earnings(amount)
    }

    /// Shares that notice was given for, the first and the last second in which they may leave, and how many may now.
    ///
    /// Returns `(uint256 shares, uint64 from, uint64 until, uint256 redeemable)`.
    pub fn notice_of(&self, holder: Address) -> (U256, u64, u64, U256) {
        let notice = self.notice(holder);
        let (from, until) = notice.window();
        let redeemable = shares::word(self.redeemable(holder));
        (shares::word(notice.shares), from, until, redeemable)
    }

    /// What accounts are known to lack, in units of the cash.
    pub fn insolvency(&self) -> U256 {
        U256::from(self.known_loss())
    }

    /// What the account lacked when it was last noted.
    pub fn insolvency_of(&self, account: B256) -> U256 {
        self.noted_of(account)
    }

    /// Whether lenders may leave the pool: what is known to be lost is within what is held here.
    pub fn exits_open(&self) -> bool {
        self.known_loss() <= self.held().cash.get()
    }

    /// Cash that is counted, in units of the token.
    pub fn cash(&self) -> U256 {
        shares::word(self.held().cash)
    }

    /// The pool whose losses are carried; zero before it is named.
    pub fn pool(&self) -> Address {
        address(POOL.get())
    }

    /// The lock of the house.
    pub fn lock(&self) -> Address {
        Class::lock(self)
    }

    // The owner.

    /// Names the pool, once. Errors: `NotOwner`, `PoolAlreadySet`, `NoCode`.
    pub fn set_pool(&mut self, pool: Address) -> Result<(), InsuranceError> {
        self.name_pool(pool)
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
    pub fn transfer_ownership(&mut self, new_owner: Address) -> Result<(), InsuranceError> {
        owner::offer(new_owner)
    }

    /// Takes over. Error: `NotOwner` unless the caller is the named successor.
    pub fn accept_ownership(&mut self) -> Result<(), InsuranceError> {
        owner::accept()
    }
}
