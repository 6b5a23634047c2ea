//! From call data to the methods of the lock. `#[public]` prints the same table for the interface.

use crate::Lock;
use alloy_primitives::Address;

crate::words::routes! {
    Lock {
        "acquire" => acquire();
        "release" => release();
        "requireFree" => require_free();
        "holder" => holder();
        "isMember" => is_member(Address);
        "initialize" => initialize(Address);
        "setMember" => set_member(Address, bool);
        "owner" => owner();
        "pendingOwner" => pending_owner();
        "transferOwnership" => transfer_ownership(Address);
        "acceptOwnership" => accept_ownership();
    }
}
