//! ERC-20 tokens, called by hand: those that return nothing, false or a dirty boolean are told apart here.

use crate::host;
use crate::words::{pack, Word};
use alloc::vec::Vec;
use alloy_primitives::{Address, U256};
use stylus_sdk::function_selector;

const WORD: usize = 32;
const TRANSFER: [u8; 4] = function_selector!("transfer", Address, U256);
const TRANSFER_FROM: [u8; 4] = function_selector!("transferFrom", Address, Address, U256);
const BALANCE_OF: [u8; 4] = function_selector!("balanceOf", Address);
const DECIMALS: [u8; 4] = function_selector!("decimals");

/// Why a token could not be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenError {
    /// There is no contract at the address.
    NoCode(Address),
    /// It reverted, returned false, or returned something that is no answer.
    Failed(Address),
}

/// Sends the contract's own tokens.
pub fn send(token: Address, to: Address, amount: U256) -> Result<(), TokenError> {
    transact(token, pack(&TRANSFER, &[to.to_word(), amount.to_word()]))
}

/// Moves tokens that their owner has approved.
pub fn pull(token: Address, from: Address, to: Address, amount: U256) -> Result<(), TokenError> {
    transact(
        token,
        pack(
            &TRANSFER_FROM,
            &[from.to_word(), to.to_word(), amount.to_word()],
        ),
    )
}

/// What the holder has.
pub fn balance_of(token: Address, holder: Address) -> Result<U256, TokenError> {
    read(token, pack(&BALANCE_OF, &[holder.to_word()]))
}

/// Decimals of the token; an answer past 255 counts as 255.
pub fn decimals(token: Address) -> Result<u8, TokenError> {
    Ok(read(token, pack(&DECIMALS, &[]))?.saturating_to())
}

/// Success is no revert and either nothing returned, by a contract, or a one.
fn transact(token: Address, data: Vec<u8>) -> Result<(), TokenError> {
    require_code(token)?;
    match host::call(token, &data, WORD) {
        Ok(returned) if returned.length == 0 || returned.word(0) == Some(U256::ONE) => Ok(()),
        _ => Err(TokenError::Failed(token)),
    }
}

fn read(token: Address, data: Vec<u8>) -> Result<U256, TokenError> {
    require_code(token)?;
    let returned = host::static_call(token, &data, WORD).ok();
    returned
        .and_then(|returned| returned.word(0))
        .ok_or(TokenError::Failed(token))
}

/// A call to an address without code succeeds and does nothing.
fn require_code(token: Address) -> Result<(), TokenError> {
    if host::has_code(token) {
        Ok(())
    } else {
        Err(TokenError::NoCode(token))
    }
}
