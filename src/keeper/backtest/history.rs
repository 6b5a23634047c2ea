//! What would have been forecast before each row, and what happened.

use anyhow::{anyhow, ensure, Context, Result};
use fixed::WAD;
use risk::{
    backtest::Outcome,
    scenarios::{correction_up, encode, residual, second_moment, Row, Scenarios, MISSING},
    shortfall::{simulate, Exposure},
    step_up, Decay, RiskError, DAY, MAX_ASSETS, MAX_RETURN,
};

use super::series::Series;

/// Rows that the first variance is the mean of.
const BURN: usize = 75;
/// USD in each leg, WAD.
const STAKE: i128 = 1_000_000_000_000_000_000_000_000;

/// How the filter forgets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Memory {
    /// By the same weight (WAD) at every row, whatever time went by.
    Row(u128),
    /// By elapsed time, with this half-life in seconds.
    HalfLife(u64),
}

impl Memory {
    /// Seconds that a row counts as, and the decay over them.
    fn decay(self, elapsed: u64) -> Result<(u64, Decay), RiskError> {
        match self {
            Self::Row(weight) => Ok((DAY, Decay::from_weight(weight, weight, DAY)?)),
            Self::HalfLife(half_life) => Ok((elapsed, Decay::over(elapsed, half_life)?)),
        }
    }
}

/// Whether forecasts can be made of a series: prices that move as prices do, and enough of them.
pub(super) fn check(series: &Series, window: usize) -> Result<()> {
    let Series {
        name,
        prices,
        by_day,
    } = series;
    ensure!(window > 0, "a window of no rows: --window is at least 1");
    // The rows that start the filter, the window, and one to judge; each return takes two prices.
    let (have, fewest) = (prices.len(), BURN.saturating_add(window).saturating_add(2));
    ensure!(
        have >= fewest,
        "{name}: {have} prices{}, but a window of {window} rows needs {fewest}: give a longer history, or a smaller --window",
        if *by_day { ", one a day" } else { "" },
    );
    let mut before = None;
    for (at, price) in prices {
        let log = fixed::ln_wad(*price).map_err(|e| anyhow!("{name}: {e:?}"))?;
        let moved = before.map_or(0, |before: i128| log.abs_diff(before));
        ensure!(
            moved <= MAX_RETURN.unsigned_abs(),
            "{name}: at {at} (Unix seconds) the price is over 148 times that of the row before, or below a 148th: correct or remove the row"
        );
        before = Some(log);
    }
    Ok(())
}

/// One dollar long or short in each of a few series, at the times that all have.
#[derive(Debug, Clone)]
pub struct Portfolio {
    /// Name in the table.
    pub name: String,
    /// Which side.
    pub side: String,
    /// Sign of each leg.
    signs: Vec<i128>,
    times: Vec<u64>,
    /// Log returns by row, one for each leg, WAD.
    returns: Vec<Vec<i128>>,
}

impl Portfolio {
    /// Every series long and short; every pair both ways where the times in common are enough.
    pub fn all(series: &[Series]) -> Vec<Self> {
        let mut all = Vec::new();
        for one in series {
            for (side, sign) in [("long", 1), ("short", -1)] {
                all.extend(Self::new(one.name.clone(), side, &[one], &[sign]));
            }
        }
        for (place, a) in series.iter().enumerate() {
            for b in series.iter().skip(place + 1) {
                for (a, b) in [(a, b), (b, a)] {
                    let name = format!("{}/{}", a.name, b.name);
                    all.extend(Self::new(name, "pair", &[a, b], &[1, -1]));
                }
            }
        }
        all
    }

    fn new(name: String, side: &str, legs: &[&Series], signs: &[i128]) -> Option<Self> {
        let (first, rest) = legs.split_first()?;
        let rows = first.prices.iter().filter_map(|(at, price)| {
            let others = rest.iter().map(|leg| leg.prices.get(at).copied());
            let prices: Option<Vec<u128>> = std::iter::once(Some(*price)).chain(others).collect();
            Some((*at, prices?))
        });
        let rows: Vec<(u64, Vec<u128>)> = rows.collect();
        let log = |price: &u128| fixed::ln_wad(*price).ok();
        let returns = rows.windows(2).map(|pair| {
            let [(_, before), (_, after)] = pair else {
                return None;
            };
            let one = |(before, after)| Some(log(after)? - log(before)?);
            before.iter().zip(after).map(one).collect()
        });
        let returns: Option<Vec<Vec<i128>>> = returns.collect();
        let returns = returns.filter(|returns| returns.len() > BURN)?;
        Some(Self {
            name,
            side: side.to_owned(),
            signs: signs.to_vec(),
            times: rows.iter().map(|(at, _)| *at).collect(),
            returns,
        })
    }

    /// What the portfolio lost in a row: `-sum w (e^r - 1)`, each exponential rounded against it.
    fn loss_up(&self, returns: &[i128]) -> Result<i128> {
        let mut loss = 0;
        for (sign, log_return) in self.signs.iter().zip(returns) {
            let grown = if *sign > 0 {
                fixed::exp_wad_down(*log_return)
            } else {
                fixed::exp_wad_up(*log_return)
            };
            let grown: i128 = grown
                .map_err(|e| anyhow!("growth: {e:?}"))?
                .try_into()
                .map_err(|_| anyhow!("a price grew out of range"))?;
            let change = grown - WAD.cast_signed();
            let gain = change.checked_mul(sign * STAKE / WAD.cast_signed());
            loss -= gain.context("a price grew out of range")?;
        }
        Ok(loss)
    }
}

/// A row, the forecasts made before it, and what it brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// Unix seconds at its end.
    pub at: u64,
    /// At 99 %.
    pub high: Outcome,
    /// At 97.5 %.
    pub low: Outcome,
    /// The portfolio's loss at one standard deviation of each leg, with correlation one: the unit of residuals.
    pub unit: u128,
}

/// 99 % and 97.5 %.
pub const CONFIDENCES: [u128; 2] = [WAD / 100 * 99, WAD / 1_000 * 975];

/// Forecasts of every row that has `window` rows of residuals before it.
pub fn forecast(portfolio: &Portfolio, memory: Memory, window: usize) -> Result<Vec<Day>> {
    run(portfolio, memory, window).map_err(|e| match e.downcast::<RiskErrorText>() {
        Ok(text) => anyhow!("{} {}: {}", portfolio.name, portfolio.side, text.0),
        Err(e) => e,
    })
}

#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct RiskErrorText(String);

fn text(error: RiskError) -> RiskErrorText {
    RiskErrorText(format!("{error:?}"))
}

fn run(portfolio: &Portfolio, memory: Memory, window: usize) -> Result<Vec<Day>> {
    let Portfolio {
        signs,
        times,
        returns,
        ..
    } = portfolio;
    let legs = signs.len();
    let elapsed = |row: usize| times[row + 1] - times[row];
    let mut variances = Vec::new();
    for leg in 0..legs {
        let mut sum = 0;
        for (row, log_returns) in returns.iter().enumerate().take(BURN) {
            let (seconds, _) = memory.decay(elapsed(row)).map_err(text)?;
            let log_return = log_returns[leg].clamp(-MAX_RETURN, MAX_RETURN);
            sum += log_return.pow(2) / i128::from(seconds) * i128::from(DAY);
        }
        variances.push(sum / BURN as i128);
    }
    let mut rows: Vec<Row> = Vec::new();
    let mut days = Vec::new();
    for (number, log_returns) in returns.iter().enumerate() {
        let (seconds, decay) = memory.decay(elapsed(number)).map_err(text)?;
        if let Some(start) = rows.len().checked_sub(window) {
            let scenarios = Scenarios::of(&rows[start..]);
            let mut exposures = Vec::new();
            let mut unit = 0;
            for (leg, (sign, variance)) in signs.iter().zip(&variances).enumerate() {
                let moment = second_moment(&scenarios, leg).map_err(text)?;
                let correction = correction_up(moment).map_err(text)?;
                let squared = variance.cast_unsigned() / u128::from(DAY) * u128::from(seconds);
                let deviation = fixed::isqrt_up_u128(squared);
                let scale = fixed::mul_wad_up(deviation, correction);
                let scale = scale.map_err(|e| text(e.into()))?;
                unit += scale * (STAKE / WAD.cast_signed()).cast_unsigned();
                exposures.push(Exposure {
                    asset: u8::try_from(leg)?,
                    usd: sign * STAKE,
                    scale,
                    missing: 0,
                });
            }
            let loss = portfolio.loss_up(log_returns)?;
            let [high, low] = CONFIDENCES.map(|confidence| {
                let simulation = simulate(&scenarios, &exposures, confidence).map_err(text)?;
                Ok::<_, RiskErrorText>(Outcome {
                    loss,
                    value_at_risk: simulation.value_at_risk,
                    expected_shortfall: simulation.shortfall,
                })
            });
            days.push(Day {
                at: times[number + 1],
                high: high?,
                low: low?,
                unit,
            });
        }
        let mut residuals = [MISSING; MAX_ASSETS];
        for (leg, variance) in variances.iter_mut().enumerate() {
            if number >= BURN {
                let sigma = fixed::isqrt_down_u128(variance.cast_unsigned());
                residuals[leg] = residual(log_returns[leg], sigma, seconds).map_err(text)?;
            }
            *variance = step_up(*variance, log_returns[leg], &decay).map_err(text)?;
        }
        if number >= BURN {
            rows.push(encode(&residuals));
        }
    }
    Ok(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A price that moves by a pseudo-random percent or two.
    fn series(name: &str, seed: u64, rows: u64) -> Series {
        let (mut state, mut price) = (seed, 1_000 * WAD);
        let prices = (0..rows).map(|row| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            let move_ = u128::from(state >> 59);
            price = if state >> 58 & 1 == 0 {
                price * (1_000 + move_)
            } else {
                price * 1_000_000 / (1_000 + move_) / 1_000 * 1_000
            } / 1_000;
            (row * DAY, price)
        });
        Series {
            name: name.to_owned(),
            prices: prices.collect(),
            by_day: false,
        }
    }

    const MEMORY: Memory = Memory::Row(940_000_000_000_000_000);

    #[test]
    fn a_forecast_knows_only_what_came_before() {
        let whole = series("A", 1, 400);
        let mut cut = whole.clone();
        let (last, _) = cut.prices.pop_last().unwrap();
        cut.prices.insert(last, 1);
        let days = |series: &Series| {
            let all = Portfolio::all(std::slice::from_ref(series));
            assert_eq!(all.len(), 2);
            all.iter()
                .map(|one| forecast(one, MEMORY, 100).unwrap())
                .collect::<Vec<_>>()
        };
        for (whole, cut) in days(&whole).iter().zip(&days(&cut)) {
            // 399 returns, 75 to begin with, 100 in the window.
            assert_eq!(whole.len(), 224);
            assert_eq!(whole[..223], cut[..223]);
            let (a, b) = (whole[223], cut[223]);
            assert_eq!(a.low.expected_shortfall, b.low.expected_shortfall);
            assert_ne!(a.low.loss, b.low.loss);
            assert!(a.high.expected_shortfall >= a.low.expected_shortfall);
            assert!(a.low.value_at_risk <= a.low.expected_shortfall);
        }
    }

    #[test]
    fn pairs_run_over_common_times_and_both_ways() {
        let (a, mut b) = (series("A", 1, 300), series("B", 2, 300));
        b.prices.remove(&(7 * DAY));
        let names: Vec<String> = Portfolio::all(&[a, b])
            .iter()
            .map(|p| format!("{} {} {}", p.name, p.side, p.times.len()))
            .collect();
        assert_eq!(
            names,
            [
                "A long 300",
                "A short 300",
                "B long 299",
                "B short 299",
                "A/B pair 299",
                "B/A pair 299"
            ]
        );
        assert!(Portfolio::all(&[series("C", 3, 76)]).is_empty());
    }

    #[test]
    fn series_that_cannot_be_judged_say_why_and_what_to_do() {
        assert!(check(&series("A", 1, 177), 100).is_ok());
        let message = |series: &Series, window| format!("{:#}", check(series, window).unwrap_err());
        let short = message(&series("A", 1, 176), 100);
        assert!(
            short.contains("A: 176 prices, but a window of 100 rows needs 177"),
            "{short}"
        );
        assert!(message(&series("A", 1, 176).daily(), 100).contains("176 prices, one a day"));
        assert!(message(&series("A", 1, 176), 0).contains("--window"));
        let mut wild = series("A", 1, 177);
        wild.prices.insert(9 * DAY, 200_000 * WAD);
        assert!(message(&wild, 100).contains("at 777600"));
        wild.prices.insert(9 * DAY, WAD);
        assert!(message(&wild, 100).contains("at 777600"));
    }

    #[test]
    fn losses_are_exact_changes_against_the_holder() {
        let all = Portfolio::all(&[series("A", 1, 100)]);
        let double = 693_147_180_559_945_309;
        // Doubling gains a long position its stake and costs a short one as much.
        let [long, short] = [0, 1].map(|side: usize| all[side].loss_up(&[double]).unwrap());
        assert!(
            (long + STAKE).unsigned_abs() < 1 << 40 && (short - STAKE).unsigned_abs() < 1 << 40
        );
        assert!(long + short >= 0);
    }
}
