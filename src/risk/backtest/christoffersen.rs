//! Whether exceedances come alone or in clusters (Christoffersen 1998).

use super::likelihood::{entropy, ratio};
use crate::RiskError;

/// How often one day followed another, by whether each exceeded its forecast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Transitions {
    /// Quiet after quiet.
    pub n00: u64,
    /// An exceedance after a quiet day.
    pub n01: u64,
    /// A quiet day after an exceedance.
    pub n10: u64,
    /// Two exceedances in a row.
    pub n11: u64,
}

impl Transitions {
    /// Counts the pairs of neighbours.
    pub fn of(exceeded: impl IntoIterator<Item = bool>) -> Self {
        let mut counts = Self::default();
        let mut before = None;
        for now in exceeded {
            let place = match (before, now) {
                (None, _) => None,
                (Some(false), false) => Some(&mut counts.n00),
                (Some(false), true) => Some(&mut counts.n01),
                (Some(true), false) => Some(&mut counts.n10),
                (Some(true), true) => Some(&mut counts.n11),
            };
            if let Some(place) = place {
                // No iterator runs for 2^64 steps.
                *place = place.wrapping_add(1);
            }
            before = Some(now);
        }
        counts
    }

    /// `-2 ln` of the likelihood of independent days over that of a chain of the observed transitions, WAD, within an
    /// ulp for up to a million days. Chi-square with one degree of freedom if days are independent.
    ///
    /// # Errors
    /// Overflow past some 2^25 days.
    pub fn likelihood_ratio(&self) -> Result<u128, RiskError> {
        let Self { n00, n01, n10, n11 } = *self;
        let chain = split(n00, n01)?.saturating_add(split(n10, n11)?);
        ratio(
            chain,
            split(n00.saturating_add(n10), n01.saturating_add(n11))?,
        )
    }
}

/// `ln` of the likelihood of a quiet and b loud days at the rates observed, 96 fractional bits.
fn split(a: u64, b: u64) -> Result<i128, RiskError> {
    let sum = entropy(a)?.saturating_add(entropy(b)?);
    Ok(sum.saturating_sub(entropy(a.saturating_add(b))?))
}
