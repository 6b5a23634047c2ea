//! Backtests of forecasts on real series, every number of them.

use fixed::{U256, WAD};
use model::Exact;
use risk::backtest::christoffersen::Transitions;
use risk::backtest::mcneil_frey::{residual, summary};
use risk::backtest::ring::Ring;
use risk::backtest::zone::{surcharge, Zone};
use risk::backtest::{acerbi_szekely, binomial, diebold_mariano, kupiec, p_value, Outcome};
use risk::forecast::{loss, qlike};
use risk::{step_up, Decay, DAY};
use serde_json::Value;
use vectors::{cases, exact, files, integer, list, text, Tally};

use crate::forecast_vectors::unsigned;

/// Variances before each return, by the recursion of the files.
fn variances(start: u128, lambda: &Value, returns: &[i128]) -> Vec<u128> {
    let lambda = unsigned(exact(lambda), 18);
    let decay = Decay::from_weight(lambda, lambda, DAY).unwrap();
    let mut variance = start as i128;
    let before = returns.iter().map(|log_return| {
        let before = variance;
        variance = step_up(variance, *log_return, &decay).unwrap();
        before as u128
    });
    before.collect()
}

fn returns(case: &Value) -> Vec<i128> {
    list(case, "r_wad").iter().map(integer).collect()
}

fn absolute(tally: &mut Tally, own: u128, expected: &Value) {
    tally.note((Exact::unsigned(own, WAD) - exact(expected)).to_f64());
}

/// How far a likelihood ratio is from the true one. It is a sum of at most eight terms `n ln m`, whose logarithms are
/// within 0.52 * 2^-96, doubled, then brought to the nearest unit: for a million days 8 * 2 * 1e6 * 0.52 * 2^-96 is
/// 1e-22 beside half a unit. Absolute, since nothing keeps the ratio away from zero: of one of 0.002, half a unit of
/// 1e-18 is 2.3e-16.
const NEAREST: f64 = 0.5001e-18;

/// A p-value is cut to a unit of 1e-18, of a ratio that is off by up to [`NEAREST`] (of two degrees of freedom: twice
/// that): the chi-square density is steep near zero, `1 / sqrt(2 pi x)` at most with one degree of freedom, and a half
/// with two. From 0 to half a unit the p-value falls by `sqrt(2 x / pi)`, 6e-10.
fn judge_p_value(tally: &mut Tally, own: u128, expected: &Value, ratio: &Value) {
    let least = (exact(ratio).to_f64() - NEAREST).max(0.0);
    let slope = 1.0 / (2.0 * std::f64::consts::PI * least).sqrt();
    let moved = (NEAREST * slope.max(1.0)).min((2.0 * NEAREST / std::f64::consts::PI).sqrt());
    let error = (Exact::unsigned(own, WAD) - exact(expected)).to_f64();
    tally.note(error / (1e-18 + moved));
}

#[test]
fn backtests_of_real_series() {
    let [mut ratios, mut sums, mut p_values, mut z2, mut means, mut fit] =
        [(); 6].map(|()| Tally::default());
    let mut seen = 0;
    for file in files("backtests.json") {
        let inputs = &file.content["inputs"];
        for case in file.cases() {
            let input = &inputs[text(&case["series"])];
            let log_returns = returns(input);
            let variances = variances(
                unsigned(exact(&input["h_first"]), 36),
                &case["lambda"],
                &log_returns,
            );
            let tail = WAD - unsigned(exact(&case["conf"]), 18);
            let [quantile, shortfall] =
                ["var_factor", "es_factor"].map(|f| unsigned(exact(&case[f]), 18));
            let sign = if text(&case["side"]) == "long" { -1 } else { 1 };
            let day = |(log_return, variance): (&i128, &u128)| {
                let volatility = fixed::isqrt_down_u128(*variance);
                let outcome = Outcome {
                    loss: sign * log_return,
                    value_at_risk: fixed::mul_wad_up(quantile, volatility).unwrap(),
                    expected_shortfall: fixed::mul_wad_up(shortfall, volatility).unwrap(),
                };
                (outcome, volatility)
            };
            let days: Vec<_> = log_returns.iter().zip(&variances).map(day).collect();
            let exceeded: Vec<bool> = days.iter().map(|(outcome, _)| outcome.exceeds()).collect();
            let indices: Vec<Value> = (0..days.len())
                .filter(|day| exceeded[*day])
                .map(Value::from)
                .collect();
            assert_eq!(&indices, list(case, "exception_index"));
            assert_eq!(case["exceptions"], indices.len());
            assert_eq!(case["T"], days.len());
            let pairs = Transitions::of(exceeded.iter().copied());
            let own = [pairs.n00, pairs.n01, pairs.n10, pairs.n11];
            assert_eq!(
                own.map(Value::from),
                ["n00", "n01", "n10", "n11"].map(|n| case[n].clone())
            );
            let coverage =
                kupiec::likelihood_ratio(days.len() as u64, indices.len() as u64, tail).unwrap();
            let independence = pairs.likelihood_ratio().unwrap();
            let both = coverage + independence;
            let one = p_value::chi_square_1;
            absolute(&mut ratios, coverage, &case["lr_pof"]);
            absolute(&mut ratios, independence, &case["lr_ind"]);
            absolute(&mut sums, both, &case["lr_cc"]);
            for (p, name) in [
                (one(coverage).unwrap(), "pof"),
                (one(independence).unwrap(), "ind"),
                (p_value::chi_square_2(both).unwrap(), "cc"),
            ] {
                let (lr, p_value) = (format!("lr_{name}"), format!("p_{name}"));
                judge_p_value(&mut p_values, p, &case[p_value], &case[lr]);
            }
            let own = acerbi_szekely::z2(days.iter().map(|(outcome, _)| *outcome), tail).unwrap();
            z2.note((Exact::wad(own) - exact(&case["z2"])).to_f64());
            let residuals = days.iter().filter(|(outcome, _)| outcome.exceeds()).map(
                |(outcome, volatility)| {
                    residual(outcome.loss, outcome.expected_shortfall, *volatility).unwrap()
                },
            );
            let own = summary(residuals).unwrap();
            let expected = &case["mcneil_frey"];
            assert_eq!(expected["n"], own.count);
            for (own, name) in [(own.mean, "mean"), (own.statistic, "t_stat")] {
                means.note((Exact::wad(own) - exact(&expected[name])).to_f64());
            }
            if case.get("basel").is_some() {
                basel(case, &exceeded);
            }
            let scores: Vec<i128> = log_returns
                .iter()
                .zip(&variances)
                .filter(|(r, _)| **r != 0)
                .map(|(r, variance)| qlike(r.unsigned_abs().pow(2), *variance).unwrap())
                .collect();
            let mean = Exact::wad(scores.iter().sum()) * Exact::unsigned(1, scores.len() as u128);
            fit.compare(mean, exact(&input["qlike_mean"]));
            let last = Exact::variance(*variances.last().unwrap() as i128);
            assert!(last.relative_to(exact(&input["h_last"])).abs() < 1e-28);
            seen += 1;
        }
    }
    if seen > 0 {
        ratios.within("likelihood ratios (absolute)", NEAREST, NEAREST);
        sums.within(
            "likelihood ratios together (absolute)",
            2.0 * NEAREST,
            2.0 * NEAREST,
        );
        p_values.within("p-values (share of the bound)", 1.0, 1.0);
        // A volatility of 1 % in WAD is known to 1e-16 of itself.
        z2.within("Z2 (absolute)", 2e-16, 2e-16);
        means.within("exceedance residuals (absolute)", 1e-14, 1e-15);
        fit.within("mean QLIKE", 1e-17, 1e-17);
    }
}

/// Blocks of 250 days by colour and surcharge, and the worst stretch of 250, by the ring.
fn basel(case: &Value, exceeded: &[bool]) {
    let (mut worst, mut ring) = (0, Ring::default());
    let mut after = Vec::new();
    for now in exceeded {
        ring.push(*now);
        if ring.observed() == 250 {
            worst = worst.max(ring.exceedances());
        }
        after.push(ring);
    }
    assert_eq!(case["max_exceptions_in_any_250"], worst);
    for block in list(case, "basel") {
        let ring = after[block["from"].as_u64().unwrap() as usize + 249];
        assert_eq!(block["exceptions"], ring.exceedances());
        let zone = match ring.zone().unwrap() {
            Zone::Green => "green",
            Zone::Yellow => "amber",
            Zone::Red => "red",
        };
        assert_eq!(block["zone"], zone);
        let plus = exact(&block["plus_mar32"]);
        assert_eq!(
            unsigned(plus, 2),
            u128::from(surcharge(250, ring.exceedances()).unwrap())
        );
        let multiplier = Exact::unsigned(ring.multiplier_up().unwrap(), WAD);
        let expected = Exact::one() + plus / Exact::decimal("1.5");
        assert!(multiplier >= expected && multiplier - expected < Exact::decimal("1e-18"));
        assert_eq!(Ring::from_word(ring.word()), Ok(ring));
    }
}

#[test]
fn likelihood_ratios_of_given_counts() {
    let [mut ratios, mut p_values, mut binomials] = [(); 3].map(|()| Tally::default());
    for case in &cases("lr_only.json") {
        let count = |name: &str| case[name].as_u64().unwrap();
        let ratio = match text(&case["f"]) {
            "kupiec" => {
                let tail = unsigned(exact(&case["p"]), 18);
                let own =
                    binomial::at_most_up(count("x") as usize, count("T") as usize, tail).unwrap();
                absolute(&mut binomials, own, &case["cum_binom"]);
                kupiec::likelihood_ratio(count("T"), count("x"), tail).unwrap()
            }
            _ => Transitions {
                n00: count("n00"),
                n01: count("n01"),
                n10: count("n10"),
                n11: count("n11"),
            }
            .likelihood_ratio()
            .unwrap(),
        };
        absolute(&mut ratios, ratio, &case["lr"]);
        let p = p_value::chi_square_1(ratio).unwrap();
        judge_p_value(&mut p_values, p, &case["p_value"], &case["lr"]);
    }
    for file in files("lr_only.json") {
        for (name, p) in [
            (
                "chi2_1_95",
                p_value::chi_square_1 as fn(u128) -> Result<u128, _>,
            ),
            ("chi2_2_95", p_value::chi_square_2),
        ] {
            // A file may give the critical values that its p-values are read against.
            if let Some(critical) = file.content["meta"][name].as_str() {
                let critical = unsigned(Exact::decimal(critical), 18);
                assert!(p(critical).unwrap().abs_diff(WAD / 20) <= 2);
            }
        }
    }
    if ratios.points() > 0 {
        ratios.within("likelihood ratios of counts (absolute)", NEAREST, NEAREST);
        p_values.within("p-values of counts (share of the bound)", 1.0, 1.0);
        binomials.within("binomial (absolute)", 3e-18, 0.0);
    }
}

#[test]
fn diebold_mariano_follows_the_reference() {
    let mut tally = Tally::default();
    for case in &cases("dm.json") {
        let log_returns = returns(case);
        let start = unsigned(exact(&case["init_var"]), 36);
        let skip = case["skip"].as_u64().unwrap() as usize;
        let losses = ["lambda1", "lambda2"].map(|name| {
            let variances = variances(start, &case[name], &log_returns);
            let pairs = log_returns.iter().zip(variances).skip(skip);
            pairs
                .map(|(r, variance)| loss(r.unsigned_abs().pow(2), variance).unwrap())
                .collect::<Vec<_>>()
        });
        let differences: Vec<i128> = losses[0]
            .iter()
            .zip(&losses[1])
            .map(|(a, b)| a - b)
            .collect();
        let mean =
            Exact::wad(differences.iter().sum()) * Exact::unsigned(1, differences.len() as u128);
        tally.compare(mean, exact(&case["mean_diff"]));
        for (lags, name) in [(0, "dm_lag0"), (5, "dm_nw5")] {
            let own = diebold_mariano::statistic(&differences, lags).unwrap();
            tally.compare(Exact::wad(own), exact(&case[name]));
        }
    }
    if tally.points() > 0 {
        tally.within("Diebold-Mariano", 1e-14, 1e-14);
    }
}

#[test]
fn a_word_of_the_ring_has_251_bits() {
    let top = U256::from(1u8) << 251;
    assert!(Ring::from_word(top).is_err());
    assert!(Ring::from_word(top - U256::from(1u8)).is_ok());
}
