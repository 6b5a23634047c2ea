//! From call data to the methods of the clearing. `#[public]` prints the same table for the interface.

use crate::abi::Trade;
use crate::Clearing;
use alloc::vec::Vec;
use alloy_primitives::{Address, B256, I256, U256};

crate::words::routes! {
    Clearing {
        "initialize" => initialize(Address, Address, Address, Address, Address);
        "trade" => trade(Trade);
        "addFunding" => add_funding(u8, u8, U256, I256);
        "settle" => settle(Vec<B256>);
        "fixPrice" => fix_price(u8, u64);
        "expire" => expire(Vec<B256>);
        "legsOf" => legs_of(B256);
        "positionsOf" => positions_of(B256);
        "legCount" => leg_count(B256);
        "totals" => totals(u16);
        "funding" => funding(Address, u8, u8, U256);
        "settlementPrice" => settlement_price(u8, u64);
        "openInterest" => open_interest(Address, u8);
        "market" => market(Address);
        "marketAt" => market_at(u8);
        "marketCount" => market_count();
        "registerMarket" => register_market(Address, U256);
        "setCap" => set_cap(Address, u8, U256);
        "setGuardian" => set_guardian(Address);
        "pause" => pause(Address);
        "unpause" => unpause(Address);
        "vault" => vault();
        "mandate" => mandate();
        "lock" => lock();
        "oracle" => oracle();
        "guardian" => guardian();
        "owner" => owner();
        "pendingOwner" => pending_owner();
        "transferOwnership" => transfer_ownership(Address);
        "acceptOwnership" => accept_ownership();
    }
}
