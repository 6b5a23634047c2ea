//! Books of options as they are traded, against full revaluation: what lines between nodes cost.

use crate::engine_world::{Account, Dice, Ground};
use crate::flat::Facts;
use fixed::WAD;
use model::Real;
use risk::margin::Kind;
use risk::scenarios::{encode, Row, MISSING};
use risk::{Holding, Leg, LegKind, DAY, MAX_ASSETS};

/// Kinds of book.
const BOOKS: usize = 12;

/// A coin or two with daily deviations of 3 to 8 % in deep markets, and 767 days of their residuals.
fn ground(dice: &mut Dice) -> Ground {
    let mut ground = Ground::new(dice, 2, 21);
    let count = ground.indices.len();
    let mut loadings = Vec::new();
    for place in 0..count {
        let price = dice.wad(0.0, 5.0);
        ground.market.prices[place] = price;
        ground.facts[place] = Facts::plain(price, 1_000_000_000 * WAD);
        ground.facts[place].liability_price = price + price / 2_000;
        ground.assets[place].pegged = false;
        ground.assets[place].jump = 0;
        ground.assets[place].stress_scale = WAD;
        let deviation = 0.03 + 0.05 * dice.even();
        let own = |share: f64| (deviation * share * 1e18) as i128;
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
    // Of everlasting options there is no calendar.
    let everlasting = number != 8 && dice.one_in(3);
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
        // Spreads of calls and of puts, a covered call, a protective put, straddles, a strangle, an iron condor, a
        // calendar, a call bought, a put sold, and anything.
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

/// Two books of that number, in an account of their own.
fn account(dice: &mut Dice, ground: &Ground, number: usize) -> Account {
    let mut account = Account {
        cash: 0,
        holdings: Vec::new(),
        legs: Vec::new(),
    };
    for place in 0..ground.indices.len() {
        book(dice, ground, place, number, &mut account);
    }
    account
}

/// What is above the exact value, relative.
fn over(got: u128, exact: Real) -> f64 {
    ((Real::unsigned_wad(got) - exact) / exact).to_f64()
}

/// The largest difference of an asset's part in the margin from the exact one, in shares of the margin.
fn apart(ground: &Ground, account: &Account, parts: &[i128], exact: &model::Verdict) -> f64 {
    let held = account.holdings.iter().map(|held| held.asset);
    let assets = held.chain(account.legs.iter().map(|leg| leg.asset));
    let mut sums = vec![Real::ZERO; ground.indices.len()];
    for (asset, part) in assets.zip(parts) {
        sums[ground.market.place(asset).unwrap()] += Real::wad(*part);
    }
    let share =
        |(place, part): &(usize, Real)| ((sums[*place] - *part).abs() / exact.maintenance).to_f64();
    exact.attribution.iter().map(share).fold(0.0, f64::max)
}

/// RSK-11 on books as they are traded: never below full revaluation, and hardly above it; and what the assets carry
/// sums to the margin. Many more in the long mode.
#[test]
fn rsk_11_books_of_options_cost_what_full_revaluation_says() {
    let mut dice = Dice::new(13);
    let [mut margins, mut simulations, mut parts] = [const { Vec::new() }; 3];
    let mut bound = [0; 3];
    for round in 0..vectors::runs(60) as usize {
        let ground = ground(&mut dice);
        let model = ground.exact();
        let (context, scenarios) = (ground.context(), ground.scenarios());
        for book in 0..3 {
            let account = account(&mut dice, &ground, (3 * round + book) % BOOKS);
            let exact = model.assess(&account.exact(&ground));
            let sums = context.accumulate(0, &account.holdings, &account.legs);
            let sums = sums.unwrap();
            let required = sums.requirement(Kind::Maintenance, &scenarios).unwrap();
            let mut attribution = vec![0; account.holdings.len() + account.legs.len()];
            sums.attribute(&scenarios, &mut attribution).unwrap();
            let whole: i128 = attribution.iter().sum();
            assert_eq!(whole, required.total as i128, "{:?}", account.legs);
            if exact.maintenance < Real::natural(100) {
                continue;
            }
            bound[exact.maintenance_parts.binding as usize] += 1;
            margins.push(over(required.total, exact.maintenance));
            parts.push(apart(&ground, &account, &attribution, &exact));
            let simulation = exact.maintenance_parts.simulation;
            if simulation > Real::natural(100) {
                simulations.push(over(required.core.simulation, simulation));
            }
        }
    }
    println!("bound by simulation, stress, twin: {bound:?}");
    for (name, mut all, most) in [
        ("margin", margins, [1e-10, 1e-3, 0.05]),
        ("simulation", simulations, [2e-3, 0.02, 0.1]),
        ("part of an asset", parts, [1e-9, 0.03, 0.3]),
    ] {
        all.sort_by(f64::total_cmp);
        let at = |share: f64| all[(share * (all.len() - 1) as f64) as usize];
        let shares = [0.0, 0.5, 0.9, 1.0].map(at);
        println!(
            "{name} of {} books: least, median, 90 % and largest excess {shares:?}",
            all.len()
        );
        let [least, rest @ ..] = shares;
        assert!(least >= 0.0, "{name} is below by {least:e}");
        assert!(
            rest.iter().zip(most).all(|(share, most)| *share <= most),
            "{name}"
        );
    }
}
