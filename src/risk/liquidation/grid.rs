//! The sizes that a sale of one collateral may have: whole units of cash, whole units of the token, one price.

use crate::error::OVERFLOW;
use crate::wide::product;
use crate::RiskError;
use fixed::{div_rem_u128, mul_div_down, mul_div_up, U256};

/// One price, and the two tokens it is between.
#[derive(Debug, Clone, Copy)]
pub(super) struct Grid {
    /// Price of the asset, USD WAD, not zero.
    pub(super) price: u128,
    /// One plus the discount, WAD.
    pub(super) markup: u128,
    /// Smallest unit of cash, WAD.
    pub(super) cash_unit: u128,
    /// Smallest unit of the token, 18 decimals.
    pub(super) asset_unit: u128,
    /// What is held of it.
    pub(super) held: u128,
    /// Cash that may be repaid at most, WAD.
    pub(super) debt: u128,
}

/// A sale of one size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Size {
    /// Cash paid, WAD, a multiple of its unit; rounded up.
    pub(super) repay: u128,
    /// Amount sold, 18 decimals, a multiple of its unit; rounded down.
    pub(super) seized: u128,
}

impl Grid {
    /// Whether sizes are counted in units of cash: where one of them buys at least one of the token. The coarser of the
    /// two grids has no two sizes that are the same on the finer one.
    fn by_cash(&self) -> bool {
        product(self.asset_unit, self.price) <= product(self.cash_unit, self.markup)
    }

    /// The size of so many units.
    pub(super) fn size(&self, units: u128) -> Result<Size, RiskError> {
        if self.by_cash() {
            let repay = units.checked_mul(self.cash_unit).ok_or(OVERFLOW)?;
            let bought = ratio_down(product(repay, self.markup), self.price).min(self.held);
            let (_, dust) = div_rem_u128(bought, self.asset_unit)?;
            let seized = bought.saturating_sub(dust);
            return Ok(Size { repay, seized });
        }
        let seized = units.checked_mul(self.asset_unit).ok_or(OVERFLOW)?;
        let cost = ratio_up(product(seized, self.price), self.markup);
        let repay = cost.div_ceil(self.cash_unit.max(1));
        let repay = repay.checked_mul(self.cash_unit).ok_or(OVERFLOW)?;
        Ok(Size { repay, seized })
    }

    /// Units of the largest sale: all that is held, or as much as the debt takes.
    pub(super) fn most(&self) -> Result<u128, RiskError> {
        let (payable, _) = div_rem_u128(self.debt, self.cash_unit)?;
        if self.by_cash() {
            let whole = ratio_up(product(self.price, self.held), self.markup);
            return Ok(whole.div_ceil(self.cash_unit.max(1)).min(payable));
        }
        let (held, _) = div_rem_u128(self.held, self.asset_unit)?;
        let cash = payable.saturating_mul(self.cash_unit);
        let bought = ratio_down(product(cash, self.markup), self.price);
        let (bought, _) = div_rem_u128(bought, self.asset_unit)?;
        Ok(held.min(bought))
    }
}

/// `product / divisor`, rounded down; the largest number where it does not fit.
fn ratio_down(product: U256, divisor: u128) -> u128 {
    let ratio = mul_div_down(product, U256::from(1u8), U256::from(divisor));
    ratio.map_or(u128::MAX, |ratio| {
        u128::try_from(ratio).unwrap_or(u128::MAX)
    })
}

/// The same, rounded up.
fn ratio_up(product: U256, divisor: u128) -> u128 {
    let ratio = mul_div_up(product, U256::from(1u8), U256::from(divisor));
    ratio.map_or(u128::MAX, |ratio| {
        u128::try_from(ratio).unwrap_or(u128::MAX)
    })
}
