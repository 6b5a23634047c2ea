//! The depth desk over Uniswap's own pools and over pushed feeds: what strangers can do to it, and what they cannot.

mod pools;

use alloy::primitives::{aliases::U160, Address, Bytes, I256, U256};
use alloy::sol_types::{SolCall, SolEvent, SolValue};
use devnet::chain::Receipt;
use pools::*;

const CONTRACT: u8 = 1;
const FEED: u8 = 2;
const RANGE: (i32, i32) = (-6_000, 6_000);
const LIQUIDITY: u128 = 4_000_000_000_000_000_000;

/// A desk over a pool, settled: five snapshots of the same depth.
struct Settled {
    pools: Pools,
    desk: Address,
    market: Market,
    centre: i32,
    honest: U256,
}

fn settled() -> Settled {
    let mut pools = Pools::new();
    let tokens = (false, 18, 6);
    let root = root_of(2_000.0, tokens);
    let market = pools.market(false, 18, 6, 3_000, root);
    let centre = tick_of(U256::from(root), 60);
    pools.provide(&market, centre + RANGE.0, centre + RANGE.1, LIQUIDITY);
    pools.list(0, &market);
    pools.season(&market);
    let desk = pools.desk();
    let honest = cents_down(pools.depth(0).expect("a depth"));
    let reader = pools.reader;
    pools.set_source(desk, 0, reader, CONTRACT, honest);
    for round in 0..5 {
        let expected = if round < 2 { U256::ZERO } else { honest };
        pools.refresh(desk);
        assert_eq!(pools.depths(desk, 0), (expected, expected), "round {round}");
        assert_eq!(pools.noted(0), (expected, expected));
    }
    assert_eq!(
        pools.read(desk, IDesk::snapshotsCall { asset: 0 }),
        vec![honest; 5]
    );
    Settled {
        pools,
        desk,
        market,
        centre,
        honest,
    }
}

impl Settled {
    fn depths(&self) -> (U256, U256) {
        self.pools.depths(self.desk, 0)
    }

    /// What the last snapshot measured.
    fn latest(&self) -> U256 {
        self.pools
            .read(self.desk, IDesk::infoCall { asset: 0 })
            .latest
    }

    fn refresh_call(&self) -> Bytes {
        IDesk::refreshCall {}.abi_encode().into()
    }

    /// Refreshes while liquidity is there that was not before and will not be after.
    fn just_in_time(&mut self, liquidity: u128) {
        self.pools.pass(SPACING);
        let call = ITrader::justInTimeCall {
            pool: self.market.pool,
            lower: tick(self.centre - 600),
            upper: tick(self.centre + 600),
            liquidity,
            target: self.desk,
            data: self.refresh_call(),
        };
        let (owner, trader) = (self.pools.owner, self.pools.trader);
        self.pools.must(owner, trader, call);
        assert!(self.pools.read(trader, ITrader::succeededCall {}));
    }

    /// Refreshes while the price is somewhere else.
    fn flash(&mut self, ticks: i32) {
        self.pools.pass(SPACING);
        let root = real(self.pools.root(&self.market)) / 2_f64.powi(32);
        let limit = root * 1.0001_f64.powf(f64::from(ticks) / 2.0);
        let call = ITrader::flashCall {
            pool: self.market.pool,
            limit: U160::from(limit as u128) << 32,
            target: self.desk,
            data: self.refresh_call(),
        };
        let (owner, trader) = (self.pools.owner, self.pools.trader);
        self.pools.must(owner, trader, call);
        assert!(self.pools.read(trader, ITrader::succeededCall {}));
    }
}

fn events<E: SolEvent>(receipt: &Receipt) -> Vec<E> {
    let of = |log: &alloy::primitives::Log| E::decode_log_data(&log.data).ok();
    receipt.logs.iter().filter_map(of).collect()
}

#[test]
fn liquidity_of_one_block_raises_nothing() {
    let mut world = settled();
    let honest = world.honest;
    world.just_in_time(100 * LIQUIDITY);
    assert!(
        world.latest() > honest * U256::from(90),
        "it was there to be seen"
    );
    assert_eq!(world.depths(), (honest, honest));
    assert_eq!(world.pools.noted(0), (honest, honest));
    // Again and again: the median gives way with the third, the speed does not.
    world.just_in_time(100 * LIQUIDITY);
    assert_eq!(world.depths(), (honest, honest));
    world.just_in_time(100 * LIQUIDITY);
    let (used, _) = world.depths();
    assert!(
        used <= honest * U256::from(10_073) / U256::from(10_000),
        "{used}"
    );
    // Left alone, it is over as soon as an honest snapshot is there.
    let desk = world.desk;
    world.pools.refresh(desk);
    assert_eq!(world.depths().0, honest);
}

#[test]
fn a_price_moved_for_one_transaction_raises_nothing() {
    let mut world = settled();
    let honest = world.honest;
    // A wall where the price never is.
    let (market, away) = (world.market, world.centre + 3_000);
    world
        .pools
        .provide(&market, away - 300, away + 300, 200 * LIQUIDITY);
    world.flash(3_000);
    assert!(world.latest() <= honest, "{} of {honest}", world.latest());
    assert!(world.depths().0 <= honest);
    // Away from all liquidity: a false fall, for as long as it is the latest snapshot, and not for maintenance.
    world.flash(-20_000);
    assert_eq!(world.latest(), U256::ZERO);
    assert_eq!(world.depths(), (U256::ZERO, honest));
    let desk = world.desk;
    world.pools.refresh(desk);
    let (used, kept) = world.depths();
    assert!(used > honest * U256::from(99) / U256::from(100), "{used}");
    assert_eq!(kept, honest);
}

#[test]
fn t9_liquidity_that_leaves_counts_at_once_and_for_maintenance_by_a_ramp() {
    let mut world = settled();
    let (honest, desk, market) = (world.honest, world.desk, world.market);
    let (lower, upper) = (world.centre + RANGE.0, world.centre + RANGE.1);
    world
        .pools
        .withdraw(&market, lower, upper, LIQUIDITY / 100 * 98);
    let left = cents_down(world.pools.depth(0).expect("a depth"));
    let share = real(left) / real(honest);
    assert!((share - 0.02).abs() < 1e-6, "{share}");

    world.pools.refresh(desk);
    assert_eq!(world.depths(), (left, honest));
    world.pools.refresh(desk);
    assert_eq!(world.depths(), (left, honest));
    // From now on the median is down.
    for quarter in 1..=8 {
        world.pools.refresh(desk);
        let (used, kept) = world.depths();
        assert_eq!(used, left);
        let share = real(kept) / real(honest);
        let slowest = 0.5_f64.powf(f64::from(quarter) * 900.0 / 86_400.0);
        assert!(
            share >= slowest - 1e-6 && share < slowest + 1e-3,
            "{share} against {slowest}"
        );
    }
}

#[test]
fn depth_follows_the_price_where_it_goes() {
    let mut world = settled();
    let market = world.market;
    // The asset falls by a tenth, and stays there.
    let root = real(world.pools.root(&market)) / 2_f64.powi(32) * 0.9_f64.sqrt();
    world
        .pools
        .swap_to(&market, true, I256::MAX, U160::from(root as u128) << 32);
    world.pools.pass(u64::from(WINDOW));
    let desk = world.desk;
    for _ in 0..3 {
        world.pools.refresh(desk);
    }
    let share = real(world.depths().0) / real(world.honest);
    // Quote per liquidity is the root of the price.
    assert!((share - 0.9_f64.sqrt()).abs() < 1e-3, "{share}");
}

#[test]
fn one_snapshot_in_a_while() {
    let mut world = settled();
    let (desk, anyone) = (world.desk, world.pools.anyone);
    let before = world.pools.read(desk, IDesk::infoCall { asset: 0 });
    world.pools.pass(SPACING - 1);
    let receipt = world.pools.must(anyone, desk, IDesk::refreshCall {});
    assert_eq!(receipt.output.last(), Some(&0), "not due");
    assert_eq!(world.pools.read(desk, IDesk::infoCall { asset: 0 }), before);
    world.pools.pass(1);
    let receipt = world
        .pools
        .must(anyone, desk, IDesk::refreshSomeCall { mask: 2 });
    assert_eq!(receipt.output.last(), Some(&0), "another asset");
    let receipt = world
        .pools
        .must(anyone, desk, IDesk::refreshSomeCall { mask: 1 });
    assert_eq!(receipt.output.last(), Some(&1));
}

/// A call by its name and its bytes.
type Call = (&'static str, Vec<u8>);

/// What a feed does, and the reason in the event.
fn faults(pools: &mut Pools, feed: Address, now: u64) -> Vec<(u8, Vec<Call>)> {
    let round = |id: u8, answer: i64, updated: u64| {
        IFeed::setRoundCall {
            roundId: alloy::primitives::aliases::U80::from(id),
            answer: I256::try_from(answer).expect("an answer"),
            startedAt: U256::from(updated),
            updatedAt: U256::from(updated),
            answeredInRound: alloy::primitives::aliases::U80::from(id),
        }
        .abi_encode()
    };
    let _ = (pools, feed);
    let good = 5_000_000 * 100_000_000_i64;
    let modes = |mode: u8| IFeed::setModeCall { mode }.abi_encode();
    let mut cases = vec![
        (3, vec![("no round", round(0, good, now))]),
        (3, vec![("no time", round(9, good, 0))]),
        (4, vec![("the future", round(9, good, now + 1))]),
        (5, vec![("stale", round(9, good, now - 3_601))]),
        (6, vec![("zero", round(9, 0, now))]),
        (6, vec![("negative", round(9, -good, now))]),
        (
            7,
            vec![(
                "decimals",
                IFeed::setDecimalsCall { decimals: 6 }.abi_encode(),
            )],
        ),
        (
            2,
            vec![(
                "no decimals",
                IFeed::setDecimalsModeCall { mode: 1 }.abi_encode(),
            )],
        ),
    ];
    for (mode, name) in [(1, "reverting"), (2, "short"), (3, "empty"), (5, "burning")] {
        cases.push((2, vec![(name, modes(mode))]));
    }
    cases
}

#[test]
fn orc_4_a_feed_of_depth_passes_its_gates() {
    let mut pools = Pools::new();
    let desk = pools.desk();
    let (good, other) = (pools.feed(5_000_000), pools.feed(7_000_000));
    let (owner, anyone) = (pools.owner, pools.anyone);
    pools.set_source(desk, 1, good, FEED, dollars(5_000_000));
    pools.set_source(desk, 4, other, FEED, dollars(7_000_000));
    let say = |pools: &mut Pools| {
        for (feed, whole) in [(good, 5_000_000_u64), (other, 7_000_000)] {
            let answer = I256::try_from(whole * 100_000_000).expect("an answer");
            pools.must(owner, feed, IFeed::setModeCall { mode: 0 });
            pools.must(owner, feed, IFeed::setDecimalsModeCall { mode: 0 });
            pools.must(owner, feed, IFeed::setDecimalsCall { decimals: 8 });
            pools.must(owner, feed, IFeed::setAnswerCall { answer });
        }
    };
    for _ in 0..5 {
        say(&mut pools);
        pools.refresh(desk);
    }
    assert_eq!(
        pools.depths(desk, 1),
        (dollars(5_000_000), dollars(5_000_000))
    );
    assert_eq!(pools.noted(4), (dollars(7_000_000), dollars(7_000_000)));

    pools.pass(SPACING);
    say(&mut pools);
    let now = pools.chain.now();
    for (reason, calls) in faults(&mut pools, good, now) {
        let saved = pools.chain.snapshot();
        for (name, call) in &calls {
            pools.send_raw(owner, good, call.clone()).expect(name);
        }
        let receipt = pools.must(anyone, desk, IDesk::refreshCall {});
        let missing = events::<SnapshotMissing>(&receipt);
        assert_eq!(missing.len(), 1, "{calls:?}");
        assert_eq!(
            (missing[0].asset, missing[0].reason),
            (1, reason),
            "{calls:?}"
        );
        // The other asset has its snapshot, and the first keeps its depth while that is fresh.
        assert_eq!(events::<SnapshotTaken>(&receipt).len(), 1);
        assert_eq!(pools.depths(desk, 1).0, dollars(5_000_000));
        assert!(pools.chain.revert(saved));
    }
    // At the very end of the heartbeat it counts; a bomb is read for its first 160 bytes, which say nothing.
    let saved = pools.chain.snapshot();
    pools
        .send_raw(owner, good, faults_edge(now - 3_600))
        .expect("a round");
    let receipt = pools.must(anyone, desk, IDesk::refreshCall {});
    assert_eq!(events::<SnapshotTaken>(&receipt).len(), 2);
    assert!(pools.chain.revert(saved));
    pools.must(owner, good, IFeed::setModeCall { mode: 4 });
    let receipt = pools.must(anyone, desk, IDesk::refreshCall {});
    assert_eq!(events::<SnapshotMissing>(&receipt).len(), 1);
    assert!(receipt.gas_used < 600_000, "{}", receipt.gas_used);
}

/// A good round of that time.
fn faults_edge(updated: u64) -> Vec<u8> {
    let id = alloy::primitives::aliases::U80::from(9);
    IFeed::setRoundCall {
        roundId: id,
        answer: I256::try_from(500_000_000_000_000_i64).expect("an answer"),
        startedAt: U256::from(updated),
        updatedAt: U256::from(updated),
        answeredInRound: id,
    }
    .abi_encode()
}

#[test]
fn a_source_that_is_gone_fades() {
    let mut world = settled();
    let (honest, desk) = (world.honest, world.desk);
    // The pool reader is asked for an asset that it does not know.
    let (reader, owner) = (world.pools.reader, world.pools.owner);
    world
        .pools
        .set_source(desk, 0, Address::ZERO, 0, U256::ZERO);
    let fresh = 7_200 / SPACING;
    for _ in 0..fresh {
        let receipt = world.pools.refresh(desk);
        assert_eq!(events::<SnapshotMissing>(&receipt)[0].reason, 1);
        assert_eq!(world.depths(), (honest, honest));
    }
    world.pools.pass(14_400 / 2);
    let half = cents_down(honest / U256::from(2));
    let (used, kept) = world.depths();
    assert!(
        half - used <= U256::from(10_u64.pow(16)),
        "{used} of {half}"
    );
    assert!(real(kept) / real(honest) > 0.94, "{kept}");
    world.pools.pass(14_400 / 2);
    assert_eq!(world.depths().0, U256::ZERO);
    world.pools.refresh(desk);
    assert_eq!(world.pools.noted(0).0, U256::ZERO);
    // Back: at once, as far as maintenance depth has not fallen.
    world
        .pools
        .set_source(desk, 0, reader, CONTRACT, dollars(1));
    world.pools.refresh(desk);
    assert!(real(world.depths().0) / real(honest) > 0.85);
    let _ = owner;
}

#[test]
fn nobody_can_starve_a_source_or_the_oracle() {
    let mut world = settled();
    let (desk, anyone, owner) = (world.desk, world.pools.anyone, world.pools.owner);
    // A source that needs nearly all the gas that it is entitled to.
    let value = dollars(1_000_000).abi_encode();
    let source = e2e::world::deploy(&mut world.pools.chain, owner, "MockSource", value);
    let work = U256::from(2_800_000);
    world
        .pools
        .must(owner, source, IMockSource::setWorkCall { work });
    world
        .pools
        .set_source(desk, 1, source, CONTRACT, dollars(1_000_000));
    world.pools.pass(SPACING);
    let (mut refused, mut taken) = (0, 0);
    for gas in (30_000..4_000_000).step_by(20_000) {
        let saved = world.pools.chain.snapshot();
        let sent = world
            .pools
            .send_with(anyone, desk, IDesk::refreshCall {}, gas);
        match &sent {
            Ok(receipt) => {
                assert!(events::<SnapshotMissing>(receipt).is_empty(), "gas {gas}");
                assert!(events::<NoteFailed>(receipt).is_empty(), "gas {gas}");
                taken += 1;
            }
            Err(refusal) => refused += usize::from(refusal.typed::<InsufficientGas>().is_some()),
        }
        assert!(world.pools.chain.revert(saved));
    }
    assert!(
        taken > 20 && refused > 20,
        "{taken} taken, {refused} refused"
    );
    // One that needs more is without a snapshot, and the others have theirs.
    let work = U256::from(3_100_000);
    world
        .pools
        .must(owner, source, IMockSource::setWorkCall { work });
    let receipt = world.pools.must(anyone, desk, IDesk::refreshCall {});
    assert_eq!(events::<SnapshotTaken>(&receipt).len(), 1);
    assert_eq!(events::<SnapshotMissing>(&receipt)[0].reason, 2);
}

#[test]
fn an_oracle_that_refuses_does_not_undo_a_snapshot() {
    let mut world = settled();
    let (owner, desk, prices) = (world.pools.owner, world.desk, world.pools.prices);
    let market = world.market;
    world
        .pools
        .must(owner, prices, IPrices::setRefusesCall { refuses: true });
    let (lower, upper) = (world.centre + RANGE.0, world.centre + RANGE.1);
    world.pools.withdraw(&market, lower, upper, LIQUIDITY / 2);
    let receipt = world.pools.refresh(desk);
    assert_eq!(events::<NoteFailed>(&receipt).len(), 1);
    let (used, kept) = world.depths();
    assert!(used < world.honest && kept == world.honest);
    assert_eq!(world.pools.noted(0).0, world.honest);
    world
        .pools
        .must(owner, prices, IPrices::setRefusesCall { refuses: false });
    world
        .pools
        .must(owner, prices, IPrices::setBurnsCall { burns: true });
    let receipt = world.pools.refresh(desk);
    assert_eq!(events::<NoteFailed>(&receipt).len(), 1);
    world
        .pools
        .must(owner, prices, IPrices::setBurnsCall { burns: false });
    world.pools.refresh(desk);
    assert_eq!(world.pools.noted(0).0, used);
}

#[test]
fn the_owner_decides_and_nobody_else() {
    let mut pools = Pools::new();
    let desk = pools.desk();
    let (owner, anyone, reader) = (pools.owner, pools.anyone, pools.reader);
    let source = |asset, source, kind, heartbeat, base| IDesk::setSourceCall {
        asset,
        source,
        kind,
        heartbeat,
        base,
    };
    let refusal = pools
        .send(anyone, desk, source(0, reader, CONTRACT, 0, wad()))
        .expect_err("not the owner");
    assert_eq!(refusal.typed::<NotOwner>().expect("typed").caller, anyone);
    let terms = IDesk::setTermsCall {
        spacing: 60,
        fresh: 600,
        ramp: 600,
        doubling: 600,
        halving: 600,
    };
    assert!(pools.send(anyone, desk, terms).is_err());
    let feed = pools.feed(1);
    for call in [
        source(16, reader, CONTRACT, 0, wad()),
        source(0, reader, 3, 0, wad()),
        source(0, reader, CONTRACT, 0, U256::ZERO),
        source(0, feed, FEED, 0, wad()),
        source(0, reader, 0, 0, wad()),
    ] {
        let refusal = pools.send(owner, desk, call).expect_err("terms");
        assert!(refusal.typed::<InvalidTerms>().is_some());
    }
    assert!(pools
        .send(owner, desk, source(0, anyone, CONTRACT, 0, wad()))
        .is_err());
    assert!(pools.view(desk, IDesk::depthCall { asset: 0 }).is_err());
    let again = IDesk::initializeCall {
        owner: anyone,
        oracle: anyone,
    };
    assert!(pools.send(anyone, desk, again).is_err());
}
