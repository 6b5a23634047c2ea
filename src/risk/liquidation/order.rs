//! What to close first.

use crate::wide::product;
use crate::RiskError;

/// The position that frees the most margin per USD of exit cost, among those not in `taken` (a bit each).
///
/// `margins` are the positions' contributions to the requirement (USD WAD, signed, as [`crate::assess`] attributes
/// them), `costs` what it costs to leave each (USD WAD; nothing counts as the least there is). `None` where every
/// other position hedges. Equal positions: the first one. Taking the best each time solves the linearised problem of
/// restoring an account at least cost, as in a knapsack that may be cut (Dantzig 1957); positions past 128 are not seen.
#[must_use]
pub fn best(margins: &[i128], costs: &[u128], taken: u128) -> Option<usize> {
    let mut found: Option<(usize, u128, u128)> = None;
    let positions = margins.iter().zip(costs).enumerate().take(128);
    for (place, (margin, cost)) in positions {
        let margin = u128::try_from(*margin).unwrap_or(0);
        if margin == 0 || (taken >> place) & 1 == 1 {
            continue;
        }
        let cost = (*cost).max(1);
        let better = found.is_none_or(|(_, other_margin, other_cost)| {
            product(margin, other_cost) > product(other_margin, cost)
        });
        if better {
            found = Some((place, margin, cost));
        }
    }
    found.map(|(place, _, _)| place)
}

/// Writes the places of all positions that free margin, best first, and returns how many they are.
///
/// # Errors
/// [`RiskError::LengthMismatch`] where the three lists differ in length; [`RiskError::TooManyAssets`] past 128.
pub fn order(margins: &[i128], costs: &[u128], out: &mut [u8]) -> Result<usize, RiskError> {
    if margins.len() != costs.len() || margins.len() != out.len() {
        return Err(RiskError::LengthMismatch);
    }
    if margins.len() > 128 {
        return Err(RiskError::TooManyAssets);
    }
    let (mut taken, mut count) = (0u128, 0usize);
    for to in out {
        let Some(place) = best(margins, costs, taken) else {
            break;
        };
        *to = u8::try_from(place).map_err(|_| RiskError::TooManyAssets)?;
        taken |= 1u128 << place;
        count = count.saturating_add(1);
    }
    Ok(count)
}
