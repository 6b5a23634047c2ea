//! Who carries the maintenance margin.

use super::answer::Answer;
use super::context::Kind;
use super::requirement::Inquiry;
use crate::attribution::Left;
use crate::error::OVERFLOW;
use crate::model::put;
use crate::parametric::portfolio::settle;
use crate::wide::signed;
use crate::{RiskError, MAX_ASSETS};
use fixed::mul_wad_up;

impl Inquiry<'_, '_> {
    /// What each holding, then each leg, contributes to maintenance margin, USD WAD, signed: a hedge is negative.
    /// Sums to it exactly.
    ///
    /// Assets share the core by the Euler parts of the measure that binds (Tasche 2000): the losses in the tail
    /// scenarios, those in the worst stress row, or the split of the twin's deviation; add-ons belong to their
    /// asset, and so does the table where that is what binds; positions share their asset's part by size.
    ///
    /// # Errors
    /// [`RiskError::LengthMismatch`] where there is not one place per position; as [`Self::verdict`].
    pub fn attribute(&self, answer: &Answer, attribution: &mut [i128]) -> Result<(), RiskError> {
        let sums = self.sums;
        if attribution.len() != self.positions() {
            return Err(RiskError::LengthMismatch);
        }
        let measured = self.maintained(answer)?;
        let required = sums.required(Kind::Maintenance, &self.kept, measured)?;
        let mut split = [0; MAX_ASSETS];
        if required.total == required.least {
            for (place, part) in split.iter_mut().enumerate() {
                *part = signed(false, sums.table_of(Kind::Maintenance, place)?)?;
            }
        } else {
            let core = &required.core;
            split =
                sums.core_parts(Kind::Maintenance, &self.kept, measured, core, &answer.parts)?;
            let ratio = sums.context.maintenance.policy.margin.maintenance_ratio;
            scale_to(&mut split, core.value(), mul_wad_up(core.value(), ratio)?)?;
            let mut add_ons = [0; MAX_ASSETS];
            sums.add_ons(Kind::Maintenance, &mut add_ons)?;
            for (place, add_on) in add_ons.iter().enumerate() {
                let part = put(&mut split, place)?;
                *part = part.checked_add(signed(false, *add_on)?).ok_or(OVERFLOW)?;
            }
        }
        let market = sums.context.market;
        let mut left = Left::new(split, sums.holdings, sums.legs, market)?;
        let amounts = sums.holdings.iter().map(|held| (held.asset, held.amount));
        let sizes = sums
            .legs
            .iter()
            .map(|leg| (leg.asset, leg.size.unsigned_abs()));
        for ((asset, amount), to) in amounts.chain(sizes).zip(attribution) {
            *to = left.take(asset, amount, market)?;
        }
        Ok(())
    }
}

/// Scales parts of `from` to parts of `to`, exactly.
fn scale_to(parts: &mut [i128; MAX_ASSETS], from: u128, to: u128) -> Result<(), RiskError> {
    let to = signed(false, to)?;
    if from > 0 {
        for part in parts.iter_mut() {
            *part = crate::wide::Wide::product(*part, to).div_trunc(from)?;
        }
    }
    settle(parts, to)
}
