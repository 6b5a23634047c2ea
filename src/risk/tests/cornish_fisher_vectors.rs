//! The Cornish-Fisher expansion against 40-digit values, and its domain against the slope of the expansion itself.

use fixed::WAD;
use model::Exact;
use proptest::prelude::*;
use risk::parametric::cornish_fisher::{Shape, ShapedFactor};
use risk::tail::{normal, t4, TailFactor};
use risk::RiskError;
use serde_json::Value;
use vectors::{cases, exact, runs, text, variance, Tally};

/// A decimal of at most 18 places as WAD.
pub(crate) fn wad(value: &str) -> i128 {
    variance(&Value::from(value)) / WAD as i128
}

#[test]
fn expansions_match_true_values() {
    let cases = cases("cornish_fisher.json");
    if cases.is_empty() {
        return;
    }
    let (mut quantiles, mut means) = (Tally::default(), Tally::default());
    for case in &cases {
        let shape = Shape {
            skewness: wad(text(&case["skew"])),
            kurtosis: wad(text(&case["exkurt"])),
        };
        let monotone = case["monotone"].as_bool().unwrap();
        assert_eq!(shape.is_distribution(), monotone, "{case}");
        let level = normal::factor_up(wad(text(&case["conf"])) as u128).unwrap();
        let got = shape.expansion_up(level).unwrap();
        // The normal factors are rounded up by less than a unit, which the expansion multiplies by its slopes.
        let [s, k] = [shape.skewness, shape.kurtosis].map(|part| part as f64 / 1e18);
        let [z, e] = [level.value_at_risk, level.expected_shortfall].map(|part| part as f64 / 1e18);
        let slope =
            1.0 + z * s / 3.0 + (z * z - 1.0) * k / 8.0 - (6.0 * z * z - 5.0) * s * s / 36.0;
        let mean = exact(&case["es"]).to_f64() / e;
        let mean_slope = e * (s / 6.0 + z * k / 12.0 - z * s * s / 9.0);
        for (got, field, upward, downward) in [
            (got.quantile, "quantile", slope.max(0.0), slope.min(0.0)),
            (
                got.expected_shortfall,
                "es",
                e + mean.max(0.0) + mean_slope.max(0.0),
                mean.min(0.0) + mean_slope.min(0.0),
            ),
        ] {
            let above = units(got, exact(&case[field]));
            assert!(
                (downward - 0.001..1.001 + upward).contains(&above),
                "{above}: {case}"
            );
        }
        for (tally, got, field) in [
            (&mut quantiles, got.quantile, "quantile"),
            (&mut means, got.expected_shortfall, "es"),
        ] {
            // Relative where there is something to be relative to.
            let value = exact(&case[field]);
            let size = value.abs().max(Exact::one());
            tally.note(((Exact::wad(got) - value) / size).to_f64());
        }
        match shape.factor_up(level, t4::C99).unwrap() {
            ShapedFactor::Expanded(factor) => {
                assert!(monotone);
                assert_eq!(factor.value_at_risk as i128, got.quantile);
                assert_eq!(factor.expected_shortfall as i128, got.expected_shortfall);
            }
            ShapedFactor::Substituted(factor) => {
                assert!(!monotone);
                assert_eq!(factor, t4::C99);
            }
        }
    }
    quantiles.within("Cornish-Fisher quantile", 1e-16, 1e-16);
    means.within("Cornish-Fisher shortfall", 1e-16, 1e-16);
}

/// The expansion of given factors, exactly.
fn reference(shape: &Shape, level: TailFactor) -> (Exact, Exact) {
    let (s, k) = (Exact::wad(shape.skewness), Exact::wad(shape.kurtosis));
    let z = Exact::unsigned(level.value_at_risk, WAD);
    let number = |value: u128| Exact::unsigned(value, 1);
    let square = z * z;
    let quantile =
        z + (square - number(1)) * s / number(6) + (square - number(3)) * z * k / number(24)
            - (number(2) * square - number(5)) * z * s * s / number(36);
    let mean = number(1)
        + z * s / number(6)
        + (square - number(1)) * k / number(24)
        + (number(1) - number(2) * square) * s * s / number(36);
    (
        quantile,
        mean * Exact::unsigned(level.expected_shortfall, WAD),
    )
}

fn units(got: i128, exact: Exact) -> f64 {
    ((Exact::wad(got) - exact) * Exact::decimal("1e18")).to_f64()
}

/// The smallest slope of the expansion over all z: a parabola.
fn least_slope(shape: &Shape) -> Exact {
    let (s, k) = (Exact::wad(shape.skewness), Exact::wad(shape.kurtosis));
    let number = |value: u128| Exact::unsigned(value, 1);
    let curve = k / number(8) - s * s / number(6);
    let rise = s / number(3);
    let start = number(1) - k / number(8) + number(5) * s * s / number(36);
    if curve <= Exact::ZERO {
        let flat = curve == Exact::ZERO && rise == Exact::ZERO;
        return if flat { start } else { -Exact::one() };
    }
    start - rise * rise / (number(4) * curve)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(runs(300)) })]

    /// Rounded up and by less than two units, for any factors: also those that no normal distribution has.
    #[test]
    fn expansions_round_up(
        skewness in -3_000_000_000_000_000_000i128..3_000_000_000_000_000_000,
        kurtosis in -2_000_000_000_000_000_000i128..14_000_000_000_000_000_000,
        value_at_risk in 0u128..8_000_000_000_000_000_000,
        expected_shortfall in 0u128..9_000_000_000_000_000_000,
    ) {
        let shape = Shape { skewness, kurtosis };
        let level = TailFactor { value_at_risk, expected_shortfall };
        let got = shape.expansion_up(level).unwrap();
        let (quantile, mean) = reference(&shape, level);
        let above = units(got.quantile, quantile);
        prop_assert!((0.0..1.001).contains(&above), "{above}");
        let above = units(got.expected_shortfall, mean);
        let most = 1.001 + expected_shortfall as f64 / 1e18;
        prop_assert!((0.0..most).contains(&above), "{above}");
    }

    /// RSK-2 and RSK-6: inside the domain a higher level asks for more, and the mean beyond a level is above it.
    #[test]
    fn rsk_2_rsk_6_inside_the_domain_factors_are_ordered(
        skewness in -2_490_000_000_000_000_000i128..2_490_000_000_000_000_000,
        kurtosis in 0i128..12_000_000_000_000_000_000,
    ) {
        let shape = Shape { skewness, kurtosis };
        // Slopes within 1e-30 of none are decided by integers only.
        prop_assert_eq!(shape.is_distribution(), least_slope(&shape) >= Exact::ZERO);
        let mut last = (0, 0);
        for level in [normal::C95, normal::C97_5, normal::C99, normal::C99_5, normal::C99_9] {
            match shape.factor_up(level, t4::C95).unwrap() {
                ShapedFactor::Expanded(factor) => {
                    prop_assert!(factor.value_at_risk >= last.0);
                    prop_assert!(factor.expected_shortfall >= last.1);
                    prop_assert!(factor.expected_shortfall >= factor.value_at_risk);
                    last = (factor.value_at_risk, factor.expected_shortfall);
                }
                ShapedFactor::Substituted(factor) => prop_assert_eq!(factor, t4::C95),
            }
        }
    }
}

/// The borders that Maillard's table gives, one unit of the sixth digit inside and outside, for either sign.
#[test]
fn the_domain_ends_where_the_table_says() {
    let inside = |s: &str, k: &str| {
        let kurtosis = wad(k);
        let shape = |sign: i128| Shape {
            skewness: sign * wad(s),
            kurtosis,
        };
        assert_eq!(shape(1).is_distribution(), shape(-1).is_distribution());
        shape(1).is_distribution()
    };
    for (s, low_out, low_in, high_in, high_out) in [
        ("0.25", "0.097270", "0.097272", "8.055506", "8.055508"),
        ("0.5", "0.389676", "0.389678", "8.221433", "8.221435"),
        ("1", "1.569047", "1.569049", "8.875395", "8.875397"),
        ("1.5", "3.577855", "3.577857", "9.922143", "9.922145"),
        ("2", "6.537109", "6.537111", "11.240667", "11.240669"),
    ] {
        assert!(!inside(s, low_out) && inside(s, low_in), "{s}");
        assert!(inside(s, high_in) && !inside(s, high_out), "{s}");
    }
    // Exactly on the border at no skewness; beside it on either side.
    assert!(inside("0", "0") && inside("0", "8"));
    assert!(!inside("0", "-0.000000000000000001") && !inside("0", "8.000000000000000001"));
    assert!(inside("0", "0.000000000000000001"));
    assert!(!inside("0.000000000000000001", "0"));
    // The largest skewness of all is 6 (sqrt 2 - 1).
    assert!(inside("2.485", "11.55") && !inside("2.4853", "11.55"));
    for s in [
        2_700_000_000_000_000_000,
        10i128.pow(30),
        i128::MAX,
        i128::MIN,
    ] {
        for kurtosis in [0, 9 * WAD as i128, 18 * WAD as i128, i128::MAX, i128::MIN] {
            let shape = Shape {
                skewness: s,
                kurtosis,
            };
            assert!(!shape.is_distribution());
            assert_eq!(
                shape.factor_up(normal::C99, t4::C99),
                Ok(ShapedFactor::Substituted(t4::C99))
            );
        }
    }
}

/// Examples of the model at 99 %.
#[test]
fn examples() {
    for (s, k, quantile, mean) in [
        ("0", "3", "3.027711059302617", "4.135044692384617"),
        ("0.5", "3", "3.301284492180554", "4.469906383019421"),
        ("1", "3", "3.386689052305306", "4.441122215696352"),
        ("0.5", "5", "3.768859949021738", "5.449793364378628"),
    ] {
        let shape = Shape {
            skewness: wad(s),
            kurtosis: wad(k),
        };
        let factor = shape.factor_up(normal::C99, t4::C99).unwrap().factor();
        for (got, value) in [
            (factor.value_at_risk, quantile),
            (factor.expected_shortfall, mean),
        ] {
            let error = Exact::unsigned(got, WAD) - Exact::decimal(value);
            assert!(error.to_f64().abs() < 1e-15, "{s} {k}");
        }
    }
}

/// A factor is never negative and its shortfall never below its quantile, whatever level it is asked for.
#[test]
fn rsk_6_factors_below_the_middle_are_nothing() {
    let shape = Shape {
        skewness: 2 * WAD as i128,
        kurtosis: 9 * WAD as i128,
    };
    let low = TailFactor {
        value_at_risk: WAD / 10,
        expected_shortfall: 0,
    };
    assert!(shape.expansion_up(low).unwrap().quantile < 0);
    let nothing = TailFactor {
        value_at_risk: 0,
        expected_shortfall: 0,
    };
    assert_eq!(
        shape.factor_up(low, t4::C99),
        Ok(ShapedFactor::Expanded(nothing))
    );
    let odd = TailFactor {
        value_at_risk: 2 * WAD,
        expected_shortfall: WAD,
    };
    let ShapedFactor::Expanded(factor) = shape.factor_up(odd, t4::C99).unwrap() else {
        panic!("outside");
    };
    assert_eq!(factor.expected_shortfall, factor.value_at_risk);
    let wide = TailFactor {
        value_at_risk: u128::MAX,
        expected_shortfall: 0,
    };
    assert!(matches!(shape.expansion_up(wide), Err(RiskError::Math(_))));
}
