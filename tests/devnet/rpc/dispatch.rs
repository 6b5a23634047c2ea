//! Which method does what.

use alloy::primitives::{keccak256, Bytes};
use serde_json::Value;

use super::message::{Incoming, Request};
use super::view::{json, quantity};
use super::worker::Node;
use super::{control, read, send, RpcError};
use crate::chain::BASE_FEE;

/// Name that clients see.
const CLIENT_VERSION: &str = concat!("plimsoll-devnet/v", env!("CARGO_PKG_VERSION"));

/// Answers a whole message; `None` if it holds nothing but notifications.
pub(super) fn answer(node: &mut Node, incoming: Incoming) -> Option<Value> {
    let mut one = |request: Result<Request, Value>| match request {
        Ok(request) => request.answer(handle(node, &request)),
        Err(response) => Some(response),
    };
    match incoming {
        Incoming::Single(request) => one(request),
        Incoming::Batch(requests) => {
            let responses: Vec<Value> = requests.into_iter().filter_map(one).collect();
            (!responses.is_empty()).then_some(Value::Array(responses))
        }
    }
}

/// Executes one method.
pub(super) fn handle(node: &mut Node, request: &Request) -> Result<Value, RpcError> {
    let params = &request.params;
    let Node { chain, filters } = node;
    match request.method.as_str() {
        "web3_clientVersion" => Ok(Value::String(CLIENT_VERSION.into())),
        "web3_sha3" => json(&keccak256(params.required::<Bytes>(0, "data")?)),
        "net_version" => Ok(Value::String(chain.chain_id().to_string())),
        "net_listening" => Ok(Value::Bool(true)),
        "net_peerCount" => Ok(quantity(0u64)),
        "eth_syncing" => Ok(Value::Bool(false)),
        "eth_chainId" => Ok(quantity(chain.chain_id())),
        "eth_accounts" => json(&chain.accounts()),
        "eth_blockNumber" => Ok(quantity(chain.head().number())),
        "eth_gasPrice" => Ok(quantity(BASE_FEE)),
        // Arbitrum pays no tips.
        "eth_maxPriorityFeePerGas" => Ok(quantity(0u64)),
        "eth_feeHistory" => read::fee_history(chain, params),

        "eth_getBalance" => read::balance(chain, params),
        "eth_getCode" => read::code(chain, params),
        "eth_getStorageAt" => read::storage(chain, params),
        "eth_getTransactionCount" => read::transaction_count(chain, params),
        "eth_call" => read::call(chain, params),
        "eth_estimateGas" => read::estimate_gas(chain, params),

        "eth_getBlockByNumber" => read::block_by_number(chain, params),
        "eth_getBlockByHash" => read::block_by_hash(chain, params),
        "eth_getBlockReceipts" => read::block_receipts(chain, params),
        "eth_getBlockTransactionCountByNumber" | "eth_getBlockTransactionCountByHash" => {
            read::block_transaction_count(chain, params)
        }
        "eth_getTransactionByBlockNumberAndIndex" | "eth_getTransactionByBlockHashAndIndex" => {
            read::transaction_by_position(chain, params)
        }
        "eth_getTransactionByHash" => read::transaction_by_hash(chain, params),
        "eth_getTransactionReceipt" => read::receipt(chain, params),
        "eth_getLogs" => read::logs(chain, params),

        "eth_newFilter" => json(
            &filters
                .borrow_mut()
                .install_logs(params.required(0, "filter")?),
        ),
        "eth_newBlockFilter" => json(&filters.borrow_mut().install_blocks()),
        "eth_newPendingTransactionFilter" => json(&filters.borrow_mut().install_transactions()),
        "eth_getFilterChanges" => filters.borrow_mut().changes(params.quantity(0, "filter")?),
        "eth_getFilterLogs" => {
            let filter = filters.borrow_mut().filter(params.quantity(0, "filter")?)?;
            json(&chain.logs(&filter)?)
        }
        "eth_uninstallFilter" => Ok(Value::Bool(
            filters
                .borrow_mut()
                .uninstall(params.quantity(0, "filter")?),
        )),
        "eth_subscribe" | "eth_unsubscribe" => Err(RpcError::needs_socket()),

        "eth_sendRawTransaction" => send::raw(chain, params),
        "eth_sendTransaction" => send::unsigned(chain, params),

        "evm_increaseTime" => control::increase_time(chain, params),
        "evm_setNextBlockTimestamp" => control::set_next_timestamp(chain, params),
        "evm_mine" => control::mine(chain, params),
        "evm_snapshot" => Ok(control::snapshot(chain)),
        "evm_revert" => control::revert(chain, params),
        method => match method
            .strip_prefix("anvil_")
            .or_else(|| method.strip_prefix("hardhat_"))
        {
            Some("impersonateAccount") => control::impersonate(chain, params),
            Some("stopImpersonatingAccount") => control::stop_impersonating(chain, params),
            Some("setBalance") => control::set_balance(chain, params),
            Some("setNonce") => control::set_nonce(chain, params),
            Some("setCode") => control::set_code(chain, params),
            Some("setStorageAt") => control::set_storage(chain, params),
            Some("mine") => control::mine_many(chain, params),
            Some("snapshot") => Ok(control::snapshot(chain)),
            Some("revert") => control::revert(chain, params),
            Some("increaseTime") => control::increase_time(chain, params),
            Some("setNextBlockTimestamp") => control::set_next_timestamp(chain, params),
            _ => Err(RpcError::method_not_found(method)),
        },
    }
}
