//! The insurance, as the pool calls it.

use crate::abi::InsuranceFailed;
use crate::error::PoolError;
use crate::host;
use crate::words::{pack, Word};
use alloy_primitives::{Address, U256};
use stylus_sdk::function_selector;

const EXITS_OPEN: [u8; 4] = function_selector!("exitsOpen");
const COVER: [u8; 4] = function_selector!("cover", U256);
const EARN: [u8; 4] = function_selector!("earn", U256);
const ASSET: [u8; 4] = function_selector!("asset");

/// Whether known losses are within what it holds.
pub(crate) fn exits_open(insurance: Address) -> Result<bool, PoolError> {
    Ok(!read(insurance, &EXITS_OPEN)?.is_zero())
}

/// Its cash token, as a word.
pub(crate) fn asset(insurance: Address) -> Result<U256, PoolError> {
    read(insurance, &ASSET)
}

/// Has it pay up to `amount` into the pool; what it paid. One that fails pays nothing: a loss must be booked.
pub(crate) fn cover(insurance: Address, amount: u128) -> u128 {
    let data = pack(&COVER, &[amount.to_word()]);
    let paid = host::call(insurance, &data, 32).ok();
    paid.and_then(|answer| answer.word(0))
        .and_then(|paid| u128::try_from(paid).ok())
        .unwrap_or(0)
        .min(amount)
}

/// Has it book what was sent to it.
pub(crate) fn earn(insurance: Address, amount: U256) -> Result<(), PoolError> {
    host::call(insurance, &pack(&EARN, &[amount.to_word()]), 0)
        .map(drop)
        .map_err(PoolError::Callee)
}

fn read(insurance: Address, data: &[u8]) -> Result<U256, PoolError> {
    let answer = host::static_call(insurance, data, 32).map_err(PoolError::Callee)?;
    Ok(answer.word(0).ok_or(InsuranceFailed {})?)
}
