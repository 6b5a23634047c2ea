//! What the margin keeps on chain: whom it asks. Written once, by nobody in particular, and never again.
//!
//! | slot | what |
//! |---|---|
//! | 0 | oracle |
//! | 1 | terms |
//! | 2 | book |
//! | 3 | judge |
//! | 4 | simulator |
//! | 5 | pricer |

use crate::words::{address, Word};
use alloc::vec::Vec;
use alloy_primitives::{Address, U256};
use shell::slot::Slot;
use stylus_sdk::prelude::*;

/// The contract. Its slots are those of the table above; the SDK lays out none.
#[storage]
#[cfg_attr(not(target_arch = "wasm32"), entrypoint)]
pub struct Margin;

shell::entry!(Margin);

/// Whom the margin asks, in the order of their slots.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Source {
    Oracle,
    Terms,
    Book,
    Judge,
    Simulator,
    Pricer,
}

/// Where a source lives; zero before `initialize`.
#[inline(never)]
pub(crate) fn source(source: Source) -> Address {
    address(slot(source).get())
}

/// Keeps where a source lives.
pub(crate) fn set_source(source: Source, address: Address) {
    slot(source).set(address.to_word().into());
}

fn slot(source: Source) -> Slot {
    Slot::at(U256::from(source as u8))
}
