//! Blocks, and what is kept of the transactions in them.

use alloy::consensus::proofs::{calculate_receipt_root, calculate_transaction_root};
use alloy::consensus::transaction::Recovered;
use alloy::consensus::{
    Eip658Value, Header, ReceiptEnvelope, ReceiptWithBloom, Sealed, TxEnvelope, TxType,
};
use alloy::primitives::{logs_bloom, Address, Bytes, Log, LogData, Sealable, B256, U256};

use super::{BASE_FEE, BLOCK_GAS_LIMIT, SEQUENCER};

/// What became of a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Hash of the transaction.
    pub transaction_hash: B256,
    /// Kind of the transaction: 0, 1 or 2.
    pub transaction_type: TxType,
    /// Number of its block.
    pub block_number: u64,
    /// Hash of its block.
    pub block_hash: B256,
    /// Time of its block, Unix seconds.
    pub timestamp: u64,
    /// Sender.
    pub from: Address,
    /// Receiver; `None` for a creation.
    pub to: Option<Address>,
    /// Contract that the transaction created.
    pub contract_address: Option<Address>,
    /// False if the code reverted or halted.
    pub success: bool,
    /// Gas paid for, after refunds.
    pub gas_used: u64,
    /// Price paid per gas, wei.
    pub effective_gas_price: u128,
    /// What the code returned, or the data of its revert.
    pub output: Bytes,
    /// Why the code came to an end without a result, such as out of gas.
    pub halt: Option<String>,
    /// What the code logged.
    pub logs: Vec<Log>,
}

impl Receipt {
    /// The form that goes into the trie of receipts.
    pub fn envelope(&self) -> ReceiptEnvelope {
        let receipt = alloy::consensus::Receipt {
            status: Eip658Value::Eip658(self.success),
            cumulative_gas_used: self.gas_used,
            logs: self.logs.clone(),
        };
        let logs_bloom = logs_bloom(&self.logs);
        ReceiptEnvelope::from_typed(
            self.transaction_type,
            ReceiptWithBloom {
                receipt,
                logs_bloom,
            },
        )
    }

    /// The logs with their place on the chain.
    pub fn placed_logs(&self, removed: bool) -> impl Iterator<Item = alloy::rpc::types::Log> + '_ {
        self.logs
            .iter()
            .enumerate()
            .map(move |(index, log)| alloy::rpc::types::Log {
                inner: Log {
                    address: log.address,
                    data: LogData::clone(&log.data),
                },
                block_hash: Some(self.block_hash),
                block_number: Some(self.block_number),
                block_timestamp: Some(self.timestamp),
                transaction_hash: Some(self.transaction_hash),
                transaction_index: Some(0),
                log_index: Some(index as u64),
                removed,
            })
    }
}

/// A transaction in its block.
#[derive(Debug, Clone)]
pub struct Mined {
    /// The transaction and its sender.
    pub transaction: Recovered<TxEnvelope>,
    /// What became of it.
    pub receipt: Receipt,
}

/// A block. It holds one transaction, or none.
#[derive(Debug, Clone)]
pub struct Block {
    /// The header, with its hash.
    pub header: Sealed<Header>,
    /// Block of the parent chain at that time, as `block.number` shows it to contracts on Arbitrum.
    pub l1_number: u64,
    /// The transaction, if there is one.
    pub mined: Option<Mined>,
}

impl Block {
    /// Block 0.
    pub(super) fn genesis(timestamp: u64) -> Self {
        let header = Header {
            number: 0,
            timestamp,
            ..blank_header()
        };
        Self {
            header: header.seal_slow(),
            l1_number: 0,
            mined: None,
        }
    }

    /// A block on top of `parent`. The receipt gets the hash of the block.
    pub(super) fn on(parent: &Self, timestamp: u64, l1_number: u64, mined: Option<Mined>) -> Self {
        let mut header = Header {
            parent_hash: parent.hash(),
            number: parent.number() + 1,
            timestamp,
            mix_hash: mix_hash(l1_number),
            ..blank_header()
        };
        if let Some(mined) = &mined {
            header.gas_used = mined.receipt.gas_used;
            header.logs_bloom = logs_bloom(&mined.receipt.logs);
            header.transactions_root = calculate_transaction_root(&[mined.transaction.inner()]);
            header.receipts_root = calculate_receipt_root(&[mined.receipt.envelope()]);
        }
        let header = header.seal_slow();
        let hash = header.hash();
        let mined = mined.map(|mut mined| {
            mined.receipt.block_hash = hash;
            mined
        });
        Self {
            header,
            l1_number,
            mined,
        }
    }

    /// Hash of the header.
    pub fn hash(&self) -> B256 {
        self.header.hash()
    }

    /// Height; block 0 is the first.
    pub fn number(&self) -> u64 {
        self.header.number
    }

    /// Unix time, seconds.
    pub fn timestamp(&self) -> u64 {
        self.header.timestamp
    }

    /// The receipt of the transaction, if there is one.
    pub fn receipt(&self) -> Option<&Receipt> {
        self.mined.as_ref().map(|mined| &mined.receipt)
    }

    /// The logs with their place on the chain; `removed` marks them as taken away.
    pub fn logs(&self, removed: bool) -> impl Iterator<Item = alloy::rpc::types::Log> + '_ {
        self.receipt()
            .into_iter()
            .flat_map(move |receipt| receipt.placed_logs(removed))
    }
}

fn blank_header() -> Header {
    Header {
        beneficiary: SEQUENCER,
        state_root: B256::ZERO,
        difficulty: U256::ONE,
        gas_limit: BLOCK_GAS_LIMIT,
        base_fee_per_gas: Some(BASE_FEE),
        extra_data: B256::ZERO.into(),
        ..Header::default()
    }
}

/// Nitro writes the number of the parent chain's block into bytes 8 to 15 of this field.
fn mix_hash(l1_number: u64) -> B256 {
    let mut bytes = [0u8; 32];
    bytes[8..16].copy_from_slice(&l1_number.to_be_bytes());
    B256::from(bytes)
}
