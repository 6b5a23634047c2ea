//! The curve at its corners, and the index against an exact exponential.

use fixed::WAD;
use model::Exact;
use proptest::prelude::*;
use risk::{accrue_up, KinkedCurve, RAY, YEAR};
use vectors::Tally;

const CURVE: KinkedCurve = KinkedCurve {
    base: WAD / 100,
    kink: 80 * WAD / 100,
    slope_below: 4 * WAD / 100,
    slope_above: 75 * WAD / 100,
};

#[test]
fn curve_bends_at_the_kink() {
    let rate = |utilisation: u128| CURVE.rate_per_year_up(utilisation).unwrap();
    assert_eq!(rate(0), WAD / 100);
    assert_eq!(rate(40 * WAD / 100), 3 * WAD / 100);
    assert_eq!(rate(80 * WAD / 100), 5 * WAD / 100);
    assert_eq!(rate(90 * WAD / 100), 425 * WAD / 1000);
    assert_eq!(rate(WAD), 80 * WAD / 100);
    assert_eq!(rate(7 * WAD), rate(WAD));
    assert_eq!(rate(1), WAD / 100 + 1, "rounded up");
    let flat = KinkedCurve { kink: 0, ..CURVE };
    assert_eq!(flat.rate_per_year_up(0).unwrap(), 5 * WAD / 100);
    let late = KinkedCurve { kink: WAD, ..CURVE };
    assert_eq!(late.rate_per_year_up(WAD).unwrap(), 5 * WAD / 100);
}

#[test]
fn index_never_moves_without_time_or_rate_and_never_reverts() {
    assert_eq!(accrue_up(RAY, WAD, 0), RAY);
    assert_eq!(accrue_up(RAY, 0, YEAR), RAY);
    assert_eq!(accrue_up(RAY, u128::MAX, u64::MAX), u128::MAX);
    assert_eq!(accrue_up(u128::MAX, WAD, 1), u128::MAX);
}

#[test]
fn index_grows_as_the_exponential_rounded_up() {
    let mut tally = Tally::default();
    for rate in [1, WAD / 1_000_000, WAD / 100, WAD / 2, 3 * WAD, 20 * WAD] {
        for dt in [1, 12, 3600, 86_400, 30 * 86_400, YEAR] {
            let exponent =
                Exact::unsigned(rate, WAD) * Exact::unsigned(u128::from(dt), u128::from(YEAR));
            tally.compare(
                Exact::unsigned(accrue_up(RAY, rate, dt), RAY),
                exponent.exp(),
            );
        }
    }
    // An exponent rounded up by 1e-27, and as many roundings of 1e-27 as the series has terms.
    tally.within("borrow index", 1e-25, 0.0);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    #[test]
    fn accruing_in_parts_changes_only_the_last_digits(rate in 0u128..5 * WAD, first in 0u64..YEAR, second in 0u64..YEAR) {
        let whole = accrue_up(RAY, rate, first + second);
        let parts = accrue_up(accrue_up(RAY, rate, first), rate, second);
        prop_assert!(parts.abs_diff(whole) <= whole / 10u128.pow(24) + 100);
        prop_assert!(accrue_up(RAY, rate, first) <= whole);
    }
}
