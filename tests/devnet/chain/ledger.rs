//! Finding blocks, transactions and receipts.

use std::sync::Arc;

use alloy::eips::{BlockId, BlockNumberOrTag};
use alloy::primitives::B256;

use super::{Block, Chain, ChainError, Mined, Receipt};

/// Where a transaction is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Locator {
    /// Number of its block.
    pub block: u64,
}

impl Chain {
    /// The last block.
    pub fn head(&self) -> &Arc<Block> {
        self.blocks.last().expect("a chain has block 0")
    }

    /// A block by its number.
    pub fn block_by_number(&self, number: u64) -> Option<&Arc<Block>> {
        self.blocks.get(usize::try_from(number).ok()?)
    }

    /// A block by its hash.
    pub fn block_by_hash(&self, hash: B256) -> Option<&Arc<Block>> {
        self.block_by_number(*self.block_numbers.get(&hash)?)
    }

    /// A block by number, tag or hash. Every block is final here, and none is pending.
    pub fn block(&self, id: BlockId) -> Option<&Arc<Block>> {
        match id {
            BlockId::Hash(hash) => self.block_by_hash(hash.block_hash),
            BlockId::Number(tag) => self.block_by_number(self.number_of(tag)),
        }
    }

    /// The number that a tag stands for.
    pub fn number_of(&self, tag: BlockNumberOrTag) -> u64 {
        match tag {
            BlockNumberOrTag::Number(number) => number,
            BlockNumberOrTag::Earliest => 0,
            _ => self.head().number(),
        }
    }

    /// A transaction and its block.
    pub fn transaction(&self, hash: B256) -> Option<(&Arc<Block>, &Mined)> {
        let block = self.block_by_number(self.transactions.get(&hash)?.block)?;
        Some((block, block.mined.as_ref()?))
    }

    /// The receipt of a transaction.
    pub fn receipt(&self, hash: B256) -> Result<&Receipt, ChainError> {
        self.transaction(hash)
            .map(|(_, mined)| &mined.receipt)
            .ok_or(ChainError::UnknownTransaction(hash))
    }
}
