//! The house whole and in use: a loan against collateral, and a guardian.

use alloy::primitives::Address;
use devnet::chain::Chain;
use e2e::World;
use std::collections::BTreeMap;

/// A chain on which the house works.
pub struct Ready {
    /// The chain.
    pub chain: Chain,
    /// Programs by name.
    pub programs: BTreeMap<&'static str, Address>,
    /// Owner of all.
    pub owner: Address,
    /// Who may pause and tighten.
    pub guardian: Address,
    /// Somebody with collateral and a loan in account 0.
    pub user: Address,
}

/// The world of the tests, with a loan.
pub fn ready() -> Ready {
    let mut world = World::new();
    let user = world.user;
    world.deposit(user, 0, 10);
    world.borrow(user, 1_000).expect("a loan");
    let programs = addresses(&world);
    let guardian = world.chain.accounts()[7];
    Ready {
        programs,
        owner: world.owner,
        guardian,
        user,
        chain: world.chain,
    }
}

/// The programs of a world by name.
pub fn addresses(world: &World) -> BTreeMap<&'static str, Address> {
    BTreeMap::from([
        ("prices", world.prices),
        ("oracle", world.oracle),
        ("book", world.book),
        ("depth", world.desk),
        ("margin", world.margin),
        ("pool", world.pool),
        ("vault", world.vault),
        ("liquidator", world.liquidator),
    ])
}
