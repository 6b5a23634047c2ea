//! What the margin makes of a forecast: more, never less.

/// The variance that a margin is computed with: `max(m, floor, min(max(m, forecast), 9/4 m))` for the measured
/// variance m, all per day at scale 1e-36. In volatilities: the forecast counts where it is above the measured one, up
/// to 1.5 times as much; the floor is not subject to that limit.
///
/// Exact but for the limit, which is rounded up. Never below measured and floor, whatever the forecast: who poisons
/// the learner can make margins dearer by half, and never cheaper. A limit wider than 128 bits is none.
pub fn used_up(measured: u128, forecast: u128, floor: u128) -> u128 {
    let limit = measured
        .saturating_mul(2)
        .saturating_add(measured.div_ceil(4));
    forecast.min(limit).max(measured).max(floor)
}
