//! The margin contract, as this contract calls it.

use crate::abi::{LiquidatorError, MarginCallFailed};
use crate::host::ask;
use crate::vault::Portfolio;
use crate::words::{Reader, Writer, WORD};
use alloc::vec::Vec;
use alloy_primitives::{Address, I256, U256};
use stylus_sdk::function_selector;

type Collateral = Vec<(u8, U256)>;
type Legs = Vec<(u8, u8, I256, U256, u64)>;
type Terms = (u8, U256, U256, U256, Vec<U256>);

const ASSESS: [u8; 4] = function_selector!("assess", I256, Collateral, Legs);
const CLOSE: [u8; 4] = function_selector!("close", I256, Collateral, Legs, Terms);
/// Words of a plan.
const PLAN_WORDS: usize = 10;
/// Words of a verdict, and of the offset and length of the attribution behind it.
const VERDICT_WORDS: usize = 8;

/// The terms of a sale, as `IMargin.CloseTerms`.
pub(crate) struct Sale {
    pub(crate) asset: u8,
    /// WAD.
    pub(crate) discount_slope: u64,
    /// WAD.
    pub(crate) max_discount: u64,
    pub(crate) cash_unit: u64,
    /// One per holding.
    pub(crate) asset_units: Vec<u64>,
}

/// What `IMargin.ClosePlan` says; amounts at 18 decimals.
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

/// `close(int256 cash, Holding[] collateral, Leg[] legs, CloseTerms terms)`; accounts have no legs yet.
pub(crate) fn close(
    margin: Address,
    portfolio: &Portfolio,
    sale: &Sale,
) -> Result<Close, LiquidatorError> {
    let mut input = Writer::after(CLOSE);
    positions(&mut input, portfolio, 4);
    input
        .number(u64::from(sale.asset))
        .number(sale.discount_slope)
        .number(sale.max_discount);
    input
        .number(sale.cash_unit)
        .offset(5)
        .count(sale.asset_units.len());
    for unit in &sale.asset_units {
        input.number(*unit);
    }
    let answer = ask(margin, input.as_bytes(), PLAN_WORDS * WORD).map_err(failed)?;
    read(Reader::new(&answer)).ok_or(MarginCallFailed {}.into())
}

fn read(words: Reader<'_>) -> Option<Close> {
    Some(Close {
        path: words.uint8(0)?,
        asset: words.uint8(1)?,
        repay: words.word(2)?,
        seized: words.word(3)?,
        discount: words.word(4)?,
        health_before: words.word(5)?,
        health_after: words.word(6)?,
        not_live: u16::try_from(words.number(8)?).ok()?,
        states: words.number(9)?,
    })
}

/// Health of a portfolio, WAD, from `assess(int256 cash, Holding[] collateral, Leg[] legs)`.
pub(crate) fn health(margin: Address, portfolio: &Portfolio) -> Result<U256, LiquidatorError> {
    let mut input = Writer::after(ASSESS);
    positions(&mut input, portfolio, 3);
    let limit = VERDICT_WORDS
        .saturating_add(portfolio.collateral.len())
        .saturating_mul(WORD);
    let answer = ask(margin, input.as_bytes(), limit).map_err(failed)?;
    Reader::new(&answer)
        .word(4)
        .filter(|_| answer.len() == limit)
        .ok_or(MarginCallFailed {}.into())
}

/// The cash and the rest of the head, then collateral and no legs. `head` counts the words of the head, of
/// which the first is the cash and the others are offsets: collateral, legs, and the terms where they follow.
fn positions(input: &mut Writer, portfolio: &Portfolio, head: usize) {
    let holdings = portfolio.collateral.len();
    let legs = holdings
        .saturating_mul(2)
        .saturating_add(head)
        .saturating_add(1);
    input.word(&portfolio.cash).offset(head).offset(legs);
    if head > 3 {
        input.offset(legs.saturating_add(1));
    }
    input.count(holdings);
    for holding in &portfolio.collateral {
        input.number(u64::from(holding.asset)).word(&holding.amount);
    }
    input.count(0);
}

fn failed(data: Vec<u8>) -> LiquidatorError {
    LiquidatorError::of_callee(data, MarginCallFailed {})
}
