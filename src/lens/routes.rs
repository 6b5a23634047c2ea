//! From call data to the methods of the lens. `#[public]` prints the same table for the interface.

use crate::Lens;
use alloc::vec::Vec;
use alloy_primitives::{Address, I256};

crate::words::routes! {
    Lens {
        "shortfall" => shortfall(Address, Vec<u8>, Vec<I256>, u32);
    }
}
