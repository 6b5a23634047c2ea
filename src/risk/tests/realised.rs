//! Realised and range estimators against 36-digit values on real days, and their laws.

use fixed::WAD;
use model::Exact;
use proptest::collection::vec;
use proptest::prelude::*;
use risk::realised::{bipower_up, median_up, subsampled_up, variance, with_autocovariance, Range};
use risk::RiskError;
use vectors::{cases, exact, list, runs, Tally};

use crate::forecast_vectors::unsigned;

#[test]
fn estimators_follow_the_reference() {
    let names = [
        "parkinson",
        "garman_klass",
        "rogers_satchell",
        "rv_15m",
        "bipower",
        "autocov1",
        "med_rv",
        "rv_60m_subsampled",
    ];
    let mut tallies = names.map(|_| Tally::default());
    for case in &cases("realised.json") {
        let price = |field: &str| unsigned(exact(&case[field]), 18);
        let range = Range::new(price("open"), price("high"), price("low"), price("close")).unwrap();
        let logs: Vec<i128> = list(case, "prices_15m")
            .iter()
            .map(|price| fixed::ln_wad(unsigned(exact(price), 18)).unwrap())
            .collect();
        let returns: Vec<i128> = logs.windows(2).map(|pair| pair[1] - pair[0]).collect();
        let results = [
            range.parkinson_up().unwrap() as i128,
            range.garman_klass_up().unwrap() as i128,
            range.rogers_satchell().unwrap() as i128,
            variance(&returns).unwrap() as i128,
            bipower_up(&returns).unwrap() as i128,
            with_autocovariance(&returns).unwrap(),
            median_up(&returns).unwrap() as i128,
            subsampled_up(&returns, 4).unwrap() as i128,
        ];
        for ((tally, name), result) in tallies.iter_mut().zip(names).zip(results) {
            tally.compare(Exact::variance(result), exact(&case[name]));
        }
    }
    for (tally, name) in tallies.into_iter().zip(names) {
        if tally.points() > 0 {
            // A unit of WAD in a logarithm, twice in a square, over moves from 1e-3.
            tally.within(name, 1e-15, 1e-15);
        }
    }
}

const PERCENT: i128 = 10_000_000_000_000_000;

/// The open, high, low and close of the model's example.
#[test]
fn ranges_of_an_example() {
    let range = Range::new(100 * WAD, 104 * WAD, 97 * WAD, 103 * WAD).unwrap();
    let near = |own: u128, text: &str| {
        let gap = Exact::variance(own as i128).relative_to(Exact::decimal(text));
        assert!(gap.abs() < 1e-15, "{own} {text} {gap:e}");
    };
    near(range.parkinson_up().unwrap(), "0.001751176184614324");
    near(range.garman_klass_up().unwrap(), "0.00209013148311683");
    near(range.rogers_satchell().unwrap(), "0.002207048047452985");
}

/// By hand, on returns of whole percents.
#[test]
fn sums_of_a_few_returns() {
    let returns = [1, -2, 3, 2].map(|r| r * PERCENT);
    let unit = (PERCENT * PERCENT) as u128;
    assert_eq!(variance(&returns), Ok(18 * unit));
    // 18 + 2 (-2 - 6 + 6).
    assert_eq!(with_autocovariance(&returns), Ok(14 * unit as i128));
    // pi/2 4/3 14 and pi/(6 - 4 sqrt 3 + pi) 4/2 (2^2 + 2^2), factors rounded up at 1e-18.
    let bipower = 1_570_796_326_794_896_620u128 * 56;
    assert_eq!(
        bipower_up(&returns),
        Ok((bipower * 10u128.pow(14)).div_ceil(3))
    );
    assert_eq!(
        median_up(&returns),
        Ok(1_419_358_302_022_441_509 * 16 * 10u128.pow(14))
    );
    // Grids of two: (-1)^2 + 5^2 of two returns, 1^2 of one; scaled by 4/2 and 4/1 over 2 intervals each; mean.
    assert_eq!(subsampled_up(&returns, 2), Ok((52 + 4) * unit / 4));
    assert_eq!(subsampled_up(&returns, 1), variance(&returns));
    // The median counts once, whichever of the three it is.
    for order in [
        [1, 2, 3],
        [2, 1, 3],
        [3, 1, 2],
        [1, 3, 2],
        [2, 3, 1],
        [-3, -2, 1],
    ] {
        let own = median_up(&order.map(|r| r * PERCENT)).unwrap();
        assert_eq!(own, 1_419_358_302_022_441_509 * 12 * 10u128.pow(14));
    }
}

#[test]
fn estimators_refuse_what_they_cannot_know() {
    let by_zero = RiskError::Math(fixed::MathError::DivisionByZero);
    assert_eq!(bipower_up(&[PERCENT]), Err(by_zero));
    assert_eq!(median_up(&[PERCENT; 2]), Err(by_zero));
    assert_eq!(subsampled_up(&[PERCENT; 3], 0), Err(by_zero));
    assert_eq!(subsampled_up(&[PERCENT; 3], 3), Err(by_zero));
    assert_eq!(variance(&[]), Ok(0));
    assert!(variance(&[i128::MAX]).is_err());
    for [open, high, low, close] in [
        [0, 2, 0, 1],
        [1, 3, 2, 2],
        [4, 3, 2, 2],
        [2, 3, 2, 1],
        [2, 3, 2, 4],
    ] {
        let range = Range::new(open * WAD, high * WAD, low * WAD, close * WAD);
        assert_eq!(range, Err(RiskError::InvalidTerms));
    }
    assert!(Range::new(WAD, WAD, WAD, WAD).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(runs(200)) })]

    /// Bipower and median variation do not see one jump among equal returns as the plain sum does.
    #[test]
    fn a_jump_counts_less(quiet in 1i128..100, jump in 1_000i128..10_000, place in 1usize..49) {
        let unit = PERCENT / 100;
        let mut returns = [quiet * unit; 50];
        returns[place] = jump * unit;
        let all = variance(&returns).unwrap();
        prop_assert!(bipower_up(&returns).unwrap() < all);
        let median = median_up(&returns).unwrap();
        let calm = median_up(&[quiet * unit; 50]).unwrap();
        prop_assert_eq!(median, calm);
    }

    /// The estimators do not depend on the sign of a market, and the range ones lie between their extremes.
    #[test]
    fn signs_do_not_matter(returns in vec(-PERCENT * 20..PERCENT * 20, 12)) {
        let turned: Vec<i128> = returns.iter().map(|r| -r).collect();
        prop_assert_eq!(variance(&returns), variance(&turned));
        prop_assert_eq!(with_autocovariance(&returns), with_autocovariance(&turned));
        prop_assert_eq!(bipower_up(&returns), bipower_up(&turned));
        prop_assert_eq!(median_up(&returns), median_up(&turned));
        prop_assert_eq!(subsampled_up(&returns, 3), subsampled_up(&turned, 3));
    }

    /// No range gives an error or a negative variance.
    #[test]
    fn ranges_are_never_negative(prices in vec(1u128..1_000 * WAD, 4)) {
        let mut sorted = prices;
        sorted.sort_unstable();
        let range = Range::new(sorted[1], sorted[3], sorted[0], sorted[2]).unwrap();
        prop_assert!(range.garman_klass_up().is_ok());
        prop_assert!(range.rogers_satchell().is_ok());
        let bound = range.parkinson_up().unwrap();
        prop_assert!(range.rogers_satchell().unwrap() <= 3 * bound + 2);
    }
}
