//! Prices of past times on the shipped WASM: those of the rounds then in force, whoever asks when.

use alloy::primitives::U256;
use e2e::{
    price_world::{answer, cents, terms, IFeedTold, IPrices, PriceWorld, START},
    wad,
    world::usd,
};

const LOW: U256 = U256::from_limbs([u64::MAX, u64::MAX, 0, 0]);

/// Present, price in cents, log return.
fn sample(word: U256) -> Option<(u64, i128)> {
    word.bit(240).then(|| {
        let price = word >> 128 & U256::from((1_u128 << 112) - 1);
        let log_return: u128 = (word & LOW).to();
        (cents(price), log_return.cast_signed())
    })
}

fn record(world: &PriceWorld, due: u64) -> Vec<Option<(u64, i128)>> {
    let words = world.read(IPrices::recordCall { due });
    words.into_iter().map(sample).collect()
}

/// 60 rounds, one every 50 s, at 2,501, 2,502, ... USD; when it began.
fn climbing() -> (PriceWorld, u64) {
    let mut world = PriceWorld::with_assets(1);
    let (feed, start) = (world.feeds[0], world.chain.now());
    for step in 1..=60 {
        world.pass(50);
        world.say(feed, usd(2_500 + step));
    }
    (world, start)
}

#[test]
fn a_sample_is_the_price_in_force_then_whatever_came_later() {
    let (mut world, start) = climbing();
    let at = |world: &PriceWorld| -> Vec<u64> {
        let dues = start + 1..start + 3_000;
        dues.map(|due| record(world, due)[0].expect("live").0)
            .collect()
    };
    let seen = at(&world);
    for (due, price) in (start + 1..).zip(&seen) {
        // The last round before `due`.
        let expected = 2_500 + (due - 1 - start) / 50;
        assert_eq!(*price, expected * 100, "{} s", due - start);
    }
    // Later, after more rounds and a crash: the same.
    let feed = world.feeds[0];
    for step in 1..=40 {
        world.pass(90);
        world.say(feed, usd(2_560 - 20 * step));
    }
    world.pass(30_000);
    assert_eq!(at(&world), seen);
    // A reader that samples what is there when it is called.
    let late = world
        .view_of(feed, IFeedTold::latestRoundDataCall {})
        .expect("an answer");
    assert_eq!(late.answer, answer(usd(1_760)));
}

#[test]
fn recording_late_and_in_one_go_is_recording_in_time() {
    let dues = |start: u64| (1..=5).map(move |step| start + 600 * step - 70);
    let (mut late, start) = climbing();
    let (oracle, prices) = (late.oracle, late.prices);
    let late: Vec<_> = dues(start)
        .map(|due| {
            let seen = record(&late, due);
            late.must(oracle, prices, IPrices::recordCall { due });
            let refusal = late
                .view(IPrices::recordCall { due })
                .expect_err("recorded");
            let again = refusal.typed::<IPrices::AlreadyRecorded>().expect("typed");
            assert_eq!(again.due, due);
            let kept = late.read(IPrices::sampledCall { asset: 0 });
            assert_eq!(
                (cents(kept.price), kept.at),
                (seen[0].expect("live").0, due)
            );
            seen
        })
        .collect();
    let mut world = PriceWorld::with_assets(1);
    let (feed, start) = (world.feeds[0], world.chain.now());
    let mut due = dues(start).peekable();
    let mut timely = Vec::new();
    for step in 1..=60 {
        for second in 1..=50 {
            world.pass(1);
            if second == 50 {
                world.say(feed, usd(2_500 + step));
            }
            let now = world.chain.now();
            if due.next_if_eq(&now).is_some() {
                timely.push(record(&world, now));
                let (oracle, prices) = (world.oracle, world.prices);
                world.must(oracle, prices, IPrices::recordCall { due: now });
            }
        }
    }
    assert_eq!(timely, late);
    assert_eq!(timely.len(), 5);
}

#[test]
fn a_new_phase_hides_the_rounds_of_the_old_one() {
    let (mut world, start) = climbing();
    let feed = world.feeds[0];
    let due = start + 1_000;
    assert!(record(&world, due)[0].is_some());
    world.pass(100);
    let now = U256::from(world.chain.now());
    world.round(feed, (2 << 64) + 1, answer(START), now, now);
    // Nothing is known of then; of later it is.
    assert_eq!(record(&world, due)[0], None);
    world.pass(50);
    let due = world.chain.now();
    assert_eq!(record(&world, due)[0].expect("live").0, 250_000);
    // Walking works within a phase.
    world.say(feed, usd(2_600));
    world.pass(50);
    assert_eq!(record(&world, due)[0].expect("live").0, 250_000);
    let later = world.chain.now();
    assert_eq!(record(&world, later)[0].expect("live").0, 260_000);
}

#[test]
fn a_history_that_fails_is_absent_and_costs_its_share() {
    let (mut world, start) = climbing();
    let feed = world.feeds[0];
    for mode in [1, 2, 3, 5, 6] {
        world.tell(feed, IFeedTold::setHistoryModeCall { mode });
        assert_eq!(record(&world, start + 1_000)[0], None, "{mode}");
        // The latest round needs no history.
        world.pass(1);
        let due = world.chain.now();
        assert_eq!(record(&world, due)[0].expect("live").0, 256_000, "{mode}");
    }
    world.tell(feed, IFeedTold::setHistoryModeCall { mode: 5 });
    let call = IPrices::recordCall { due: start + 1_000 };
    let sent = e2e::price_world::transaction(world.oracle, world.prices, &call, 30_000_000);
    let used = world.chain.send(sent).expect("sent").gas_used;
    assert!(used < 1_500_000, "{used}");
}

#[test]
fn a_level_counts_when_it_has_held() {
    let mut world = PriceWorld::with_assets(1);
    let feed = world.feeds[0];
    world.pass(600);
    world.say(feed, usd(1_500));
    let fell_at = world.chain.now();
    assert_eq!(world.seen(0), (3, 10, 150_000, 250_000));
    world.pass(60);
    let due = world.chain.now();
    assert_eq!(record(&world, due)[0], None, "not sampled while suspect");
    // Rounds go on within the limit of it.
    for step in 0..29 {
        world.say(feed, usd(1_500 + step));
        assert_eq!(world.seen(0).0, 3, "{step}");
        world.pass(60);
    }
    assert_eq!(world.chain.now(), fell_at + 1_800);
    assert_eq!(world.seen(0), (0, 0, 152_800, 152_800), "held for 1,800 s");
    let due = world.chain.now();
    // Of rounds before the time itself: held a second later.
    assert_eq!(record(&world, due)[0], None);
    world.pass(1);
    let due = world.chain.now();
    let (price, log_return) = record(&world, due)[0].expect("accepted");
    assert_eq!(price, 152_800);
    // ln(1,528 / 2,500)
    assert_eq!(log_return, -492_331_041_129_826_316);
}

#[test]
fn a_net_asset_value_fresh_and_expired() {
    let mut world = PriceWorld::empty();
    let (feed, nav) = (world.feed(8, usd(100)), world.feed(8, usd(100)));
    let mut terms = terms(feed);
    (terms.nav, terms.navExpiry, terms.navDiscount) = (nav, 3_600, wad("0.05"));
    terms.maxDeviation = wad("0.1");
    world.list(terms);
    for (market, seen) in [
        (105, (0, 0, 10_000, 10_500)),
        (110, (0, 0, 10_000, 11_000)),
        (111, (3, 10, 10_000, 11_100)),
        (92, (0, 0, 9_200, 9_500)),
    ] {
        world.say(feed, usd(market));
        // So that only the value is at stake: the market of now is the last sample, or held.
        world.pass(1_900);
        world.say(nav, usd(100));
        assert_eq!(world.seen(0), seen, "{market}");
    }
    world.pass(3_601);
    assert_eq!(
        world.seen(0),
        (0, 0, 9_200, 9_200),
        "expired: the market alone"
    );
}

#[test]
fn active_time_over_outages_that_nobody_looked_at() {
    let mut world = PriceWorld::with_assets(1);
    let active = |world: &PriceWorld| world.read(IPrices::activeTimeCall {});
    let begun = active(&world);
    world.pass(1_000);
    let mut expected = begun + 1_000;
    for _ in 0..5 {
        assert_eq!(active(&world), expected);
        for _ in 0..3 {
            world.sequencer(false);
            world.pass(700);
            world.sequencer(true);
            world.pass(5_000);
            expected += 1_400;
        }
        // Somebody samples: what was walked over is kept.
        let (oracle, prices, feed) = (world.oracle, world.prices, world.feeds[0]);
        world.say(feed, START);
        world.pass(1);
        expected += 1;
        let due = world.chain.now();
        world.must(oracle, prices, IPrices::recordCall { due });
    }
    assert_eq!(active(&world), expected);
    // In an outage and in its grace it stands; a clock of the wall does not.
    world.sequencer(false);
    world.pass(50_000);
    assert_eq!(active(&world), expected);
    world.sequencer(true);
    world.pass(3_600);
    assert_eq!(active(&world), expected);
    world.pass(1);
    assert_eq!(active(&world), expected + 1);
}
