//! Errors counted in the last digit of a result.

use fixed::WAD;
use model::Exact;

/// Units of 1e-18 by which a WAD result lies above the exact value.
pub(crate) fn above(got: u128, exact: Exact) -> f64 {
    ((Exact::unsigned(got, WAD) - exact) * Exact::unsigned(WAD, 1)).to_f64()
}

/// Error of a WAD result: in units of 1e-18 where the value is below 1e-3, else relative at the scale where one
/// such unit is 1e-15, so that one bound holds for both.
pub(crate) fn error(got: u128, exact: Exact) -> f64 {
    if exact < Exact::decimal("1e-3") {
        above(got, exact) * 1e-15
    } else {
        Exact::unsigned(got, WAD).relative_to(exact)
    }
}
