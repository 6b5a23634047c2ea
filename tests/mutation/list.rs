//! The list of mutants, as cargo-mutants makes it.

use serde::Deserialize;
use std::path::Path;
use std::process::Command;

#[derive(Debug, Clone, Copy, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) line: usize,
    /// From 1.
    pub(crate) column: usize,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Span {
    pub(crate) start: Place,
    pub(crate) end: Place,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Mutant {
    pub(crate) name: String,
    pub(crate) file: String,
    pub(crate) genre: String,
    pub(crate) replacement: String,
    pub(crate) span: Span,
}

/// The mutants of the pure crates.
pub(crate) fn mutants(root: &Path) -> Result<Vec<Mutant>, String> {
    let list = Command::new("cargo")
        .args(["mutants", "--list", "--json", "-p", "fixed", "-p", "risk"])
        .current_dir(root)
        .output()
        .map_err(|error| error.to_string())?;
    if !list.status.success() {
        return Err(format!(
            "cargo mutants --list: {}",
            String::from_utf8_lossy(&list.stderr)
        ));
    }
    serde_json::from_slice(&list.stdout).map_err(|error| format!("cargo mutants --list: {error}"))
}
