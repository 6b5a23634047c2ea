//! Quadratic portfolios against 40-digit values, and large ones against exact matrices.

use crate::cornish_fisher_vectors::wad;
use fixed::WAD;
use model::Exact;
use proptest::collection::vec;
use proptest::prelude::*;
use risk::parametric::cornish_fisher::ShapedFactor;
use risk::parametric::delta_gamma::{moments, Moments, Quadratic};
use risk::tail::{normal, t4};
use risk::{tail_loss_up, volatility_up, Covariance, RiskError, DAY};
use serde_json::Value;
use vectors::{cases, exact, integer, list, runs, text, Tally};

fn triangle(rows: &[Value], scale: i128) -> Vec<i128> {
    let row = |(i, row): (usize, &Value)| -> Vec<i128> {
        row.as_array().unwrap()[..=i]
            .iter()
            .map(|entry| integer(entry) * scale)
            .collect()
    };
    rows.iter().enumerate().flat_map(row).collect()
}

#[test]
fn cumulants_and_expansions_match_true_values() {
    let cases = cases("delta_gamma.json");
    if cases.is_empty() {
        return;
    }
    let mut tallies: Vec<Tally> = (0..8).map(|_| Tally::default()).collect();
    for case in &cases {
        let rows = list(case, "cov_wad");
        let covariance = triangle(rows, WAD as i128);
        let covariance = Covariance::from_triangle(rows.len(), &covariance).unwrap();
        let delta: Vec<i128> = list(case, "delta_wad").iter().map(integer).collect();
        let gamma = triangle(list(case, "gamma_wad"), 1);
        let portfolio = Quadratic {
            theta: integer(&case["theta_wad"]),
            delta: &delta,
            gamma: &gamma,
        };
        let got = moments(&covariance, &portfolio).unwrap();
        let deviation = Exact::unsigned(got.volatility, WAD);
        let cube = deviation * deviation * deviation;
        let skewness = Exact::wad(got.skewness);
        let kurtosis = Exact::wad(got.kurtosis);
        // The standard deviation is rounded to a unit: of a small one that is a larger part.
        let part = 1.0 + 1.0 / deviation.to_f64();
        let error = |got: Exact, field: &str| (got - exact(&case[field])).to_f64();
        tallies[0].note(error(Exact::wad(got.mean), "k1"));
        tallies[1].note(error(Exact::word(got.variance, 36), "k2") / part / deviation.to_f64());
        // Cumulants of an odd order may be nothing: they are held to the size that they could have.
        let fourth = cube * deviation;
        tallies[2].note(error(skewness * cube, "k3") / cube.to_f64() / part);
        tallies[3].note(error(kurtosis * fourth, "k4") / fourth.to_f64() / part);
        tallies[4].note(error(skewness, "skew_pnl") / part);
        tallies[5].note(error(kurtosis, "exkurt_pnl") / part);
        for result in list(case, "results") {
            let level = normal::factor_up(wad(text(&result["conf"])) as u128).unwrap();
            let shape = got.loss_shape().unwrap();
            let factor = shape.expansion_up(level).unwrap().quantile;
            let loss = got.loss_up(factor).unwrap();
            let size = deviation.to_f64() + 1.0;
            tallies[6].note((Exact::wad(loss) - exact(&result["var_cf"])).to_f64() / size);
            let linear = volatility_up(&covariance, &delta, DAY).unwrap();
            let linear = tail_loss_up(linear, level.value_at_risk).unwrap();
            let linear = Exact::unsigned(linear, WAD) - exact(&result["var_delta_normal"]);
            tallies[7].note(linear.to_f64() / size);
            let (losses, shaped) = got.losses_up(level, t4::C99).unwrap();
            match shaped {
                ShapedFactor::Expanded(_) => assert_eq!(losses[0], loss),
                ShapedFactor::Substituted(factor) => assert_eq!(factor, t4::C99),
            }
            let [at_risk, shortfall] = [
                shaped.factor().value_at_risk,
                shaped.factor().expected_shortfall,
            ];
            assert_eq!(losses[0], got.loss_up(at_risk as i128).unwrap());
            assert_eq!(losses[1], got.loss_up(shortfall as i128).unwrap());
            assert!(losses[0] <= losses[1]);
        }
    }
    let names = [
        ("k1 (USD)", 0.0, 1e-18),
        ("k2 (of sigma)", 1e-30, 1e-30),
        ("k3 (of sigma^3)", 9e-18, 9e-18),
        ("k4 (of sigma^4)", 6e-17, 6e-17),
        ("skewness", 9e-18, 9e-18),
        ("kurtosis", 6e-17, 6e-17),
        ("VaR by expansion (of sigma)", 2e-17, 2e-17),
        ("VaR of the linear part (of sigma)", 1e-17, 0.0),
    ];
    for (tally, (name, above, below)) in tallies.into_iter().zip(names) {
        tally.within(&format!("delta-gamma {name}"), above, below);
    }
}

type Rows = Vec<Vec<Exact>>;

fn times(a: &Rows, b: &Rows) -> Rows {
    let entry = |row: &Vec<Exact>, j: usize| {
        let parts = row.iter().zip(b).map(|(x, other)| *x * other[j]);
        parts.fold(Exact::ZERO, |sum, part| sum + part)
    };
    a.iter()
        .map(|row| (0..b[0].len()).map(|j| entry(row, j)).collect())
        .collect()
}

fn trace(a: &Rows) -> Exact {
    (0..a.len()).fold(Exact::ZERO, |sum, i| sum + a[i][i])
}

/// The four cumulants, by matrices.
fn reference(covariance: &Covariance, portfolio: &Quadratic) -> [Exact; 4] {
    let count = covariance.assets();
    let square = |entry: &dyn Fn(usize, usize) -> Exact| -> Rows {
        (0..count)
            .map(|i| (0..count).map(|j| entry(i, j)).collect())
            .collect()
    };
    let spread = square(&|i, j| Exact::variance(covariance.get(i, j).unwrap()));
    let gamma = square(&|i, j| Exact::wad(portfolio.gamma[Covariance::entry(i, j).unwrap()]));
    let column: Rows = portfolio
        .delta
        .iter()
        .map(|delta| vec![Exact::wad(*delta)])
        .collect();
    let row: Rows = vec![portfolio
        .delta
        .iter()
        .map(|delta| Exact::wad(*delta))
        .collect()];
    let number = |value: u128| Exact::unsigned(value, 1);
    let once = times(&gamma, &spread);
    let twice = times(&once, &once);
    let form = |middle: Option<&Rows>| {
        let left = times(&row, &spread);
        let left = middle.map_or(left.clone(), |middle| times(&left, middle));
        times(&left, &column)[0][0]
    };
    [
        Exact::wad(portfolio.theta) + trace(&once) / number(2),
        form(None) + trace(&twice) / number(2),
        number(3) * form(Some(&once)) + trace(&times(&twice, &once)),
        number(12) * form(Some(&twice)) + number(3) * trace(&times(&twice, &twice)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(runs(40)) })]

    /// Up to sixteen assets of very different volatility, from cents to a billion dollars.
    #[test]
    fn moments_match_exact_matrices(
        loadings in vec(vec(-1_000_000_000_000i128..1_000_000_000_000, 3), 1..=16),
        scales in vec(1_000i128..60_000, 16),
        delta in vec(-1_000_000i128..1_000_000, 16),
        gamma in vec(-1_000_000i128..1_000_000, 136),
        unit in prop_oneof![Just(10i128.pow(13)), Just(10i128.pow(18)), Just(10i128.pow(21))],
    ) {
        let loadings: Vec<Vec<i128>> = loadings.into_iter().zip(&scales)
            .map(|(row, scale)| row.into_iter().map(|load| load * scale).collect())
            .collect();
        let count = loadings.len();
        let covariance = crate::world::covariance(&loadings);
        let delta: Vec<i128> = delta.into_iter().take(count).map(|delta| delta * unit).collect();
        let gamma: Vec<i128> = gamma.into_iter().take(count * (count + 1) / 2).map(|gamma| gamma * unit).collect();
        let portfolio = Quadratic { theta: unit, delta: &delta, gamma: &gamma };
        let got = moments(&covariance, &portfolio).unwrap();
        let [first, second, third, fourth] = reference(&covariance, &portfolio);
        prop_assert!((first - Exact::wad(got.mean)).to_f64() <= 1.001e-18);
        prop_assert!(first >= Exact::wad(got.mean) - Exact::decimal("1e-24"));
        let deviation = second.sqrt();
        prop_assume!(deviation > Exact::decimal("0.001"));
        // A truncated entry of 1e-27 counts with the sum of all the others.
        let volatility = Exact::unsigned(got.volatility, WAD).relative_to(deviation);
        let unit = 1e-18 / deviation.to_f64();
        prop_assert!((-1e-20..=unit + 1e-20).contains(&volatility), "{volatility}");
        let cube = deviation * deviation * deviation;
        let skewness = (Exact::wad(got.skewness) - third / cube).to_f64();
        let kurtosis = (Exact::wad(got.kurtosis) - fourth / (cube * deviation)).to_f64();
        prop_assert!(skewness.abs() < 2e-18 + 9.0 * unit, "{skewness}");
        prop_assert!(kurtosis.abs() < 2e-18 + 60.0 * unit, "{kurtosis}");
    }
}

#[test]
fn a_portfolio_without_risk_has_its_theta() {
    let covariance = Covariance::from_triangle(1, &[0]).unwrap();
    let portfolio = Quadratic {
        theta: -7,
        delta: &[WAD as i128],
        gamma: &[WAD as i128],
    };
    let got = moments(&covariance, &portfolio).unwrap();
    // One unit of the variance is what a row can have lost.
    assert_eq!((got.mean, got.volatility), (-7, 1));
    assert_eq!((got.skewness, got.kurtosis), (0, 0));
    assert_eq!(got.loss_up(3 * WAD as i128), Ok(10));
    let none = Quadratic {
        theta: 5,
        delta: &[0],
        gamma: &[0],
    };
    let nothing = moments(&covariance, &none).unwrap();
    let expected = Moments {
        mean: 5,
        variance: fixed::U256::ZERO,
        volatility: 0,
        skewness: 0,
        kurtosis: 0,
    };
    assert_eq!(nothing, expected);
    assert_eq!(nothing.loss_up(3 * WAD as i128), Ok(-5));
}

/// Two units of the variance are rounding: sixteen assets without variance have no shape either.
#[test]
fn rounding_has_no_shape() {
    let covariance = Covariance::from_triangle(16, &[0; 136]).unwrap();
    let portfolio = Quadratic {
        theta: 0,
        delta: &[WAD as i128; 16],
        gamma: &[0; 136],
    };
    let got = moments(&covariance, &portfolio).unwrap();
    assert_eq!(got.variance, fixed::U256::from(2u8));
    assert_eq!((got.volatility, got.skewness, got.kurtosis), (2, 0, 0));
}

#[test]
fn one_delta_per_asset_and_one_gamma_per_pair() {
    let covariance = Covariance::from_triangle(2, &[1, 0, 1]).unwrap();
    for (delta, gamma) in [
        (&[0, 0][..], &[0, 0][..]),
        (&[0], &[0, 0, 0]),
        (&[0, 0, 0], &[0, 0, 0]),
    ] {
        let portfolio = Quadratic {
            theta: 0,
            delta,
            gamma,
        };
        assert_eq!(
            moments(&covariance, &portfolio),
            Err(RiskError::LengthMismatch)
        );
    }
}
