//! Enforcement: what to sell of an account below its maintenance margin, and the sale.
//!
//! A buyer pays cash into the pool, which repays the account's debt, and receives collateral at a discount
//! that grows with distress. The plan comes from the planner, which finds it on the same function that judged the
//! account, positions included, under the terms that the account was opened under; this contract adds who may start
//! it, the buyer's limits, and the exchange, with the whole house locked around it.
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
mod owner;
mod planner;
#[cfg(not(feature = "export-abi"))]
mod routes;
mod sale;
#[cfg_attr(feature = "export-abi", allow(missing_docs))] // generated: `print_from_args`
mod state;
mod vault;

#[cfg(test)]
mod tests;

use abi::{
    AlreadyInitialized, CollateralBought, HealthFell, InvalidTerms, LiquidatorError, NotOwner,
    Plan, SeizedTooLittle, TermsSet, ZeroAmount,
};
use alloc::vec::Vec;
use alloy_primitives::{Address, B256, U256};
use planner::Close;
use risk::NO_ASSET;
use sale::Sale;
use shell::host::{emit, sender};
#[cfg(test)]
use shell::slot;
use shell::{lock, token, words};
use state::{Cash, House};
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
    /// sold, the smallest amount that restores the buffer. Whether prices allow it is for
    /// `buyCollateral` to say; `notLive` names those that are not live.
    ///
    /// Returns `(Plan plan)`.
    pub fn plan(&self, account: B256) -> Result<Plan, LiquidatorError> {
        let vault = state::of(House::Vault);
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
    /// `SeizedTooLittle` below `minSeized` (token units), `Reentrant` while the house is locked, and with what vault, planner
    /// or margin say.
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
        let vault = state::of(House::Vault);
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

        // From here on others' code may run: nobody else is served until it is done.
        let (buyer, guard) = (sender(), state::of(House::Lock));
        lock::acquire(guard).map_err(LiquidatorError::Callee)?;
        let pool = state::of(House::Pool);
        let arrived = cash::pull(Cash::load().token, buyer, pool, repay)?;
        let (repaid, seized) = sale.up_to_down(arrived)?;
        require_seized(&repaid, &seized, &min_seized)?;
        vault::seize(vault, account, asset, seized, repaid, to)?;
        lock::release(guard).map_err(LiquidatorError::Callee)?;

        let health_after = if repaid == sale.repay {
            close.health_after
        } else {
            health_now(account, &close)?
        };
        emit(CollateralBought {
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
        state::of(House::Vault)
    }

    /// Who judges them.
    pub fn margin(&self) -> Address {
        state::of(House::Margin)
    }

    /// Who plans their sales.
    pub fn planner(&self) -> Address {
        state::of(House::Planner)
    }

    /// What keeps everybody else out during a sale.
    pub fn lock(&self) -> Address {
        state::of(House::Lock)
    }

    /// Where the cash goes.
    pub fn pool(&self) -> Address {
        state::of(House::Pool)
    }

    /// What debts are in.
    pub fn cash(&self) -> Address {
        Cash::load().token
    }

    /// Sets the owner and the contracts, and a discount of at most 5 %. Once. Each of them must have code,
    /// and the cash token at most 18 decimals.
    #[allow(clippy::too_many_arguments)] // the house
    pub fn initialize(
        &mut self,
        owner: Address,
        vault: Address,
        margin: Address,
        planner: Address,
        pool: Address,
        cash: Address,
        lock: Address,
    ) -> Result<(), LiquidatorError> {
        if !shell::owner::owner().is_zero() {
            return Err(AlreadyInitialized {}.into());
        }
        if owner.is_zero() {
            return Err(NotOwner { caller: owner }.into());
        }
        let house = [
            (House::Vault, vault),
            (House::Margin, margin),
            (House::Planner, planner),
            (House::Pool, pool),
            (House::Lock, lock),
        ];
        for (part, contract) in house {
            cash::require_code(contract)?;
            state::set(part, contract);
        }
        cash::require_code(cash)?;
        let decimals = token::decimals(cash)?;
        vault::unit_of(decimals)?;
        let (discount_slope, max_discount) = (STANDARD_SLOPE, STANDARD_DISCOUNT);
        Cash {
            token: cash,
            decimals,
            discount_slope,
            max_discount,
        }
        .store();
        owner::begin(owner);
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
        shell::owner::owner()
    }

    /// The address that may accept the ownership; zero where none may.
    pub fn pending_owner(&self) -> Address {
        shell::owner::pending()
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
        emit(TermsSet {
            discountSlope: discount_slope,
            maxDiscount: max_discount,
        });
    }
}

/// The plan for one asset, or for the best; the units of cash and collateral it is in.
#[inline(never)]
fn close(
    portfolio: &Portfolio,
    asset: u8,
    asset_units: Vec<u64>,
) -> Result<(Close, u64, Vec<u64>), LiquidatorError> {
    let cash = Cash::load();
    let cash_unit = vault::unit_of(cash.decimals)?;
    let (discount_slope, max_discount) = (wad(cash.discount_slope), wad(cash.max_discount));
    let max_repay = portfolio.debt.checked_mul(U256::from(cash_unit));
    let sale = planner::Sale {
        asset,
        discount_slope,
        max_discount,
        cash_unit,
        // Past that nothing is representable, and nothing is owed.
        max_repay: max_repay.unwrap_or(U256::from(u128::MAX)),
        asset_units,
    };
    let close = planner::close(state::of(House::Planner), portfolio, &sale)?;
    Ok((close, cash_unit, sale.asset_units))
}

/// Health after a partial sale, on the account as it is now, by the prices that the plan was made at.
fn health_now(account: B256, plan: &Close) -> Result<U256, LiquidatorError> {
    let portfolio = vault::portfolio(state::of(House::Vault), account)?;
    let margin = state::of(House::Margin);
    let health = planner::health(margin, &portfolio, sale::has_suspects(plan))?;
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
