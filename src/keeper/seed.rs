//! A page of history for a new book, from price files, by the very code that the contracts run: whoever has the files
//! gets the same bytes, and so the same hash.
//!
//! Prices are the last of each UTC day. The first [`BURN`] returns of an asset start its variance and make no row; from
//! then on each day's residual is the return over the volatility of the day before, which afterwards learns it by the
//! oracle's standard filter. A day on which an asset has no price is marked in its row. The page is the last rows.

mod args;
mod chain;

pub use args::Args;
pub use chain::run;

use std::collections::BTreeSet;

use alloy::primitives::{keccak256, B256};
use anyhow::{anyhow, ensure, Context, Result};
use risk::{
    scenarios::{encode, Fact, Header, Seen, MAX_PAGE_ROWS, MISSING},
    volatility::asset::VolatilityTerms,
    Covariance, EwmaTerms, RiskError, DAY, MAX_ASSETS, MAX_RETURN,
};

use crate::backtest::Series;

/// Returns that the first variance is the mean of.
pub const BURN: usize = 75;

/// How a page is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// Most rows.
    pub rows: usize,
    /// Half-life of the variance, seconds.
    pub half_life: u64,
}

impl Default for Setting {
    fn default() -> Self {
        Self {
            rows: MAX_PAGE_ROWS,
            half_life: VolatilityTerms::standard().fast.half_life,
        }
    }
}

/// A page and what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seed {
    /// The code of the page.
    pub bytes: Vec<u8>,
    /// Its hash.
    pub hash: B256,
    /// Names of the assets by index, and in how many rows each is present.
    pub assets: Vec<(String, usize)>,
    /// Unix seconds of each row.
    pub times: Vec<u64>,
    /// Rows that there are in the files.
    pub available: usize,
    /// Variance per day of each asset after the last row, scale 1e-36: what the next day is measured against.
    pub variances: Vec<u128>,
}

/// One asset on its way through history.
struct Track<'a> {
    series: &'a Series,
    seen: Seen,
    covariance: Covariance,
    /// Sum and number of the first squared returns per day.
    burnt: (u128, u128),
    before: Option<(u64, i128)>,
}

impl<'a> Track<'a> {
    fn new(series: &'a Series) -> Self {
        Self {
            series,
            seen: Seen::default(),
            covariance: Covariance::new(),
            burnt: (0, 0),
            before: None,
        }
    }

    /// The residual of a day, [`MISSING`] where it has none.
    fn day(&mut self, at: u64, filter: &EwmaTerms) -> Result<i16> {
        let Some(price) = self.series.prices.get(&at).copied() else {
            return Ok(MISSING);
        };
        let name = &self.series.name;
        let refused = |error: RiskError| anyhow!("{name} at {}: {error:?}", day(at));
        ensure!(
            price >> 112 == 0,
            "{name} at {}: a price of more than 112 bits: give it in USD",
            day(at)
        );
        let log = fixed::ln_wad(price).map_err(|error| refused(error.into()))?;
        let fact = |variance| Fact { price, variance };
        let (residual, _) = self.seen.row(&fact(0), at).map_err(refused)?;
        let mut variance = 0;
        if let Some((earlier, level)) = self.before {
            let log_return = log.checked_sub(level).context("a log price")?;
            ensure!(
                log_return.abs() <= MAX_RETURN,
                "{name} at {}: the price is over 148 times that of the row before, or below a 148th: correct or remove the row",
                day(at)
            );
            variance = self
                .learn(log_return, at.saturating_sub(earlier), filter)
                .map_err(refused)?;
        }
        self.before = Some((at, log));
        // As the chain keeps it, rounding included.
        let word = self
            .seen
            .after(&fact(variance), at)
            .word()
            .map_err(refused)?;
        self.seen = Seen::from_word(word);
        Ok(residual)
    }

    /// The variance after a return; zero while there is none.
    fn learn(
        &mut self,
        log_return: i128,
        elapsed: u64,
        filter: &EwmaTerms,
    ) -> Result<u128, RiskError> {
        if self.covariance.assets() == 1 {
            self.covariance
                .update(&[Some(log_return)], elapsed, filter)?;
            return Ok(self.covariance.get(0, 0)?.unsigned_abs());
        }
        let (sum, count) = &mut self.burnt;
        let squared = log_return.unsigned_abs().pow(2);
        *sum += fixed::mul_div_down_u128(squared, u128::from(DAY), u128::from(elapsed))?;
        *count += 1;
        if *count < BURN as u128 {
            return Ok(0);
        }
        let first = sum.div_ceil(*count);
        self.covariance.add_asset(first.cast_signed())?;
        Ok(first)
    }
}

/// Builds the page of these histories, the first being asset 0.
///
/// # Errors
/// No series or more than 16, a name that comes twice, a history too short or without moves, a price that no asset has.
pub fn build(series: &[Series], setting: &Setting) -> Result<Seed> {
    ensure!(
        (1..=MAX_PAGE_ROWS).contains(&setting.rows),
        "--rows is 1 to {MAX_PAGE_ROWS}, what a page holds"
    );
    ensure!(
        (1..=MAX_ASSETS).contains(&series.len()),
        "{} series: 1 to {MAX_ASSETS}, one --prices for each asset in the order of their index",
        series.len()
    );
    let days: Vec<Series> = series.iter().map(Series::daily).collect();
    let mut names = BTreeSet::new();
    for one in &days {
        let (have, need) = (one.prices.len(), BURN + 2);
        ensure!(
            names.insert(&one.name),
            "{} comes twice: each asset has one --prices",
            one.name
        );
        ensure!(
            have >= need,
            "{}: {have} days of prices; {need} are the fewest that make a row: give a longer history",
            one.name
        );
        let mut first = one.prices.values().take(BURN + 1);
        let start = first.next();
        ensure!(
            first.any(|price| Some(price) != start),
            "{}: the first {} prices are all alike, so no volatility can be measured: start the history later with --from",
            one.name,
            BURN + 1
        );
    }
    let filter = EwmaTerms {
        half_life: setting.half_life,
        max_dt: setting.half_life.saturating_mul(2),
        ..VolatilityTerms::standard().fast
    };
    let mut tracks: Vec<Track> = days.iter().map(Track::new).collect();
    let times: BTreeSet<u64> = days
        .iter()
        .flat_map(|one| one.prices.keys().copied())
        .collect();
    let mut rows = Vec::new();
    for at in times {
        let mut residuals = [MISSING; MAX_ASSETS];
        for (track, residual) in tracks.iter_mut().zip(&mut residuals) {
            *residual = track.day(at, &filter)?;
        }
        if residuals.iter().any(|residual| *residual != MISSING) {
            rows.push((at, residuals));
        }
    }
    let available = rows.len();
    ensure!(available > 0, "no day has a row: give a longer history");
    let kept = &rows[available.saturating_sub(setting.rows)..];
    let present = |asset: usize| kept.iter().filter(|(_, row)| row[asset] != MISSING).count();
    let counts = (0..days.len()).map(present);
    let assets: Vec<(String, usize)> = days
        .iter()
        .map(|one| one.name.clone())
        .zip(counts)
        .collect();
    let mask = assets
        .iter()
        .enumerate()
        .filter(|(_, (_, count))| *count > 0);
    let header = Header {
        assets: mask.fold(0, |mask, (asset, _)| mask | 1 << asset),
        period: u32::try_from(DAY)?,
        last: kept.last().map_or(0, |(at, _)| *at),
        previous: [0; 16],
    };
    let mut bytes = header
        .encode(kept.len())
        .map_err(|error| anyhow!("the page: {error:?}"))?
        .to_vec();
    for (_, row) in kept {
        bytes.extend(encode(row));
    }
    Ok(Seed {
        hash: keccak256(&bytes),
        bytes,
        assets,
        times: kept.iter().map(|(at, _)| *at).collect(),
        available,
        variances: tracks.iter().map(|track| track.seen.parts().2).collect(),
    })
}

/// A day as people write it.
#[must_use]
pub fn day(at: u64) -> String {
    i64::try_from(at)
        .ok()
        .and_then(|at| time::OffsetDateTime::from_unix_timestamp(at).ok())
        .map_or_else(|| at.to_string(), |time| time.date().to_string())
}

#[cfg(test)]
mod tests;
