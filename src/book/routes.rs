//! From call data to the methods of the book. `#[public]` prints the same table for the interface.

use crate::state::Book;
use alloc::vec::Vec;
use alloy_primitives::{Address, B256, U256};

crate::words::routes! {
    Book {
        "initialize" => initialize(Address, Address);
        "adopt" => adopt(Address, B256);
        "record" => record(u64, Vec<U256>);
        "seal" => seal();
        "page" => page();
        "ring" => ring();
        "scenarios" => scenarios();
        "bookInfo" => book_info();
        "rings" => rings(u8);
        "forecast" => forecast(u8);
        "weights" => weights(u8);
        "remembered" => remembered(u8);
        "oracle" => oracle();
        "owner" => owner();
        "pendingOwner" => pending_owner();
        "transferOwnership" => transfer_ownership(Address);
        "acceptOwnership" => accept_ownership();
    }
}
