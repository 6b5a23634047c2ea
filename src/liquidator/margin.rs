//! The margin contract, as this contract calls it.

use crate::abi::{LiquidatorError, MarginCallFailed};
use crate::call::{or, Input};
use crate::vault::Portfolio;
use alloc::vec::Vec;
use alloy_primitives::{Address, I256, U256};
use stylus_sdk::function_selector;
use stylus_sdk::stylus_core::Host;

type Collateral = Vec<(u8, U256)>;
type Legs = Vec<(u8, u8, I256, U256, u64)>;
type Terms = (u8, U256, U256, U256, Vec<U256>);

const ASSESS: [u8; 4] = function_selector!("assess", I256, Collateral, Legs);
const CLOSE: [u8; 4] = function_selector!("close", I256, Collateral, Legs, Terms);
/// Bytes of an ABI word.
const WORD: usize = 32;
/// Words of a plan.
const PLAN_WORDS: usize = 9;
/// Words of a verdict, and of the offset and length of the attribution behind it.
const VERDICT_WORDS: usize = 8;

/// The terms of a sale, as `IMargin.CloseTerms`.
pub(crate) struct Sale {
    pub(crate) asset: u8,
    pub(crate) discount_slope: U256,
    pub(crate) max_discount: U256,
    pub(crate) cash_unit: U256,
    /// One per holding.
    pub(crate) asset_units: Vec<U256>,
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
    pub(crate) state: u8,
    pub(crate) not_live: u16,
}

/// `close(int256 cash, Holding[] collateral, Leg[] legs, CloseTerms terms)`; accounts have no legs yet.
pub(crate) fn close(
    host: &dyn Host,
    margin: Address,
    portfolio: &Portfolio,
    sale: &Sale,
) -> Result<Close, LiquidatorError> {
    let input = Input::new(CLOSE).word(portfolio.cash);
    let mut input = positions(input, portfolio, 4)
        .number(usize::from(sale.asset))
        .word(sale.discount_slope)
        .word(sale.max_discount)
        .word(sale.cash_unit)
        .number(WORD.saturating_mul(5))
        .number(sale.asset_units.len());
    for unit in &sale.asset_units {
        input = input.word(*unit);
    }
    let words = input.ask(host, margin, PLAN_WORDS).map_err(or(MarginCallFailed {}))?;
    let [path, asset, repay, seized, discount, health_before, health_after, state, not_live] = words.as_slice() else {
        return Err(MarginCallFailed {}.into());
    };
    Ok(Close {
        path: byte(*path)?,
        asset: byte(*asset)?,
        repay: *repay,
        seized: *seized,
        discount: *discount,
        health_before: *health_before,
        health_after: *health_after,
        state: byte(*state)?,
        not_live: u16::try_from(*not_live).map_err(|_| MarginCallFailed {})?,
    })
}

/// Health of a portfolio, WAD, from `assess(int256 cash, Holding[] collateral, Leg[] legs)`.
pub(crate) fn health(host: &dyn Host, margin: Address, portfolio: &Portfolio) -> Result<U256, LiquidatorError> {
    let input = positions(Input::new(ASSESS).word(portfolio.cash), portfolio, 3);
    let most = VERDICT_WORDS.saturating_add(portfolio.collateral.len());
    let words = input.ask(host, margin, most).map_err(or(MarginCallFailed {}))?;
    words.get(4).filter(|_| words.len() == most).copied().ok_or(MarginCallFailed {}.into())
}

/// The rest of the head, then collateral and no legs. `head` counts the words of the head, of which the cash
/// is the first and the others are offsets: collateral, legs, and where there is a fourth, the terms.
fn positions(input: Input, portfolio: &Portfolio, head: usize) -> Input {
    let legs = portfolio.collateral.len().saturating_mul(2).saturating_add(head).saturating_add(1);
    let mut input = input.number(head.saturating_mul(WORD)).number(legs.saturating_mul(WORD));
    if head > 3 {
        input = input.number(legs.saturating_add(1).saturating_mul(WORD));
    }
    input = input.number(portfolio.collateral.len());
    for holding in &portfolio.collateral {
        input = input.word(U256::from(holding.asset)).word(holding.amount);
    }
    input.number(0)
}

fn byte(word: U256) -> Result<u8, LiquidatorError> {
    u8::try_from(word).map_err(|_| MarginCallFailed {}.into())
}
