//! What a partial liquidation may leave.

use super::{close_amount, CloseAmount};
use crate::RiskError;

/// Whether what a sale leaves (debt and collateral, USD WAD) is worth somebody's gas later: one of them is gone, or both
/// are at least `least`.
#[must_use]
pub const fn may_remain(debt: u128, collateral: u128, least: u128) -> bool {
    debt == 0 || collateral == 0 || (debt >= least && collateral >= least)
}

/// As [`close_amount`], with nothing small left over: where the smallest sufficient sale would leave less than
/// `least`, all of the debt is repaid.
///
/// A sale short of the toxic zone has the collateral for that: `C > (1 + b) D`.
///
/// # Errors
/// As [`close_amount`].
pub fn close_without_dust(
    collateral: u128,
    debt: u128,
    threshold: u128,
    discount: u128,
    target: u128,
    least: u128,
) -> Result<CloseAmount, RiskError> {
    let plan = close_amount(collateral, debt, threshold, discount, target)?;
    let CloseAmount::Partial { repay, seized } = plan else {
        return Ok(plan);
    };
    let rest = (
        debt.saturating_sub(repay),
        collateral.saturating_sub(seized),
    );
    if may_remain(rest.0, rest.1, least) {
        return Ok(plan);
    }
    let markup = fixed::WAD.saturating_add(discount);
    Ok(CloseAmount::Partial {
        repay: debt,
        seized: fixed::mul_wad_down(debt, markup)?,
    })
}
