//! Cases whose numbers a hand can work out.

use crate::values::near;
use crate::world::{factor, holding, is, judge, leg, market, number, plain};
use model::{Asset, Binding, Leg, Life, Model, Portfolio, Real, Right, Terms};

#[test]
fn cash_needs_nothing() {
    let portfolio = Portfolio {
        cash: number("-3.5"),
        holdings: vec![(0, Real::ZERO)],
        legs: Vec::new(),
    };
    let verdict = judge(plain(), &portfolio);
    is(verdict.equity, "-3.5");
    is(verdict.initial, "0");
    is(verdict.restored, "0");
    assert!(verdict.health.is_none() && verdict.attribution.is_empty());
}

/// 9,000 dollars long: the fall of 66 % at 0.21 costs 1,247.40, more than 1.2 F times 1.14 % of them.
#[test]
fn a_long_is_charged_every_part() {
    let asset = Asset {
        system_long: number("144000"),
        system_short: number("9e9"),
        uncertainty: number("0.05"),
        jump: number("0.1"),
        ..plain()
    };
    let terms = Terms {
        buffer: number("0.25"),
        ..Terms::standard()
    };
    let verdict = Model::new(market(vec![asset]), terms).assess(&holding("900"));
    is(verdict.equity, "9000");
    assert_eq!(verdict.initial_parts.binding, Binding::Stress);
    is(verdict.initial_parts.core, "1247.4");
    // Nine depths: three times 2 %, and the spread.
    is(verdict.initial_parts.liquidity, "549");
    // A hundred and forty-four depths want out: 24 %, of the difference a quarter.
    is(verdict.initial_parts.crowding, "405");
    is(verdict.initial_parts.quality, "900");
    is(verdict.initial_parts.oracle, "450");
    is(verdict.initial, "3863.25");
    is(verdict.maintenance_parts.crowding, "0");
    is(verdict.maintenance_parts.oracle, "0");
    is(verdict.maintenance, "2446.92");
    is(verdict.restored, "2813.958");
    is(verdict.health.unwrap() * number("2446.92"), "9000");
    // Nine depths at ten a day: 0.9 days, of which a third counts.
    let swing = number("9000") * number("0.01") * number("1.3").sqrt();
    near(
        verdict.initial_parts.twin,
        number("1.2") * factor() * swing,
        "1e-60",
        "twin",
    );
}

#[test]
fn pegs_and_sides_choose_the_worse_price() {
    let asset = Asset {
        collateral_price: number("1.02"),
        liability_price: number("1.03"),
        quote: Some(number("0.965")),
        jump: number("0.13"),
        ..plain()
    };
    is(judge(asset, &holding("50")).equity, "50");
    is(judge(asset, &holding("50")).initial_parts.quality, "11.5");
    is(judge(asset, &leg("50", "1", None)).equity, "1");
    is(judge(asset, &leg("-50", "1", None)).equity, "-1.5");
    let below = Asset {
        collateral_price: number("0.9"),
        liability_price: number("0.95"),
        ..asset
    };
    is(judge(below, &holding("50")).equity, "45");
    is(judge(below, &leg("-50", "1", None)).equity, "0");
    let worthless = Asset {
        jump: number("3"),
        ..asset
    };
    is(judge(worthless, &holding("50")).initial_parts.quality, "50");
    // No depth: leaving costs all, and nothing more for the crowd.
    let stuck = Asset {
        depth: Real::ZERO,
        system_long: number("1e9"),
        ..asset
    };
    let verdict = judge(stuck, &holding("50"));
    is(verdict.initial_parts.liquidity, "50");
    is(verdict.initial_parts.crowding, "0");
}

/// Expired options are their payoff; unknown assets pay by the table, and their long options in full.
#[test]
fn what_is_unknown_is_charged_by_the_table() {
    let asset = Asset {
        known: false,
        table_initial: number("0.5"),
        liability_price: number("11"),
        ..plain()
    };
    let mut portfolio = holding("100");
    let call = |size: &str| Leg {
        asset: 0,
        size: number(size),
        strike: number("7"),
        option: Some((Right::Call, Life::Dated(0))),
    };
    portfolio.legs = vec![call("10"), call("-5")];
    let verdict = judge(asset, &portfolio);
    // 1,000 held, 30 of calls bought at 10, 20 of calls sold at 11.
    is(verdict.equity, "1010");
    is(verdict.initial, "557.5");
    is(verdict.maintenance, "293.75");
    assert!(verdict.initial_parts.core.is_zero() && verdict.initial_parts.liquidity.is_zero());
    // A put bought is priced high, a put sold low.
    is(
        judge(asset, &leg("1", "13", Some((Right::Put, Life::Dated(0))))).equity,
        "2",
    );
    is(
        judge(asset, &leg("-1", "13", Some((Right::Put, Life::Dated(0))))).equity,
        "-3",
    );
}
