//! The numbers that the tests share, and what they do again and again.

use super::clock;
use super::feed::{MockFeed, ANSWER, STARTED_AT};
use crate::abi::FeedTerms;
use crate::state::load;
use crate::Prices;
use alloc::vec::Vec;
use alloy_primitives::{Address, U256};
use motsu::prelude::*;

pub(crate) const WAD: u128 = 1_000_000_000_000_000_000;
/// 2,500 USD with 8 decimals.
pub(crate) const PRICE_8: u128 = 250_000_000_000;
/// Heartbeat and grace.
pub(crate) const LIMIT: u64 = 90_000;

pub(crate) fn wad(value: u128) -> U256 {
    U256::from(value * WAD)
}

/// 1,024 to 8,192 USD around 2,500; 20 % of deviation.
pub(crate) fn terms(feed: Address) -> FeedTerms {
    FeedTerms {
        feed,
        heartbeat: 86_400,
        grace: 3_600,
        minPrice: wad(1_000),
        maxPrice: wad(10_000),
        maxDeviation: U256::from(WAD / 5),
        secondary: Address::ZERO,
        secondaryLimit: 0,
        nav: Address::ZERO,
        navExpiry: 0,
        navDiscount: U256::ZERO,
    }
}

/// The contract of `owner`, who is its oracle too, without a sequencer feed.
pub(crate) fn start(prices: &Contract<Prices>, owner: Address) {
    start_with(prices, owner, Address::ZERO);
}

pub(crate) fn start_with(prices: &Contract<Prices>, owner: Address, sequencer: Address) {
    prices
        .sender(owner)
        .initialize(owner, sequencer)
        .motsu_unwrap();
    prices.sender(owner).set_oracle(owner).motsu_unwrap();
}

/// Lists a feed of 8 decimals at an answer.
pub(crate) fn list(
    prices: &Contract<Prices>,
    owner: Address,
    feed: &Contract<MockFeed>,
    answer: u128,
) -> u8 {
    feed.sender(owner).answer(answer, 8);
    prices
        .sender(owner)
        .list(terms(feed.address()))
        .motsu_unwrap()
}

/// The sequencer has been up for a day.
pub(crate) fn sequencer_up(feed: &Contract<MockFeed>, caller: Address) {
    feed.sender(caller).answer(0, 0);
    feed.sender(caller).set_word(ANSWER, U256::ZERO);
    feed.sender(caller)
        .set_word(STARTED_AT, U256::from(clock::now() - 86_400));
}

/// Every slot that the contract can have written.
pub(crate) fn storage(prices: &Contract<Prices>, caller: Address) -> Vec<U256> {
    // A call, so that the storage is that of the contract.
    let _ = prices.sender(caller).owner();
    (0..128).map(load).collect()
}
