//! The search for the smallest sale that restores an account, on the margin itself.

use super::line::{line_zero, Point};
use crate::error::OVERFLOW;
use crate::model::{health_down, Model};
use crate::portfolio::Book;
use crate::wide::{product, signed};
use crate::{Path, RiskError, Verdict};
use fixed::U256;

/// A sale of one collateral at one discount, of a size yet to be found.
pub(super) struct Sale<'a> {
    pub(super) model: &'a Model<'a>,
    pub(super) book: &'a Book,
    /// Place of the collateral in the packed arrays.
    pub(super) place: usize,
    /// Its price, USD WAD, not zero.
    pub(super) price: u128,
    /// One plus the discount, WAD.
    pub(super) markup: u128,
    pub(super) cash_unit: u128,
    pub(super) asset_unit: u128,
    /// Cash that may be repaid at most, WAD.
    pub(super) debt: u128,
}

/// A sale of a certain size and what it leaves.
pub(super) struct Sold {
    pub(super) repay: u128,
    pub(super) seized: u128,
    pub(super) verdict: Verdict,
    /// Equity less BM.
    surplus: i128,
}

/// Steps of the search at most. Each fourth step at least halves the bracket, and no bracket is wider than
/// 2^88 units, so the bound is not met; it is there so that the loop plainly ends.
const MAX_STEPS: u32 = 400;

/// Steps that may fail to halve the bracket before one is made to.
const PATIENCE: u8 = 3;

/// Halvings tried where the largest sale neither restores nor raises health.
const MAX_HALVINGS: u32 = 40;

impl Sale<'_> {
    /// The sale of the whole holding, or of as much as the debt takes.
    pub(super) fn largest(&self) -> Result<Sold, RiskError> {
        self.sold(self.most()?)
    }

    /// The smallest sale that lifts equity to BM. Where none does, the largest sale; where that one would
    /// lower health, the best of its halves; `None` where nothing raises it.
    pub(super) fn smallest_restoring(
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
        let (debt, _) = fixed::div_rem_u128(self.debt, self.cash_unit)?;
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
        let (_, dust) = fixed::div_rem_u128(bought, self.asset_unit)?;
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
    ///
    /// Secant steps on the margin itself, kept inside the bracket, with a halving where they idle.
    fn narrow(&self, before: &Verdict, enough: u128, restored: Sold) -> Result<Sold, RiskError> {
        let mut low = Point {
            units: 0,
            surplus: surplus(before)?,
        };
        let mut high = Point {
            units: enough,
            surplus: restored.surplus,
        };
        let mut sold = restored;
        let (mut previous, mut latest) = (low, high);
        let (mut halved_at, mut idle) = (enough, 0u8);
        for _ in 0..MAX_STEPS {
            if self.slide(&mut high, &mut sold)? {
                break;
            }
            let width = high.units.saturating_sub(low.units);
            if width <= 1 {
                break;
            }
            if width <= halved_at >> 1 {
                (halved_at, idle) = (width, 0);
            }
            let units = if idle >= PATIENCE {
                idle = 0;
                low.units.saturating_add(width >> 1)
            } else {
                idle = idle.saturating_add(1);
                let zero = line_zero(previous, latest).or_else(|| line_zero(low, high));
                let inside = (low.units.saturating_add(1), high.units.saturating_sub(1));
                zero.unwrap_or(inside.0).clamp(inside.0, inside.1)
            };
            let next = self.sold(units)?;
            (previous, latest) = (
                latest,
                Point {
                    units,
                    surplus: next.surplus,
                },
            );
            if next.surplus >= 0 {
                (high, sold) = (latest, next);
            } else {
                low = latest;
            }
        }
        Ok(sold)
    }

    /// Lowers a restoring sale to the least cash that buys the same amount and still restores; says whether
    /// one unit less buys the same and does not, which ends the search.
    ///
    /// Between two amounts only cash changes: equity falls by exactly what is not paid, margin stays.
    fn slide(&self, high: &mut Point, sold: &mut Sold) -> Result<bool, RiskError> {
        let price = product(sold.seized, self.price);
        let least = fixed::mul_div_up(price, U256::from(1u8), U256::from(self.markup))?;
        let least = fixed::mul_div_up(least, U256::from(1u8), U256::from(self.cash_unit))?;
        let least = u128::try_from(least).unwrap_or(u128::MAX);
        let (spare, _) = fixed::div_rem_u128(high.surplus.unsigned_abs(), self.cash_unit)?;
        let room = high.units.saturating_sub(least);
        let less = spare.min(room);
        if less > 0 {
            let cash = signed(false, less.checked_mul(self.cash_unit).ok_or(OVERFLOW)?)?;
            high.units = high.units.saturating_sub(less);
            high.surplus = high.surplus.checked_sub(cash).ok_or(OVERFLOW)?;
            sold.repay = sold.repay.saturating_sub(cash.unsigned_abs());
            sold.surplus = high.surplus;
            let verdict = &mut sold.verdict;
            verdict.equity = verdict.equity.checked_sub(cash).ok_or(OVERFLOW)?;
            verdict.health = health_down(verdict.equity, verdict.maintenance);
        }
        Ok(spare < room)
    }
}

fn surplus(verdict: &Verdict) -> Result<i128, RiskError> {
    verdict
        .equity
        .checked_sub(signed(false, verdict.buffer)?)
        .ok_or(OVERFLOW)
}
