//! From call data to the methods of the vault. `#[public]` prints the same table for the interface.

use crate::abi::Leg;
use crate::bytes::Bytes;
use crate::state::Vault;
use alloc::vec::Vec;
use alloy_primitives::{Address, B256, I256, U256};

crate::words::routes! {
    Vault {
        "initialize" => initialize(Address, Address, Address, Address, Address);
        "deposit" => deposit(B256, u8, U256);
        "depositCash" => deposit_cash(B256, U256);
        "optIn" => opt_in(B256, u16);
        "withdraw" => withdraw(B256, u8, U256, Address);
        "withdrawCash" => withdraw_cash(B256, U256, Address);
        "borrow" => borrow(B256, U256, Address);
        "repay" => repay(B256, U256);
        "repayFromCash" => repay_from_cash(B256, U256);
        "transfer" => transfer(B256, B256, u8, U256);
        "multicall" => multicall(Vec<Bytes>);
        "act" => act(Address, Bytes);
        "seize" => seize(B256, u8, U256, U256, Address);
        "writeOff" => write_off(B256);
        "carry" => carry(B256, bool, I256, Vec<Leg>, bool);
        "settle" => settle(B256, I256);
        "assess" => assess(B256);
        "portfolio" => portfolio(B256);
        "borrowingPortfolio" => borrowing_portfolio(B256);
        "account" => account(B256);
        "collateral" => collateral(B256, u8);
        "debt" => debt(B256);
        "cashOf" => cash_of(B256);
        "optedIn" => opted_in(B256);
        "listing" => listing(u8);
        "totals" => totals(u16);
        "capLeft" => cap_left(u8);
        "paused" => paused(u8);
        "reconcile" => reconcile(u8);
        "pot" => pot();
        "totalCash" => total_cash();
        "minDebt" => min_debt();
        "opened" => opened();
        "cash" => cash();
        "pool" => pool();
        "margin" => margin();
        "terms" => terms();
        "lock" => lock();
        "liquidator" => liquidator();
        "mandate" => mandate();
        "clearing" => clearing();
        "guardian" => guardian();
        "open" => open();
        "listCollateral" => list_collateral(u8, Address, U256);
        "setCap" => set_cap(u8, U256);
        "setWeight" => set_weight(u8, U256, u32);
        "setInflowLimit" => set_inflow_limit(u8, U256);
        "setSeasoning" => set_seasoning(u8, u32);
        "setMinDebt" => set_min_debt(U256);
        "pause" => pause(u8, u64);
        "unpause" => unpause(u8);
        "setLiquidator" => set_liquidator(Address);
        "setMandate" => set_mandate(Address);
        "setClearing" => set_clearing(Address);
        "setGuardian" => set_guardian(Address);
        "owner" => owner();
        "pendingOwner" => pending_owner();
        "transferOwnership" => transfer_ownership(Address);
        "acceptOwnership" => accept_ownership();
    }
}
