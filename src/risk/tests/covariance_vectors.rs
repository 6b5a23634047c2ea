//! The covariance of BTC, ETH and LINK against 40-digit recursions.

use crate::ewma_vectors::wad;
use fixed::{ln_wad, WAD};
use model::Exact;
use risk::covariance::refresh::Refreshes;
use risk::{Covariance, Decay, EwmaTerms, DAY};
use serde_json::Value;
use vectors::{cases, exact, integer, list, text, variance, Tally};

#[test]
fn joint_steps_follow_the_recursion() {
    let cases = cases("ewma_covariance.json");
    if cases.is_empty() {
        return;
    }
    let (mut variances, mut covariances, mut correlations) =
        (Tally::default(), Tally::default(), Tally::default());
    for case in &cases {
        let lambda = wad(&case["lambda"]);
        let decay = Decay::from_weight(lambda, lambda, DAY).unwrap();
        let pairs = pairs(case);
        let mut matrix = Covariance::new();
        for _ in list(case, "series") {
            matrix.add_asset(0).unwrap();
        }
        // Per step one rounding and as many units of padding as assets, remembered 1 / (1 - lambda) steps.
        let units = Exact::unsigned(matrix.assets() as u128 + 1, WAD - lambda)
            * Exact::variance(WAD as i128);
        let per_rounding = Exact::ratio(matrix.assets() as i128 + 1, 1);
        for ((i, j), value) in pairs.iter().zip(list(case, "init")) {
            matrix.set(*i, *j, variance(value)).unwrap();
        }
        let columns = list(case, "r_wad");
        let mut after = list(case, "S")[1..].to_vec();
        after.push(case["S_next"].clone());
        for (step, expected) in after.iter().enumerate() {
            let sample: Vec<Option<i128>> = columns
                .iter()
                .map(|column| Some(integer(&column[step])))
                .collect();
            matrix.step(&sample, &decay).unwrap();
            let exact: Vec<Exact> = expected
                .as_array()
                .unwrap()
                .iter()
                .map(|x| Exact::decimal(text(x)))
                .collect();
            for ((i, j), value) in pairs.iter().zip(&exact) {
                let got = Exact::variance(matrix.get(*i, *j).unwrap());
                if i == j {
                    variances.note(((got - *value) / units).to_f64());
                    continue;
                }
                // Towards zero each time, and the sign may have changed since.
                covariances.note(((got - *value) / units * per_rounding).to_f64());
            }
        }
        for ((i, j), value) in pairs.iter().zip(list(case, "corr_next")) {
            let got = Exact::wad(matrix.correlation(*i, *j).unwrap());
            correlations.note((got - Exact::decimal(text(value))).to_f64());
        }
    }
    variances.within("ewma_covariance variances (share of the bound)", 1.0, 0.0);
    covariances.within("ewma_covariance covariances (share of the bound)", 1.0, 1.0);
    correlations.within("ewma_covariance correlations (absolute)", 2e-18, 2e-18);
}

/// Pairs of assets, in the order of a file.
fn pairs(case: &Value) -> Vec<(usize, usize)> {
    let place = |value: &Value| value.as_u64().unwrap() as usize;
    let pair = |pair: &Value| (place(&pair[0]), place(&pair[1]));
    list(case, "pairs").iter().map(pair).collect()
}

#[test]
fn asynchronous_feeds_are_sampled_at_refresh_times() {
    let cases = cases("refresh_time.json");
    if cases.is_empty() {
        return;
    }
    let (mut variances, mut covariances) = (Tally::default(), Tally::default());
    for case in &cases {
        let update = |update: &Value| (update[0].as_u64().unwrap(), wad(&update[1]));
        let feeds: Vec<Vec<(u64, u128)>> = list(case, "updates")
            .iter()
            .map(|feed| feed.as_array().unwrap().iter().map(update).collect())
            .collect();
        let feeds: Vec<&[(u64, u128)]> = feeds.iter().map(Vec::as_slice).collect();
        let refreshes: Vec<_> = Refreshes::new(&feeds).unwrap().collect();
        let (times, rows) = (list(case, "refresh_t"), list(case, "refresh_price"));
        assert_eq!(refreshes.len(), times.len());
        for ((got, time), row) in refreshes.iter().zip(times).zip(rows) {
            let prices: Vec<u128> = row.as_array().unwrap().iter().map(wad).collect();
            assert_eq!(
                (got.0, &got.1[..feeds.len()]),
                (time.as_u64().unwrap(), &prices[..])
            );
        }

        let (pairs, columns) = (pairs(case), list(case, "r_wad"));
        let mut matrix = Covariance::new();
        for _ in &feeds {
            matrix.add_asset(0).unwrap();
        }
        for ((i, j), value) in pairs.iter().zip(list(case, "init_per_day")) {
            matrix.set(*i, *j, variance(value)).unwrap();
        }
        let terms = EwmaTerms {
            half_life: case["half_life_s"].as_u64().unwrap(),
            clip: 0,
            max_dt: 0,
        };
        for (step, expected) in list(case, "cov_per_day").iter().enumerate() {
            let (before, after) = (&refreshes[step], &refreshes[step + 1]);
            let sample: Vec<_> = columns
                .iter()
                .map(|column| Some(integer(&column[step])))
                .collect();
            for (asset, given) in sample.iter().enumerate() {
                let ours = ln_wad(after.1[asset]).unwrap() - ln_wad(before.1[asset]).unwrap();
                assert!(ours.abs_diff(given.unwrap()) <= 1, "a logarithm each");
            }
            matrix.update(&sample, after.0 - before.0, &terms).unwrap();
            let got = |i: usize, j: usize| Exact::variance(matrix.get(i, j).unwrap());
            for ((i, j), value) in pairs
                .iter()
                .zip(expected.as_array().unwrap().iter().map(exact))
            {
                if i == j {
                    variances.compare(got(*i, *i), value);
                } else {
                    let size = (got(*i, *i) * got(*j, *j)).sqrt();
                    covariances.note(((got(*i, *j) - value) / size).to_f64());
                }
            }
        }
    }
    // The gain carries 2e-18 / (1 - w), and 1 - w is at least 7e-3 here (900 s of a day).
    variances.within("refresh_time variances", 3e-16, 0.0);
    covariances.within("refresh_time covariances (of sqrt(v v))", 3e-16, 3e-16);
}

/// The example of the model: lambda 0.94, one joint step.
#[test]
fn example_of_two_assets() {
    let scale = 10i128.pow(32);
    let mut matrix = Covariance::from_triangle(2, &[16 * scale, 12 * scale, 25 * scale]).unwrap();
    let decay = Decay::from_weight(94 * WAD / 100, 94 * WAD / 100, DAY).unwrap();
    matrix
        .step(
            &[Some(-30_000_000_000_000_000), Some(-50_000_000_000_000_000)],
            &decay,
        )
        .unwrap();
    assert_eq!(
        matrix.get(0, 0).unwrap(),
        1_558_000_000_000_000_000_000_000_000_000_000 + 2
    );
    assert_eq!(
        matrix.get(1, 0).unwrap(),
        1_218_000_000_000_000_000_000_000_000_000_000
    );
    assert_eq!(
        matrix.get(1, 1).unwrap(),
        2_500_000_000_000_000_000_000_000_000_000_000 + 2
    );
    let correlation = Exact::wad(matrix.correlation(0, 1).unwrap());
    assert!((correlation - Exact::decimal("0.6171540129806545")).abs() < Exact::decimal("6e-17"));
}
