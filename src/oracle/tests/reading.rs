//! What readers see: pending moves, floors, and the snapshot bit by bit.

use crate::abi::UnknownAsset;
use crate::tests::clock::{self, now};
use crate::tests::feed::{MockFeed, UPDATED_AT};
use crate::tests::world::{assert_near, list, start, terms, wad, LIMIT, PRICE_8, WAD};
use crate::Oracle;
use alloy_primitives::{Address, I256, U256};
use motsu::prelude::*;
use risk::{snapshot, Gate, State};

#[motsu::test]
fn orc_7_a_move_nobody_sampled_is_seen(
    oracle: Contract<Oracle>,
    eth: Contract<MockFeed>,
    alice: Address,
) {
    start(&oracle, alice);
    list(&oracle, alice, &eth, PRICE_8);
    assert_near(
        oracle.sender(alice).volatility(0).motsu_unwrap(),
        800_000_000_000_000_000,
        10,
    );

    // -15 % half an hour later: sqrt(365 (w v + g r^2)).
    clock::pass(1_800);
    eth.sender(alice).answer(212_500_000_000, 8);
    let pending = oracle.sender(alice).volatility(0).motsu_unwrap();
    assert_near(pending, 1_991_108_893_243_531_406, 200);
    assert!(!oracle.sender(alice).poke().motsu_unwrap());

    // At the due time, what was seen before the sample is what is stored by it.
    clock::pass(1_800);
    eth.sender(alice).answer(212_500_000_000, 8);
    let before = oracle.sender(alice).volatility(0).motsu_unwrap();
    assert!(oracle.sender(alice).poke().motsu_unwrap());
    let after = oracle.sender(alice).volatility(0).motsu_unwrap();
    assert!(
        before >= after && before - after <= U256::from(1),
        "{before} {after}"
    );
}

#[motsu::test]
fn orc_7_waiting_lowers_nothing(oracle: Contract<Oracle>, eth: Contract<MockFeed>, alice: Address) {
    start(&oracle, alice);
    list(&oracle, alice, &eth, PRICE_8);
    clock::pass(3_600);
    eth.sender(alice).answer(290_000_000_000, 8);
    assert!(oracle.sender(alice).poke().motsu_unwrap());
    let sampled = oracle.sender(alice).volatility(0).motsu_unwrap();
    assert!(sampled > wad(1));
    for _ in 0..10 {
        clock::pass(86_400);
        eth.sender(alice).answer(290_000_000_000, 8);
        let seen = oracle.sender(alice).volatility(0).motsu_unwrap();
        assert!(
            seen >= sampled && seen - sampled <= U256::from(1),
            "{seen} {sampled}"
        );
    }
}

#[motsu::test]
fn orc_6_a_new_asset_keeps_its_start_for_30_samples(
    oracle: Contract<Oracle>,
    eth: Contract<MockFeed>,
    alice: Address,
) {
    start(&oracle, alice);
    list(&oracle, alice, &eth, PRICE_8);
    for sample in 1..=30 {
        clock::pass(14_400);
        eth.sender(alice).answer(PRICE_8, 8);
        assert!(oracle.sender(alice).poke().motsu_unwrap());
        let seen = oracle.sender(alice).volatility(0).motsu_unwrap();
        if sample < 30 {
            assert_near(seen, 800_000_000_000_000_000, 10);
        } else {
            // 80 % halved twice and a half: 30 x 14,400 s at two days, by the root of the variance.
            assert_near(seen, 336_358_566_101_485_818, 1_000);
        }
    }
    // And never below the floor.
    for _ in 0..60 {
        clock::pass(14_400);
        eth.sender(alice).answer(PRICE_8, 8);
        assert!(oracle.sender(alice).poke().motsu_unwrap());
    }
    assert_near(
        oracle.sender(alice).volatility(0).motsu_unwrap(),
        100_000_000_000_000_000,
        10,
    );
    assert!(
        oracle.sender(alice).index() < U256::from(WAD / 10),
        "the index is not floored"
    );
}

#[motsu::test]
fn correlation_of_a_common_move(
    oracle: Contract<Oracle>,
    eth: Contract<MockFeed>,
    btc: Contract<MockFeed>,
    alice: Address,
) {
    start(&oracle, alice);
    list(&oracle, alice, &eth, PRICE_8);
    let mut other = terms(btc.address());
    (other.minPrice, other.maxPrice) = (wad(1), wad(1_000_000));
    (other.startVolatility, other.floorVolatility) = (U256::from(WAD / 2), U256::from(WAD / 2));
    btc.sender(alice).answer(6_000_000_000_000, 8);
    oracle.sender(alice).list(other).motsu_unwrap();
    assert_eq!(
        oracle.sender(alice).correlation(0, 1).motsu_unwrap(),
        I256::ZERO
    );

    clock::pass(3_600);
    eth.sender(alice).answer(260_000_000_000, 8);
    btc.sender(alice).answer(6_240_000_000_000, 8);
    // Seen before it is sampled, and the same after. The start of the first asset, 80 %, is below its
    // volatility by now; the other's floor is not at stake.
    let expected = 320_986_905_329_606_588u128;
    for _ in 0..2 {
        let found = oracle.sender(alice).correlation(0, 1).motsu_unwrap();
        assert_near(found.into_raw(), expected, 1_000);
        assert_eq!(oracle.sender(alice).correlation(1, 0).motsu_unwrap(), found);
        let _ = oracle.sender(alice).poke().motsu_unwrap();
    }
    assert_eq!(
        oracle.sender(alice).correlation(1, 1).motsu_unwrap(),
        I256::try_from(WAD).unwrap()
    );
}

#[motsu::test]
fn correlation_of_opposite_moves_is_negative(
    oracle: Contract<Oracle>,
    eth: Contract<MockFeed>,
    btc: Contract<MockFeed>,
    alice: Address,
) {
    start(&oracle, alice);
    list(&oracle, alice, &eth, PRICE_8);
    list(&oracle, alice, &btc, PRICE_8);
    clock::pass(3_600);
    eth.sender(alice).answer(260_000_000_000, 8);
    // 2500^2 / 2600: the same move, the other way.
    btc.sender(alice).answer(240_384_615_385, 8);
    let found = oracle.sender(alice).correlation(0, 1).motsu_unwrap();
    // -g r^2 / (w v + g r^2).
    assert!(found.is_negative());
    assert_near(found.unsigned_abs(), 234_450_890_447_167_763, 1_000);
}

#[motsu::test]
fn snapshot_words(
    oracle: Contract<Oracle>,
    eth: Contract<MockFeed>,
    btc: Contract<MockFeed>,
    arb: Contract<MockFeed>,
    alice: Address,
) {
    start(&oracle, alice);
    list(&oracle, alice, &eth, PRICE_8);
    list(&oracle, alice, &btc, PRICE_8 + 1);
    list(&oracle, alice, &arb, PRICE_8 + 2);
    let listed_at = now();
    clock::pass(3_600);
    for feed in [&eth, &btc, &arb] {
        feed.sender(alice).answer(PRICE_8, 8);
    }
    assert!(oracle.sender(alice).poke().motsu_unwrap());
    let (sampled_at, due_at) = (now(), oracle.sender(alice).due_at());
    clock::pass(60);
    eth.sender(alice).answer(251_000_000_000, 8);
    arb.sender(alice)
        .set_word(UPDATED_AT, U256::from(now() - LIMIT - 1));

    // The first and the third asset: header, two facts, three entries in two words.
    let words = oracle.sender(alice).snapshot(0b101).motsu_unwrap();
    assert_eq!(words.len(), 5);
    let field = |word: U256, from: usize, bits: usize| {
        (word >> from) & ((U256::from(1) << bits) - U256::from(1))
    };
    assert_eq!(field(words[0], 0, 128), oracle.sender(alice).index());
    assert_eq!(field(words[0], 128, 64), U256::from(now()));
    assert_eq!(field(words[0], 192, 64), U256::from(due_at));
    let eth_fact = [
        wad(2_510),
        U256::ZERO,
        U256::ZERO,
        U256::ZERO,
        U256::from(now()),
    ];
    let arb_fact = [
        wad(2_500),
        U256::from(1),
        U256::from(7),
        U256::from(2),
        U256::from(sampled_at),
    ];
    for (word, [price, state, gate, asset, at]) in [(words[1], eth_fact), (words[2], arb_fact)] {
        assert_eq!(field(word, 0, 128), price);
        assert_eq!(field(word, 128, 8), state);
        assert_eq!(field(word, 136, 8), gate);
        assert_eq!(field(word, 144, 8), asset);
        assert_eq!(field(word, 152, 64), at);
        assert_eq!(word >> 216, U256::ZERO);
    }
    assert_eq!(words[4] >> 128, U256::ZERO);
    assert!(listed_at < sampled_at);

    let market = snapshot::decode(&words).unwrap();
    assert_eq!((market.mask, market.not_live), (0b101, 0b100));
    assert_eq!(
        (market.states[1], market.gates[1]),
        (State::Stale, Gate::PriceStale)
    );
    // The missing one keeps its variance; both are at their start for now, which is above the estimate.
    let start = 1_753_424_657_534_246_575_342_465_753_424_658;
    assert_eq!(market.covariance.get(1, 1).unwrap(), start);
    assert!(market.covariance.get(0, 0).unwrap() >= start);

    // No assets, and assets that nobody listed.
    assert_eq!(oracle.sender(alice).snapshot(0).motsu_unwrap().len(), 1);
    assert_eq!(
        oracle.sender(alice).snapshot(0b1001).motsu_unwrap_err(),
        UnknownAsset { asset: 3 }.into()
    );
}

#[motsu::test]
fn unknown_assets(oracle: Contract<Oracle>, eth: Contract<MockFeed>, alice: Address) {
    start(&oracle, alice);
    list(&oracle, alice, &eth, PRICE_8);
    for asset in [1, 15, 16, 255] {
        let unknown = || UnknownAsset { asset }.into();
        assert_eq!(
            oracle.sender(alice).price(asset).motsu_unwrap_err(),
            unknown()
        );
        assert_eq!(
            oracle.sender(alice).status(asset).motsu_unwrap_err(),
            unknown()
        );
        assert_eq!(
            oracle.sender(alice).volatility(asset).motsu_unwrap_err(),
            unknown()
        );
        assert_eq!(
            oracle
                .sender(alice)
                .correlation(0, asset)
                .motsu_unwrap_err(),
            unknown()
        );
        assert_eq!(
            oracle.sender(alice).samples(asset).motsu_unwrap_err(),
            unknown()
        );
        assert_eq!(
            oracle.sender(alice).listing(asset).motsu_unwrap_err(),
            unknown()
        );
    }
}
