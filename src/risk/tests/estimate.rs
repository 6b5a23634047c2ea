//! One asset's memory: its start, its jumps, and what a reader is shown.

use fixed::{U256, WAD};
use model::Exact;
use proptest::collection::vec;
use proptest::prelude::*;
use risk::volatility::estimate::Estimate;
use risk::{step_up, Decay, EwmaTerms, Kernel, RiskError, DAY, MAX_RETURN};

const PLAIN: EwmaTerms = EwmaTerms {
    half_life: 2 * DAY,
    clip: 0,
    max_dt: 0,
};
/// (4 % a day)^2.
const CALM: i128 = 16 * 10i128.pow(32);

#[test]
fn the_smallest_variances_are_kept_and_rounded_up() {
    let still = Estimate::Running { variance: 0 };
    assert_eq!(still.to_word(), Ok(U256::ZERO));
    assert_eq!(Estimate::from_word(U256::ZERO), Ok(still));
    let half = Decay {
        weight: WAD / 2,
        gain: 0,
    };
    assert_eq!(step_up(1, 0, &half), Ok(1));
    assert_eq!(step_up(2, 0, &half), Ok(1));
    assert_eq!(step_up(3, WAD as i128, &half), Ok(2));
}

/// `2^(-dt/H)` from the exponential; `ln 2` to 60 digits.
fn kept(dt: u64, half_life: u64) -> Exact {
    let ln_2 = Exact::decimal("0.693147180559945309417232121458176568075500134360255254120680");
    (Exact::ratio(-(dt as i128), half_life.into()) * ln_2).exp()
}

/// The definition, in exact arithmetic: N and D with a prior of one half-life, v = N/D until more than three
/// half-lives have passed, `w v + (1-w)/dt r^2` from there.
fn defined(prior: i128, half_life: u64, samples: &[(i128, u64)]) -> Vec<Exact> {
    let days = |seconds: u64| Exact::ratio(seconds.into(), DAY.into());
    let (mut weight, mut elapsed) = (days(half_life), 0);
    let mut squares = Exact::variance(prior) * weight;
    let mut variance = Exact::variance(prior);
    let mut list = Vec::new();
    for (log_return, dt) in samples {
        let (w, r) = (kept(*dt, half_life), Exact::wad(*log_return));
        if elapsed <= 3 * half_life {
            squares = w * squares + r * r;
            weight = w * weight + days(*dt);
            variance = squares / weight;
        } else {
            variance = w * variance + (Exact::one() - w) / days(*dt) * r * r;
        }
        elapsed += dt;
        list.push(variance);
    }
    list
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(vectors::runs(60)) })]

    #[test]
    fn estimate_follows_its_definition_through_the_start(
        prior in 10i128.pow(26)..10i128.pow(34),
        half_life in 3600u64..30 * DAY,
        drawn in vec((-10i128.pow(17)..10i128.pow(17), 0.001f64..0.5), 1..30),
    ) {
        let samples: Vec<_> = drawn.iter().map(|(r, part)| (*r, 1 + (part * half_life as f64) as u64)).collect();
        let terms = EwmaTerms { half_life, ..PLAIN };
        let mut estimate = Estimate::start(prior, half_life).unwrap();
        let shown = estimate.variance_up().unwrap();
        prop_assert!((prior..=prior + 1 + i128::from(DAY / half_life)).contains(&shown));
        let mut elapsed = 0;
        for ((log_return, dt), exact) in samples.iter().zip(defined(prior, half_life, &samples)) {
            estimate.sample(*log_return, *dt, &terms).unwrap();
            elapsed += dt;
            prop_assert_eq!(matches!(estimate, Estimate::Running { .. }), elapsed > 3 * half_life);
            prop_assert_eq!(Estimate::from_word(estimate.to_word().unwrap()), Ok(estimate));
            let error = Exact::variance(estimate.variance_up().unwrap()).relative_to(exact);
            // Below only by the last digit of the prior's half-life in days.
            prop_assert!((-2.5e-17..4e-15).contains(&error), "{}", error);
        }
    }
}

#[test]
fn start_and_word_at_their_edges() {
    let mut estimate = Estimate::start(CALM, 2 * DAY).unwrap();
    let Estimate::Starting { kernel, elapsed } = estimate else {
        panic!("{estimate:?}");
    };
    assert_eq!(
        (kernel, elapsed),
        (
            Kernel {
                squares: 2 * CALM,
                days: 2 * WAD
            },
            0
        )
    );
    estimate.sample(0, 0, &PLAIN).unwrap();
    assert_eq!(estimate, Estimate::start(CALM, 2 * DAY).unwrap());
    // Six days are three half-lives to the second: still a start.
    estimate.sample(0, 6 * DAY, &PLAIN).unwrap();
    assert!(matches!(estimate, Estimate::Starting { elapsed, .. } if elapsed == 6 * DAY));
    let before = estimate.variance_up().unwrap();
    estimate.sample(0, 1, &PLAIN).unwrap();
    let Estimate::Running { variance } = estimate else {
        panic!("{estimate:?}");
    };
    assert!(variance < before && variance as f64 / before as f64 > 1.0 - 1e-5);
    let mut expected = variance;
    expected = step_up(expected, 1000, &Decay::over(60, 2 * DAY).unwrap()).unwrap();
    estimate.sample(1000, 60, &PLAIN).unwrap();
    assert_eq!(estimate.variance_up(), Ok(expected));

    let word = |n: u128, high: u128| (U256::from(high) << 128) | U256::from(n);
    let starting = Estimate::Starting {
        kernel: Kernel {
            squares: 5,
            days: 7,
        },
        elapsed: 9,
    };
    assert_eq!(starting.to_word(), Ok(word(5, 7 | 9 << 80)));
    assert_eq!(Estimate::Running { variance: 5 }.to_word(), Ok(word(5, 0)));
    let widest = Estimate::Starting {
        kernel: Kernel {
            squares: i128::MAX,
            days: (1 << 80) - 1,
        },
        elapsed: (1 << 48) - 1,
    };
    assert_eq!(widest.to_word(), Ok(word(i128::MAX as u128, u128::MAX)));
    assert_eq!(Estimate::from_word(widest.to_word().unwrap()), Ok(widest));
    for (days, elapsed) in [(1 << 80, 0), (1, 1 << 48)] {
        let kernel = Kernel { squares: 0, days };
        assert!(Estimate::Starting { kernel, elapsed }.to_word().is_err());
    }
    for malformed in [word(1 << 127, 0), word(1 << 127, 1), word(1, 1 << 80)] {
        assert_eq!(Estimate::from_word(malformed), Err(RiskError::Malformed));
    }
    assert_eq!(Estimate::start(-1, DAY), Err(RiskError::InvalidTerms));
    assert_eq!(Estimate::start(1, 0), Err(RiskError::InvalidTerms));
    assert!(Estimate::start(0, 1).is_ok());
}

/// The clip is the estimate's own, the bound on a return everybody's, and a long silence counts as `max_dt`.
#[test]
fn orc_6_one_print_teaches_five_deviations() {
    let terms = EwmaTerms {
        clip: 5 * WAD,
        max_dt: 4 * DAY,
        ..PLAIN
    };
    let after = |log_return: i128, dt: u64, terms: &EwmaTerms| {
        let mut estimate = Estimate::Running { variance: CALM };
        estimate.sample(log_return, dt, terms).unwrap();
        estimate.variance_up().unwrap()
    };
    assert_eq!(
        after(WAD as i128, DAY, &terms),
        after(-200_000_000_000_000_000, DAY, &terms)
    );
    assert!(after(199_999_999_999_999_999, DAY, &terms) < after(WAD as i128, DAY, &terms));
    assert_eq!(
        after(i128::MAX, DAY, &PLAIN),
        after(MAX_RETURN, DAY, &PLAIN)
    );
    assert_eq!(
        after(i128::MIN, DAY, &PLAIN),
        after(-MAX_RETURN, DAY, &PLAIN)
    );
    assert_eq!(after(0, u64::MAX, &terms), after(0, 4 * DAY, &terms));
    assert!(after(0, 4 * DAY - 1, &terms) > after(0, 4 * DAY, &terms));
}
