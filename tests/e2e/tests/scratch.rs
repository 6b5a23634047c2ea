use alloy::primitives::{I256, U256};
use e2e::{abi::{IMargin, IVault, IPool, ITerms, IOracle}, World};
#[test]
fn s() {
    let mut world = World::new();
    let user = world.user;
    println!("{:?}", world.house);
    world.deposit(user, 0, 10);
    let account = world.account(user);
    println!("{:?}", world.view(world.vault, IVault::borrowingPortfolioCall { account }).map(|p| p.collateral));
    println!("idx {:?}", world.view(world.pool, IPool::borrowIndexCall { }));
    println!("terms {:?}", world.view(world.house.terms, ITerms::readCall { mask: 1, version: 0 }));
    println!("snap {:?}", world.view(world.oracle, IOracle::snapshotCall { mask: 1 }).map(|w| w.len()));
    println!("newest {:?}", world.view(world.house.terms, ITerms::newestCall { }));
    for cash in [0, -5000i64] {
    let p = IMargin::Portfolio { cash: I256::try_from(cash).unwrap() * I256::try_from(10u64.pow(18)).unwrap(), collateral: vec![IMargin::Holding { asset: 0, amount: U256::from(10) * e2e::wad("1") }], legs: vec![] };
    println!("{:?}", world.view(world.margin, IMargin::assessManyCall { version: 0, favourSuspects: false, portfolios: vec![p.clone()] }));
    println!("{:?}", world.view(world.margin, IMargin::partsCall { version: 0, portfolio: p }));
    }
    println!("{:?}", world.view(world.vault, IVault::assessCall { account }));
}
