//! The desk in the test VM, beside sources that say what they are told to say.

#[path = "../../pool_depth/tests/answers.rs"]
mod answers;
mod feeds;
mod layout;
mod snapshots;
mod wire;

use crate::state::{CONTRACT, FEED, NOBODY};
use crate::Depth;
use alloy_primitives::{Address, U256};
use answers::MockAnswers;
use motsu::prelude::*;

/// A clock that tests can move: the one of the test VM stands still.
pub(crate) mod clock {
    use std::cell::Cell;

    thread_local!(static NOW: Cell<u64> = const { Cell::new(1_800_000_000) });

    pub(crate) fn now() -> u64 {
        NOW.get()
    }

    pub(crate) fn pass(seconds: u64) {
        NOW.set(NOW.get() + seconds);
    }
}

const SPACING: u64 = 900;

/// Somebody who answers: a source, a feed, an oracle.
type Somebody = Contract<MockAnswers>;

fn u(value: u128) -> U256 {
    U256::from(value)
}

fn usd(whole: u128) -> U256 {
    u(whole * 1_000_000_000_000_000_000)
}

fn word(address: Address) -> U256 {
    U256::from_be_bytes(address.into_word().0)
}

fn say(who: &Somebody, signature: &str, parameters: &[U256], words: &[U256]) {
    who.sender(Address::ZERO).say(signature, parameters, words);
}

/// A desk whose oracle is `oracle` and whose asset 2 comes from `source`, up to 1,000 USD at once.
fn open(desk: &Contract<Depth>, source: &Somebody, oracle: &Somebody, owner: Address) {
    desk.sender(owner)
        .initialize(owner, oracle.address())
        .motsu_unwrap();
    say(source, "depth(uint8)", &[u(2)], &[usd(1_000)]);
    desk.sender(owner)
        .set_source(2, source.address(), CONTRACT, 0, usd(1_000))
        .motsu_unwrap();
}

/// The spacing passes; a snapshot of what is due.
fn refresh(desk: &Contract<Depth>) {
    clock::pass(SPACING);
    assert!(desk.sender(Address::ZERO).refresh().motsu_unwrap());
}

/// Depth and maintenance depth of asset 2.
fn depths(desk: &Contract<Depth>) -> (U256, U256) {
    let desk = desk.sender(Address::ZERO);
    (desk.depth(2).unwrap(), desk.maintenance_depth(2).unwrap())
}
