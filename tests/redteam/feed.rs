//! A push feed: what it has told by when.

use risk::volatility::clock::price_at;

/// Rounds of a feed: time and price (USD, WAD, eight decimals told), ascending.
#[derive(Debug, Clone)]
pub struct Rounds(pub Vec<(u64, u128)>);

/// When a feed speaks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Feed {
    /// Move that makes it speak, relative; zero speaks at every step.
    pub deviation: f64,
    /// Seconds after which it speaks without one.
    pub heartbeat: u64,
}

impl Feed {
    /// Half a percent or an hour, as ETH/USD and BTC/USD are told on Ethereum.
    pub const PUSH: Self = Self {
        deviation: 0.005,
        heartbeat: 3600,
    };
    /// Every step of the path.
    pub const EVERY: Self = Self {
        deviation: 0.0,
        heartbeat: 1,
    };

    /// The rounds of a path whose first price is told at time `from`.
    pub fn rounds(self, from: u64, step: u64, prices: &[f64]) -> Rounds {
        let mut rounds = Vec::new();
        let mut told: Option<(u64, f64)> = None;
        for (at, price) in (from..).step_by(step as usize).zip(prices) {
            let speaks = told.is_none_or(|(last, before)| {
                (price / before - 1.0).abs() >= self.deviation || at - last >= self.heartbeat
            });
            if speaks {
                told = Some((at, *price));
                rounds.push((at, answer(*price)));
            }
        }
        Rounds(rounds)
    }
}

/// A price as a feed of eight decimals tells it, WAD. At least one unit.
pub fn answer(price: f64) -> u128 {
    ((price * 1e8) as u128).max(1) * 10u128.pow(10)
}

impl Rounds {
    /// Those told by `now`.
    pub fn told(&self, now: u64) -> &[(u64, u128)] {
        &self.0[..self.0.partition_point(|(at, _)| *at <= now)]
    }

    /// The price in force at `due`, by the contract's own rule.
    pub fn price_at(&self, due: u64) -> u128 {
        price_at(due, self.told(due).iter().rev().copied()).expect("the feed had spoken")
    }
}

/// Log return, WAD, as the contract takes it.
pub fn log_return(from: u128, to: u128) -> i128 {
    fixed::ln_wad(to).expect("a price") - fixed::ln_wad(from).expect("a price")
}
