//! The experts of one asset with a state that does not grow: five averages and seven weights.

use super::experts::{even, learn, mix_up, Learning};
use super::har::Har;
use super::squared;
use super::term::TermStructure;
use crate::error::OVERFLOW;
use crate::{step_up, Decay, RiskError, DAY};
use fixed::WAD;

/// Half-lives of the averages, seconds: six hours, one day, three, ten and forty days.
pub const HALF_LIVES: [u64; 5] = [DAY / 4, DAY, 3 * DAY, 10 * DAY, 40 * DAY];
/// The averages, the term structure, the autoregression.
pub const EXPERTS: usize = 7;

/// What the panel is run with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PanelTerms {
    /// No forecast is below this variance per day, scale 1e-36. Not zero.
    pub floor: u128,
    /// Seconds that the forecasts are for.
    pub horizon: u64,
    /// Seconds after which half of a deviation from the forty-day average is expected to be left. Not zero.
    pub reversion: u64,
    /// The autoregression over day, week and month.
    pub har: Har,
    /// Learning rate and cap; the share is per day and counts by elapsed time.
    pub learning: Learning,
}

/// State of the panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Panel {
    /// Averages by half-life, variance per day, scale 1e-36.
    pub averages: [u128; HALF_LIVES.len()],
    /// Weights of the experts, WAD; they sum to 1.
    pub weights: [u128; EXPERTS],
}

impl Panel {
    /// All averages at the given variance, all weights even.
    ///
    /// # Errors
    /// None for the number of experts that there are.
    pub fn new(variance: u128) -> Result<Self, RiskError> {
        let mut weights = [0; EXPERTS];
        even(&mut weights)?;
        Ok(Self {
            averages: [variance; HALF_LIVES.len()],
            weights,
        })
    }

    /// What each expert expects per day over the horizon, none below the floor.
    ///
    /// An average with half-life H remembers as much, in mean age, as a window of `2 H / ln 2`: six hours, three
    /// and ten days stand for the day (17 h), the week (8.7 d) and the month (29 d) of the autoregression.
    ///
    /// # Errors
    /// Division by zero for a reversion of zero; overflow.
    pub fn forecasts(&self, terms: &PanelTerms) -> Result<[u128; EXPERTS], RiskError> {
        let [hours, day, week, month, season] =
            self.averages.map(|average| average.max(terms.floor));
        let curve = TermStructure {
            level: season,
            half_life: terms.reversion,
        };
        let reverting = curve.mean_up(day, terms.horizon)?;
        let regression = terms.har.forecast_up([hours, week, month], terms.floor)?;
        Ok([hours, day, week, month, season, reverting, regression])
    }

    /// The mixture of the experts, variance per day over the horizon, scale 1e-36, rounded up.
    ///
    /// # Errors
    /// As [`Self::forecasts`]; division by zero for a floor of zero.
    pub fn forecast_up(&self, terms: &PanelTerms) -> Result<u128, RiskError> {
        mix_up(&self.weights, &self.forecasts(terms)?)
    }

    /// Takes a return over `dt` seconds: first it judges what the experts had said, then the averages learn it.
    /// `dt = 0` changes nothing.
    ///
    /// # Errors
    /// As [`Self::forecast_up`]; overflow. The panel is unchanged then.
    pub fn sample(
        &mut self,
        log_return: i128,
        dt: u64,
        terms: &PanelTerms,
    ) -> Result<(), RiskError> {
        if dt == 0 {
            return Ok(());
        }
        let mut next = *self;
        let (day, elapsed) = (u128::from(DAY), u128::from(dt));
        let realised = fixed::mul_div_down_u128(squared(log_return)?, day, elapsed)?;
        let share = fixed::mul_div_down_u128(terms.learning.share, elapsed, day)?;
        let learning = Learning {
            share: share.min(WAD),
            ..terms.learning
        };
        let forecasts = self.forecasts(terms)?;
        learn(&mut next.weights, &forecasts, realised, &learning)?;
        for (average, half_life) in next.averages.iter_mut().zip(HALF_LIVES) {
            let old = i128::try_from(*average).map_err(|_| OVERFLOW)?;
            let stepped = step_up(old, log_return, &Decay::over(dt, half_life)?)?;
            *average = u128::try_from(stepped).map_err(|_| OVERFLOW)?;
        }
        *self = next;
        Ok(())
    }
}
