//! The three measures of the core, each where a hand can follow it.

use crate::values::near;
use crate::world::{factor, holding, is, judge, leg, market, number, plain};
use model::{Asset, Binding, Model, Real, Terms, VolatilityMove};

/// A short loses more than its delta says: `e^x - 1 - x` at the shock of the shortfall, times 1.2.
#[test]
fn a_short_is_charged_its_convexity() {
    let asset = Asset {
        liability_price: number("12"),
        depth: number("1e30"),
        maintenance_depth: number("1e30"),
        stress_scale: Real::ZERO,
        maintenance_volatility: number("0.5"),
        multiplier: number("1.25"),
        age: 86_400 * 3,
        dead_band: number("0.015"),
        ..plain()
    };
    let verdict = judge(asset, &leg("-100", "11", None));
    is(verdict.equity, "-100");
    // 1.25 sqrt(1e-4 * 4 + 2.25e-4) = 3.125 % but for the 1e-28 that leaving takes.
    let scale = number("1.25") * number("0.025");
    let shock = factor() * scale;
    let beyond = shock.exp() - Real::ONE - shock;
    let twin = number("1.2") * number("1200") * (shock + beyond);
    near(verdict.initial_parts.core, twin, "1e-26", "initial");
    assert_eq!(verdict.initial_parts.binding, Binding::Twin);
    let scale = number("1.25") * number("0.000325").sqrt();
    let shock = factor() * scale;
    let beyond = shock.exp() - Real::ONE - shock;
    let twin = number("1.2") * number("1200") * (shock + beyond);
    near(verdict.maintenance_parts.core, twin, "1e-26", "maintenance");
}

/// A hundred rows: two and a half are the tail. Residuals of second moment 0.14 are scaled to one.
#[test]
fn the_tail_takes_a_part_of_a_row() {
    let mut facts = market(vec![Asset {
        depth: number("1e30"),
        maintenance_depth: number("1e30"),
        stress_scale: Real::ZERO,
        ..plain()
    }]);
    let residual = |row: usize| [-3072, -1024, -2048].get(row).copied().unwrap_or(0);
    facts.rows = (0..100).map(|row| vec![Some(residual(row))]).collect();
    // A shortfall factor of nothing leaves the simulation alone.
    let terms = Terms {
        shortfall_factor: Real::ZERO,
        ..Terms::standard()
    };
    let loss = |deviations: i128| {
        let shock = Real::integer(deviations) * number("0.01") / number("0.14").sqrt();
        number("1000") * (Real::ONE - (-shock).exp())
    };
    let verdict = Model::new(facts.clone(), terms.clone()).assess(&holding("100"));
    let expected = (loss(3) + loss(2) + loss(1) / number("2")) / number("2.5");
    near(verdict.initial_parts.core, expected, "1e-26", "simulation");
    assert_eq!(verdict.initial_parts.binding, Binding::Simulation);
    // One row fewer is none at all.
    facts.rows.pop();
    assert!(Model::new(facts.clone(), terms)
        .assess(&holding("100"))
        .initial_parts
        .simulation
        .is_zero());
    // A missing residual costs the worst that the parametric shock can do, which is third here.
    facts.rows.push(vec![None]);
    facts.rows[3] = vec![None];
    facts.rows[4] = vec![None];
    let verdict = Model::new(facts, Terms::standard()).assess(&holding("100"));
    let shock = number("1.2") * factor() * number("0.01");
    let missing = number("1000") * (Real::ONE - (-shock).exp());
    let moment = number("14") / number("97");
    let loss = |deviations: i128| {
        let shock = Real::integer(deviations) * number("0.01") / moment.sqrt();
        number("1000") * (Real::ONE - (-shock).exp())
    };
    let expected = (loss(3) + loss(2) + missing / number("2")) / number("2.5");
    near(
        verdict.initial_parts.simulation,
        expected,
        "1e-26",
        "missing",
    );
}

/// 3,000 long and 4,000 short: 5,000 where independent, 1,000 where tied, 7,000 where opposed.
#[test]
fn the_twin_moves_towards_the_worst_correlation() {
    let deep = Asset {
        depth: number("1e40"),
        maintenance_depth: number("1e40"),
        stress_scale: Real::ZERO,
        ..plain()
    };
    let mut portfolio = leg("-400", "10", None);
    portfolio.holdings = vec![(1, number("300"))];
    let floored = |correlation: &str, floor: &str| {
        let mut facts = market(vec![deep, deep]);
        facts.covariance[0][1] = number("0.0001") * number(correlation);
        facts.covariance[1][0] = facts.covariance[0][1];
        let terms = Terms {
            sigma_floor: number(floor),
            ..Terms::standard()
        };
        let verdict = Model::new(facts, terms).assess(&portfolio);
        let shock = factor() * number("0.01");
        let convexity = number("4000") * (shock.exp() - Real::ONE - shock);
        let part = verdict.initial_parts.twin / number("1.2") - convexity;
        part / shock
    };
    let twin = |correlation: &str| floored(correlation, "0.25");
    let same = |got: Real, expected: &str| near(got, number(expected), "1e-34", expected);
    same(twin("0"), "5000");
    // sqrt(9 + 16 - 24 + 2.4) = 1.84... thousand, a quarter of the way to 5,000.
    near(
        twin("0.9"),
        number("3400000").sqrt() * number("0.75") + number("1250"),
        "1e-34",
        "0.9",
    );
    // Perfectly tied: 1,000, moved to 2,000.
    same(twin("1"), "2000");
    // A floor of half of 7,000.
    same(floored("1", "0.5"), "3500");
    // Opposed: 7,000 is already the worst.
    same(twin("-1"), "7000");
}

#[test]
fn volatility_moves_are_larger_for_short_lives() {
    let day = 86_400;
    is(VolatilityMove::Up.factor(30 * day), "1.6");
    is(VolatilityMove::Down.factor(30 * day), "0.7");
    is(VolatilityMove::Same.factor(5), "1");
    let power = number("30").to_the(number("0.3"));
    near(
        VolatilityMove::Up.factor(60),
        Real::ONE + number("0.6") * power,
        "1e-60",
        "a day at least",
    );
    assert!(VolatilityMove::Down.factor(day) > Real::ZERO);
    let long = number("0.5").to_the(number("0.13"));
    near(
        VolatilityMove::Down.factor(60 * day),
        Real::ONE - number("0.3") * long,
        "1e-60",
        "past thirty days",
    );
}
