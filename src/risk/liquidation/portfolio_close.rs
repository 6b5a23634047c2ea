//! What fraction of a whole portfolio to close.

use crate::error::OVERFLOW;
use crate::wide::product;
use crate::RiskError;
use fixed::{mul_div_up, U256, WAD};

/// Closing a fraction of everything, positions and hedges alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CloseFraction {
    /// The target is met already.
    Healthy,
    /// This fraction (WAD, rounded up, at most 1) meets it.
    Partial(u128),
    /// Closing costs more than the account has: even all of it leaves `shortfall` (USD WAD, rounded up) unpaid.
    Toxic {
        /// What is missing after closing all.
        shortfall: u128,
    },
}

/// The least fraction `f` after which equity is `target` times maintenance:
/// `f = (k M - E) / (k M - c G)`, where closing costs `c` (WAD) per USD of gross exposure `G`.
///
/// Maintenance falls in proportion and equity by `f c G`; that helps only while `E > c G`. Target WAD; the rest USD WAD.
/// Exact, rounded up.
///
/// # Errors
/// Overflow.
pub fn close_fraction(
    equity: i128,
    maintenance: u128,
    gross: u128,
    cost: u128,
    target: u128,
) -> Result<CloseFraction, RiskError> {
    let wanted = product(target, maintenance);
    let price = product(cost, gross);
    let owned = product(u128::try_from(equity).unwrap_or(0), WAD);
    if equity >= 0 && owned >= wanted {
        return Ok(CloseFraction::Healthy);
    }
    if owned <= price {
        let debt = u128::try_from(equity.saturating_neg()).unwrap_or(0);
        let missing = price.checked_sub(owned).ok_or(OVERFLOW)?;
        let missing = mul_div_up(missing, U256::from(1u8), U256::from(WAD))?;
        let missing = u128::try_from(missing).map_err(|_| OVERFLOW)?;
        let shortfall = missing.checked_add(debt).ok_or(OVERFLOW)?;
        return Ok(CloseFraction::Toxic { shortfall });
    }
    let missing = wanted.checked_sub(owned).ok_or(OVERFLOW)?;
    let freed = wanted.checked_sub(price).ok_or(OVERFLOW)?;
    let fraction = mul_div_up(missing, U256::from(WAD), freed)?;
    Ok(CloseFraction::Partial(
        u128::try_from(fraction).map_err(|_| OVERFLOW)?,
    ))
}
