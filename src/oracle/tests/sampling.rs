//! One sample of all assets on one clock. Expected values: 60-digit decimal arithmetic on the formulas of the
//! model, `w = 2^(-dt/H)`, `v' = w v + (1-w)/dt r^2`.

use crate::abi::{Sampled, VolatilitySampled};
use crate::state;
use crate::tests::clock::{self, now};
use crate::tests::feed::{MockFeed, UPDATED_AT};
use crate::tests::world::{
    assert_near, list, sequencer_up, start, start_with, storage, terms, wad, INTERVAL, LIMIT,
    PRICE_8, WAD,
};
use crate::Oracle;
use alloy_primitives::{Address, U256};
use motsu::prelude::*;
use risk::Covariance;

/// 80 % per year, per day at scale 1e-36, rounded up.
const VARIANCE_80: i128 = 1_753_424_657_534_246_575_342_465_753_424_658;
/// After 3,600 s and +4 % at a half-life of two days.
const VARIANCE_AFTER_4: i128 = 2_257_577_123_361_591_570_442_653_862_541_412;
const VOLATILITY_AFTER_4: u128 = 907_753_077_674_199_308;
/// `3600 (0.6 / 0.9077...)^2`, rounded down.
const INTERVAL_AFTER_4: u64 = 1_572;
const SAMPLING_ERROR: u128 = 100;

fn variance(oracle: &Contract<Oracle>, caller: Address, i: usize, j: usize) -> i128 {
    let _ = oracle.sender(caller).owner();
    state::covariance(Covariance::entry(i, j).unwrap())
}

fn assert_variance(value: i128, expected: i128) {
    // 100 parts of 1e18: the rounding of weight and gain.
    assert!(
        value.abs_diff(expected) <= expected.unsigned_abs() / WAD * SAMPLING_ERROR + 2,
        "{value} is not {expected}"
    );
}

/// `value * factor / 1e18`.
fn times(value: i128, factor: u128) -> i128 {
    let product = U256::from(value.unsigned_abs()) * U256::from(factor) / U256::from(WAD);
    i128::try_from(product.to::<u128>()).unwrap()
}

#[motsu::test]
fn orc_5_pokes_before_the_due_time_change_no_bit(
    oracle: Contract<Oracle>,
    eth: Contract<MockFeed>,
    alice: Address,
    bob: Address,
) {
    start(&oracle, alice);
    list(&oracle, alice, &eth, PRICE_8);
    assert_eq!(oracle.sender(bob).due_at(), now() + 3_600);
    let (before, events) = (storage(&oracle, bob), oracle.all_events().len());
    for poke in 0..50 {
        clock::pass(72);
        eth.sender(alice).answer(PRICE_8 + poke, 8);
        if poke < 49 {
            assert!(!oracle.sender(bob).poke().motsu_unwrap());
            assert_eq!(storage(&oracle, bob), before);
        }
    }
    assert_eq!(oracle.all_events().len(), events);
    assert!(oracle.sender(bob).poke().motsu_unwrap());
    assert_ne!(storage(&oracle, bob), before);
    // The same block, once more.
    let after = storage(&oracle, bob);
    assert!(!oracle.sender(bob).poke().motsu_unwrap());
    assert_eq!(storage(&oracle, bob), after);
}

#[motsu::test]
fn a_sample_takes_return_variance_index_and_due_time(
    oracle: Contract<Oracle>,
    eth: Contract<MockFeed>,
    alice: Address,
    bob: Address,
) {
    start(&oracle, alice);
    list(&oracle, alice, &eth, PRICE_8);
    assert_eq!(variance(&oracle, bob, 0, 0), VARIANCE_80);
    assert_eq!(oracle.sender(bob).index(), U256::ZERO);
    assert_eq!(oracle.sender(bob).samples(0).motsu_unwrap(), 0);

    clock::pass(3_600);
    eth.sender(alice).answer(260_000_000_000, 8);
    let calls = eth.sender(bob).calls();
    assert!(oracle.sender(bob).poke().motsu_unwrap());
    let (rounds, decimals) = eth.sender(bob).calls();
    assert_eq!(
        (rounds - calls.0, decimals - calls.1),
        (U256::from(1), U256::from(1))
    );

    assert_variance(variance(&oracle, bob, 0, 0), VARIANCE_AFTER_4);
    let index = oracle.sender(bob).index();
    assert_near(index, VOLATILITY_AFTER_4, SAMPLING_ERROR);
    assert_eq!(oracle.sender(bob).sampled_at(), now());
    assert_eq!(oracle.sender(bob).due_at(), now() + INTERVAL_AFTER_4);
    assert_eq!(oracle.sender(bob).samples(0).motsu_unwrap(), 1);
    oracle.assert_emitted(&VolatilitySampled {
        asset: 0,
        price: wad(2_600),
        volatility: index,
    });
    oracle.assert_emitted(&Sampled {
        at: now(),
        dueAt: now() + INTERVAL_AFTER_4,
        index,
    });
}

#[motsu::test]
fn a_clipped_return_counts_as_its_limit(
    oracle: Contract<Oracle>,
    eth: Contract<MockFeed>,
    alice: Address,
) {
    start_with(&oracle, alice, Address::ZERO, 5 * WAD);
    list(&oracle, alice, &eth, PRICE_8);
    clock::pass(3_600);
    // +8 %, 9 standard deviations of the hour.
    eth.sender(alice).answer(270_000_000_000, 8);
    assert!(oracle.sender(alice).poke().motsu_unwrap());
    assert_variance(
        variance(&oracle, alice, 0, 0),
        2_356_748_681_881_421_515_358_229_500_126_723,
    );
    // Readers are shown the clipped estimate only once the jump is a sample: the price has moved.
    assert_eq!(oracle.sender(alice).status(0).motsu_unwrap().0, wad(2_700));
}

#[motsu::test]
fn orc_9_one_clock_samples_all_pairs(
    oracle: Contract<Oracle>,
    eth: Contract<MockFeed>,
    btc: Contract<MockFeed>,
    alice: Address,
) {
    start(&oracle, alice);
    let mut heavy = terms(eth.address());
    heavy.indexWeight = U256::from(WAD / 4 * 3);
    eth.sender(alice).answer(PRICE_8, 8);
    oracle.sender(alice).list(heavy).motsu_unwrap();
    let mut light = terms(btc.address());
    (light.minPrice, light.maxPrice) = (wad(1), wad(1_000_000));
    (light.startVolatility, light.indexWeight) = (U256::from(WAD / 2), U256::from(WAD / 4));
    btc.sender(alice).answer(6_000_000_000_000, 8);
    oracle.sender(alice).list(light).motsu_unwrap();

    clock::pass(3_600);
    eth.sender(alice).answer(260_000_000_000, 8);
    btc.sender(alice).answer(6_240_000_000_000, 8);
    assert!(oracle.sender(alice).poke().motsu_unwrap());
    assert_variance(variance(&oracle, alice, 0, 0), VARIANCE_AFTER_4);
    assert_variance(
        variance(&oracle, alice, 1, 1),
        1_204_402_746_732_350_052_304_676_545_429_368,
    );
    assert_variance(
        variance(&oracle, alice, 1, 0),
        529_290_966_841_810_617_600_844_931_896_007,
    );
    assert_near(
        oracle.sender(alice).index(),
        853_178_462_081_388_125,
        SAMPLING_ERROR,
    );
}

#[motsu::test]
fn an_asset_without_a_price_is_missing_from_the_sample(
    oracle: Contract<Oracle>,
    eth: Contract<MockFeed>,
    btc: Contract<MockFeed>,
    alice: Address,
) {
    start(&oracle, alice);
    list(&oracle, alice, &eth, PRICE_8);
    let mut other = terms(btc.address());
    (other.minPrice, other.maxPrice) = (wad(1), wad(1_000_000));
    other.startVolatility = U256::from(WAD / 2);
    btc.sender(alice).answer(6_000_000_000_000, 8);
    oracle.sender(alice).list(other).motsu_unwrap();
    let of_btc = variance(&oracle, alice, 1, 1);

    // First sample: both; a covariance to lose.
    clock::pass(3_600);
    eth.sender(alice).answer(260_000_000_000, 8);
    btc.sender(alice).answer(6_240_000_000_000, 8);
    assert!(oracle.sender(alice).poke().motsu_unwrap());
    let (btc_variance, covariance) = (
        variance(&oracle, alice, 1, 1),
        variance(&oracle, alice, 1, 0),
    );
    assert_ne!(btc_variance, of_btc);

    // Second: one is dead.
    clock::pass(3_600);
    eth.sender(alice).answer(260_000_000_000, 8);
    btc.sender(alice).set_reverts(true);
    assert!(oracle.sender(alice).poke().motsu_unwrap());
    assert_variance(
        variance(&oracle, alice, 0, 0),
        2_225_210_688_589_499_680_922_249_807_750_907,
    );
    let padding = variance(&oracle, alice, 1, 1) - btc_variance;
    assert!((0..=2).contains(&padding), "{padding}");
    // By the root of the weight.
    assert_variance(
        variance(&oracle, alice, 1, 0),
        times(covariance, 992_805_720_491_268_913),
    );
    assert_eq!(oracle.sender(alice).samples(1).motsu_unwrap(), 1);
    assert_eq!(oracle.sender(alice).samples(0).motsu_unwrap(), 2);
    let (price, state, ..) = oracle.sender(alice).status(1).motsu_unwrap();
    assert_eq!((price, state), (wad(62_400), 2));

    // Third: it is back, and its return spans the gap: +10 % since its last sample.
    clock::pass(3_600);
    eth.sender(alice).answer(260_000_000_000, 8);
    btc.sender(alice).answer(6_864_000_000_000, 8);
    let before = variance(&oracle, alice, 1, 1);
    assert!(oracle.sender(alice).poke().motsu_unwrap());
    // w v + g ln(1.1)^2, g = 24 (1 - w).
    let (weight, squared) = (
        985_663_198_640_187_575,
        9_084_030_374_332_734_416_812_995_936_952_747,
    );
    let expected = times(before, weight) + times(squared, 24 * (WAD - weight));
    assert_variance(variance(&oracle, alice, 1, 1), expected);
}

#[motsu::test]
fn nothing_is_sampled_while_nothing_is_live(
    oracle: Contract<Oracle>,
    sequencer: Contract<MockFeed>,
    eth: Contract<MockFeed>,
    alice: Address,
) {
    clock::reset();
    sequencer_up(&sequencer, alice);
    start_with(&oracle, alice, sequencer.address(), 0);
    clock::pass(3_600);
    let empty = storage(&oracle, alice);
    assert!(
        !oracle.sender(alice).poke().motsu_unwrap(),
        "no asset is listed"
    );
    assert_eq!(storage(&oracle, alice), empty);

    sequencer_up(&sequencer, alice);
    list(&oracle, alice, &eth, PRICE_8);
    clock::pass(3_600);
    let before = storage(&oracle, alice);
    eth.sender(alice).answer(PRICE_8 + 1, 8);
    sequencer
        .sender(alice)
        .set_word(crate::tests::feed::ANSWER, U256::from(1));
    assert!(
        !oracle.sender(alice).poke().motsu_unwrap(),
        "the sequencer is down"
    );
    sequencer_up(&sequencer, alice);
    eth.sender(alice)
        .set_word(UPDATED_AT, U256::from(now() - LIMIT - 1));
    assert!(
        !oracle.sender(alice).poke().motsu_unwrap(),
        "the only price is stale"
    );
    assert_eq!(storage(&oracle, alice), before);
    eth.sender(alice).answer(PRICE_8 + 1, 8);
    assert!(oracle.sender(alice).poke().motsu_unwrap());
}

#[motsu::test]
fn the_interval_stays_between_its_bounds(
    oracle: Contract<Oracle>,
    eth: Contract<MockFeed>,
    alice: Address,
) {
    start(&oracle, alice);
    list(&oracle, alice, &eth, PRICE_8);
    // +20 % in an hour: an index far above the reference.
    clock::pass(INTERVAL.into());
    eth.sender(alice).answer(300_000_000_000, 8);
    assert!(oracle.sender(alice).poke().motsu_unwrap());
    assert_eq!(oracle.sender(alice).due_at(), now() + 600);
    // Ten quiet days: four half-lives are more than silence may erase, five steps are not.
    for _ in 0..30 {
        clock::pass(86_400);
        eth.sender(alice).answer(300_000_000_000, 8);
        assert!(oracle.sender(alice).poke().motsu_unwrap());
    }
    assert_eq!(oracle.sender(alice).due_at(), now() + 14_400);
}

#[motsu::test]
fn silence_erases_no_more_than_two_half_lives(
    oracle: Contract<Oracle>,
    eth: Contract<MockFeed>,
    alice: Address,
) {
    start(&oracle, alice);
    list(&oracle, alice, &eth, PRICE_8);
    clock::pass(366 * 86_400);
    eth.sender(alice).answer(PRICE_8, 8);
    assert!(oracle.sender(alice).poke().motsu_unwrap());
    assert_variance(variance(&oracle, alice, 0, 0), VARIANCE_80 / 4);
}
