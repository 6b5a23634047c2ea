//! The cash pool: lenders put cash in for ERC-4626 shares, the vault lends it out against margin.
//!
//! The pool counts the cash that came in through its own doors; tokens sent to it directly change nothing.
//! Debt is kept divided by a borrow index, so that interest accrues for everybody by one number. Rounding is
//! always for the pool: the price of a share falls by a loss that insurance and reserve could not bear, and by
//! nothing else.
//!
//! Interest is a kinked curve of utilisation and a premium for stress. Parts of it are due to a reserve and to the
//! insurance. Lenders leave as far as cash is there, an outflow limit allows and no loss is known that the insurance
//! does not cover: so nobody flees from a loss at the cost of who stays.

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
mod class;
mod clock;
pub mod error;
mod junior;
mod lending;
mod losses;
mod owner;
#[cfg(not(feature = "export-abi"))]
mod routes;
mod setup;
#[cfg_attr(feature = "export-abi", allow(missing_docs))] // generated: `print_from_args`
mod state;
mod stress;
#[cfg(test)]
mod tests;

use crate::state::{ASSET, CURVE, DEFICIT, FUNDS, INSURANCE, LEDGER, RESERVE, VAULT};
use alloc::string::String;
#[cfg(feature = "export-abi")]
use alloc::vec::Vec;
use alloy_primitives::{Address, U256};
use error::PoolError;
use shares::{erc4626, Class, Funds};
use shell::{host, slot, token, words};
#[cfg(feature = "export-abi")]
use stylus_sdk::prelude::*;
use words::{address, tag};

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
    /// Sets the owner, the cash token and the lock of the house, once. Errors: `AlreadyInitialized`, `ZeroAddress`,
    /// `NoCode`, `DecimalsTooLarge`, `TransferFailed` where the token does not answer.
    pub fn initialize(
        &mut self,
        owner: Address,
        asset: Address,
        lock: Address,
    ) -> Result<(), PoolError> {
        self.set_up(owner, asset, lock)
    }

    // Lenders: ERC-4626. While the house is locked, what changes or shows a price answers `Reentrant`, a limit is zero.

    /// Pays `assets` in and mints shares for it to `receiver`, rounded down. Zero does nothing. Errors:
    /// `ERC4626ExceededMaxDeposit`, `ZeroShares`, `ERC20InvalidReceiver`, `CashNotReceived`, `TransferFailed`,
    /// `Reentrant`.
    pub fn deposit(&mut self, assets: U256, receiver: Address) -> Result<U256, PoolError> {
        erc4626::deposit(self, assets, receiver)
    }

    /// Mints exactly `shares` to `receiver` for cash, rounded up. Errors as `deposit`,
    /// `ERC4626ExceededMaxMint`.
    pub fn mint(&mut self, shares: U256, receiver: Address) -> Result<U256, PoolError> {
        erc4626::mint(self, shares, receiver)
    }

    /// Pays exactly `assets` to `receiver` for shares of `owner`, rounded up. Errors: `InsufficientCash`,
    /// `WithdrawalsClosed`, `OutflowLimited`, `ERC20InsufficientBalance`, `ERC20InsufficientAllowance`,
    /// `TransferFailed`, `Reentrant`.
    pub fn withdraw(
        &mut self,
        assets: U256,
        receiver: Address,
        owner: Address,
    ) -> Result<U256, PoolError> {
        erc4626::withdraw(self, assets, receiver, owner)
    }

    /// Burns exactly `shares` of `owner` for cash to `receiver`, rounded down. Errors as `withdraw`.
    pub fn redeem(
        &mut self,
        shares: U256,
        receiver: Address,
        owner: Address,
    ) -> Result<U256, PoolError> {
        erc4626::redeem(self, shares, receiver, owner)
    }

    /// The cash token.
    pub fn asset(&self) -> Address {
        self.cash_token()
    }

    /// Cash in the pool and debt with interest to now, without what is due to reserve and insurance, rounded down.
    pub fn total_assets(&self) -> Result<U256, PoolError> {
        erc4626::total_assets(self)
    }

    /// Shares that `assets` are worth, rounded down.
    pub fn convert_to_shares(&self, assets: U256) -> Result<U256, PoolError> {
        erc4626::preview_deposit(self, assets)
    }

    /// Cash that `shares` are worth, rounded down.
    pub fn convert_to_assets(&self, shares: U256) -> Result<U256, PoolError> {
        erc4626::preview_redeem(self, shares)
    }

    /// Shares that a deposit would mint, rounded down.
    pub fn preview_deposit(&self, assets: U256) -> Result<U256, PoolError> {
        erc4626::preview_deposit(self, assets)
    }

    /// Cash that minting would cost, rounded up.
    pub fn preview_mint(&self, shares: U256) -> Result<U256, PoolError> {
        erc4626::preview_mint(self, shares)
    }

    /// Shares that a withdrawal would burn, rounded up.
    pub fn preview_withdraw(&self, assets: U256) -> Result<U256, PoolError> {
        erc4626::preview_withdraw(self, assets)
    }

    /// Cash that redeeming would pay, rounded down.
    pub fn preview_redeem(&self, shares: U256) -> Result<U256, PoolError> {
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

    /// Most that `owner` can withdraw now: bounded by the shares, by the cash that is not lent out, and by the
    /// outflow limit; nothing while withdrawals are closed.
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
        String::from("Plimsoll Cash")
    }

    /// Symbol of the share.
    pub fn symbol(&self) -> String {
        String::from("plCASH")
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
    pub fn transfer(&mut self, to: Address, value: U256) -> Result<bool, PoolError> {
        erc4626::transfer(self, to, value)?;
        Ok(true)
    }

    /// Lets the spender move shares of the caller. Error: `ERC20InvalidSpender`.
    pub fn approve(&mut self, spender: Address, value: U256) -> Result<bool, PoolError> {
        LEDGER.approve::<PoolError>(spender, value)?;
        Ok(true)
    }

    /// Moves shares within an allowance. Errors as `transfer`, `ERC20InsufficientAllowance`.
    pub fn transfer_from(
        &mut self,
        from: Address,
        to: Address,
        value: U256,
    ) -> Result<bool, PoolError> {
        erc4626::transfer_from(self, from, to, value)?;
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

    /// Ends `scaled` of the debt that nobody will pay: borne by what is due to the insurance, by the insurance, by what
    /// is due to the reserve, and what is left by the lenders through the price of the share. Vault only. Errors:
    /// `NotVault`, `DebtExceeded`.
    pub fn write_off(&mut self, scaled: U256) -> Result<(), PoolError> {
        self.take_loss(scaled)
    }

    /// Gives the lenders up to `assets` of what they have lost; what was taken, at most the deficit. Anybody. Errors:
    /// `CashNotReceived`, `TransferFailed`, `Reentrant`.
    pub fn recapitalise(&mut self, assets: U256) -> Result<U256, PoolError> {
        self.make_good(assets)
    }

    /// Pays reserve and insurance what is due to them, as far as there is cash; what was sent to the pool by mistake goes
    /// to the insurance. Anybody. Errors: `TransferFailed`, `Reentrant`.
    pub fn distribute(&mut self) -> Result<(), PoolError> {
        self.pay_dues()
    }

    /// Charges the premium for stress that the volatility index asks for now; it stays until it is noted again. The
    /// premium, WAD per year. Anybody. Error: `IndexUnknown`.
    pub fn note_stress(&mut self) -> Result<U256, PoolError> {
        self.note_index()
    }

    /// The vault.
    pub fn vault(&self) -> Address {
        address(VAULT.get())
    }

    /// Who carries losses first; zero where nobody does.
    pub fn insurance(&self) -> Address {
        address(INSURANCE.get())
    }

    /// Who receives what the reserve earns; zero where it stays in the pool.
    pub fn reserve(&self) -> Address {
        address(RESERVE.get())
    }

    /// The lock of the house.
    pub fn lock(&self) -> Address {
        Class::lock(self)
    }

    /// Cash in the pool, in units of the token. Tokens sent to it directly are not counted.
    pub fn cash(&self) -> U256 {
        shares::word(Funds::unpack(FUNDS.get()).cash)
    }

    /// All debt with interest to now, in units of the token, rounded down. Error: `Reentrant`.
    pub fn total_borrowed(&self) -> Result<U256, PoolError> {
        Ok(shares::word(erc4626::seen(self)?.borrowed_down()?))
    }

    /// What one unit of scaled debt amounts to now, at scale 1e27, rounded up. Error: `Reentrant`, but for the vault.
    pub fn borrow_index(&self) -> Result<U256, PoolError> {
        let books = if host::sender() == self.vault() {
            self.accrued()?
        } else {
            erc4626::seen(self)?
        };
        Ok(U256::from(books.index))
    }

    /// Debt over cash and debt, WAD, rounded up. Error: `Reentrant`.
    pub fn utilisation(&self) -> Result<U256, PoolError> {
        Ok(U256::from(erc4626::seen(self)?.utilisation_up()?))
    }

    /// What borrowers pay now, WAD per year, compounded continuously: the curve and the premium for stress. Error:
    /// `Reentrant`.
    pub fn rate_per_year(&self) -> Result<U256, PoolError> {
        let utilisation = erc4626::seen(self)?.utilisation_up()?;
        let rate = self.curve_terms().rate_per_year_up(utilisation)?;
        Ok(U256::from(rate.saturating_add(self.charge_terms().premium)))
    }

    /// The interest curve: rate at no utilisation, the kink, and what the rate rises by below and above it
    /// (WAD, rates per year).
    ///
    /// Returns `(uint256 base, uint256 kink, uint256 slopeBelow, uint256 slopeAbove)`.
    pub fn curve(&self) -> (U256, U256, U256, U256) {
        let [base, kink, below, above] = CURVE.get().into_limbs();
        (
            U256::from(base),
            U256::from(kink),
            U256::from(below),
            U256::from(above),
        )
    }

    /// Parts of the interest (WAD) that go to reserve and insurance; the rest is the lenders'.
    ///
    /// Returns `(uint256 reserve, uint256 insurance)`.
    pub fn split(&self) -> (U256, U256) {
        let split = self.charge_terms().split;
        (U256::from(split.reserve), U256::from(split.insurance))
    }

    /// The premium for stress: nothing up to a volatility index of `calm`, `most` per year from `storm` on (WAD).
    ///
    /// Returns `(address oracle, uint256 calm, uint256 storm, uint256 most, uint256 premium)`.
    pub fn stress(&self) -> (Address, U256, U256, U256, U256) {
        let (oracle, calm, storm, most) = self.stress_terms();
        let premium = self.charge_terms().premium;
        (
            oracle,
            U256::from(calm),
            U256::from(storm),
            U256::from(most),
            U256::from(premium),
        )
    }

    /// What is due to reserve and insurance with interest to now, in units of the token. Error: `Reentrant`.
    ///
    /// Returns `(uint256 reserve, uint256 insurance)`.
    pub fn dues(&self) -> Result<(U256, U256), PoolError> {
        let dues = erc4626::seen(self)?.dues;
        Ok((U256::from(dues.reserve), U256::from(dues.insurance)))
    }

    /// What lenders have lost and nobody has made good, in units of the token.
    pub fn deficit(&self) -> U256 {
        DEFICIT.get()
    }

    /// The outflow limit. `share` (WAD) of the pool may leave net of what comes, `floor` at least; what has left fades by
    /// that share of what is there in every `window` (seconds, zero for no limit). `available` may leave now. Error:
    /// `Reentrant`.
    ///
    /// Returns `(uint256 share, uint256 window, uint256 floor, uint256 available)`.
    pub fn outflow(&self) -> Result<(U256, U256, U256, U256), PoolError> {
        let books = erc4626::seen(self)?;
        let (limit, outflow, total) = self.outflow_now(&books)?;
        Ok((
            U256::from(limit.share),
            U256::from(limit.window),
            U256::from(limit.floor),
            U256::from(limit.room_down(outflow, total)?),
        ))
    }

    // The owner.

    /// Names the vault, once. Errors: `NotOwner`, `VaultAlreadySet`, `ZeroAddress`.
    pub fn set_vault(&mut self, vault: Address) -> Result<(), PoolError> {
        self.name_vault(vault)
    }

    /// Names the insurance, once. Errors: `NotOwner`, `InsuranceAlreadySet`, `NoCode`, `InsuranceFailed` where its token is
    /// another.
    pub fn set_insurance(&mut self, insurance: Address) -> Result<(), PoolError> {
        self.name_insurance(insurance)
    }

    /// Names who receives what the reserve earns; zero leaves it in the pool. Error: `NotOwner`.
    pub fn set_reserve(&mut self, reserve: Address) -> Result<(), PoolError> {
        self.name_reserve(reserve)
    }

    /// Changes the parts (WAD) of the interest that go to reserve and insurance, from now on. Errors: `NotOwner`,
    /// `InvalidSplit`.
    pub fn set_split(&mut self, reserve: U256, insurance: U256) -> Result<(), PoolError> {
        self.change_split(reserve, insurance)
    }

    /// Changes the premium for stress: nothing up to a volatility index of `calm`, `most` per year from `storm` on (WAD).
    /// Nothing is charged until somebody notes the index; no oracle ends it. Errors: `NotOwner`, `InvalidStress`,
    /// `InvalidCurve`.
    pub fn set_stress(
        &mut self,
        oracle: Address,
        calm: U256,
        storm: U256,
        most: U256,
    ) -> Result<(), PoolError> {
        self.change_stress(oracle, calm, storm, most)
    }

    /// Changes the outflow limit, see `outflow`; a window of zero ends it. Errors: `NotOwner`, `InvalidLimit`.
    pub fn set_outflow_limit(
        &mut self,
        share: U256,
        window: u64,
        floor: U256,
    ) -> Result<(), PoolError> {
        self.change_limit(share, window, floor)
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
