//! Who carries the maintenance margin: all of it, to the last unit, and each as much as the exact model says.

use crate::engine_world::{Account, Dice, Ground};
use fixed::WAD;
use model::{Binding, Real};
use risk::margin::Kind;
use risk::scenarios::{decode, encode, MISSING};
use vectors::Tally;

/// What each asset of the market carries, and the maintenance margin.
fn carried(ground: &Ground, account: &Account) -> (Vec<i128>, u128) {
    let context = ground.context();
    let sums = context
        .accumulate(account.cash, &account.holdings, &account.legs)
        .unwrap();
    let scenarios = ground.scenarios();
    let mut parts = vec![0; account.holdings.len() + account.legs.len()];
    sums.attribute(&scenarios, &mut parts).unwrap();
    let mut by_asset = vec![0; ground.indices.len()];
    let held = account.holdings.iter().map(|held| held.asset);
    let assets = held.chain(account.legs.iter().map(|leg| leg.asset));
    for (asset, part) in assets.zip(&parts) {
        by_asset[ground.market.place(asset).unwrap()] += part;
    }
    let required = sums.requirement(Kind::Maintenance, &scenarios).unwrap();
    assert_eq!(parts.iter().sum::<i128>(), required.total as i128);
    assert_eq!(
        sums.verdict(&scenarios).unwrap().maintenance,
        required.total
    );
    (by_asset, required.total)
}

/// A world where the simulation binds: a row in thirty is six times as wild, and stress moves are a tenth.
fn wild(dice: &mut Dice, most: usize) -> Ground {
    let mut ground = Ground::new(dice, most, 160);
    while ground.rows.len() < 100 {
        ground = Ground::new(dice, most, 160);
    }
    for row in ground.rows.iter_mut().step_by(30) {
        let wilder = |residual: i16| match residual {
            MISSING => MISSING,
            known => known.saturating_mul(6).max(-i16::MAX),
        };
        *row = encode(&decode(row).map(wilder));
    }
    for terms in &mut ground.assets {
        terms.stress_scale /= 10;
    }
    ground
}

fn world(dice: &mut Dice, number: u32, most: usize) -> Ground {
    if number.is_multiple_of(2) {
        wild(dice, most)
    } else {
        Ground::new(dice, most, 160)
    }
}

/// Whether no other measure is so near to the largest that rounding might choose it.
fn is_clear(parts: &model::Breakdown) -> bool {
    let mut all = [parts.simulation, parts.stress, parts.twin].map(|measure| measure.to_f64());
    all.sort_by(f64::total_cmp);
    all[2] - all[1] > 1e-6 * all[2]
}

#[test]
fn attribution_sums_to_the_unit_and_each_part_is_the_exact_one() {
    let (mut dice, mut bound) = (Dice::new(41), [0usize; 3]);
    let mut tally = Tally::default();
    let mut table = 0;
    for number in 0..vectors::runs(90) {
        let ground = world(&mut dice, number, [2, 4, 8][number as usize % 3]);
        let model = ground.exact();
        for _ in 0..8 {
            let account = Account::linear(&mut dice, &ground);
            let (by_asset, _) = carried(&ground, &account);
            let exact = model.assess(&account.exact(&ground));
            table += usize::from(!exact.maintenance_parts.table.is_zero());
            if exact.maintenance < Real::decimal("1") || !is_clear(&exact.maintenance_parts) {
                continue;
            }
            let binding = exact.maintenance_parts.binding;
            bound[binding as usize] += 1;
            // The exact model splits the twin by its covariance alone; see the slopes below.
            if binding == Binding::Twin {
                continue;
            }
            for (place, part) in &exact.attribution {
                let apart = Real::wad(by_asset[*place]) - *part;
                tally.note((apart / exact.maintenance).to_f64());
            }
        }
    }
    println!("bound by simulation, stress, twin: {bound:?}; by the table {table}");
    assert!(table > 5 && bound.iter().all(|count| *count > 15));
    tally.within(
        "attribution against the exact model (of the margin)",
        1e-6,
        1e-6,
    );
}

#[test]
fn attribution_with_options_sums_to_the_unit() {
    let mut dice = Dice::new(42);
    for _ in 0..vectors::runs(60) {
        let ground = Ground::new(&mut dice, 4, 160);
        let account = Account::optional(&mut dice, &ground);
        carried(&ground, &account);
    }
}

/// Euler's theorem: what an asset carries is what the margin grows by as its positions grow, where depth sets no limit.
/// A central difference over 2 eps is off by eps^2 of the third derivative: 1e-8 of the margin at eps = 1e-4, times
/// what a hedge makes of it; accounts in which a measure, a row or a sign changes within eps are passed over.
#[test]
fn attribution_is_the_slope_of_the_margin() {
    const STEP: i128 = 10_000;
    let mut dice = Dice::new(43);
    let (mut tally, mut bound) = (Tally::default(), [0usize; 3]);
    for number in 0..vectors::runs(120) {
        let mut ground = world(&mut dice, number, 5);
        for facts in &mut ground.facts {
            facts.depth = 10u128.pow(38);
            facts.maintenance_depth = facts.depth;
        }
        let account = Account::linear(&mut dice, &ground);
        let (by_asset, total) = carried(&ground, &account);
        let exact = ground.exact().assess(&account.exact(&ground));
        if total < WAD || !is_clear(&exact.maintenance_parts) {
            continue;
        }
        bound[exact.maintenance_parts.binding as usize] += 1;
        let spread: u128 = by_asset.iter().map(|part| part.unsigned_abs()).sum();
        for (place, part) in by_asset.iter().enumerate() {
            let moved = |step: i128| {
                let mut account = account.clone();
                let own = |asset| ground.market.place(asset).unwrap() == place;
                for held in account.holdings.iter_mut().filter(|held| own(held.asset)) {
                    let more = held.amount as i128 / STEP * step;
                    held.amount = held.amount.checked_add_signed(more).unwrap();
                }
                for leg in account.legs.iter_mut().filter(|leg| own(leg.asset)) {
                    leg.size += leg.size / STEP * step;
                }
                carried(&ground, &account).1 as i128
            };
            let (below, here, above) = (moved(-1), total as i128, moved(1));
            // Where the two sides have different slopes something changed between them.
            let bend = (above - here) - (here - below);
            if bend.unsigned_abs() * 50 > spread / STEP as u128 {
                continue;
            }
            let slope = (above - below) as f64 * STEP as f64 / 2.0;
            tally.note((slope - *part as f64) / spread as f64);
        }
    }
    println!("bound by simulation, stress, twin: {bound:?}");
    assert!(bound.iter().all(|count| *count > 3) && tally.points() > 100);
    tally.within("attribution against slopes (of the parts)", 1e-6, 1e-6);
}
