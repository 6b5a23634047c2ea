//! From call data to the methods of the planner. `#[public]` prints the same table for the interface.

use crate::abi::{CloseTerms, Holding, Leg};
use crate::Planner;
use alloc::vec::Vec;
use alloy_primitives::{Address, I256};

crate::words::routes! {
    Planner {
        "initialize" => initialize(Address);
        "close" => close(u32, I256, Vec<Holding>, Vec<Leg>, CloseTerms);
        "margin" => margin();
        "oracle" => oracle();
    }
}
