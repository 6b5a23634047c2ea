//! Cases whose numbers a hand can work out.

use crate::values::near;
use model::{
    Asset, Binding, Leg, Life, Market, Model, Portfolio, Real, Right, Terms, Verdict,
    VolatilityMove,
};

fn number(text: &str) -> Real {
    Real::decimal(text)
}

/// Ten dollars, 1 % a day, a thousand dollars of depth.
fn plain() -> Asset {
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
        table_initial: number("0.5"),
        table_maintenance: number("0.25"),
    }
}

fn market(assets: Vec<Asset>) -> Market {
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

fn holding(amount: &str) -> Portfolio {
    Portfolio {
        cash: Real::ZERO,
        holdings: vec![(0, number(amount))],
        legs: Vec::new(),
    }
}

fn leg(size: &str, strike: &str, option: Option<(Right, Life)>) -> Portfolio {
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

fn judge(asset: Asset, portfolio: &Portfolio) -> Verdict {
    Model::new(market(vec![asset]), Terms::standard()).assess(portfolio)
}

fn is(got: Real, expected: &str) {
    near(got, number(expected), "1e-60", expected);
}

fn factor() -> Real {
    Terms::standard().shortfall_factor
}

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
    let twin = |correlation: &str| {
        let mut facts = market(vec![deep, deep]);
        facts.covariance[0][1] = number("0.0001") * number(correlation);
        facts.covariance[1][0] = facts.covariance[0][1];
        let terms = Terms {
            sigma_floor: number("0.25"),
            ..Terms::standard()
        };
        let verdict = Model::new(facts, terms).assess(&portfolio);
        let shock = factor() * number("0.01");
        let convexity = number("4000") * (shock.exp() - Real::ONE - shock);
        let part = verdict.initial_parts.twin / number("1.2") - convexity;
        part / shock
    };
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
    // Opposed: 7,000 is already the worst.
    same(twin("-1"), "7000");
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
