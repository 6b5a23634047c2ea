//! Rounds: when they are written, what they say, and what readers are told of those that are not there.

use alloy::{
    primitives::{aliases::U80, hex, Address, Log, I256, U256},
    sol_types::SolEvent,
};

use crate::stand::{
    initialize, IFeed, IStandInOracle, Stand, ASSET, DEPTH, HEARTBEAT, INDEX, LIVE, PRICE,
    SLOW_VOLATILITY, VOLATILITY,
};

/// What Solidity's `require(false, "No data present")` reverts with.
const NO_DATA_PRESENT: [u8; 100] = hex!(
    "08c379a0"
    "0000000000000000000000000000000000000000000000000000000000000020"
    "000000000000000000000000000000000000000000000000000000000000000f"
    "4e6f20646174612070726573656e740000000000000000000000000000000000"
);

const WAD: u128 = 1_000_000_000_000_000_000;

fn answer(value: u128) -> I256 {
    I256::try_from(value).expect("below 2^127")
}

/// Number, answer and time of the latest round; nothing says otherwise.
fn latest(stand: &Stand) -> (u64, I256, u64) {
    let round = stand.read(stand.feed, IFeed::latestRoundDataCall {});
    let number = stand.read(stand.feed, IFeed::latestRoundCall {});
    let by_number = stand.read(
        stand.feed,
        IFeed::getRoundDataCall {
            roundId: round.roundId,
        },
    );
    assert_eq!(
        (by_number.id, by_number.answer, by_number.updatedAt),
        (round.roundId, round.answer, round.updatedAt)
    );
    assert_eq!(number, U256::from(round.roundId));
    assert_eq!(round.answeredInRound, round.roundId);
    assert_eq!(round.startedAt, round.updatedAt);
    assert_eq!(
        stand.read(stand.feed, IFeed::latestAnswerCall {}),
        round.answer
    );
    assert_eq!(
        stand.read(stand.feed, IFeed::latestTimestampCall {}),
        round.updatedAt
    );
    assert_eq!(
        stand.read(stand.feed, IFeed::getAnswerCall { roundId: number }),
        round.answer
    );
    assert_eq!(
        stand.read(stand.feed, IFeed::getTimestampCall { roundId: number }),
        round.updatedAt
    );
    (number.to(), round.answer, round.updatedAt.to())
}

#[test]
fn the_facade_says_what_it_was_given() {
    let stand = Stand::new(PRICE, 8);
    assert_eq!(stand.read(stand.feed, IFeed::decimalsCall {}), 8);
    assert_eq!(
        stand.read(stand.feed, IFeed::descriptionCall {}),
        "ETH / USD"
    );
    assert_eq!(stand.read(stand.feed, IFeed::versionCall {}), U256::ONE);
    let output = stand.read(stand.feed, IFeed::outputCall {});
    assert_eq!(
        (output.oracle, output.kind, output.asset),
        (stand.oracle, PRICE, ASSET)
    );
    assert_eq!(output.heartbeat, HEARTBEAT);
}

#[test]
fn before_the_first_round_there_is_no_data() {
    let stand = Stand::new(PRICE, 8);
    let refusal = stand
        .view(stand.feed, IFeed::latestRoundDataCall {})
        .expect_err("no round");
    assert_eq!(refusal.data[..], NO_DATA_PRESENT);
    assert_eq!(
        stand.read(stand.feed, IFeed::latestAnswerCall {}),
        I256::ZERO
    );
    assert_eq!(
        stand.read(stand.feed, IFeed::latestTimestampCall {}),
        U256::ZERO
    );
    assert_eq!(
        stand.read(stand.feed, IFeed::latestRoundCall {}),
        U256::ZERO
    );
}

#[test]
fn rounds_that_are_not_there() {
    let mut stand = Stand::new(PRICE, 8);
    assert!(stand.update());
    // Zero, the next, 2^32 + 1, 2^64 - 1, phase 1 before round 1, and all bits.
    let missing = [
        0,
        2,
        (1 << 32) | 1,
        u128::from(u64::MAX),
        (1 << 64) | 1,
        (1 << 80) - 1,
    ];
    for number in missing {
        let round_id = U80::from(number);
        let refusal = stand
            .view(stand.feed, IFeed::getRoundDataCall { roundId: round_id })
            .expect_err("no such round");
        assert_eq!(refusal.data[..], NO_DATA_PRESENT, "{number}");
    }
    let numbers = missing.map(U256::from);
    for round_id in numbers
        .into_iter()
        .chain([U256::MAX, U256::from(1) << 80 | U256::from(1)])
    {
        let (answer, time) = (
            IFeed::getAnswerCall { roundId: round_id },
            IFeed::getTimestampCall { roundId: round_id },
        );
        assert_eq!(stand.read(stand.feed, answer), I256::ZERO, "{round_id}");
        assert_eq!(stand.read(stand.feed, time), U256::ZERO, "{round_id}");
    }
}

#[test]
fn a_round_follows_a_move_or_the_heartbeat_and_nothing_else() {
    let mut stand = Stand::new(PRICE, 8);
    let first = stand.now();
    assert!(stand.update());
    assert_eq!(latest(&stand), (1, answer(200_000_000_000), first));
    // The same again, a second later, and a move of exactly half a per cent.
    assert!(!stand.update());
    stand.pass(1);
    assert!(!stand.update());
    stand.set_price(2_010 * WAD, LIVE);
    assert!(!stand.update());
    stand.set_price(1_990 * WAD, LIVE);
    assert!(!stand.update());
    assert_eq!(latest(&stand).0, 1);
    // One unit more.
    stand.set_price(2_010 * WAD + 10_000_000_000, LIVE);
    let second = stand.now();
    assert!(stand.update());
    assert_eq!(latest(&stand), (2, answer(201_000_000_001), second));
    // A second before the heartbeat, and on it.
    stand.pass(u64::from(HEARTBEAT) - 1);
    stand.set_price(2_009 * WAD, LIVE);
    assert!(!stand.update());
    stand.pass(1);
    assert!(!stand.update(), "the fact is older than the heartbeat");
    stand.set_price(2_009 * WAD, LIVE);
    let third = stand.now();
    assert_eq!(third, second + u64::from(HEARTBEAT));
    assert!(stand.update());
    assert_eq!(latest(&stand), (3, answer(200_900_000_000), third));
    // What was stays.
    for (number, value, at) in [(1, 200_000_000_000, first), (2, 201_000_000_001, second)] {
        let round = stand.read(
            stand.feed,
            IFeed::getRoundDataCall {
                roundId: U80::from(number),
            },
        );
        assert_eq!(
            (round.id, round.answer, round.startedAt, round.updatedAt),
            (
                U80::from(number),
                answer(value),
                U256::from(at),
                U256::from(at)
            )
        );
    }
}

#[test]
fn a_fact_keeps_its_time_and_never_goes_back() {
    let mut stand = Stand::new(PRICE, 8);
    stand.pass(10_000);
    let old = stand.now() - 3_000;
    stand.set_status(2_000 * WAD, LIVE, old);
    assert!(stand.update());
    assert_eq!(
        latest(&stand),
        (1, answer(200_000_000_000), old),
        "not the block's time"
    );
    // An older round, and one of the future, are none.
    stand.set_status(3_000 * WAD, LIVE, old - 1);
    assert!(!stand.update());
    let future = stand.now() + 1;
    stand.set_status(3_000 * WAD, LIVE, future);
    assert!(!stand.update());
    // Another answer at the same second is the newer one.
    stand.set_status(3_000 * WAD, LIVE, old);
    assert!(stand.update());
    assert_eq!(latest(&stand), (2, answer(300_000_000_000), old));
}

#[test]
fn a_price_that_is_not_live_leaves_the_last_round_and_its_time() {
    let mut stand = Stand::new(PRICE, 8);
    let at = stand.now();
    assert!(stand.update());
    stand.pass(100_000);
    for state in 1..=4 {
        stand.set_price(1_000 * WAD, state);
        assert!(!stand.update(), "state {state}");
        assert_eq!(latest(&stand), (1, answer(200_000_000_000), at));
    }
    stand.set_price(1_000 * WAD, LIVE);
    assert!(stand.update());
}

#[test]
fn a_round_is_told_as_chainlink_tells_it() {
    let mut stand = Stand::new(PRICE, 8);
    let at = U256::from(stand.now());
    let receipt = stand.must(stand.feed, IFeed::updateCall {});
    let expected = [
        IFeed::NewRound {
            roundId: U256::ONE,
            startedBy: stand.anyone,
            startedAt: at,
        }
        .encode_log_data(),
        IFeed::AnswerUpdated {
            current: answer(200_000_000_000),
            roundId: U256::ONE,
            updatedAt: at,
        }
        .encode_log_data(),
    ]
    .map(|data| Log {
        address: stand.feed,
        data,
    });
    assert_eq!(receipt.logs, expected);
    // From the published interface, not from this repository.
    assert_eq!(
        receipt.logs[1].topics()[0],
        hex!("0559884fd3a460db3073b7fc896cc77986f16e378210ded43186175bf646fc5f")
    );
    assert_eq!(
        receipt.logs[0].topics()[0],
        hex!("0109fc6f55cf40689f02fbaad7af7fe7bbac8a3d2186600afc7d3e10cac60271")
    );
    let receipt = stand.must(stand.feed, IFeed::updateCall {});
    assert!(receipt.logs.is_empty());
}

#[test]
fn worths_are_rounded_down_and_risks_up() {
    let price = 1_234_567_891_999_999_999_999;
    for (decimals, expected) in [
        (8, 123_456_789_199),
        (0, 1_234),
        (17, 123_456_789_199_999_999_999),
        (18, price),
    ] {
        let mut stand = Stand::new(PRICE, decimals);
        stand.set_price(price, LIVE);
        assert!(stand.update());
        assert_eq!(latest(&stand).1, answer(expected), "{decimals} decimals");
    }
    let (fast, slow) = (
        500_000_000_000_000_001_u128,
        812_345_678_900_000_000_000_000_u128,
    );
    for (kind, expected) in [
        (VOLATILITY, 50_000_001),
        (SLOW_VOLATILITY, 81_234_567_890_000),
    ] {
        let mut stand = Stand::new(kind, 8);
        let call = IStandInOracle::setVolatilitiesCall {
            asset: ASSET,
            fast: U256::from(fast),
            slow: U256::from(slow),
        };
        stand.must(stand.oracle, call);
        set_sample(&mut stand, 0, 0, u64::MAX);
        assert!(stand.update());
        assert_eq!(latest(&stand).1, answer(expected));
    }
    // A price that is nothing at this many decimals is none.
    let mut stand = Stand::new(PRICE, 8);
    stand.set_price(9_999_999_999, LIVE);
    assert!(!stand.update());
}

fn set_sample(stand: &mut Stand, index: u128, sampled_at: u64, due_at: u64) {
    let call = IStandInOracle::setSampleCall {
        index_: U256::from(index),
        sampledAt_: sampled_at,
        dueAt_: due_at,
    };
    stand.must(stand.oracle, call);
}

#[test]
fn the_index_has_the_time_of_its_sample() {
    let mut stand = Stand::new(INDEX, 18);
    stand.pass(5_000);
    let sampled = stand.now() - 4_000;
    set_sample(&mut stand, 7 * WAD / 10, sampled, sampled + 3_600);
    assert!(stand.update());
    assert_eq!(latest(&stand), (1, answer(7 * WAD / 10), sampled));
    stand.pass(100_000);
    assert!(!stand.update(), "the same sample");
    assert_eq!(latest(&stand).2, sampled);
}

#[test]
fn a_volatility_has_the_time_of_its_price_while_samples_are_taken() {
    let mut stand = Stand::new(VOLATILITY, 18);
    stand.pass(10_000);
    let now = stand.now();
    let volatility = |stand: &mut Stand, fast: u128| {
        let call = IStandInOracle::setVolatilitiesCall {
            asset: ASSET,
            fast: U256::from(fast),
            slow: U256::ZERO,
        };
        stand.must(stand.oracle, call);
    };
    volatility(&mut stand, WAD / 2);
    stand.set_status(2_000 * WAD, LIVE, now - 50);
    set_sample(&mut stand, 0, now - 3_000, now);
    assert!(stand.update());
    assert_eq!(latest(&stand), (1, answer(WAD / 2), now - 50));
    // A second too late: only what was sampled counts as known, which is older than the last round.
    stand.pass(1);
    volatility(&mut stand, WAD);
    assert!(!stand.update());
    // Sampled: a new fact.
    stand.set_status(2_000 * WAD, LIVE, now);
    set_sample(&mut stand, 0, now + 1, now + 3_601);
    assert!(stand.update());
    assert_eq!(latest(&stand), (2, answer(WAD), now));
    // Overdue from the start: the time of the last sample.
    let mut stand = Stand::new(VOLATILITY, 18);
    stand.pass(10_000);
    let now = stand.now();
    volatility(&mut stand, WAD);
    stand.set_price(2_000 * WAD, LIVE);
    set_sample(&mut stand, 0, now - 9_000, now - 5_400);
    assert!(stand.update());
    assert_eq!(latest(&stand), (1, answer(WAD), now - 9_000));
    // A price that is not live stands behind no volatility.
    stand.set_price(2_000 * WAD, 1);
    volatility(&mut stand, 3 * WAD);
    set_sample(&mut stand, 0, now, now + 3_600);
    assert!(!stand.update());
}

#[test]
fn a_depth_has_the_time_of_its_snapshot() {
    let mut stand = Stand::new(DEPTH, 2);
    assert!(!stand.update(), "no desk");
    stand.pass(5_000);
    let measured = stand.now() - 700;
    let depth = |depth: u128, measured_at| IStandInOracle::setDepthCall {
        asset: ASSET,
        depth_: U256::from(depth),
        measuredAt: measured_at,
    };
    stand.must(
        stand.oracle,
        depth(1_234_567 * WAD + WAD / 100 - 1, measured),
    );
    assert!(stand.update());
    assert_eq!(latest(&stand), (1, answer(123_456_700), measured));
    // The source stays away, and the desk trusts less of it.
    stand.pass(5_000);
    stand.must(stand.oracle, depth(600_000 * WAD, measured));
    assert!(stand.update());
    assert_eq!(latest(&stand), (2, answer(60_000_000), measured));
    stand.must(stand.oracle, depth(0, measured));
    assert!(!stand.update());
}

#[test]
fn it_is_set_up_once_with_terms_that_hold() {
    let mut stand = Stand::new(PRICE, 8);
    let (oracle, feed) = (stand.oracle, stand.feed);
    let again = initialize(oracle, PRICE, ASSET, 18);
    let refusal = stand.send(feed, again).expect_err("once");
    assert!(refusal.typed::<IFeed::AlreadyInitialized>().is_some());

    let anyone = stand.anyone;
    let fresh = e2e::world::deploy_program(&mut stand.chain, anyone, "feed");
    let good = || initialize(oracle, PRICE, ASSET, 8);
    let bad = [
        IFeed::initializeCall { kind: 5, ..good() },
        IFeed::initializeCall {
            kind: INDEX,
            ..good()
        },
        IFeed::initializeCall {
            decimals: 19,
            ..good()
        },
        IFeed::initializeCall {
            deviation: U256::from(WAD + 1),
            ..good()
        },
        IFeed::initializeCall {
            heartbeat: 0,
            ..good()
        },
        IFeed::initializeCall {
            description: String::new(),
            ..good()
        },
        IFeed::initializeCall {
            description: "x".repeat(65),
            ..good()
        },
        IFeed::initializeCall {
            description: "ETH\n".to_owned(),
            ..good()
        },
    ];
    for call in bad {
        let terms = format!("{call:?}");
        let refusal = stand.send(fresh, call).expect_err("bad terms");
        assert!(refusal.typed::<IFeed::InvalidTerms>().is_some(), "{terms}");
    }
    // The oracle's own reason, and nobody who answers.
    let refusal = stand
        .send(fresh, IFeed::initializeCall { asset: 9, ..good() })
        .expect_err("no such asset");
    assert_eq!(
        refusal
            .typed::<IStandInOracle::UnknownAsset>()
            .map(|error| error.asset),
        Some(9)
    );
    let nobody = Address::repeat_byte(9);
    let refusal = stand
        .send(
            fresh,
            IFeed::initializeCall {
                oracle: nobody,
                ..good()
            },
        )
        .expect_err("no oracle");
    assert!(refusal.typed::<IFeed::OracleCallFailed>().is_some());
    // The longest description, at the ends of the printable.
    let longest = format!("~{} ", "x".repeat(62));
    let call = IFeed::initializeCall {
        description: longest.clone(),
        ..good()
    };
    stand.must(fresh, call);
    assert_eq!(stand.read(fresh, IFeed::descriptionCall {}), longest);
}

#[test]
fn gas_of_writing_and_reading() {
    // All in: the transaction, the entry of the program, the oracle in Solidity. A round is one new slot and one
    // changed; a reading is two slots.
    for (cached, bounds) in [
        (true, [66_000, 37_000, 27_000]),
        (false, [79_000, 50_000, 40_000]),
    ] {
        let mut stand = Stand::new(PRICE, 8);
        stand.chain.machine_mut().set_cached(cached);
        stand.update();
        stand.set_price(2_100 * WAD, LIVE);
        let written = stand.must(stand.feed, IFeed::updateCall {}).gas_used;
        let nothing = stand.must(stand.feed, IFeed::updateCall {}).gas_used;
        let read = stand
            .must(stand.feed, IFeed::latestRoundDataCall {})
            .gas_used;
        println!("cached {cached}: a round {written}, nothing {nothing}, latestRoundData {read}");
        for (used, bound) in [written, nothing, read].into_iter().zip(bounds) {
            assert!(used <= bound, "{used} is over {bound}");
        }
    }
}
