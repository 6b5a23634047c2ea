//! The cash token. It is asked as little as possible and believed only as far as balances move.

use crate::abi::{LiquidatorError, NoCode, TransferFailed};
use crate::call::Input;
use alloy_primitives::{b256, Address, B256, U256};
use stylus_sdk::function_selector;
use stylus_sdk::stylus_core::Host;

/// What an account without code reports as the hash of its code.
const NO_CODE: B256 = b256!("c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
const BALANCE_OF: [u8; 4] = function_selector!("balanceOf", Address);
const TRANSFER_FROM: [u8; 4] = function_selector!("transferFrom", Address, Address, U256);
const DECIMALS: [u8; 4] = function_selector!("decimals");

/// A call to an address without code succeeds and says nothing, as some tokens do.
pub(crate) fn require_code(host: &dyn Host, target: Address) -> Result<(), LiquidatorError> {
    let hash = host.code_hash(target);
    if hash.is_zero() || hash == NO_CODE {
        return Err(NoCode { target }.into());
    }
    Ok(())
}

/// Decimals of a token.
pub(crate) fn decimals(host: &dyn Host, token: Address) -> Result<U256, LiquidatorError> {
    single(&Input::new(DECIMALS), host, token)
}

/// Moves `amount` from a payer who has approved this contract, and returns by how much the receiver's balance
/// rose, at most `amount`: what somebody else sends meanwhile is not counted.
///
/// A token may answer nothing, or the word 1; anything else, and a balance that did not rise, is
/// [`TransferFailed`].
pub(crate) fn pull(
    host: &dyn Host,
    token: Address,
    from: Address,
    to: Address,
    amount: U256,
) -> Result<U256, LiquidatorError> {
    require_code(host, token)?;
    let balance = Input::new(BALANCE_OF).address(to);
    let before = single(&balance, host, token)?;
    let transfer = Input::new(TRANSFER_FROM).address(from).address(to).word(amount);
    let answer = transfer.tell(host, token, 1).map_err(|_| TransferFailed { token })?;
    if answer.first().is_some_and(|word| *word != U256::from(1u8)) {
        return Err(TransferFailed { token }.into());
    }
    let after = single(&balance, host, token)?;
    let arrived = after.checked_sub(before).filter(|arrived| !arrived.is_zero());
    Ok(arrived.ok_or(TransferFailed { token })?.min(amount))
}

/// The one word that a view of the token answers.
fn single(input: &Input, host: &dyn Host, token: Address) -> Result<U256, LiquidatorError> {
    let words = input.ask(host, token, 1).unwrap_or_default();
    words.first().copied().ok_or(TransferFailed { token }.into())
}
