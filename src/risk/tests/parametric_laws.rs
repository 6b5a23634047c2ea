//! What holds for every portfolio: the laws of a parametric measure, its split, its floors and its twin.

use crate::world::covariance;
use fixed::WAD;
use model::Exact;
use proptest::collection::vec;
use proptest::prelude::*;
use risk::parametric::diversification::{floored_volatility_up, gross_volatility_up};
use risk::parametric::portfolio::{incremental, marginals};
use risk::parametric::twin::{twin_loss_up, Stressed, TwinTerms};
use risk::tail::{normal, t4};
use risk::{components, tail_loss_up, volatility_up, Covariance, DAY};
use vectors::runs;

const COUNT: usize = 5;
const TERMS: TwinTerms = TwinTerms::STANDARD;

/// Loadings of a covariance that is exactly positive semi-definite, 0.01 % to 10 % a day.
fn loadings() -> impl Strategy<Value = Vec<Vec<i128>>> {
    vec(
        vec(-60_000_000_000_000_000i128..60_000_000_000_000_000, 3),
        COUNT,
    )
}

/// Up to a million dollars of either sign.
fn exposures() -> impl Strategy<Value = Vec<i128>> {
    let one = -1_000_000_000_000_000_000_000_000i128..1_000_000_000_000_000_000_000_000;
    vec(prop_oneof![1 => Just(0), 6 => one], COUNT)
}

/// Every measure of this crate of a portfolio, USD WAD.
fn measures(matrix: &Covariance, exposures: &[i128], horizon: u64) -> [u128; 3] {
    let terms = TwinTerms { horizon, ..TERMS };
    let volatility = volatility_up(matrix, exposures, horizon).unwrap();
    [
        tail_loss_up(volatility, t4::C97_5.expected_shortfall).unwrap(),
        floored_volatility_up(matrix, exposures, horizon, WAD / 10).unwrap(),
        twin_loss_up(matrix, exposures, &terms).unwrap(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(runs(150)) })]

    /// RSK-2: more of exposures of one sign whose returns move together, a longer horizon and a higher level never
    /// ask for less.
    #[test]
    fn rsk_2_measures_rise_with_size_horizon_and_level(
        loadings in loadings(), weights in exposures(), more in 0u128..WAD, asset in 0..COUNT,
        horizon in 1u64..400 * DAY, longer in 0u64..DAY,
    ) {
        let positive: Vec<Vec<i128>> = loadings.iter()
            .map(|row| row.iter().map(|load| load.abs()).collect()).collect();
        let matrix = covariance(&positive);
        let long: Vec<i128> = weights.iter().map(|weight| weight.abs()).collect();
        let mut larger = long.clone();
        larger[asset] += more as i128;
        for (less, more) in measures(&matrix, &long, horizon).iter().zip(measures(&matrix, &larger, horizon)) {
            prop_assert!(*less <= more);
        }
        let matrix = covariance(&loadings);
        let now = measures(&matrix, &weights, horizon);
        for (less, more) in now.iter().zip(measures(&matrix, &weights, horizon + longer)) {
            prop_assert!(*less <= more);
        }
        let volatility = volatility_up(&matrix, &weights, horizon).unwrap();
        let levels = [normal::C95, normal::C97_5, normal::C99, normal::C99_5, normal::C99_9];
        let losses = levels.map(|level| tail_loss_up(volatility, level.value_at_risk).unwrap());
        prop_assert!(losses.windows(2).all(|pair| pair[0] <= pair[1]));
        let shortfall = tail_loss_up(volatility, normal::C95.expected_shortfall).unwrap();
        prop_assert!(shortfall >= losses[0]);
    }

    /// RSK-2: more volatility of everything asks for more, in proportion.
    #[test]
    fn rsk_2_measures_rise_with_volatility(loadings in loadings(), weights in exposures(), times in 2i128..4) {
        let wilder: Vec<Vec<i128>> = loadings.iter()
            .map(|row| row.iter().map(|load| load * times).collect()).collect();
        let calm = measures(&covariance(&loadings), &weights, DAY);
        for (less, more) in calm.iter().zip(measures(&covariance(&wilder), &weights, DAY)) {
            // Every rounding of a daily sigma is at most a unit per dollar of exposure.
            let units = 40_000_000 + *less / WAD;
            prop_assert!(more.abs_diff(less * times as u128) <= units * times as u128);
        }
    }

    /// RSK-3: a multiple of a portfolio asks for that multiple.
    #[test]
    fn rsk_3_measures_are_homogeneous(loadings in loadings(), weights in exposures(), times in 2i128..1000) {
        let matrix = covariance(&loadings);
        let scaled: Vec<i128> = weights.iter().map(|weight| weight * times).collect();
        for (one, many) in measures(&matrix, &weights, DAY).iter().zip(measures(&matrix, &scaled, DAY)) {
            // Rounded up once instead of `times` times; a few roundings each, multiplied by the factors.
            let most = one * times as u128;
            prop_assert!(many <= most, "{many} {most}");
            prop_assert!(most - many <= 64 * times as u128, "{}", most - many);
        }
    }

    /// RSK-4: together never asks for more than apart. The floor and the twin are norms as well: a weighted mean of
    /// the measured norm and of the largest of three, and the larger of that and a fourth.
    #[test]
    fn rsk_4_the_measure_is_sub_additive(loadings in loadings(), a in exposures(), b in exposures()) {
        let matrix = covariance(&loadings);
        let both: Vec<i128> = a.iter().zip(&b).map(|(a, b)| a + b).collect();
        let [first, second, whole] = [&a, &b, &both].map(|weights| volatility_up(&matrix, weights, DAY).unwrap());
        prop_assert!(whole <= first + second + 3);
        let floors = [&a, &b, &both].map(|weights| floored_volatility_up(&matrix, weights, DAY, WAD / 10).unwrap());
        prop_assert!(floors[2] <= floors[0] + floors[1] + 3);
        let twins = [&a, &b, &both].map(|weights| twin_loss_up(&matrix, weights, &TERMS).unwrap());
        prop_assert!(twins[2] <= twins[0] + twins[1] + 64);
    }

    /// RSK-5: no hedge lowers a portfolio below its floor, and nothing diversifies past what is there.
    #[test]
    fn rsk_5_diversification_is_bounded(loadings in loadings(), weights in exposures(), share in 0u128..=WAD) {
        let matrix = covariance(&loadings);
        let gross = gross_volatility_up(&matrix, &weights, DAY).unwrap();
        let measured = volatility_up(&matrix, &weights, DAY).unwrap();
        let floored = floored_volatility_up(&matrix, &weights, DAY, share).unwrap();
        prop_assert_eq!(floored, measured.max(tail_loss_up(gross, share).unwrap()));
        let swings = (0..COUNT).fold(Exact::ZERO, |sum, asset| {
            let variance = Exact::variance(matrix.get(asset, asset).unwrap());
            sum + variance.sqrt() * Exact::wad(weights[asset]).abs()
        });
        // A sigma is rounded up to a unit and multiplied by a million dollars.
        let above = (Exact::unsigned(gross, WAD) - swings).to_f64();
        prop_assert!((0.0..6e-12).contains(&above), "{above}");
        prop_assert!(measured <= gross + 3);
    }

    /// Components sum exactly; marginals are their slopes; closing everything frees everything.
    #[test]
    fn splits_agree(loadings in loadings(), weights in exposures(), asset in 0..COUNT, horizon in 1u64..100 * DAY) {
        let matrix = covariance(&loadings);
        let factor = t4::C97_5.expected_shortfall;
        let (mut parts, mut slopes) = ([0; COUNT], [0; COUNT]);
        let whole = components(&matrix, &weights, horizon, factor, &mut parts).unwrap();
        prop_assert_eq!(parts.iter().sum::<i128>(), whole as i128);
        marginals(&matrix, &weights, horizon, factor, &mut slopes).unwrap();
        for ((slope, weight), part) in slopes.iter().zip(&weights).zip(&parts) {
            let product = Exact::wad(*slope) * Exact::wad(*weight);
            // A unit of a slope is multiplied by up to a million dollars.
            prop_assert!((product - Exact::wad(*part)).abs() < Exact::decimal("3e-12"));
        }
        let freed = incremental(&matrix, &weights, horizon, factor, asset).unwrap();
        let mut others = weights.clone();
        others[asset] = 0;
        let rest = tail_loss_up(volatility_up(&matrix, &others, horizon).unwrap(), factor).unwrap();
        prop_assert_eq!(freed, whole as i128 - rest as i128);
        // The measure is convex: what closing frees is no more than the slope says.
        prop_assert!(freed <= parts[asset] + 3_000_000);
    }

    /// The twin by its formula, never below and above it only by rounding.
    #[test]
    fn twin_is_its_formula_rounded_up(
        loadings in loadings(), weights in exposures(), stress in 0u128..=WAD, floor in 0u128..=WAD,
        horizon in 1u64..10 * DAY,
    ) {
        let matrix = covariance(&loadings);
        let terms = TwinTerms { correlation_stress: stress, sigma_floor: floor, horizon, ..TERMS };
        let swings: Vec<Exact> = weights.iter().enumerate()
            .map(|(asset, weight)| Exact::wad(*weight) * Exact::variance(matrix.get(asset, asset).unwrap()).sqrt())
            .collect();
        let sum = |parts: &mut dyn Iterator<Item = Exact>| parts.fold(Exact::ZERO, |sum, part| sum + part);
        let mut form = Exact::ZERO;
        for (i, a) in weights.iter().enumerate() {
            for (j, b) in weights.iter().enumerate() {
                form = form + Exact::wad(*a) * Exact::wad(*b) * Exact::variance(matrix.get(i, j).unwrap());
            }
        }
        let measured = form.max(Exact::ZERO).sqrt();
        let together = sum(&mut swings.iter().copied()).abs();
        let apart = sum(&mut swings.iter().map(|swing| *swing * *swing)).sqrt();
        let gross = sum(&mut swings.iter().map(|swing| swing.abs()));
        let got = Stressed::new(&matrix, &weights).unwrap();
        for (got, exact) in [
            (got.measured, measured), (got.together, together), (got.apart, apart), (got.gross, gross),
        ] {
            let above = (Exact::unsigned(got, WAD) - exact).to_f64();
            prop_assert!((0.0..2e-11).contains(&above), "{above}");
        }
        let worst = measured.max(together).max(apart);
        let stressed = measured + Exact::unsigned(stress, WAD) * (worst - measured);
        let deviation = stressed.max(gross * Exact::unsigned(floor, WAD));
        let days = Exact::unsigned(u128::from(horizon), u128::from(DAY));
        let factor = Exact::decimal("1.2") * Exact::unsigned(t4::C97_5.expected_shortfall, WAD);
        let exact = deviation * days.sqrt() * factor;
        let above = (Exact::unsigned(twin_loss_up(&matrix, &weights, &terms).unwrap(), WAD) - exact).to_f64();
        prop_assert!((0.0..3e-10).contains(&above), "{above}");
    }
}
