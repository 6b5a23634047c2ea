//! The tests, one forecast at a time.

use anyhow::{anyhow, Result};
use fixed::WAD;
use risk::{
    backtest::{
        acerbi_szekely::{self, z2},
        christoffersen::Transitions,
        kupiec, mcneil_frey, p_value,
        ring::Ring,
        zone::Zone,
        Outcome,
    },
    RiskError,
};

use super::history::{Day, Portfolio, CONFIDENCES};

/// Below this p-value a test rejects.
pub const SIGNIFICANCE: u128 = WAD / 20;

/// A confidence level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// 99 %.
    High,
    /// 97.5 %.
    Low,
}

/// A forecast and how it stood.
#[derive(Debug, Clone)]
pub struct Judgement {
    /// Instrument or pair.
    pub name: String,
    /// long, short or pair.
    pub side: String,
    /// Rows of history.
    pub window: usize,
    /// Confidence.
    pub level: Level,
    /// Rows judged.
    pub rows: usize,
    /// Losses above the Value at Risk.
    pub exceedances: usize,
    /// p-value of Kupiec's test.
    pub coverage: u128,
    /// The same against the rate that an empirical quantile of so few rows has by construction.
    pub order: u128,
    /// p-value of Christoffersen's test of independence.
    pub independence: u128,
    /// p-value of both together.
    pub conditional: u128,
    /// Acerbi and Szekely's Z2.
    pub z2: i128,
    /// Below which it rejects at 5 %, for this many rows.
    pub critical: i128,
    /// t-statistic of McNeil and Frey.
    pub residuals: i128,
    /// Stretches of 250 rows that were green, yellow and red, 99 % only.
    pub zones: [usize; 3],
    /// Most exceedances in such a stretch.
    pub worst: usize,
    /// Times of the exceedances.
    pub times: Vec<u64>,
    /// Exceedances right after another.
    pub repeated: u64,
}

impl Judgement {
    /// Judges both levels.
    pub fn of(portfolio: &Portfolio, window: usize, days: &[Day]) -> Result<Vec<Self>> {
        if days.is_empty() {
            return Ok(Vec::new());
        }
        let one = |level| {
            judge(portfolio, window, days, level)
                .map_err(|e| anyhow!("{} {}: no judgement: {e:?}", portfolio.name, portfolio.side))
        };
        [Level::High, Level::Low].into_iter().map(one).collect()
    }

    /// The tests that reject, and how.
    pub fn rejections(&self) -> Vec<&'static str> {
        let expected = self.expected();
        let mut all = Vec::new();
        if self.coverage < SIGNIFICANCE {
            let many = self.exceedances as f64 > expected;
            all.push(if many {
                "Kupiec (too many)"
            } else {
                "Kupiec (too few)"
            });
        }
        if self.independence < SIGNIFICANCE {
            all.push("Christoffersen (clusters)");
        }
        if self.z2 < self.critical {
            all.push("Z2");
        }
        if self.residuals > T_CRITICAL {
            all.push("McNeil-Frey");
        }
        all
    }

    /// Exceedances on average where rows are independent and alike: the loss that ends the tail of N rows is the
    /// `floor(N a) + 1`-st of them, which the next one exceeds with probability `(floor(N a) + 1) / (N + 1)`, more
    /// than `a`.
    pub fn expected_by_order(&self) -> f64 {
        self.rows as f64 * order_rate(self.window, self.level) as f64 / WAD as f64
    }

    /// How large the exceedances were, in Expected Shortfalls, on average.
    pub fn severity(&self) -> f64 {
        (1.0 - self.z2 as f64 / 1e18) * self.expected() / self.exceedances.max(1) as f64
    }

    /// Exceedances that a right model has on average.
    pub fn expected(&self) -> f64 {
        let share = match self.level {
            Level::High => 0.01,
            Level::Low => 0.025,
        };
        self.rows as f64 * share
    }
}

/// One-sided 5 % of a normal variable.
const T_CRITICAL: i128 = 1_644_853_626_951_472_714;
/// Z2 of 250 rows at 99 % that rejects at 5 %, normal tails.
const CRITICAL_99: i128 = -1_090_000_000_000_000_000;

/// Probability, WAD, that the next of alike rows exceeds the Value at Risk of a window.
fn order_rate(window: usize, level: Level) -> u128 {
    let [high, low] = CONFIDENCES;
    let confidence = match level {
        Level::High => high,
        Level::Low => low,
    };
    let inside = window as u128 * (WAD - confidence) / WAD;
    (inside + 1) * WAD / (window as u128 + 1)
}

fn judge(
    portfolio: &Portfolio,
    window: usize,
    days: &[Day],
    level: Level,
) -> Result<Judgement, RiskError> {
    let (confidence, critical) = match level {
        Level::High => (CONFIDENCES[0], CRITICAL_99),
        Level::Low => (CONFIDENCES[1], acerbi_szekely::CRITICAL_5_PERCENT),
    };
    let outcome = |day: &Day| -> Outcome {
        match level {
            Level::High => day.high,
            Level::Low => day.low,
        }
    };
    let tail = WAD - confidence;
    let exceeded: Vec<bool> = days.iter().map(|day| outcome(day).exceeds()).collect();
    let times: Vec<u64> = days
        .iter()
        .zip(&exceeded)
        .filter(|(_, e)| **e)
        .map(|(day, _)| day.at)
        .collect();
    let coverage = kupiec::likelihood_ratio(days.len() as u64, times.len() as u64, tail)?;
    let order = kupiec::likelihood_ratio(
        days.len() as u64,
        times.len() as u64,
        order_rate(window, level),
    )?;
    let pairs = Transitions::of(exceeded.iter().copied());
    let independence = pairs.likelihood_ratio()?;
    let mut residuals = Vec::new();
    for day in days.iter().filter(|day| outcome(day).exceeds()) {
        let outcome = outcome(day);
        residuals.push(mcneil_frey::residual(
            outcome.loss,
            outcome.expected_shortfall,
            day.unit,
        )?);
    }
    let (mut ring, mut zones, mut worst) = (Ring::default(), [0; 3], 0);
    for now in &exceeded {
        ring.push(*now);
        if ring.observed() == risk::backtest::ring::LENGTH {
            worst = worst.max(ring.exceedances());
            zones[match ring.zone()? {
                Zone::Green => 0,
                Zone::Yellow => 1,
                Zone::Red => 2,
            }] += 1;
        }
    }
    // The spread of a mean falls with the root of the number of rows; the published values are for 250.
    let shrink = fixed::sqrt_wad_down(250 * WAD / days.len() as u128).cast_signed();
    Ok(Judgement {
        name: portfolio.name.clone(),
        side: portfolio.side.clone(),
        window,
        level,
        rows: days.len(),
        exceedances: times.len(),
        coverage: p_value::chi_square_1(coverage)?,
        order: p_value::chi_square_1(order)?,
        independence: p_value::chi_square_1(independence)?,
        conditional: p_value::chi_square_2(coverage + independence)?,
        z2: z2(days.iter().map(outcome), tail)?,
        critical: fixed::mul_wad_trunc_signed(critical, shrink.min(WAD.cast_signed()))?,
        residuals: mcneil_frey::summary(residuals.iter().copied())?.statistic,
        zones,
        worst,
        times,
        repeated: pairs.n11,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Six of 501, eight of 768; 13 of 501, 20 of 768.
    #[test]
    fn a_finite_window_is_exceeded_more_often() {
        for (window, level, above, of) in [
            (500, Level::High, 6, 501),
            (767, Level::High, 8, 768),
            (500, Level::Low, 13, 501),
            (767, Level::Low, 20, 768),
        ] {
            assert_eq!(order_rate(window, level), above * WAD / of);
        }
    }
}
