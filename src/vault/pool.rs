//! The pool, as the vault calls it, and debt, as both count it.

use crate::abi::PoolCallFailed;
use crate::error::VaultError;
use crate::host;
use crate::words::{pack, Word};
use alloy_primitives::{Address, U256};
use fixed::{mul_div_down_u128, mul_div_up_u128};
use risk::RAY;
use stylus_sdk::function_selector;

const BORROW_INDEX: [u8; 4] = function_selector!("borrowIndex");
const LEND: [u8; 4] = function_selector!("lend", Address, U256);
const COLLECT: [u8; 4] = function_selector!("collect", U256, U256);

/// What one unit of scaled debt amounts to now, at scale 1e27.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BorrowIndex(pub(crate) u128);

impl BorrowIndex {
    /// Asks the pool, interest to now included.
    pub(crate) fn read(pool: Address) -> Result<Self, VaultError> {
        let answer = host::static_call(pool, &BORROW_INDEX, 32)
            .map_err(|data| VaultError::callee(data, PoolCallFailed {}))?;
        let index = answer.word(0).and_then(|word| u128::try_from(word).ok());
        // An index below one would make debt vanish.
        Ok(Self(
            index
                .filter(|index| *index >= RAY)
                .ok_or(PoolCallFailed {})?,
        ))
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
    let data = pack(&LEND, &[to.to_word(), U256::from(assets).to_word()]);
    let answer =
        host::call(pool, &data, 32).map_err(|data| VaultError::callee(data, PoolCallFailed {}))?;
    if answer.word(0) == Some(U256::from(scaled)) {
        Ok(())
    } else {
        Err(PoolCallFailed {}.into())
    }
}

/// Has the pool book `assets` that have arrived, and end `scaled` of the debt.
pub(crate) fn collect(pool: Address, assets: u128, scaled: u128) -> Result<(), VaultError> {
    let data = pack(
        &COLLECT,
        &[U256::from(assets).to_word(), U256::from(scaled).to_word()],
    );
    host::call(pool, &data, 0).map_err(|data| VaultError::callee(data, PoolCallFailed {}))?;
    Ok(())
}
