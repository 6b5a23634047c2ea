//! From call data to the methods of the contract. `#[public]` prints the same table for the interface.

use crate::abi::FeedTerms;
use crate::state::Prices;
use alloy_primitives::Address;

crate::words::routes! {
    Prices {
        "observe" => observe(u16);
        "record" => record(u64);
        "price" => price(u8);
        "priceAt" => price_at(u8, u64);
        "status" => status(u8);
        "bothPrices" => both_prices(u8);
        "sampled" => sampled(u8);
        "permission" => permission(u8, u8);
        "decision" => decision(u8, u8);
        "decisions" => decisions(u16);
        "activeTime" => active_time();
        "listing" => listing(u8);
        "sequencerFeed" => sequencer_feed();
        "oracle" => oracle();
        "assetCount" => asset_count();
        "initialize" => initialize(Address, Address);
        "setOracle" => set_oracle(Address);
        "list" => list(FeedTerms);
        "owner" => owner();
        "pendingOwner" => pending_owner();
        "transferOwnership" => transfer_ownership(Address);
        "acceptOwnership" => accept_ownership();
    }
}
