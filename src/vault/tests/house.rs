//! A clearing house and a mandate that say what they are told to.

#![allow(unsafe_code)]

use super::token::Raw;
use alloc::vec::Vec;
use alloy_primitives::{aliases::U32, Address, B256, I256, U256};
use alloy_sol_types::{sol, SolType};
use stylus_sdk::prelude::*;
use stylus_sdk::storage::{StorageMap, StorageU256, StorageU32};

type Answer = sol! { (int256, (uint8, uint8, int256, uint256, uint64)[]) };

fn abi_encode(variation: I256, legs: Vec<(u8, u8, I256, U256, u64)>) -> Vec<u8> {
    Answer::abi_encode_params(&(variation, legs))
}

#[storage]
pub(crate) struct MockClearing {
    variation: StorageU256,
    /// Size of its one leg; none at zero.
    size: StorageU256,
}

unsafe impl TopLevelStorage for MockClearing {}

impl MockClearing {
    pub(crate) fn set(&mut self, variation: I256, size: I256) {
        self.variation.set(variation.into_raw());
        self.size.set(size.into_raw());
    }
}

#[public]
impl MockClearing {
    pub(crate) fn legs_of(&self, _account: B256) -> Raw {
        let size = I256::from_raw(self.size.get());
        let legs = if size.is_zero() {
            Vec::new()
        } else {
            vec![(3_u8, 1_u8, size, U256::from(9), 77_u64)]
        };
        // As Solidity answers with two values: the SDK would answer with one tuple.
        Raw(Ok(abi_encode(I256::from_raw(self.variation.get()), legs)))
    }
}

#[storage]
pub(crate) struct MockMandate {
    allowed: StorageMap<Address, StorageU32>,
}

unsafe impl TopLevelStorage for MockMandate {}

impl MockMandate {
    pub(crate) fn allow(&mut self, operator: Address, capabilities: u32) {
        self.allowed.insert(operator, U32::from(capabilities));
    }
}

#[public]
impl MockMandate {
    pub(crate) fn allows(&self, _account: B256, operator: Address, capability: u32) -> bool {
        let allowed: u32 = self.allowed.get(operator).to();
        allowed & capability == capability
    }
}
