//! What an account needs beside what it needs for less, and beside what its pieces need.

use crate::engine_world::{Account, Dice, Ground};
use risk::margin::{Kind, Requirement};
use risk::{Holding, Leg};

/// RSK-1, without the maximum that enforces it: where no limit slows maintenance, what it asks for is no more than
/// what adding risk does, and less wherever there is a core.
#[test]
fn rsk_1_maintenance_asks_for_less_where_nothing_is_limited() {
    let mut dice = Dice::new(1);
    for _ in 0..vectors::runs(150) {
        let mut ground = Ground::new(&mut dice, 5, 160);
        for facts in &mut ground.facts {
            facts.limit = fixed::WAD;
            facts.maintenance_depth = facts.depth;
        }
        let account = Account::linear(&mut dice, &ground);
        let context = ground.context();
        let sums = context
            .accumulate(0, &account.holdings, &account.legs)
            .unwrap();
        let [initial, kept] = [Kind::Initial, Kind::Maintenance]
            .map(|kind| sums.requirement(kind, &ground.scenarios()).unwrap());
        assert!(kept.total <= initial.total);
        assert!(kept.total < initial.total || kept.core.value() < 10);
    }
}

/// RSK-9: an account cut into pieces, down to dust, needs at least what it needed whole, but for what depth charges
/// for size.
#[test]
fn rsk_9_pieces_need_no_less_than_the_whole() {
    let mut dice = Dice::new(9);
    for round in 0..vectors::runs(60) {
        let mut ground = Ground::new(&mut dice, 5, 160);
        for facts in &mut ground.facts {
            facts.depth = 10u128.pow(38);
            facts.maintenance_depth = facts.depth;
        }
        let account = Account::linear(&mut dice, &ground);
        let pieces = [2, 3, 7, 40][(round % 4) as usize];
        let piece = |number: u128| Account {
            cash: 0,
            holdings: account
                .holdings
                .iter()
                .map(|held| Holding {
                    amount: cut(held.amount, pieces, number),
                    ..*held
                })
                .collect(),
            legs: account
                .legs
                .iter()
                .map(|leg| Leg {
                    size: leg.size.signum() * cut(leg.size.unsigned_abs(), pieces, number) as i128,
                    ..*leg
                })
                .collect(),
        };
        for kind in [Kind::Initial, Kind::Maintenance] {
            let but_size = |account: &Account| {
                let context = ground.context();
                let sums = context
                    .accumulate(0, &account.holdings, &account.legs)
                    .unwrap();
                let one: Requirement = sums.requirement(kind, &ground.scenarios()).unwrap();
                one.total - one.add_ons.liquidity - one.add_ons.crowding
            };
            let apart: u128 = (0..pieces).map(|number| but_size(&piece(number))).sum();
            let whole = but_size(&account);
            // Bounds of rounding, which grow with the sizes: a billionth of the whole, and of a cent.
            let dust = whole / 1_000_000_000 + 10_000_000;
            assert!(apart + dust >= whole, "{pieces} pieces: {apart} < {whole}");
        }
    }
}

/// Piece `number` of an amount cut into `pieces` alike; the first takes the remainder.
fn cut(amount: u128, pieces: u128, number: u128) -> u128 {
    let part = amount / pieces;
    if number == 0 {
        amount - part * (pieces - 1)
    } else {
        part
    }
}
