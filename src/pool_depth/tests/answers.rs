//! Somebody who answers each question with the words that it was told to, and reverts where it was told nothing.

use alloy_primitives::{keccak256, B256, U256};
use stylus_sdk::prelude::*;
use stylus_sdk::storage::{StorageMap, StorageU256, StorageVec};

#[storage]
pub(crate) struct MockAnswers {
    answers: StorageMap<B256, StorageVec<StorageU256>>,
    asked: StorageU256,
}

// What `#[entrypoint]` does for a contract.
#[allow(unsafe_code)]
unsafe impl TopLevelStorage for MockAnswers {}

#[public]
impl MockAnswers {
    #[fallback]
    fn fallback(&mut self, input: &[u8]) -> Result<Vec<u8>, Vec<u8>> {
        self.asked.set(self.asked.get() + U256::from(1));
        let words = self.answers.getter(keccak256(input));
        if words.is_empty() {
            return Err(Vec::new());
        }
        Ok((0..words.len())
            .flat_map(|at| words.get(at).unwrap().to_be_bytes::<32>())
            .collect())
    }
}

fn input(signature: &str, parameters: &[U256]) -> B256 {
    let mut bytes = keccak256(signature)[..4].to_vec();
    bytes.extend(parameters.iter().flat_map(|word| word.to_be_bytes::<32>()));
    keccak256(bytes)
}

#[allow(dead_code)] // two crates, each with what it needs
impl MockAnswers {
    /// What is answered from now on; no words: a revert.
    pub(crate) fn say(&mut self, signature: &str, parameters: &[U256], words: &[U256]) {
        let mut kept = self.answers.setter(input(signature, parameters));
        kept.truncate(0);
        for word in words {
            kept.push(*word);
        }
    }

    /// How often it was asked.
    pub(crate) fn asked(&self) -> U256 {
        self.asked.get()
    }
}
