//! Prices that say what they are told to say.

use crate::abi::{AssetTerms, ClockTerms};
use crate::tests::clock;
use crate::Oracle;
use alloc::vec::Vec;
use alloy_primitives::{Address, U256};
use motsu::prelude::*;
use stylus_sdk::prelude::*;
use stylus_sdk::storage::{StorageBytes, StorageU256, StorageVec};

pub(crate) const WAD: u128 = 1_000_000_000_000_000_000;

#[storage]
pub(crate) struct MockPrices {
    assets: StorageU256,
    /// What every other function answers, word for word.
    answer: StorageVec<StorageU256>,
    /// What every other function reverts with, where it is not empty.
    revert: StorageBytes,
    calls: StorageU256,
}

// What `#[entrypoint]` does for a contract.
#[allow(unsafe_code)]
unsafe impl TopLevelStorage for MockPrices {}

#[public]
impl MockPrices {
    #[fallback]
    fn fallback(&mut self, input: &[u8]) -> Result<Vec<u8>, Vec<u8>> {
        if input.starts_with(&stylus_sdk::function_selector!("assetCount")) {
            return Ok(self.assets.get().to_be_bytes::<32>().to_vec());
        }
        let revert = self.revert.get_bytes();
        if !revert.is_empty() {
            return Err(revert);
        }
        self.calls.set(self.calls.get() + U256::from(1));
        let words = 0..self.answer.len();
        Ok(words
            .flat_map(|at| self.answer.get(at).unwrap().to_be_bytes::<32>())
            .collect())
    }
}

impl MockPrices {
    pub(crate) fn set_assets(&mut self, assets: u64) {
        self.assets.set(U256::from(assets));
    }

    pub(crate) fn set_answer(&mut self, words: &[U256]) {
        self.answer.erase();
        for word in words {
            self.answer.push(*word);
        }
    }

    pub(crate) fn set_revert(&mut self, data: &[u8]) {
        self.revert.set_bytes(data);
    }

    pub(crate) fn calls(&self) -> U256 {
        self.calls.get()
    }
}

pub(crate) fn clock_terms() -> ClockTerms {
    ClockTerms {
        interval: 3_600,
        minInterval: 900,
        maxInterval: 14_400,
        halfLife: 172_800,
        slowHalfLife: 2_160_000,
        jumpHalfLife: 1_728_000,
        referenceVolatility: U256::from(WAD / 10 * 8),
        clip: U256::from(5 * WAD),
    }
}

pub(crate) fn asset_terms() -> AssetTerms {
    AssetTerms {
        floorVolatility: U256::from(WAD / 5),
        startVolatility: U256::from(WAD / 10 * 8),
        indexWeight: U256::from(WAD / 2),
    }
}

/// An oracle of `owner` with two assets, over prices that know three.
pub(crate) fn start(oracle: &Contract<Oracle>, prices: &Contract<MockPrices>, owner: Address) {
    clock::reset();
    prices.sender(owner).set_assets(3);
    oracle
        .sender(owner)
        .initialize(owner, prices.address(), clock_terms())
        .motsu_unwrap();
    for asset in 0..2 {
        assert_eq!(
            oracle.sender(owner).list(asset_terms()).motsu_unwrap(),
            asset
        );
    }
}
