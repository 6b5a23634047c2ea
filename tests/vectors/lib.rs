//! Files of true values: where they are, how they are read, and how results are held to them.
//!
//! A file of a given name is read from every folder that has one, in this order: `tests/vectors/values`, which
//! the project carries and makes itself; `$PLIMSOLL_SHARED/vectors` (default `../shared`); and the folder that
//! `$PLIMSOLL_VECTORS` names. Each is an object whose `cases` is a list; numbers are decimal strings.

use model::Exact;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// A file of true values from one folder.
#[derive(Debug)]
pub struct File {
    /// Where it was found.
    pub path: PathBuf,
    /// All of it: `cases`, and in some files series that the cases refer to.
    pub content: Value,
}

impl File {
    /// Its cases.
    pub fn cases(&self) -> &[Value] {
        let cases = self.content["cases"].as_array();
        let cases = cases.unwrap_or_else(|| panic!("{}: no list `cases`", self.path.display()));
        assert!(!cases.is_empty(), "{}: no case", self.path.display());
        cases
    }
}

/// The folders that may hold true values, whether or not they exist: except the project's own, which must. A build
/// that was copied from elsewhere would otherwise look where it was made, find nothing, and pass.
pub fn folders() -> Vec<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    assert!(
        here.join("values").is_dir(),
        "{}: the project's own values are missing",
        here.display()
    );
    let shared = std::env::var_os("PLIMSOLL_SHARED")
        .map_or_else(|| here.join("../../../shared"), PathBuf::from);
    let mut folders = vec![here.join("values"), shared.join("vectors")];
    folders.extend(std::env::var_os("PLIMSOLL_VECTORS").map(PathBuf::from));
    folders
}

/// The file of that name from every folder that has one, with a line for each that has none.
pub fn files(name: &str) -> Vec<File> {
    let read = |folder: PathBuf| {
        let path = folder.join(name);
        let Ok(text) = std::fs::read_to_string(&path) else {
            println!("skipped: {} is absent", path.display());
            return None;
        };
        let content = serde_json::from_str(&text);
        let content = content.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Some(File { path, content })
    };
    folders().into_iter().filter_map(read).collect()
}

/// The cases of that file, all folders after one another.
pub fn cases(name: &str) -> Vec<Value> {
    let files = files(name);
    files.iter().flat_map(File::cases).cloned().collect()
}

/// The cases of that file, each read into a type.
pub fn typed<Case: DeserializeOwned>(name: &str) -> Vec<Case> {
    let read = |case: &Value| serde_json::from_value(case.clone());
    let case = |case| read(case).unwrap_or_else(|error| panic!("{name}: {error}: {case}"));
    cases(name).iter().map(case).collect()
}

/// A string of a case.
pub fn text(value: &Value) -> &str {
    value
        .as_str()
        .unwrap_or_else(|| panic!("{value} is no string"))
}

/// A list of a case.
pub fn list<'a>(case: &'a Value, field: &str) -> &'a Vec<Value> {
    case[field]
        .as_array()
        .unwrap_or_else(|| panic!("no list {field} in {case}"))
}

/// A signed integer, written as a string.
pub fn integer(value: &Value) -> i128 {
    text(value)
        .parse()
        .unwrap_or_else(|error| panic!("{value}: {error}"))
}

/// An unsigned integer, written as a string.
pub fn natural(value: &Value) -> u128 {
    text(value)
        .parse()
        .unwrap_or_else(|error| panic!("{value}: {error}"))
}

/// A decimal as an integer of scale 1e-36, which it must be exactly.
pub fn variance(value: &Value) -> i128 {
    let (whole, part) = text(value).split_once('.').unwrap_or((text(value), ""));
    let digits = format!("{whole}{part:0<36}");
    digits
        .parse()
        .unwrap_or_else(|error| panic!("{value}: {error}"))
}

/// A decimal string as an exact number.
pub fn exact(value: &Value) -> Exact {
    Exact::decimal(text(value))
}

/// Random cases that a property runs: `quick`, or twenty times as many where `$PLIMSOLL_LONG` is set.
pub fn runs(quick: u32) -> u32 {
    if std::env::var_os("PLIMSOLL_LONG").is_some() {
        quick * 20
    } else {
        quick
    }
}

/// Points compared and the worst relative error seen, each way.
#[derive(Debug, Default)]
pub struct Tally {
    points: usize,
    above: f64,
    below: f64,
}

impl Tally {
    /// Notes the relative error of a result.
    pub fn compare(&mut self, got: Exact, exact: Exact) {
        self.note(got.relative_to(exact));
    }

    /// Notes an error already measured: positive where the result is above.
    pub fn note(&mut self, error: f64) {
        assert!(!error.is_nan());
        self.points += 1;
        self.above = self.above.max(error);
        self.below = self.below.max(-error);
    }

    /// Points compared so far.
    pub const fn points(&self) -> usize {
        self.points
    }

    /// Prints the tally and holds it to its bounds: at most `above` over the exact value, `below` under it.
    pub fn within(self, name: &str, above: f64, below: f64) {
        println!(
            "{name}: {} points, at most {:.2e} above and {:.2e} below",
            self.points, self.above, self.below
        );
        assert!(self.points > 0, "{name}: nothing compared");
        assert!(self.above <= above, "{name}: {:e} above", self.above);
        assert!(self.below <= below, "{name}: {:e} below", self.below);
    }
}
