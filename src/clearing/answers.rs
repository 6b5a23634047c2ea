//! Answers that are more than single words.

use crate::abi::{MarketInfo, Position};
use crate::words::{pack, put, Answer, Item, Word};
use alloc::vec::Vec;
use alloy_primitives::B256;
use stylus_sdk::ArbResult;

impl Item for Position {
    fn add_to(&self, words: &mut Vec<B256>) {
        put(words, self.market.to_word());
        put(words, self.asset.to_word());
        put(words, self.kind.to_word());
        put(words, self.size.to_word());
        put(words, self.strike.to_word());
        put(words, self.expiry.to_word());
        put(words, self.funding.to_word());
    }
}

impl Answer for MarketInfo {
    fn encode(self) -> ArbResult {
        let words = [
            self.number.to_word(),
            self.paused.to_word(),
            self.since.to_word(),
            self.maxFunding.to_word(),
        ];
        Ok(pack(&[], &words))
    }
}
