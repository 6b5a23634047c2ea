//! From call data to the methods of the lookout. `#[public]` prints the same table for the interface.

use crate::abi::Change;
use crate::Lookout;
use alloc::vec::Vec;
use alloy_primitives::{Address, B256};

crate::words::routes! {
    Lookout {
        "initialize" => initialize(Address, Address);
        "account" => account(B256);
        "accounts" => many_accounts(Vec<B256>);
        "healthAfter" => health_after(B256, Vec<Change>);
        "maxWithdraw" => max_withdraw(B256, u8);
        "maxBorrow" => max_borrow(B256);
        "liquidationPrice" => liquidation_price(B256, u8);
        "capsLeft" => caps_left();
        "vault" => vault();
        "margin" => margin();
    }
}
