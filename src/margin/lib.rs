//! Judgement: what a portfolio is worth, what it must be worth, and what to sell where it is not.
//!
//! The contract keeps parameters and no accounts. Both questions are views that anybody may ask about any
//! portfolio, real or hypothetical; the vault asks before it lets risk rise, the liquidator before it sells.
//! The answers come from the crate `risk` on one snapshot of the oracle.
//!
//! Rounding is against the account: equity down, every requirement up, amounts to sell down.
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
mod market;
mod portfolio;
mod state;
mod terms;

#[cfg(test)]
mod tests;

use abi::{
    AlreadyInitialized, Assessment, AssetTermsSet, ClosePlan, CloseTerms, Holding, InvalidTerms, Leg, MarginError,
    NoCode, NotHeld, NotOwner, OwnershipTransferStarted, OwnershipTransferred, SaleWouldNotHelp, Terms, TermsSet, Verdict,
};
use alloc::vec::Vec;
use alloy_primitives::{b256, Address, B256, I256, U256};
use portfolio::{narrow, Portfolio};
use risk::{RiskError, State, NO_ASSET};
use stylus_sdk::prelude::*;

#[cfg(feature = "export-abi")]
pub use state::print_from_args;
pub use state::Margin;
pub use terms::{MAX_DISCOUNT, MAX_DISCOUNT_SLOPE};

/// What an account without code reports as the hash of its code.
const NO_CODE: B256 = b256!("c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");

/// A panic ends the call; there is nobody to read a message.
#[cfg(target_arch = "wasm32")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

#[public]
impl Margin {
    /// Judges a portfolio: cash in USD WAD (negative is debt), collateral at 18 decimals, linear legs.
    ///
    /// Answers the verdict and what each holding, then each leg, adds to maintenance margin (USD WAD, signed:
    /// a hedge is negative); these sum to it exactly. A price that is not live is the last accepted one, and
    /// its asset is named in `notLive`: what follows from that is the caller's decision.
    ///
    /// Returns `(Verdict verdict, int256[] attribution)`.
    pub fn assess(&self, cash: I256, collateral: Vec<Holding>, legs: Vec<Leg>) -> Assessment {
        Assessment(self.judge(cash, &collateral, &legs))
    }

    /// Plans a liquidation: the smallest sale of one collateral that restores the buffer, or what comes
    /// closest. Whether the states of the prices allow it is the caller's decision.
    ///
    /// The discount is `min(maxDiscount, discountSlope * (1 - health))`, and never so large that the sale
    /// would lower health. Terms out of bounds, or not one unit per holding, are `InvalidTerms`.
    ///
    /// Returns `(ClosePlan plan)`.
    pub fn close(
        &self,
        cash: I256,
        collateral: Vec<Holding>,
        legs: Vec<Leg>,
        terms: CloseTerms,
    ) -> Result<ClosePlan, MarginError> {
        self.plan(cash, &collateral, &legs, &terms)
    }

    /// The terms that all assets share, as kept.
    pub fn terms(&self) -> Result<Terms, MarginError> {
        Ok(terms::to_abi(&self.shared_terms()?))
    }

    /// Exit cost and jump of one asset, WAD shares of its exposure, as kept.
    ///
    /// Returns `(uint256 exitCost, uint256 jump)`.
    pub fn asset_terms(&self, asset: u8) -> Result<(U256, U256), MarginError> {
        let terms = self.listed_terms(asset)?;
        Ok((U256::from(terms.exit_cost), U256::from(terms.jump)))
    }

    /// The oracle whose snapshots are judged by.
    pub fn oracle(&self) -> Address {
        self.oracle.get()
    }

    /// Sets the owner and the oracle, and the default terms of the model. Once.
    pub fn initialize(&mut self, owner: Address, oracle: Address) -> Result<(), MarginError> {
        if !self.owner.get().is_zero() {
            return Err(AlreadyInitialized {}.into());
        }
        if owner.is_zero() {
            return Err(NotOwner { caller: owner }.into());
        }
        if !has_code(self.vm(), oracle) {
            return Err(NoCode { target: oracle }.into());
        }
        self.owner.set(owner);
        self.oracle.set(oracle);
        self.shared.set(terms::standard()?);
        log(self.vm(), OwnershipTransferred { previousOwner: Address::ZERO, newOwner: owner });
        self.log_terms()
    }

    /// Sets the terms that all assets share. Owner only; `InvalidTerms` outside of the bounds.
    pub fn set_terms(&mut self, terms: Terms) -> Result<(), MarginError> {
        self.only_owner()?;
        self.shared.set(terms::pack(&terms)?);
        self.log_terms()
    }

    /// Sets the terms of one asset, which makes it known: exit cost at most 50 %, and with the jump at most
    /// 100 % of the position. Owner only; `InvalidTerms` outside of the bounds.
    pub fn set_asset_terms(&mut self, asset: u8, exit_cost: U256, jump: U256) -> Result<(), MarginError> {
        self.only_owner()?;
        self.set_listed_terms(asset, terms::pack_asset(exit_cost, jump)?)?;
        let (exit_cost, jump) = self.asset_terms(asset)?;
        log(self.vm(), AssetTermsSet { asset, exitCost: exit_cost, jump });
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
    pub fn transfer_ownership(&mut self, new_owner: Address) -> Result<(), MarginError> {
        let owner = self.only_owner()?;
        self.pending_owner.set(new_owner);
        log(self.vm(), OwnershipTransferStarted { previousOwner: owner, newOwner: new_owner });
        Ok(())
    }

    /// Takes the ownership over. Only by the address named.
    pub fn accept_ownership(&mut self) -> Result<(), MarginError> {
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

impl Margin {
    fn judge(&self, cash: I256, collateral: &[Holding], legs: &[Leg]) -> Result<(Verdict, Vec<I256>), MarginError> {
        let portfolio = Portfolio::decode(cash, collateral, legs)?;
        let assets = self.terms_of(portfolio.mask)?;
        let terms = self.shared_terms()?;
        let market = market::read(self.vm(), self.oracle.get(), portfolio.mask)?;
        let mut shares = alloc::vec![0i128; portfolio.holdings.len().saturating_add(portfolio.legs.len())];
        let verdict = risk::assess(
            portfolio.cash,
            &portfolio.holdings,
            &portfolio.legs,
            &market,
            &terms,
            &assets,
            &mut shares,
        )?;
        let attribution = shares.into_iter().map(signed).collect();
        let verdict = Verdict {
            equity: signed(verdict.equity),
            initialMargin: U256::from(verdict.initial),
            maintenanceMargin: U256::from(verdict.maintenance),
            bufferMargin: U256::from(verdict.buffer),
            health: U256::from(verdict.health),
            notLive: verdict.not_live,
        };
        Ok((verdict, attribution))
    }

    fn plan(
        &self,
        cash: I256,
        collateral: &[Holding],
        legs: &[Leg],
        close: &CloseTerms,
    ) -> Result<ClosePlan, MarginError> {
        let portfolio = Portfolio::decode(cash, collateral, legs)?;
        let asset = (close.asset != NO_ASSET).then_some(close.asset);
        if asset.is_some_and(|asset| !portfolio.holdings.iter().any(|holding| holding.asset == asset)) {
            return Err(NotHeld { asset: close.asset }.into());
        }
        let units = units(close, portfolio.holdings.len())?;
        let sale = risk::CloseTerms {
            discount_slope: bounded(close.discountSlope, MAX_DISCOUNT_SLOPE)?,
            max_discount: bounded(close.maxDiscount, MAX_DISCOUNT)?,
            cash_unit: unit(close.cashUnit)?,
            asset_units: &units,
        };
        let assets = self.terms_of(portfolio.mask)?;
        let terms = self.shared_terms()?;
        let market = market::read(self.vm(), self.oracle.get(), portfolio.mask)?;
        let plan = risk::close(
            portfolio.cash,
            &portfolio.holdings,
            &portfolio.legs,
            &market,
            &terms,
            &assets,
            asset,
            &sale,
        )
        .map_err(|error| match error {
            RiskError::WouldNotHelp => SaleWouldNotHelp { asset: close.asset }.into(),
            other => MarginError::from(other),
        })?;
        let state = market.place(plan.asset).ok().and_then(|place| market.states.get(place)).copied();
        Ok(ClosePlan {
            path: plan.path as u8,
            asset: plan.asset,
            repay: U256::from(plan.repay),
            seized: U256::from(plan.seized),
            discount: U256::from(plan.discount),
            healthBefore: U256::from(plan.health_before),
            healthAfter: U256::from(plan.health_after),
            state: u8::from(state.unwrap_or(State::Live)),
            notLive: market.not_live,
        })
    }

    fn log_terms(&self) -> Result<(), MarginError> {
        let terms = self.terms()?;
        log(self.vm(), TermsSet { terms });
        Ok(())
    }
}

/// One unit per holding.
fn units(close: &CloseTerms, holdings: usize) -> Result<Vec<u128>, MarginError> {
    if close.assetUnits.len() != holdings {
        return Err(InvalidTerms {}.into());
    }
    close.assetUnits.iter().map(|value| unit(*value)).collect()
}

/// The smallest unit of a token of at most 18 decimals.
fn unit(value: U256) -> Result<u128, MarginError> {
    match bounded(value, fixed::WAD)? {
        0 => Err(InvalidTerms {}.into()),
        unit => Ok(unit),
    }
}

fn bounded(value: U256, most: u128) -> Result<u128, MarginError> {
    narrow(value).ok().filter(|value| *value <= most).ok_or(InvalidTerms {}.into())
}

fn has_code(host: &dyn Host, target: Address) -> bool {
    let hash = host.code_hash(target);
    !hash.is_zero() && hash != NO_CODE
}

fn signed(value: i128) -> I256 {
    I256::try_from(value).unwrap_or(I256::ZERO)
}
