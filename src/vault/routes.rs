//! From call data to the methods of the vault. `#[public]` prints the same table for the interface.

use crate::state::Vault;
use alloy_primitives::{Address, B256, U256};

crate::words::routes! {
    Vault {
        "initialize" => initialize(Address, Address, Address, Address);
        "deposit" => deposit(B256, u8, U256);
        "withdraw" => withdraw(B256, u8, U256, Address);
        "borrow" => borrow(B256, U256, Address);
        "repay" => repay(B256, U256);
        "seize" => seize(B256, u8, U256, U256, Address);
        "assess" => assess(B256);
        "portfolio" => portfolio(B256);
        "collateral" => collateral(B256, u8);
        "debt" => debt(B256);
        "listing" => listing(u8);
        "cash" => cash();
        "pool" => pool();
        "margin" => margin();
        "liquidator" => liquidator();
        "listCollateral" => list_collateral(u8, Address, U256);
        "setCap" => set_cap(u8, U256);
        "setLiquidator" => set_liquidator(Address);
        "owner" => owner();
        "pendingOwner" => pending_owner();
        "transferOwnership" => transfer_ownership(Address);
        "acceptOwnership" => accept_ownership();
    }
}
