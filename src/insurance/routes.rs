//! From call data to the methods of the insurance. `#[public]` prints the same table for the interface.

use crate::state::Insurance;
use alloy_primitives::{Address, B256, U256};

shares::routes! {
    Insurance {
        "initialize" => initialize(Address, Address, Address);
        "giveNotice" => give_notice(U256);
        "noteInsolvent" => note_insolvent(B256);
        "skim" => skim();
        "cover" => cover(U256);
        "earn" => earn(U256);
        "noticeOf" => notice_of(Address);
        "insolvency" => insolvency();
        "insolvencyOf" => insolvency_of(B256);
        "exitsOpen" => exits_open();
        "cash" => cash();
        "pool" => pool();
        "lock" => lock();
        "setPool" => set_pool(Address);
        "owner" => owner();
        "pendingOwner" => pending_owner();
        "transferOwnership" => transfer_ownership(Address);
        "acceptOwnership" => accept_ownership();
    }
}
