//! Answers that are more than single words.

use crate::abi::{Holding, Verdict};
use crate::words::{pack, Answer, Item, Word};
use alloc::vec::Vec;
use alloy_primitives::B256;
use stylus_sdk::ArbResult;

impl Answer for Verdict {
    fn encode(self) -> ArbResult {
        Ok(pack(
            &[],
            &[
                self.equity.to_word(),
                self.initialMargin.to_word(),
                self.maintenanceMargin.to_word(),
                self.bufferMargin.to_word(),
                self.health.to_word(),
                self.notLive.to_word(),
            ],
        ))
    }
}

impl Item for Holding {
    fn add_to(&self, words: &mut Vec<B256>) {
        words.push(self.asset.to_word());
        words.push(self.amount.to_word());
    }
}
