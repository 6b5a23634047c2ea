//! What no public chain allows: time travel and acting as somebody else.

use alloy::primitives::Address;

use super::{Chain, ChainError};

impl Chain {
    /// Mines `blocks` without transactions.
    pub fn mine(&mut self, blocks: u64) {
        for _ in 0..blocks {
            self.mine_empty();
        }
    }

    /// Mines `blocks` without transactions, `interval` seconds apart.
    pub fn mine_spaced(&mut self, blocks: u64, interval: u64) {
        for index in 0..blocks {
            if index > 0 {
                self.clock
                    .set_next(self.head().timestamp().saturating_add(interval));
            }
            self.mine_empty();
        }
    }

    /// Moves the next block `seconds` further than it would be; returns the seconds added in all.
    pub fn increase_time(&mut self, seconds: u64) -> u64 {
        self.clock.increase(seconds)
    }

    /// Fixes the time of the next block, Unix seconds. It may equal that of the last one, as on Arbitrum.
    pub fn set_next_timestamp(&mut self, timestamp: u64) -> Result<(), ChainError> {
        let head = self.head().timestamp();
        if timestamp < head {
            return Err(ChainError::TimestampInPast {
                given: timestamp,
                head,
            });
        }
        self.clock.set_next(timestamp);
        Ok(())
    }

    /// Lets anybody send as `account` without its key.
    pub fn impersonate(&mut self, account: Address) {
        self.impersonated.insert(account);
    }

    /// Ends [`Chain::impersonate`].
    pub fn stop_impersonating(&mut self, account: Address) {
        self.impersonated.remove(&account);
    }
}
