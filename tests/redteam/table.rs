//! The table: what each attack does to the naive design and to ours.

use std::fmt;

/// The lowest and the highest of what was seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// Lowest.
    pub low: f64,
    /// Highest.
    pub high: f64,
    /// How many values.
    pub count: u64,
}

impl Default for Range {
    fn default() -> Self {
        Self {
            low: f64::INFINITY,
            high: f64::NEG_INFINITY,
            count: 0,
        }
    }
}

impl Range {
    /// One more value.
    pub fn add(&mut self, value: f64) {
        assert!(value.is_finite(), "a ratio is a number: {value}");
        self.low = self.low.min(value);
        self.high = self.high.max(value);
        self.count += 1;
    }

    /// All values of another.
    pub fn join(&mut self, other: &Self) {
        self.low = self.low.min(other.low);
        self.high = self.high.max(other.high);
        self.count += other.count;
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.count == 0 {
            return write!(f, "-");
        }
        if self.low == self.high {
            return f.write_str(&number(self.low));
        }
        write!(f, "{} .. {}", number(self.low), number(self.high))
    }
}

/// A ratio in four digits; next to one, what tells it from one.
pub fn number(value: f64) -> String {
    let off = value - 1.0;
    if value == 0.0 || value == 1.0 || value.fract() == 0.0 && value.abs() < 1e5 {
        format!("{value:.0}")
    } else if off.abs() < 5e-5 {
        format!("1{off:+.0e}")
    } else if value.abs() < 1e-3 || value.abs() >= 1e5 {
        format!("{value:.1e}")
    } else if value.abs() >= 100.0 {
        format!("{value:.1}")
    } else {
        format!("{value:.4}")
    }
}

/// What was run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// The pure code, compiled for this machine.
    Native,
    /// The shipped programs on the local chain.
    Wasm,
}

/// What must hold of our figures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Band {
    /// From, to: both ends belong to it.
    Within(f64, f64),
    /// Shown, and no limit is set.
    None,
}

impl Band {
    /// One, to the bit.
    pub const SAME: Self = Self::Within(1.0, 1.0);

    /// Whether a range is inside.
    pub fn holds(self, range: &Range) -> bool {
        match self {
            Self::Within(low, high) => range.count > 0 && range.low >= low && range.high <= high,
            Self::None => true,
        }
    }
}

impl fmt::Display for Band {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Within(low, high) if low == high => write!(f, "{}", number(*low)),
            Self::Within(low, high) if high.is_infinite() => write!(f, ">= {}", number(*low)),
            Self::Within(low, high) if low.is_infinite() => write!(f, "<= {}", number(*high)),
            Self::Within(low, high) => write!(f, "{} .. {}", number(*low), number(*high)),
            Self::None => write!(f, "-"),
        }
    }
}

/// One attack on one kind of path.
#[derive(Debug, Clone)]
pub struct Row {
    /// Attack, as the assurance plan numbers it.
    pub id: &'static str,
    /// What is done, and on which path.
    pub what: String,
    /// Where ours ran.
    pub level: Level,
    /// Ours.
    pub ours: Range,
    /// What ours must keep.
    pub band: Band,
    /// The naive twin.
    pub naive: Range,
    /// What is published of the naive twin.
    pub published: &'static str,
}

impl Row {
    /// Whether ours keeps its band.
    pub fn holds(&self) -> bool {
        self.band.holds(&self.ours)
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = match self.level {
            Level::Native => "native",
            Level::Wasm => "WASM",
        };
        let verdict = match (self.band, self.holds()) {
            (Band::None, _) => "",
            (_, true) => "holds",
            (_, false) => "FAILS",
        };
        let line = format!(
            "{:<6}{:<64}{:<7}{:>9}  {:<20}{:<18}{:<7}{:<20}{}",
            self.id,
            self.what,
            level,
            self.ours.count,
            self.ours.to_string(),
            self.band.to_string(),
            verdict,
            self.naive.to_string(),
            self.published
        );
        f.write_str(line.trim_end())
    }
}

/// The head of the columns.
pub fn head() -> String {
    format!(
        "{:<6}{:<64}{:<7}{:>9}  {:<20}{:<18}{:<7}{:<20}{}",
        "", "attack, path", "level", "cases", "ours", "must be", "", "naive", "published of naive"
    )
}
