//! The clock of the oracle on the shipped programs: who pokes, when, and how often, changes nothing.

use alloy::primitives::U256;
use e2e::oracle_world::{all, IOracleClock, OracleWorld};
use e2e::price_world::IPrices;
use e2e::world::usd;

/// The naive estimator that the attacks were measured on: a mean of `r^2 / dt` with a fixed weight per poke.
fn per_poke(variance: f64, log_return: f64, dt: f64) -> f64 {
    0.94 * variance + 0.06 * log_return * log_return * 86_400.0 / dt
}

/// ORC-5 and V1: fifty pokes at one price within an hour. Whatever comes before the due time leaves every slot
/// of both programs as it was. The naive estimator falls to 0.05 of itself.
#[test]
fn orc_5_v1_an_early_poke_changes_nothing() {
    let mut world = OracleWorld::of(&[usd(2_500), usd(40_000)]);
    world.until_due();
    world.say(0, usd(2_600));
    assert!(world.poke());
    let before = world.storage();
    let mut naive = 0.0016;
    for _ in 0..50 {
        world.inner.pass(17);
        world.say(0, usd(2_600));
        let receipt = world.poke_receipt();
        assert!(receipt.logs.is_empty());
        assert_eq!(receipt.output[31], 0, "false");
        naive = per_poke(naive, 0.0, 17.0);
    }
    assert!(world.storage() == before, "not a slot has changed");
    assert!(
        naive < 0.0016 * 0.213,
        "the naive one can be steered: {naive}"
    );
}

/// V2: a hundred alternating rounds of 0.05 % in an hour: one sample, at the price in force when it was due.
#[test]
fn v2_alternating_rounds_are_one_sample() {
    let mut world = OracleWorld::of(&[usd(2_500)]);
    let due = world.read(IOracleClock::dueAtCall {});
    let (mut in_force, mut samples) = (usd(2_500), 0);
    for round in 0..120 {
        world.inner.pass(36);
        let price = if round % 2 == 0 {
            250_125_000_000
        } else {
            249_875_000_000
        };
        world.say(0, price);
        // A round of the due second itself could still be followed by another.
        if world.inner.chain.now() < due {
            in_force = price;
        }
        samples += u32::from(world.poke());
    }
    let counted = world.read(IOracleClock::samplesCall { asset: 0 });
    assert_eq!((samples, counted), (1, 1));
    let sampled = world.inner.read(IPrices::sampledCall { asset: 0 });
    assert_eq!(sampled.at, due);
    let expected = U256::from(in_force) * U256::from(10_000_000_000_u64);
    let error = sampled.price.abs_diff(expected);
    assert!(error < U256::from(10_000_u64), "{}", sampled.price);
}

/// V4: a fall of 10 % in ten minutes, as two hundred rounds or as one: the same sample, bit for bit, and shown at
/// once. The sum of the squares of the rounds is a two-hundredth of that of the fall.
#[test]
fn v4_a_fall_in_pieces_is_a_fall() {
    let fall = |rounds: i64| {
        let mut world = OracleWorld::of(&[usd(2_500)]);
        world.inner.pass(1_000);
        for round in 1..=rounds {
            world.inner.pass(600 / rounds.unsigned_abs());
            world.say(0, usd(2_500) - usd(250) * round / rounds);
            world.poke();
        }
        world.inner.pass(60);
        let shown = world.market(1).covariance.get(0, 0).expect("one asset");
        world.until_due();
        world.inner.pass(1);
        assert!(world.poke());
        let slots = |program| {
            (2..64)
                .map(|slot| {
                    world
                        .inner
                        .chain
                        .machine()
                        .storage(program, U256::from(slot))
                })
                .collect::<Vec<_>>()
        };
        (shown, slots(world.inner.oracle))
    };
    let (at_once, whole) = fall(1);
    let (pending, pieces) = fall(200);
    assert!(whole == pieces, "the state is the same");
    assert_eq!(at_once, pending);
    // ln(0.9)^2 / 2 of the jump alone.
    assert!(
        pending > 5_550_000_000_000_000_000_000_000_000_000_000,
        "{pending}"
    );
}

/// Rounds of two feeds over ten hours; poked at each due time, or once at the end: bit for bit the same.
#[test]
fn a_late_poke_is_a_punctual_poke() {
    let run = |punctual: bool| {
        let mut world = OracleWorld::of(&[usd(2_500), usd(40_000), usd(10)]);
        let mut samples = 0;
        for step in 0..60 {
            world.inner.pass(600);
            if punctual {
                while world.poke() {
                    samples += 1;
                }
            }
            world.say(0, usd(2_500) + usd(1) * (step * 37 % 23));
            world.say(1, usd(40_000) - usd(10) * (step * 53 % 29));
            if step % 7 == 0 {
                world.say(2, usd(10) + 1_000_000 * step);
            }
        }
        let end = world.read(IOracleClock::nextDueCall {});
        while world.poke() {}
        (samples, end.overdue, world.storage(), world.market(all(3)))
    };
    let (samples, _, punctual, market) = run(true);
    let (none, overdue, late, seen) = run(false);
    // Before the first sample the index is zero, and the interval the longest.
    assert!(
        samples >= 7 && none == 0 && overdue >= 2,
        "{samples} {overdue}"
    );
    assert!(punctual == late, "every slot of both programs");
    assert_eq!(market, seen);
}

/// At most eight samples a call, and the rest by the next; a call that is poor takes fewer, and loses nothing.
#[test]
fn eight_samples_a_call() {
    let mut world = OracleWorld::of(&[usd(2_500)]);
    world.inner.pass(20 * 3_600);
    world.say(0, usd(2_600));
    let mut taken = Vec::new();
    loop {
        let receipt = world.poke_receipt();
        if receipt.logs.is_empty() {
            break;
        }
        taken.push(receipt.logs.len());
    }
    assert!(taken.len() > 1);
    assert!(
        taken[..taken.len() - 1].iter().all(|logs| *logs == 8),
        "{taken:?}"
    );
    let overdue = world.read(IOracleClock::nextDueCall {}).overdue;
    assert_eq!(overdue, 0);
}

/// V8: nobody speaks and nobody pokes for 30 and for 366 days; then a price speaks, and everybody pokes. The
/// price is stale meanwhile; nothing overflows; the volatility is within its bounds.
#[test]
fn v8_a_month_and_a_year_of_silence() {
    for days in [30, 366] {
        let mut world = OracleWorld::of(&[usd(2_500), usd(40_000)]);
        world.until_due();
        assert!(world.poke());
        let before = world.market(3).covariance.get(0, 0).expect("two assets");
        world.inner.pass(days * 86_400);
        // Programs live for 365 days.
        for program in [world.inner.oracle, world.inner.prices] {
            let owner = world.inner.owner;
            if days > 365 {
                world
                    .inner
                    .chain
                    .activate(owner, program)
                    .expect("activated again");
            }
        }
        let market = world.market(3);
        assert_eq!(market.not_live, 3, "stale or dead");
        assert!(market.covariance.get(0, 0).expect("two assets") >= before);
        world.say(0, usd(5_000));
        let mut calls = 0;
        while world.poke() {
            calls += 1;
        }
        // Steps of a 128th of what the clock is behind, eight a call: 128 (1 + ln(366 d / 32 h)) / 8 at the most.
        assert!(calls < 110, "{calls}");
        // The clock has caught up; the round is in force from the next due time on.
        for _ in 0..2 {
            world.until_due();
            world.inner.pass(1);
            world.say(0, usd(5_000));
            assert!(world.poke());
        }
        let market = world.market(3);
        assert_eq!(market.not_live, 2);
        let variance = market.covariance.get(0, 0).expect("two assets");
        // ln(2)^2 / 2, and no more than the bound of 10,000 % a year.
        assert!(
            variance > 235 * 10_i128.pow(33) && variance < 28 * 10_i128.pow(36),
            "{variance}"
        );
        assert!(world.read(IOracleClock::indexCall {}) > U256::ZERO);
    }
}

/// A price that is a hundred million million million times higher at the next sample.
#[test]
fn a_ratio_of_1e20_in_one_step() {
    use e2e::{oracle_world::asset, price_world::terms, wad};
    let mut world = OracleWorld::empty(e2e::oracle_world::clock());
    for start in [100, usd(40_000)] {
        let feed = world.inner.feed(8, start);
        let terms = IPrices::FeedTerms {
            minPrice: wad("0.0000001"),
            maxPrice: wad("1000000000000000"),
            maxDeviation: wad("1"),
            ..terms(feed)
        };
        world.list(terms, asset());
    }
    let feed = world.inner.feeds[0];
    let high = alloy::primitives::I256::try_from(10_i128.pow(22)).expect("a price");
    let now = world.inner.chain.now();
    world.inner.pass(600);
    world
        .inner
        .round(feed, 2, high, U256::from(now + 600), U256::from(now + 600));
    let pending = world.market(3);
    world.until_due();
    world.inner.pass(1);
    assert!(world.poke());
    let market = world.market(3);
    for seen in [pending, market] {
        let variance = seen.covariance.get(0, 0).expect("two assets");
        assert!(
            variance > 10_i128.pow(36) && variance < 28 * 10_i128.pow(36),
            "{variance}"
        );
    }
    assert!(world.read(IOracleClock::volatilityCall { asset: 0 }) <= wad("100.0001"));
    let correlation = world.read(IOracleClock::correlationCall {
        first: 0,
        second: 1,
    });
    assert!(correlation.abs() <= alloy::primitives::I256::try_from(wad("1")).expect("one"));
}
