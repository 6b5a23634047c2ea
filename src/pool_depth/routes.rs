//! From call data to the methods of the contract. `#[public]` prints the same table for the interface.

use crate::state::PoolDepth;
use alloy_primitives::{Address, U256};

crate::words::routes! {
    PoolDepth {
        "initialize" => initialize(Address, Address);
        "setPool" => set_pool(u8, Address, Address, u32, u8, U256);
        "depth" => depth(u8);
        "measure" => measure(u8);
        "listing" => listing(u8);
        "prices" => prices();
        "owner" => owner();
        "pendingOwner" => pending_owner();
        "transferOwnership" => transfer_ownership(Address);
        "acceptOwnership" => accept_ownership();
    }
}
