//! A contract that says what it is told to say.

use alloc::vec::Vec;
use alloy_primitives::U256;
use stylus_sdk::prelude::*;
use stylus_sdk::storage::{StorageBool, StorageU256, StorageVec};

#[storage]
pub(crate) struct Mock {
    answer: StorageVec<StorageU256>,
    reverts: StorageBool,
}

// What `#[entrypoint]` does for a contract.
#[allow(unsafe_code)]
unsafe impl TopLevelStorage for Mock {}

#[public]
impl Mock {
    #[fallback]
    fn fallback(&mut self, _: &[u8]) -> Result<Vec<u8>, Vec<u8>> {
        if self.reverts.get() {
            return Err(Vec::new());
        }
        let words = 0..self.answer.len();
        Ok(words
            .flat_map(|at| self.answer.get(at).unwrap().to_be_bytes::<32>())
            .collect())
    }
}

impl Mock {
    pub(crate) fn set_answer(&mut self, words: &[u128]) {
        self.answer.erase();
        for word in words {
            self.answer.push(U256::from(*word));
        }
    }

    pub(crate) fn set_reverts(&mut self, reverts: bool) {
        self.reverts.set(reverts);
    }
}
