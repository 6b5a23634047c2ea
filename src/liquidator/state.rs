//! What the contract keeps on chain, and how it is packed.
//!
//! | slot | what |
//! |---|---|
//! | 0, 1 | owner, pending owner |
//! | 2, 3, 4 | vault, margin, pool |
//! | 5 | cash token 160, its decimals 8, 24 unused, discount slope 32, largest discount 32 (units of 1e-9) |

use crate::host::{load, store};
use alloc::vec::Vec; // what the SDK's macro writes names it
use alloy_primitives::Address;
use stylus_sdk::prelude::*;

/// The contract. Its slots are those of the table above; the SDK lays out none.
#[storage]
#[entrypoint]
pub struct Liquidator;

const OWNER: u64 = 0;
const PENDING_OWNER: u64 = 1;
const VAULT: u64 = 2;
const MARGIN: u64 = 3;
const POOL: u64 = 4;
const CASH: u64 = 5;

/// The cash token and the terms of the discount: one slot, read by every sale.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cash {
    /// What debts are in.
    pub(crate) token: Address,
    /// Its decimals, at most 18.
    pub(crate) decimals: u8,
    /// Discount per unit of health below 1, 1e-9.
    pub(crate) discount_slope: u32,
    /// Largest discount, 1e-9.
    pub(crate) max_discount: u32,
}

impl Cash {
    pub(crate) fn load() -> Self {
        let word = load(CASH);
        let [l0, l1, l2, l3, s0, s1, s2, s3, _, _, _, decimals, ..] = word.0;
        Self {
            token: Address::from_word(word),
            decimals,
            discount_slope: u32::from_be_bytes([s0, s1, s2, s3]),
            max_discount: u32::from_be_bytes([l0, l1, l2, l3]),
        }
    }

    pub(crate) fn store(&self) {
        let [l0, l1, l2, l3] = self.max_discount.to_be_bytes();
        let [s0, s1, s2, s3] = self.discount_slope.to_be_bytes();
        let mut word = self.token.into_word();
        let fields = [l0, l1, l2, l3, s0, s1, s2, s3, 0, 0, 0, self.decimals];
        for (byte, field) in word.iter_mut().zip(fields) {
            *byte = field;
        }
        store(CASH, &word);
    }
}

pub(crate) fn owner() -> Address {
    address(OWNER)
}

pub(crate) fn set_owner(owner: Address) {
    store(OWNER, &owner.into_word());
}

pub(crate) fn pending_owner() -> Address {
    address(PENDING_OWNER)
}

pub(crate) fn set_pending_owner(owner: Address) {
    store(PENDING_OWNER, &owner.into_word());
}

pub(crate) fn vault() -> Address {
    address(VAULT)
}

pub(crate) fn margin() -> Address {
    address(MARGIN)
}

pub(crate) fn pool() -> Address {
    address(POOL)
}

pub(crate) fn set_contracts(vault: Address, margin: Address, pool: Address) {
    store(VAULT, &vault.into_word());
    store(MARGIN, &margin.into_word());
    store(POOL, &pool.into_word());
}

fn address(slot: u64) -> Address {
    Address::from_word(load(slot))
}
