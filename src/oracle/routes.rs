//! From call data to the methods of the oracle. `#[public]` prints the same table for the interface.

use crate::abi::{AssetTerms, ClockTerms};
use crate::state::Oracle;
use alloc::vec::Vec;
use alloy_primitives::{Address, U256};

crate::words::routes! {
    Oracle {
        "snapshot" => snapshot(u16);
        "poke" => poke();
        "price" => price(u8);
        "status" => status(u8);
        "volatility" => volatility(u8);
        "slowVolatility" => slow_volatility(u8);
        "pacedVolatility" => paced_volatility(u8);
        "correlation" => correlation(u8, u8);
        "index" => index();
        "depth" => depth(u8);
        "matrix" => matrix(u16);
        "assetInfo" => asset_info(u8);
        "assetInfos" => asset_infos(u16);
        "dueAt" => due_at();
        "sampledAt" => sampled_at();
        "nextDue" => next_due();
        "samples" => samples(u8);
        "assetCount" => asset_count();
        "listing" => listing(u8);
        "clock" => clock();
        "prices" => prices();
        "book" => book();
        "depthDesk" => depth_desk();
        "noteDepths" => note_depths(Vec<U256>);
        "initialize" => initialize(Address, Address, ClockTerms);
        "setBook" => set_book(Address, u32);
        "setDepth" => set_depth(Address);
        "list" => list(AssetTerms);
        "owner" => owner();
        "pendingOwner" => pending_owner();
        "transferOwnership" => transfer_ownership(Address);
        "acceptOwnership" => accept_ownership();
    }
}
