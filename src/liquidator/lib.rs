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

#[macro_use]
extern crate alloc;

pub mod abi;
mod cash;
mod host;
mod margin;
mod owner;
#[cfg_attr(feature = "export-abi", allow(dead_code))] // the SDK's own router is printed
mod routes;
mod sale;
#[cfg_attr(feature = "export-abi", allow(missing_docs))] // generated: `print_from_args`
mod state;
mod vault;
mod words;

#[cfg(test)]
mod tests;

use abi::{
    AlreadyInitialized, CollateralBought, HealthFell, InvalidTerms, LiquidatorError, NotOwner,
    OwnershipTransferred, Plan, SeizedTooLittle, TermsSet, ZeroAmount,
};
use alloc::vec::Vec;
use alloy_primitives::{Address, B256, U256};
use host::{emit, sender};
use margin::Close;
use risk::NO_ASSET;
use sale::Sale;
use state::Cash;
#[cfg(feature = "export-abi")]
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
/// Until set otherwise: 1 % of discount per 1 % of health below 1.
const STANDARD_SLOPE: u32 = 1_000_000_000;
/// Until set otherwise: 5 %.
const STANDARD_DISCOUNT: u32 = 50_000_000;
/// How far the health after a partial sale may lie below the one before, WAD: rounding only.
const ROUNDING: u64 = 1_000_000_000;

/// A panic ends the call; there is nobody to read a message.
#[cfg(target_arch = "wasm32")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

#[cfg_attr(feature = "export-abi", public)]
impl Liquidator {
    /// The sale that the protocol proposes: of the collateral that frees the most maintenance margin per USD
    /// of exit cost, the smallest amount that restores the buffer. Whether prices allow it is for
    /// `buyCollateral` to say; `notLive` names those that are not live.
    ///
    /// Returns `(Plan plan)`.
    pub fn plan(&self, account: B256) -> Result<Plan, LiquidatorError> {
        let vault = state::vault();
        let portfolio = vault::portfolio(vault, account)?;
        let mut units = Vec::with_capacity(portfolio.collateral.len());
        for holding in &portfolio.collateral {
            units.push(vault::unit(vault, holding.asset)?);
        }
        let (close, cash_unit, units) = close(&portfolio, NO_ASSET, units)?;
        let mut listed = portfolio.collateral.iter().zip(units);
        let asset_unit = listed
            .find(|(holding, _)| holding.asset == close.asset)
            .map_or(1, |(_, unit)| unit);
        let sale = Sale::new(&close, cash_unit, asset_unit);
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
    /// in proportion, rounded down. Reverts with `Healthy` at or above maintenance, where a price is suspect under
    /// either of its two; `PriceNotLive` where one is stale or paused and health not below 0.95; `PriceDead` where
    /// that of `asset` is dead; `LimitExceeded` where only the whole holding may be sold,
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
        let vault = state::vault();
        let portfolio = vault::portfolio(vault, account)?;
        let asset_unit = vault::unit(vault, asset)?;
        let (close, cash_unit, _) = close(
            &portfolio,
            asset,
            vec![asset_unit; portfolio.collateral.len()],
        )?;
        sale::require_startable(account, &close)?;
        let sale = Sale::new(&close, cash_unit, asset_unit);
        let (repay, seized) = sale.up_to_down(max_repay)?;
        require_seized(&repay, &seized, &min_seized)?;

        let buyer = sender();
        let arrived = cash::pull(Cash::load().token, buyer, state::pool(), &repay)?;
        let (repaid, seized) = sale.up_to_down(arrived)?;
        require_seized(&repaid, &seized, &min_seized)?;
        vault::seize(vault, account, asset, &seized, &repaid, to)?;

        let health_after = if repaid == sale.repay {
            close.health_after
        } else {
            health_now(account, &close)?
        };
        emit(&CollateralBought {
            account,
            asset,
            buyer,
            repaid,
            seized,
            discount: close.discount,
            healthBefore: close.health_before,
            healthAfter: health_after,
        });
        Ok((repaid, seized))
    }

    /// Discount per unit of health below 1, and the largest discount, WAD, as kept.
    ///
    /// Returns `(uint256 discountSlope, uint256 maxDiscount)`.
    pub fn terms(&self) -> (U256, U256) {
        let cash = Cash::load();
        (
            U256::from_limbs([wad(cash.discount_slope), 0, 0, 0]),
            U256::from_limbs([wad(cash.max_discount), 0, 0, 0]),
        )
    }

    /// Where accounts are kept.
    pub fn vault(&self) -> Address {
        state::vault()
    }

    /// Who judges them.
    pub fn margin(&self) -> Address {
        state::margin()
    }

    /// Where the cash goes.
    pub fn pool(&self) -> Address {
        state::pool()
    }

    /// What debts are in.
    pub fn cash(&self) -> Address {
        Cash::load().token
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
        if !state::owner().is_zero() {
            return Err(AlreadyInitialized {}.into());
        }
        if owner.is_zero() {
            return Err(NotOwner { caller: owner }.into());
        }
        for contract in [vault, margin, pool, cash] {
            cash::require_code(contract)?;
        }
        let decimals = cash::decimals(cash)?;
        vault::unit_of(decimals)?;
        state::set_owner(owner);
        state::set_contracts(vault, margin, pool);
        let (discount_slope, max_discount) = (STANDARD_SLOPE, STANDARD_DISCOUNT);
        Cash {
            token: cash,
            decimals,
            discount_slope,
            max_discount,
        }
        .store();
        emit(&OwnershipTransferred {
            previousOwner: Address::ZERO,
            newOwner: owner,
        });
        self.announce();
        Ok(())
    }

    /// Sets the discount: `min(maxDiscount, discountSlope * (1 - health))`, WAD, kept to nine decimals,
    /// rounded down. Owner only. `InvalidTerms` for zero, for a slope above 4 and a discount above 10 %: what
    /// remains of the guard that a sale raises health is checked in each plan, because it moves with
    /// volatility.
    pub fn set_terms(
        &mut self,
        discount_slope: U256,
        max_discount: U256,
    ) -> Result<(), LiquidatorError> {
        owner::require_owner()?;
        let discount_slope = units_down(&discount_slope, MAX_DISCOUNT_SLOPE)?;
        let max_discount = units_down(&max_discount, MAX_DISCOUNT)?;
        Cash {
            discount_slope,
            max_discount,
            ..Cash::load()
        }
        .store();
        self.announce();
        Ok(())
    }

    /// The owner.
    pub fn owner(&self) -> Address {
        state::owner()
    }

    /// The address that may accept the ownership; zero where none may.
    pub fn pending_owner(&self) -> Address {
        state::pending_owner()
    }

    /// Names the next owner, who has to accept; zero withdraws the offer. Owner only.
    pub fn transfer_ownership(&mut self, new_owner: Address) -> Result<(), LiquidatorError> {
        owner::offer(new_owner)
    }

    /// Takes the ownership over. Only by the address named.
    pub fn accept_ownership(&mut self) -> Result<(), LiquidatorError> {
        owner::accept()
    }
}

impl Liquidator {
    fn announce(&self) {
        let (discount_slope, max_discount) = self.terms();
        emit(&TermsSet {
            discountSlope: discount_slope,
            maxDiscount: max_discount,
        });
    }
}

/// The plan of the margin contract for one asset, or for the best; the units of cash and collateral it is in.
#[inline(never)]
fn close(
    portfolio: &Portfolio,
    asset: u8,
    asset_units: Vec<u64>,
) -> Result<(Close, u64, Vec<u64>), LiquidatorError> {
    let cash = Cash::load();
    let cash_unit = vault::unit_of(cash.decimals)?;
    let (discount_slope, max_discount) = (wad(cash.discount_slope), wad(cash.max_discount));
    let sale = margin::Sale {
        asset,
        discount_slope,
        max_discount,
        cash_unit,
        asset_units,
    };
    let close = margin::close(state::margin(), portfolio, &sale)?;
    Ok((close, cash_unit, sale.asset_units))
}

/// Health after a partial sale, on the account as it is now, by the prices that the plan was made at.
fn health_now(account: B256, plan: &Close) -> Result<U256, LiquidatorError> {
    let portfolio = vault::portfolio(state::vault(), account)?;
    let health = if sale::has_suspects(plan) {
        let units = vec![1; portfolio.collateral.len()];
        close(&portfolio, NO_ASSET, units)?.0.health_before
    } else {
        margin::health(state::margin(), &portfolio)?
    };
    if health.saturating_add(U256::from_limbs([ROUNDING, 0, 0, 0])) < plan.health_before {
        return Err(HealthFell {
            healthBefore: plan.health_before,
            healthAfter: health,
        }
        .into());
    }
    Ok(health)
}

fn require_seized(repay: &U256, seized: &U256, least: &U256) -> Result<(), LiquidatorError> {
    if seized < least {
        return Err(SeizedTooLittle {
            seized: *seized,
            minSeized: *least,
        }
        .into());
    }
    if repay.is_zero() || seized.is_zero() {
        return Err(ZeroAmount {}.into());
    }
    Ok(())
}

/// A share of at most `most` units and above zero, rounded down to units.
fn units_down(value: &U256, most: u64) -> Result<u32, LiquidatorError> {
    let [value, 0, 0, 0] = value.into_limbs() else {
        return Err(InvalidTerms {}.into());
    };
    let units = Some(value / UNIT).filter(|units| (1..=most).contains(units));
    units
        .and_then(|units| u32::try_from(units).ok())
        .ok_or(InvalidTerms {}.into())
}

fn wad(units: u32) -> u64 {
    u64::from(units).saturating_mul(UNIT)
}
