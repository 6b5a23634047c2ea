//! Sampling cannot be steered, and what has not been sampled cannot be hidden.

use fixed::WAD;
use proptest::collection::vec;
use proptest::prelude::*;
use risk::{Covariance, EwmaTerms, DAY};

const TERMS: EwmaTerms = EwmaTerms {
    half_life: 2 * DAY,
    clip: 0,
    max_dt: 0,
};

fn one(variance: i128) -> Covariance {
    Covariance::from_triangle(1, &[variance]).unwrap()
}

fn variance(matrix: &Covariance) -> f64 {
    matrix.get(0, 0).unwrap() as f64
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    /// V1: a mean of r^2/dt per poke falls to 0.21 of itself under fifty pokes at one price in an hour.
    #[test]
    fn orc_8_fifty_same_price_samples_equal_one(start in 10i128.pow(24)..10i128.pow(34), gaps in vec(1u64..300, 50)) {
        let (mut often, mut once) = (one(start), one(start));
        for dt in &gaps {
            often.update(&[Some(0)], *dt, &TERMS).unwrap();
        }
        once.update(&[Some(0)], gaps.iter().sum(), &TERMS).unwrap();
        prop_assert!((variance(&often) / variance(&once) - 1.0).abs() < 1e-12);
    }

    /// V4: the interval of a fall, cut into twenty, the fall in any one of them: only decay differs.
    #[test]
    fn orc_8_a_drop_within_twenty_samples_counts_as_one(
        start in 10i128.pow(28)..10i128.pow(33), gaps in vec(1u64..180, 20), place in 0usize..20, drop in 1i128..50,
    ) {
        let drop = -drop * 10i128.pow(16);
        let (mut cut, mut whole) = (one(start), one(start));
        for (step, dt) in gaps.iter().enumerate() {
            cut.update(&[Some(if step == place { drop } else { 0 })], *dt, &TERMS).unwrap();
        }
        let total: u64 = gaps.iter().sum();
        whole.update(&[Some(drop)], total, &TERMS).unwrap();
        let decay = (total as f64 / TERMS.half_life as f64).exp2();
        let ratio = variance(&cut) / variance(&whole);
        prop_assert!(ratio < decay * (1.0 + 1e-12) && ratio > 1.0 / decay / (1.0 + 1e-12), "{ratio} {decay}");
    }

    /// ORC-7 and V7: a reader sees at least the stored variance and at least what the sample would store;
    /// exactly that where every variance rises.
    #[test]
    fn orc_7_pending_is_the_larger_of_stored_and_sampled(
        loadings in vec(vec(-10i128.pow(17)..10i128.pow(17), 3), 1..6),
        returns in vec(prop::option::weighted(0.9, -10i128.pow(17)..10i128.pow(17)), 6), dt in 1u64..200_000,
    ) {
        let stored = crate::world::covariance(&loadings);
        let returns = &returns[..stored.assets()];
        let seen = stored.pending(returns, dt, &TERMS).unwrap();
        let mut sampled = stored.clone();
        sampled.update(returns, dt, &TERMS).unwrap();
        let count = stored.assets();
        let mut all_rise = true;
        for asset in 0..count {
            let [before, seen, after] = [&stored, &seen, &sampled].map(|matrix| matrix.get(asset, asset).unwrap());
            let larger = before.max(after);
            prop_assert!(seen >= larger && seen <= larger + count as i128);
            all_rise &= after >= before;
            for other in 0..asset {
                // Correlations are those after the sample, up to the last digit of a small variance.
                let [seen, after] = [&stored.pending(returns, dt, &TERMS).unwrap(), &sampled]
                    .map(|matrix| matrix.correlation(asset, other).unwrap());
                prop_assert!(seen.abs_diff(after) < 100, "{seen} {after}");
            }
        }
        if all_rise {
            prop_assert_eq!(seen, sampled);
        }
    }
}

/// V3: sampling at will instead of on every step adds noise, never a bias: over 300 random walks and
/// schedules the mean ratio to the full grid is one. (A mean of r^2/dt per sample is steered fourfold.)
#[test]
fn orc_8_schedule_does_not_bias_the_estimate() {
    let terms = EwmaTerms {
        half_life: 12 * 3600,
        ..TERMS
    };
    let mut state = 0x9e37_79b9_7f4a_7c15u64;
    let mut draw = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let mut sum = 0.0;
    for walk in 0..300u64 {
        // Steps near the starting variance of 0.001 a day, so that the start does not tell.
        let (mut grid, mut chosen) = (one(10i128.pow(33)), one(10i128.pow(33)));
        let (mut unseen, mut gap) = (0i128, 0u64);
        for _ in 0..2000 {
            let step = (i128::from(draw() % 2_000_001) - 1_000_000) * 2_041_000_000;
            grid.update(&[Some(step)], 120, &terms).unwrap();
            (unseen, gap) = (unseen + step, gap + 120);
            if draw() % (2 + walk % 7) == 0 {
                chosen.update(&[Some(unseen)], gap, &terms).unwrap();
                (unseen, gap) = (0, 0);
            }
        }
        let ratio = variance(&chosen) / variance(&grid);
        assert!((0.4..2.5).contains(&ratio), "{ratio}");
        sum += ratio;
    }
    let mean = sum / 300.0;
    println!("orc_8: mean ratio of a random schedule to the full grid {mean:.4}");
    assert!((mean - 1.0).abs() < 0.03, "{mean}");
}

/// V7: price -15 % since the last sample, nobody pokes. The reader's variance holds the whole move at once.
#[test]
fn orc_7_an_unsampled_jump_shows_at_once() {
    let stored = one(16 * 10i128.pow(32));
    let jump = -162_518_929_497_774_913; // ln 0.85
    let seen = stored.pending(&[Some(jump)], 12, &TERMS).unwrap();
    // 0.0016 w + 0.346565 * 0.0264124...
    assert!(
        (variance(&seen) / 1e36 - 0.010_753_5).abs() < 1e-6,
        "{}",
        variance(&seen)
    );
    let mut sampled = stored.clone();
    sampled.update(&[Some(jump)], 12, &TERMS).unwrap();
    assert_eq!(seen, sampled);
    // And waiting, with the price back, takes nothing away from what is stored.
    let waited = stored.pending(&[Some(0)], 10 * DAY, &TERMS).unwrap();
    assert!(waited.get(0, 0).unwrap() >= stored.get(0, 0).unwrap());
    assert_eq!(
        stored.pending(&[Some(jump)], 0, &TERMS).unwrap(),
        stored.pending(&[Some(jump)], 1, &TERMS).unwrap(),
        "a jump within the second of the sample is no less of a jump"
    );
}

/// One print teaches at most five standard deviations of its interval.
#[test]
fn orc_6_a_wick_moves_the_filter_by_its_limit() {
    let terms = EwmaTerms {
        clip: 5 * WAD,
        ..TERMS
    };
    let growth = |dt: u64| {
        let mut matrix = one(16 * 10i128.pow(32));
        matrix.update(&[Some(2 * WAD as i128)], dt, &terms).unwrap();
        variance(&matrix) / 16e32
    };
    assert!((growth(12) - 1.001_155).abs() < 1e-6, "{}", growth(12));
    assert!((growth(3600) - 1.344_1).abs() < 1e-4, "{}", growth(3600));
    assert!((growth(DAY) - 8.03).abs() < 1e-2, "{}", growth(DAY));
}
