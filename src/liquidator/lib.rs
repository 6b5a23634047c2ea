//! Enforcement: what to sell of an account below its maintenance margin, and the sale.
//!
//! A buyer pays cash into the pool, which repays the account's debt, and receives collateral at a discount
//! that grows with distress. The plan comes from the margin contract, on the same function that judged the
//! account; this contract adds who may start it, the buyer's limits, and the exchange.
//!
//! Whoever buys the collateral of his own account pays the discount to himself: what he gains as a buyer he
//! has lost as the account's owner, less the rounding, so there is nothing in it for him.
//!
//! Warning: the plan moves with prices and interest. A buyer states the most he pays and the least he takes.
#![cfg_attr(not(any(test, feature = "export-abi")), no_main)]
#![cfg_attr(target_arch = "wasm32", no_std)]
#![cfg_attr(
    test,
    allow(
        clippy::arithmetic_side_effects,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::unwrap_used
    )
)]

extern crate alloc;

pub mod abi;
mod call;
mod cash;
mod margin;
mod sale;
mod state;
mod vault;

#[cfg(test)]
mod tests;

use abi::{
    AlreadyInitialized, CollateralBought, HealthFell, InvalidTerms, LiquidatorError, NotOwner,
    OwnershipTransferStarted, OwnershipTransferred, Plan, SeizedTooLittle, TermsSet, ZeroAmount,
};
use alloc::vec::Vec;
use alloy_primitives::{aliases::U32, Address, B256, U256, U8};
use margin::Close;
use risk::NO_ASSET;
use sale::Sale;
use stylus_sdk::prelude::*;
use vault::Portfolio;

#[cfg(feature = "export-abi")]
pub use state::print_from_args;
pub use state::Liquidator;

/// WAD per unit in which the terms are kept.
const UNIT: u64 = 1_000_000_000;
/// Largest discount, in units: 10 %.
const MAX_DISCOUNT: u64 = 100_000_000;
/// Steepest discount, in units: 4 per unit of health.
const MAX_DISCOUNT_SLOPE: u64 = 4_000_000_000;
/// Until set otherwise: 1 % of discount per 1 % of health below 1, at most 5 %.
const STANDARD: (u32, u32) = (1_000_000_000, 50_000_000);
/// How far the health after a partial sale may lie below the one before, WAD: rounding only.
const ROUNDING: u64 = 1_000_000_000;

/// A panic ends the call; there is nobody to read a message.
#[cfg(target_arch = "wasm32")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

#[public]
impl Liquidator {
    /// The sale that the protocol proposes: of the collateral that frees the most maintenance margin per USD
    /// of exit cost, the smallest amount that restores the buffer. Whether prices allow it is for
    /// `buyCollateral` to say; `notLive` names those that are not live.
    ///
    /// Returns `(Plan plan)`.
    pub fn plan(&self, account: B256) -> Result<Plan, LiquidatorError> {
        let portfolio = vault::portfolio(self.vm(), self.vault.get(), account)?;
        let mut units = Vec::with_capacity(portfolio.collateral.len());
        for holding in &portfolio.collateral {
            units.push(vault::unit(self.vm(), self.vault.get(), holding.asset)?);
        }
        let close = self.close(&portfolio, NO_ASSET, units.clone())?;
        let chosen = portfolio.collateral.iter().zip(&units).find(|(holding, _)| holding.asset == close.asset);
        let asset_unit = chosen.map_or(U256::from(1u8), |(_, unit)| *unit);
        let sale = Sale::new(&close, self.cash_unit()?, asset_unit);
        Ok(Plan {
            path: close.path,
            asset: close.asset,
            repay: sale.repay,
            seized: sale.seized,
            discount: close.discount,
            healthBefore: close.health_before,
            healthAfter: close.health_after,
            notLive: close.not_live,
        })
    }

    /// Buys collateral of an account below its maintenance margin, for cash that the caller has approved.
    ///
    /// The plan is made anew for `asset`; at most `maxRepay` (cash units) is paid and the collateral shrinks
    /// in proportion, rounded down. Reverts with `Healthy` at or above maintenance, `PriceNotLive` or
    /// `PriceDead` where prices do not allow it, `LimitExceeded` where only the whole holding may be sold,
    /// `SeizedTooLittle` below `minSeized` (token units), and with what the vault or the margin contract says.
    ///
    /// Only the cash that arrives in the pool counts. A partial sale must not lower the account's health.
    ///
    /// Returns `(uint256 repaid, uint256 seized)`.
    pub fn buy_collateral(
        &mut self,
        account: B256,
        asset: u8,
        max_repay: U256,
        min_seized: U256,
        to: Address,
    ) -> Result<(U256, U256), LiquidatorError> {
        if max_repay.is_zero() || to.is_zero() {
            return Err(ZeroAmount {}.into());
        }
        let vault = self.vault.get();
        let portfolio = vault::portfolio(self.vm(), vault, account)?;
        let asset_unit = vault::unit(self.vm(), vault, asset)?;
        let units = alloc::vec![asset_unit; portfolio.collateral.len()];
        let close = self.close(&portfolio, asset, units)?;
        sale::require_startable(account, &close)?;
        let sale = Sale::new(&close, self.cash_unit()?, asset_unit);
        let (repay, seized) = sale.up_to_down(max_repay)?;
        require_seized(repay, seized, min_seized)?;

        let buyer = self.vm().msg_sender();
        let repaid = cash::pull(self.vm(), self.cash.get(), buyer, self.pool.get(), repay)?;
        let (repaid, seized) = sale.up_to_down(repaid)?;
        require_seized(repaid, seized, min_seized)?;
        vault::seize(self.vm(), vault, account, asset, seized, repaid, to)?;

        let health_after = self.health_after(account, &close, repaid == sale.repay)?;
        let bought = CollateralBought {
            account,
            asset,
            buyer,
            repaid,
            seized,
            discount: close.discount,
            healthBefore: close.health_before,
            healthAfter: health_after,
        };
        log(self.vm(), bought);
        Ok((repaid, seized))
    }

    /// Discount per unit of health below 1, and the largest discount, WAD, as kept.
    ///
    /// Returns `(uint256 discountSlope, uint256 maxDiscount)`.
    pub fn terms(&self) -> (U256, U256) {
        (wad(self.discount_slope.get()), wad(self.max_discount.get()))
    }

    /// Where accounts are kept.
    pub fn vault(&self) -> Address {
        self.vault.get()
    }

    /// Who judges them.
    pub fn margin(&self) -> Address {
        self.margin.get()
    }

    /// Where the cash goes.
    pub fn pool(&self) -> Address {
        self.pool.get()
    }

    /// What debts are in.
    pub fn cash(&self) -> Address {
        self.cash.get()
    }

    /// Sets the owner and the contracts, and a discount of at most 5 %. Once. Each of them must have code,
    /// and the cash token at most 18 decimals.
    pub fn initialize(
        &mut self,
        owner: Address,
        vault: Address,
        margin: Address,
        pool: Address,
        cash: Address,
    ) -> Result<(), LiquidatorError> {
        if !self.owner.get().is_zero() {
            return Err(AlreadyInitialized {}.into());
        }
        if owner.is_zero() {
            return Err(NotOwner { caller: owner }.into());
        }
        for contract in [vault, margin, pool, cash] {
            cash::require_code(self.vm(), contract)?;
        }
        let decimals = cash::decimals(self.vm(), cash)?;
        vault::unit_of(decimals)?;
        self.owner.set(owner);
        self.vault.set(vault);
        self.margin.set(margin);
        self.pool.set(pool);
        self.cash.set(cash);
        self.cash_decimals.set(U8::from(u8::try_from(decimals).unwrap_or(u8::MAX)));
        log(self.vm(), OwnershipTransferred { previousOwner: Address::ZERO, newOwner: owner });
        self.keep_terms(STANDARD.0, STANDARD.1);
        Ok(())
    }

    /// Sets the discount: `min(maxDiscount, discountSlope * (1 - health))`, WAD, kept to nine decimals,
    /// rounded down. Owner only. `InvalidTerms` for zero, for a slope above 4 and a discount above 10 %: what
    /// remains of the guard that a sale raises health is checked in each plan, because it moves with
    /// volatility.
    pub fn set_terms(&mut self, discount_slope: U256, max_discount: U256) -> Result<(), LiquidatorError> {
        self.only_owner()?;
        let slope = units_down(discount_slope, MAX_DISCOUNT_SLOPE)?;
        let largest = units_down(max_discount, MAX_DISCOUNT)?;
        self.keep_terms(slope, largest);
        Ok(())
    }

    /// The owner.
    pub fn owner(&self) -> Address {
        self.owner.get()
    }

    /// The address that may accept the ownership; zero where none may.
    pub fn pending_owner(&self) -> Address {
        self.pending_owner.get()
    }

    /// Names the next owner, who has to accept; zero withdraws the offer. Owner only.
    pub fn transfer_ownership(&mut self, new_owner: Address) -> Result<(), LiquidatorError> {
        let owner = self.only_owner()?;
        self.pending_owner.set(new_owner);
        log(self.vm(), OwnershipTransferStarted { previousOwner: owner, newOwner: new_owner });
        Ok(())
    }

    /// Takes the ownership over. Only by the address named.
    pub fn accept_ownership(&mut self) -> Result<(), LiquidatorError> {
        let caller = self.vm().msg_sender();
        if self.pending_owner.get() != caller {
            return Err(NotOwner { caller }.into());
        }
        let previous = self.owner.get();
        self.owner.set(caller);
        self.pending_owner.set(Address::ZERO);
        log(self.vm(), OwnershipTransferred { previousOwner: previous, newOwner: caller });
        Ok(())
    }
}

impl Liquidator {
    fn only_owner(&self) -> Result<Address, LiquidatorError> {
        let caller = self.vm().msg_sender();
        if self.owner.get() == caller {
            Ok(caller)
        } else {
            Err(NotOwner { caller }.into())
        }
    }

    fn cash_unit(&self) -> Result<U256, LiquidatorError> {
        vault::unit_of(U256::from(self.cash_decimals.get()))
    }

    fn close(&self, portfolio: &Portfolio, asset: u8, asset_units: Vec<U256>) -> Result<Close, LiquidatorError> {
        let (discount_slope, max_discount) = self.terms();
        let cash_unit = self.cash_unit()?;
        let sale = margin::Sale { asset, discount_slope, max_discount, cash_unit, asset_units };
        margin::close(self.vm(), self.margin.get(), portfolio, &sale)
    }

    /// Health after the sale: as planned where all of the plan was executed, else as it is now.
    fn health_after(&self, account: B256, close: &Close, whole: bool) -> Result<U256, LiquidatorError> {
        if whole {
            return Ok(close.health_after);
        }
        let portfolio = vault::portfolio(self.vm(), self.vault.get(), account)?;
        let health = margin::health(self.vm(), self.margin.get(), &portfolio)?;
        if health.saturating_add(U256::from(ROUNDING)) < close.health_before {
            return Err(HealthFell { healthBefore: close.health_before, healthAfter: health }.into());
        }
        Ok(health)
    }

    fn keep_terms(&mut self, slope: u32, largest: u32) {
        self.discount_slope.set(U32::from(slope));
        self.max_discount.set(U32::from(largest));
        let (discount_slope, max_discount) = self.terms();
        log(self.vm(), TermsSet { discountSlope: discount_slope, maxDiscount: max_discount });
    }
}

fn require_seized(repay: U256, seized: U256, least: U256) -> Result<(), LiquidatorError> {
    if seized < least {
        return Err(SeizedTooLittle { seized, minSeized: least }.into());
    }
    if repay.is_zero() || seized.is_zero() {
        return Err(ZeroAmount {}.into());
    }
    Ok(())
}

/// A share of at most `most` units and above zero, rounded down to units.
fn units_down(value: U256, most: u64) -> Result<u32, LiquidatorError> {
    let units = value.checked_div(U256::from(UNIT)).and_then(|units| u64::try_from(units).ok());
    let units = units.filter(|units| (1..=most).contains(units)).and_then(|units| u32::try_from(units).ok());
    units.ok_or(InvalidTerms {}.into())
}

fn wad(units: U32) -> U256 {
    U256::from(units).saturating_mul(U256::from(UNIT))
}
