//! Forecasts: examples by hand, exact curves, and what a poisoned learner cannot do.

use fixed::{MathError, WAD};
use model::Exact;
use proptest::prelude::*;
use risk::forecast::garch::Garch;
use risk::forecast::har::{mean_up, Har};
use risk::forecast::term::TermStructure;
use risk::forecast::used::used_up;
use risk::forecast::{loss, qlike};
use risk::{RiskError, DAY};
use vectors::runs;

/// 1e-4 per day: 1 % a day.
pub(crate) const UNIT: u128 = 100_000_000_000_000_000_000_000_000_000_000;

pub(crate) fn near(own: u128, scale: u128, text: &str, bound: f64) {
    let gap = Exact::unsigned(own, scale).relative_to(Exact::decimal(text));
    assert!(gap.abs() <= bound, "{own} is not {text}: {gap:e}");
}

#[test]
fn qlike_of_a_few_ratios() {
    for (ratio, text) in [
        (25, "0.6362943611198906188"),
        (100, "0"),
        (200, "0.3068528194400546906"),
        (400, "1.6137056388801093812"),
        (900, "5.8027754226637805"),
    ] {
        let own = Exact::wad(qlike(ratio * UNIT, 100 * UNIT).unwrap());
        assert!((own - Exact::decimal(text)).abs() < Exact::decimal("1e-15"));
    }
    // y/h + ln h with h = 1e-4 and y = 0, 3e-4.
    assert_eq!(loss(0, UNIT), Ok(-9_210_340_371_976_182_736));
    assert_eq!(loss(3 * UNIT, UNIT), Ok(-6_210_340_371_976_182_736));
    assert_eq!(qlike(0, UNIT), Err(RiskError::Math(MathError::Domain)));
    assert_eq!(
        loss(UNIT, 0),
        Err(RiskError::Math(MathError::DivisionByZero))
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(runs(100)) })]

    /// A poisoned learner costs at most half of a volatility more and never lowers anything.
    #[test]
    fn a_forecast_never_lowers_the_variance(measured: u128, forecast: u128, floor: u128, better: u128) {
        let used = used_up(measured, forecast, floor);
        prop_assert!(used >= measured && used >= floor);
        prop_assert!(used >= used_up(measured, 0, floor));
        prop_assert!(used_up(measured, forecast.max(better), floor) >= used);
        prop_assert!(used_up(measured.max(better), forecast, floor) >= used);
        if forecast >= measured && floor <= measured {
            let limit = measured.saturating_mul(2).saturating_add(measured / 4).saturating_add(1);
            prop_assert!(used <= limit);
            prop_assert!(used >= forecast.min(limit - 1));
        }
        if forecast <= measured {
            prop_assert_eq!(used, measured.max(floor));
        }
    }

    /// Over a horizon a shock counts less than now and more than at the end; all is between it and the level.
    #[test]
    fn a_term_structure_reverts(
        level in 1u128..1 << 110, variance in 1u128..1 << 110, half_life in 1u64..100 * DAY, seconds in 0u64..1_000 * DAY
    ) {
        let curve = TermStructure { level, half_life };
        let (end, mean) = (curve.after_up(variance, seconds).unwrap(), curve.mean_up(variance, seconds).unwrap());
        let (low, high) = (level.min(variance), level.max(variance));
        prop_assert!(low <= end && end <= high && low <= mean && mean <= high);
        let slack = (high - low) / 10u128.pow(9) + 2;
        if variance >= level {
            prop_assert!(mean + slack >= end);
        } else {
            prop_assert!(mean <= end + slack);
        }
        let later = curve.mean_up(variance, seconds * 2).unwrap();
        prop_assert!(later.abs_diff(level) <= mean.abs_diff(level) + slack);
    }
}

#[test]
fn used_variance_of_a_few_cases() {
    // In volatilities: 1 % measured, floor 0.5 %, forecasts of 0.5, 1, 1.2, 1.5 and 2 %.
    for (forecast, used) in [
        (25, 100),
        (100, 100),
        (144, 144),
        (225, 225),
        (226, 225),
        (400, 225),
    ] {
        assert_eq!(used_up(100, forecast, 25), used);
    }
    // The floor is above the limit: it stays.
    assert_eq!(used_up(100, 400, 300), 300);
    assert_eq!(used_up(101, 400, 0), 228);
}

#[test]
fn term_structure_against_the_exact_curve() {
    let ln_2 = Exact::decimal("0.693147180559945309417232121458176568075500134360255254");
    for (level, variance, half_life, seconds) in [
        (4 * UNIT, 25 * UNIT, 10 * DAY, DAY),
        (25 * UNIT, 4 * UNIT, 10 * DAY, DAY),
        (UNIT, 100 * UNIT, DAY, 40 * DAY),
        (100 * UNIT, UNIT, 3 * DAY, 3_600),
        (UNIT, UNIT, DAY, DAY),
    ] {
        let curve = TermStructure { level, half_life };
        let [l, v] = [level, variance].map(|x| Exact::variance(x as i128));
        let x = Exact::unsigned(seconds.into(), half_life.into()) * ln_2;
        let left = (-x).exp();
        let end = l + (v - l) * left;
        let mean = l + (v - l) * ((Exact::one() - left) / x);
        let days = Exact::unsigned(seconds.into(), DAY.into());
        for (own, exact) in [
            (curve.after_up(variance, seconds).unwrap(), end),
            (curve.mean_up(variance, seconds).unwrap(), mean),
            (curve.integrated_up(variance, seconds).unwrap(), mean * days),
        ] {
            let gap = Exact::variance(own as i128).relative_to(exact);
            // 4e-18 H / T of a difference that is up to 100 times as large.
            assert!((0.0..=2e-14).contains(&gap), "{gap:e}");
        }
        assert_eq!(curve.mean_up(variance, 0), Ok(variance));
        assert_eq!(curve.after_up(variance, 0), Ok(variance));
    }
    let curve = TermStructure {
        level: UNIT,
        half_life: 0,
    };
    assert!(curve.mean_up(UNIT, 1).is_err() && curve.after_up(UNIT, 1).is_err());
}

/// The example of the model, and the closed form of the sum against the sum.
#[test]
fn garch_of_an_example() {
    let garch = Garch {
        omega: UNIT / 50,
        alpha: WAD / 100 * 8,
        beta: WAD / 10 * 9,
    };
    let next = garch
        .next_up(4 * UNIT, -WAD.cast_signed() / 100 * 3)
        .unwrap();
    assert_eq!(next, UNIT / 100 * 434);
    assert_eq!(garch.long_run_up(), Ok(UNIT));
    near(
        garch.ahead_up(next, 10).unwrap(),
        10u128.pow(36),
        "0.0003784717525514701",
        1e-15,
    );
    near(
        garch.sum_up(next, 10).unwrap(),
        10u128.pow(36),
        "0.004054884124977967",
        1e-15,
    );
    near(garch.half_life().unwrap(), WAD, "34.3096", 1e-6);
    for start in [next, UNIT / 3] {
        let steps: u128 = (1..=50)
            .map(|step| garch.ahead_up(start, step).unwrap())
            .sum();
        let sum = garch.sum_up(start, 50).unwrap();
        // Both are rounded up, by some 50 ulp of differences of some 200 UNIT.
        assert!(sum.abs_diff(steps) < UNIT / 10u128.pow(13), "{sum} {steps}");
        assert_eq!(garch.sum_up(start, 1).unwrap(), start);
        assert_eq!(garch.ahead_up(start, 1).unwrap(), start);
        assert_eq!(garch.sum_up(start, 0), Ok(0));
        assert!(
            garch.sum_up(start, u32::MAX).is_err()
                || garch.ahead_up(start, u32::MAX).unwrap() >= UNIT
        );
        assert_eq!(garch.ahead_up(start, 0), Err(RiskError::InvalidTerms));
    }
    let integrated = Garch {
        omega: 0,
        alpha: WAD / 10,
        beta: WAD / 10 * 9,
    };
    assert_eq!(integrated.next_up(UNIT, 0), Ok(UNIT / 10 * 9));
    assert_eq!(integrated.long_run_up(), Err(RiskError::InvalidTerms));
    assert_eq!(integrated.half_life(), Err(RiskError::InvalidTerms));
    assert_eq!(integrated.sum_up(UNIT, 2), Err(RiskError::InvalidTerms));
    let explosive = Garch {
        beta: WAD / 10 * 9 + 1,
        ..integrated
    };
    assert_eq!(explosive.next_up(UNIT, 0), Err(RiskError::InvalidTerms));
}

/// Forecasts are never below the exact ones, from above the long run and from below it, and above by little.
#[test]
fn garch_forecasts_are_upper_bounds() {
    let garch = Garch {
        omega: UNIT / 70,
        alpha: WAD / 100 * 8,
        beta: WAD / 1_000 * 911,
    };
    let persistence = Exact::decimal("0.991");
    let long_run = Exact::variance(garch.omega as i128) / Exact::decimal("0.009");
    for next in [5 * UNIT, UNIT / 3] {
        let (mut variance, mut sum) = (Exact::variance(next as i128), Exact::ZERO);
        for steps in 1..=300 {
            sum = sum + variance;
            for (own, exact) in [
                (garch.ahead_up(next, steps).unwrap(), variance),
                (garch.sum_up(next, steps).unwrap(), sum),
            ] {
                let gap = Exact::variance(own as i128).relative_to(exact);
                assert!((0.0..1e-14).contains(&gap), "{steps} from {next}: {gap:e}");
            }
            variance = long_run + persistence * (variance - long_run);
        }
    }
}

#[test]
fn har_of_an_example() {
    let har = Har::CRYPTO;
    let forecast = har
        .forecast_up([16 * UNIT, 12 * UNIT, 10 * UNIT], 0)
        .unwrap();
    assert_eq!(forecast, UNIT / 100 * 1364);
    assert_eq!(
        har.forecast_up([16 * UNIT, 12 * UNIT, 10 * UNIT], 14 * UNIT),
        Ok(14 * UNIT)
    );
    assert_eq!(Har::new(0, [1, 0, -1]), Err(RiskError::InvalidTerms));
    assert_eq!(Har::new(-1, [1, 0, 0]), Err(RiskError::InvalidTerms));
    // Rounded up, each product of its own.
    assert_eq!(
        Har::new(1, [1, 1, 1]).unwrap().forecast_up([1, 1, 1], 0),
        Ok(4)
    );
    assert_eq!(mean_up(&[1, 2, 2]), Ok(2));
    assert_eq!(
        mean_up(&[]),
        Err(RiskError::Math(MathError::DivisionByZero))
    );
}
