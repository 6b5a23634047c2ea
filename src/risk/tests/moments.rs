//! One asset in 128 bits: as exact as it says, bounded, at limited speeds, and shown with what is pending.

use crate::correlations::{BOUNDS, MEMORY};
use proptest::prelude::*;
use risk::volatility::asset::COLD_START_VARIANCE;
use risk::volatility::clock::{index_of_variances_up, next_due, outstanding};
use risk::volatility::moments::{Interval, Memory, Moments, PACED_DOUBLES, PACED_HALVES};
use risk::{annual_volatility_up, index_volatility_up, DAY, MAX_RETURN};

/// (4 % a day)^2.
const CALM: i128 = 16 * 10i128.pow(32);

fn trusted(variance: i128) -> Moments {
    Moments {
        samples: 31,
        ..Moments::listed(variance).unwrap()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(vectors::runs(300)) })]

    /// What a step leaves is exactly what the bits hold: a walk of eight samples in memory is the same as eight
    /// transactions. ORC-6: estimates stay within their bounds whatever comes.
    #[test]
    fn orc_6_every_step_is_storable_and_bounded(
        steps in prop::collection::vec((prop_oneof![-6 * 10i128.pow(18)..6 * 10i128.pow(18), -10i128.pow(16)..10i128.pow(16)], prop_oneof![60u64..20_000, 0u64..400 * DAY]), 1..40),
        clip in prop_oneof![Just(0u128), Just(5 * 10u128.pow(18))],
    ) {
        let memory = Memory { clip, ..MEMORY };
        let mut moments = Moments::listed(CALM).unwrap();
        for (log_return, dt) in steps {
            let before = moments;
            moments = moments.step(log_return, &Interval::of(dt, &memory).unwrap(), &BOUNDS).unwrap().0;
            prop_assert_eq!(Moments::from_bits(moments.to_bits().unwrap()), Ok(moments));
            prop_assert!(moments.jump >= log_return.unsigned_abs().min(MAX_RETURN.unsigned_abs()));
            for variance in [moments.fast, moments.slow] {
                // Rounding up by a part of 2^29 comes last.
                let most = BOUNDS.most + (BOUNDS.most >> 28);
                prop_assert!((BOUNDS.least..=most).contains(&variance));
            }
            // V6, at the level of the paced volatility: both speeds, by the clock and not by the step.
            let (was, is) = (before.paced as f64, moments.paced as f64);
            let seconds = dt.max(1) as f64;
            let (fall, rise) = (-seconds / PACED_HALVES as f64, seconds / PACED_DOUBLES as f64);
            prop_assert!(is >= was * fall.exp2() * (1.0 - 1e-12), "{was} {is}");
            prop_assert!(is <= was * rise.exp2() * (1.0 + 1e-12), "{was} {is}");
        }
    }

    /// ORC-7: a reader sees at least what is stored and at least what the sample would leave, cold start included.
    #[test]
    fn orc_7_pending_hides_nothing(
        past in prop::collection::vec((-10i128.pow(17)..10i128.pow(17), 60u64..DAY), 0..40),
        jump in prop_oneof![-2 * 10i128.pow(18)..2 * 10i128.pow(18), -10i128.pow(16)..10i128.pow(16)], dt in 0u64..10 * DAY,
    ) {
        let mut moments = Moments::listed(CALM).unwrap();
        for (log_return, dt) in past {
            moments = moments.step(log_return, &Interval::of(dt, &MEMORY).unwrap(), &BOUNDS).unwrap().0;
        }
        let interval = Interval::of(dt, &MEMORY).unwrap();
        let (pending, _) = moments.pending(jump, &interval, CALM, &BOUNDS).unwrap();
        let stored = moments.reading(CALM, &BOUNDS).unwrap();
        let sampled = moments.step(jump, &interval, &BOUNDS).unwrap().0.reading(CALM, &BOUNDS).unwrap();
        for (pending, stored, sampled) in [
            (pending.fast, stored.fast, sampled.fast),
            (pending.slow, stored.slow, sampled.slow),
            (pending.paced, stored.paced, sampled.paced),
        ] {
            prop_assert!(pending >= stored && pending >= sampled);
        }
    }

    /// The index from variances is that from volatilities, by another road.
    #[test]
    fn the_index_of_variances_is_that_of_volatilities(variances in prop::collection::vec(10i128.pow(30)..10i128.pow(36), 1..16), weights in prop::collection::vec(0u32..10_000, 16)) {
        let weights = &weights[..variances.len()];
        let volatilities: Vec<u128> = variances.iter().map(|variance| annual_volatility_up(*variance).unwrap()).collect();
        let wide: Vec<u128> = weights.iter().map(|weight| u128::from(*weight)).collect();
        let (first, second) = (index_of_variances_up(&variances, weights).unwrap(), index_volatility_up(&volatilities, &wide).unwrap());
        prop_assert!(first.abs_diff(second) <= 10, "{first} {second}");
    }
}

/// V8: a month, a year, for ever; the largest returns; nothing overflows and nothing is forgotten below the floor.
#[test]
fn orc_6_v8_silence_neither_erases_nor_overflows() {
    for silence in [30 * DAY, 366 * DAY, u64::MAX] {
        for jump in [0, MAX_RETURN, -MAX_RETURN, i128::MIN, i128::MAX] {
            let interval = Interval::of(silence, &MEMORY).unwrap();
            let mut moments = trusted(CALM);
            for _ in 0..3 {
                moments = moments.step(jump, &interval, &BOUNDS).unwrap().0;
            }
            let (shown, _) = moments.pending(jump, &interval, 0, &BOUNDS).unwrap();
            for variance in [shown.fast, shown.slow, shown.paced] {
                assert!(
                    (BOUNDS.least..=BOUNDS.most).contains(&variance),
                    "{variance}"
                );
            }
        }
    }
}

/// V12: 0, 1, 29 and 30 samples of an asset that looks dead calm, and of one that was listed as wild.
#[test]
fn v12_cold_start_until_thirty_samples() {
    let interval = Interval::of(3_600, &MEMORY).unwrap();
    for start in [BOUNDS.least, 4 * COLD_START_VARIANCE] {
        let mut moments = Moments::listed(start).unwrap();
        for count in 0..30 {
            assert_eq!((moments.samples, moments.is_trusted()), (count, false));
            let shown = moments.reading(start, &BOUNDS).unwrap();
            assert!(
                shown.fast >= start.max(COLD_START_VARIANCE)
                    && shown.slow >= start.max(COLD_START_VARIANCE)
            );
            moments = moments.step(0, &interval, &BOUNDS).unwrap().0;
        }
        assert!(moments.is_trusted());
        assert!(moments.reading(start, &BOUNDS).unwrap().fast < start.max(COLD_START_VARIANCE));
        for _ in 0..40 {
            moments = moments.step(0, &interval, &BOUNDS).unwrap().0;
        }
        assert_eq!(moments.samples, 31);
    }
}

/// A jump raises what is shown at once, the paced variance by its speed, and the clip keeps it from the filter.
#[test]
fn a_jump_shows_at_once_and_paces_itself() {
    let memory = Memory {
        clip: 5 * 10u128.pow(18),
        ..MEMORY
    };
    let interval = Interval::of(3_600, &memory).unwrap();
    let jump = -162_518_929_497_774_913; // ln 0.85
    let moments = trusted(CALM).step(jump, &interval, &BOUNDS).unwrap().0;
    let shown = moments.reading(0, &BOUNDS).unwrap();
    // Half of the square; the filter alone grows by 1.3441 (model 3.4).
    assert!((shown.fast as f64 / 1e36 / (0.5 * 0.162_518_929_5f64.powi(2)) - 1.0).abs() < 1e-4);
    assert!((moments.fast as f64 / CALM as f64 - 1.344_1).abs() < 1e-4);
    // The paced one follows in the hour after.
    assert_eq!(moments.paced, trusted(CALM).paced);
    let later = moments.step(0, &interval, &BOUNDS).unwrap().0;
    assert!((later.paced as f64 / CALM as f64 - 1.040_4).abs() < 1e-4);
    let day = Interval::of(DAY, &memory).unwrap();
    let calm = trusted(CALM);
    let quiet = Moments {
        fast: BOUNDS.least,
        ..calm
    }
    .step(0, &day, &BOUNDS)
    .unwrap()
    .0;
    assert!((quiet.paced as f64 / calm.paced as f64 - 0.960_4).abs() < 1e-5);
}

/// Each due time follows from the one before; a clock far behind takes longer steps, and catches up.
#[test]
fn the_clock_does_not_depend_on_who_comes_late() {
    assert_eq!(next_due(1_000, 1_000, 3_600), 4_600);
    assert_eq!(next_due(1_000, 1_000 + 128 * 3_600, 3_600), 4_600);
    assert_eq!(
        next_due(1_000, 1_000 + 256 * 3_600, 3_600),
        1_000 + 2 * 3_600
    );
    assert_eq!(next_due(1_000, 1_000, 0), 1_001, "time goes on");
    assert_eq!(outstanding(1_000, 999, 3_600), 0);
    assert_eq!(outstanding(1_000, 1_000, 3_600), 1);
    assert_eq!(outstanding(1_000, 1_000 + 3 * 3_600, 3_600), 4);
    let year = outstanding(0, 366 * DAY, 3_600);
    assert!((128..1_000).contains(&year), "{year}");
    assert!(outstanding(0, u64::MAX - 1, 1) < 8_000);
}
