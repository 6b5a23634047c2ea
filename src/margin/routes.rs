//! From call data to the methods of the margin. `#[public]` prints the same table for the interface.

use crate::abi::{Holding, Leg, Portfolio};
use crate::Margin;
use alloc::vec::Vec;
use alloy_primitives::{Address, I256, U256};

crate::words::routes! {
    Margin {
        "assess" => assess(I256, Vec<Holding>, Vec<Leg>);
        "assessMany" => assess_many(u32, bool, Vec<Portfolio>);
        "assessAt" => assess_at(u32, Portfolio, u8, Vec<U256>);
        "parts" => parts(u32, Portfolio);
        "initialize" => initialize(Address, Address, Address, Address, Address, Address);
        "oracle" => oracle();
        "terms" => terms();
        "book" => book();
        "judge" => judge();
        "simulator" => simulator();
        "pricer" => pricer();
    }
}
