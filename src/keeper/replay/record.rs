//! What a replay saw, hour by hour, and the tables made of it.

use serde::{Deserialize, Serialize};

/// One account at one time. Amounts in USD.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AccountPoint {
    /// Collateral minus debt.
    pub equity: f64,
    /// Initial margin.
    pub initial: f64,
    /// Maintenance margin.
    pub maintenance: f64,
    /// Buffer margin, to which a liquidation restores.
    pub buffer: f64,
    /// Equity over maintenance margin; none without a requirement.
    pub health: Option<f64>,
    /// Cash debt.
    pub debt: f64,
    /// Value of the collateral.
    pub value: f64,
    /// Loan to value of the twin under a static threshold.
    pub static_ltv: Option<f64>,
    /// Debt of the twin.
    pub static_debt: f64,
    /// Collateral of the twin.
    pub static_value: f64,
}

/// One hour.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Unix seconds.
    pub time: u64,
    /// Price of each asset.
    pub prices: Vec<f64>,
    /// Annual volatility of each asset as the oracle reads it.
    pub volatilities: Vec<f64>,
    /// Correlation of the first two assets.
    pub correlation: Option<f64>,
    /// Each account, once opened.
    pub accounts: Vec<AccountPoint>,
}

/// What kind of thing happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The account was opened.
    Opened,
    /// The alert level changed for the worse.
    Warned,
    /// The alert level changed for the better.
    Eased,
    /// The owner added collateral.
    ToppedUp,
    /// The keeper bought collateral.
    Liquidated,
    /// The twin under the static threshold was liquidated.
    StaticLiquidated,
    /// The twin is left with debt and no collateral.
    StaticBadDebt,
    /// Ours is left with debt and no collateral.
    BadDebt,
}

impl Kind {
    /// Words for tables.
    pub fn words(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Warned => "warned",
            Self::Eased => "eased",
            Self::ToppedUp => "topped up",
            Self::Liquidated => "LIQUIDATED",
            Self::StaticLiquidated => "static twin liquidated",
            Self::StaticBadDebt => "static twin: bad debt",
            Self::BadDebt => "bad debt",
        }
    }
}

/// Something that happened to an account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Happening {
    /// Unix seconds.
    pub time: u64,
    /// Which account.
    pub account: usize,
    /// What.
    pub kind: Kind,
    /// Details for people.
    pub text: String,
}

/// A whole replay.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Where the prices come from.
    pub source: String,
    /// Whether the prices were made up.
    pub synthetic: bool,
    /// Tickers.
    pub symbols: Vec<String>,
    /// Names of the accounts.
    pub accounts: Vec<String>,
    /// Static threshold of the twins.
    pub static_threshold: f64,
    /// Hours.
    pub points: Vec<Point>,
    /// Happenings in order.
    pub happenings: Vec<Happening>,
    /// Gas used by each kind of call: name, calls, median gas.
    pub gas: Vec<(String, usize, u64)>,
}

/// How one account fared, under our margin and under the static threshold.
#[derive(Debug, Clone, PartialEq)]
pub struct Fate {
    /// Name of the account.
    pub name: String,
    /// Hours of warning before the first liquidation or the worst hour.
    pub warnings: usize,
    /// Liquidations and debt repaid by them.
    pub liquidations: usize,
    /// The same of the twin.
    pub static_liquidations: usize,
    /// Equity at the end, USD.
    pub equity: f64,
    /// Equity of the twin at the end.
    pub static_equity: f64,
    /// Debt that no collateral covers, USD.
    pub bad_debt: f64,
    /// The same of the twin.
    pub static_bad_debt: f64,
    /// Lowest health.
    pub lowest_health: Option<f64>,
}

impl Record {
    /// One line per account.
    pub fn fates(&self) -> Vec<Fate> {
        self.accounts
            .iter()
            .enumerate()
            .map(|(index, name)| {
                let count = |kind: Kind| {
                    self.happenings
                        .iter()
                        .filter(|h| h.account == index && h.kind == kind)
                        .count()
                };
                let last = self
                    .points
                    .last()
                    .and_then(|p| p.accounts.get(index))
                    .cloned()
                    .unwrap_or_default();
                let lowest = self
                    .points
                    .iter()
                    .filter_map(|p| p.accounts.get(index).and_then(|a| a.health))
                    .fold(None, |low: Option<f64>, h| {
                        Some(low.map_or(h, |l| l.min(h)))
                    });
                Fate {
                    name: name.clone(),
                    warnings: count(Kind::Warned),
                    liquidations: count(Kind::Liquidated),
                    static_liquidations: count(Kind::StaticLiquidated),
                    equity: last.equity,
                    static_equity: last.static_value - last.static_debt,
                    bad_debt: (last.debt - last.value).max(0.0),
                    static_bad_debt: (last.static_debt - last.static_value).max(0.0),
                    lowest_health: lowest,
                }
            })
            .collect()
    }

    /// The tables that end a replay in a terminal.
    pub fn tables(&self) -> String {
        let mut out = String::new();
        let mut line = |text: String| {
            out.push_str(&text);
            out.push('\n');
        };
        if let (Some(first), Some(last)) = (self.points.first(), self.points.last()) {
            line(format!(
                "{} hours of {}, {} to {} (prices: {})",
                self.points.len(),
                self.symbols.join(" and "),
                clock(first.time),
                clock(last.time),
                self.source
            ));
        }
        line(String::new());
        for happening in &self.happenings {
            let name = self
                .accounts
                .get(happening.account)
                .map_or("", String::as_str);
            line(format!(
                "  {}  {:<11} {:<24} {}",
                clock(happening.time),
                name,
                happening.kind.words(),
                happening.text
            ));
        }
        line(String::new());
        line(format!(
            "  {:<11} {:>13} {:>8} {:>12} {:>12} {:>10} | static {:.0} %: {:>11} {:>12} {:>10}",
            "account",
            "lowest health",
            "warnings",
            "liquidations",
            "equity USD",
            "bad debt",
            100.0 * self.static_threshold,
            "liquidations",
            "equity USD",
            "bad debt"
        ));
        for fate in self.fates() {
            line(format!(
                "  {:<11} {:>13} {:>8} {:>12} {:>12.0} {:>10.0} | {:>23} {:>12.0} {:>10.0}",
                fate.name,
                fate.lowest_health
                    .map_or_else(|| "-".into(), |h| format!("{h:.2}")),
                fate.warnings,
                fate.liquidations,
                fate.equity,
                fate.bad_debt,
                fate.static_liquidations,
                fate.static_equity,
                fate.static_bad_debt
            ));
        }
        if !self.gas.is_empty() {
            line(String::new());
            for (name, calls, gas) in &self.gas {
                line(format!(
                    "  {name:<28} {calls:>6} calls  median {gas:>9} gas"
                ));
            }
        }
        out
    }
}

/// A time as people read it.
pub fn clock(at: u64) -> String {
    let format = time::macros::format_description!("[year]-[month]-[day] [hour]:[minute]");
    i64::try_from(at)
        .ok()
        .and_then(|seconds| time::OffsetDateTime::from_unix_timestamp(seconds).ok())
        .and_then(|t| t.format(&format).ok())
        .unwrap_or_else(|| at.to_string())
}
