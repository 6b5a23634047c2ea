//! Gas of the program `prices` by the number of assets, of whole transactions on the local chain, printed: every cold
//! slot and account is cold, the program is cached.

use e2e::price_world::{transaction, IPrices, PriceWorld, START};

fn row(assets: usize) -> (u64, u64, u64, u64) {
    let mut world = PriceWorld::with_assets(assets);
    world.chain.machine_mut().set_cached(true);
    let gas = |world: &mut PriceWorld, call: Vec<u8>| {
        let mut sent = transaction(
            world.oracle,
            world.prices,
            &IPrices::assetCountCall {},
            30_000_000,
        );
        sent.input = call.into();
        let receipt = world.chain.send(sent).expect("sent");
        assert!(receipt.success, "{:?}", receipt.output);
        receipt.gas_used
    };
    use alloy::sol_types::SolCall;
    let mask = u16::try_from((1_u32 << assets) - 1).expect("16 assets");
    let refresh = |world: &mut PriceWorld, step: i64| {
        for feed in world.feeds.clone() {
            world.say(feed, START + step * 1_000_000_000);
        }
    };
    world.pass(1_800);
    refresh(&mut world, 1);
    world.pass(1_800);
    let observe = gas(&mut world, IPrices::observeCall { mask }.abi_encode());
    let due = world.chain.now();
    let record = gas(&mut world, IPrices::recordCall { due }.abi_encode());
    // Late by one round, and by 30.
    let due = world.chain.now() + 1_000;
    world.pass(2_000);
    refresh(&mut world, 2);
    let late = gas(&mut world, IPrices::recordCall { due }.abi_encode());
    world.pass(1_000);
    let due = world.chain.now();
    for step in 0..30 {
        world.pass(60);
        refresh(&mut world, step);
    }
    let later = gas(&mut world, IPrices::recordCall { due }.abi_encode());
    (observe, record, late, later)
}

#[test]
fn gas_by_assets() {
    println!("assets  observe   record  a round late  30 rounds late");
    for assets in [1, 3, 8, 16] {
        let (observe, record, late, later) = row(assets);
        println!("{assets:6} {observe:8} {record:8} {late:13} {later:15}");
        assert!(observe < record && record < late && late < later);
    }
}
