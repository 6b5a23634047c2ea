//! The book under a chosen oracle. Pages are code, which the test VM does not have: those are proven on the shipped
//! program.

mod layout;
mod recording;
mod wire;

use crate::state::Book;
use alloy_primitives::{Address, U256};
use motsu::prelude::*;
use risk::scenarios::Fact;

/// 2026-01-01.
const START: u64 = 1_767_225_600;
const DAY: u64 = 86_400;
/// 1 % a day: 1e-4 at scale 1e-36.
const PERCENT: u128 = 100_000_000_000_000_000_000_000_000_000_000;
const DOLLAR: u128 = 1_000_000_000_000_000_000;

fn u(value: u128) -> U256 {
    U256::from(value)
}

/// Words of prices in cents and variances.
fn facts(list: &[(u128, u128)]) -> Vec<U256> {
    let fact = |(cents, variance): &(u128, u128)| Fact {
        price: cents * DOLLAR / 100,
        variance: *variance,
    };
    list.iter().map(|pair| fact(pair).word()).collect()
}

fn open(book: &Contract<Book>, owner: Address, oracle: Address) {
    book.sender(owner).initialize(owner, oracle).motsu_unwrap();
}
