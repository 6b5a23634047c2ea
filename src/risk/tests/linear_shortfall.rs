//! Expected Shortfall of linear portfolios against the exact model.

use fixed::WAD;
use model::{Asset, Leg, Market, Model, Portfolio, Real, Terms};
use risk::scenarios::{decode, encode, Row, Scenarios, MISSING};
use risk::shortfall::{linear_up, MIN_ROWS};
use risk::{RiskError, DAY, MAX_ASSETS};
use vectors::{runs, Tally};

use crate::engine_world::Dice;

/// Rows of heavy tails with some missing.
fn rows(dice: &mut Dice, count: usize) -> Vec<Row> {
    let one = |dice: &mut Dice| {
        if dice.one_in(50) {
            return MISSING;
        }
        let sum: f64 = (0..6).map(|_| dice.even()).sum::<f64>() - 3.0;
        let tail = if dice.one_in(30) { 4.0 } else { 1.0 };
        (sum * 1.41 * tail * 1024.0) as i16
    };
    (0..count)
        .map(|_| encode(&std::array::from_fn(|_| one(dice))))
        .collect()
}

fn exact(rows: &[Row], variances: &[u128; MAX_ASSETS], horizon: u64) -> Model {
    let deep = Real::natural(10_u128.pow(36));
    let asset = Asset {
        collateral_price: Real::ONE,
        liability_price: Real::ONE,
        maintenance_volatility: Real::ONE,
        multiplier: Real::ONE,
        age: 0,
        dead_band: Real::ZERO,
        depth: deep,
        maintenance_depth: deep,
        half_spread: Real::ZERO,
        system_long: Real::ZERO,
        system_short: Real::ZERO,
        uncertainty: Real::ZERO,
        quote: None,
        known: true,
        jump: Real::ZERO,
        stress_scale: Real::ONE,
        table_initial: Real::ONE,
        table_maintenance: Real::ONE,
    };
    let entry = |i: usize, j: usize| {
        if i == j {
            Real::variance(variances[i] as i128)
        } else {
            Real::ZERO
        }
    };
    let present = |row: &Row| {
        decode(row)
            .map(|residual| (residual != MISSING).then_some(residual))
            .to_vec()
    };
    let market = Market {
        assets: vec![asset; MAX_ASSETS],
        covariance: (0..MAX_ASSETS)
            .map(|i| (0..MAX_ASSETS).map(|j| entry(i, j)).collect())
            .collect(),
        rows: rows.iter().map(present).collect(),
    };
    let mut terms = Terms::standard();
    terms.horizon = horizon;
    Model::new(market, terms)
}

/// RSK-11 for linear portfolios: never below exact arithmetic, within 1e-6 of it.
#[test]
fn rsk_11_linear_shortfall_is_never_below_the_exact_one() {
    let mut dice = Dice::new(21);
    let mut tally = Tally::default();
    for turn in 0..runs(12) {
        let rows = rows(&mut dice, [100, 160, 767][turn as usize % 3]);
        let variances: [u128; MAX_ASSETS] = std::array::from_fn(|_| {
            let volatility = WAD / 1_000 + dice.wad(-3.0, -1.0);
            volatility * volatility
        });
        let horizon = [DAY, 3_600, 10 * DAY][turn as usize % 3];
        let model = exact(&rows, &variances, horizon);
        for assets in [1_usize, 3, 8, 16] {
            let mut values = [0_i128; MAX_ASSETS];
            for value in values.iter_mut().take(assets) {
                let size = dice.wad(0.0, 8.0) as i128;
                *value = if dice.one_in(2) { -size } else { size };
            }
            let leg = |(asset, usd): (usize, &i128)| Leg {
                asset,
                size: Real::wad(*usd),
                strike: Real::ONE,
                option: None,
            };
            let portfolio = Portfolio {
                cash: Real::ZERO,
                holdings: Vec::new(),
                legs: values.iter().enumerate().map(leg).collect(),
            };
            let reference = model.assess(&portfolio).initial_parts.simulation;
            let got = linear_up(&Scenarios::of(&rows), &values, &variances, horizon).unwrap();
            tally.note(((Real::unsigned_wad(got) - reference) / reference).to_f64());
        }
    }
    tally.within("linear shortfall against the exact model", 1e-6, 0.0);
}

#[test]
fn linear_shortfall_needs_rows_and_exposures() {
    let mut dice = Dice::new(3);
    let rows = rows(&mut dice, MIN_ROWS);
    let (mut values, variances) = ([0; MAX_ASSETS], [WAD << 50; MAX_ASSETS]);
    assert_eq!(
        linear_up(&Scenarios::of(&rows), &values, &variances, DAY),
        Ok(0)
    );
    values[2] = 1_000_000;
    assert!(linear_up(&Scenarios::of(&rows), &values, &variances, DAY).is_ok());
    assert_eq!(
        linear_up(&Scenarios::of(&rows[1..]), &values, &variances, DAY),
        Err(RiskError::LengthMismatch)
    );
    values = [i128::MIN; MAX_ASSETS];
    assert!(linear_up(&Scenarios::of(&rows), &values, &variances, DAY).is_err());
}
