//! The cost of leaving that the margin charges, from measured depth.

use super::root_of_ratio_up;
use crate::wide::product;
use fixed::WAD;

/// Depth is what can be traded within this move of the price, WAD: 2 %.
pub const DEPTH_BAND: u128 = 20_000_000_000_000_000;

/// `Q (half_spread + 2 % sqrt(Q / depth))`: what it costs to sell `value` (USD WAD) of an asset of that depth
/// (USD WAD within [`DEPTH_BAND`]). The square-root law through the one point that is measured. Never above
/// `value`; all of `value` where there is no depth. Half spread WAD. Above the true cost by a
/// unit at most.
/// Never fails.
#[must_use]
pub fn exit_cost_up(value: u128, half_spread: u128, depth: u128) -> u128 {
    cost_up(value, value, half_spread, depth)
}

/// What leaving costs more because `others` (USD WAD), everybody else on the same side of the asset, would leave
/// through the same depth: `Q 2 % (sqrt((Q + others) / depth) - sqrt(Q / depth))`. Never fails.
///
/// The impact of the whole one-sided position, shared pro rata, less what [`exit_cost_up`] charges already; the
/// sum of both never exceeds `value`, rises with `value` and with `others`, and falls with depth. An account cut
/// into several pays no less, since the position of all stays. For initial margin only: strangers' trades must
/// not make an account liquidatable.
#[must_use]
pub fn crowding_up(value: u128, others: u128, half_spread: u128, depth: u128) -> u128 {
    let all = value.saturating_add(others);
    let own = exit_cost_up(value, half_spread, depth);
    // Rounded up like its own part, and not below it, so the difference is what the sum needs.
    cost_up(value, all, half_spread, depth).saturating_sub(own)
}

/// The cost of `value` at the impact of `position`: all of it where there is no depth, or 2^64 times too little.
fn cost_up(value: u128, position: u128, half_spread: u128, depth: u128) -> u128 {
    let one = product(WAD, WAD);
    root_of_ratio_up(position, depth)
        .and_then(|root| super::times_root_up(product(DEPTH_BAND, WAD), root))
        .and_then(|impact| {
            let share = product(half_spread, WAD).saturating_add(impact);
            super::share_of_up(value, share.min(one))
        })
        .unwrap_or(value)
}
