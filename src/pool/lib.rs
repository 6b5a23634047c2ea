//! The cash pool: lenders put cash in for ERC-4626 shares, the vault lends it out against margin.
//!
//! The pool counts the cash that came in through its own doors; tokens sent to it directly change nothing.
//! Debt is kept divided by a borrow index, so that interest accrues for everybody by one number. Rounding is
//! always for the pool: the price of a share never falls.

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
mod books;
mod clock;
mod erc20;
mod erc4626;
pub mod error;
mod lending;
mod owner;
mod quantity;
#[cfg(not(feature = "export-abi"))]
mod routes;
mod setup;
mod shares;
#[cfg_attr(feature = "export-abi", allow(missing_docs))] // generated: `print_from_args`
mod state;
#[cfg(test)]
mod tests;

use alloc::string::String;
#[cfg(feature = "export-abi")]
use alloc::vec::Vec;
use alloy_primitives::{Address, U256};
use error::PoolError;
use quantity::{Assets, Shares};
use shell::{host, slot, token, words};
#[cfg(feature = "export-abi")]
use stylus_sdk::prelude::*;
use words::{address, tag, Word};

#[cfg(feature = "export-abi")]
pub use state::print_from_args;
pub use state::Pool;

/// A panic ends the call: nobody reads its message, and its text would be paid for in every call.
#[cfg(target_arch = "wasm32")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

#[cfg_attr(feature = "export-abi", public)]
impl Pool {
    /// Sets the owner and the cash token, once. Errors: `AlreadyInitialized`, `ZeroAddress`, `NoCode`,
    /// `DecimalsTooLarge`, `TransferFailed` where the token does not answer.
    pub fn initialize(&mut self, owner: Address, asset: Address) -> Result<(), PoolError> {
        self.set_up(owner, asset)
    }

    // Lenders: ERC-4626.

    /// Pays `assets` in and mints shares for it to `receiver`, rounded down. Zero does nothing. Errors:
    /// `ERC4626ExceededMaxDeposit`, `ZeroShares`, `ERC20InvalidReceiver`, `CashNotReceived`, `TransferFailed`.
    pub fn deposit(&mut self, assets: U256, receiver: Address) -> Result<U256, PoolError> {
        self.deposit_assets(assets, receiver)
    }

    /// Mints exactly `shares` to `receiver` for cash, rounded up. Errors as `deposit`,
    /// `ERC4626ExceededMaxMint`.
    pub fn mint(&mut self, shares: U256, receiver: Address) -> Result<U256, PoolError> {
        self.mint_for(shares, receiver)
    }

    /// Pays exactly `assets` to `receiver` for shares of `owner`, rounded up. Errors: `InsufficientCash`,
    /// `ERC20InsufficientBalance`, `ERC20InsufficientAllowance`, `TransferFailed`.
    pub fn withdraw(
        &mut self,
        assets: U256,
        receiver: Address,
        owner: Address,
    ) -> Result<U256, PoolError> {
        self.withdraw_assets(assets, receiver, owner)
    }

    /// Burns exactly `shares` of `owner` for cash to `receiver`, rounded down. Errors as `withdraw`.
    pub fn redeem(
        &mut self,
        shares: U256,
        receiver: Address,
        owner: Address,
    ) -> Result<U256, PoolError> {
        self.redeem_shares(shares, receiver, owner)
    }

    /// The cash token.
    pub fn asset(&self) -> Address {
        self.cash_token()
    }

    /// Cash in the pool and debt with interest to now, in units of the token, rounded down.
    pub fn total_assets(&self) -> Result<U256, PoolError> {
        Ok(self.books()?.total_assets()?.word())
    }

    /// Shares that `assets` are worth, rounded down.
    pub fn convert_to_shares(&self, assets: U256) -> Result<U256, PoolError> {
        self.preview_deposit(assets)
    }

    /// Cash that `shares` are worth, rounded down.
    pub fn convert_to_assets(&self, shares: U256) -> Result<U256, PoolError> {
        self.preview_redeem(shares)
    }

    /// Shares that a deposit would mint, rounded down.
    pub fn preview_deposit(&self, assets: U256) -> Result<U256, PoolError> {
        Ok(self
            .books()?
            .exchange()?
            .to_shares_down(Assets::from_word(assets)?)?
            .word())
    }

    /// Cash that minting would cost, rounded up.
    pub fn preview_mint(&self, shares: U256) -> Result<U256, PoolError> {
        Ok(self
            .books()?
            .exchange()?
            .to_assets_up(Shares::from_word(shares)?)?
            .word())
    }

    /// Shares that a withdrawal would burn, rounded up.
    pub fn preview_withdraw(&self, assets: U256) -> Result<U256, PoolError> {
        Ok(self
            .books()?
            .exchange()?
            .to_shares_up(Assets::from_word(assets)?)?
            .word())
    }

    /// Cash that redeeming would pay, rounded down.
    pub fn preview_redeem(&self, shares: U256) -> Result<U256, PoolError> {
        Ok(self
            .books()?
            .exchange()?
            .to_assets_down(Shares::from_word(shares)?)?
            .word())
    }

    /// Most that can be deposited; the same for everybody.
    pub fn max_deposit(&self, receiver: Address) -> U256 {
        let _ = receiver;
        self.books()
            .and_then(|books| erc4626::room_for_assets(&books))
            .unwrap_or_default()
            .word()
    }

    /// Most that can be minted; the same for everybody.
    pub fn max_mint(&self, receiver: Address) -> U256 {
        let _ = receiver;
        self.books()
            .and_then(|books| erc4626::room_for_shares(&books))
            .unwrap_or_default()
            .word()
    }

    /// Most that `owner` can withdraw: bounded by the shares and by the cash that is not lent out.
    pub fn max_withdraw(&self, owner: Address) -> U256 {
        self.withdrawable(owner).unwrap_or_default().word()
    }

    /// Most that `owner` can redeem: bounded by the shares and by the cash that is not lent out.
    pub fn max_redeem(&self, owner: Address) -> U256 {
        self.redeemable(owner).unwrap_or_default().word()
    }

    // The share: ERC-20.

    /// Name of the share.
    pub fn name(&self) -> String {
        String::from("Plimsoll Cash")
    }

    /// Symbol of the share.
    pub fn symbol(&self) -> String {
        String::from("plCASH")
    }

    /// Decimals of the share: those of the cash and six, so that the first share costs one unit.
    pub fn decimals(&self) -> u8 {
        tag(self.asset.get()).saturating_add(6)
    }

    /// All shares. The virtual ones are not counted.
    pub fn total_supply(&self) -> U256 {
        books::Books::unpack(U256::ZERO, self.funds.get())
            .supply
            .word()
    }

    /// Shares of a holder.
    pub fn balance_of(&self, account: Address) -> U256 {
        self.balances.get(account.to_word())
    }

    /// Shares that the spender may still move for the owner.
    pub fn allowance(&self, owner: Address, spender: Address) -> U256 {
        self.allowances
            .getter(owner.to_word())
            .get(spender.to_word())
    }

    /// Moves shares of the caller. Errors: `ERC20InsufficientBalance`, `ERC20InvalidReceiver`.
    pub fn transfer(&mut self, to: Address, value: U256) -> Result<bool, PoolError> {
        self.move_shares(host::sender(), to, value)?;
        Ok(true)
    }

    /// Lets the spender move shares of the caller. Error: `ERC20InvalidSpender`.
    pub fn approve(&mut self, spender: Address, value: U256) -> Result<bool, PoolError> {
        self.set_allowance(spender, value)?;
        Ok(true)
    }

    /// Moves shares within an allowance. Errors as `transfer`, `ERC20InsufficientAllowance`.
    pub fn transfer_from(
        &mut self,
        from: Address,
        to: Address,
        value: U256,
    ) -> Result<bool, PoolError> {
        self.spend_allowance(from, value)?;
        self.move_shares(from, to, value)?;
        Ok(true)
    }

    // The vault.

    /// Pays `assets` to `to` against debt; returns the scaled debt, rounded up. Vault only. Errors:
    /// `NotVault`, `InsufficientCash`, `TransferFailed`.
    pub fn lend(&mut self, to: Address, assets: U256) -> Result<U256, PoolError> {
        self.lend_to(to, assets)
    }

    /// Books `assets` that have arrived and ends `scaled` of the debt with them. Vault only. Errors:
    /// `NotVault`, `PaymentTooSmall`, `CashNotReceived`.
    pub fn collect(&mut self, assets: U256, scaled: U256) -> Result<(), PoolError> {
        self.collect_from_vault(assets, scaled)
    }

    /// The vault.
    pub fn vault(&self) -> Address {
        address(self.vault.get())
    }

    /// Cash in the pool, in units of the token. Tokens sent to it directly are not counted.
    pub fn cash(&self) -> U256 {
        books::Books::unpack(U256::ZERO, self.funds.get())
            .cash
            .word()
    }

    /// All debt with interest to now, in units of the token, rounded down.
    pub fn total_borrowed(&self) -> Result<U256, PoolError> {
        Ok(self.books()?.borrowed_down()?.word())
    }

    /// What one unit of scaled debt amounts to now, at scale 1e27, rounded up.
    pub fn borrow_index(&self) -> Result<U256, PoolError> {
        Ok(U256::from(self.books()?.index))
    }

    /// Debt over cash and debt, WAD, rounded up.
    pub fn utilisation(&self) -> Result<U256, PoolError> {
        Ok(U256::from(self.books()?.utilisation_up()?))
    }

    /// What borrowers pay now, WAD per year, compounded continuously.
    pub fn rate_per_year(&self) -> Result<U256, PoolError> {
        let utilisation = self.books()?.utilisation_up()?;
        Ok(U256::from(
            self.curve_terms().rate_per_year_up(utilisation)?,
        ))
    }

    /// The interest curve: rate at no utilisation, the kink, and what the rate rises by below and above it
    /// (WAD, rates per year).
    ///
    /// Returns `(uint256 base, uint256 kink, uint256 slopeBelow, uint256 slopeAbove)`.
    pub fn curve(&self) -> (U256, U256, U256, U256) {
        let [base, kink, below, above] = self.curve.get().into_limbs();
        (
            U256::from(base),
            U256::from(kink),
            U256::from(below),
            U256::from(above),
        )
    }

    // The owner.

    /// Names the vault, once. Errors: `NotOwner`, `VaultAlreadySet`, `ZeroAddress`.
    pub fn set_vault(&mut self, vault: Address) -> Result<(), PoolError> {
        self.name_vault(vault)
    }

    /// Changes the curve from now on. Errors: `NotOwner`, `InvalidCurve`.
    pub fn set_curve(
        &mut self,
        base: U256,
        kink: U256,
        slope_below: U256,
        slope_above: U256,
    ) -> Result<(), PoolError> {
        self.change_curve(base, kink, slope_below, slope_above)
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
    pub fn transfer_ownership(&mut self, new_owner: Address) -> Result<(), PoolError> {
        owner::offer(new_owner)
    }

    /// Takes over. Error: `NotOwner` unless the caller is the named successor.
    pub fn accept_ownership(&mut self) -> Result<(), PoolError> {
        owner::accept()
    }
}
