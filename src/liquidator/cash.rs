//! The cash token. It is asked as little as possible and believed only as far as balances move.

use crate::abi::{LiquidatorError, NoCode, TransferFailed};
use alloy_primitives::{Address, U256};
use shell::host::has_code;
use shell::token::{self, TokenError};

impl From<TokenError> for LiquidatorError {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::NoCode(target) => NoCode { target }.into(),
            TokenError::Failed(token) => TransferFailed { token }.into(),
        }
    }
}

/// A call to an address without code succeeds and says nothing, as some tokens do.
pub(crate) fn require_code(target: Address) -> Result<(), LiquidatorError> {
    if has_code(target) {
        Ok(())
    } else {
        Err(NoCode { target }.into())
    }
}

/// Moves `amount` from a payer who has approved this contract, and returns by how much the receiver's balance
/// rose, at most `amount`: what somebody else sends meanwhile is not counted.
///
/// A balance that did not rise is [`TransferFailed`].
pub(crate) fn pull(
    token: Address,
    from: Address,
    to: Address,
    amount: U256,
) -> Result<U256, LiquidatorError> {
    let before = token::balance_of(token, to)?;
    token::pull(token, from, to, amount)?;
    let arrived = token::balance_of(token, to)?
        .checked_sub(before)
        .filter(|arrived| !arrived.is_zero());
    Ok(arrived.ok_or(TransferFailed { token })?.min(amount))
}
