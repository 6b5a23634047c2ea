//! Hourly prices: from exchange-style CSV files, or a seeded synthetic path that says that it is one.

use std::{collections::BTreeMap, fs::File, path::Path};

use anyhow::{bail, ensure, Context, Result};
use rand_chacha::{
    rand_core::{RngCore, SeedableRng},
    ChaCha8Rng,
};
use time::{
    format_description::well_known::Rfc3339, macros::format_description, OffsetDateTime,
    PrimitiveDateTime,
};

/// Names under which the time of a bar is looked for, in this order.
pub(crate) const TIME_COLUMNS: [&str; 7] = [
    "timestamp_utc",
    "timestamp",
    "open_time",
    "datetime",
    "time",
    "date",
    "unix",
];

/// Closes of several instruments on one time grid.
#[derive(Debug, Clone, PartialEq)]
pub struct Prices {
    /// Where they come from, for every output.
    pub source: String,
    /// Whether they were made up.
    pub synthetic: bool,
    /// Tickers.
    pub symbols: Vec<String>,
    /// Unix seconds of each row.
    pub times: Vec<u64>,
    /// `closes[row][instrument]`, USD.
    pub closes: Vec<Vec<f64>>,
}

impl Prices {
    /// Reads one file per instrument and keeps the times that all of them have.
    pub fn read(files: &[(String, std::path::PathBuf)]) -> Result<Self> {
        ensure!(!files.is_empty(), "no file of prices was named");
        let mut series = Vec::new();
        for (_, path) in files {
            series.push(read_series(path)?);
        }
        let mut times: Vec<u64> = Vec::new();
        let mut closes: Vec<Vec<f64>> = Vec::new();
        if let Some((first, rest)) = series.split_first() {
            for (at, close) in first {
                let others: Option<Vec<f64>> = rest.iter().map(|s| s.get(at).copied()).collect();
                if let Some(others) = others {
                    times.push(*at);
                    closes.push(std::iter::once(*close).chain(others).collect());
                }
            }
        }
        ensure!(!times.is_empty(), "the files have no time in common");
        let names: Vec<String> = files
            .iter()
            .map(|(_, p)| {
                p.file_name()
                    .map_or_else(String::new, |n| n.to_string_lossy().into_owned())
            })
            .collect();
        Ok(Self {
            source: names.join(", "),
            synthetic: false,
            symbols: files.iter().map(|(s, _)| s.clone()).collect(),
            times,
            closes,
        })
    }

    /// Keeps `from <= time < to`.
    pub fn window(mut self, from: Option<u64>, to: Option<u64>) -> Result<Self> {
        let keep = |t: &u64| from.is_none_or(|f| *t >= f) && to.is_none_or(|u| *t < u);
        let rows: Vec<(u64, Vec<f64>)> = self
            .times
            .into_iter()
            .zip(self.closes)
            .filter(|(t, _)| keep(t))
            .collect();
        ensure!(
            rows.len() >= 96,
            "the window holds {} rows: a story needs 96 hours or more",
            rows.len()
        );
        (self.times, self.closes) = rows.into_iter().unzip();
        Ok(self)
    }

    /// Three weeks of two made-up instruments with one crash: two calm weeks, a fall by nearly a half within
    /// a day and a half, an uneasy rebound. The same seed gives the same path on every machine.
    pub fn synthetic(seed: u64) -> Self {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let hours = 21 * 24;
        let crash = 15 * 24..15 * 24 + 30;
        let mut levels = [228.0_f64, 9_060.0];
        let mut times = Vec::with_capacity(hours);
        let mut closes = Vec::with_capacity(hours);
        for hour in 0..hours {
            // Volatility per hour and drift per hour of the market factor.
            let (volatility, drift) = if crash.contains(&hour) {
                (0.022, -0.022)
            } else if hour >= crash.end {
                (0.014, 0.002)
            } else if hour + 96 >= crash.start {
                (0.0075, -0.001)
            } else {
                (0.0055, 0.0)
            };
            let market = normal(&mut random);
            for (level, (beta, own)) in levels.iter_mut().zip([(1.05, 0.35), (0.92, 0.30)]) {
                let shock = 0.94 * market + own * normal(&mut random);
                *level *= (beta * drift + volatility * shock).exp();
            }
            times.push(1_583_020_800 + 3_600 * hour as u64);
            closes.push(levels.to_vec());
        }
        Self {
            source: format!("SYNTHETIC prices, seed {seed}"),
            synthetic: true,
            symbols: vec!["ETH".into(), "BTC".into()],
            times,
            closes,
        }
    }
}

/// A standard normal draw by Box and Muller.
fn normal(random: &mut ChaCha8Rng) -> f64 {
    let mut unit = || ((random.next_u64() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64;
    let (u, v) = (unit(), unit());
    (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos()
}

fn read_series(path: &Path) -> Result<BTreeMap<u64, f64>> {
    let name = path.display();
    let file = File::open(path).with_context(|| format!("cannot open {name}"))?;
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .flexible(true)
        .from_reader(file);
    let headers: Vec<String> = reader
        .headers()
        .with_context(|| format!("{name} line 1"))?
        .iter()
        .map(str::to_ascii_lowercase)
        .collect();
    let column = |wanted: &str| headers.iter().position(|h| h == wanted);
    let Some(time_column) = TIME_COLUMNS.iter().find_map(|c| column(c)) else {
        bail!(
            "{name} line 1: no time column; one of {} is needed, found: {}",
            TIME_COLUMNS.join(", "),
            headers.join(", ")
        );
    };
    let Some(close_column) = column("close") else {
        bail!(
            "{name} line 1: no column `close`, found: {}",
            headers.join(", ")
        );
    };
    let mut series = BTreeMap::new();
    let mut last = None;
    for record in reader.records() {
        let record = record.with_context(|| format!("{name}"))?;
        let line = record.position().map_or(0, csv::Position::line);
        let field = |at: usize| record.get(at).filter(|text| !text.is_empty());
        let Some(text) = field(time_column) else {
            bail!("{name} line {line}: the time is missing")
        };
        let Some(at) = parse_time(text) else {
            bail!("{name} line {line}: `{text}` is neither a UTC time (2020-03-12T10:00:00Z) nor Unix seconds nor milliseconds");
        };
        let Some(text) = field(close_column) else {
            bail!("{name} line {line}: the close is missing")
        };
        let close: f64 = match text.parse() {
            Ok(value) if value > 0.0 && f64::is_finite(value) => value,
            _ => bail!("{name} line {line}: the close `{text}` is not a positive number"),
        };
        if last.is_some_and(|before| at <= before) {
            bail!(
                "{name} line {line}: the time `{}` does not come after the row before",
                record.get(time_column).unwrap_or_default()
            );
        }
        last = Some(at);
        series.insert(at, close);
    }
    ensure!(!series.is_empty(), "{name} has no rows");
    Ok(series)
}

/// Unix seconds of a time as exchanges write it.
pub fn parse_time(text: &str) -> Option<u64> {
    if let Ok(number) = text.parse::<u64>() {
        return match number {
            0..=99_999_999 => None,
            100_000_000..=99_999_999_999 => Some(number),
            100_000_000_000..=99_999_999_999_999 => Some(number / 1_000),
            _ => Some(number / 1_000_000),
        };
    }
    if let Ok(time) = OffsetDateTime::parse(text, &Rfc3339) {
        return u64::try_from(time.unix_timestamp()).ok();
    }
    let plain = format_description!("[year]-[month]-[day] [hour]:[minute]:[second]");
    let day = format_description!("[year]-[month]-[day]");
    let time = PrimitiveDateTime::parse(text, &plain)
        .or_else(|_| time::Date::parse(text, &day).map(time::Date::midnight))
        .ok()?;
    u64::try_from(time.assume_utc().unix_timestamp()).ok()
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn file(text: &str) -> tempfile::NamedTempFile {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        file
    }

    fn message(text: &str) -> String {
        let file = file(text);
        format!("{:#}", read_series(file.path()).unwrap_err())
    }

    #[test]
    fn reads_the_forms_that_exchanges_write() {
        for row in [
            "2020-03-12T10:00:00Z",
            "2020-03-12 10:00:00",
            "1584007200",
            "1584007200000",
        ] {
            let file = file(&format!(
                "timestamp,open,high,low,close,volume\n{row},1,1,1,190.5,7\n"
            ));
            let series = read_series(file.path()).unwrap();
            assert_eq!(
                series.into_iter().collect::<Vec<_>>(),
                [(1_584_007_200, 190.5)],
                "{row}"
            );
        }
    }

    #[test]
    fn a_bad_row_is_named_with_its_line() {
        let head = "timestamp_utc,close\n2020-03-12T10:00:00Z,190\n";
        assert!(message(&format!("{head}2020-03-12T11:00:00Z,abc\n"))
            .contains("line 3: the close `abc`"));
        assert!(message(&format!("{head}2020-03-12T11:00:00Z,-1\n")).contains("line 3"));
        assert!(message(&format!("{head}2020-03-12T11:00:00Z\n"))
            .contains("line 3: the close is missing"));
        assert!(message(&format!("{head}yesterday,180\n")).contains("line 3: `yesterday`"));
        assert!(
            message(&format!("{head}2020-03-12T09:00:00Z,180\n")).contains("does not come after")
        );
        assert!(message("price,close\n1,2\n").contains("no time column"));
        assert!(message("time,price\n1584007200,2\n").contains("no column `close`"));
    }

    #[test]
    fn a_synthetic_path_says_so_repeats_itself_and_crashes() {
        let path = Prices::synthetic(7);
        assert!(path.source.contains("SYNTHETIC") && path.synthetic);
        assert_eq!(path, Prices::synthetic(7));
        assert_ne!(path, Prices::synthetic(8));
        let (first, low) = (
            path.closes[0][0],
            path.closes
                .iter()
                .map(|row| row[0])
                .fold(f64::MAX, f64::min),
        );
        assert!(low < 0.65 * first, "{low} of {first}");
    }
}
