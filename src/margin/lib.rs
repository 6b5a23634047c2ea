//! Judgement: what a portfolio is worth, and what it must be worth.
//!
//! The contract keeps no accounts and no parameters, has no owner, and is told once whom it asks: the oracle for the
//! market, the terms for what governs, and the judge, who asks the pricer for options and the simulator for what the
//! book's scenarios say. All of its questions are views that anybody may ask about any portfolio, real or hypothetical; the vault asks before it lets
//! risk rise, the planner before it proposes what to sell. The answers come from the crate `risk` on one snapshot.
//!
//! Rounding is against the account: equity down, every requirement up. Where pricer, simulator, book or a variance is
//! missing, the static table of the assets speaks; where the oracle or the terms are, nothing is judged.
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
mod asking;
pub mod error;
mod judging;
mod portfolio;
#[cfg(not(feature = "export-abi"))]
mod routes;
#[cfg_attr(feature = "export-abi", allow(missing_docs))] // generated: `print_from_args`
mod state;

#[cfg(test)]
mod tests;

use abi::{
    AlreadyInitialized, Holding, Leg, NoCode, Parts, Portfolio, TooManyPortfolios, ValueTooLarge,
    Verdict,
};
use alloc::vec::Vec;
use alloy_primitives::{Address, I256, U256};
use error::MarginError;
use judging::{judge, Asked, Judgement};
use portfolio::{bit, count, narrow, widen};
use shell::{host, words};
use state::{set_source, source, Source};
#[cfg(feature = "export-abi")]
use stylus_sdk::prelude::*;

#[cfg(feature = "export-abi")]
pub use state::print_from_args;
pub use state::Margin;

/// A panic ends the call; there is nobody to read a message.
#[cfg(target_arch = "wasm32")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

/// Most portfolios, or prices, of one call.
const MAX_PORTFOLIOS: usize = 32;
/// Bits of a price.
const PRICE_BITS: u32 = 112;

#[cfg_attr(feature = "export-abi", public)]
impl Margin {
    /// Judges a portfolio under the newest terms: cash in USD WAD (negative is debt), collateral at 18 decimals, legs.
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
        let portfolio = Portfolio {
            cash,
            collateral,
            legs,
        };
        let asked = Asked {
            attributed: true,
            ..Asked::default()
        };
        let judgement = judge_one(portfolio, &asked)?;
        let attribution = judgement.attribution.into_iter().map(widen).collect();
        Ok((judgement.verdict.into(), attribution))
    }

    /// Judges portfolios, at most 32, in one market, under the terms of a version; 0 is the newest. With
    /// `favourSuspects` each price that is suspect counts in the account's favour: what is held at the higher one, what
    /// is owed at the lower.
    ///
    /// Returns `(Verdict[] verdicts)`.
    pub fn assess_many(
        &self,
        version: u32,
        favour_suspects: bool,
        portfolios: Vec<Portfolio>,
    ) -> Result<Vec<Verdict>, MarginError> {
        within(portfolios.len())?;
        let mut all = Vec::with_capacity(portfolios.len());
        for portfolio in portfolios {
            all.push(portfolio::Portfolio::try_from(portfolio)?);
        }
        let asked = Asked {
            version,
            favour_suspects,
            ..Asked::default()
        };
        Ok(verdicts(judge(&all, &asked)?))
    }

    /// Judges a portfolio once for each of at most 32 prices (USD WAD) that one asset might have, everything else being
    /// as it is, under the terms of a version. A price past 112 bits is `ValueTooLarge`.
    ///
    /// Returns `(Verdict[] verdicts)`.
    pub fn assess_at(
        &self,
        version: u32,
        portfolio: Portfolio,
        asset: u8,
        prices: Vec<U256>,
    ) -> Result<Vec<Verdict>, MarginError> {
        within(prices.len())?;
        bit(asset)?;
        let portfolio = portfolio::Portfolio::try_from(portfolio)?;
        let mut tried = Vec::with_capacity(prices.len());
        for price in prices {
            let price = narrow(price)?;
            if price >> PRICE_BITS != 0 {
                return Err(ValueTooLarge {}.into());
            }
            tried.push(price);
        }
        let asked = Asked {
            version,
            asset,
            prices: Some(&tried),
            ..Asked::default()
        };
        Ok(verdicts(judge(core::slice::from_ref(&portfolio), &asked)?))
    }

    /// What initial margin, then maintenance margin, of a portfolio is made of, under the terms of a version.
    ///
    /// Returns `(Parts[] requirements)`.
    pub fn parts(&self, version: u32, portfolio: Portfolio) -> Result<Vec<Parts>, MarginError> {
        let asked = Asked {
            version,
            parts: true,
            ..Asked::default()
        };
        let judgement = judge_one(portfolio, &asked)?;
        Ok(judgement
            .requirements
            .into_iter()
            .map(Parts::from)
            .collect())
    }

    /// Says whom to ask. Once; whoever deploys does it and looks at it. Errors: `AlreadyInitialized`, `NoCode`.
    pub fn initialize(
        &mut self,
        oracle: Address,
        terms: Address,
        book: Address,
        judge: Address,
        simulator: Address,
        pricer: Address,
    ) -> Result<(), MarginError> {
        if !self.oracle().is_zero() {
            return Err(AlreadyInitialized {}.into());
        }
        let sources = [
            (Source::Oracle, oracle),
            (Source::Terms, terms),
            (Source::Book, book),
            (Source::Judge, judge),
            (Source::Simulator, simulator),
            (Source::Pricer, pricer),
        ];
        for (place, target) in sources {
            if !host::has_code(target) {
                return Err(NoCode { target }.into());
            }
            set_source(place, target);
        }
        Ok(())
    }

    /// The oracle whose snapshots are judged by.
    pub fn oracle(&self) -> Address {
        source(Source::Oracle)
    }

    /// Where the terms are.
    pub fn terms(&self) -> Address {
        source(Source::Terms)
    }

    /// The book whose scenarios are simulated.
    pub fn book(&self) -> Address {
        source(Source::Book)
    }

    /// Who judges.
    pub fn judge(&self) -> Address {
        source(Source::Judge)
    }

    /// Who simulates.
    pub fn simulator(&self) -> Address {
        source(Source::Simulator)
    }

    /// Who values options.
    pub fn pricer(&self) -> Address {
        source(Source::Pricer)
    }
}

/// Judges a portfolio alone.
fn judge_one(portfolio: Portfolio, asked: &Asked<'_>) -> Result<Judgement, MarginError> {
    let portfolio = portfolio::Portfolio::try_from(portfolio)?;
    let judgements = judge(core::slice::from_ref(&portfolio), asked)?;
    let first = judgements.into_iter().next();
    first.ok_or(ValueTooLarge {}.into())
}

fn verdicts(judgements: Vec<Judgement>) -> Vec<Verdict> {
    let judgements = judgements.into_iter();
    judgements
        .map(|judgement| judgement.verdict.into())
        .collect()
}

fn within(items: usize) -> Result<(), MarginError> {
    if items > MAX_PORTFOLIOS {
        return Err(TooManyPortfolios {
            count: count(items),
        }
        .into());
    }
    Ok(())
}
