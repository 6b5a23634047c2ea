//! Attacks on the sampling: what they do to a naive estimator, and that they do nothing here.

use crate::naive::{OwnClocks, PerPoke};
use fixed::{ln_wad, WAD};
use proptest::collection::vec;
use proptest::prelude::*;
use risk::volatility::asset::{AssetVolatility, VolatilityTerms};
use risk::volatility::clock::price_at;
use risk::volatility::estimate::Estimate;
use risk::{annual_volatility_up, next_interval, Covariance, EwmaTerms, DAY};

const TERMS: VolatilityTerms = VolatilityTerms::standard();
const HOUR: u64 = 3600;
/// (4 % a day)^2.
const CALM: i128 = 16 * 10i128.pow(32);

/// The oracle's sampler of one asset: due times on a grid, prices of those times from the feed's rounds.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Sampler {
    state: AssetVolatility,
    price: u128,
    sampled_at: u64,
    due_at: u64,
    adaptive: bool,
}

impl Sampler {
    fn new(price: u128) -> Self {
        let mut state = AssetVolatility::listed(CALM, &TERMS).unwrap();
        state.samples = 30;
        // Past its start: what is tried is the filter.
        state.fast = Estimate::Running { variance: CALM };
        state.slow = Estimate::Running { variance: CALM };
        Self {
            state,
            price,
            sampled_at: 0,
            due_at: HOUR,
            adaptive: false,
        }
    }

    fn poke(&mut self, now: u64, rounds: &[(u64, u128)]) {
        while self.due_at <= now {
            let price = price_at(self.due_at, rounds.iter().rev().copied()).unwrap();
            let dt = self.due_at - self.sampled_at;
            self.state
                .sample(log_return(self.price, price), dt, &TERMS)
                .unwrap();
            (self.price, self.sampled_at) = (price, self.due_at);
            self.due_at += if self.adaptive {
                let index = annual_volatility_up(self.state.fast.variance_up().unwrap()).unwrap();
                next_interval(index, 6 * WAD / 10, HOUR, 300, 4 * HOUR).unwrap()
            } else {
                HOUR
            };
        }
    }
}

fn log_return(from: u128, to: u128) -> i128 {
    ln_wad(to).unwrap() - ln_wad(from).unwrap()
}

fn float(log_return: i128) -> f64 {
    log_return as f64 / 1e18
}

fn draws(mut seed: u64) -> impl FnMut() -> u64 {
    move || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed
    }
}

/// A round every minute; steps of 1/sqrt(1440) of 4 %, uniform.
fn walk(seed: u64, minutes: u64) -> Vec<(u64, u128)> {
    let mut draw = draws(seed);
    let mut price = 2_500e18;
    (0..=minutes)
        .map(|minute| {
            let round = (minute * 60, price as u128);
            let step = (draw() % 2_000_001) as f64 / 1e6 - 1.0;
            price *= (step * 0.04 * (3.0f64 / 1440.0).sqrt()).exp();
            round
        })
        .collect()
}

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
        if round % 2 == 0 {
            2_500 * WAD
        } else {
            2_501_25 * WAD / 100
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
        if now % HOUR == 0 {
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
