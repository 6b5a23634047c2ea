//! Designs that must not be used, as they are often written, for attacks to beat.

use risk::DAY;

/// Weight that a poke leaves to the past (RiskMetrics).
pub const KEPT: f64 = 0.94;

/// A mean of `r^2 / dt` with a fixed weight per poke, whenever the poke comes, at the price of that moment.
/// Per day.
#[derive(Debug, Clone, Copy)]
pub struct PerPoke {
    /// The estimate.
    pub variance: f64,
    /// When it was last poked, seconds.
    pub at: u64,
    /// The price then.
    pub price: f64,
}

impl PerPoke {
    /// Takes a price at `now`.
    pub fn poke(&mut self, now: u64, price: f64) {
        let log_return = (price / self.price).ln();
        let rate = log_return * log_return * DAY as f64 / (now - self.at) as f64;
        self.variance = KEPT * self.variance + (1.0 - KEPT) * rate;
        (self.at, self.price) = (now, price);
    }
}

/// The same without the time between pokes: a mean of `r^2`.
#[derive(Debug, Clone, Copy)]
pub struct PerUpdate {
    /// The estimate, per update.
    pub variance: f64,
}

impl PerUpdate {
    /// Takes a return.
    pub fn poke(&mut self, log_return: f64) {
        self.variance = KEPT * self.variance + (1.0 - KEPT) * log_return * log_return;
    }
}

/// A covariance of two assets whose entries each decay when their own asset is sampled.
#[derive(Debug, Clone, Copy)]
pub struct OwnClocks {
    /// Variance of the first.
    pub first: f64,
    /// Variance of the second.
    pub second: f64,
    /// Their covariance.
    pub both: f64,
}

impl OwnClocks {
    /// The first asset alone.
    pub fn poke_first(&mut self, log_return: f64) {
        self.first = KEPT * self.first + (1.0 - KEPT) * log_return * log_return;
    }

    /// Covariance over deviations.
    pub fn correlation(&self) -> f64 {
        self.both / (self.first * self.second).sqrt()
    }

    /// Variance of one unit long and one short.
    pub fn long_short(&self) -> f64 {
        self.first + self.second - 2.0 * self.both
    }
}
