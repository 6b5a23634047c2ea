//! The cash token. It is asked as little as possible and believed only as far as balances move.

use crate::abi::{LiquidatorError, NoCode, TransferFailed};
use crate::host::{ask, call, has_code};
use crate::words::{Reader, Writer, WORD};
use alloy_primitives::{Address, U256};
use stylus_sdk::function_selector;

const BALANCE_OF: [u8; 4] = function_selector!("balanceOf", Address);
const TRANSFER_FROM: [u8; 4] = function_selector!("transferFrom", Address, Address, U256);
const DECIMALS: [u8; 4] = function_selector!("decimals");

/// A call to an address without code succeeds and says nothing, as some tokens do.
pub(crate) fn require_code(target: Address) -> Result<(), LiquidatorError> {
    if has_code(target) {
        Ok(())
    } else {
        Err(NoCode { target }.into())
    }
}

/// Decimals of a token.
pub(crate) fn decimals(token: Address) -> Result<u8, LiquidatorError> {
    let answer = ask(token, &DECIMALS, WORD).unwrap_or_default();
    Reader::new(&answer)
        .uint8(0)
        .ok_or(TransferFailed { token }.into())
}

/// Moves `amount` from a payer who has approved this contract, and returns by how much the receiver's balance
/// rose, at most `amount`: what somebody else sends meanwhile is not counted.
///
/// A token may answer nothing, or the word 1; anything else, and a balance that did not rise, is
/// [`TransferFailed`].
pub(crate) fn pull(
    token: Address,
    from: Address,
    to: Address,
    amount: &U256,
) -> Result<U256, LiquidatorError> {
    require_code(token)?;
    let mut balance = Writer::after(BALANCE_OF);
    balance.bytes(&to.into_word());
    let before = single(token, &balance)?;
    let mut transfer = Writer::after(TRANSFER_FROM);
    transfer
        .bytes(&from.into_word())
        .bytes(&to.into_word())
        .word(amount);
    let answer = call(token, transfer.as_bytes(), WORD).map_err(|_| TransferFailed { token })?;
    if !answer.is_empty() && Reader::new(&answer).number(0) != Some(1) {
        return Err(TransferFailed { token }.into());
    }
    let arrived = single(token, &balance)?
        .checked_sub(before)
        .filter(|arrived| !arrived.is_zero());
    Ok(arrived.ok_or(TransferFailed { token })?.min(*amount))
}

/// The one word that a view of the token answers.
#[inline(never)]
fn single(token: Address, input: &Writer) -> Result<U256, LiquidatorError> {
    let answer = ask(token, input.as_bytes(), WORD).unwrap_or_default();
    Reader::new(&answer)
        .word(0)
        .ok_or(TransferFailed { token }.into())
}
