//! The pool against a mock token; amounts in units of a token with six decimals.

mod erc20;
mod erc4626;
mod interest;
mod layout;
mod lending;
mod limits;
mod lock;
mod losses;
mod setup;
mod token;
mod wire;

use crate::state::Pool;
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

const YEAR: u64 = 31_536_000;
/// Full units of the cash.
const UNIT: u64 = 1_000_000;

fn u(value: u128) -> U256 {
    U256::from(value)
}

/// Amounts around which rounding matters, in units of cash.
const AMOUNTS: [u128; 7] = [1, 2, 3, 7, 9, 1_000_003, 123_456_789];

/// A percentage in WAD.
fn percent(value: u64) -> U256 {
    U256::from(value) * U256::from(10_000_000_000_000_000_u64)
}

/// An open pool: the vault is an ordinary account, 4 % at 80 % utilisation and 64 % at 100 %.
fn open(pool: &Contract<Pool>, token: &Contract<MockToken>, owner: Address, vault: Address) {
    token.sender(owner).set_decimals(6);
    pool.sender(owner)
        .initialize(owner, token.address(), token.address())
        .motsu_unwrap();
    pool.sender(owner).set_vault(vault).motsu_unwrap();
    pool.sender(owner)
        .set_curve(U256::ZERO, percent(80), percent(4), percent(60))
        .motsu_unwrap();
}

/// Gives a holder tokens and lets the pool take them.
fn fund(pool: &Contract<Pool>, token: &Contract<MockToken>, holder: Address, amount: U256) {
    token.sender(holder).give(holder, amount);
    token.sender(holder).approve(pool.address(), U256::MAX);
}

/// Funds and deposits.
fn lend_in(
    pool: &Contract<Pool>,
    token: &Contract<MockToken>,
    holder: Address,
    amount: U256,
) -> U256 {
    fund(pool, token, holder, amount);
    pool.sender(holder).deposit(amount, holder).motsu_unwrap()
}

/// A pool with a share price that is no round number: lent out for 100 days, a part of it still.
fn season(pool: &Contract<Pool>, token: &Contract<MockToken>, lender: Address, vault: Address) {
    lend_in(pool, token, lender, u(1_000_000_007));
    pool.sender(vault)
        .lend(vault, u(777_777_777))
        .motsu_unwrap();
    clock::advance(100 * 86_400 + 1);
}
