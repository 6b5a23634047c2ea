//! Feeds of the shipped oracle.

use alloy::primitives::{aliases::U80, Address, I256, U256};
use alloy::sol_types::SolCall;
use e2e::{
    abi::IOracle,
    world::{deploy_program, usd},
    World,
};

use crate::stand::{initialize, IFeed, INDEX, PRICE, VOLATILITY};

fn feed_of(world: &mut World, kind: u8, decimals: u8) -> Address {
    let (owner, oracle) = (world.owner, world.oracle);
    let feed = deploy_program(&mut world.chain, owner, "feed");
    world.must(owner, feed, initialize(oracle, kind, 0, decimals));
    feed
}

fn update(world: &mut World, feed: Address) -> bool {
    let owner = world.owner;
    let receipt = world.must(owner, feed, IFeed::updateCall {});
    IFeed::updateCall::abi_decode_returns(&receipt.output).expect("a truth value")
}

fn latest(world: &World, feed: Address) -> (U80, I256, U256) {
    let round = world.read(feed, IFeed::latestRoundDataCall {});
    (round.roundId, round.answer, round.updatedAt)
}

fn signed(value: U256) -> I256 {
    I256::from_raw(value)
}

#[test]
fn the_oracles_outputs_as_rounds() {
    let mut world = World::new();
    world.hour();
    let price = feed_of(&mut world, PRICE, 8);
    let volatility = feed_of(&mut world, VOLATILITY, 8);
    let index = feed_of(&mut world, INDEX, 18);
    for feed in [price, volatility, index] {
        assert!(update(&mut world, feed));
        assert!(!update(&mut world, feed));
    }
    let one = U80::from(1);
    let now = U256::from(world.chain.now());
    let answer = I256::try_from(usd(2_000)).expect("a price");
    assert_eq!(latest(&world, price), (one, answer, now));
    // Of what the oracle says, rounded up.
    let said = world.read(world.oracle, IOracle::volatilityCall { asset: 0 });
    let unit = U256::from(10_000_000_000_u64);
    let shown = said.div_ceil(unit);
    assert!(!shown.is_zero());
    assert_eq!(latest(&world, volatility), (one, signed(shown), now));
    let said = world.read(world.oracle, IOracle::indexCall {});
    let sampled = world.read(world.oracle, IOracle::sampledAtCall {});
    assert_eq!(
        latest(&world, index),
        (one, signed(said), U256::from(sampled))
    );
    // A move that nobody has sampled is in the volatility, not in the index.
    world.set_price(0, usd(2_300));
    assert!(update(&mut world, price));
    assert!(update(&mut world, volatility));
    assert!(!update(&mut world, index));
    let said = world.read(world.oracle, IOracle::volatilityCall { asset: 0 });
    assert!(said.div_ceil(unit) > shown);
    assert_eq!(latest(&world, volatility).1, signed(said.div_ceil(unit)));
}

#[test]
fn a_dead_price_leaves_its_last_round() {
    let mut world = World::new();
    world.hour();
    let price = feed_of(&mut world, PRICE, 8);
    let volatility = feed_of(&mut world, VOLATILITY, 8);
    for feed in [price, volatility] {
        assert!(update(&mut world, feed));
    }
    let before = [price, volatility].map(|feed| latest(&world, feed));
    world.pass(600);
    world.set_price(0, 0);
    world.pass(100_000);
    for feed in [price, volatility] {
        assert!(!update(&mut world, feed));
    }
    assert_eq!([price, volatility].map(|feed| latest(&world, feed)), before);
}
