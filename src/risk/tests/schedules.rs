//! When samples are asked for does not change what is estimated.

use crate::naive::PerPoke;
use crate::sampler::{float, log_return, walk, Sampler, CALM, HOUR, TERMS};
use proptest::collection::vec;
use proptest::prelude::*;
use risk::volatility::estimate::Estimate;
use risk::DAY;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(vectors::runs(60)) })]

    /// ORC-8: for one path of prices every schedule of pokes leaves the same state, to the bit, as a poke at
    /// every due time; with a fixed grid and with one that follows the index.
    #[test]
    fn orc_8_v3_any_schedule_is_the_full_grid(
        seed in 1u64.., adaptive: bool, pokes in vec(0u64..2880 * 60, 0..40), end in 1u64..2880 * 60,
    ) {
        let rounds = walk(seed, 2880);
        let seen = |now: u64| &rounds[..=(now / 60) as usize];
        let (mut grid, mut chosen) = (Sampler::new(rounds[0].1), Sampler::new(rounds[0].1));
        (grid.adaptive, chosen.adaptive) = (adaptive, adaptive);
        for minute in 0..=end / 60 {
            grid.poke(minute * 60, seen(minute * 60));
        }
        grid.poke(end, seen(end));
        let mut pokes = pokes;
        pokes.sort_unstable();
        for now in pokes.into_iter().filter(|now| *now < end) {
            chosen.poke(now, seen(now));
        }
        chosen.poke(end, seen(end));
        prop_assert_eq!(&chosen, &grid);
        if end >= 4 * HOUR {
            prop_assert!(grid.state.samples > 30, "something was sampled");
        }
    }
}

/// What one day of an attacker who is the only one to poke leaves of a variance, relative to the full grid:
/// with prices of due times, with the price of the poke's own time, and with a naive mean.
/// `picks(since, drift)` says whether to poke, minutes after the sample and the move since it.
fn day_of(seed: u64, picks: impl Fn(u64, f64) -> bool) -> [f64; 3] {
    let rounds = walk(seed, 1440);
    let (mut grid, mut chosen) = (Sampler::new(rounds[0].1), Sampler::new(rounds[0].1));
    let mut latest = Estimate::Running { variance: CALM };
    let mut naive = PerPoke {
        variance: 0.0016,
        kept: 0.94,
    };
    let mut naive_grid = naive;
    let (mut last, mut grid_last) = (0, 0);
    for minute in 1..=1440usize {
        let now = minute as u64 * 60;
        if now.is_multiple_of(HOUR) {
            grid.poke(now, &rounds[..=minute]);
            naive_grid.sample(
                float(log_return(rounds[grid_last].1, rounds[minute].1)),
                HOUR,
            );
            grid_last = minute;
        }
        let drift = log_return(rounds[last].1, rounds[minute].1);
        let since = (minute - last) as u64;
        if since >= 60 && picks(since, float(drift).abs()) {
            chosen.poke(now, &rounds[..=minute]);
            latest.sample(drift, since * 60, &TERMS.fast).unwrap();
            naive.sample(float(drift), since * 60);
            last = minute;
        }
    }
    // The day over, anybody's poke brings the grid up to date.
    chosen.poke(DAY, &rounds);
    let variance = |estimate: &Estimate| estimate.variance_up().unwrap() as f64;
    let full = variance(&grid.state.fast);
    [
        variance(&chosen.state.fast) / full,
        variance(&latest) / full,
        naive.variance / naive_grid.variance,
    ]
}

/// V3: the attacker pokes only where the price is back at that of the last sample.
#[test]
fn orc_8_v3_returning_prices_hide_nothing() {
    let mut worst = [1.0f64; 3];
    for seed in 1..=40 {
        let found = day_of(seed * 7919, |_, drift| drift < 1e-3);
        worst = std::array::from_fn(|at| worst[at].min(found[at]));
        assert!((found[0] - 1.0).abs() <= 0.1);
    }
    println!(
        "v3, 24 h, lowest: grid {:.3}, latest price {:.3}, naive {:.3}",
        worst[0], worst[1], worst[2]
    );
    assert_eq!(worst[0], 1.0);
    // Sums of squares lose at most the decay of a day, 2^(-24/60); the full grid may also have risen.
    assert!(worst[1] > 0.55 && worst[1] < 0.9, "{}", worst[1]);
    assert!(worst[2] < 0.5, "{}", worst[2]);
}

/// V3: within each hour the attacker picks the minute, by a rule that looks at the past only.
#[test]
fn orc_8_v3_choosing_the_minute_moves_nothing() {
    let mut extremes = [[1.0f64; 2]; 3];
    for seed in 1..=40 {
        for low in [true, false] {
            let found = day_of(seed * 104_729, |since, drift| {
                let expected = 0.04 * (since as f64 / 1440.0).sqrt();
                since >= 119 || (low && drift < 0.3 * expected) || (!low && drift > 1.5 * expected)
            });
            assert!((found[0] - 1.0).abs() <= 0.03);
            for (extreme, ratio) in extremes.iter_mut().zip(found) {
                *extreme = [extreme[0].min(ratio), extreme[1].max(ratio)];
            }
        }
    }
    println!("v3, minutes of an hour, lowest and highest: grid {:.3?}, latest price {:.3?}, naive {:.3?}", extremes[0], extremes[1], extremes[2]);
    assert_eq!(extremes[0], [1.0, 1.0]);
    assert!(
        extremes[2][0] < 0.73 && extremes[2][1] > 1.30,
        "{:?}",
        extremes[2]
    );
}
