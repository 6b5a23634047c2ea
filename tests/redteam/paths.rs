//! Paths of prices: made ones of each character, and real ones where the machine has them.

use crate::draws::Draws;
use std::io::Read;
use std::path::PathBuf;

/// Prices at equal steps of time.
#[derive(Debug, Clone)]
pub struct Path {
    /// What it is.
    pub name: String,
    /// Seconds between two prices.
    pub step: u64,
    /// USD.
    pub prices: Vec<f64>,
}

/// How a made path moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Character {
    /// 4 % a day, independent steps.
    Calm,
    /// The same with 10 % a day of drift.
    Trending,
    /// Deviations of 2 % that halve in twenty minutes: prices return all the time.
    Reverting,
    /// Calm, with some three jumps a day of 3 to 15 %.
    Jumping,
    /// 12 % a day: the clock runs at its shortest interval.
    Wild,
}

impl Character {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Calm,
        Self::Trending,
        Self::Reverting,
        Self::Jumping,
        Self::Wild,
    ];

    /// A path of so many minutes.
    pub fn path(self, seed: u64, minutes: usize) -> Path {
        let mut draws = Draws::new(seed);
        let minute = (1.0f64 / 1440.0).sqrt();
        let mut level: f64 = 0.0;
        let mut prices = vec![2_500.0];
        for _ in 0..minutes {
            let shock = draws.normal() * minute;
            level += match self {
                Self::Calm => 0.04 * shock,
                Self::Trending => 0.04 * shock + 0.10 / 1440.0,
                // Stationary deviation 2 %: the shock per minute is 2 % * sqrt(2 ln2 / 20).
                Self::Reverting => {
                    let back = core::f64::consts::LN_2 / 20.0;
                    -back * level + 0.02 * (2.0 * back).sqrt() * shock / minute
                }
                Self::Jumping => {
                    let jump = if draws.below(480) == 0 {
                        let size = 0.03 + 0.12 * draws.share();
                        if draws.below(2) == 0 {
                            size
                        } else {
                            -size
                        }
                    } else {
                        0.0
                    };
                    0.04 * shock + jump
                }
                Self::Wild => 0.12 * shock,
            };
            prices.push(2_500.0 * level.exp());
        }
        Path {
            name: format!("{self:?}").to_lowercase(),
            step: 60,
            prices,
        }
    }
}

/// Real series: file, name, seconds of a bar. Closes.
const REAL: [(&str, &str, u64); 8] = [
    ("btcusdt_spot_1m_2025-01.csv.gz", "BTC minutes", 60),
    ("ethusdt_spot_1m_2025-01.csv.gz", "ETH minutes", 60),
    ("btcusdt_perp_1h.csv.gz", "BTC hours", 3600),
    ("ethusdt_perp_1h.csv.gz", "ETH hours", 3600),
    ("linkusdt_perp_1h.csv.gz", "LINK hours", 3600),
    ("lunausdt_spot_1h.csv.gz", "LUNA hours", 3600),
    ("fttusdt_spot_1h.csv.gz", "FTT hours", 3600),
    ("ustusdt_spot_1h.csv.gz", "UST hours", 3600),
];

/// The real series of `$PLIMSOLL_SHARED/data` (default `../shared`), and the names of those that are absent.
pub fn real() -> (Vec<Path>, Vec<String>) {
    let shared = std::env::var_os("PLIMSOLL_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let (mut found, mut absent) = (Vec::new(), Vec::new());
    for (file, name, step) in REAL {
        match std::fs::read(shared.join("data").join(file)) {
            Ok(bytes) => found.push(Path {
                name: name.to_owned(),
                step,
                prices: closes(&bytes, file),
            }),
            Err(_) => absent.push(file.to_owned()),
        }
    }
    (found, absent)
}

fn closes(bytes: &[u8], file: &str) -> Vec<f64> {
    let mut text = String::new();
    flate2::read::GzDecoder::new(bytes)
        .read_to_string(&mut text)
        .unwrap_or_else(|error| panic!("{file}: {error}"));
    let mut lines = text.lines();
    let header = lines.next().unwrap_or_default();
    let column = header
        .split(',')
        .position(|name| name == "close")
        .unwrap_or_else(|| panic!("{file}: no column close"));
    let price = |line: &str| {
        line.split(',')
            .nth(column)
            .and_then(|cell| cell.parse().ok())
    };
    lines
        .map(|line| price(line).unwrap_or_else(|| panic!("{file}: {line}")))
        .collect()
}
