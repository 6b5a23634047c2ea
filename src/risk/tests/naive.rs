//! Estimators that must not be used, as they are often written, for attacks to beat.

/// A mean of `r^2 / dt` with a fixed weight per poke, whenever the poke comes. Per day.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PerPoke {
    pub(crate) variance: f64,
    pub(crate) kept: f64,
}

impl PerPoke {
    pub(crate) fn sample(&mut self, log_return: f64, dt: u64) {
        let rate = log_return * log_return * 86_400.0 / dt as f64;
        self.variance = self.kept * self.variance + (1.0 - self.kept) * rate;
    }
}

/// A mean of `r^2 / dt` in which every observation starts with weight one, whatever time it spans (the
/// convention of `ewm(times=)`): a burst of ticks counts like a long time.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct TickMean {
    weights: f64,
    rates: f64,
}

impl TickMean {
    pub(crate) fn sample(&mut self, log_return: f64, dt: u64, half_life: u64) {
        let kept = (-(dt as f64) / half_life as f64).exp2();
        self.weights = kept * self.weights + 1.0;
        self.rates = kept * self.rates + log_return * log_return * 86_400.0 / dt as f64;
    }

    pub(crate) fn variance(&self) -> f64 {
        self.rates / self.weights
    }
}

/// A covariance of two assets whose entries each decay when their own asset is sampled.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OwnClocks {
    pub(crate) first: f64,
    pub(crate) second: f64,
    pub(crate) both: f64,
}

impl OwnClocks {
    pub(crate) fn sample_first(&mut self, log_return: f64, kept: f64) {
        self.first = kept * self.first + (1.0 - kept) * log_return * log_return;
    }

    pub(crate) fn correlation(&self) -> f64 {
        self.both / (self.first * self.second).sqrt()
    }

    pub(crate) fn long_short(&self) -> f64 {
        self.first + self.second - 2.0 * self.both
    }
}
