//! The curve at its corners, and the index against an exact exponential.

use fixed::WAD;
use model::Exact;
use proptest::prelude::*;
use risk::interest::{InterestShares, InterestSplit, RiskPremium};
use risk::{accrue_up, KinkedCurve, RiskError, DAY, RAY, YEAR};
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

/// Utilisation up to one, past it, and in a pool that lends nothing: the rate ends, and nothing divides by zero.
#[test]
fn l13_rates_end_at_full_utilisation() {
    let rate = |utilisation: u128| CURVE.rate_per_year_up(utilisation).unwrap();
    let full = rate(WAD);
    assert!(rate(WAD - WAD / 10_000) < full);
    assert_eq!(rate(WAD + 1), full);
    assert_eq!(rate(u128::MAX), full);
    let broken = KinkedCurve {
        kink: 2 * WAD,
        ..CURVE
    };
    assert_eq!(broken.rate_per_year_up(WAD), Ok(5 * WAD / 100));
    let steep = KinkedCurve {
        slope_above: u128::MAX,
        ..CURVE
    };
    assert!(steep.rate_per_year_up(WAD).is_err());
}

#[test]
fn stress_costs_a_premium() {
    let premium = RiskPremium {
        calm: 60 * WAD / 100,
        storm: 180 * WAD / 100,
        most: 30 * WAD / 100,
    };
    let at = |percent: u128| premium.per_year_up(percent * WAD / 100).unwrap();
    assert_eq!(at(0), 0);
    assert_eq!(at(60), 0);
    assert_eq!(at(100), 10 * WAD / 100);
    assert_eq!(at(180), 30 * WAD / 100);
    assert_eq!(at(900), 30 * WAD / 100);
    assert_eq!(premium.per_year_up(60 * WAD / 100 + 1), Ok(1), "rounded up");
    let flat = RiskPremium {
        storm: premium.calm,
        ..premium
    };
    assert_eq!(flat.per_year_up(WAD), Err(RiskError::InvalidTerms));
    let upside_down = RiskPremium {
        storm: 0,
        ..premium
    };
    assert_eq!(upside_down.per_year_up(0), Err(RiskError::InvalidTerms));
}

#[test]
fn acc_7_remainders_go_to_the_lenders() {
    let split = InterestSplit {
        reserve: WAD / 10,
        insurance: WAD / 20,
    };
    let shares = InterestShares {
        lenders: 18,
        reserve: 1,
        insurance: 0,
    };
    assert_eq!(split.split(19), Ok(shares));
    let all = InterestSplit {
        reserve: WAD / 2,
        insurance: WAD / 2,
    };
    assert_eq!(all.split(10).unwrap().lenders, 0);
    for (reserve, insurance) in [(WAD / 2, WAD / 2 + 1), (WAD + 1, 0), (0, WAD + 1)] {
        let refused = InterestSplit { reserve, insurance }.split(10);
        assert_eq!(refused, Err(RiskError::InvalidTerms));
    }
}

/// Accruing each second at 5 % differs from accruing once by less than 4e-27 of the index a second, and only in the
/// lenders' favour: below 1.3e-19 in a year. A day of seconds, or with `PLIMSOLL_LONG` a year of them.
#[test]
fn l15_accruing_each_second_favours_the_lenders_by_dust() {
    let seconds = if vectors::runs(1) == 1 { DAY } else { YEAR };
    let rate = WAD / 20;
    let often = (0..seconds).fold(RAY, |index, _| accrue_up(index, rate, 1));
    let once = accrue_up(RAY, rate, seconds);
    let gained = often - once;
    println!("{seconds} seconds: {gained} units of 1e-27 above one accrual");
    assert!(often > once);
    assert!(gained <= u128::from(seconds) * 4);
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

    /// Twice at one time is once; in two steps never less than in one but for the last unit of the first step.
    #[test]
    fn acc_11_accruing_again_changes_nothing(index in RAY..RAY * 1000, rate in 0u128..5 * WAD, first in 0u64..YEAR, second in 0u64..YEAR) {
        let once = accrue_up(index, rate, first);
        prop_assert_eq!(accrue_up(once, rate, 0), once);
        prop_assert!(accrue_up(once, rate, second) + 1 >= accrue_up(index, rate, first + second));
    }

    /// The index never falls and never fails, up to the end of its type, and a debt can be read from it there.
    #[test]
    fn acc_12_index_only_grows_and_saturates(index in any::<u128>(), rate in any::<u128>(), dt in any::<u64>()) {
        prop_assert!(accrue_up(index, rate, dt) >= index);
        prop_assert!(accrue_up(index, rate, dt / 2) <= accrue_up(index, rate, dt));
        prop_assert!(accrue_up(index, rate / 2, dt) <= accrue_up(index, rate, dt));
    }

    #[test]
    fn acc_7_parts_sum_to_the_interest(interest in any::<u128>(), reserve in 0..=WAD, part in 0u128..=1000) {
        let insurance = (WAD - reserve) / 1000 * part;
        let shares = InterestSplit { reserve, insurance }.split(interest).unwrap();
        let paid = shares.reserve.checked_add(shares.insurance).unwrap();
        prop_assert_eq!(paid.checked_add(shares.lenders), Some(interest));
        prop_assert_eq!(shares.reserve, fixed::mul_wad_down(interest, reserve).unwrap());
        prop_assert_eq!(shares.insurance, fixed::mul_wad_down(interest, insurance).unwrap());
    }

    #[test]
    fn curve_never_falls_with_utilisation(used in 0..=WAD, more in 0..=WAD) {
        let rate = |utilisation: u128| CURVE.rate_per_year_up(utilisation).unwrap();
        prop_assert!(rate(used) <= rate(used + more));
    }
}
