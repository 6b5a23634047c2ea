//! Where the reference vectors are, and how a result is compared with one.

use crate::exact::Exact;
use serde_json::Value;
use std::path::PathBuf;

/// The cases of a vector file; `None`, with a line that says so, where the file is absent.
pub(crate) fn cases(file: &str) -> Option<Vec<Value>> {
    let root = std::env::var_os("PLIMSOLL_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let path = root.join("vectors").join(file);
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: {} is absent", path.display());
        return None;
    };
    let Value::Object(mut file) = serde_json::from_str(&text).unwrap() else {
        panic!("not an object")
    };
    let Some(Value::Array(cases)) = file.remove("cases") else {
        panic!("no cases")
    };
    assert!(!cases.is_empty());
    Some(cases)
}

pub(crate) fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

pub(crate) fn list<'a>(case: &'a Value, field: &str) -> &'a Vec<Value> {
    case[field].as_array().unwrap()
}

pub(crate) fn integer(value: &Value) -> i128 {
    text(value).parse().unwrap()
}

pub(crate) fn natural(value: &Value) -> u128 {
    text(value).parse().unwrap()
}

/// A decimal as an integer of scale 1e-36, which it must be exactly.
pub(crate) fn variance(value: &Value) -> i128 {
    let (whole, part) = text(value).split_once('.').unwrap_or((text(value), ""));
    format!("{whole}{part:0<36}").parse().unwrap()
}

/// Points compared and the worst relative error seen, each way.
#[derive(Default)]
pub(crate) struct Tally {
    points: usize,
    above: f64,
    below: f64,
}

impl Tally {
    pub(crate) fn compare(&mut self, got: Exact, exact: Exact) {
        let error = got.relative_to(exact);
        self.points += 1;
        self.above = self.above.max(error);
        self.below = self.below.max(-error);
    }

    /// A difference already measured.
    pub(crate) fn note(&mut self, error: f64) {
        self.points += 1;
        self.above = self.above.max(error);
        self.below = self.below.max(-error);
    }

    /// Prints the tally and holds it to its bounds: at most `above` over the exact value, `below` under it.
    pub(crate) fn within(self, name: &str, above: f64, below: f64) {
        println!(
            "{name}: {} points, at most {:.2e} above and {:.2e} below",
            self.points, self.above, self.below
        );
        assert!(self.points > 0, "{name}: nothing compared");
        assert!(self.above <= above, "{name}: {:e} above", self.above);
        assert!(self.below <= below, "{name}: {:e} below", self.below);
    }
}
