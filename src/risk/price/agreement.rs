//! The last gate: whether a price agrees with a second source, or where there is none, with the past.

use super::{Fault, BASIS_POINTS};

/// The last sample of an asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    /// USD WAD.
    pub price: u128,
    /// Seconds.
    pub at: u64,
}

/// A price that does not agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disagreement {
    /// With the second source.
    Sources(Fault),
    /// With the last sample. It counts all the same where it [has held](has_held).
    Past(Fault),
}

/// Compares a price with the second source, and where that does not answer, with the last sample, while that is at
/// most `age` seconds old. `limit`: basis points.
#[must_use]
pub fn disagreement(
    price: u128,
    second: Option<u128>,
    last: &Sample,
    now: u64,
    age: u64,
    limit: u16,
) -> Option<Disagreement> {
    if let Some(reference) = second {
        let fault = Fault::Deviates { price, reference };
        return apart(price, reference, limit).then_some(Disagreement::Sources(fault));
    }
    let is_recent = now.saturating_sub(last.at) <= age;
    let fault = Fault::Deviates {
        price,
        reference: last.price,
    };
    (is_recent && moved(price, last.price, limit)).then_some(Disagreement::Past(fault))
}

/// Whether a level has held: the price that was in force a while ago is within the limit of it.
#[must_use]
pub fn has_held(price: u128, then: Option<u128>, limit: u16) -> bool {
    then.is_some_and(|then| !moved(price, then, limit))
}

/// Whether two sources are further apart than the limit, of the smaller: `|a - b| > limit * min(a, b)`, exactly.
#[must_use]
pub fn apart(a: u128, b: u128, limit: u16) -> bool {
    moved(a.max(b), a.min(b), limit)
}

/// Whether `|price - reference| > limit * reference`, exactly.
fn moved(price: u128, reference: u128, limit: u16) -> bool {
    fixed::mul_div_down_u128(reference, limit.into(), BASIS_POINTS)
        .map_or(true, |allowed| price.abs_diff(reference) > allowed)
}
