//! The methods that only read.

use alloy::eips::{BlockId, BlockNumberOrTag};
use alloy::primitives::{Address, TxKind, B256};
use alloy::rpc::types::{FeeHistory, Filter, TransactionRequest};
use serde_json::Value;

use super::params::Params;
use super::view::{self, json, quantity};
use super::RpcError;
use crate::chain::{Block, Chain, Moment, BASE_FEE};
use crate::machine::{Machine, Transaction};

/// Most gas that `eth_call` gives, as a Nitro node has it.
const CALL_GAS_LIMIT: u64 = 50_000_000;
/// Most blocks that `eth_feeHistory` answers for, as geth has it.
const FEE_HISTORY_LIMIT: u64 = 1_024;

pub(super) fn balance(chain: &Chain, params: &Params) -> Result<Value, RpcError> {
    let address: Address = params.required(0, "address")?;
    Ok(quantity(state(chain, params.block(1)?)?.balance(address)))
}

pub(super) fn code(chain: &Chain, params: &Params) -> Result<Value, RpcError> {
    let address: Address = params.required(0, "address")?;
    json(&state(chain, params.block(1)?)?.code(address))
}

pub(super) fn storage(chain: &Chain, params: &Params) -> Result<Value, RpcError> {
    let address: Address = params.required(0, "address")?;
    let slot = params.quantity(1, "slot")?;
    json(&B256::from(
        state(chain, params.block(2)?)?.storage(address, slot),
    ))
}

pub(super) fn transaction_count(chain: &Chain, params: &Params) -> Result<Value, RpcError> {
    let address: Address = params.required(0, "address")?;
    Ok(quantity(state(chain, params.block(1)?)?.nonce(address)))
}

pub(super) fn call(chain: &Chain, params: &Params) -> Result<Value, RpcError> {
    let mut transaction = simulated(params.required(0, "transaction")?)?;
    params.refuse(2, "state overrides are")?;
    params.refuse(3, "block overrides are")?;
    if transaction.gas_limit == 0 || transaction.gas_limit > CALL_GAS_LIMIT {
        transaction.gas_limit = CALL_GAS_LIMIT;
    }
    transaction.gas_price = 0;
    let outcome = chain.call_at(moment(chain, params.block(1)?)?, transaction)?;
    json(&outcome.returned()?)
}

pub(super) fn estimate_gas(chain: &Chain, params: &Params) -> Result<Value, RpcError> {
    let transaction = simulated(params.required(0, "transaction")?)?;
    params.refuse(2, "state overrides are")?;
    // Only the next block makes sense: an estimate is for a transaction to be sent.
    Ok(quantity(chain.estimate_gas(transaction)?))
}

pub(super) fn fee_history(chain: &Chain, params: &Params) -> Result<Value, RpcError> {
    let count = params
        .small_quantity(0, "blockCount")?
        .min(FEE_HISTORY_LIMIT);
    let newest = chain.number_of(params.required::<BlockNumberOrTag>(1, "newestBlock")?);
    let percentiles: Option<Vec<f64>> = params.optional(2, "rewardPercentiles")?;
    if newest > chain.head().number() {
        return Err(RpcError::refused(format!(
            "block {newest} is beyond the head"
        )));
    }
    let count = count.min(newest + 1);
    let oldest = newest + 1 - count;
    let blocks = (oldest..=newest).filter_map(|number| chain.block_by_number(number));
    let used = |block: &std::sync::Arc<Block>| {
        block.header.gas_used as f64 / block.header.gas_limit as f64
    };
    let history = FeeHistory {
        base_fee_per_gas: vec![u128::from(BASE_FEE); count as usize + 1],
        gas_used_ratio: if count == 0 {
            Vec::new()
        } else {
            blocks.map(used).collect()
        },
        oldest_block: oldest,
        reward: percentiles.map(|percentiles| vec![vec![0; percentiles.len()]; count as usize]),
        ..FeeHistory::default()
    };
    json(&history)
}

pub(super) fn transaction_by_hash(chain: &Chain, params: &Params) -> Result<Value, RpcError> {
    let hash: B256 = params.required(0, "hash")?;
    match (chain.transaction(hash), chain.queued(hash)) {
        (Some((block, mined)), _) => json(&view::transaction(block, mined)),
        (None, Some(queued)) => json(&view::queued(queued)),
        (None, None) => Ok(Value::Null),
    }
}

pub(super) fn receipt(chain: &Chain, params: &Params) -> Result<Value, RpcError> {
    let hash: B256 = params.required(0, "hash")?;
    chain
        .transaction(hash)
        .map_or(Ok(Value::Null), |(block, mined)| {
            view::receipt(block, mined)
        })
}

pub(super) fn block_by_number(chain: &Chain, params: &Params) -> Result<Value, RpcError> {
    let tag: BlockNumberOrTag = params.required(0, "block")?;
    block(chain, BlockId::Number(tag), params)
}

pub(super) fn block_by_hash(chain: &Chain, params: &Params) -> Result<Value, RpcError> {
    let hash: B256 = params.required(0, "hash")?;
    block(chain, BlockId::from(hash), params)
}

fn block(chain: &Chain, id: BlockId, params: &Params) -> Result<Value, RpcError> {
    let full = params.optional(1, "full")?.unwrap_or(false);
    chain
        .block(id)
        .map_or(Ok(Value::Null), |block| view::block(block, full))
}

pub(super) fn block_receipts(chain: &Chain, params: &Params) -> Result<Value, RpcError> {
    let Some(block) = chain.block(params.required(0, "block")?) else {
        return Ok(Value::Null);
    };
    let receipts = block
        .mined
        .iter()
        .map(|mined| view::receipt(block, mined))
        .collect::<Result<_, _>>()?;
    Ok(Value::Array(receipts))
}

pub(super) fn block_transaction_count(chain: &Chain, params: &Params) -> Result<Value, RpcError> {
    let block = chain.block(params.required(0, "block")?);
    Ok(block.map_or(Value::Null, |block| quantity(block.mined.iter().count())))
}

pub(super) fn transaction_by_position(chain: &Chain, params: &Params) -> Result<Value, RpcError> {
    let block = chain.block(params.required(0, "block")?);
    let index = params.small_quantity(1, "index")?;
    match block.and_then(|block| Some((block, block.mined.as_ref().filter(|_| index == 0)?))) {
        Some((block, mined)) => json(&view::transaction(block, mined)),
        None => Ok(Value::Null),
    }
}

pub(super) fn logs(chain: &Chain, params: &Params) -> Result<Value, RpcError> {
    let filter: Filter = params.required(0, "filter")?;
    json(&chain.logs(&filter)?)
}

/// The state that a block parameter means.
fn state(chain: &Chain, id: BlockId) -> Result<&Machine, RpcError> {
    Ok(chain.state_at(moment(chain, id)?)?)
}

fn moment(chain: &Chain, id: BlockId) -> Result<Moment, RpcError> {
    if id == BlockId::Number(BlockNumberOrTag::Pending) {
        return Ok(Moment::Next);
    }
    let block = chain
        .block(id)
        .ok_or_else(|| RpcError::refused("header not found"))?;
    Ok(Moment::At(block.number()))
}

/// A request for execution without a signature.
pub(super) fn simulated(request: TransactionRequest) -> Result<Transaction, RpcError> {
    let gas_price = request.fee_cap().unwrap_or(0);
    let input = request
        .input
        .try_into_unique_input()
        .map_err(|error| RpcError::invalid_params(error.to_string()))?;
    Ok(Transaction {
        from: request.from.unwrap_or_default(),
        to: match request.to {
            Some(TxKind::Call(to)) => Some(to),
            _ => None,
        },
        value: request.value.unwrap_or_default(),
        input: input.unwrap_or_default(),
        gas_limit: request.gas.unwrap_or(0),
        gas_price,
        nonce: None,
        access_list: request.access_list.unwrap_or_default(),
    })
}
