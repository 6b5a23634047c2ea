//! Collateral that falls when its debt rises, or with what it is lent against.

use crate::error::OVERFLOW;
use crate::wide::product;
use crate::RiskError;
use fixed::{mul_div_up, mul_wad_up, U256, WAD};

/// What a measured correlation loses before it counts as a hedge, WAD: 0.1, two standard errors of a correlation of
/// 0.85 that was measured over thirty days.
pub const HEDGE_MARGIN: i128 = 100_000_000_000_000_000;

/// -1, WAD.
const OPPOSITE: i128 = -1_000_000_000_000_000_000;

/// The correlation of collateral and debt that a pair may count on: the lower of the fast and the slow estimate less
/// [`HEDGE_MARGIN`], -1 at least. Where the two depend on each other by construction (a token against its issuer's debt,
/// a stablecoin against what backs it, a staked coin against its own validators) no estimate counts: -1. WAD.
#[must_use]
pub fn hedge_correlation(fast: i128, slow: i128, structural: bool) -> i128 {
    if structural {
        return OPPOSITE;
    }
    fast.min(slow).saturating_sub(HEDGE_MARGIN).max(OPPOSITE)
}

/// Standard deviation per day of collateral less debt, USD WAD, rounded up:
/// `sqrt(C^2 s_c^2 + D^2 s_d^2 - 2 rho C D s_c s_d)`. Values USD WAD, volatilities per day and correlation WAD. Two units
/// of each side's deviation above at most.
///
/// # Errors
/// [`RiskError::InvalidTerms`] for a correlation beyond 1 or -1; overflow.
pub fn pair_deviation_up(
    collateral: (u128, u128),
    debt: (u128, u128),
    correlation: i128,
) -> Result<u128, RiskError> {
    if correlation.unsigned_abs() > WAD {
        return Err(RiskError::InvalidTerms);
    }
    let own = mul_wad_up(collateral.0, collateral.1)?;
    let owed = mul_wad_up(debt.0, debt.1)?;
    // As (a - b)^2 + 2 (1 - rho) a b: nothing is subtracted that was rounded.
    let unhedged = WAD.saturating_add_signed(correlation.saturating_neg());
    let difference = own.abs_diff(owed);
    let open = mul_div_up(
        product(own, owed),
        U256::from(unhedged.saturating_mul(2)),
        U256::from(WAD),
    )?;
    let variance = product(difference, difference).checked_add(open);
    let deviation = fixed::isqrt_up(variance.ok_or(OVERFLOW)?);
    u128::try_from(deviation).map_err(|_| OVERFLOW)
}
