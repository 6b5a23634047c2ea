//! Prices from CSV files, gzipped or not, as integers.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{BufReader, Read},
    path::Path,
};

use anyhow::{bail, ensure, Context, Result};
use flate2::read::GzDecoder;

use crate::replay::prices::{parse_time, TIME_COLUMNS};

/// Decimals of a price.
const DECIMALS: usize = 18;

/// Prices of one instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Name in the table.
    pub name: String,
    /// Unix seconds and price (WAD), rising in time.
    pub prices: BTreeMap<u64, u128>,
    /// Whether they are the last of each day.
    pub by_day: bool,
}

impl Series {
    /// Reads `NAME=FILE[:COLUMN]`; the column is `close` where none is named. Rows without a price are skipped.
    pub fn read(text: &str) -> Result<Self> {
        let (name, rest) = text
            .split_once('=')
            .with_context(|| format!("`{text}` is not NAME=FILE or NAME=FILE:COLUMN"))?;
        let (path, column) = match rest.rsplit_once(':') {
            Some((path, column)) if !column.contains(['/', '\\']) => (path, column),
            _ => (rest, "close"),
        };
        let file = File::open(path).with_context(|| format!("cannot open {path}"))?;
        let file = BufReader::new(file);
        let text: Box<dyn Read> = if Path::new(path).extension().is_some_and(|end| end == "gz") {
            Box::new(GzDecoder::new(file))
        } else {
            Box::new(file)
        };
        let prices = parse(text, column).with_context(|| format!("cannot read {path}"))?;
        Ok(Self {
            name: name.to_owned(),
            prices,
            by_day: false,
        })
    }

    /// The last price of each UTC day, at its midnight.
    #[must_use]
    pub fn daily(&self) -> Self {
        const DAY: u64 = 86_400;
        let days = self
            .prices
            .iter()
            .map(|(at, price)| (at - at % DAY, *price));
        Self {
            name: self.name.clone(),
            prices: days.collect(),
            by_day: true,
        }
    }
}

fn parse(text: impl Read, column: &str) -> Result<BTreeMap<u64, u128>> {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .flexible(true)
        .from_reader(text);
    let headers = reader.headers().context("line 1")?.clone();
    let place = |wanted: &str| headers.iter().position(|h| h.eq_ignore_ascii_case(wanted));
    let Some(time) = TIME_COLUMNS.iter().find_map(|name| place(name)) else {
        bail!("line 1: no time column, one of {}", TIME_COLUMNS.join(", "));
    };
    let Some(column) = place(column) else {
        let columns: Vec<&str> = headers.iter().collect();
        bail!(
            "line 1: no column `{column}` among {}; name one as NAME=FILE:COLUMN",
            columns.join(", ")
        );
    };
    let mut prices = BTreeMap::new();
    for record in reader.records() {
        let record = record?;
        let line = record.position().map_or(0, csv::Position::line);
        let (Some(at), Some(price)) = (record.get(time), record.get(column)) else {
            bail!("line {line}: too few columns");
        };
        if price.is_empty() {
            continue;
        }
        let at = parse_time(at).with_context(|| format!("line {line}: `{at}` is no time"))?;
        let price = decimal(price)
            .filter(|price| *price > 0)
            .with_context(|| format!("line {line}: `{price}` is not a positive price"))?;
        ensure!(
            prices
                .last_key_value()
                .is_none_or(|(before, _)| *before < at),
            "line {line}: its time does not come after the row before"
        );
        prices.insert(at, price);
    }
    ensure!(!prices.is_empty(), "no row has a price");
    Ok(prices)
}

/// A decimal number as WAD, digits past the 18th dropped.
pub fn decimal(text: &str) -> Option<u128> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(part) {
        return None;
    }
    let part = part.get(..part.len().min(DECIMALS))?;
    format!("{whole}{part:0<DECIMALS$}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_exact() {
        assert_eq!(decimal("0.00005"), Some(50_000_000_000_000));
        assert_eq!(decimal("115569.6"), Some(115_569_600_000_000_000_000_000));
        assert_eq!(decimal("7"), Some(7 * 10_u128.pow(18)));
        assert_eq!(decimal("1.0000000000000000019"), Some(10_u128.pow(18) + 1));
        for text in ["", ".5", "-1", "1e5", "1.2.3", "nan"] {
            assert_eq!(decimal(text), None, "{text}");
        }
    }

    #[test]
    fn rows_without_a_price_are_skipped_and_bad_ones_are_named() {
        let text =
            "timestamp_utc,btc,link\n2020-01-01T00:00:00Z,7000,\n2020-01-02T00:00:00Z,7100.5,2\n";
        assert_eq!(parse(text.as_bytes(), "btc").unwrap().len(), 2);
        let link = parse(text.as_bytes(), "link").unwrap();
        assert_eq!(
            link.into_iter().collect::<Vec<_>>(),
            [(1_577_923_200, 2 * 10_u128.pow(18))]
        );
        let message = |text: &str| format!("{:#}", parse(text.as_bytes(), "close").unwrap_err());
        assert!(message("time,close\n1577923200,0\n").contains("line 2: `0`"));
        assert!(message("time,close\n1577923200,1\n1577923200,1\n").contains("line 3"));
        assert!(message("time,open\n1577923200,1\n").contains("no column `close`"));
        assert!(message("time,close\n").contains("no row"));
    }

    #[test]
    fn a_day_ends_with_its_last_price() {
        let prices = [(86_400, 1), (90_000, 2), (172_800, 3)].into();
        let series = Series {
            name: String::new(),
            prices,
            by_day: false,
        };
        let daily: Vec<_> = series.daily().prices.into_iter().collect();
        assert_eq!(daily, [(86_400, 2), (172_800, 3)]);
    }
}
