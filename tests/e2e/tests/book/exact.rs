//! Expected Shortfall of linear portfolios in exact arithmetic: the simulation of the exact margin, with nothing else.

use model::{Asset, Leg, Market, Model, Portfolio, Real, Terms};
use risk::scenarios::{decode, Row, MISSING};

/// Prices of one dollar, a market of any depth: only rows and variances matter.
fn asset() -> Asset {
    let deep = Real::natural(10_u128.pow(36));
    Asset {
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
    }
}

/// The market of those rows and variances per day (scale 1e-36).
pub(crate) fn exact(rows: &[Row], variances: &[i128]) -> Model {
    let count = variances.len();
    let row = |row: &Row| {
        let all = decode(row).into_iter().take(count);
        all.map(|residual| (residual != MISSING).then_some(residual))
            .collect()
    };
    let entry = |i: usize, j: usize| match i == j {
        true => Real::variance(variances[i]),
        false => Real::ZERO,
    };
    let market = Market {
        assets: vec![asset(); count],
        covariance: (0..count)
            .map(|i| (0..count).map(|j| entry(i, j)).collect())
            .collect(),
        rows: rows.iter().map(row).collect(),
    };
    Model::new(market, Terms::standard())
}

/// Expected Shortfall at 97.5 % over a day of values exposed, USD WAD.
pub(crate) fn shortfall(model: &Model, exposures: &[(u8, i128)]) -> Real {
    let leg = |(asset, usd): &(u8, i128)| Leg {
        asset: usize::from(*asset),
        size: Real::wad(*usd),
        strike: Real::ONE,
        option: None,
    };
    let portfolio = Portfolio {
        cash: Real::ZERO,
        holdings: Vec::new(),
        legs: exposures.iter().map(leg).collect(),
    };
    model.assess(&portfolio).initial_parts.simulation
}

/// By how much the chain is above the exact number, as a share of it: never below, and at most 1e-6.
#[track_caller]
pub(crate) fn check(got: u128, exact: Real) -> f64 {
    let above = ((Real::unsigned_wad(got) - exact) / exact).to_f64();
    assert!((0.0..=1e-6).contains(&above), "{got} is {above:e} above");
    above
}
