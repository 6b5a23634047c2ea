//! Answers that are more than single words.

use crate::abi::{AccountInfo, Holding, Leg, Listing, Verdict};
use alloy_primitives::{Address, I256, U256};

crate::words::structs! {
    Holding { asset: u8, amount: U256 }
    Leg { asset: u8, kind: u8, size: I256, strike: U256, expiry: u64 }
    Verdict {
        equity: I256, initialMargin: U256, maintenanceMargin: U256, bufferMargin: U256, health: U256, notLive: u16
    }
    AccountInfo { owner: Address, debt: U256, cash: U256, assets: u16, version: u32, legs: bool }
    Listing {
        token: Address, decimals: u8, cap: U256, total: U256, weight: U256, targetWeight: U256, weightAt: u64,
        inflowLimit: U256, seasoning: u32, frozen: bool
    }
}
