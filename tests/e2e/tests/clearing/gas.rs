//! What trades and settlements cost, judged by a margin of next to no cost.

use alloy::primitives::U256;

use crate::abi::IClearing;
use crate::stage::{wad, Stage};

/// RSK-10: the most a trade costs here, whatever the accounts hold. What the margin costs comes on top, twice.
const MOST: u64 = 3_000_000;

#[test]
fn rsk_10_gas_of_trades_and_settlements() {
    let mut stage = Stage::new();
    let (alice, bob) = (stage.alice, stage.bob);
    let mut rows = Vec::new();
    let mut row = |what: &str, gas: u64| rows.push(format!("{what}: {gas} gas"));
    let trade = |stage: &mut Stage, trade| stage.trade(trade).expect("trades").gas_used;
    let first = stage.perpetual(alice, bob, 1, 2_000);
    row("first trade of both", trade(&mut stage, first.clone()));
    row("more of it", trade(&mut stage, first.clone()));
    row("settle two", stage.settle(&[alice, bob]).gas_used);
    stage.set_price(0, 2_010);
    row(
        "settle two, cash moves",
        stage.settle(&[alice, bob]).gas_used,
    );
    for strike in 1..=31 {
        let small = IClearing::Trade {
            kind: 4,
            strike: wad(strike),
            size: wad(1) / U256::from(100),
            ..stage.perpetual(alice, bob, 1, 0)
        };
        let gas = trade(&mut stage, small);
        if strike == 31 {
            row("the 32nd position of both", gas);
            assert!(gas < MOST, "{gas}");
        }
    }
    let gas = trade(&mut stage, first);
    row("more of one of 32", gas);
    assert!(gas < MOST, "{gas}");
    stage.set_price(0, 2_020);
    row(
        "settle two with 32 positions",
        stage.settle(&[alice, bob]).gas_used,
    );
    println!("{}", rows.join("\n"));
}
