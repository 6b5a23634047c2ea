//! The gates of a price on the shipped WASM, attack by attack, each beside a reader of feeds that the attack beats.

use alloy::{
    primitives::{Address, I256, U256},
    sol_types::{SolCall, SolError},
};
use e2e::{
    name,
    price_world::{answer, transaction, IFeedTold, IPrices, PriceWorld, GRACE, HEARTBEAT, START},
    wad,
    world::usd,
};

const LIVE: u8 = 0;
const STALE: u8 = 1;
const DEAD: u8 = 2;
const SUSPECT: u8 = 3;
const PAUSED: u8 = 4;

const REVERTING: u8 = 1;
const SHORT: u8 = 2;
const EMPTY: u8 = 3;
const BOMB: u8 = 4;
const BURNING: u8 = 5;
const DIRTY: u8 = 6;

/// Age past which a price is stale.
const LIMIT: u64 = (HEARTBEAT + GRACE) as u64;

/// What a reader without gates takes for the price: the answer, in the decimals it was built for.
fn naive(world: &PriceWorld, feed: Address) -> U256 {
    let round = world
        .view_of(feed, IFeedTold::latestRoundDataCall {})
        .expect("an answer");
    let scale = U256::from(10_000_000_000_u64);
    round.answer.into_raw().wrapping_mul(scale)
}

/// What a reader without gates takes for the age of the price.
fn naive_age(world: &PriceWorld, feed: Address) -> u64 {
    let round = world
        .view_of(feed, IFeedTold::latestRoundDataCall {})
        .expect("an answer");
    world.chain.now().saturating_sub(round.updatedAt.to())
}

/// The price is refused with `E`, in a state, at a gate, and nothing that raises risk is allowed.
#[track_caller]
fn refused<E: SolError>(world: &PriceWorld, asset: u8, state: u8, gate: u8) -> E {
    let refusal = world
        .view(IPrices::priceCall { asset })
        .expect_err("the price is refused");
    let typed = refusal.typed::<E>();
    let status = world.read(IPrices::statusCall { asset });
    assert_eq!((status.state, status.gate), (state, gate));
    assert_eq!(world.read(IPrices::decisionCall { asset, action: 2 }), 0);
    assert_eq!(world.read(IPrices::decisionCall { asset, action: 0 }), 1);
    assert_eq!(world.read(IPrices::decisionCall { asset, action: 1 }), 1);
    typed.unwrap_or_else(|| panic!("{} is not {}", name(&refusal.data), E::SIGNATURE))
}

#[track_caller]
fn live(world: &PriceWorld, asset: u8) -> U256 {
    let price = world.read(IPrices::priceCall { asset });
    let status = world.read(IPrices::statusCall { asset });
    assert_eq!((status.price, status.state, status.gate), (price, LIVE, 0));
    assert_eq!(world.read(IPrices::decisionCall { asset, action: 2 }), 1);
    price
}

/// A round as its feed would tell it now, but for its time.
fn aged(world: &mut PriceWorld, updated_at: u64) {
    let feed = world.feeds[0];
    let at = U256::from(updated_at);
    world.round(feed, 9, answer(START), at, at);
}

#[test]
fn o1_a_stale_price() {
    let mut world = PriceWorld::with_assets(1);
    world.pass(3 * LIMIT);
    let now = world.chain.now();
    aged(&mut world, now - LIMIT);
    assert_eq!(live(&world, 0), wad("2500"));
    aged(&mut world, now - LIMIT - 1);
    let updated = refused::<IPrices::PriceStale>(&world, 0, STALE, 7).updatedAt;
    assert_eq!(updated, now - LIMIT - 1);
    aged(&mut world, now - 2 * LIMIT);
    refused::<IPrices::PriceStale>(&world, 0, STALE, 7);
    aged(&mut world, now - 2 * LIMIT - 1);
    refused::<IPrices::PriceStale>(&world, 0, DEAD, 7);
    assert_eq!(
        naive(&world, world.feeds[0]),
        wad("2500"),
        "believed all the same"
    );
}

#[test]
fn o2_answers_that_are_no_price() {
    let mut world = PriceWorld::with_assets(1);
    let (feed, now) = (world.feeds[0], U256::from(world.chain.now()));
    for answer in [I256::ZERO, I256::MINUS_ONE, I256::MIN] {
        world.round(feed, 9, answer, now, now);
        refused::<IPrices::PriceNotPositive>(&world, 0, DEAD, 8);
    }
    // The largest answer there is: above every band, and nothing overflows.
    world.round(feed, 9, I256::MAX, now, now);
    let beyond = refused::<IPrices::PriceOutOfBand>(&world, 0, SUSPECT, 9);
    assert_eq!(beyond.price, U256::MAX);
    world.round(feed, 9, I256::MINUS_ONE, now, now);
    assert!(naive(&world, feed) > wad("1000000"), "a fortune");
}

#[test]
fn o3_rounds_that_are_not_complete() {
    let mut world = PriceWorld::with_assets(1);
    let (feed, now) = (world.feeds[0], U256::from(world.chain.now()));
    world.round(feed, 0, answer(START), now, now);
    refused::<IPrices::RoundIncomplete>(&world, 0, DEAD, 5);
    world.round(feed, 9, answer(usd(3_000)), now, U256::ZERO);
    refused::<IPrices::RoundIncomplete>(&world, 0, DEAD, 5);
    assert_eq!(
        naive(&world, feed),
        wad("3000"),
        "believed before it is complete"
    );
}

#[test]
fn o4_times_to_come() {
    let mut world = PriceWorld::with_assets(1);
    let now = world.chain.now();
    for ahead in [1, 3_600] {
        aged(&mut world, now + ahead);
        let updated = refused::<IPrices::PriceInFuture>(&world, 0, DEAD, 6).updatedAt;
        assert_eq!(updated, now + ahead);
    }
    assert_eq!(naive_age(&world, world.feeds[0]), 0, "for ever fresh");
    let feed = world.feeds[0];
    world.round(feed, 9, answer(START), U256::MAX, U256::MAX);
    refused::<IPrices::PriceInFuture>(&world, 0, DEAD, 6);
}

#[test]
fn o5_decimals_that_change() {
    let mut world = PriceWorld::with_assets(1);
    let (feed, now) = (world.feeds[0], U256::from(world.chain.now()));
    world.tell(feed, IFeedTold::setDecimalsCall { decimals_: 18 });
    let in_18 = I256::try_from(wad("2500")).expect("an answer");
    world.round(feed, 9, in_18, now, now);
    let changed = refused::<IPrices::DecimalsChanged>(&world, 0, DEAD, 4);
    assert_eq!((changed.listed, changed.current), (8, 18));
    let (_, _, collateral, liability) = world.seen(0);
    assert_eq!(
        (collateral, liability),
        (250_000, 250_000),
        "the last sample"
    );
    assert_eq!(
        naive(&world, feed),
        wad("25000000000000"),
        "1e10 times as much"
    );
}

#[test]
fn o6_the_sequencer_and_its_grace() {
    let mut world = PriceWorld::with_assets(1);
    let uptime = world.uptime;
    world.sequencer(false);
    refused::<IPrices::SequencerDown>(&world, 0, PAUSED, 1);
    world.sequencer(true);
    let back = world.chain.now();
    world.pass(3_600);
    let until = refused::<IPrices::GracePeriod>(&world, 0, PAUSED, 2).until;
    assert_eq!(until, back + 3_600);
    // A reader that asks only whether it is up trades in the first second, against prices of before.
    let up = world.view_of(uptime, IFeedTold::latestRoundDataCall {});
    assert_eq!(up.expect("an answer").answer, I256::ZERO);
    world.pass(1);
    live(&world, 0);
    // What is neither up nor down counts as down.
    world.say(uptime, 2);
    world.pass(7_200);
    refused::<IPrices::SequencerDown>(&world, 0, PAUSED, 1);
    world.sequencer(true);
    world.pass(7_200);
    for mode in [REVERTING, SHORT, EMPTY, BURNING, DIRTY] {
        world.tell(uptime, IFeedTold::setModeCall { mode });
        refused::<IPrices::SequencerDown>(&world, 0, PAUSED, 1);
    }
    // The last sample stands for every asset, and nothing is sampled.
    assert_eq!(world.seen(0), (PAUSED, 1, 250_000, 250_000));
    let due = world.chain.now();
    let refusal = world.view(IPrices::recordCall { due }).expect_err("down");
    assert!(refusal.typed::<IPrices::SequencerDown>().is_some());
}

#[test]
fn o7_a_sequencer_feed_without_a_report() {
    let mut world = PriceWorld::with_assets(1);
    let (uptime, now) = (world.uptime, world.chain.now());
    world.round(uptime, 9, I256::ZERO, U256::ZERO, U256::from(now));
    refused::<IPrices::SequencerDown>(&world, 0, PAUSED, 1);
    let naive_grace_is_over = now
        - world
            .view_of(uptime, IFeedTold::latestRoundDataCall {})
            .expect("an answer")
            .startedAt
            .to::<u64>()
        > 3_600;
    assert!(naive_grace_is_over, "up for ever");
}

#[test]
fn o9_an_aggregator_at_its_floor() {
    let mut world = PriceWorld::empty();
    // LUNA: the market at 0.01, the aggregator at its least answer of 0.10.
    let feed = world.feed(8, usd(1));
    let mut terms = e2e::price_world::terms(feed);
    terms.minPrice = wad("0.1");
    terms.maxDeviation = wad("1");
    world.list(terms);
    let kept = world.read(IPrices::listingCall { asset: 0 });
    assert!(
        kept.minPrice >= wad("0.1") && kept.minPrice < wad("0.1002"),
        "{}",
        kept.minPrice
    );
    for price in [9_000_000, 10_000_000, 10_100_000] {
        world.say(feed, price);
        refused::<IPrices::PriceOutOfBand>(&world, 0, SUSPECT, 9);
        let both = world.read(IPrices::bothPricesCall { asset: 0 });
        assert_eq!(both.collateral, naive(&world, feed));
        assert_eq!(both.liability, wad("1"), "the last sample");
    }
    assert_eq!(naive(&world, feed), wad("0.101"), "ten times the market");
    world.say(feed, 10_200_000);
    live(&world, 0);
    let high = (kept.maxPrice / U256::from(10_000_000_000_u64)).to::<i64>();
    world.say(feed, high / 100 * 99 + 100);
    refused::<IPrices::PriceOutOfBand>(&world, 0, SUSPECT, 9);
}

/// An asset with a second feed, at a limit of 3 %.
fn two_feeds() -> (PriceWorld, Address, Address) {
    let mut world = PriceWorld::empty();
    let (feed, second) = (world.feed(8, START), world.feed(8, START));
    let mut terms = e2e::price_world::terms(feed);
    terms.maxDeviation = wad("0.03");
    terms.secondary = second;
    terms.secondaryLimit = 7_200;
    world.list(terms);
    (world, feed, second)
}

#[test]
fn o10_two_feeds_that_disagree() {
    let (mut world, feed, second) = two_feeds();
    world.say(second, usd(2_574));
    assert_eq!(live(&world, 0), wad("2500"));
    assert_eq!(world.seen(0), (LIVE, 0, 250_000, 257_400), "2.96 %");
    world.say(second, usd(2_576));
    let fault = refused::<IPrices::PriceDeviates>(&world, 0, SUSPECT, 10);
    assert_eq!((fault.price, fault.other), (wad("2500"), wad("2576")));
    assert_eq!(world.seen(0), (SUSPECT, 10, 250_000, 257_600), "3.04 %");
    world.say(second, usd(2_500));
    world.say(feed, usd(2_576));
    assert_eq!(
        world.seen(0),
        (SUSPECT, 10, 250_000, 257_600),
        "from either side"
    );
    assert_eq!(
        naive(&world, feed),
        wad("2576"),
        "the higher one as collateral"
    );
    // It is not sampled, either.
    world.pass(60);
    let due = world.chain.now();
    assert_eq!(world.read(IPrices::recordCall { due }), [U256::ZERO]);
    // The second alone, where the first is dead; then nothing but the sample.
    world.tell(feed, IFeedTold::setModeCall { mode: REVERTING });
    world.say(second, usd(2_510));
    assert_eq!(world.seen(0), (DEAD, 3, 251_000, 251_000));
    world.pass(7_201);
    assert_eq!(world.seen(0), (DEAD, 3, 250_000, 250_000));
}

#[test]
fn o13_a_hostile_feed_costs_no_more_than_its_share() {
    let mut world = PriceWorld::with_assets(2);
    let feed = world.feeds[0];
    for mode in [REVERTING, SHORT, EMPTY, BURNING, DIRTY] {
        world.tell(feed, IFeedTold::setModeCall { mode });
        refused::<IPrices::FeedCallFailed>(&world, 0, DEAD, 3);
        assert_eq!(live(&world, 1), wad("2500"), "the other asset is usable");
    }
    // 96 bytes and 159 are too few; 160 of anything are enough.
    for short in [0, 96, 128, 159] {
        world.tell(feed, IFeedTold::setModeCall { mode: SHORT });
        world.tell(feed, IFeedTold::setShortBytesCall { shortBytes_: short });
        refused::<IPrices::FeedCallFailed>(&world, 0, DEAD, 3);
    }
    world.tell(feed, IFeedTold::setShortBytesCall { shortBytes_: 160 });
    refused::<IPrices::RoundIncomplete>(&world, 0, DEAD, 5);
    world.tell(feed, IFeedTold::setModeCall { mode: 0 });
    for mode in [REVERTING, SHORT, EMPTY, BURNING, DIRTY] {
        world.tell(feed, IFeedTold::setDecimalsModeCall { mode });
        refused::<IPrices::FeedCallFailed>(&world, 0, DEAD, 3);
    }
}

/// Gas of a call to a contract with a lot of it.
fn gas<C: SolCall>(world: &mut PriceWorld, to: Address, call: &C) -> u64 {
    let sent = transaction(world.oracle, to, call, 30_000_000);
    world.chain.send(sent).expect("the chain takes it").gas_used
}

#[test]
fn o13_gas_of_a_hostile_feed() {
    let mut world = PriceWorld::with_assets(2);
    let (feed, prices) = (world.feeds[0], world.prices);
    let observe = IPrices::observeCall { mask: 3 };
    let calm = gas(&mut world, prices, &observe);
    world.tell(feed, IFeedTold::setModeCall { mode: BURNING });
    let burnt = gas(&mut world, prices, &observe);
    assert!(
        burnt > calm + 140_000 && burnt < calm + 150_000,
        "{calm} {burnt}"
    );
    let direct = gas(&mut world, feed, &IFeedTold::latestRoundDataCall {});
    assert_eq!(
        direct, 30_000_000,
        "a reader that hands on its gas loses it all"
    );
    // A megabyte does not fit into the gas; 64 KB do, and are not copied.
    world.tell(feed, IFeedTold::setModeCall { mode: BOMB });
    for (bytes, fits) in [(1_000_000, false), (65_536, true)] {
        world.tell(feed, IFeedTold::setBombBytesCall { bombBytes_: bytes });
        let bombed = gas(&mut world, prices, &observe);
        assert!(bombed < calm + 150_000, "{calm} {bombed}");
        let status = world.read(IPrices::statusCall { asset: 0 });
        assert_eq!(
            (status.state, status.gate),
            (DEAD, if fits { 5 } else { 3 })
        );
        assert_eq!(live(&world, 1), wad("2500"));
    }
    world.tell(
        feed,
        IFeedTold::setBombBytesCall {
            bombBytes_: 1_000_000,
        },
    );
    let direct = gas(&mut world, feed, &IFeedTold::latestRoundDataCall {});
    assert!(
        direct > 2_000_000,
        "what a reader without a limit pays for: {direct}"
    );
}

#[test]
fn o13_a_feed_without_code() {
    let mut world = PriceWorld::with_assets(2);
    let feed = world.feeds[0];
    world.chain.machine_mut().set_code(feed, Vec::new().into());
    refused::<IPrices::FeedCallFailed>(&world, 0, DEAD, 3);
    live(&world, 1);
    let due = world.chain.now();
    let refusal = world.view(IPrices::recordCall { due });
    assert!(refusal.is_err(), "sampled at listing");
    world.pass(60);
    let due = world.chain.now();
    let words = world.read(IPrices::recordCall { due });
    assert_eq!(words[0], U256::ZERO);
    assert!(words[1].bit(240));
}

/// A feed that needs 95,000 gas fails on less, and that is not its fault: no limit of gas makes the feed look dead.
#[test]
fn a_caller_cannot_starve_a_feed() {
    let mut world = PriceWorld::with_assets(1);
    let feed = world.feeds[0];
    world.tell(feed, IFeedTold::setModeCall { mode: BOMB });
    world.tell(
        feed,
        IFeedTold::setBombBytesCall {
            bombBytes_: 200_000,
        },
    );
    let status = |world: &PriceWorld, limit| {
        let call = IPrices::statusCall { asset: 0 };
        let sent = transaction(world.other, world.prices, &call, limit);
        world.chain.call(sent).expect("the chain takes it")
    };
    let mut answered = 0;
    for limit in (60_000..320_000).step_by(1_000) {
        let outcome = status(&world, limit);
        if outcome.success {
            let status = IPrices::statusCall::abi_decode_returns(&outcome.output).expect("decodes");
            assert_eq!(status.gate, 5, "with {limit} gas the call is blamed");
            answered += 1;
        }
    }
    assert!(answered > 100 && answered < 250, "{answered}");
    // One that burns all it gets is blamed only where that was its full share.
    world.tell(feed, IFeedTold::setModeCall { mode: BURNING });
    let (mut told, mut blamed) = (0, 0);
    for limit in (150_000..250_000).step_by(500) {
        let outcome = status(&world, limit);
        if outcome.success {
            let status = IPrices::statusCall::abi_decode_returns(&outcome.output).expect("decodes");
            assert_eq!((status.state, status.gate), (DEAD, 3));
            assert!(outcome.gas_used > 150_000 + 21_000);
            blamed += 1;
        } else if !outcome.output.is_empty() {
            let typed = IPrices::InsufficientGas::abi_decode(&outcome.output);
            assert!(typed.is_ok(), "{}", name(&outcome.output));
            told += 1;
        }
    }
    assert!(told > 0 && blamed > 0, "{told} {blamed}");
}

#[test]
fn orc_4_decimals_of_feeds() {
    let mut world = PriceWorld::empty();
    for decimals in 0..=15_u8 {
        let price = 2_503 * 10_i64.pow(decimals.into());
        let feed = world.feed(decimals, price);
        let asset = world.list(e2e::price_world::terms(feed));
        assert_eq!(live(&world, asset), wad("2503"), "{decimals}");
    }
}
