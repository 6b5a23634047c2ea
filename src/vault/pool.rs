//! The pool, as the vault calls it, and debt, as both count it.

use crate::abi::CallFailed;
use crate::error::VaultError;
use crate::host::{self, Returned};
use crate::packing::narrow;
use crate::words::{pack, Word};
use alloc::vec::Vec;
use alloy_primitives::{Address, U256};
use fixed::{mul_div_down_u128, mul_div_up_u128};
use risk::RAY;
use stylus_sdk::function_selector;

const BORROW_INDEX: [u8; 4] = function_selector!("borrowIndex");
const LEND: [u8; 4] = function_selector!("lend", Address, U256);
const WRITE_OFF: [u8; 4] = function_selector!("writeOff", U256);
const COLLECT: [u8; 4] = function_selector!("collect", U256, U256);

/// What one unit of scaled debt amounts to now, at scale 1e27.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BorrowIndex(pub(crate) u128);

impl BorrowIndex {
    /// Asks the pool, interest to now included.
    pub(crate) fn read(pool: Address) -> Result<Self, VaultError> {
        let answer = host::static_call(pool, &BORROW_INDEX, 32)
            .map_err(|data| VaultError::callee(data, pool))?;
        let index = answer.word(0).and_then(|word| narrow(word).ok());
        // An index below one would make debt vanish.
        let index = index.filter(|index| *index >= RAY);
        Ok(Self(index.ok_or(CallFailed { target: pool })?))
    }

    /// What scaled debt amounts to, in units of the cash, rounded up.
    pub(crate) fn owed_up(self, scaled: u128) -> Result<u128, VaultError> {
        Ok(mul_div_up_u128(scaled, self.0, RAY)?)
    }

    /// Scaled debt of a loan, rounded up.
    pub(crate) fn scaled_up(self, assets: u128) -> Result<u128, VaultError> {
        Ok(mul_div_up_u128(assets, RAY, self.0)?)
    }

    /// Scaled debt that a payment ends, rounded down.
    pub(crate) fn scaled_down(self, assets: u128) -> Result<u128, VaultError> {
        Ok(mul_div_down_u128(assets, RAY, self.0)?)
    }
}

/// Has the pool pay `assets` to `to`. The scaled debt in its books must be that in ours.
pub(crate) fn lend(
    pool: Address,
    to: Address,
    assets: u128,
    scaled: u128,
) -> Result<(), VaultError> {
    let answer = ask_to_lend(pool, to, assets).map_err(|data| VaultError::callee(data, pool))?;
    check_books(pool, &answer, scaled)
}

/// As [`lend`]; whether it did.
pub(crate) fn try_lend(
    pool: Address,
    to: Address,
    assets: u128,
    scaled: u128,
) -> Result<bool, VaultError> {
    match ask_to_lend(pool, to, assets) {
        Ok(answer) => check_books(pool, &answer, scaled).map(|()| true),
        Err(_) => Ok(false),
    }
}

fn ask_to_lend(pool: Address, to: Address, assets: u128) -> Result<Returned, Vec<u8>> {
    let data = pack(&LEND, &[to.to_word(), assets.to_word()]);
    host::call(pool, &data, 32)
}

fn check_books(pool: Address, answer: &Returned, scaled: u128) -> Result<(), VaultError> {
    if answer.word(0) == Some(U256::from(scaled)) {
        Ok(())
    } else {
        Err(CallFailed { target: pool }.into())
    }
}

/// Has the pool book `assets` that have arrived, and end `scaled` of the debt.
pub(crate) fn collect(pool: Address, assets: u128, scaled: u128) -> Result<(), VaultError> {
    let data = pack(&COLLECT, &[assets.to_word(), scaled.to_word()]);
    tell(pool, &data)
}

/// Has the pool take `scaled` debt over as its own loss.
pub(crate) fn write_off(pool: Address, scaled: u128) -> Result<(), VaultError> {
    tell(pool, &pack(&WRITE_OFF, &[scaled.to_word()]))
}

fn tell(pool: Address, data: &[u8]) -> Result<(), VaultError> {
    host::call(pool, data, 0).map_err(|data| VaultError::callee(data, pool))?;
    Ok(())
}
