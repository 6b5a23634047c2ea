//! The closed form of a partial liquidation of one collateral against one debt.

use crate::error::OVERFLOW;
use crate::wide::product;
use crate::RiskError;
use fixed::{U256, WAD};

/// The smallest repayment that lifts a single-collateral loan to a target, in closed form. USD WAD.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CloseAmount {
    /// The target is already met.
    Healthy,
    /// Repay `repay` (rounded up), hand over `seized` (rounded down): health is then at least the target.
    Partial {
        /// Repayment.
        repay: u128,
        /// Collateral handed over.
        seized: u128,
    },
    /// Every partial sale lowers health: all of the collateral pays for at most `max_repay`.
    Toxic {
        /// What the collateral is worth at the discount, rounded down.
        max_repay: u128,
        /// Debt that then remains, rounded up.
        bad_debt: u128,
    },
}

/// Solves `threshold (C - (1+b) x) / (D - x) = target` for the repayment `x` (model: minimal close amount).
///
/// `collateral` and `debt` USD WAD; `threshold`, `discount`, `target` WAD, `target` above `threshold`.
///
/// # Errors
/// [`RiskError::InvalidTerms`] where the solution is not defined for these terms; overflow.
pub fn close_amount(
    collateral: u128,
    debt: u128,
    threshold: u128,
    discount: u128,
    target: u128,
) -> Result<CloseAmount, RiskError> {
    let wanted = product(target, debt);
    let covered = product(threshold, collateral);
    if covered >= wanted {
        return Ok(CloseAmount::Healthy);
    }
    let markup = WAD.checked_add(discount).ok_or(OVERFLOW)?;
    if product(collateral, WAD) <= product(markup, debt) {
        let max_repay = fixed::mul_div_down_u128(collateral, WAD, markup)?;
        return Ok(CloseAmount::Toxic {
            max_repay,
            bad_debt: debt.saturating_sub(max_repay),
        });
    }
    let missing = wanted.checked_sub(covered).ok_or(OVERFLOW)?;
    let per_unit = product(target, WAD)
        .checked_sub(product(markup, threshold))
        .filter(|rate| !rate.is_zero());
    let repay = fixed::mul_div_up(
        missing,
        U256::from(WAD),
        per_unit.ok_or(RiskError::InvalidTerms)?,
    )?;
    let repay = u128::try_from(repay).map_err(|_| OVERFLOW)?.min(debt);
    Ok(CloseAmount::Partial {
        repay,
        seized: fixed::mul_wad_down(repay, markup)?,
    })
}
