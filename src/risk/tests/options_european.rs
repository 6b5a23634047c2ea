//! Dated options against Black's formula in 110 digits.

use model::Exact;
use risk::options::black76::European;
use risk::options::greeks::Spot;
use risk::options::Payoff;
use serde_json::Value;
use vectors::{cases, exact, integer, natural, text, Tally};

/// Notes a relative error above 1e-3, and an absolute one below.
fn near(tally: &mut (Tally, Tally), got: i128, field: &Value) {
    let (got, wanted) = (Exact::wad(got), exact(field));
    if wanted.abs() > Exact::decimal("1e-3") {
        tally.0.compare(got, wanted);
    } else {
        tally.1.note((got - wanted).to_f64());
    }
}

fn signed(value: u128) -> i128 {
    i128::try_from(value).unwrap()
}

/// How far a directed value is from the true one, in ulp: positive where it is above.
fn ulps(got: u128, field: &Value) -> f64 {
    (Exact::wad(signed(got)) - exact(field)).to_f64() * 1e18
}

#[test]
fn dated_options_match_every_published_field() {
    let cases = cases("options_european.json");
    if cases.is_empty() {
        return;
    }
    let (mut distances, mut sensitivities) = <((Tally, Tally), (Tally, Tally))>::default();
    let (mut above, mut below, mut spot) = <(Tally, Tally, Tally)>::default();
    for case in cases.iter().filter(|case| text(&case["f"]) == "black76") {
        let option = European {
            forward: natural(&case["F"]),
            strike: natural(&case["K"]),
            seconds: case["t_seconds"].as_u64().unwrap(),
            volatility: natural(&case["sigma"]),
        };
        for (payoff, name) in [(Payoff::Call, "call"), (Payoff::Put, "put")] {
            above.note(ulps(option.value_up(payoff).unwrap(), &case[name]));
            below.note(ulps(option.value_down(payoff).unwrap(), &case[name]));
        }
        let Some((d1, d2)) = option.distances().unwrap() else {
            assert!(case["d1"].is_null(), "{case}");
            continue;
        };
        near(&mut distances, d1, &case["d1"]);
        near(&mut distances, d2, &case["d2"]);
        let [call, put] = [Payoff::Call, Payoff::Put].map(|payoff| option.greeks(payoff).unwrap());
        for (got, name) in [
            (call.delta, "delta_call"),
            (put.delta, "delta_put"),
            (signed(call.gamma), "gamma"),
            (signed(put.vega), "vega"),
            (call.theta, "theta"),
            (put.theta, "theta"),
        ] {
            near(&mut sensitivities, got, &case[name]);
        }
    }
    for case in cases
        .iter()
        .filter(|case| text(&case["f"]) == "black_scholes")
    {
        let option = Spot {
            price: natural(&case["S"]),
            strike: natural(&case["K"]),
            seconds: case["t_seconds"].as_u64().unwrap(),
            volatility: natural(&case["sigma"]),
            rate: integer(&case["rate_wad"]),
        };
        for (payoff, name) in [(Payoff::Call, "call"), (Payoff::Put, "put")] {
            spot.note(ulps(option.value(payoff).unwrap(), &case[name]));
            let greeks = option.greeks(payoff).unwrap();
            for (got, name) in [
                (greeks.delta, format!("delta_{name}")),
                (signed(greeks.gamma), "gamma".into()),
                (signed(greeks.vega), "vega".into()),
                (greeks.theta, format!("theta_{name}")),
                (greeks.rho, format!("rho_{name}")),
            ] {
                near(&mut sensitivities, got, &case[&name]);
            }
        }
    }
    distances.0.within("d1, d2 (relative)", 1e-15, 1e-15);
    if distances.1.points() > 0 {
        distances
            .1
            .within("d1, d2 below 1e-3 (absolute)", 1e-18, 1e-18);
    }
    above.within("dated options, up (ulp)", 3.0, 0.0);
    below.within("dated options, down (ulp)", 0.0, 3.0);
    if spot.points() > 0 {
        spot.within("options on a spot price (ulp)", 4.0, 4.0);
    }
    sensitivities.0.within("greeks (relative)", 1e-15, 1e-15);
    if sensitivities.1.points() > 0 {
        sensitivities
            .1
            .within("greeks below 1e-3 (absolute)", 2e-18, 2e-18);
    }
}

/// The table of the model.
#[test]
fn dated_options_give_the_published_table() {
    let wad = |value: &str| (Exact::decimal(value) * Exact::decimal("1e18")).floor();
    for (forward, strike, days, volatility, call, put) in [
        (
            "3000",
            "3000",
            30,
            "0.6",
            "205.6182215476064",
            "205.6182215476064",
        ),
        (
            "3000",
            "3300",
            7,
            "0.8",
            "37.59562481310027",
            "337.5956248131003",
        ),
        (
            "60000",
            "50000",
            90,
            "0.5",
            "11824.43841093139",
            "1824.438410931394",
        ),
        (
            "3000",
            "3000",
            1,
            "1.2",
            "75.16138048765811",
            "75.16138048765811",
        ),
    ] {
        let option = European {
            forward: wad(forward),
            strike: wad(strike),
            seconds: days * 86_400,
            volatility: wad(volatility),
        };
        for (payoff, value) in [(Payoff::Call, call), (Payoff::Put, put)] {
            let got = Exact::unsigned(option.value_up(payoff).unwrap(), fixed::WAD);
            assert!(got.relative_to(Exact::decimal(value)).abs() < 1e-14);
        }
    }
}
