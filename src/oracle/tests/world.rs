//! The numbers that the tests share, and what they do again and again.

use crate::abi::ListingTerms;
use crate::host::load;
use crate::tests::clock;
use crate::tests::feed::{MockFeed, ANSWER, STARTED_AT};
use crate::Oracle;
use alloy_primitives::{Address, U256};
use motsu::prelude::*;

pub(crate) const WAD: u128 = 1_000_000_000_000_000_000;
/// 2,500 USD with 8 decimals.
pub(crate) const PRICE_8: u128 = 250_000_000_000;
pub(crate) const INTERVAL: u32 = 3_600;
pub(crate) const HALF_LIFE: u32 = 172_800;
/// Heartbeat and grace.
pub(crate) const LIMIT: u64 = 90_000;

pub(crate) fn wad(value: u128) -> U256 {
    U256::from(value * WAD)
}

/// 8,640 to 10 USD around 2,500; 20 % of deviation, volatility from 80 %, floor 10 %.
pub(crate) fn terms(feed: Address) -> ListingTerms {
    ListingTerms {
        feed,
        heartbeat: 86_400,
        grace: 3_600,
        minPrice: wad(1_000),
        maxPrice: wad(10_000),
        maxDeviation: U256::from(WAD / 5),
        floorVolatility: U256::from(WAD / 10),
        startVolatility: U256::from(WAD / 10 * 8),
        indexWeight: wad(1),
    }
}

/// An oracle of `owner` without a sequencer feed: an hour at 60 %, between 10 minutes and 4 hours, no clip.
pub(crate) fn start(oracle: &Contract<Oracle>, owner: Address) {
    start_with(oracle, owner, Address::ZERO, 0);
}

pub(crate) fn start_with(
    oracle: &Contract<Oracle>,
    owner: Address,
    sequencer: Address,
    clip: u128,
) {
    clock::reset();
    oracle
        .sender(owner)
        .initialize(
            owner,
            sequencer,
            INTERVAL,
            600,
            14_400,
            HALF_LIFE,
            U256::from(WAD / 10 * 6),
            U256::from(clip),
        )
        .motsu_unwrap();
}

/// Lists a feed of 8 decimals at an answer.
pub(crate) fn list(
    oracle: &Contract<Oracle>,
    owner: Address,
    feed: &Contract<MockFeed>,
    answer: u128,
) -> u8 {
    feed.sender(owner).answer(answer, 8);
    oracle
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
pub(crate) fn storage(oracle: &Contract<Oracle>, caller: Address) -> Vec<U256> {
    // A call, so that the storage is that of the oracle.
    let _ = oracle.sender(caller).owner();
    (0..256).map(load).collect()
}

/// Within `parts` of 1e18 of the expected value, and not below it by more than 1 unit.
pub(crate) fn assert_near(value: U256, expected: u128, parts: u128) {
    let value: u128 = value.to();
    let allowed = expected / WAD * parts + expected % WAD * parts / WAD + 2;
    assert!(
        value.abs_diff(expected) <= allowed,
        "{value} is not {expected}"
    );
}
