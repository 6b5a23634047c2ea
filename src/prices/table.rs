//! What may be done at a price in a state: the table of `risk::State::permits`, and its rows of now.

use crate::abi::UnknownDecision;
use crate::error::PricesError;
use crate::reading;
use alloc::vec::Vec;
use alloy_primitives::U256;
use risk::{Action, State};

/// In the order of their numbers.
const ACTIONS: [Action; 6] = [
    Action::LowerRisk,
    Action::WithdrawFree,
    Action::RaiseRisk,
    Action::StartLiquidation,
    Action::SettleLiquidation,
    Action::ShareLoss,
];

/// A cell of the table.
///
/// # Errors
/// `UnknownDecision`.
pub(crate) fn permission(state: u8, action: u8) -> Result<u8, PricesError> {
    let unknown = UnknownDecision { state, action };
    match (State::try_from(state), Action::try_from(action)) {
        (Ok(state), Ok(action)) => Ok(state.permits(action).into()),
        _ => Err(unknown.into()),
    }
}

/// The rows of the assets of a mask: see `Prices::decisions`.
///
/// # Errors
/// `UnknownAsset`, `InsufficientGas`.
pub(crate) fn decisions(mask: u16) -> Result<Vec<U256>, PricesError> {
    let mut words = Vec::new();
    reading::for_each(mask, |_, quote, _| {
        let state = quote.state();
        let rest = u64::from(u8::from(quote.gate())) << 8 | u64::from(u8::from(state));
        let word = ACTIONS.iter().rev().fold(rest, |word, action| {
            word << 8 | u64::from(u8::from(state.permits(*action)))
        });
        words.push(U256::from_limbs([word, 0, 0, 0]));
        Ok(())
    })?;
    Ok(words)
}
