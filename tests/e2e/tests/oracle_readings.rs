//! What readers of the oracle see, on the shipped programs: pending moves, bounds, speeds, missing assets.

use alloy::primitives::{I256, U256};
use alloy::sol_types::SolError;
use e2e::oracle_world::{all, IMockBook, IOracleClock, OracleWorld};
use e2e::price_world::IPrices;
use e2e::world::{deploy, usd, wad};

fn variance(world: &OracleWorld, asset: usize, count: usize) -> i128 {
    let market = world.market(all(count));
    market.covariance.get(asset, asset).expect("an asset")
}

/// Takes `count` samples at standing prices.
fn quiet(world: &mut OracleWorld, count: usize) {
    for _ in 0..count {
        world.until_due();
        for asset in 0..world.inner.feeds.len() {
            let feed = world.inner.feeds[asset];
            let latest = world
                .inner
                .view_of(feed, e2e::price_world::IFeedTold::latestRoundDataCall {})
                .expect("a round");
            world.say(asset, i64::try_from(latest.answer).expect("a price"));
        }
        world.inner.pass(1);
        assert!(world.poke());
    }
}

/// ORC-7 and V7: a fall of 15 % that nobody has sampled counts at once, and not less than once it is sampled.
#[test]
fn orc_7_v7_an_unsampled_fall_counts_at_once() {
    let mut world = OracleWorld::of(&[usd(2_500), usd(40_000)]);
    quiet(&mut world, 32);
    let calm = variance(&world, 0, 2);
    world.inner.pass(60);
    world.say(0, usd(2_125));
    world.inner.pass(1);
    let pending = variance(&world, 0, 2);
    // Half of ln(0.85)^2.
    assert!(
        pending > 13 * 10_i128.pow(33) && pending > 5 * calm,
        "{pending} {calm}"
    );
    world.inner.pass(600);
    assert!(
        variance(&world, 0, 2) >= pending - pending / 1_000,
        "waiting takes nothing away"
    );
    quiet(&mut world, 1);
    let sampled = variance(&world, 0, 2);
    assert!(
        sampled <= pending + pending / 1_000 && sampled > 5 * calm,
        "{sampled} {pending}"
    );
    // The price comes back: the jump is remembered all the same.
    world.say(0, usd(2_500));
    assert!(variance(&world, 0, 2) >= sampled - sampled / 100);
}

/// ORC-6 and V6: however high the volatility is pushed, the paced one rises by at most 2 % in an hour and falls by
/// at most 2 % in a day, and all of them stay within their bounds.
#[test]
fn orc_6_v6_the_paced_volatility_keeps_its_speed() {
    let mut world = OracleWorld::of(&[usd(2_500)]);
    quiet(&mut world, 31);
    let paced = |world: &OracleWorld| -> f64 {
        let paced: U256 = world.read(IOracleClock::pacedVolatilityCall { asset: 0 });
        paced.to::<u128>() as f64 / 1e18
    };
    let mut last = (paced(&world), world.inner.chain.now());
    let (mut highest, mut fast) = (last.0, 0.0);
    for step in 0..48 {
        // Up and down by a third at every sample, as fast as the rules allow, then quiet.
        let up = step < 24 && step % 2 == 0;
        world.say(0, if up { usd(3_300) } else { usd(2_500) });
        world.until_due();
        world.inner.pass(1);
        assert!(world.poke());
        let now = (paced(&world), world.inner.chain.now());
        // From one sample to the next, and the second of each that is pending.
        let hours = (now.1 - last.1) as f64 / 3_600.0;
        assert!(
            now.0 <= last.0 * 1.02_f64.powf(hours + 0.01),
            "step {step}: {last:?} {now:?}"
        );
        assert!(
            now.0 >= last.0 * 0.98_f64.powf((hours + 0.01) / 24.0),
            "step {step}: {last:?} {now:?}"
        );
        highest = now.0.max(highest);
        let volatility: U256 = world.read(IOracleClock::volatilityCall { asset: 0 });
        fast = f64::max(fast, volatility.to::<u128>() as f64 / 1e18);
        assert!(volatility >= wad("0.2") && volatility <= wad("100.0001"));
        last = now;
    }
    assert!(
        fast > 2.0 * highest,
        "the fast one was pushed: {fast} {highest}"
    );
}

/// ORC-9 and V9: twenty samples in which only one of two assets is live. On clocks of their own the correlation
/// comes to 1.857 and a hedge to a variance of -0.71.
#[test]
fn orc_9_v9_missing_assets_share_the_clock() {
    let mut world = OracleWorld::of(&[usd(2_500), usd(40_000)]);
    for step in 0..40 {
        world.until_due();
        let up = i64::from(step % 2 == 0);
        world.say(0, usd(2_500) + usd(25) * up);
        world.say(1, usd(40_000) + usd(400) * up);
        world.inner.pass(1);
        assert!(world.poke());
    }
    quiet(&mut world, 2);
    let before = world.read(IOracleClock::correlationCall {
        first: 0,
        second: 1,
    });
    assert!(
        before > I256::try_from(wad("0.4")).expect("fits"),
        "{before}"
    );
    let kept = world.market(3);
    let feed = world.inner.feeds[1];
    world
        .inner
        .tell(feed, e2e::price_world::IFeedTold::setModeCall { mode: 1 });
    for _ in 0..20 {
        world.until_due();
        world.say(0, usd(2_500));
        world.inner.pass(1);
        let receipt = world.poke_receipt();
        assert_eq!(receipt.output[31], 1);
    }
    assert_eq!(world.read(IOracleClock::samplesCall { asset: 1 }), 31);
    let market = world.market(3);
    let entry = |i, j| market.covariance.get(i, j).expect("two assets");
    assert!(
        entry(0, 0) + entry(1, 1) >= 2 * entry(0, 1),
        "a hedge has a variance"
    );
    assert!(entry(0, 0) + entry(1, 1) >= -2 * entry(0, 1));
    let correlation = world.read(IOracleClock::correlationCall {
        first: 0,
        second: 1,
    });
    assert!(correlation <= I256::try_from(wad("1")).expect("one"));
    // The missing one keeps its variance; the other's decays.
    let missing = kept.covariance.get(1, 1).expect("two assets");
    assert!(
        (entry(1, 1) - missing).abs() <= missing / 1_000_000,
        "{} {missing}",
        entry(1, 1)
    );
    assert!(entry(0, 0) < kept.covariance.get(0, 0).expect("two assets"));
}

/// V12: 0, 1, 29 and 30 samples: at least 12.8 % a day until there are thirty, never zero.
#[test]
fn v12_cold_start_on_chain() {
    let mut world = OracleWorld::of(&[usd(2_500)]);
    for count in 0..31 {
        let shown = variance(&world, 0, 1);
        let cold = shown >= 16_384 * 10_i128.pow(30);
        assert_eq!(cold, count < 30, "{count} samples: {shown}");
        assert!(shown > 0);
        assert_eq!(world.market(1).samples[0], count);
        quiet(&mut world, 1);
    }
}

/// While the sequencer is not trusted a poke changes nothing; afterwards the due times are served as if nobody
/// had waited.
#[test]
fn nothing_is_sampled_while_the_sequencer_is_down() {
    let mut world = OracleWorld::of(&[usd(2_500)]);
    world.until_due();
    world.inner.pass(1);
    world.inner.sequencer(false);
    let before = world.storage();
    assert!(!world.poke());
    world.inner.pass(600);
    world.inner.sequencer(true);
    world.inner.pass(1_800);
    assert!(!world.poke(), "the grace period");
    assert!(world.storage() == before);
    world.inner.pass(1_801);
    assert!(world.poke());
}

/// What `prices` refuses with comes through; what the oracle does not know is its own error.
#[test]
fn revert_data_is_passed_on() {
    let mut world = OracleWorld::of(&[usd(2_500)]);
    let oracle = world.inner.oracle;
    assert_eq!(
        world.read(IOracleClock::priceCall { asset: 0 }),
        wad("2500")
    );
    let status = world.read(IOracleClock::statusCall { asset: 0 });
    assert_eq!(
        (status.price, status.state, status.gate),
        (wad("2500"), 0, 0)
    );
    world.say(0, -1);
    let refused = world
        .inner
        .view_of(oracle, IOracleClock::priceCall { asset: 0 })
        .expect_err("dead");
    assert_eq!(
        refused.typed::<IPrices::PriceNotPositive>(),
        Some(IPrices::PriceNotPositive { asset: 0 })
    );
    let refused = world
        .inner
        .view_of(oracle, IOracleClock::priceCall { asset: 9 })
        .expect_err("unknown");
    assert_eq!(refused.data[..4], IPrices::UnknownAsset::SELECTOR);
    for mask in [2, 0x8000, 3] {
        let refused = world
            .inner
            .view_of(oracle, IOracleClock::snapshotCall { mask })
            .expect_err("unknown");
        assert!(refused.typed::<IOracleClock::UnknownAsset>().is_some());
    }
    assert_eq!(world.read(IOracleClock::snapshotCall { mask: 0 }).len(), 1);
}

/// A row of the book at the first sample of each period; what it answers is noted; a book that reverts, burns its
/// gas, answers too little or calls back loses its row and stops nothing; a caller cannot starve it.
#[test]
fn a_book_that_fails_stops_nothing() {
    let mut world = OracleWorld::of(&[usd(2_500), usd(40_000)]);
    let owner = world.inner.owner;
    let book = deploy(&mut world.inner.chain, owner, "MockBook", Vec::new());
    world.tell(IOracleClock::setBookCall {
        book,
        rowPeriod: 86_400,
    });
    let set = |world: &mut OracleWorld, mode: u8, answer: u128| {
        let answer = U256::from(answer) | U256::from(13_u64) << 128;
        world
            .inner
            .must(owner, book, IMockBook::setCall { mode, answer });
    };
    let rows = |world: &OracleWorld| {
        world
            .inner
            .view_of(book, IMockBook::rowsCall {})
            .expect("rows")
    };
    set(&mut world, 0, 9 * 10_u128.pow(32));
    while rows(&world) == U256::ZERO {
        quiet(&mut world, 1);
    }
    let row = world
        .inner
        .view_of(book, IMockBook::rowCall { index: U256::ZERO })
        .expect("a row");
    assert_eq!(row.at, world.read(IOracleClock::sampledAtCall {}));
    assert_eq!(row.facts.len(), 2);
    let sampled = world.inner.read(IPrices::sampledCall { asset: 1 }).price;
    assert_eq!(
        row.facts[1] & ((U256::from(1) << 112) - U256::from(1)),
        sampled
    );
    assert!(
        row.facts[1] >> 128 >= U256::from(16_384 * 10_u128.pow(30)),
        "the variance shown"
    );
    let market = world.market(3);
    assert!(
        market.forecasts[0] >= 9 * 10_i128.pow(32)
            && market.forecasts[0] < 90_001 * 10_i128.pow(28)
    );
    assert_eq!(market.surcharges[..2], [13, 13]);
    for mode in [1, 2, 3, 4] {
        set(&mut world, mode, 0);
        let mut failed = false;
        while !failed {
            world.until_due();
            world.inner.pass(1);
            let receipt = world.poke_receipt();
            let topic = <IOracleClock::RowFailed as alloy::sol_types::SolEvent>::SIGNATURE_HASH;
            failed = receipt
                .logs
                .iter()
                .any(|log| log.topics().first() == Some(&topic));
            assert_eq!(receipt.output[31], 1);
        }
        assert_eq!(world.market(3).surcharges[..2], [13, 13], "mode {mode}");
    }
    // Starved: the sample is refused, not the row lost.
    set(&mut world, 2, 0);
    let period = world.read(IOracleClock::sampledAtCall {}) / 86_400;
    while world.read(IOracleClock::dueAtCall {}) / 86_400 == period {
        quiet(&mut world, 1);
    }
    world.until_due();
    world.inner.pass(1);
    let poor = e2e::price_world::transaction(
        owner,
        world.inner.oracle,
        &IOracleClock::pokeCall {},
        1_500_000,
    );
    let receipt = world.inner.chain.send(poor).expect("sent");
    assert!(!receipt.success);
    assert_eq!(receipt.output[..4], IOracleClock::InsufficientGas::SELECTOR);
    assert!(world.poke());
}

/// Depths are noted by the desk alone, and told in a snapshot.
#[test]
fn depths_are_noted_by_the_desk() {
    let mut world = OracleWorld::of(&[usd(2_500), usd(40_000)]);
    let (owner, other, oracle) = (world.inner.owner, world.inner.other, world.inner.oracle);
    let word = |asset: u8, depth: u128, kept: u128| {
        U256::from(asset) | U256::from(depth) << 8 | U256::from(kept) << 128
    };
    let dollars = |whole: u128| whole * 10_u128.pow(18);
    let words = vec![
        word(1, dollars(1 << 20), dollars(1 << 21)),
        word(0, dollars(512), dollars(1_024)),
    ];
    let note = IOracleClock::noteDepthsCall { words };
    let refused = world
        .inner
        .send(owner, oracle, note.clone())
        .expect_err("not the desk");
    assert!(refused.typed::<IOracleClock::NotDepthDesk>().is_some());
    world.tell(IOracleClock::setDepthCall { desk: other });
    world.inner.must(other, oracle, note);
    let market = world.market(3);
    let close = |told: u128, kept: u128| kept <= told && told - kept <= told / 50_000 + dollars(1);
    assert!(
        close(dollars(1 << 20), market.depths[1])
            && close(dollars(1_024), market.maintenance_depths[0]),
        "{market:?}"
    );
    let unknown = IOracleClock::noteDepthsCall {
        words: vec![word(2, 1, 1)],
    };
    let refused = world
        .inner
        .send(other, oracle, unknown)
        .expect_err("no such asset");
    assert!(refused.typed::<IOracleClock::UnknownAsset>().is_some());
    let told = world
        .read(IOracleClock::depthCall { asset: 1 })
        .to::<u128>();
    assert!(close(dollars(1 << 20), told));
    assert!(told - market_depth(&world) < dollars(1));
}

fn market_depth(world: &OracleWorld) -> u128 {
    world.read(IOracleClock::assetInfoCall { asset: 1 }).depth
}
