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

#[macro_use]
extern crate alloc;

pub mod abi;
mod host;
mod judgement;
mod market;
mod owner;
mod portfolio;
#[cfg_attr(feature = "export-abi", allow(dead_code))] // the SDK's own router is printed
mod routes;
#[cfg_attr(feature = "export-abi", allow(missing_docs))] // generated: `print_from_args`
mod state;
mod terms;
mod words;

#[cfg(test)]
mod tests;

use abi::{
    AlreadyInitialized, AssetTermsSet, ClosePlan, CloseTerms, Holding, Kept, Leg, MarginError,
    NoCode, NotOwner, OwnershipTransferred, Terms, ValueTooLarge, Verdict,
};
use alloc::vec::Vec;
use alloy_primitives::{Address, I256, U256};
use host::{emit, has_code};
use judgement::{judge, propose, Judgement, Sale};
use portfolio::{widen, Portfolio};
use risk::MarginTerms;
#[cfg(feature = "export-abi")]
use stylus_sdk::prelude::*;

#[cfg(feature = "export-abi")]
pub use state::print_from_args;
pub use state::Margin;
pub use terms::{MAX_DISCOUNT, MAX_DISCOUNT_SLOPE};

/// A panic ends the call; there is nobody to read a message.
#[cfg(target_arch = "wasm32")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

#[cfg_attr(feature = "export-abi", public)]
impl Margin {
    /// Judges a portfolio: cash in USD WAD (negative is debt), collateral at 18 decimals, linear legs.
    ///
    /// Answers the verdict and what each holding, then each leg, adds to maintenance margin (USD WAD, signed:
    /// a hedge is negative); these sum to it exactly. What is held counts at the collateral price, what is short
    /// at the liability price. An asset whose price is not live is named in `notLive`: what follows from that is
    /// the caller's decision. While a sample has been due for ten minutes, initial margin looks further ahead and every
    /// asset is named.
    ///
    /// Returns `(Verdict verdict, int256[] attribution)`.
    pub fn assess(
        &self,
        cash: I256,
        collateral: Vec<Holding>,
        legs: Vec<Leg>,
    ) -> Result<(Verdict, Vec<I256>), MarginError> {
        let Judgement {
            verdict,
            attribution,
        } = judge(&known(cash, collateral, legs)?)?;
        Ok((verdict.into(), attribution.into_iter().map(widen).collect()))
    }

    /// Plans a liquidation: the smallest sale of one collateral that restores the buffer, or what comes
    /// closest. Whether the states of the prices allow it is the caller's decision.
    ///
    /// The discount is `min(maxDiscount, discountSlope * (1 - health))`, and never so large that the sale
    /// would lower health. Terms out of bounds, or not one unit per holding, are `InvalidTerms`.
    ///
    /// Where a price is suspect, only an account below maintenance under both of its prices is sold from, and the
    /// plan is made at the one that favours the account: the worse one for the buyer.
    ///
    /// Returns `(ClosePlan plan)`.
    pub fn close(
        &self,
        cash: I256,
        collateral: Vec<Holding>,
        legs: Vec<Leg>,
        terms: CloseTerms,
    ) -> Result<ClosePlan, MarginError> {
        let portfolio = known(cash, collateral, legs)?;
        let units = terms.assetUnits.into_iter();
        let sale = Sale::new(
            terms.asset,
            &terms.discountSlope,
            &terms.maxDiscount,
            &terms.cashUnit,
            units,
        )?;
        Ok(propose(&portfolio, &sale)?.into())
    }

    /// The terms that all assets share, as kept.
    ///
    /// Returns `(Terms terms)`.
    pub fn terms(&self) -> Result<Terms, MarginError> {
        Ok(terms::unpack(state::shared_terms())?.into())
    }

    /// Exit cost and jump of one asset, WAD shares of its exposure, as kept.
    ///
    /// Returns `(uint256 exitCost, uint256 jump)`.
    pub fn asset_terms(&self, asset: u8) -> Result<(U256, U256), MarginError> {
        let terms = state::asset_terms(asset)?;
        Ok((U256::from(terms.exit_cost), U256::from(terms.jump)))
    }

    /// The oracle whose snapshots are judged by.
    pub fn oracle(&self) -> Address {
        state::oracle()
    }

    /// Sets the owner and the oracle, and the default terms of the model. Once.
    pub fn initialize(&mut self, owner: Address, oracle: Address) -> Result<(), MarginError> {
        if !state::owner().is_zero() {
            return Err(AlreadyInitialized {}.into());
        }
        if owner.is_zero() {
            return Err(NotOwner { caller: owner }.into());
        }
        if !has_code(oracle) {
            return Err(NoCode { target: oracle }.into());
        }
        state::set_owner(owner);
        state::set_oracle(oracle);
        emit(&OwnershipTransferred {
            previousOwner: Address::ZERO,
            newOwner: owner,
        });
        self.keep(&MarginTerms::standard().into())
    }

    /// Sets the terms that all assets share. Owner only; `InvalidTerms` outside of the bounds.
    pub fn set_terms(&mut self, terms: Terms) -> Result<(), MarginError> {
        owner::require_owner()?;
        self.keep(&terms)
    }

    /// Sets the terms of one asset, which makes it known: exit cost at most 50 %, and with the jump at most
    /// 100 % of the position. Owner only; `InvalidTerms` outside of the bounds.
    pub fn set_asset_terms(
        &mut self,
        asset: u8,
        exit_cost: U256,
        jump: U256,
    ) -> Result<(), MarginError> {
        owner::require_owner()?;
        state::set_asset_terms(asset, terms::pack_asset(exit_cost, jump)?)?;
        let (exit_cost, jump) = self.asset_terms(asset)?;
        emit(&AssetTermsSet {
            asset,
            exitCost: exit_cost,
            jump,
        });
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
    pub fn transfer_ownership(&mut self, new_owner: Address) -> Result<(), MarginError> {
        owner::offer(new_owner)
    }

    /// Takes the ownership over. Only by the address named.
    pub fn accept_ownership(&mut self) -> Result<(), MarginError> {
        owner::accept()
    }
}

impl Margin {
    fn keep(&self, terms: &Terms) -> Result<(), MarginError> {
        let word = terms::pack(terms)?;
        state::set_shared_terms(word);
        emit(&Kept(terms::unpack(word)?));
        Ok(())
    }
}

/// A portfolio whose items are all there.
fn known(cash: I256, collateral: Vec<Holding>, legs: Vec<Leg>) -> Result<Portfolio, MarginError> {
    let portfolio = Portfolio::decode(
        cash,
        collateral.into_iter().map(Some),
        legs.into_iter().map(Some),
    );
    portfolio.unwrap_or(Err(ValueTooLarge {}.into()))
}
