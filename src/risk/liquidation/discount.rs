//! What a buyer of collateral gets off the price, and how far that may go.

use crate::error::OVERFLOW;
use crate::wide::{product, signed};
use crate::RiskError;
use fixed::{mul_div_down_u128, mul_wad_down, WAD};

/// Least distance of `threshold * (1 + bonus)` from 1, WAD: 6 %.
///
/// It is the fall of the price after which a liquidation begun at the threshold would no longer raise health, so it
/// must cover what the price does while an oracle is late and an auction finds its bidder: 6 % is the 97.5 %
/// Expected Shortfall (t4, times 1.2) of an asset of 5 % a day over three hours.
pub const LEAST_TOLERANCE: u128 = 60_000_000_000_000_000;

/// The terms of a discount, WAD.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DiscountTerms {
    /// Discount per unit of health below 1.
    pub per_distress: u128,
    /// Discount per active second since the account may be liquidated.
    pub per_second: u128,
    /// Largest discount.
    pub most: u128,
}

impl DiscountTerms {
    /// `min(most, per_distress * (1 - health) + per_second * t, toxic)`, rounded down: about nothing for an account
    /// barely below its line, more with its distress and with the time it waits, never so much that the sale would
    /// lower its health (`toxic`, of [`toxic_bound_down`]).
    #[must_use]
    pub fn discount_down(&self, health: u128, active: u64, toxic: u128) -> u128 {
        let distress = WAD.saturating_sub(health);
        let base = mul_wad_down(self.per_distress, distress).unwrap_or(u128::MAX);
        super::auction::ramped_discount(base, self.per_second, active, self.most, toxic)
    }
}

/// The largest discount at which selling collateral against debt does not lower health: `C / D - 1` (USD WAD in,
/// WAD out), rounded down; 0 where the collateral does not cover the debt, the largest number where there is none.
/// (Warmuz, Chaudhary, Pinna 2022: past it every partial sale makes the account worse.)
#[must_use]
pub fn toxic_bound_down(collateral: u128, debt: u128) -> u128 {
    let over = collateral.saturating_sub(debt);
    mul_div_down_u128(over, WAD, debt).unwrap_or(u128::MAX)
}

/// Refuses a threshold and a discount (WAD) that leave less than `tolerance` between trigger and toxic zone:
/// `threshold * (1 + discount) <= 1 - tolerance`, exactly. See [`LEAST_TOLERANCE`].
///
/// # Errors
/// [`RiskError::InvalidTerms`].
pub fn check_discount(threshold: u128, discount: u128, tolerance: u128) -> Result<(), RiskError> {
    let markup = WAD.checked_add(discount).ok_or(OVERFLOW)?;
    let room = WAD.checked_sub(tolerance).ok_or(RiskError::InvalidTerms)?;
    if product(threshold, markup) <= product(room, WAD) {
        Ok(())
    } else {
        Err(RiskError::InvalidTerms)
    }
}

/// How far the price may fall until closing at a discount no longer raises health: `1 - (1 + b) D / C`, WAD, rounded
/// down (towards minus infinity: negative where it no longer does already).
///
/// # Errors
/// Division by zero for no collateral; overflow.
pub fn drop_bound_down(collateral: u128, debt: u128, discount: u128) -> Result<i128, RiskError> {
    let markup = WAD.checked_add(discount).ok_or(OVERFLOW)?;
    let owed = fixed::mul_div_up_u128(markup, debt, collateral)?;
    let one = signed(false, WAD)?;
    one.checked_sub(signed(false, owed)?).ok_or(OVERFLOW)
}
