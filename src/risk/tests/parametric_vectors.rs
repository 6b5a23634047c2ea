//! Parametric portfolios against exact rationals.

use crate::cornish_fisher_vectors::wad;
use fixed::WAD;
use model::Exact;
use risk::parametric::horizon::scaled_volatility_up;
use risk::parametric::portfolio::marginals;
use risk::tail::normal;
use risk::tail::student::StudentT;
use risk::tail::t4;
use risk::{components, tail_loss_up, volatility_up, Covariance, DAY};
use serde_json::Value;
use vectors::{cases, integer, list, text, Tally};

fn matrix(case: &Value) -> Covariance {
    let rows = list(case, "cov_wad");
    let mut triangle = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        for j in 0..=i {
            triangle.push(integer(&row[j]) * 10i128.pow(18));
        }
    }
    Covariance::from_triangle(rows.len(), &triangle).unwrap()
}

/// How far each component may be from the true one. A deviation is rounded up by a unit of 1e-18, and by what a unit of
/// 1e-36 per asset in the variance makes of it; each component is a quotient by it, cut to a unit. So a component many
/// times as large as the deviation, as of two exposures that nearly cancel, is off by as many units. The largest takes
/// what all others left over, and what the deviation was rounded by.
fn component_bounds(parts: &[i128], deviation: f64) -> Vec<f64> {
    let above = 1e-18 + parts.len() as f64 * 1e-36 / (2.0 * deviation);
    let own = |part: &i128| {
        (part.unsigned_abs() as f64 / 1e18 + 1e-18) * above / deviation + 1e-18 + 1e-36 / deviation
    };
    let all = parts.iter().map(own).sum::<f64>() + above;
    let largest = parts.iter().map(|part| part.unsigned_abs()).max().unwrap();
    // Before it took the rest another may have been the largest.
    let leads = |part: &i128| (largest - part.unsigned_abs()) as f64 / 1e18 <= 2.0 * all;
    let bound = |part: &i128| if leads(part) { all } else { own(part) };
    parts.iter().map(bound).collect()
}

#[test]
fn portfolios_match_exact_rationals() {
    let cases = cases("parametric_portfolio.json");
    if cases.is_empty() {
        return;
    }
    let (mut variance, mut sigma, mut tails) =
        (Tally::default(), Tally::default(), Tally::default());
    let (mut split, mut horizon) = (Tally::default(), Tally::default());
    let mut marginal = Tally::default();
    for case in &cases {
        let matrix = matrix(case);
        let exposures: Vec<i128> = list(case, "exposure_wad").iter().map(integer).collect();
        let exact = |value: &Value| Exact::decimal(text(value));

        let form = matrix.quadratic_form_up(&exposures).unwrap();
        let units = (Exact::word(form, 36) - exact(&case["variance"])) * Exact::decimal("1e36");
        // The vector has 50 digits: what it lacks is below this.
        let printed = exact(&case["variance"]).to_f64() * 1e-13;
        assert!(
            units.to_f64() <= exposures.len() as f64 + printed,
            "{}",
            units.to_f64()
        );
        assert!(units.to_f64() >= -printed);
        let value = exact(&case["variance"]);
        let size = value.max(Exact::one());
        variance.note(((Exact::word(form, 36) - value) / size).to_f64());

        // Relative, and absolute below a dollar.
        let error = |got: u128, value: &Value| {
            let value = exact(value);
            ((Exact::unsigned(got, WAD) - value) / value.max(Exact::one())).to_f64()
        };
        let deviation = volatility_up(&matrix, &exposures, DAY).unwrap();
        sigma.note(error(deviation, &case["sigma"]));
        let days = case["horizon"]["days"].as_u64().unwrap();
        let longer = volatility_up(&matrix, &exposures, days * DAY).unwrap();
        horizon.note(error(longer, &case["horizon"]["sigma"]));
        let longer = scaled_volatility_up(deviation, days as u32, WAD).unwrap();
        horizon.note(error(longer, &case["horizon"]["sigma"]));

        for result in list(case, "results") {
            let level = wad(text(&result["conf"])) as u128;
            let factor = match result["nu"].as_u64() {
                None => normal::factor_up(level),
                Some(freedom) => StudentT::new(u128::from(freedom) * WAD)
                    .unwrap()
                    .factor_up(level),
            }
            .unwrap();
            let at_risk = tail_loss_up(deviation, factor.value_at_risk).unwrap();
            let shortfall = tail_loss_up(deviation, factor.expected_shortfall).unwrap();
            tails.note(error(at_risk, &result["var"]));
            tails.note(error(shortfall, &result["es"]));
        }

        let mut parts = vec![0; exposures.len()];
        let whole = components(&matrix, &exposures, DAY, WAD, &mut parts).unwrap();
        assert_eq!(whole, deviation);
        assert_eq!(
            parts.iter().sum::<i128>(),
            whole as i128,
            "components must sum exactly"
        );
        if let Some(expected) = case["component_sigma"].as_array() {
            let total = exact(&case["sigma"]);
            let bounds = component_bounds(&parts, total.to_f64());
            for ((part, value), bound) in parts.iter().zip(expected).zip(bounds) {
                split.note((Exact::wad(*part) - exact(value)).to_f64() / bound);
            }
            let mut slopes = vec![0; exposures.len()];
            marginals(&matrix, &exposures, DAY, WAD, &mut slopes).unwrap();
            // The standard deviation is rounded by a unit, of which a slope is a part.
            let units = 1.0 + 1.0 / total.to_f64();
            for (slope, value) in slopes.iter().zip(list(case, "marginal_sigma")) {
                marginal.note((Exact::wad(*slope) - exact(value)).to_f64() / units);
            }
        }
    }
    // Variance is exact to one unit of 1e-36 per asset; deviations and tails are above by a few units of 1e-18.
    variance.within("parametric variance", 1e-30, 1e-30);
    sigma.within("parametric sigma", 1e-18, 1e-30);
    horizon.within("parametric sigma over a horizon", 6e-18, 1e-30);
    tails.within("parametric VaR and ES", 6e-18, 1e-30);
    marginal.within("marginal sigma", 1e-18, 1e-18);
    split.within("parametric components (share of the bound)", 1.0, 1.0);
}

/// The example of the model: covariance after one step, 100,000 long and 50,000 short.
#[test]
fn example_long_and_short() {
    let scale = 10i128.pow(30);
    let matrix = Covariance::from_triangle(2, &[1558 * scale, 1218 * scale, 2500 * scale]).unwrap();
    let exposures = [100_000 * WAD as i128, -50_000 * WAD as i128];
    let deviation = volatility_up(&matrix, &exposures, DAY).unwrap();
    let near = |got: u128, text: &str| {
        assert!(
            Exact::unsigned(got, WAD)
                .relative_to(Exact::decimal(text))
                .abs()
                < 1e-15,
            "{got}"
        );
    };
    near(deviation, "3106.444913401813");
    near(
        tail_loss_up(deviation, normal::C99.value_at_risk).unwrap(),
        "7226.671520117293",
    );
    near(
        tail_loss_up(deviation, normal::C97_5.expected_shortfall).unwrap(),
        "7262.255592370640",
    );
    let mut parts = [0; 2];
    components(
        &matrix,
        &exposures,
        DAY,
        t4::C97_5.expected_shortfall,
        &mut parts,
    )
    .unwrap();
    near(parts[0] as u128, "8626.754675131738");
    near(parts[1] as u128, "145.4458111718733");
}
