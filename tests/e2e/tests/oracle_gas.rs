//! Gas of the oracle by the number of assets, of whole transactions on the local chain. Written to
//! `docs/oracle-gas.txt`, so that a diff shows a change.

use std::fmt::Write;

use alloy::sol_types::SolCall;
use e2e::oracle_world::{all, IOracleClock, OracleWorld};
use e2e::price_world::{transaction, START};

struct Row {
    poke: u64,
    late: u64,
    snapshot: u64,
    read: usize,
    written: usize,
}

fn gas<C: SolCall>(world: &mut OracleWorld, call: &C) -> u64 {
    let sent = transaction(world.inner.other, world.inner.oracle, call, 30_000_000);
    let receipt = world.inner.chain.send(sent).expect("sent");
    assert!(receipt.success, "{:?}", receipt.output);
    receipt.gas_used
}

fn refresh(world: &mut OracleWorld, step: i64) {
    for asset in 0..world.inner.feeds.len() {
        let move_ = 1_000_000_000 * (step * (3 + i64::try_from(asset).expect("few")) % 7);
        world.say(asset, START + move_);
    }
}

fn row(assets: usize) -> Row {
    let mut world = OracleWorld::of(&vec![START; assets]);
    world.inner.chain.machine_mut().set_cached(true);
    for step in 0..32 {
        refresh(&mut world, step);
        world.until_due();
        assert!(world.poke());
    }
    refresh(&mut world, 1);
    world.until_due();
    let snapshot = gas(
        &mut world,
        &IOracleClock::snapshotCall { mask: all(assets) },
    );
    let before = world.storage();
    let poke = gas(&mut world, &IOracleClock::pokeCall {});
    let after = world.storage();
    let written = before
        .iter()
        .zip(&after)
        .take(512)
        .filter(|(old, new)| old != new)
        .count();
    world.until_due();
    world.inner.pass(60);
    refresh(&mut world, 2);
    let late = gas(&mut world, &IOracleClock::pokeCall {});
    Row {
        poke,
        late,
        snapshot,
        read: 2
            + assets.div_ceil(8)
            + assets.div_ceil(2)
            + (assets * (assets - 1) / 2).div_ceil(10),
        written,
    }
}

#[test]
fn gas_by_assets() {
    let mut table = String::from(
        "Gas of the oracle on the local chain, programs cached, the 21,000 and the call data included. Every cold slot and\naccount is cold, as in a transaction of its own; half of a sample is what the feeds and their reading cost. `late` is\na poke after the feeds have spoken again, so that each is asked for the round before. The slots are the oracle's own\nof one sample; `prices` reads one more per asset and writes a price and a time in every fourth and eighth of that.\n\nassets     poke     late  snapshot  slots read  written\n",
    );
    for assets in [1, 3, 8, 16] {
        let row = row(assets);
        let _ = writeln!(
            table,
            "{assets:6} {:8} {:8} {:9} {:11} {:8}",
            row.poke, row.late, row.snapshot, row.read, row.written
        );
        assert!(row.written <= row.read);
    }
    print!("{table}");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/oracle-gas.txt");
    std::fs::write(path, table).expect("docs/oracle-gas.txt can be written");
}
