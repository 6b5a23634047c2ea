//! From call data to the methods of the terms. `#[public]` prints the same table for the interface.

use crate::abi::{AssetTerms, ClassTerms, PolicyTerms};
use crate::state::Terms;
use alloy_primitives::Address;

crate::words::routes! {
    Terms {
        "initialize" => initialize(Address, Address);
        "setSources" => set_sources(Address, Address);
        "setGuardian" => set_guardian(Address);
        "setPolicy" => set_policy(PolicyTerms);
        "setClass" => set_class(u8, ClassTerms);
        "setAsset" => set_asset(u8, u8, AssetTerms);
        "tightenPolicy" => tighten_policy(PolicyTerms);
        "tightenAsset" => tighten_asset(u8, ClassTerms, AssetTerms);
        "noteExposures" => note_exposures(u16);
        "turnBuffer" => turn_buffer();
        "read" => read(u16, u32);
        "newest" => newest();
        "listed" => listed();
        "policy" => policy();
        "maintenancePolicy" => maintenance_policy(u32);
        "classTerms" => class_terms(u8);
        "assetTerms" => asset_terms(u8);
        "maintenanceTerms" => maintenance_terms(u8, u32);
        "changes" => changes(u8);
        "exposure" => exposure(u8);
        "buffer" => buffer();
        "bufferDueAt" => buffer_due_at();
        "oracle" => oracle();
        "vault" => vault();
        "clearing" => clearing();
        "guardian" => guardian();
        "owner" => owner();
        "pendingOwner" => pending_owner();
        "transferOwnership" => transfer_ownership(Address);
        "acceptOwnership" => accept_ownership();
    }
}
