//! A plain asset, and portfolios of one position in it.

use crate::values::near;
use model::{Asset, Leg, Life, Market, Model, Portfolio, Real, Right, Terms, Verdict};

pub(crate) fn number(text: &str) -> Real {
    Real::decimal(text)
}

/// Ten dollars, 1 % a day, a thousand dollars of depth.
pub(crate) fn plain() -> Asset {
    Asset {
        collateral_price: number("10"),
        liability_price: number("10"),
        maintenance_volatility: Real::ONE,
        multiplier: Real::ONE,
        age: 0,
        dead_band: Real::ZERO,
        depth: number("1000"),
        maintenance_depth: number("1000"),
        half_spread: number("0.001"),
        system_long: Real::ZERO,
        system_short: Real::ZERO,
        uncertainty: Real::ZERO,
        quote: None,
        known: true,
        jump: Real::ZERO,
        stress_scale: Real::ONE,
        table_initial: number("0.3"),
        table_maintenance: number("0.25"),
    }
}

pub(crate) fn market(assets: Vec<Asset>) -> Market {
    let count = assets.len();
    let row = |one: usize| {
        (0..count)
            .map(|other| {
                if one == other {
                    number("0.0001")
                } else {
                    Real::ZERO
                }
            })
            .collect()
    };
    Market {
        covariance: (0..count).map(row).collect(),
        assets,
        rows: Vec::new(),
    }
}

pub(crate) fn holding(amount: &str) -> Portfolio {
    Portfolio {
        cash: Real::ZERO,
        holdings: vec![(0, number(amount))],
        legs: Vec::new(),
    }
}

pub(crate) fn leg(size: &str, strike: &str, option: Option<(Right, Life)>) -> Portfolio {
    let leg = Leg {
        asset: 0,
        size: number(size),
        strike: number(strike),
        option,
    };
    Portfolio {
        cash: Real::ZERO,
        holdings: Vec::new(),
        legs: vec![leg],
    }
}

pub(crate) fn judge(asset: Asset, portfolio: &Portfolio) -> Verdict {
    Model::new(market(vec![asset]), Terms::standard()).assess(portfolio)
}

pub(crate) fn is(got: Real, expected: &str) {
    near(got, number(expected), "1e-60", expected);
}

pub(crate) fn factor() -> Real {
    Terms::standard().shortfall_factor
}
