//! Where parametric measures end: horizons, hedges, and what the functions refuse.

use fixed::WAD;
use model::Exact;
use proptest::collection::vec;
use proptest::prelude::*;
use risk::parametric::diversification::{floored_volatility_up, gross_volatility_up};
use risk::parametric::horizon::{scaled_volatility_up, variance_ratio_up};
use risk::parametric::portfolio::{incremental, marginals};
use risk::parametric::twin::{twin_loss_up, TwinTerms};
use risk::{Covariance, RiskError, DAY};
use vectors::runs;

const TERMS: TwinTerms = TwinTerms::STANDARD;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(runs(150)) })]

    #[test]
    fn variance_ratio_is_its_formula_rounded_up(
        correlations in vec(-1_000_000_000_000_000_000i128..=1_000_000_000_000_000_000, 0..12), periods in 1u32..10,
    ) {
        let mut exact = Exact::one();
        for (lag, correlation) in (1..periods).zip(&correlations) {
            let weight = Exact::unsigned(2 * u128::from(periods - lag), u128::from(periods));
            exact = exact + weight * Exact::wad(*correlation);
        }
        match variance_ratio_up(&correlations, periods) {
            Ok(ratio) => {
                let above = ((Exact::unsigned(ratio, WAD) - exact) * Exact::decimal("1e18")).to_f64();
                prop_assert!((-1e-9..1.0).contains(&above), "{above}");
            }
            Err(error) => {
                prop_assert_eq!(error, RiskError::InvalidTerms);
                prop_assert!(exact.is_negative());
            }
        }
    }
}

#[test]
fn variance_ratios_have_limits() {
    let half = WAD as i128 / 2;
    assert_eq!(variance_ratio_up(&[], 7), Ok(WAD));
    assert_eq!(variance_ratio_up(&[half], 1), Ok(WAD));
    assert_eq!(variance_ratio_up(&[half], 2), Ok(3 * WAD / 2));
    assert_eq!(variance_ratio_up(&[-2 * half], 2), Ok(0));
    assert_eq!(variance_ratio_up(&[half, -half], 3), Ok(4 * WAD / 3 + 1));
    assert_eq!(
        variance_ratio_up(&[-2 * half, -2 * half], 3),
        Err(RiskError::InvalidTerms)
    );
    assert_eq!(
        variance_ratio_up(&[2 * half + 1], 2),
        Err(RiskError::InvalidTerms)
    );
    assert_eq!(
        variance_ratio_up(&[-2 * half - 1], 2),
        Err(RiskError::InvalidTerms)
    );
    assert_eq!(variance_ratio_up(&[2 * half + 1], 1), Ok(WAD));
    assert_eq!(variance_ratio_up(&[], 0), Err(RiskError::InvalidTerms));
    assert_eq!(scaled_volatility_up(WAD, 4, WAD), Ok(2 * WAD));
    assert_eq!(scaled_volatility_up(WAD, 2, 2 * WAD), Ok(2 * WAD));
    assert_eq!(scaled_volatility_up(1, 2, WAD), Ok(2));
}

#[test]
fn measures_refuse_what_they_are_not_defined_for() {
    let matrix = Covariance::from_triangle(2, &[9, 0, 16]).unwrap();
    let long = [WAD as i128, WAD as i128];
    for wrong in [&long[..1], &[0, 0, 0], &[0; 17]] {
        let error = Err(RiskError::LengthMismatch);
        assert_eq!(gross_volatility_up(&matrix, wrong, DAY), error);
        assert_eq!(twin_loss_up(&matrix, wrong, &TERMS), error);
        assert_eq!(
            incremental(&matrix, wrong, DAY, WAD, 0),
            Err(RiskError::LengthMismatch)
        );
        let slopes = marginals(&matrix, wrong, DAY, WAD, &mut [0; 2]);
        assert_eq!(slopes, Err(RiskError::LengthMismatch));
    }
    let slopes = marginals(&matrix, &long, DAY, WAD, &mut [0; 3]);
    assert_eq!(slopes, Err(RiskError::LengthMismatch));
    assert_eq!(
        incremental(&matrix, &long, DAY, WAD, 2),
        Err(RiskError::UnknownAsset)
    );
    let mut slopes = [5; 2];
    marginals(&matrix, &[0, 0], DAY, WAD, &mut slopes).unwrap();
    assert_eq!(slopes, [0, 0]);
    assert_eq!(
        floored_volatility_up(&matrix, &long, DAY, WAD + 1),
        Err(RiskError::InvalidTerms)
    );
    assert_eq!(floored_volatility_up(&matrix, &long, DAY, WAD), Ok(7));
    let negative = Covariance::from_triangle(1, &[-1]).unwrap();
    assert_eq!(
        gross_volatility_up(&negative, &long[..1], DAY),
        Err(RiskError::Malformed)
    );
    for terms in [
        TwinTerms {
            correlation_stress: WAD + 1,
            ..TERMS
        },
        TwinTerms {
            sigma_floor: WAD + 1,
            ..TERMS
        },
        TwinTerms {
            multiplier: WAD - 1,
            ..TERMS
        },
    ] {
        assert_eq!(
            twin_loss_up(&matrix, &long, &terms),
            Err(RiskError::InvalidTerms)
        );
    }
    let terms = TwinTerms {
        correlation_stress: WAD,
        sigma_floor: WAD,
        multiplier: WAD,
        factor: WAD,
        horizon: DAY,
    };
    assert_eq!(twin_loss_up(&matrix, &long, &terms), Ok(7));
}
