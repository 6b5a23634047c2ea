//! What the contract keeps on chain, and how it is packed.
//!
//! | slot | what |
//! |---|---|
//! | 0, 1 | owner, pending owner |
//! | 2, 3, 4 | vault, margin, pool |
//! | 5 | cash token 160, its decimals 8, 24 unused, discount slope 32, largest discount 32 (units of 1e-9) |
//! | 6, 7 | planner, lock |

use crate::words::{address, Word};
use alloc::vec::Vec; // what the SDK's macro writes names it
use alloy_primitives::{Address, U256};
use shell::slot::Slot;
use stylus_sdk::prelude::*;

/// The contract. Its slots are those of the table above; the SDK lays out none.
#[storage]
#[cfg_attr(not(target_arch = "wasm32"), entrypoint)]
pub struct Liquidator;

shell::entry!(Liquidator);

const CASH: u64 = 5;

/// The contracts around this one, by their slots.
#[derive(Debug, Clone, Copy)]
pub(crate) enum House {
    Vault = 2,
    Margin = 3,
    Pool = 4,
    Planner = 6,
    Lock = 7,
}

/// Where one of them is.
pub(crate) fn of(house: House) -> Address {
    address(at(house as u64).get())
}

/// Keeps where one is.
pub(crate) fn set(house: House, to: Address) {
    at(house as u64).set(to.to_word().into());
}

fn at(slot: u64) -> Slot {
    Slot::at(U256::from_limbs([slot, 0, 0, 0]))
}

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
        let word = at(CASH).get();
        let bytes = word.to_word().0;
        let [l0, l1, l2, l3, s0, s1, s2, s3, _, _, _, decimals, ..] = bytes;
        Self {
            token: address(word),
            decimals,
            discount_slope: u32::from_be_bytes([s0, s1, s2, s3]),
            max_discount: u32::from_be_bytes([l0, l1, l2, l3]),
        }
    }

    pub(crate) fn store(&self) {
        let [l0, l1, l2, l3] = self.max_discount.to_be_bytes();
        let [s0, s1, s2, s3] = self.discount_slope.to_be_bytes();
        let mut word = self.token.to_word();
        let fields = [l0, l1, l2, l3, s0, s1, s2, s3, 0, 0, 0, self.decimals];
        for (byte, field) in word.0.iter_mut().zip(fields) {
            *byte = field;
        }
        at(CASH).set(word.into());
    }
}
