//! The cost of leaving against exact values.

use crate::units::{above, error};
use fixed::WAD;
use model::Exact;
use risk::liquidity::{
    cascade_up, deviation_factor_up, spread_cost_up, square_root_impact_up, tranche_factor_up,
    unwind_days_up, Almgren, Position, UnwindTerms,
};
use risk::tail::normal;
use serde_json::Value;
use vectors::{cases, exact, list, natural, text, Tally};

fn of(form: &str) -> Vec<Value> {
    let cases = cases("liquidity.json").into_iter();
    cases.filter(|case| text(&case["f"]) == form).collect()
}

fn wad(case: &Value, field: &str) -> u128 {
    natural(&case[field])
}

#[test]
fn spread_cost_is_exact() {
    for case in of("spread_cost") {
        let cost = spread_cost_up(
            wad(&case, "value"),
            wad(&case, "mu_s"),
            wad(&case, "sigma_s"),
            wad(&case, "k"),
        );
        assert_eq!(cost, Ok(wad(&case, "cost_ceil")), "{case}");
    }
}

#[test]
fn square_root_impact_is_exact() {
    for case in of("sqrt_impact") {
        let impact = square_root_impact_up(
            wad(&case, "q"),
            wad(&case, "adv"),
            wad(&case, "sigma_d"),
            wad(&case, "Y"),
        );
        assert_eq!(impact, Ok(wad(&case, "impact_ceil")), "{case}");
    }
}

#[test]
fn unwinding_matches_exact_values() {
    let cases = of("unwind_linear");
    if cases.is_empty() {
        return;
    }
    let (mut factor, mut tranches) = (Tally::default(), Tally::default());
    for case in &cases {
        let (quantity, volume) = (wad(case, "q"), wad(case, "adv"));
        let days = unwind_days_up(quantity, volume, wad(case, "rho")).unwrap();
        let off = above(days, exact(&case["T_days"]));
        // The printed value is rounded to 50 digits.
        assert!((-1e-20..1.0).contains(&off), "{off} {case}");
        let delay = wad(case, "h_days");
        let got = deviation_factor_up(delay, days).unwrap();
        factor.note(error(got, exact(&case["sigma_factor"])));
        let parts = case["n_tranches"].as_u64().unwrap();
        let got = tranche_factor_up(delay, days, parts as u32).unwrap();
        tranches.note(error(got, exact(&case["sigma_factor_discrete"])));
    }
    factor.within("deviations over an even sale", 2e-16, 0.0);
    tranches.within("deviations over tranches", 2e-16, 0.0);
}

#[test]
fn combined_loss_matches_exact_values() {
    let cases = of("lvar");
    if cases.is_empty() {
        return;
    }
    let (mut market, mut spread) = (Tally::default(), Tally::default());
    let (mut impact, mut total) = (Tally::default(), Tally::default());
    for case in &cases {
        let tail_factor = match text(&case["conf"]) {
            "0.95" => normal::C95.value_at_risk,
            "0.975" => normal::C97_5.value_at_risk,
            "0.99" => normal::C99.value_at_risk,
            "0.995" => normal::C99_5.value_at_risk,
            "0.999" => normal::C99_9.value_at_risk,
            other => panic!("{other}"),
        };
        let quantity = wad(case, "q");
        let position = Position {
            value: fixed::mul_wad_up(wad(case, "price"), quantity).unwrap(),
            quantity,
            volume: wad(case, "adv"),
            volatility: wad(case, "sigma_d"),
            spread_mean: wad(case, "mu_s"),
            spread_deviation: wad(case, "sigma_s"),
        };
        let terms = UnwindTerms {
            delay: wad(case, "h_days"),
            participation: wad(case, "rho"),
            tail_factor,
            impact_factor: wad(case, "Y"),
            spread_multiplier: wad(case, "k"),
        };
        let loss = position.loss_up(&terms).unwrap();
        market.note(error(loss.market, exact(&case["market"])));
        spread.note(error(loss.spread, exact(&case["spread"])));
        impact.note(error(loss.impact, exact(&case["impact"])));
        total.note(error(loss.total, exact(&case["total"])));
    }
    market.within("loss from the price", 3e-15, 0.0);
    spread.within("loss from the spread", 3e-15, 0.0);
    impact.within("loss from impact", 3e-15, 0.0);
    total.within("loss in all", 3e-15, 0.0);
}

#[test]
fn almgren_matches_exact_values() {
    let cases = of("almgren_2005");
    if cases.is_empty() {
        return;
    }
    let units = |got: u128, case: &Value, field: &str| above(got, exact(&case[field]));
    let mut worst = 0.0f64;
    for case in &cases {
        let coefficient = |field: &str| {
            let value = exact(&case[field]) * Exact::unsigned(WAD, 1);
            (value + Exact::ratio(1, 2)).floor()
        };
        let model = Almgren {
            permanent: coefficient("gamma"),
            temporary: coefficient("eta"),
        };
        let got = model
            .impact_up(
                wad(case, "x"),
                wad(case, "v"),
                wad(case, "theta"),
                wad(case, "t_days"),
                wad(case, "sigma_d"),
            )
            .unwrap();
        for (got, field) in [
            (got.permanent, "permanent"),
            (got.temporary, "temporary"),
            (got.cost, "J"),
        ] {
            let off = units(got, case, field);
            assert!(off >= -1e-20, "{off} {field} {case}");
            worst = worst.max(off);
        }
    }
    println!("Almgren: at most {worst} units above");
    assert!(worst < 2.5);
}

#[test]
fn cascade_matches_exact_values() {
    for case in of("frtb_cascade") {
        let days = list(&case, "lh").iter();
        let horizons: Vec<u64> = days.map(|days| days.as_u64().unwrap()).collect();
        let shortfalls: Vec<u128> = list(&case, "es").iter().map(natural).collect();
        let total = cascade_up(&horizons, &shortfalls, 10).unwrap();
        let off = above(total, exact(&case["es_total"]));
        assert!((-1e-20..1.0).contains(&off), "{off} {case}");
    }
}

/// The combined example of the model.
#[test]
fn example_of_a_thousand_units() {
    let position = Position {
        value: 3_000_000 * WAD,
        quantity: 1000 * WAD,
        volume: 20_000 * WAD,
        volatility: 45 * WAD / 1000,
        spread_mean: 4 * WAD / 10_000,
        spread_deviation: 6 * WAD / 10_000,
    };
    let terms = UnwindTerms {
        delay: WAD / 4,
        participation: WAD / 10,
        tail_factor: normal::C99.value_at_risk,
        impact_factor: WAD,
        spread_multiplier: 3 * WAD,
    };
    let loss = position.loss_up(&terms).unwrap();
    let near = |got: u128, text: &str| {
        assert!(
            Exact::unsigned(got, WAD)
                .relative_to(Exact::decimal(text))
                .abs()
                < 1e-13
        );
    };
    near(loss.market, "202722.89790702");
    assert_eq!(loss.spread, 3300 * WAD);
    near(loss.impact, "30186.917696247");
    near(loss.total, "236209.81560326");
    let idle = Position {
        volume: 0,
        ..position
    };
    assert!(idle.loss_up(&terms).is_err(), "no market, no figure");
}
