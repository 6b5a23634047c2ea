//! The oracle's sampler of one asset, in small, and prices for it.

use fixed::{ln_wad, WAD};
use risk::volatility::asset::{AssetVolatility, VolatilityTerms};
use risk::volatility::clock::price_at;
use risk::volatility::estimate::Estimate;
use risk::{annual_volatility_up, next_interval};

pub(crate) const TERMS: VolatilityTerms = VolatilityTerms::standard();
pub(crate) const HOUR: u64 = 3600;
/// (4 % a day)^2.
pub(crate) const CALM: i128 = 16 * 10i128.pow(32);

/// The oracle's sampler of one asset: due times on a grid, prices of those times from the feed's rounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sampler {
    pub(crate) state: AssetVolatility,
    price: u128,
    sampled_at: u64,
    due_at: u64,
    pub(crate) adaptive: bool,
}

impl Sampler {
    pub(crate) fn new(price: u128) -> Self {
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

    pub(crate) fn poke(&mut self, now: u64, rounds: &[(u64, u128)]) {
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

pub(crate) fn log_return(from: u128, to: u128) -> i128 {
    ln_wad(to).unwrap() - ln_wad(from).unwrap()
}

pub(crate) fn float(log_return: i128) -> f64 {
    log_return as f64 / 1e18
}

pub(crate) fn draws(mut seed: u64) -> impl FnMut() -> u64 {
    move || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed
    }
}

/// A round every minute; steps of 1/sqrt(1440) of 4 %, uniform.
pub(crate) fn walk(seed: u64, minutes: u64) -> Vec<(u64, u128)> {
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
