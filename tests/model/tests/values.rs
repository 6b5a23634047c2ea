//! Files of true values, read without the crate that depends on this one.

use model::Real;
use serde_json::Value;

/// Cases of a file of the project.
pub(crate) fn cases(name: &str) -> Vec<Value> {
    let path = format!("{}/../vectors/values/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut content: Value = serde_json::from_str(&text).unwrap();
    match content["cases"].take() {
        Value::Array(cases) => cases,
        _ => panic!("{path}: no list `cases`"),
    }
}

/// A decimal string.
pub(crate) fn number(value: &Value) -> Real {
    Real::decimal(
        value
            .as_str()
            .unwrap_or_else(|| panic!("{value} is no string")),
    )
}

/// An integer of 18 decimals.
pub(crate) fn wad(value: &Value) -> Real {
    number(value) / Real::decimal("1e18")
}

/// Holds two numbers together: their difference is at most so much of their size, or of `1e-36`.
pub(crate) fn near(got: Real, expected: Real, bound: &str, what: &str) {
    let size = expected.abs().max(Real::decimal("1e-36"));
    let error = ((got - expected) / size).to_f64().abs();
    let most = Real::decimal(bound).to_f64();
    assert!(
        error <= most,
        "{what}: {} against {}: {error:e}",
        got.to_f64(),
        expected.to_f64()
    );
}
