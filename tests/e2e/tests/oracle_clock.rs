//! The clock of the oracle on the shipped programs: who pokes, when, and how often, changes nothing.

use alloy::primitives::U256;
use e2e::oracle_world::{all, IOracleClock, OracleWorld, INTERVAL};
use e2e::world::usd;

/// ORC-5 and V1: fifty pokes at one price within an hour. (A mean of r^2/dt per poke falls to 0.21 of itself.)
/// Whatever comes before the due time leaves every slot of both programs as it was.
#[test]
fn orc_5_v1_an_early_poke_changes_nothing() {
    let mut world = OracleWorld::of(&[usd(2_500), usd(40_000)]);
    world.until_due();
    world.say(0, usd(2_600));
    assert!(world.poke());
    let before = world.storage();
    for _ in 0..50 {
        world.inner.pass(17);
        world.say(0, usd(2_600));
        let receipt = world.poke_receipt();
        assert!(receipt.logs.is_empty());
        assert_eq!(receipt.output[31], 0, "false");
    }
    assert!(world.storage() == before, "not a slot has changed");
}

/// V2: a hundred alternating rounds of 0.05 % in an hour: one sample, at the price in force when it was due.
#[test]
fn v2_alternating_rounds_are_one_sample() {
    let mut world = OracleWorld::of(&[usd(2_500)]);
    let due = world.read(IOracleClock::dueAtCall {});
    let (mut in_force, mut samples) = (usd(2_500), 0);
    for round in 0..120 {
        world.inner.pass(36);
        let price = if round % 2 == 0 { 250_125_000_000 } else { 249_875_000_000 };
        world.say(0, price);
        // A round of the due second itself could still be followed by another.
        if world.inner.chain.now() < due {
            in_force = price;
        }
        let sampled = world.poke();
        samples += u32::from(sampled);
    }
    assert_eq!((samples, world.read(IOracleClock::samplesCall { asset: 0 })), (1, 1));
    let word = |price: i64| U256::from(price) * U256::from(10_000_000_000_u64);
    let sampled = world.inner.read(e2e::price_world::IPrices::sampledCall { asset: 0 });
    assert_eq!(sampled.at, due);
    let error = sampled.price.abs_diff(word(in_force));
    assert!(error < U256::from(10_000_u64), "{} {in_force}", sampled.price);
}

/// A first look at everything: a sample is due, is taken, and shows.
#[test]
fn a_sample_shows_in_every_view() {
    let mut world = OracleWorld::of(&[usd(2_500), usd(40_000), usd(10)]);
    for step in 1..=3 {
        world.until_due();
        world.say(0, usd(2_500 + 10 * step));
        world.say(1, usd(40_000 + 100 * step));
        assert!(world.poke());
    }
    let market = world.market(all(3));
    assert_eq!(market.assets(), 3);
    assert_eq!(market.samples[..3], [3, 3, 3]);
    assert!(world.read(IOracleClock::indexCall {}) > U256::ZERO);
    let triangle = world.read(IOracleClock::matrixCall { mask: all(3) });
    for (entry, expected) in triangle.iter().zip(market.covariance.triangle()) {
        assert_eq!(i128::try_from(*entry), Ok(*expected));
    }
    let infos = world.read(IOracleClock::assetInfosCall { mask: all(3) });
    assert_eq!(infos[1], world.read(IOracleClock::assetInfoCall { asset: 1 }));
    assert_eq!(infos[1].collateralPrice, market.prices[1]);
    let _ = INTERVAL;
}
