//! Correlations as they are used, shrinkage, raised variances, and refresh times.

use fixed::{U256, WAD};
use proptest::collection::vec;
use proptest::prelude::*;
use risk::covariance::refresh::{Refresh, Refreshes};
use risk::covariance::stress::CorrelationTerms;
use risk::{Covariance, RiskError};

const ONE: i128 = WAD as i128;
const TERMS: CorrelationTerms = CorrelationTerms::standard();
/// Correlations as measured.
const MEASURED: CorrelationTerms = CorrelationTerms {
    floor: -ONE,
    cap: ONE,
    hedge_haircut: 0,
};

#[test]
fn correlation_is_floored_on_one_side_and_capped_between_two() {
    assert_eq!(
        (TERMS.floor, TERMS.cap, TERMS.hedge_haircut),
        (6 * ONE / 10, 9 * ONE / 10, ONE / 10)
    );
    let same = |rho: i128| TERMS.used(rho * ONE / 100, true) * 100 / ONE;
    let hedge = |rho: i128| TERMS.used(rho * ONE / 100, false) * 100 / ONE;
    assert_eq!([-100, 0, 60, 61, 100].map(same), [60, 60, 60, 61, 100]);
    assert_eq!(
        [100, 99, 50, 0, -90, -95, -100].map(hedge),
        [90, 89, 40, -10, -100, -100, -100]
    );
    assert_eq!(TERMS.used(i128::MIN, false), -ONE);
    assert_eq!(TERMS.used(i128::MAX, true), ONE);
    let tight = CorrelationTerms {
        cap: ONE / 2,
        ..TERMS
    };
    assert_eq!(tight.used(ONE, false), ONE / 2);
    let structural = CorrelationTerms::structural();
    assert_eq!(
        [structural.used(ONE, false), structural.used(ONE / 2, true)],
        [-ONE, TERMS.floor]
    );
}

/// `2 w^2 s^2 (1 - rho)`: a hedge at 0.95 counted at 0.85 has three times the variance.
#[test]
fn a_haircut_on_a_hedge_triples_its_variance() {
    let variance = 10i128.pow(34);
    let matrix = Covariance::from_triangle(2, &[variance, variance / 20 * 19, variance]).unwrap();
    let hedge = [ONE, -ONE];
    let plain = matrix.quadratic_form_up(&hedge).unwrap();
    let counted = matrix.stressed_form_up(&hedge, &TERMS).unwrap();
    let error = counted.abs_diff(plain * U256::from(3u8));
    assert!(error < U256::from(10u128.pow(18)), "{error}");
}

/// 3 % and 4 % a day, correlation one half; 1 and 2 USD.
#[test]
fn stressed_form_by_hand() {
    let unit = 10i128.pow(32);
    let matrix = Covariance::from_triangle(2, &[9 * unit, 6 * unit, 16 * unit]).unwrap();
    let form = |w: [i128; 2], terms: &CorrelationTerms| {
        matrix.stressed_form_up(&w.map(|x| x * ONE), terms).unwrap()
    };
    // 9 + 64 + 2 rho 3 * 8, in 1e-5.
    let check = |got: U256, exact: i128| {
        let error = got - U256::from(exact * unit / 10);
        assert!(error < U256::from(10u128.pow(17)), "{got} {exact}");
    };
    check(form([1, 2], &MEASURED), 970);
    check(form([1, 2], &TERMS), 730 + 288);
    check(form([-1, -2], &TERMS), 730 + 288);
    check(form([1, -2], &MEASURED), 490);
    check(form([1, -2], &TERMS), 730 - 192);
    check(form([-1, 2], &TERMS), 730 - 192);
    // To the unit: two units of the correlation against the account, and one for the pair.
    let against = 24 * unit / ONE * 4 + 1;
    assert_eq!(form([1, 2], &MEASURED), U256::from(97 * unit + against));
    assert_eq!(form([1, -2], &MEASURED), U256::from(49 * unit + against));
    assert_eq!(form([1, 0], &TERMS), U256::from(9 * unit));
    assert_eq!(form([0, 0], &TERMS), U256::ZERO);
    assert_eq!(
        matrix.stressed_form_up(&[1], &TERMS),
        Err(RiskError::LengthMismatch)
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(vectors::runs(300)) })]

    /// Never below what the covariance itself says, and never above the sum of all deviations.
    #[test]
    fn stressed_form_lies_between_the_form_and_the_sum(
        loadings in vec(vec(10i128.pow(14)..10i128.pow(17), 3), 1..8),
        signs in vec(any::<[bool; 3]>(), 8),
        exposures in vec(-10i128.pow(25)..10i128.pow(25), 8),
    ) {
        let loadings: Vec<Vec<i128>> = loadings.iter().zip(&signs).map(|(row, signs)| {
            row.iter().zip(signs).map(|(x, minus)| if *minus { -x } else { *x }).collect()
        }).collect();
        let matrix = crate::world::covariance(&loadings);
        let exposures = &exposures[..matrix.assets()];
        let form = matrix.quadratic_form_up(exposures).unwrap();
        let stressed = matrix.stressed_form_up(exposures, &TERMS).unwrap();
        let measured = matrix.stressed_form_up(exposures, &MEASURED).unwrap();
        // The form's own rounding is a unit per asset.
        prop_assert!(measured + U256::from(8u8) >= form && stressed >= measured);
        let all: U256 = exposures.iter().enumerate().map(|(asset, exposure)| {
            let deviation = fixed::isqrt_up_u128(matrix.get(asset, asset).unwrap() as u128);
            U256::from(fixed::mul_wad_up(exposure.unsigned_abs(), deviation).unwrap())
        }).sum();
        prop_assert!(stressed <= all * all + U256::from(28u8));
        // Measured correlations give the form back, to the digits of a deviation.
        let scale = all * all / U256::from(10u128.pow(13)) + U256::from(8u8);
        prop_assert!(measured <= form + scale, "{} {}", measured, form);
    }
}

#[test]
fn shrinkage_keeps_variances_and_pads_what_rounding_takes() {
    let mut matrix = Covariance::from_triangle(3, &[100, 33, 50, -7, 9, 20]).unwrap();
    matrix.shrink(WAD / 2).unwrap();
    assert_eq!(matrix.triangle(), [102, 16, 52, -3, 4, 22]);
    matrix.shrink(WAD).unwrap();
    assert_eq!(matrix.triangle(), [104, 0, 54, 0, 0, 24]);
    assert_eq!(matrix.shrink(WAD + 1), Err(RiskError::InvalidTerms));
    let mut alone = Covariance::from_triangle(1, &[5]).unwrap();
    alone.shrink(0).unwrap();
    assert_eq!(alone.triangle(), [5]);
}

#[test]
fn raising_a_variance_keeps_correlations() {
    let unit = 10i128.pow(32);
    let start =
        Covariance::from_triangle(3, &[4 * unit, 3 * unit, 9 * unit, -unit, 0, unit]).unwrap();
    let mut matrix = start.clone();
    matrix.raise(&[4 * unit, 0, unit]).unwrap();
    assert_eq!(matrix, start, "nothing to raise");
    matrix.raise(&[16 * unit, 9 * unit, unit - 1]).unwrap();
    assert_eq!(
        matrix.triangle(),
        [
            16 * unit + 3,
            6 * unit,
            9 * unit + 1,
            -2 * unit,
            0,
            unit + 1
        ]
    );
    let mut both = start.clone();
    both.raise(&[16 * unit, 36 * unit, 0]).unwrap();
    assert_eq!(
        both.triangle(),
        [
            16 * unit + 3,
            12 * unit,
            36 * unit + 3,
            -2 * unit,
            0,
            unit + 2
        ]
    );
    let mut nothing = Covariance::from_triangle(2, &[0, 0, unit]).unwrap();
    nothing.raise(&[unit, 0]).unwrap();
    assert_eq!(nothing.triangle(), [unit + 2, 0, unit + 1]);
    assert_eq!(matrix.raise(&[1]), Err(RiskError::LengthMismatch));
}

#[test]
fn refresh_needs_every_feed_again() {
    let mut refresh = Refresh::of(0b101);
    assert!(!refresh.speak(0b011));
    assert!(!refresh.speak(0b010), "not waited for");
    assert!(refresh.speak(0b110));
    assert!(!refresh.speak(0b100), "starts anew");
    assert!(refresh.speak(0b001));
    assert!(refresh.speak(0b101), "all at once");
    assert!(!Refresh::of(0).speak(u16::MAX));

    let fast = [(1, 10), (2, 11), (3, 12), (3, 13), (7, 14), (9, 15)];
    let slow = [(3, 20), (8, 21)];
    let refreshes: Vec<_> = Refreshes::new(&[&fast, &slow]).unwrap().collect();
    let row = |a: u128, b: u128| std::array::from_fn(|feed| [a, b].get(feed).copied().unwrap_or(0));
    assert_eq!(refreshes, [(3, row(13, 20)), (8, row(14, 21))]);
    assert_eq!(Refreshes::new(&[&fast, &[]]).unwrap().count(), 0);
    assert_eq!(Refreshes::new(&[]).unwrap().count(), 0);
    let one: &[(u64, u128)] = &[(1, 1)];
    assert_eq!(Refreshes::new(&[one; 16]).unwrap().count(), 1);
    assert_eq!(
        Refreshes::new(&[one; 17]).unwrap_err(),
        RiskError::TooManyAssets
    );
}

#[test]
fn correlation_and_floor_at_their_edges() {
    let of = |triangle: [i128; 3]| {
        Covariance::from_triangle(2, &triangle)
            .unwrap()
            .correlation(0, 1)
            .unwrap()
    };
    assert_eq!(of([4, 2, 9]), 333_333_333_333_333_333);
    assert_eq!(of([4, -2, 9]), -333_333_333_333_333_333);
    assert_eq!(of([1, 5, 1]), ONE, "held at one");
    assert_eq!(of([1, -5, 1]), -ONE);
    assert_eq!([of([0, 5, 1]), of([1, 5, 0]), of([-1, 5, -1])], [0, 0, 0]);
    let mut matrix = Covariance::from_triangle(2, &[4, 2, 9]).unwrap();
    assert_eq!(matrix.correlation(1, 1), Ok(ONE));
    assert_eq!(matrix.correlation(0, 2), Err(RiskError::UnknownAsset));
    matrix.floor(&[5, 8, 7]);
    assert_eq!(matrix.triangle(), [5, 2, 9]);
    assert_eq!(
        Covariance::new().add_asset(-1).unwrap_err(),
        RiskError::Math(fixed::MathError::Domain)
    );
    assert!(Covariance::new().add_asset(0).is_ok());
    assert_eq!(
        Covariance::from_triangle(17, &[0; 136]),
        Err(RiskError::TooManyAssets)
    );
    assert_eq!([0, 1, 2, 16].map(Covariance::entries_of), [0, 1, 3, 136]);
}
