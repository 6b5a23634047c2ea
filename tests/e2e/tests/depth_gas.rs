//! What depth costs, from the shipped WASM on the local chain. Written to `docs/depth-gas.txt`, so that a diff shows a
//! change; nothing here fails because of a number.

use std::fmt::Write;

use alloy::primitives::U256;

mod pools;

use pools::*;

const LIQUIDITY: u128 = 4_000_000_000_000_000_000;

/// A pool in whose 2 % there are initialised ticks on each side, by the spacing of its ticks.
fn market(pools: &mut Pools, fee: u32, ticks: i32) -> Market {
    let root = root_of(2_000.0, (false, 18, 6));
    let market = pools.market(false, 18, 6, fee, root);
    let centre = tick_of(U256::from(root), market.spacing);
    pools.provide(&market, centre - 60_000, centre + 60_000, LIQUIDITY);
    for step in 1..=ticks {
        let away = step * market.spacing;
        pools.provide(&market, centre - away, centre + away, LIQUIDITY / 10);
    }
    pools.season(&market);
    market
}

fn one_pool(cached: bool) -> Vec<(String, u64)> {
    let mut rows = Vec::new();
    for (fee, ticks) in [(3_000, 0), (3_000, 2), (500, 8), (500, 20), (100, 40)] {
        let mut pools = Pools::new();
        let market = market(&mut pools, fee, ticks);
        pools.list(0, &market);
        pools.chain.machine_mut().set_cached(cached);
        let (anyone, reader) = (pools.anyone, pools.reader);
        let gas = pools
            .must(anyone, reader, IPoolDepth::depthCall { asset: 0 })
            .gas_used;
        let name = format!(
            "pool_depth.depth, spacing {}, {} ticks",
            market.spacing,
            2 * ticks
        );
        rows.push((name, gas));
    }
    rows
}

fn refreshes(cached: bool, feeds: bool) -> Vec<(String, u64)> {
    let mut rows = Vec::new();
    for assets in [1_u8, 3, 8, 16] {
        let mut pools = Pools::new();
        let desk = pools.desk();
        for asset in 0..assets {
            if feeds {
                let feed = pools.feed(5_000_000);
                pools.set_source(desk, asset, feed, 2, dollars(5_000_000));
            } else {
                let market = market(&mut pools, 3_000, 2);
                pools.list(asset, &market);
                let reader = pools.reader;
                pools.set_source(desk, asset, reader, 1, dollars(100_000));
            }
        }
        for _ in 0..2 {
            pools.refresh(desk);
        }
        pools.chain.machine_mut().set_cached(cached);
        let kind = if feeds { "feeds" } else { "pools" };
        let gas = pools.refresh(desk).gas_used;
        rows.push((format!("depth.refresh, {assets} {kind}"), gas));
        if feeds && assets == 16 {
            let anyone = pools.anyone;
            let gas = pools.must(anyone, desk, IDesk::refreshCall {}).gas_used;
            rows.push((format!("depth.refresh, {assets} assets, not due"), gas));
        }
    }
    rows
}

fn rows(cached: bool) -> Vec<(String, u64)> {
    let mut rows = one_pool(cached);
    rows.extend(refreshes(cached, false));
    rows.extend(refreshes(cached, true));
    rows
}

#[test]
fn the_gas_table_of_depth() {
    let (cached, uncached) = (rows(true), rows(false));
    let mut table = String::from(
        "Gas of whole transactions on the local chain, the 21,000 and the call data included. Pools are Uniswap's own; their\nticks are the initialised ones on both sides within 2 %, as far as they are read (32 on each side). The pools of a\nrefresh have a spacing of 60 and 4 such ticks. The oracle that is told is a mock.\n\n",
    );
    let _ = writeln!(table, "{:<46} {:>10} {:>10}", "call", "cached", "uncached");
    for ((name, gas), (_, more)) in cached.iter().zip(&uncached) {
        let _ = writeln!(table, "{name:<46} {gas:>10} {more:>10}");
        assert!(more > gas, "{name}: uncached entry costs more");
    }
    print!("{table}");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/depth-gas.txt");
    std::fs::write(path, table).expect("docs/depth-gas.txt can be written");
}
