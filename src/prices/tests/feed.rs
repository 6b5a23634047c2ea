//! A feed that says what it is told to say, word for word.

use super::clock;
use alloc::vec::Vec;
use alloy_primitives::U256;
use stylus_sdk::prelude::*;
use stylus_sdk::storage::{StorageArray, StorageBool, StorageMap, StorageU256};

/// Words of `latestRoundData`, by their place.
pub(crate) const ROUND: usize = 0;
pub(crate) const ANSWER: usize = 1;
pub(crate) const STARTED_AT: usize = 2;
pub(crate) const UPDATED_AT: usize = 3;
pub(crate) const ANSWERED_IN: usize = 4;

const LATEST_ROUND_DATA: &[u8] = &[0xfe, 0xaf, 0x96, 0x8c];
const GET_ROUND_DATA: &[u8] = &[0x9a, 0x6f, 0xc8, 0xf5];
const DECIMALS: &[u8] = &[0x31, 0x3c, 0xe5, 0x67];

#[storage]
pub(crate) struct MockFeed {
    words: StorageArray<StorageU256, 5>,
    decimals: StorageU256,
    /// Bytes of the round that are returned.
    length: StorageU256,
    reverts: StorageBool,
    decimals_revert: StorageBool,
    /// Answers and times of former rounds, by their number.
    answers: StorageMap<U256, StorageU256>,
    times: StorageMap<U256, StorageU256>,
}

// What `#[entrypoint]` does for a contract.
#[allow(unsafe_code)]
unsafe impl TopLevelStorage for MockFeed {}

#[public]
impl MockFeed {
    #[fallback]
    fn fallback(&mut self, input: &[u8]) -> Result<Vec<u8>, Vec<u8>> {
        if input == LATEST_ROUND_DATA {
            if self.reverts.get() {
                return Err(b"no data present".to_vec());
            }
            let mut bytes: Vec<u8> = (0..5)
                .flat_map(|at| self.words.get(at).unwrap().to_be_bytes::<32>())
                .collect();
            bytes.resize(self.length.get().to::<usize>(), 0xee);
            return Ok(bytes);
        }
        if input == DECIMALS {
            if self.decimals_revert.get() {
                return Err(Vec::new());
            }
            return Ok(self.decimals.get().to_be_bytes::<32>().to_vec());
        }
        if let Some(number) = input.strip_prefix(GET_ROUND_DATA) {
            let id = U256::try_from_be_slice(number).unwrap();
            let (answer, at) = (self.answers.get(id), self.times.get(id));
            if at.is_zero() {
                return Err(b"no data present".to_vec());
            }
            let words = [id, answer, at, at, id];
            return Ok(words
                .iter()
                .flat_map(|word| word.to_be_bytes::<32>())
                .collect());
        }
        Err(b"unknown selector".to_vec())
    }
}

impl MockFeed {
    /// A complete round of now.
    pub(crate) fn answer(&mut self, answer: u128, decimals: u8) {
        self.set_decimals(U256::from(decimals));
        self.set_length(160);
        self.set_reverts(false);
        self.set_word(ROUND, U256::from(7));
        self.set_word(ANSWERED_IN, U256::from(7));
        self.set_word(ANSWER, U256::from(answer));
        self.set_word(STARTED_AT, U256::from(clock::now()));
        self.set_word(UPDATED_AT, U256::from(clock::now()));
    }

    /// The next round, answered now; what went before can be asked for.
    pub(crate) fn next(&mut self, answer: u128) {
        let id = self.words.get(ROUND).unwrap();
        let (last, at) = (
            self.words.get(ANSWER).unwrap(),
            self.words.get(UPDATED_AT).unwrap(),
        );
        self.answers.setter(id).set(last);
        self.times.setter(id).set(at);
        self.set_word(ROUND, id + U256::from(1));
        self.set_word(ANSWERED_IN, id + U256::from(1));
        self.set_word(ANSWER, U256::from(answer));
        self.set_word(STARTED_AT, U256::from(clock::now()));
        self.set_word(UPDATED_AT, U256::from(clock::now()));
    }

    pub(crate) fn set_word(&mut self, at: usize, word: U256) {
        self.words.setter(at).unwrap().set(word);
    }

    pub(crate) fn set_decimals(&mut self, decimals: U256) {
        self.decimals.set(decimals);
    }

    pub(crate) fn set_length(&mut self, bytes: usize) {
        self.length.set(U256::from(bytes));
    }

    pub(crate) fn set_reverts(&mut self, reverts: bool) {
        self.reverts.set(reverts);
    }

    pub(crate) fn set_decimals_revert(&mut self, reverts: bool) {
        self.decimals_revert.set(reverts);
    }
}
