//! The covariance of BTC, ETH and LINK against 40-digit recursions.

use fixed::WAD;
use model::Exact;
use risk::{Covariance, Decay, DAY};
use vectors::{cases, integer, list, text, variance, Tally};

#[test]
fn joint_steps_follow_the_recursion() {
    let cases = cases("ewma_covariance.json");
    if cases.is_empty() {
        return;
    }
    let (mut variances, mut covariances, mut correlations) =
        (Tally::default(), Tally::default(), Tally::default());
    for case in &cases {
        let lambda = if text(&case["lambda"]) == "0.94" {
            94
        } else {
            97
        } * WAD
            / 100;
        let decay = Decay::from_weight(lambda, lambda, DAY).unwrap();
        let pairs: Vec<(usize, usize)> = list(case, "pairs")
            .iter()
            .map(|pair| {
                (
                    pair[0].as_u64().unwrap() as usize,
                    pair[1].as_u64().unwrap() as usize,
                )
            })
            .collect();
        let mut matrix = Covariance::new();
        for _ in 0..3 {
            matrix.add_asset(0).unwrap();
        }
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
                    variances.compare(got, *value);
                    continue;
                }
                let at = |asset: usize| {
                    exact[pairs
                        .iter()
                        .position(|pair| *pair == (asset, asset))
                        .unwrap()]
                };
                covariances.note(((got - *value) / (at(*i) * at(*j)).sqrt()).to_f64());
            }
        }
        for ((i, j), value) in pairs.iter().zip(list(case, "corr_next")) {
            let got = Exact::wad(matrix.correlation(*i, *j).unwrap());
            correlations.note((got - Exact::decimal(text(value))).to_f64());
        }
    }
    // Four units of 1e-36 per step (one rounding, three of padding), remembered for at most 33 steps.
    variances.within("ewma_covariance variances", 1e-29, 0.0);
    covariances.within("ewma_covariance covariances (of sqrt(v v))", 0.0, 1e-29);
    correlations.within("ewma_covariance correlations (absolute)", 0.0, 2e-18);
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
