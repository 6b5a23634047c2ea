//! The planner and the margin, as this contract asks them.

use crate::abi::{LiquidatorError, MarginCallFailed, PlannerCallFailed};
use crate::vault::{place, Portfolio};
use crate::words::{pack, put, Word};
use alloc::vec::Vec;
use alloy_primitives::{Address, I256, U256};
use shell::host::{static_call, Returned};
use stylus_sdk::function_selector;

type Collateral = Vec<(u8, U256)>;
type Legs = Vec<(u8, u8, I256, U256, u64)>;
type Terms = (u8, U256, U256, U256, U256, Vec<U256>);

const CLOSE: [u8; 4] = function_selector!("close", u32, I256, Collateral, Legs, Terms);
const ASSESS_MANY: [u8; 4] =
    function_selector!("assessMany", u32, bool, Vec<(I256, Collateral, Legs)>);
const WORD: usize = 32;
/// Words of a plan.
const PLAN_WORDS: usize = 10;
/// Words of the list of one verdict: its place, its length, and six.
const VERDICT_WORDS: usize = 8;

/// The terms of a sale, as `IPlanner.CloseTerms`.
pub(crate) struct Sale {
    pub(crate) asset: u8,
    /// WAD.
    pub(crate) discount_slope: u64,
    /// WAD.
    pub(crate) max_discount: u64,
    pub(crate) cash_unit: u64,
    /// WAD.
    pub(crate) max_repay: U256,
    /// One per holding.
    pub(crate) asset_units: Vec<u64>,
}

/// What `IPlanner.ClosePlan` says; amounts at 18 decimals.
pub(crate) struct Close {
    pub(crate) path: u8,
    pub(crate) asset: u8,
    pub(crate) repay: U256,
    pub(crate) seized: U256,
    pub(crate) discount: U256,
    pub(crate) health_before: U256,
    pub(crate) health_after: U256,
    pub(crate) not_live: u16,
    /// Of the prices of the account, four bits each.
    pub(crate) states: u64,
}

/// `close(uint32 version, int256 cash, Holding[] collateral, Leg[] legs, CloseTerms terms)`.
pub(crate) fn close(
    planner: Address,
    portfolio: &Portfolio,
    sale: &Sale,
) -> Result<Close, LiquidatorError> {
    let mut words = Vec::new();
    put(&mut words, portfolio.version.to_word());
    portfolio.add_to(&mut words, 5, true);
    put(&mut words, sale.asset.to_word());
    put(&mut words, sale.discount_slope.to_word());
    put(&mut words, sale.max_discount.to_word());
    put(&mut words, sale.cash_unit.to_word());
    put(&mut words, sale.max_repay.to_word());
    place(&mut words, 6);
    put(&mut words, U256::from(sale.asset_units.len()).to_word());
    for unit in &sale.asset_units {
        put(&mut words, unit.to_word());
    }
    let answer = static_call(planner, &pack(&CLOSE, &words), PLAN_WORDS * WORD);
    let answer = answer.map_err(|data| LiquidatorError::of_callee(data, PlannerCallFailed {}))?;
    read(&answer).ok_or(PlannerCallFailed {}.into())
}

fn read(answer: &Returned) -> Option<Close> {
    if answer.length != PLAN_WORDS * WORD {
        return None;
    }
    Some(Close {
        path: u8::try_from(answer.word(0)?).ok()?,
        asset: u8::try_from(answer.word(1)?).ok()?,
        repay: answer.word(2)?,
        seized: answer.word(3)?,
        discount: answer.word(4)?,
        health_before: answer.word(5)?,
        health_after: answer.word(6)?,
        not_live: u16::try_from(answer.word(8)?).ok()?,
        states: u64::try_from(answer.word(9)?).ok()?,
    })
}

/// Health of a portfolio, WAD, from `assessMany(uint32 version, bool favourSuspects, Portfolio[] portfolios)`.
pub(crate) fn health(
    margin: Address,
    portfolio: &Portfolio,
    favoured: bool,
) -> Result<U256, LiquidatorError> {
    let mut words = Vec::new();
    put(&mut words, portfolio.version.to_word());
    put(&mut words, favoured.to_word());
    place(&mut words, 3);
    put(&mut words, U256::from(1u8).to_word());
    place(&mut words, 1);
    portfolio.add_to(&mut words, 3, false);
    let answer = static_call(margin, &pack(&ASSESS_MANY, &words), VERDICT_WORDS * WORD);
    let answer = answer.map_err(|data| LiquidatorError::of_callee(data, MarginCallFailed {}))?;
    // The fifth word of the verdict.
    answer
        .word(6)
        .filter(|_| answer.length == VERDICT_WORDS * WORD)
        .ok_or(MarginCallFailed {}.into())
}
