//! How much of which collateral to sell, and at what discount.

use crate::{AssetTerms, Holding, Leg, MarginTerms, Market, RiskError, MAX_ASSETS};
use fixed::{U256, WAD};

/// [`ClosePlan::asset`] where there is nothing to sell.
pub const NO_ASSET: u8 = 255;

/// The terms of a sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CloseTerms<'a> {
    /// Discount per unit of health below 1, WAD.
    pub discount_slope: u128,
    /// Largest discount, WAD.
    pub max_discount: u128,
    /// Smallest unit of cash as WAD: 1e12 for 6 decimals.
    pub cash_unit: u128,
    /// Smallest unit of each holding's token at 18 decimals, `10^(18 - decimals)`: one per holding, in their order.
    pub asset_units: &'a [u128],
}

/// What a liquidation does to the account. The numbers are part of the ABI.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Path {
    /// Equity is not below maintenance: nothing to do.
    Healthy = 0,
    /// The smallest sale that restores the buffer.
    Restore = 1,
    /// The whole holding, or as much as the debt takes: the buffer is not reached, health still rises.
    Exhaust = 2,
    /// Every partial sale would lower health: the whole holding at once.
    Insolvent = 3,
}

/// One sale of one collateral.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClosePlan {
    /// What it achieves.
    pub path: Path,
    /// The asset sold; [`NO_ASSET`] where nothing is.
    pub asset: u8,
    /// Cash paid for it, WAD, a multiple of the cash unit, never above the debt.
    pub repay: u128,
    /// Amount sold, 18 decimals, a multiple of the asset's unit, never above the holding.
    pub seized: u128,
    /// Discount `b`: one USD of cash buys `1 + b` USD of collateral, WAD.
    pub discount: u128,
    /// Health before, as in [`crate::Verdict`].
    pub health_before: u128,
    /// Health after.
    pub health_after: u128,
}

/// Plans the liquidation of an account.
///
/// `asset = None` chooses the collateral that frees the most maintenance margin per USD of exit cost.
///
/// # Errors
/// As [`crate::assess`]; [`RiskError::UnknownAsset`] where the account holds none of the asset named;
/// [`RiskError::LengthMismatch`] where there is not one unit per holding; [`RiskError::InvalidTerms`] for a unit of zero.
#[allow(clippy::too_many_arguments)] // the portfolio, the market and their terms, as in `assess`
pub fn close(
    cash: i128,
    holdings: &[Holding],
    legs: &[Leg],
    market: &Market,
    terms: &MarginTerms,
    assets: &[AssetTerms; MAX_ASSETS],
    asset: Option<u8>,
    close: &CloseTerms<'_>,
) -> Result<ClosePlan, RiskError> {
    let _ = (cash, holdings, legs, market, terms, assets, asset, close);
    Err(RiskError::InvalidTerms)
}

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
    use crate::error::OVERFLOW;
    use crate::wide::product;
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
