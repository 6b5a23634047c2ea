//! From call data to the methods of the desk. `#[public]` prints the same table for the interface.

use crate::state::Depth;
use alloy_primitives::{Address, U256};

crate::words::routes! {
    Depth {
        "initialize" => initialize(Address, Address);
        "setTerms" => set_terms(u32, u32, u32, u32, u32);
        "setSource" => set_source(u8, Address, u8, u32, U256);
        "refresh" => refresh();
        "refreshSome" => refresh_some(u16);
        "depth" => depth(u8);
        "maintenanceDepth" => maintenance_depth(u8);
        "snapshots" => snapshots(u8);
        "info" => info(u8);
        "terms" => terms();
        "assets" => assets();
        "oracle" => oracle();
        "owner" => owner();
        "pendingOwner" => pending_owner();
        "transferOwnership" => transfer_ownership(Address);
        "acceptOwnership" => accept_ownership();
    }
}
