//! The feed before an oracle that says what it is told.

mod layout;
mod oracle;
mod rhythm;
mod rounds;
mod wire;

use crate::state::Feed;
use alloc::string::String;
use alloy_primitives::{Address, U256};
use motsu::prelude::*;
use oracle::MockOracle;

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

const WAD: u128 = 1_000_000_000_000_000_000;
/// Five per mille.
const DEVIATION: u64 = 5_000_000_000_000_000;
const HEARTBEAT: u32 = 3_600;
const ASSET: u8 = 3;

fn u(value: u128) -> U256 {
    U256::from(value)
}

/// A feed of 8 decimals of an output of the oracle, which has a price of 2,000 USD.
fn open(feed: &Contract<Feed>, oracle: &Contract<MockOracle>, anyone: Address, kind: u8) {
    oracle
        .sender(anyone)
        .set_price(u(2_000 * WAD), clock::now());
    let asset = if kind == 3 { 0 } else { ASSET };
    feed.sender(anyone)
        .initialize(
            oracle.address(),
            kind,
            asset,
            8,
            U256::from(DEVIATION),
            HEARTBEAT,
            String::from("ETH / USD"),
        )
        .motsu_unwrap();
}
