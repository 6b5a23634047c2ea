//! Backtest of the risk model on price histories: Value at Risk and Expected Shortfall by filtered historical
//! simulation, forecast before each row by the very code that the contracts run, and judged by the tests of
//! [`risk::backtest`].

mod history;
mod judge;
mod series;
mod table;

pub use history::{forecast, Memory, Portfolio};
pub use judge::{Judgement, Level};
pub use series::{decimal, Series};
pub use table::page;

use anyhow::Result;

/// What a run is asked for.
#[derive(Debug, Clone)]
pub struct Setting {
    /// How the filter forgets.
    pub memory: Memory,
    /// Rows of history in each simulation.
    pub windows: Vec<usize>,
}

/// Judges every series, long and short, and every pair that has times in common, at each window.
///
/// # Errors
/// A series that is too short for a window, or whose price moves further between two rows than any price does; a window
/// of no rows.
pub fn run(series: &[Series], setting: &Setting) -> Result<Vec<Judgement>> {
    for one in series {
        for window in &setting.windows {
            history::check(one, *window)?;
        }
    }
    let mut judged = Vec::new();
    for portfolio in Portfolio::all(series) {
        for window in &setting.windows {
            let days = forecast(&portfolio, setting.memory, *window)?;
            judged.extend(Judgement::of(&portfolio, *window, &days)?);
        }
    }
    Ok(judged)
}
