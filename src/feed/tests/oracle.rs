//! An oracle that says what it is told, for the asset of the tests.

use alloc::vec::Vec;
use alloy_primitives::U256;
use stylus_sdk::function_selector;
use stylus_sdk::prelude::*;
use stylus_sdk::storage::{StorageArray, StorageBool, StorageU256};

/// Outputs by their place.
pub(crate) const PRICE: usize = 0;
pub(crate) const STATE: usize = 1;
pub(crate) const UPDATED_AT: usize = 2;
pub(crate) const VOLATILITY: usize = 3;
pub(crate) const SLOW_VOLATILITY: usize = 4;
pub(crate) const INDEX: usize = 5;
pub(crate) const SAMPLED_AT: usize = 6;
pub(crate) const DUE_AT: usize = 7;
pub(crate) const DESK: usize = 8;
pub(crate) const DEPTH: usize = 9;
pub(crate) const MEASURED_AT: usize = 10;
/// Nothing that a feed may read.
const OTHER: usize = 11;
/// The desk's `DepthInfo`.
const INFO: &[usize] = &[
    OTHER,
    OTHER,
    OTHER,
    OTHER,
    OTHER,
    OTHER,
    OTHER,
    OTHER,
    OTHER,
    MEASURED_AT,
    OTHER,
];

#[storage]
pub(crate) struct MockOracle {
    words: StorageArray<StorageU256, 12>,
    reverts: StorageBool,
    /// Whether the last byte of every answer is missing.
    cut: StorageBool,
}

// What `#[entrypoint]` does for a contract.
#[allow(unsafe_code)]
unsafe impl TopLevelStorage for MockOracle {}

#[public]
impl MockOracle {
    #[fallback]
    fn fallback(&mut self, input: &[u8]) -> Result<Vec<u8>, Vec<u8>> {
        if self.reverts.get() {
            return Err(b"why".to_vec());
        }
        let asset = (
            function_selector!("status", u8),
            &[PRICE, STATE, STATE, UPDATED_AT][..],
        );
        let functions = [
            asset,
            (function_selector!("volatility", u8), &[VOLATILITY]),
            (function_selector!("slowVolatility", u8), &[SLOW_VOLATILITY]),
            (function_selector!("index"), &[INDEX]),
            (function_selector!("sampledAt"), &[SAMPLED_AT]),
            (function_selector!("dueAt"), &[DUE_AT]),
            (function_selector!("depthDesk"), &[DESK]),
            (function_selector!("depth", u8), &[DEPTH]),
            (function_selector!("info", u8), INFO),
        ];
        let called = functions
            .iter()
            .find(|(selector, _)| input.starts_with(selector));
        let (_, places) = called.expect("a function of the oracle");
        if input.len() > 4 {
            assert_eq!(input[4..], U256::from(super::ASSET).to_be_bytes::<32>());
        }
        let mut bytes: Vec<u8> = places
            .iter()
            .flat_map(|at| self.words.get(*at).unwrap().to_be_bytes::<32>())
            .collect();
        bytes.truncate(bytes.len() - usize::from(self.cut.get()));
        Ok(bytes)
    }
}

impl MockOracle {
    pub(crate) fn set(&mut self, place: usize, word: U256) {
        self.words.setter(place).unwrap().set(word);
    }

    pub(crate) fn set_price(&mut self, price: U256, at: u64) {
        self.set(PRICE, price);
        self.set(UPDATED_AT, U256::from(at));
    }

    pub(crate) fn set_reverts(&mut self, reverts: bool) {
        self.reverts.set(reverts);
    }

    pub(crate) fn set_cut(&mut self, cut: bool) {
        self.cut.set(cut);
    }
}
