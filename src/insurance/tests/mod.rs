//! The insurance against a mock token; amounts in units of a token with six decimals.

mod layout;
mod notice;
#[allow(dead_code)] // it misbehaves for the pool
#[path = "../../pool/tests/token.rs"]
mod token;
mod wire;

use crate::state::Insurance;
use alloy_primitives::{Address, U256};
use motsu::prelude::*;
use token::MockToken;

/// A clock that tests can move: the one of the test VM stands still.
pub(crate) mod clock {
    use std::cell::Cell;

    thread_local!(static NOW: Cell<u64> = const { Cell::new(1_800_000_000) });

    pub(crate) fn now() -> u64 {
        NOW.get()
    }

    pub(crate) fn advance(seconds: u64) {
        NOW.set(NOW.get() + seconds);
    }
}

fn u(value: u128) -> U256 {
    U256::from(value)
}

/// An open insurance in which a holder has a million.
fn open(
    insurance: &Contract<Insurance>,
    token: &Contract<MockToken>,
    owner: Address,
    holder: Address,
) {
    token.sender(owner).set_decimals(6);
    insurance
        .sender(owner)
        .initialize(owner, token.address(), token.address())
        .motsu_unwrap();
    token.sender(holder).give(holder, u(2_000_000));
    token.sender(holder).approve(insurance.address(), U256::MAX);
    insurance
        .sender(holder)
        .deposit(u(1_000_000), holder)
        .motsu_unwrap();
}
