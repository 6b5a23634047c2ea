//! Every gate of the oracle on the shipped WASM: its typed error, its state, and what an account may still do.

use alloy::{
    primitives::{aliases::U80, I256, U256},
    sol_types::SolError,
};
use e2e::{
    abi::{IOracle, IPrices, IVault},
    name,
    world::{usd, IMockFeed, HEARTBEAT, PRICES},
    World,
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

/// A world in which the user owes 5,000 against 10 ETH, and somebody else has one ETH and no debt.
fn indebted() -> World {
    let mut world = World::new();
    let (user, other) = (world.user, world.other);
    world.deposit(user, 0, 10);
    world.deposit(other, 0, 1);
    world
        .borrow(user, 5_000)
        .expect("borrowing against live prices");
    world
}

/// The price is refused with `E` and the state and gate that belong to it; risk cannot grow, and everything
/// that lowers it works.
#[track_caller]
fn refused<E: SolError>(world: &mut World, state: u8, gate: u8) {
    let error = world
        .view(world.oracle, IOracle::priceCall { asset: 0 })
        .expect_err("the price is refused");
    assert!(
        error.typed::<E>().is_some(),
        "expected {}, got {}",
        E::SIGNATURE,
        name(&error.data)
    );
    let status = world.read(world.oracle, IOracle::statusCall { asset: 0 });
    assert_eq!((status.state, status.gate), (state, gate), "state and gate");

    let (user, other, vault) = (world.user, world.other, world.vault);
    let account = world.account(user);
    let refusal = world.borrow(user, 1).expect_err("borrowing is refused");
    let typed = refusal
        .typed::<IVault::PriceNotLive>()
        .unwrap_or_else(|| panic!("borrow: {}", name(&refusal.data)));
    assert_eq!(typed.notLive & 1, 1, "the asset is named");
    let one = U256::from(1_000_000_000_u64);
    let refusal = world
        .send(
            user,
            vault,
            IVault::withdrawCall {
                account,
                asset: 0,
                amount: one,
                to: user,
            },
        )
        .expect_err("withdrawing with debt is refused");
    assert!(
        refusal.typed::<IVault::PriceNotLive>().is_some(),
        "withdraw: {}",
        name(&refusal.data)
    );

    let before = world.read(vault, IVault::debtCall { account });
    world.must(
        user,
        vault,
        IVault::repayCall {
            account,
            amount: U256::from(1_000_000_u64),
        },
    );
    assert!(
        world.read(vault, IVault::debtCall { account }) < before,
        "repaying works"
    );
    world.must(
        user,
        vault,
        IVault::depositCall {
            account,
            asset: 0,
            amount: one,
        },
    );
    let free = world.account(other);
    world.must(
        other,
        vault,
        IVault::withdrawCall {
            account: free,
            asset: 0,
            amount: one,
            to: other,
        },
    );
}

fn feed(world: &World) -> alloy::primitives::Address {
    world.assets[0].feed
}

fn set_round(world: &mut World, round: u64, answer: i64, updated_at: u64) {
    let (owner, to) = (world.owner, feed(world));
    world.must(
        owner,
        to,
        IMockFeed::setRoundCall {
            roundId: U80::from(round),
            answer: I256::try_from(answer).expect("an answer"),
            startedAt: U256::from(updated_at),
            updatedAt: U256::from(updated_at),
            answeredInRound: U80::from(round),
        },
    );
}

#[test]
fn a_live_price_is_read_and_scaled() {
    let world = indebted();
    let price = world.read(world.oracle, IOracle::priceCall { asset: 0 });
    assert_eq!(
        price,
        U256::from(2_000_u64) * U256::from(10_u64).pow(U256::from(18))
    );
    assert_eq!(
        world
            .read(world.oracle, IOracle::statusCall { asset: 0 })
            .state,
        LIVE
    );
}

#[test]
fn orc_gate_1_sequencer_down() {
    let mut world = indebted();
    let (owner, uptime) = (world.owner, world.uptime);
    world.must(
        owner,
        uptime,
        IMockFeed::setAnswerCall { answer: I256::ONE },
    );
    refused::<IPrices::SequencerDown>(&mut world, PAUSED, 1);
}

#[test]
fn orc_gate_2_grace_period_after_an_outage() {
    let mut world = indebted();
    let (owner, uptime) = (world.owner, world.uptime);
    world.must(
        owner,
        uptime,
        IMockFeed::setAnswerCall { answer: I256::ONE },
    );
    world.pass(600);
    world.must(
        owner,
        uptime,
        IMockFeed::setAnswerCall { answer: I256::ZERO },
    );
    world.pass(3_500);
    refused::<IPrices::GracePeriod>(&mut world, PAUSED, 2);
    world.pass(200);
    world.refresh_feeds();
    assert_eq!(
        world
            .read(world.oracle, IOracle::statusCall { asset: 0 })
            .state,
        LIVE,
        "the grace is over"
    );
}

#[test]
fn orc_gate_3_feed_call_failed() {
    for mode in [REVERTING, SHORT, EMPTY, BURNING, DIRTY] {
        let mut world = indebted();
        let (owner, to) = (world.owner, feed(&world));
        world.must(owner, to, IMockFeed::setModeCall { mode });
        refused::<IPrices::FeedCallFailed>(&mut world, DEAD, 3);
    }
}

#[test]
fn y7_a_return_bomb_is_not_paid_for() {
    let mut world = indebted();
    let (owner, to) = (world.owner, feed(&world));
    world.must(owner, to, IMockFeed::setModeCall { mode: BOMB });
    let status = world.read(world.oracle, IOracle::statusCall { asset: 0 });
    assert_eq!(status.state, DEAD);
    let refusal = world
        .borrow(world.user, 1)
        .expect_err("borrowing is refused");
    assert!(
        refusal.typed::<IVault::PriceNotLive>().is_some(),
        "{}",
        name(&refusal.data)
    );
    let account = world.account(world.user);
    let user = world.user;
    let vault = world.vault;
    world.must(
        user,
        vault,
        IVault::repayCall {
            account,
            amount: U256::from(1_000_000_u64),
        },
    );
}

#[test]
fn orc_gate_4_decimals_changed() {
    let mut world = indebted();
    let (owner, to) = (world.owner, feed(&world));
    world.must(owner, to, IMockFeed::setDecimalsCall { decimals_: 9 });
    refused::<IPrices::DecimalsChanged>(&mut world, DEAD, 4);
}

#[test]
fn orc_gate_5_round_incomplete() {
    let mut world = indebted();
    let now = world.chain.now();
    set_round(&mut world, 0, PRICES[0], now);
    refused::<IPrices::RoundIncomplete>(&mut world, DEAD, 5);
    let mut world = indebted();
    set_round(&mut world, 9, PRICES[0], 0);
    refused::<IPrices::RoundIncomplete>(&mut world, DEAD, 5);
}

#[test]
fn orc_gate_6_price_in_the_future() {
    let mut world = indebted();
    let later = world.chain.now() + 1_000;
    set_round(&mut world, 9, PRICES[0], later);
    refused::<IPrices::PriceInFuture>(&mut world, DEAD, 6);
}

#[test]
fn orc_gate_7_price_stale_then_dead() {
    let mut world = indebted();
    let limit = 2 * u64::from(HEARTBEAT);
    world.pass(limit + 60);
    refused::<IPrices::PriceStale>(&mut world, STALE, 7);
    world.pass(limit);
    refused::<IPrices::PriceStale>(&mut world, DEAD, 7);
}

#[test]
fn orc_gate_8_price_not_positive() {
    for answer in [0, -1, i64::MIN] {
        let mut world = indebted();
        world.set_price(0, answer);
        refused::<IPrices::PriceNotPositive>(&mut world, DEAD, 8);
    }
}

#[test]
fn orc_gate_9_price_out_of_band_or_within_one_percent_of_its_ends() {
    // The band is 0.01 to 1,000,000 USD.
    for answer in [
        1_005_000,
        500_000,
        99_500_000_000_000,
        200_000_000_000_000,
        i64::MAX,
    ] {
        let mut world = indebted();
        world.set_price(0, answer);
        refused::<IPrices::PriceOutOfBand>(&mut world, SUSPECT, 9);
    }
}

#[test]
fn orc_gate_10_price_deviates_from_the_last_sample() {
    let mut world = World::new();
    world.hour();
    let (user, other) = (world.user, world.other);
    world.deposit(user, 0, 10);
    world.deposit(other, 0, 1);
    world
        .borrow(user, 5_000)
        .expect("borrowing against live prices");
    // More than a half up, more than a half down.
    for answer in [usd(3_001), usd(999)] {
        world.set_price(0, answer);
        refused::<IPrices::PriceDeviates>(&mut world, SUSPECT, 10);
    }
    world.set_price(0, usd(2_900));
    assert_eq!(
        world
            .read(world.oracle, IOracle::statusCall { asset: 0 })
            .state,
        LIVE
    );
}

#[test]
fn the_first_gate_that_fails_names_the_error() {
    // Everything wrong at once, then mended one by one in the order of the gates.
    let mut world = indebted();
    let (owner, uptime, to) = (world.owner, world.uptime, feed(&world));
    world.must(owner, to, IMockFeed::setDecimalsCall { decimals_: 9 });
    world.must(owner, to, IMockFeed::setModeCall { mode: REVERTING });
    set_round(&mut world, 0, -1, 0);
    world.must(
        owner,
        uptime,
        IMockFeed::setAnswerCall { answer: I256::ONE },
    );
    let gate = |world: &World| {
        world
            .read(world.oracle, IOracle::statusCall { asset: 0 })
            .gate
    };
    assert_eq!(gate(&world), 1);
    world.must(
        owner,
        uptime,
        IMockFeed::setAnswerCall { answer: I256::ZERO },
    );
    assert_eq!(gate(&world), 2);
    world.pass(3_700);
    assert_eq!(gate(&world), 3);
    world.must(owner, to, IMockFeed::setModeCall { mode: 0 });
    assert_eq!(gate(&world), 4);
    world.must(owner, to, IMockFeed::setDecimalsCall { decimals_: 8 });
    assert_eq!(gate(&world), 5);
    let later = world.chain.now() + 1_000;
    set_round(&mut world, 9, -1, later);
    assert_eq!(gate(&world), 6);
    let old = world.chain.now() - 8_000;
    set_round(&mut world, 9, -1, old);
    assert_eq!(gate(&world), 7);
    let now = world.chain.now();
    set_round(&mut world, 9, -1, now);
    assert_eq!(gate(&world), 8);
    set_round(&mut world, 9, 1, now);
    assert_eq!(gate(&world), 9);
    set_round(&mut world, 9, usd(3_900), now);
    assert_eq!(gate(&world), 10);
    set_round(&mut world, 9, PRICES[0], now);
    assert_eq!(gate(&world), 0);
}
