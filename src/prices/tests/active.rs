//! Active time, whoever looks when.

use super::clock::{self, now};
use super::feed::{MockFeed, ROUND, STARTED_AT};
use super::world::{list, sequencer_up, start, start_with, PRICE_8};
use crate::abi::SequencerDown;
use crate::Prices;
use alloy_primitives::{Address, U256};
use motsu::prelude::*;

#[motsu::test]
fn without_a_sequencer_feed_all_time_counts(prices: Contract<Prices>, alice: Address) {
    clock::reset();
    start(&prices, alice);
    clock::pass(1_234);
    assert_eq!(prices.sender(alice).active_time().motsu_unwrap(), 1_234);
}

#[motsu::test]
fn outages_that_nobody_looked_at(
    prices: Contract<Prices>,
    sequencer: Contract<MockFeed>,
    eth: Contract<MockFeed>,
    alice: Address,
) {
    clock::reset();
    sequencer_up(&sequencer, alice);
    start_with(&prices, alice, sequencer.address());
    list(&prices, alice, &eth, PRICE_8);
    let active = || prices.sender(alice).active_time().motsu_unwrap();
    clock::pass(1_000);
    assert_eq!(active(), 1_000);
    // Three outages of 500 s, each 10,000 s after the last: 6,400 s of each 10,000 are past the grace.
    for _ in 0..3 {
        sequencer.sender(alice).next(1);
        clock::pass(500);
        sequencer.sender(alice).next(0);
        clock::pass(10_000);
    }
    assert_eq!(active(), 1_000 + 3 * 6_400);
    // Kept, it is the same; and so it is later.
    eth.sender(alice).next(PRICE_8);
    prices.sender(alice).record(now()).motsu_unwrap();
    assert_eq!(active(), 1_000 + 3 * 6_400);
    sequencer.sender(alice).next(1);
    clock::pass(7_000);
    assert_eq!(active(), 1_000 + 3 * 6_400, "down");
    sequencer.sender(alice).next(0);
    clock::pass(3_601);
    assert_eq!(active(), 1_000 + 3 * 6_400 + 1);
    sequencer.sender(alice).set_reverts(true);
    let refused = prices.sender(alice).active_time().motsu_unwrap_err();
    assert_eq!(refused, SequencerDown {}.into());
}

#[motsu::test]
fn more_outages_than_one_call_walks_over(
    prices: Contract<Prices>,
    sequencer: Contract<MockFeed>,
    eth: Contract<MockFeed>,
    alice: Address,
) {
    clock::reset();
    sequencer_up(&sequencer, alice);
    start_with(&prices, alice, sequencer.address());
    list(&prices, alice, &eth, PRICE_8);
    for _ in 0..20 {
        clock::pass(10_000);
        sequencer.sender(alice).next(1);
        clock::pass(100);
        sequencer.sender(alice).next(0);
    }
    clock::pass(10_000);
    let active = || prices.sender(alice).active_time().motsu_unwrap();
    // 16 of the 40 changes: eight outages, then up to the start of the ninth nothing is known.
    assert_eq!(active(), 10_000 + 7 * 6_400);
    for step in 1..=3 {
        eth.sender(alice).next(PRICE_8);
        clock::pass(1);
        prices.sender(alice).record(now()).motsu_unwrap();
        if step < 3 {
            assert!(active() > 10_000 + 7 * 6_400);
        }
    }
    assert_eq!(active(), 10_000 + 20 * 6_400 + 3);
}

/// The feed's proxy moves on to another aggregator, whose rounds begin again.
#[motsu::test]
fn a_new_phase(prices: Contract<Prices>, sequencer: Contract<MockFeed>, alice: Address) {
    clock::reset();
    sequencer_up(&sequencer, alice);
    start_with(&prices, alice, sequencer.address());
    clock::pass(1_000);
    let phase = U256::from(2) << 64_usize;
    sequencer.sender(alice).set_word(ROUND, phase);
    sequencer.sender(alice).next(1);
    clock::pass(500);
    sequencer.sender(alice).next(0);
    clock::pass(10_000);
    let active = prices.sender(alice).active_time().motsu_unwrap();
    assert_eq!(active, 1_000 + 6_400);
}

#[motsu::test]
fn a_start_within_the_grace(
    prices: Contract<Prices>,
    sequencer: Contract<MockFeed>,
    alice: Address,
) {
    clock::reset();
    sequencer_up(&sequencer, alice);
    sequencer
        .sender(alice)
        .set_word(STARTED_AT, U256::from(now() - 600));
    start_with(&prices, alice, sequencer.address());
    clock::pass(3_000);
    assert_eq!(prices.sender(alice).active_time().motsu_unwrap(), 0);
    clock::pass(1);
    assert_eq!(prices.sender(alice).active_time().motsu_unwrap(), 1);
}
