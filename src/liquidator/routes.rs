//! From call data to the methods of the contract. `#[public]` prints the same table for the interface.

use crate::state::Liquidator;
use alloy_primitives::{Address, B256, U256};

crate::words::routes! {
    Liquidator {
        "plan" => plan(B256);
        "buyCollateral" => buy_collateral(B256, u8, U256, U256, Address);
        "terms" => terms();
        "vault" => vault();
        "margin" => margin();
        "planner" => planner();
        "pool" => pool();
        "cash" => cash();
        "lock" => lock();
        "initialize" => initialize(Address, Address, Address, Address, Address, Address, Address);
        "setTerms" => set_terms(U256, U256);
        "owner" => owner();
        "pendingOwner" => pending_owner();
        "transferOwnership" => transfer_ownership(Address);
        "acceptOwnership" => accept_ownership();
    }
}
