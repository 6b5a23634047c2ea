//! Blocks, transactions and receipts in the form in which clients expect them.

use alloy::consensus::transaction::Recovered;
use alloy::consensus::{ReceiptWithBloom, TxEnvelope};
use alloy::eips::eip2718::Encodable2718;
use alloy::primitives::{logs_bloom, U256};
use alloy::rlp::Encodable;
use alloy::rpc::types::{self, BlockTransactions};
use serde::Serialize;
use serde_json::Value;

use super::RpcError;
use crate::chain::{revert_reason, Block, Mined};

/// A block; `full` puts the transactions themselves in place of their hashes.
pub(super) fn block(block: &Block, full: bool) -> Result<Value, RpcError> {
    let transactions = match (&block.mined, full) {
        (Some(mined), true) => BlockTransactions::Full(vec![transaction(block, mined)]),
        (Some(mined), false) => BlockTransactions::Hashes(vec![mined.receipt.transaction_hash]),
        (None, true) => BlockTransactions::Full(Vec::new()),
        (None, false) => BlockTransactions::Hashes(Vec::new()),
    };
    let view = types::Block {
        header: head(block),
        uncles: Vec::new(),
        transactions,
        withdrawals: None,
    };
    let mut value = json(&view)?;
    value["l1BlockNumber"] = quantity(block.l1_number);
    Ok(value)
}

/// The header of a block, as subscribers get it.
pub(super) fn header(block: &Block) -> Result<Value, RpcError> {
    let mut value = json(&head(block))?;
    value["l1BlockNumber"] = quantity(block.l1_number);
    Ok(value)
}

fn head(block: &Block) -> types::Header {
    let content = block
        .mined
        .as_ref()
        .map_or(0, |mined| mined.transaction.inner().encode_2718_len());
    let size = U256::from(block.header.inner().length() + content);
    types::Header::from_consensus(block.header.clone(), None, Some(size))
}

/// A transaction in its block.
pub(super) fn transaction(block: &Block, mined: &Mined) -> types::Transaction {
    types::Transaction {
        inner: mined.transaction.clone(),
        block_hash: Some(block.hash()),
        block_number: Some(block.number()),
        transaction_index: Some(0),
        effective_gas_price: Some(mined.receipt.effective_gas_price),
        block_timestamp: Some(block.timestamp()),
    }
}

/// A transaction that waits for those with lower nonces.
pub(super) fn queued(transaction: &Recovered<TxEnvelope>) -> types::Transaction {
    types::Transaction {
        inner: transaction.clone(),
        block_hash: None,
        block_number: None,
        transaction_index: None,
        effective_gas_price: None,
        block_timestamp: None,
    }
}

/// A receipt. One of a failed transaction also carries the data of its revert, as Besu shows it.
pub(super) fn receipt(block: &Block, mined: &Mined) -> Result<Value, RpcError> {
    let receipt = &mined.receipt;
    let inner = alloy::consensus::Receipt {
        status: receipt.success.into(),
        cumulative_gas_used: receipt.gas_used,
        logs: receipt.placed_logs(false).collect(),
    };
    let inner = ReceiptWithBloom {
        receipt: inner,
        logs_bloom: logs_bloom(&receipt.logs),
    };
    let view = types::TransactionReceipt {
        inner: alloy::consensus::ReceiptEnvelope::from_typed(receipt.transaction_type, inner),
        transaction_hash: receipt.transaction_hash,
        transaction_index: Some(0),
        block_hash: Some(receipt.block_hash),
        block_number: Some(receipt.block_number),
        gas_used: receipt.gas_used,
        effective_gas_price: receipt.effective_gas_price,
        blob_gas_used: None,
        blob_gas_price: None,
        from: receipt.from,
        to: receipt.to,
        contract_address: receipt.contract_address,
    };
    let mut value = json(&view)?;
    value["l1BlockNumber"] = quantity(block.l1_number);
    value["gasUsedForL1"] = quantity(0u64);
    if !receipt.success {
        let reason = receipt
            .halt
            .clone()
            .or_else(|| revert_reason(&receipt.output));
        value["revertReason"] = Value::String(receipt.output.to_string());
        value["failure"] = Value::String(reason.unwrap_or_else(|| "execution reverted".into()));
    }
    Ok(value)
}

/// A whole number as a client expects it: hex without leading zeros.
pub(super) fn quantity(number: impl std::fmt::LowerHex) -> Value {
    Value::String(format!("{number:#x}"))
}

/// Anything that knows its own form.
pub(super) fn json(value: &impl Serialize) -> Result<Value, RpcError> {
    serde_json::to_value(value).map_err(|error| RpcError::internal(error.to_string()))
}
