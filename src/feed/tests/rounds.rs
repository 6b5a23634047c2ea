//! Rounds as they are written and read.

use super::oracle::*;
use super::*;
use crate::abi::*;
use crate::error::FeedError;
use alloy_primitives::{aliases::U80, I256};

fn answer(value: u128) -> I256 {
    I256::from_raw(u(value))
}

#[motsu::test]
fn a_price_becomes_rounds(feed: Contract<Feed>, oracle: Contract<MockOracle>, anyone: Address) {
    open(&feed, &oracle, anyone, 0);
    assert_eq!(
        feed.sender(anyone).latest_round_data().motsu_unwrap_err(),
        FeedError::no_data()
    );
    let first = U256::from(clock::now());
    assert!(feed.sender(anyone).update().motsu_unwrap());
    feed.assert_emitted(&NewRound {
        roundId: U256::ONE,
        startedBy: anyone,
        startedAt: first,
    });
    feed.assert_emitted(&AnswerUpdated {
        current: answer(200_000_000_000),
        roundId: U256::ONE,
        updatedAt: first,
    });
    assert!(!feed.sender(anyone).update().motsu_unwrap());
    clock::advance(7);
    oracle
        .sender(anyone)
        .set_price(u(2_100 * WAD), clock::now());
    assert!(feed.sender(anyone).update().motsu_unwrap());
    let (one, two) = (U80::from(1), U80::from(2));
    let second = first + u(7);
    assert_eq!(
        feed.sender(anyone).latest_round_data().motsu_unwrap(),
        (two, answer(210_000_000_000), second, second, two)
    );
    assert_eq!(
        feed.sender(anyone).get_round_data(one).motsu_unwrap(),
        (one, answer(200_000_000_000), first, first, one)
    );
    assert_eq!(feed.sender(anyone).latest_answer(), answer(210_000_000_000));
    assert_eq!(feed.sender(anyone).latest_timestamp(), second);
    assert_eq!(feed.sender(anyone).latest_round(), u(2));
    assert_eq!(
        feed.sender(anyone).get_answer(u(1)),
        answer(200_000_000_000)
    );
    assert_eq!(feed.sender(anyone).get_timestamp(u(1)), first);
}

#[motsu::test]
fn missing_rounds(feed: Contract<Feed>, oracle: Contract<MockOracle>, anyone: Address) {
    open(&feed, &oracle, anyone, 0);
    assert!(feed.sender(anyone).update().motsu_unwrap());
    for number in [
        U80::ZERO,
        U80::from(2),
        U80::MAX,
        (U80::from(1) << 64) | U80::from(1),
    ] {
        let refusal = feed
            .sender(anyone)
            .get_round_data(number)
            .motsu_unwrap_err();
        assert_eq!(refusal, FeedError::no_data(), "{number}");
    }
    for number in [U256::ZERO, u(2), U256::MAX, (U256::ONE << 64) | U256::ONE] {
        assert_eq!(feed.sender(anyone).get_answer(number), I256::ZERO);
        assert_eq!(feed.sender(anyone).get_timestamp(number), U256::ZERO);
    }
}

#[motsu::test]
fn every_kind_reads_its_own_output(
    price: Contract<Feed>,
    volatility: Contract<Feed>,
    slow: Contract<Feed>,
    index: Contract<Feed>,
    oracle: Contract<MockOracle>,
    anyone: Address,
) {
    let now = clock::now();
    for (place, word) in [
        (VOLATILITY, WAD / 2),
        (SLOW_VOLATILITY, WAD / 4),
        (INDEX, WAD / 5),
        (SAMPLED_AT, u128::from(now - 40)),
        (DUE_AT, u128::from(now)),
    ] {
        oracle.sender(anyone).set(place, u(word));
    }
    for (kind, feed, expected, age) in [
        (0, &price, 200_000_000_000, 0),
        (1, &volatility, 50_000_000, 0),
        (2, &slow, 25_000_000, 0),
        (3, &index, 20_000_000, 40),
    ] {
        open(feed, &oracle, anyone, kind);
        assert!(feed.sender(anyone).update().motsu_unwrap());
        assert_eq!(
            feed.sender(anyone).latest_answer(),
            answer(expected),
            "kind {kind}"
        );
        let time = U256::from(now - age);
        assert_eq!(feed.sender(anyone).latest_timestamp(), time, "kind {kind}");
        let (of, shown, asset, deviation, heartbeat) = feed.sender(anyone).output();
        assert_eq!((of, shown), (oracle.address(), kind));
        assert_eq!(asset, if kind == 3 { 0 } else { ASSET });
        assert_eq!((deviation, heartbeat), (U256::from(DEVIATION), HEARTBEAT));
    }
}

#[motsu::test]
fn a_depth_has_the_time_of_its_snapshot(
    feed: Contract<Feed>,
    oracle: Contract<MockOracle>,
    anyone: Address,
) {
    open(&feed, &oracle, anyone, 4);
    oracle.sender(anyone).set(DEPTH, u(7 * WAD));
    assert!(!feed.sender(anyone).update().motsu_unwrap(), "no desk");
    let desk = U256::from_be_bytes(oracle.address().into_word().0);
    let measured = U256::from(clock::now() - 77);
    oracle.sender(anyone).set(DESK, desk);
    oracle.sender(anyone).set(MEASURED_AT, measured);
    assert!(feed.sender(anyone).update().motsu_unwrap());
    assert_eq!(feed.sender(anyone).latest_answer(), answer(700_000_000));
    assert_eq!(feed.sender(anyone).latest_timestamp(), measured);
}

#[motsu::test]
fn an_overdue_sample_makes_a_volatility_as_old_as_the_last(
    feed: Contract<Feed>,
    oracle: Contract<MockOracle>,
    anyone: Address,
) {
    open(&feed, &oracle, anyone, 1);
    let now = clock::now();
    oracle.sender(anyone).set(VOLATILITY, u(WAD));
    oracle
        .sender(anyone)
        .set(SAMPLED_AT, U256::from(now - 7_200));
    oracle.sender(anyone).set(DUE_AT, U256::from(now - 1));
    assert!(feed.sender(anyone).update().motsu_unwrap());
    assert_eq!(
        feed.sender(anyone).latest_timestamp(),
        U256::from(now - 7_200)
    );
}

#[motsu::test]
fn what_the_oracle_does_not_stand_by_is_no_round(
    feed: Contract<Feed>,
    oracle: Contract<MockOracle>,
    anyone: Address,
) {
    open(&feed, &oracle, anyone, 0);
    let now = clock::now();
    for (place, word, good) in [
        (STATE, u(1), U256::ZERO),
        (STATE, u(4), U256::ZERO),
        (PRICE, U256::ZERO, u(2_000 * WAD)),
        // Nothing is left of it at eight decimals.
        (PRICE, u(9_999_999_999), u(2_000 * WAD)),
        (UPDATED_AT, U256::ZERO, U256::from(now)),
        (UPDATED_AT, U256::from(now + 1), U256::from(now)),
    ] {
        oracle.sender(anyone).set(place, word);
        assert!(
            !feed.sender(anyone).update().motsu_unwrap(),
            "{place}: {word}"
        );
        oracle.sender(anyone).set(place, good);
    }
    assert_eq!(feed.sender(anyone).latest_round(), U256::ZERO);
    assert!(feed.sender(anyone).update().motsu_unwrap());
}

#[motsu::test]
fn an_oracle_that_does_not_answer_is_no_fact(
    feed: Contract<Feed>,
    oracle: Contract<MockOracle>,
    anyone: Address,
) {
    open(&feed, &oracle, anyone, 0);
    oracle.sender(anyone).set_cut(true);
    let failed = FeedError::from(OracleCallFailed {});
    assert_eq!(feed.sender(anyone).update().motsu_unwrap_err(), failed);
    oracle.sender(anyone).set_cut(false);
    for (place, good) in [
        (PRICE, u(2_000 * WAD)),
        (UPDATED_AT, U256::from(clock::now())),
    ] {
        oracle.sender(anyone).set(place, U256::ONE << 128);
        assert_eq!(
            feed.sender(anyone).update().motsu_unwrap_err(),
            failed,
            "{place}"
        );
        oracle.sender(anyone).set(place, good);
    }
    oracle.sender(anyone).set_reverts(true);
    let refusal = feed.sender(anyone).update().motsu_unwrap_err();
    assert_eq!(refusal, FeedError::Passed(b"why".to_vec()));
}

#[motsu::test]
fn upg_1_initialize_runs_once(feed: Contract<Feed>, oracle: Contract<MockOracle>, anyone: Address) {
    open(&feed, &oracle, anyone, 0);
    let again = feed
        .sender(anyone)
        .initialize(
            oracle.address(),
            0,
            ASSET,
            18,
            U256::ZERO,
            1,
            String::from("again"),
        )
        .motsu_unwrap_err();
    assert_eq!(again, FeedError::from(AlreadyInitialized {}));
    assert_eq!(feed.sender(anyone).decimals(), 8);
    assert_eq!(feed.sender(anyone).description(), "ETH / USD");
}
