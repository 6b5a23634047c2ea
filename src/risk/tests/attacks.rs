//! Attacks on the sampling: what they do to a naive estimator, and that they do nothing here.

use crate::naive::{OwnClocks, PerPoke};
use crate::sampler::{float, log_return, Sampler, CALM, HOUR, TERMS};
use fixed::WAD;
use risk::{Covariance, EwmaTerms, DAY};

/// V1: fifty pokes at one price within an hour of the grid.
#[test]
fn orc_5_v1_pokes_between_due_times_change_nothing() {
    let rounds = [(0, 2_500 * WAD)];
    let mut sampler = Sampler::new(2_500 * WAD);
    sampler.poke(HOUR, &rounds);
    let before = sampler.clone();
    let mut naive = PerPoke {
        variance: 1.0,
        kept: 0.94,
    };
    for poke in 0..50 {
        sampler.poke(HOUR + 70 * (poke + 1), &rounds);
        naive.sample(0.0, 70);
    }
    assert_eq!(sampler, before, "bit by bit");
    assert!(
        (naive.variance.sqrt() - 0.213).abs() < 5e-4,
        "{}",
        naive.variance.sqrt()
    );
    sampler.poke(2 * HOUR, &rounds);
    assert_eq!(sampler.state.samples, before.state.samples + 1);
}

/// V2: a hundred alternating rounds of 0.05 % within the hour, each of them poked.
#[test]
fn orc_5_v2_alternating_rounds_are_one_sample_at_the_due_price() {
    let price = |round: u64| {
        if round.is_multiple_of(2) {
            2_500 * WAD
        } else {
            250_125 * WAD / 100
        }
    };
    let rounds: Vec<_> = (0..=100).map(|round| (36 * round, price(round))).collect();
    let mut sampler = Sampler::new(price(0));
    let mut naive = PerPoke {
        variance: 1e-5,
        kept: 0.94,
    };
    let mut samples = vec![sampler.state.samples];
    for poke in 1..=100 {
        sampler.poke(36 * poke, &rounds[..=poke as usize]);
        naive.sample(float(log_return(price(poke - 1), price(poke))), 36);
        samples.push(sampler.state.samples);
    }
    samples.dedup();
    assert_eq!(samples.len(), 2);
    let mut alone = Sampler::new(price(0));
    // The due price counts also where a later round comes in the same transaction's block.
    alone.poke(
        HOUR + 30,
        &[
            (0, price(0)),
            (HOUR - 36, price(1)),
            (HOUR, price(0)),
            (HOUR + 30, price(1)),
        ],
    );
    assert_eq!(sampler, alone);
    assert!(
        naive.variance / 1e-5 > 50.0,
        "pumped {}",
        naive.variance / 1e-5
    );
}

/// V4: 10 % down in ten minutes as 200 rounds, each of them poked.
#[test]
fn orc_7_v4_a_fall_in_steps_is_one_return_and_shows_at_once() {
    let steps: Vec<(u64, u128)> = (0..=200)
        .map(|step| {
            (
                3 * step,
                (2_500e18 * 0.9f64.powf(step as f64 / 200.0)) as u128,
            )
        })
        .collect();
    let mut sampler = Sampler::new(2_500 * WAD);
    let stored = sampler.clone();
    let mut squares = 0.0;
    for (step, pair) in steps.windows(2).enumerate() {
        squares += float(log_return(pair[0].1, pair[1].1)).powi(2);
        sampler.poke(pair[1].0, &steps[..=step + 1]);
    }
    let fall = log_return(steps[0].1, steps[200].1);
    assert_eq!(sampler, stored, "no due time has passed");
    assert!((squares - 5.55e-5).abs() < 1e-7 && float(fall).powi(2) / squares > 199.0);
    // A reader sees half of 0.0111 at once, with or without the pokes: 7.4 % a day instead of 4 %.
    let seen = sampler.state.pending(fall, 600, &TERMS).unwrap().fast;
    assert!(
        (seen as f64 / 1e36 - 0.5 * 0.011_100_8).abs() < 1e-6,
        "{seen}"
    );
    sampler.poke(HOUR, &steps);
    let sampled = sampler.state.reading(&TERMS).unwrap().fast;
    assert_eq!(sampled, seen, "sampling it takes nothing away");
}

/// V9: one asset sampled alone, twenty times, without a move.
#[test]
fn orc_9_v9_own_clocks_break_a_matrix_that_a_common_one_keeps() {
    let mut naive = OwnClocks {
        first: 1.0,
        second: 1.0,
        both: 1.0,
    };
    let mut matrix = Covariance::from_triangle(2, &[CALM, CALM, CALM]).unwrap();
    let day = EwmaTerms {
        half_life: DAY,
        clip: 0,
        max_dt: 0,
    };
    for _ in 0..20 {
        naive.sample_first(0.0, 0.94);
        matrix.update(&[Some(0), None], 7712, &day).unwrap(); // 0.94 = 2^(-7712/86400)
    }
    assert!(
        (naive.correlation() - 1.857).abs() < 1e-3,
        "{}",
        naive.correlation()
    );
    assert!(
        (naive.long_short() + 0.71).abs() < 1e-3,
        "{}",
        naive.long_short()
    );
    assert!(matrix.get(0, 0).unwrap() < CALM * 30 / 100);
    assert!(matrix.correlation(1, 0).unwrap() <= WAD as i128);
    let form =
        matrix.get(0, 0).unwrap() + matrix.get(1, 1).unwrap() - 2 * matrix.get(1, 0).unwrap();
    assert!(form >= 0, "{form}");
}
