//! Whether there were as many exceedances as forecast (Kupiec 1995, proportion of failures).

use super::likelihood::{entropy, ratio, times_probability};
use crate::RiskError;
use fixed::WAD;

/// `-2 ln [(1-p)^(T-x) p^x / ((1-x/T)^(T-x) (x/T)^x)]` for x exceedances in T days at probability `tail` (WAD), WAD,
/// within an ulp for up to a million days. Chi-square with one degree of freedom if the forecast is right.
///
/// # Errors
/// [`RiskError::InvalidTerms`] for more exceedances than days, or a tail that is not between 0 and 1.
pub fn likelihood_ratio(days: u64, exceedances: u64, tail: u128) -> Result<u128, RiskError> {
    let quiet = days
        .checked_sub(exceedances)
        .ok_or(RiskError::InvalidTerms)?;
    let rest = WAD.checked_sub(tail).filter(|rest| *rest > 0 && tail > 0);
    let rest = rest.ok_or(RiskError::InvalidTerms)?;
    let [x, q, all] = [entropy(exceedances)?, entropy(quiet)?, entropy(days)?];
    // Each below 2^126 for counts that `entropy` takes.
    let observed = x.saturating_add(q).saturating_sub(all);
    let assumed =
        times_probability(exceedances, tail)?.saturating_add(times_probability(quiet, rest)?);
    ratio(observed, assumed)
}
