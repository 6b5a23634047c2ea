//! The methods that only test chains have: time travel, snapshots, acting as somebody else, setting the state.

use alloy::primitives::{Address, Bytes, B256};
use serde::Deserialize;
use serde_json::Value;

use super::params::Params;
use super::view::quantity;
use super::RpcError;
use crate::chain::Chain;

/// Most blocks that one request may mine.
const MINE_LIMIT: u64 = 100_000;

/// `evm_increaseTime`: returns the seconds added in all.
pub(super) fn increase_time(chain: &mut Chain, params: &Params) -> Result<Value, RpcError> {
    let seconds = params.small_quantity(0, "seconds")?;
    Ok(Value::from(chain.increase_time(seconds)))
}

/// `evm_setNextBlockTimestamp`
pub(super) fn set_next_timestamp(chain: &mut Chain, params: &Params) -> Result<Value, RpcError> {
    chain.set_next_timestamp(params.small_quantity(0, "timestamp")?)?;
    Ok(Value::Null)
}

/// `evm_mine`, with a timestamp or with anvil's `{timestamp, blocks}`.
pub(super) fn mine(chain: &mut Chain, params: &Params) -> Result<Value, RpcError> {
    #[derive(Deserialize)]
    struct Options {
        timestamp: Option<u64>,
        blocks: Option<u64>,
    }
    let (timestamp, blocks) = match params.optional::<Options>(0, "options") {
        Ok(Some(options)) => (options.timestamp, options.blocks.unwrap_or(1)),
        _ => (params.optional_small_quantity(0, "timestamp")?, 1),
    };
    if let Some(timestamp) = timestamp {
        chain.set_next_timestamp(timestamp)?;
    }
    chain.mine(within_limit(blocks)?);
    Ok(Value::String("0x0".into()))
}

/// `anvil_mine` and `hardhat_mine`: a number of blocks, and the seconds between them.
pub(super) fn mine_many(chain: &mut Chain, params: &Params) -> Result<Value, RpcError> {
    let blocks = within_limit(params.optional_small_quantity(0, "blocks")?.unwrap_or(1))?;
    match params.optional_small_quantity(1, "interval")? {
        Some(interval) => chain.mine_spaced(blocks, interval),
        None => chain.mine(blocks),
    }
    Ok(Value::Null)
}

fn within_limit(blocks: u64) -> Result<u64, RpcError> {
    if blocks > MINE_LIMIT {
        return Err(RpcError::invalid_params(format!(
            "{blocks} blocks are more than {MINE_LIMIT}"
        )));
    }
    Ok(blocks)
}

/// `evm_snapshot`
pub(super) fn snapshot(chain: &mut Chain) -> Value {
    quantity(chain.snapshot())
}

/// `evm_revert`: false if there is no such snapshot.
pub(super) fn revert(chain: &mut Chain, params: &Params) -> Result<Value, RpcError> {
    Ok(Value::Bool(
        chain.revert(params.small_quantity(0, "snapshot")?),
    ))
}

/// `anvil_impersonateAccount`
pub(super) fn impersonate(chain: &mut Chain, params: &Params) -> Result<Value, RpcError> {
    chain.impersonate(params.required(0, "address")?);
    Ok(Value::Null)
}

/// `anvil_stopImpersonatingAccount`
pub(super) fn stop_impersonating(chain: &mut Chain, params: &Params) -> Result<Value, RpcError> {
    chain.stop_impersonating(params.required(0, "address")?);
    Ok(Value::Null)
}

/// `anvil_setBalance`
pub(super) fn set_balance(chain: &mut Chain, params: &Params) -> Result<Value, RpcError> {
    let address: Address = params.required(0, "address")?;
    let balance = params.quantity(1, "balance")?;
    chain.machine_mut().set_balance(address, balance);
    Ok(Value::Null)
}

/// `anvil_setNonce`
pub(super) fn set_nonce(chain: &mut Chain, params: &Params) -> Result<Value, RpcError> {
    let address: Address = params.required(0, "address")?;
    let nonce = params.small_quantity(1, "nonce")?;
    chain.machine_mut().set_nonce(address, nonce);
    Ok(Value::Null)
}

/// `anvil_setCode`
pub(super) fn set_code(chain: &mut Chain, params: &Params) -> Result<Value, RpcError> {
    let address: Address = params.required(0, "address")?;
    let code: Bytes = params.required(1, "code")?;
    chain.machine_mut().set_code(address, code);
    Ok(Value::Null)
}

/// `anvil_setStorageAt`
pub(super) fn set_storage(chain: &mut Chain, params: &Params) -> Result<Value, RpcError> {
    let address: Address = params.required(0, "address")?;
    let slot = params.quantity(1, "slot")?;
    let value: B256 = params.required(2, "value")?;
    chain.machine_mut().set_storage(address, slot, value.into());
    Ok(Value::Bool(true))
}
