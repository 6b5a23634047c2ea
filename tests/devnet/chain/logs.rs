//! Searching logs by address, topics and range of blocks.

use alloy::rpc::types::{Filter, FilterBlockOption, Log};

use super::{Block, Chain, ChainError};

impl Chain {
    /// The logs that match `filter`, in the order in which they were written. A range without a beginning starts,
    /// and one without an end ends, at the last block.
    pub fn logs(&self, filter: &Filter) -> Result<Vec<Log>, ChainError> {
        let (from, to) = match filter.block_option {
            FilterBlockOption::AtBlockHash(hash) => {
                let block = self
                    .block_by_hash(hash)
                    .ok_or_else(|| ChainError::UnknownBlock(hash.to_string()))?;
                (block.number(), block.number())
            }
            FilterBlockOption::Range {
                from_block,
                to_block,
            } => {
                let from = self.number_of(from_block.unwrap_or_default());
                let to = self.number_of(to_block.unwrap_or_default());
                if from > to {
                    return Err(ChainError::InvalidRange { from, to });
                }
                (from, to.min(self.head().number()))
            }
        };
        let mut found = Vec::new();
        for number in from..=to {
            if let Some(block) = self.block_by_number(number) {
                found.extend(matching(block, filter, false));
            }
        }
        Ok(found)
    }
}

/// The logs of one block whose address and topics match, whatever range the filter names.
pub(crate) fn matching<'a>(
    block: &'a Block,
    filter: &'a Filter,
    removed: bool,
) -> impl Iterator<Item = Log> + 'a {
    let possible = filter.matches_bloom(block.header.logs_bloom);
    block
        .logs(removed)
        .filter(move |log| possible && filter.matches(&log.inner))
}
