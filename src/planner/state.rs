//! What the planner keeps on chain: whom it asks. Written once.
//!
//! | slot | what |
//! |---|---|
//! | 0 | margin |
//! | 1 | the margin's oracle |

use crate::words::{address, Word};
use alloc::vec::Vec; // the macros name it
use alloy_primitives::{Address, U256};
use shell::slot::Slot;
use stylus_sdk::prelude::*;

/// The contract. Its slots are those of the table above; the SDK lays out none.
#[storage]
#[cfg_attr(not(target_arch = "wasm32"), entrypoint)]
pub struct Planner;

shell::entry!(Planner);

/// Who judges.
pub(crate) fn margin() -> Address {
    address(Slot::at(U256::ZERO).get())
}

/// Whose prices it judges by.
pub(crate) fn oracle() -> Address {
    address(Slot::at(U256::from(1u8)).get())
}

/// Keeps both.
pub(crate) fn set(margin: Address, oracle: Address) {
    Slot::at(U256::ZERO).set(margin.to_word().into());
    Slot::at(U256::from(1u8)).set(oracle.to_word().into());
}
