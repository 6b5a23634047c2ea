//! Books of options as they are traded, against full revaluation: what lines between nodes cost.

use crate::engine_world::{Account, Dice, Ground};
use fixed::WAD;
use model::Real;
use risk::margin::AssetFacts;
use risk::scenarios::{encode, Row, MISSING};
use risk::{Holding, Leg, LegKind, DAY, MAX_ASSETS};

const BOOKS: [&str; 12] = [
    "call spread",
    "put spread",
    "covered call",
    "protective put",
    "long straddle",
    "short straddle",
    "short strangle",
    "iron condor",
    "calendar",
    "long call",
    "short put",
    "any",
];

/// A coin or two with daily deviations of 3 to 8 % in deep markets, and 767 days of their residuals.
fn ground(dice: &mut Dice) -> Ground {
    let mut ground = Ground::new(dice, 2, 21);
    let count = ground.indices.len();
    let deviation: Vec<f64> = (0..count).map(|_| 0.03 + 0.05 * dice.even()).collect();
    let mut loadings = Vec::new();
    for place in 0..count {
        let price = dice.wad(0.0, 5.0);
        ground.market.prices[place] = price;
        ground.facts[place] = AssetFacts::plain(price, 1_000_000_000 * WAD);
        ground.facts[place].liability_price = price + price / 2_000;
        ground.assets[place].pegged = false;
        ground.assets[place].jump = 0;
        ground.assets[place].stress_scale = WAD;
        let own = |share: f64| (deviation[place] * share * 1e18) as i128;
        let alone = if place == 0 { [0.6, 0.0] } else { [0.0, 0.6] };
        loadings.push(vec![own(0.8), own(alone[0]), own(alone[1])]);
    }
    ground.market.covariance = crate::world::covariance(&loadings);
    ground.rows = (0..767).map(|_| row(dice, &ground.indices)).collect();
    ground
}

/// Residuals with the tails of a Student t of four degrees: a normal over the root of a mean of squares.
fn row(dice: &mut Dice, indices: &[u8]) -> Row {
    let mut normal = || (0..12).map(|_| dice.even()).sum::<f64>() - 6.0;
    let spread = ((0..4).map(|_| normal().powi(2)).sum::<f64>() / 4.0).sqrt();
    let common = normal();
    let mut residuals = [MISSING; MAX_ASSETS];
    for asset in indices {
        let residual = (0.8 * common + 0.6 * normal()) / spread / 2f64.sqrt();
        residuals[usize::from(*asset)] = (residual * 1024.0).clamp(-32_767.0, 32_767.0) as i16;
    }
    encode(&residuals)
}

/// A book of that number in an asset, of about 100,000 USD.
fn book(dice: &mut Dice, ground: &Ground, place: usize, number: usize, to: &mut Account) {
    let (asset, price) = (ground.indices[place], ground.market.prices[place]);
    let size = fixed::mul_div_down_u128(100_000 * WAD, WAD, price).unwrap() as i128;
    let everlasting = dice.one_in(3);
    let days = [1, 7, 30, 90][dice.below(4)];
    let leg = |call: bool, size: i128, percent: usize, days: u64| Leg {
        asset,
        kind: match (call, everlasting) {
            (true, false) => LegKind::Call,
            (false, false) => LegKind::Put,
            (true, true) => LegKind::EverlastingCall,
            (false, true) => LegKind::EverlastingPut,
        },
        size,
        strike: price / 100 * percent as u128,
        expiry: if everlasting {
            0
        } else {
            ground.market.timestamp + days * DAY
        },
    };
    let (near, wide) = (dice.below(11), 3 + dice.below(25));
    let (middle, up, down) = (95 + near, 100 + wide, 100 - wide);
    let side = if dice.one_in(2) { size } else { -size };
    let held = Holding {
        asset,
        amount: size.unsigned_abs(),
    };
    match number {
        0 => to.legs.extend([
            leg(true, side, middle, days),
            leg(true, -side, middle + wide, days),
        ]),
        1 => to.legs.extend([
            leg(false, side, middle, days),
            leg(false, -side, middle - wide, days),
        ]),
        2 => {
            to.holdings.push(held);
            to.legs.push(leg(true, -size, up, days));
        }
        3 => {
            to.holdings.push(held);
            to.legs.push(leg(false, size, down, days));
        }
        4 => to.legs.extend([
            leg(true, size, middle, days),
            leg(false, size, middle, days),
        ]),
        5 => to.legs.extend([
            leg(true, -size, middle, days),
            leg(false, -size, middle, days),
        ]),
        6 => to
            .legs
            .extend([leg(true, -size, up, days), leg(false, -size, down, days)]),
        7 => to.legs.extend([
            leg(true, -size, up, days),
            leg(true, size, up + wide, days),
            leg(false, -size, down, days),
            leg(false, size, down - wide / 2, days),
        ]),
        8 => to.legs.extend([
            leg(true, side, middle, 90),
            leg(true, -side, middle, days.min(30)),
        ]),
        9 => to.legs.push(leg(true, size, up, days)),
        10 => to.legs.push(leg(false, -size, down, days)),
        _ => {
            for _ in 0..=dice.below(6) {
                let share = size / 1_000 * (1 + dice.below(1_000) as i128);
                let side = if dice.one_in(2) { share } else { -share };
                let percent = 70 + dice.below(61);
                let call = dice.one_in(2);
                to.legs
                    .push(leg(call, side, percent, [1, 7, 30, 90][dice.below(4)]));
            }
        }
    }
}

/// RSK-11 on books as they are traded: never below full revaluation, and hardly above it. Many more in the long mode.
#[test]
fn rsk_11_books_of_options_cost_what_full_revaluation_says() {
    let mut dice = Dice::new(13);
    let mut excess: Vec<(f64, usize)> = Vec::new();
    let (mut most, mut bound) = ([0f64; BOOKS.len()], [0; 3]);
    for round in 0..vectors::runs(60) as usize {
        let ground = ground(&mut dice);
        let model = ground.exact();
        let (context, scenarios) = (ground.context(), ground.scenarios());
        for number in 0..3 {
            let number = (3 * round + number) % BOOKS.len();
            let mut account = Account {
                cash: 0,
                holdings: Vec::new(),
                legs: Vec::new(),
            };
            for place in 0..ground.indices.len() {
                book(&mut dice, &ground, place, number, &mut account);
            }
            let exact = model.assess(&account.exact(&ground));
            let sums = context
                .accumulate(0, &account.holdings, &account.legs)
                .unwrap();
            let core = sums
                .requirement(risk::margin::Kind::Maintenance, &scenarios)
                .unwrap()
                .core;
            bound[exact.maintenance_parts.binding as usize] += 1;
            let over =
                |got: u128, exact: Real| ((Real::unsigned_wad(got) - exact) / exact).to_f64();
            if exact.maintenance_parts.simulation > Real::decimal("100") {
                let over = over(core.simulation, exact.maintenance_parts.simulation);
                assert!(
                    over >= 0.0,
                    "{over} below in {account_legs:?}",
                    account_legs = account.legs
                );
                excess.push((over, number));
                most[number] = most[number].max(over);
            }
        }
    }
    excess.sort_by(|a, b| a.0.total_cmp(&b.0));
    let at = |share: f64| excess[(share * (excess.len() - 1) as f64) as usize].0;
    println!("bound by simulation, stress, twin: {bound:?}");
    for (name, most) in BOOKS.iter().zip(most) {
        println!("{name}: at most {most:.2e}");
    }
    println!(
        "{} books, excess of the simulation: median {:.2e}, 90 % {:.2e}, most {:.2e}",
        excess.len(),
        at(0.5),
        at(0.9),
        at(1.0)
    );
}
