//! The search for the smallest sale that restores an account, on the margin itself.

use crate::error::OVERFLOW;
use crate::model::Model;
use crate::portfolio::Book;
use crate::wide::{product, signed};
use crate::{Path, RiskError, Verdict};
use fixed::U256;

/// A sale of one collateral at one discount, of a size yet to be found.
pub(crate) struct Sale<'a> {
    pub(crate) model: &'a Model<'a>,
    pub(crate) book: &'a Book,
    /// Place of the collateral in the packed arrays.
    pub(crate) place: usize,
    /// Its price, USD WAD, not zero.
    pub(crate) price: u128,
    /// One plus the discount, WAD.
    pub(crate) markup: u128,
    pub(crate) cash_unit: u128,
    pub(crate) asset_unit: u128,
    /// Cash that may be repaid at most, WAD.
    pub(crate) debt: u128,
}

/// A sale of a certain size and what it leaves.
pub(crate) struct Sold {
    pub(crate) repay: u128,
    pub(crate) seized: u128,
    pub(crate) verdict: Verdict,
    /// Equity less BM.
    surplus: i128,
}

/// Steps of the search at most. Each third step at least halves the bracket, and no bracket is wider than
/// 2^88 units, so the bound is not met; it is there so that the loop plainly ends.
const MAX_STEPS: u32 = 280;

/// Halvings tried where the largest sale neither restores nor raises health.
const MAX_HALVINGS: u32 = 40;

impl Sale<'_> {
    /// The sale of the whole holding, or of as much as the debt takes.
    pub(crate) fn largest(&self) -> Result<Sold, RiskError> {
        self.sold(self.most()?)
    }

    /// The smallest sale that lifts equity to BM. Where none does, the largest sale; where that one would
    /// lower health, the best of its halves; `None` where nothing raises it.
    pub(crate) fn smallest_restoring(
        &self,
        before: &Verdict,
        largest: Sold,
    ) -> Result<Option<(Path, Sold)>, RiskError> {
        let most = self.most()?;
        if largest.surplus >= 0 {
            return Ok(Some((Path::Restore, self.narrow(before, most, largest)?)));
        }
        // Past some size a sale may free less margin than it costs (what is left is no longer diversified, or
        // hedged): a smaller one can restore where the largest does not. Health has one peak, since equity
        // falls linearly and margin is convex.
        let mut peak = largest.verdict.health;
        let mut best = (peak > before.health).then_some(largest);
        let whole = best.is_some();
        for halvings in 1..=MAX_HALVINGS {
            let units = most.checked_shr(halvings).unwrap_or(0);
            if units == 0 {
                break;
            }
            let part = self.sold(units)?;
            if part.surplus >= 0 {
                return Ok(Some((Path::Restore, self.narrow(before, units, part)?)));
            }
            if part.verdict.health > peak {
                peak = part.verdict.health;
                if !whole && peak > before.health {
                    best = Some(part);
                }
            } else if best.is_some() {
                break;
            }
        }
        Ok(best.map(|sold| (Path::Exhaust, sold)))
    }

    /// Cash units of the largest sale: the debt, or what the whole holding costs, rounded up.
    fn most(&self) -> Result<u128, RiskError> {
        let held = self.held()?;
        let value = product(self.price, held);
        let whole = fixed::mul_div_up(value, U256::from(1u8), U256::from(self.markup))?;
        let unit = U256::from(self.cash_unit);
        let whole = fixed::mul_div_up(whole, U256::from(1u8), unit)?;
        let debt = self
            .debt
            .checked_div(self.cash_unit)
            .ok_or(RiskError::InvalidTerms)?;
        Ok(u128::try_from(whole).unwrap_or(u128::MAX).min(debt))
    }

    fn held(&self) -> Result<u128, RiskError> {
        self.book
            .held
            .get(self.place)
            .copied()
            .ok_or(RiskError::UnknownAsset)
    }

    /// What a sale for so many cash units leaves.
    fn sold(&self, units: u128) -> Result<Sold, RiskError> {
        let repay = units.checked_mul(self.cash_unit).ok_or(OVERFLOW)?;
        let held = self.held()?;
        let bought = fixed::mul_div_down(
            product(repay, self.markup),
            U256::from(1u8),
            U256::from(self.price),
        )?;
        let bought = u128::try_from(bought).unwrap_or(u128::MAX).min(held);
        let dust = bought
            .checked_rem(self.asset_unit)
            .ok_or(RiskError::InvalidTerms)?;
        let seized = bought.saturating_sub(dust);

        let mut book = self.book.clone();
        book.cash = book
            .cash
            .checked_add(signed(false, repay)?)
            .ok_or(OVERFLOW)?;
        let left = book
            .held
            .get_mut(self.place)
            .ok_or(RiskError::UnknownAsset)?;
        *left = held.saturating_sub(seized);
        let verdict = self.model.judge(&book)?;
        let surplus = surplus(&verdict)?;
        Ok(Sold {
            repay,
            seized,
            verdict,
            surplus,
        })
    }

    /// Between nothing, which does not restore, and `enough` units, which do: the boundary, one unit wide.
    fn narrow(&self, before: &Verdict, enough: u128, restored: Sold) -> Result<Sold, RiskError> {
        let (mut low, mut low_surplus) = (0u128, surplus(before)?);
        let (mut high, mut sold) = (enough, restored);
        // How far to overshoot the chord's zero: towards the side that has not moved, twice as far each time.
        let mut overshoot = 1u128;
        let mut moved_high = true;
        let (mut halved_at, mut since) = (high, 0u8);
        for _ in 0..MAX_STEPS {
            let width = high.saturating_sub(low);
            if width <= 1 {
                break;
            }
            if width <= halved_at >> 1 {
                (halved_at, since) = (width, 0);
            }
            let units = if since >= 2 {
                low.saturating_add(width >> 1)
            } else {
                let chord = low.saturating_add(chord_zero(width, low_surplus, sold.surplus)?);
                let past = if moved_high {
                    chord.saturating_sub(overshoot)
                } else {
                    chord.saturating_add(overshoot)
                };
                past.clamp(low.saturating_add(1), high.saturating_sub(1))
            };
            since = if since >= 2 {
                0
            } else {
                since.saturating_add(1)
            };
            let next = self.sold(units)?;
            let moves_high = next.surplus >= 0;
            overshoot = if moves_high == moved_high {
                overshoot.saturating_mul(2)
            } else {
                1
            };
            moved_high = moves_high;
            if moves_high {
                (high, sold) = (units, next);
            } else {
                (low, low_surplus) = (units, next.surplus);
            }
        }
        Ok(sold)
    }
}

/// Where the straight line from `below` (negative) to `above` over `width` units crosses zero, rounded up.
fn chord_zero(width: u128, below: i128, above: i128) -> Result<u128, RiskError> {
    let missing = below.unsigned_abs();
    let total = missing.checked_add(above.unsigned_abs()).ok_or(OVERFLOW)?;
    Ok(fixed::mul_div_up_u128(width, missing, total.max(1))?)
}

fn surplus(verdict: &Verdict) -> Result<i128, RiskError> {
    verdict
        .equity
        .checked_sub(signed(false, verdict.buffer)?)
        .ok_or(OVERFLOW)
}
