//! From call data to the methods of the vault. `#[public]` prints the same tables for the interface.
//!
//! There are two: what is called often, and the annex, a program of its own that the vault runs on its storage. One
//! program would be too large, and dear to enter.

use crate::abi::Leg;
use crate::bytes::Bytes;
use crate::state::Vault;
use alloc::vec::Vec;
use alloy_primitives::{Address, B256, I256, U256};
use stylus_sdk::ArbResult;

#[cfg(not(feature = "annex"))]
crate::words::routes! { Vault by route }
#[cfg(feature = "annex")]
crate::words::routes! { Vault by route_annex }

/// Routes a call to the vault: here, or in the annex.
#[cfg(not(feature = "annex"))]
fn route(vault: &mut Vault, selector: u32, data: &[u8]) -> Option<ArbResult> {
    route_here(vault, selector, data).or_else(|| elsewhere(vault, selector, data))
}

/// Where nothing is deployed, both programs are one.
#[cfg(not(any(target_arch = "wasm32", feature = "annex")))]
fn elsewhere(vault: &mut Vault, selector: u32, data: &[u8]) -> Option<ArbResult> {
    route_annex(vault, selector, data)
}

/// The annex, by delegation: on these slots, as this contract, for this caller. Before `initialize` there is none.
#[cfg(all(target_arch = "wasm32", not(feature = "annex")))]
fn elsewhere(_: &mut Vault, selector: u32, data: &[u8]) -> Option<ArbResult> {
    let annex = crate::state::load_address(crate::state::ANNEX);
    if annex.is_zero() {
        return None;
    }
    let mut call = crate::words::pack(&selector.to_be_bytes(), &[]);
    call.extend_from_slice(data);
    Some(crate::host::delegate(annex, &call))
}

crate::words::functions! {
    #[cfg(not(feature = "annex"))]
    fn route_here(Vault) {
        "initialize" => initialize(Address, Address, Address, Address, Address, Address);
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
        "carry" => carry(B256, bool, I256, Vec<Leg>, bool);
        "assess" => assess(B256);
        "portfolio" => portfolio(B256);
        "borrowingPortfolio" => borrowing_portfolio(B256);
        "account" => account(B256);
        "collateral" => collateral(B256, u8);
        "debt" => debt(B256);
        "cashOf" => cash_of(B256);
    }
}

crate::words::functions! {
    #[cfg(any(not(target_arch = "wasm32"), feature = "annex"))]
    fn route_annex(Vault) {
        "writeOff" => write_off(B256);
        "settle" => settle(B256, I256);
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
        "annex" => annex();
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
