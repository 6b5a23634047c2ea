//! What the book and the lens cost, written to `docs/book-gas.txt`; nothing here fails because of a number.

use std::fmt::Write;

use alloy::primitives::U256;
use devnet::chain::returning;
use e2e::abi::IBook;

use crate::ground::{asking, word, Dice, Ground, Walk, DAY, START};

const MILLION: i128 = 1_000_000_000_000_000_000_000_000;
/// The account that records.
const RECORDER: usize = 5;

/// The first row, the tenth, and one in a place of the ring that was used before a seal.
fn records(assets: usize, cached: bool) -> [u64; 3] {
    let mut ground = Ground::with(Some(RECORDER));
    ground.chain.machine_mut().set_cached(cached);
    let mut walk = Walk::new(assets, 11);
    let recorder = ground.chain.accounts()[RECORDER];
    let mut run = |ground: &mut Ground, number: u64| {
        let call = IBook::recordCall {
            at: START + number * DAY,
            facts: walk.step().iter().map(word).collect::<Vec<U256>>(),
        };
        ground.must(recorder, ground.book, call).gas_used
    };
    let gas: Vec<u64> = (0..10).map(|number| run(&mut ground, number)).collect();
    ground.seal();
    [gas[0], gas[9], run(&mut ground, 10)]
}

/// A page of 767 random rows of all assets.
fn full_page() -> Vec<u8> {
    let mut dice = Dice::new(12);
    let header = risk::scenarios::Header {
        assets: u16::MAX,
        period: 86_400,
        last: START - DAY,
        previous: [0; 16],
    };
    let mut bytes = header.encode(767).unwrap().to_vec();
    for _ in 0..767 {
        let mut row = [0; 16];
        row.fill_with(|| (dice.normal() * 1024.0) as i16);
        bytes.extend(risk::scenarios::encode(&row));
    }
    bytes
}

/// A book of a full page, and so many rows since.
fn seeded(rows: u64, cached: bool) -> Ground {
    let mut ground = Ground::new();
    let bytes = full_page();
    let page = ground
        .chain
        .deploy(ground.owner, returning(&bytes).unwrap())
        .unwrap();
    let hash = alloy::primitives::keccak256(&bytes);
    ground.must(ground.owner, ground.book, IBook::adoptCall { page, hash });
    let mut walk = Walk::new(16, 13);
    for number in 0..rows {
        ground.record(START + number * DAY, &walk.step());
    }
    ground.chain.machine_mut().set_cached(cached);
    ground
}

#[test]
fn the_gas_table_is_written() {
    let modes = [true, false];
    let mut rows: Vec<(String, [u64; 2])> = Vec::new();
    for assets in [1, 3, 8, 16] {
        let gas = modes.map(|cached| records(assets, cached));
        for (place, what) in [
            "first row",
            "new place of the ring",
            "used place of the ring",
        ]
        .iter()
        .enumerate()
        {
            rows.push((
                format!("record, {assets} assets, {what}"),
                gas.map(|gas| gas[place]),
            ));
        }
    }
    for count in [1, 30, 100] {
        let gas = modes.map(|cached| seeded(count, cached).seal().0.gas_used);
        rows.push((format!("seal of a full page, {count} new rows"), gas));
    }
    for since in [0_u64, 30] {
        let mut grounds = modes.map(|cached| seeded(since, cached));
        for assets in [1, 3, 8, 16] {
            let exposures: Vec<(u8, i128)> = (0..assets)
                .map(|asset| {
                    (
                        asset,
                        if asset % 2 == 0 {
                            MILLION
                        } else {
                            -MILLION / 2
                        },
                    )
                })
                .collect();
            let mut gas = [0; 2];
            let variances: Vec<i128> = (0..i128::from(assets)).map(|n| (n + 4) << 105).collect();
            for (gas, ground) in gas.iter_mut().zip(&mut grounds) {
                ground.show(&variances);
                // The mock keeps the words of a snapshot in slots, which no oracle does.
                *gas = ground.shortfall(&exposures).1 - asking(ground, assets);
            }
            rows.push((
                format!("shortfall, {assets} assets, page and {since} rows"),
                gas,
            ));
        }
    }
    let mut text = String::from(
        "Gas of the book and the lens on the local chain: whole transactions, with 21,000 and their data.\n\
         A shortfall is without what the oracle takes for its snapshot.\n\
         Made by `cargo test -p e2e --test book`.\n\n",
    );
    let _ = writeln!(text, "{:<48} {:>9} {:>9}", "", "cached", "uncached");
    for (name, [cached, uncached]) in rows {
        assert!(cached < uncached, "{name}");
        let _ = writeln!(text, "{name:<48} {cached:>9} {uncached:>9}");
    }
    println!("{text}");
    std::fs::write(e2e::world::target().join("../docs/book-gas.txt"), text).unwrap();
}
