//! The gates, one by one and two by two: the first that fails names the error. (ORC-1, ORC-4)

use super::clock::{self, now};
use super::feed::{MockFeed, ANSWER, ANSWERED_IN, ROUND, STARTED_AT, UPDATED_AT};
use super::world::{list, sequencer_up, start, start_with, terms, wad, LIMIT, PRICE_8, WAD};
use crate::abi::{
    DecimalsChanged, FeedCallFailed, GracePeriod, PriceDeviates, PriceInFuture, PriceNotPositive,
    PriceOutOfBand, PriceStale, RoundIncomplete, SequencerDown,
};
use crate::error::PricesError;
use crate::Prices;
use alloy_primitives::{Address, U256};
use motsu::prelude::*;

const LIVE: u8 = 0;
const STALE: u8 = 1;
const DEAD: u8 = 2;
const SUSPECT: u8 = 3;
const PAUSED: u8 = 4;

/// A way to break what the feeds say; where a later fault of the same field is also present, the value of
/// the earlier one shows both.
struct Case {
    gate: u8,
    state: u8,
    /// Faults that share a field and cannot be had together with this one.
    excludes: &'static [u8],
    apply: fn(&Contract<MockFeed>, &Contract<MockFeed>, Address),
    error: fn() -> PricesError,
}

/// In the order of the gates.
fn cases() -> Vec<Case> {
    vec![
        Case {
            gate: 1,
            state: PAUSED,
            excludes: &[],
            apply: |sequencer, _, caller| sequencer.sender(caller).set_word(ANSWER, U256::from(1)),
            error: || SequencerDown {}.into(),
        },
        Case {
            gate: 2,
            state: PAUSED,
            excludes: &[],
            apply: |sequencer, _, caller| {
                sequencer
                    .sender(caller)
                    .set_word(STARTED_AT, U256::from(now() - 3_600))
            },
            error: || GracePeriod { until: now() }.into(),
        },
        Case {
            gate: 3,
            state: DEAD,
            excludes: &[],
            apply: |_, feed, caller| feed.sender(caller).set_reverts(true),
            error: || FeedCallFailed { asset: 0 }.into(),
        },
        Case {
            gate: 4,
            state: DEAD,
            excludes: &[],
            apply: |_, feed, caller| feed.sender(caller).set_decimals(U256::from(18)),
            error: || {
                DecimalsChanged {
                    asset: 0,
                    listed: 8,
                    current: 18,
                }
                .into()
            },
        },
        Case {
            gate: 5,
            state: DEAD,
            excludes: &[],
            apply: |_, feed, caller| feed.sender(caller).set_word(ROUND, U256::ZERO),
            error: || RoundIncomplete { asset: 0 }.into(),
        },
        Case {
            gate: 6,
            state: DEAD,
            // An age is not both negative and too large.
            excludes: &[7],
            apply: |_, feed, caller| {
                feed.sender(caller)
                    .set_word(UPDATED_AT, U256::from(now() + 1))
            },
            error: || {
                PriceInFuture {
                    asset: 0,
                    updatedAt: now() + 1,
                }
                .into()
            },
        },
        Case {
            gate: 7,
            state: STALE,
            excludes: &[6],
            apply: |_, feed, caller| {
                feed.sender(caller)
                    .set_word(UPDATED_AT, U256::from(now() - LIMIT - 1))
            },
            error: || {
                PriceStale {
                    asset: 0,
                    updatedAt: now() - LIMIT - 1,
                }
                .into()
            },
        },
        Case {
            gate: 8,
            state: DEAD,
            // Zero is also out of the band, and deviates.
            excludes: &[],
            apply: |_, feed, caller| feed.sender(caller).set_word(ANSWER, U256::ZERO),
            error: || PriceNotPositive { asset: 0 }.into(),
        },
        Case {
            gate: 9,
            state: SUSPECT,
            // 20,000 USD also deviates.
            excludes: &[],
            apply: |_, feed, caller| {
                feed.sender(caller)
                    .set_word(ANSWER, U256::from(2_000_000_000_000u64))
            },
            error: || {
                PriceOutOfBand {
                    asset: 0,
                    price: wad(20_000),
                }
                .into()
            },
        },
        Case {
            gate: 10,
            state: SUSPECT,
            excludes: &[],
            apply: |_, feed, caller| {
                feed.sender(caller)
                    .set_word(ANSWER, U256::from(300_100_000_000u64))
            },
            error: || {
                PriceDeviates {
                    asset: 0,
                    price: wad(3_001),
                    other: wad(2_500),
                }
                .into()
            },
        },
    ]
}

fn healthy(
    prices: &Contract<Prices>,
    sequencer: &Contract<MockFeed>,
    feed: &Contract<MockFeed>,
    caller: Address,
) {
    sequencer_up(sequencer, caller);
    feed.sender(caller).answer(PRICE_8, 8);
    assert_eq!(prices.sender(caller).price(0).motsu_unwrap(), wad(2_500));
    assert_eq!(
        prices.sender(caller).status(0).motsu_unwrap(),
        (wad(2_500), LIVE, 0, now())
    );
}

#[motsu::test]
fn orc_1_each_gate_names_its_error(
    prices: Contract<Prices>,
    sequencer: Contract<MockFeed>,
    eth: Contract<MockFeed>,
    alice: Address,
) {
    clock::reset();
    sequencer_up(&sequencer, alice);
    start_with(&prices, alice, sequencer.address());
    list(&prices, alice, &eth, PRICE_8);
    let listed_at = now();
    clock::pass(200);
    for case in cases() {
        healthy(&prices, &sequencer, &eth, alice);
        (case.apply)(&sequencer, &eth, alice);
        assert_eq!(
            prices.sender(alice).price(0).motsu_unwrap_err(),
            (case.error)()
        );
        // The lower of what is left, with the time of what it rests on.
        let status = prices.sender(alice).status(0).motsu_unwrap();
        let at = match case.gate {
            7 => now() - LIMIT - 1,
            9 | 10 => now(),
            _ => listed_at,
        };
        assert_eq!(status, (wad(2_500), case.state, case.gate, at));
    }
}

#[motsu::test]
fn orc_1_of_two_faults_the_first_gate_is_named(
    prices: Contract<Prices>,
    sequencer: Contract<MockFeed>,
    eth: Contract<MockFeed>,
    alice: Address,
) {
    clock::reset();
    sequencer_up(&sequencer, alice);
    start_with(&prices, alice, sequencer.address());
    list(&prices, alice, &eth, PRICE_8);
    clock::pass(200);
    let mut pairs = 0;
    for first in cases() {
        for second in cases()
            .into_iter()
            .filter(|second| second.gate > first.gate)
        {
            if first.excludes.contains(&second.gate) {
                continue;
            }
            healthy(&prices, &sequencer, &eth, alice);
            (second.apply)(&sequencer, &eth, alice);
            (first.apply)(&sequencer, &eth, alice);
            let error = prices.sender(alice).price(0).motsu_unwrap_err();
            assert_eq!(
                error,
                (first.error)(),
                "gates {} and {}",
                first.gate,
                second.gate
            );
            pairs += 1;
        }
    }
    assert_eq!(pairs, 44);
}

#[motsu::test]
fn orc_1_sequencer(
    prices: Contract<Prices>,
    sequencer: Contract<MockFeed>,
    eth: Contract<MockFeed>,
    alice: Address,
) {
    clock::reset();
    sequencer_up(&sequencer, alice);
    start_with(&prices, alice, sequencer.address());
    list(&prices, alice, &eth, PRICE_8);
    let price = || prices.sender(alice).price(0).motsu_res();
    let set = |at, word| sequencer.sender(alice).set_word(at, word);

    set(STARTED_AT, U256::from(now() - 3_600));
    assert_eq!(price(), Err(GracePeriod { until: now() }.into()));
    set(STARTED_AT, U256::from(now() - 3_601));
    assert_eq!(price(), Ok(wad(2_500)));
    set(STARTED_AT, U256::from(now() + 10));
    assert_eq!(
        price(),
        Err(GracePeriod {
            until: now() + 3_610
        }
        .into())
    );
    set(STARTED_AT, U256::MAX);
    assert_eq!(price(), Err(GracePeriod { until: u64::MAX }.into()));
    // Not yet initialised.
    set(STARTED_AT, U256::ZERO);
    assert_eq!(price(), Err(SequencerDown {}.into()));

    sequencer_up(&sequencer, alice);
    // What is neither up nor down counts as down.
    set(ANSWER, U256::from(2));
    assert_eq!(price(), Err(SequencerDown {}.into()));
    set(ANSWER, U256::ZERO);
    sequencer.sender(alice).set_reverts(true);
    assert_eq!(price(), Err(SequencerDown {}.into()));
    sequencer.sender(alice).set_reverts(false);
    sequencer.sender(alice).set_length(159);
    assert_eq!(price(), Err(SequencerDown {}.into()));
}

#[motsu::test]
fn orc_1_answers_that_do_not_decode(
    prices: Contract<Prices>,
    eth: Contract<MockFeed>,
    alice: Address,
) {
    clock::reset();
    start(&prices, alice);
    list(&prices, alice, &eth, PRICE_8);
    let price = || prices.sender(alice).price(0).motsu_res();
    let failed = || Err(FeedCallFailed { asset: 0 }.into());

    for length in [0, 96, 159] {
        eth.sender(alice).set_length(length);
        assert_eq!(price(), failed());
    }
    for length in [160, 192, 1_000_000] {
        eth.sender(alice).set_length(length);
        assert_eq!(price(), Ok(wad(2_500)));
    }
    for at in [ROUND, ANSWERED_IN] {
        eth.sender(alice).set_word(at, U256::from(1) << 80);
        assert_eq!(price(), failed());
        eth.sender(alice)
            .set_word(at, (U256::from(1) << 80) - U256::from(1));
        assert_eq!(price(), Ok(wad(2_500)));
    }
    eth.sender(alice).set_decimals(U256::from(256 + 8));
    assert_eq!(price(), failed());
    eth.sender(alice).set_decimals(U256::from(8));
    eth.sender(alice).set_decimals_revert(true);
    assert_eq!(price(), failed());
}

#[motsu::test]
fn orc_1_extreme_answers_and_times(
    prices: Contract<Prices>,
    eth: Contract<MockFeed>,
    alice: Address,
) {
    clock::reset();
    start(&prices, alice);
    list(&prices, alice, &eth, PRICE_8);
    let price = || prices.sender(alice).price(0).motsu_res();
    let minimum = U256::from(1) << 255;

    for negative in [minimum, U256::MAX] {
        eth.sender(alice).set_word(ANSWER, negative);
        assert_eq!(price(), Err(PriceNotPositive { asset: 0 }.into()));
    }
    eth.sender(alice).set_word(ANSWER, minimum - U256::from(1));
    assert_eq!(
        price(),
        Err(PriceOutOfBand {
            asset: 0,
            price: U256::MAX
        }
        .into())
    );
    eth.sender(alice).answer(PRICE_8, 8);
    eth.sender(alice).set_word(UPDATED_AT, U256::ZERO);
    assert_eq!(price(), Err(RoundIncomplete { asset: 0 }.into()));
    eth.sender(alice).set_word(UPDATED_AT, U256::MAX);
    assert_eq!(
        price(),
        Err(PriceInFuture {
            asset: 0,
            updatedAt: u64::MAX
        }
        .into())
    );
}

#[motsu::test]
fn orc_1_ages(prices: Contract<Prices>, eth: Contract<MockFeed>, alice: Address) {
    clock::reset();
    start(&prices, alice);
    list(&prices, alice, &eth, PRICE_8);
    for (age, state) in [
        (0, LIVE),
        (LIMIT, LIVE),
        (LIMIT + 1, STALE),
        (2 * LIMIT, STALE),
        (2 * LIMIT + 1, DEAD),
        (now() - 1, DEAD),
    ] {
        eth.sender(alice)
            .set_word(UPDATED_AT, U256::from(now() - age));
        let (_, found, gate, _) = prices.sender(alice).status(0).motsu_unwrap();
        assert_eq!(
            (found, gate),
            (state, if state == LIVE { 0 } else { 7 }),
            "age {age}"
        );
    }
}

#[motsu::test]
fn orc_1_band_ends_and_one_per_cent_inside(
    prices: Contract<Prices>,
    eth: Contract<MockFeed>,
    alice: Address,
) {
    clock::reset();
    start(&prices, alice);
    list(&prices, alice, &eth, PRICE_8);
    // So that only the band is at stake: the last sample is too old to compare with.
    clock::pass(LIMIT + 1);
    let inside = |answer: u128| {
        eth.sender(alice).answer(answer, 8);
        let (_, state, gate, _) = prices.sender(alice).status(0).motsu_unwrap();
        assert!((state, gate) == (LIVE, 0) || (state, gate) == (SUSPECT, 9));
        state == LIVE
    };
    let kept = prices.sender(alice).listing(0).motsu_unwrap();
    let edge = |price: U256, share: u128| {
        (price * U256::from(share) / U256::from(100 * 10_u128.pow(10))).to::<u128>()
    };
    let (low, high) = (edge(kept.minPrice, 101), edge(kept.maxPrice, 99));
    assert!(!inside(100_000_000_000));
    assert!(!inside(low));
    assert!(inside(low + 1));
    assert!(inside(high));
    assert!(!inside(high + 1));
    assert!(!inside(1_000_000_000_000));
}

#[motsu::test]
fn orc_1_deviation_counts_while_the_sample_is_recent(
    prices: Contract<Prices>,
    eth: Contract<MockFeed>,
    alice: Address,
) {
    clock::reset();
    start(&prices, alice);
    list(&prices, alice, &eth, PRICE_8);
    let believed = |answer: u128| {
        eth.sender(alice).answer(answer, 8);
        let (_, state, gate, _) = prices.sender(alice).status(0).motsu_unwrap();
        assert!((state, gate) == (LIVE, 0) || (state, gate) == (SUSPECT, 10));
        state == LIVE
    };
    assert!(believed(300_000_000_000));
    assert!(!believed(300_000_000_001));
    assert!(believed(200_000_000_000));
    assert!(!believed(199_999_999_999));
    clock::pass(LIMIT);
    assert!(!believed(300_000_000_001));
    clock::pass(1);
    assert!(believed(300_000_000_001));
}

#[motsu::test]
fn orc_4_scaling_is_exact_for_all_decimals(
    prices: Contract<Prices>,
    eth: Contract<MockFeed>,
    alice: Address,
) {
    clock::reset();
    start(&prices, alice);
    for decimals in 0..=15u8 {
        eth.sender(alice)
            .answer(2_503 * 10u128.pow(decimals.into()), decimals);
        let asset = prices
            .sender(alice)
            .list(terms(eth.address()))
            .motsu_unwrap();
        assert_eq!(prices.sender(alice).price(asset).motsu_unwrap(), wad(2_503));
    }
}

#[motsu::test]
fn orc_4_scaling_is_exact_up_to_18_decimals(
    prices: Contract<Prices>,
    eth: Contract<MockFeed>,
    alice: Address,
) {
    clock::reset();
    start(&prices, alice);
    for decimals in 16..=18u8 {
        // The last digit that the feed can tell.
        eth.sender(alice)
            .answer(2_503 * 10u128.pow(decimals.into()) + 1, decimals);
        let asset = prices
            .sender(alice)
            .list(terms(eth.address()))
            .motsu_unwrap();
        let expected = 2_503 * WAD + 10u128.pow(18 - u32::from(decimals));
        assert_eq!(
            prices.sender(alice).price(asset).motsu_unwrap(),
            U256::from(expected)
        );
    }
}
