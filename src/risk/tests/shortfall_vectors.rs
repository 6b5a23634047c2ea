//! Historical and filtered historical simulation against published files, whatever their series and confidences.

use fixed::{isqrt_down, mul_div_down, mul_wad_ceil_signed, U256, WAD};
use model::Exact;
use risk::scenarios::{encode, residual, second_moment, Row, Scenarios, UNITS};
use risk::shortfall::tail::{measures, Share};
use risk::shortfall::{simulate, Exposure};
use risk::DAY;
use serde_json::Value;
use vectors::{exact, files, integer, list, text, variance, Tally};

/// A decimal below one, in WAD.
fn wad(value: &Value) -> u128 {
    variance(value).unsigned_abs() / WAD
}

fn integers(values: &Value) -> Vec<i128> {
    values.as_array().unwrap().iter().map(integer).collect()
}

/// The measures of losses per scenario and asset, WAD, held to one result of a case.
fn judge(parts: &[Vec<i128>], result: &Value, tally: &mut Tally) {
    let rows = parts[0].len();
    let losses: Vec<i128> = (0..rows)
        .map(|row| parts.iter().map(|part| part[row]).sum())
        .collect();
    let confidence = wad(&result["conf"]);
    let (got, largest) = measures::<64>(&losses, confidence).unwrap();
    for (field, value) in [
        ("var_inv_cdf", got.value_at_risk),
        ("var_upper", got.value_at_risk_upper),
        ("var_linear", got.value_at_risk_linear),
        ("es", got.shortfall),
        ("es_upper", got.shortfall_upper),
    ] {
        tally.compare(Exact::wad(value), exact(&result[field]));
    }
    let share = Share::new(rows, confidence).unwrap();
    for (part, expected) in parts.iter().zip(list(result, "component_es")) {
        let worst = largest.entries().iter().map(|entry| part[entry.1]);
        let mean = Exact::wad(share.mean_up(worst).unwrap());
        // Relative to the whole: a component may be nothing.
        let error = (mean - exact(expected)) / exact(&result["es"]).abs();
        tally.note(error.to_f64());
    }
}

#[test]
fn historical_simulation_matches_its_file() {
    let mut tally = Tally::default();
    for file in files("historical_var_es.json") {
        for case in file.cases() {
            let returns = &file.content["returns_wad"][text(&case["returns_ref"])];
            let loss = |(exposure, returns): (&Value, &Value)| {
                let against = -integer(exposure);
                let part = |r: i128| mul_wad_ceil_signed(against, r).unwrap();
                integers(returns).into_iter().map(part).collect()
            };
            let exposures = list(case, "exposure_wad").iter();
            let parts: Vec<Vec<i128>> = exposures
                .zip(returns.as_array().unwrap())
                .map(loss)
                .collect();
            for result in list(case, "results") {
                judge(&parts, result, &mut tally);
            }
        }
    }
    if tally.points() > 0 {
        tally.within("historical_var_es", 1e-15, 1e-38);
    }
}

/// `a * b / d` for values at scale 1e-36 or WAD.
fn scaled(a: i128, b: i128, d: i128) -> i128 {
    let word = |value: i128| U256::from(value.unsigned_abs());
    let size = mul_div_down(word(a), word(b), word(d)).unwrap();
    let size = i128::try_from(u128::try_from(size).unwrap()).unwrap();
    if (a < 0) == (b < 0) {
        size
    } else {
        -size
    }
}

/// Variances before each return, and after the last.
fn filter(returns: &[i128], first: i128, lambda: i128) -> Vec<i128> {
    let one = WAD as i128;
    let mut variances = vec![first];
    for r in returns {
        let last = variances[variances.len() - 1];
        variances.push(scaled(last, lambda, one) + scaled(r * r, one - lambda, one));
    }
    variances
}

fn root(variance: i128) -> u128 {
    u128::try_from(isqrt_down(U256::from(variance.unsigned_abs()))).unwrap()
}

/// e^x - 1, all WAD.
fn grown(shock: i128) -> i128 {
    let power = u128::try_from(fixed::exp_wad_down(shock).unwrap()).unwrap();
    power as i128 - WAD as i128
}

#[test]
fn filtered_historical_simulation_matches_its_file() {
    let (mut tally, mut residuals, mut quantised) =
        (Tally::default(), Tally::default(), Tally::default());
    for file in files("fhs_var_es.json") {
        for case in file.cases() {
            let burn = case["burn"].as_u64().unwrap() as usize;
            let lambda = wad(&case["lambda"]) as i128;
            let returns = &file.content["returns_wad"][text(&case["returns_ref"])];
            let (mut parts, mut exposures) = (Vec::new(), Vec::new());
            let rows = returns[0].as_array().unwrap().len() - burn;
            let mut book = vec![[0_i16; 16]; rows];
            for (asset, usd) in list(case, "exposure_wad").iter().enumerate() {
                let (usd, returns) = (integer(usd), integers(&returns[asset]));
                let variances = filter(&returns, variance(&case["init_var"][asset]), lambda);
                let next = *variances.last().unwrap();
                tally.compare(
                    Exact::wad(root(next) as i128),
                    exact(&case["sigma_next"][asset]),
                );
                let mut part = Vec::new();
                for (row, at) in (burn..returns.len()).enumerate() {
                    let ratio = mul_div_down(
                        U256::from(next.unsigned_abs()),
                        U256::from(WAD * WAD),
                        U256::from(variances[at].unsigned_abs()),
                    );
                    let ratio = u128::try_from(isqrt_down(ratio.unwrap())).unwrap();
                    let shock = scaled(returns[at], ratio as i128, WAD as i128);
                    part.push(mul_wad_ceil_signed(-usd, grown(shock)).unwrap());
                    book[row][asset] = residual(returns[at], root(variances[at]), DAY).unwrap();
                }
                // Every residual is the file's, away from zero to 1/1024.
                let last = rows - 5;
                for (from, field) in [(0, "z_first5"), (last, "z_last5")] {
                    for (place, z) in case[field][asset].as_array().unwrap().iter().enumerate() {
                        let units = Exact::ratio(i128::from(book[from + place][asset]), 1);
                        let true_units = exact(z) * Exact::ratio(i128::from(UNITS), 1);
                        let farther = units.abs() - true_units.abs();
                        residuals.note(farther.to_f64());
                    }
                }
                parts.push(part);
                exposures.push(Exposure {
                    asset: asset as u8,
                    usd,
                    scale: root(next),
                    missing: 0,
                });
            }
            let book: Vec<Row> = book.iter().map(encode).collect();
            let scenarios = Scenarios::of(&book);
            for (asset, moment) in list(case, "z_second_moment").iter().enumerate() {
                let got = second_moment(&scenarios, asset).unwrap();
                let mean = Exact::unsigned(u128::from(got.squares), u128::from(got.rows) << 20);
                quantised.compare(mean, exact(moment));
            }
            for result in list(case, "results") {
                judge(&parts, result, &mut tally);
                let simulation = simulate(&scenarios, &exposures, wad(&result["conf"])).unwrap();
                for (field, got) in [
                    ("es", simulation.shortfall),
                    ("var_inv_cdf", simulation.value_at_risk),
                ] {
                    quantised.compare(Exact::unsigned(got, WAD), exact(&result[field]));
                }
            }
        }
    }
    if tally.points() > 0 {
        tally.within("fhs_var_es, losses exact", 1e-15, 1e-15);
        residuals.within("fhs_var_es, residuals in units", 1.0, 0.0);
        quantised.within("fhs_var_es, residuals of 1/1024", 2e-3, 1e-3);
    }
}
