//! What an account needs beside what it needs for less, and beside what its pieces need.

use crate::engine_world::{Account, Dice, Ground};
use crate::flat::{Facts, Footing};
use fixed::WAD;
use risk::margin::{AssetPolicy, Kind, Policy, Requirement};
use risk::scenarios::Scenarios;
use risk::{Holding, Leg, LegKind, Market, MAX_ASSETS};

/// RSK-1, without the maximum that enforces it: where no limit slows maintenance, what it asks for is no more than
/// what adding risk does, and less wherever there is a core.
#[test]
fn rsk_1_maintenance_asks_for_less_where_nothing_is_limited() {
    let mut dice = Dice::new(1);
    for _ in 0..vectors::runs(150) {
        let mut ground = Ground::new(&mut dice, 5, 160);
        for facts in &mut ground.facts {
            facts.limit = WAD;
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

/// RSK-5: sixteen assets that move as one, half bought and half sold. Nothing is measured, the stress of correlations
/// asks for a quarter of `4 e`, and the floor for a tenth of `16 e`: the floor it is, and the convexity of what is short.
#[test]
fn rsk_5_sixteen_perfect_hedges_meet_the_floor() {
    let mut market = Market::new();
    market.mask = u16::MAX;
    market.prices = [WAD; MAX_ASSETS];
    market.covariance = crate::world::covariance(&vec![vec![WAD as i128 / 20]; 16]);
    let facts = [Facts::plain(WAD, 10u128.pow(38)); MAX_ASSETS];
    let assets = [AssetPolicy::default(); MAX_ASSETS];
    let policy = Policy::standard();
    let context = Footing::new(&market, &facts, &assets, &policy);
    let hundred = 100 * WAD as i128;
    let leg = |asset| Leg {
        asset,
        kind: LegKind::Linear,
        size: if asset < 8 { hundred } else { -hundred },
        strike: WAD,
        expiry: 0,
    };
    let legs: Vec<Leg> = (0..16).map(leg).collect();
    let sums = context.accumulate(0, &[], &legs).unwrap();
    let core = sums
        .requirement(Kind::Initial, &Scenarios::default())
        .unwrap()
        .core;
    let shock = 2.823_871_251_815_416 * 0.05;
    let convexity = 8.0 * 100.0 * (f64::exp_m1(shock) - shock);
    let expected = 1.2 * (0.1 * 16.0 * 100.0 * shock + convexity);
    let got = core.twin as f64 / 1e18;
    assert!((got / expected - 1.0).abs() < 1e-9, "{got} {expected}");
    assert_eq!(core.value(), core.twin);
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
