//! Everlasting options and power perpetuals against their closed forms in 110 digits.

use model::Exact;
use risk::options::everlasting::{exponent, Everlasting};
use risk::options::power::{Normalisation, PowerPerpetual};
use risk::options::Payoff;
use serde_json::Value;
use vectors::{cases, exact, integer, natural, runs, text, Tally};

fn ulps(got: u128, field: &Value) -> f64 {
    (Exact::word(fixed::U256::from(got), 18) - exact(field)).to_f64() * 1e18
}

fn option(case: &Value) -> Everlasting {
    Everlasting {
        price: natural(&case["S"]),
        strike: natural(&case["K"]),
        period: case["funding_s"].as_u64().unwrap(),
        volatility: natural(&case["sigma"]),
    }
}

#[test]
fn everlasting_options_match_every_published_field() {
    let cases = cases("options_perpetual.json");
    if cases.is_empty() {
        return;
    }
    let (mut exponents, mut above, mut below) = <(Tally, Tally, Tally)>::default();
    let (mut deltas, mut gammas) = <(Tally, Tally)>::default();
    for case in cases
        .iter()
        .filter(|case| text(&case["f"]) == "everlasting")
    {
        let option = option(case);
        exponents.note(ulps(
            exponent(option.volatility, option.period).unwrap(),
            &case["u"],
        ));
        for (payoff, name) in [(Payoff::Call, "call"), (Payoff::Put, "put")] {
            above.note(ulps(option.value_up(payoff).unwrap(), &case[name]));
            below.note(ulps(option.value_down(payoff).unwrap(), &case[name]));
        }
        let delta = option.delta(Payoff::Call).unwrap();
        deltas.note(ulps(delta as u128, &case["delta_call"]));
        assert_eq!(
            option.delta(Payoff::Put).unwrap(),
            delta - fixed::WAD as i128
        );
        gammas.note(ulps(option.gamma().unwrap(), &case["gamma"]));
    }
    exponents.within("everlasting u (ulp)", 0.51, 0.51);
    above.within("everlasting options, up (ulp)", 3.0, 0.0);
    below.within("everlasting options, down (ulp)", 0.0, 3.0);
    deltas.within("everlasting delta (ulp)", 0.51, 0.51);
    gammas.within("everlasting gamma (ulp)", 0.0, 1.0);
}

/// The sum over payments, of which hundreds of terms are European options: every payment count of every fifth case.
#[test]
fn payments_per_period_match_the_published_sums() {
    let cases = cases("options_perpetual.json");
    let mut sums = Tally::default();
    let everlasting = cases
        .iter()
        .filter(|case| text(&case["f"]) == "everlasting");
    for (number, case) in everlasting.enumerate() {
        let option = option(case);
        for (payments, value) in case["call_n_payments"].as_object().unwrap() {
            let payments: u32 = payments.parse().unwrap();
            // The finest sums take most of the time: all of them in the long run.
            if payments > 3 && number % 5 != 0 && runs(1) == 1 {
                continue;
            }
            let got = option.with_payments_up(Payoff::Call, payments).unwrap();
            let got = Exact::unsigned(got, fixed::WAD);
            let wanted = exact(value);
            // 16 digits are published, of a sum cut off after 2^-65 of its weights.
            let scale = Exact::unsigned(option.price, fixed::WAD) * Exact::decimal("1e-18");
            let digits = wanted * Exact::decimal("1e-15") + scale + Exact::decimal("1e-15");
            sums.note(((got - wanted) / digits).to_f64());
        }
    }
    if sums.points() > 0 {
        sums.within("sums over payments (of the published digits)", 1.0, 1.0);
    }
}

#[test]
fn power_perpetuals_match_every_published_field() {
    let cases = cases("options_perpetual.json");
    let (mut marks, mut small) = <(Tally, Tally)>::default();
    for case in cases.iter().filter(|case| text(&case["f"]) == "power_perp") {
        let claim = PowerPerpetual {
            price: natural(&case["S"]),
            power: case["p"].as_i64().unwrap() as i8,
            volatility: natural(&case["sigma"]),
            rate: integer(&case["rate_wad"]),
            period: case["funding_s"].as_u64().unwrap(),
        };
        let one = claim.mark(Normalisation::OnePayment).unwrap();
        assert_eq!(one.is_some(), case["converges"].as_bool().unwrap());
        let continuous = claim.mark(Normalisation::Continuous).unwrap();
        for (mark, field) in [
            (one, &case["price"]),
            (continuous, &case["price_continuous"]),
        ] {
            assert_eq!(mark.is_none(), field.is_null(), "{case}");
            let Some(mark) = mark else { continue };
            let (mark, wanted) = (Exact::unsigned(mark, fixed::WAD), exact(field));
            if wanted > Exact::decimal("1e-3") {
                marks.compare(mark, wanted);
            } else {
                small.note((mark - wanted).to_f64());
            }
        }
    }
    if marks.points() > 0 {
        marks.within("power perpetuals (relative)", 1e-18, 1e-15);
    }
    if small.points() > 0 {
        small.within("power perpetuals below 1e-3 (absolute)", 1e-18, 4e-18);
    }
}

/// Ratios of mark over index, from the model: one payment, continuous, exponential.
#[test]
fn power_perpetuals_give_the_published_ratios() {
    for (power, hours, wanted) in [
        (
            2,
            24,
            [
                "1.003516096228955",
                "1.001756504555934",
                "1.001754962805427",
            ],
        ),
        (
            2,
            420,
            [
                "1.064325553681928",
                "1.031656302996043",
                "1.031160566494562",
            ],
        ),
        (
            3,
            168,
            [
                "1.077939872954313",
                "1.038229605188304",
                "1.037508242643952",
            ],
        ),
    ] {
        let claim = PowerPerpetual {
            price: fixed::WAD,
            power,
            volatility: fixed::WAD / 10 * 8,
            rate: 0,
            period: hours * 3_600,
        };
        let ways = [
            Normalisation::OnePayment,
            Normalisation::Continuous,
            Normalisation::Exponential,
        ];
        for (way, wanted) in ways.into_iter().zip(wanted) {
            let mark = Exact::unsigned(claim.mark(way).unwrap().unwrap(), fixed::WAD);
            assert!(mark.relative_to(Exact::decimal(wanted)).abs() < 1e-15);
        }
        let far = PowerPerpetual { power: 9, ..claim };
        assert_eq!(
            far.mark(Normalisation::Exponential),
            Err(risk::RiskError::InvalidTerms)
        );
    }
}
