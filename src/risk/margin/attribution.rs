//! Who carries the maintenance margin.

use super::context::Kind;
use super::Accumulator;
use crate::attribution::Left;
use crate::error::OVERFLOW;
use crate::model::put;
use crate::parametric::portfolio::settle;
use crate::scenarios::Scenarios;
use crate::wide::signed;
use crate::{RiskError, MAX_ASSETS};
use fixed::mul_wad_up;

impl Accumulator<'_> {
    /// What each holding, then each leg, contributes to maintenance margin, USD WAD, signed: a hedge is negative.
    /// Sums to it exactly.
    ///
    /// Assets share the core by the Euler parts of the measure that binds (Tasche 2000): the losses in the tail
    /// scenarios, those in the worst stress row, or the split of the twin's deviation; add-ons belong to their
    /// asset; positions share their asset's part by size.
    ///
    /// # Errors
    /// [`RiskError::LengthMismatch`] where there is not one place per position; as [`Self::requirement`].
    pub fn attribute(
        &self,
        scenarios: &Scenarios<'_>,
        attribution: &mut [i128],
    ) -> Result<(), RiskError> {
        if attribution.len() != self.holdings.len().saturating_add(self.legs.len()) {
            return Err(RiskError::LengthMismatch);
        }
        let scales = self.scales(Kind::Maintenance)?;
        let mut split = [0; MAX_ASSETS];
        let core = self.core_parts(&scales, scenarios, &mut split)?;
        let kept = mul_wad_up(core, self.context.policy.margin.maintenance_ratio)?;
        scale_to(&mut split, core, kept)?;
        let mut add_ons = [0; MAX_ASSETS];
        self.add_ons(Kind::Maintenance, &mut add_ons)?;
        for (place, add_on) in add_ons.iter().enumerate() {
            let part = put(&mut split, place)?;
            *part = part.checked_add(signed(false, *add_on)?).ok_or(OVERFLOW)?;
        }
        let market = self.context.market;
        let mut left = Left::new(split, self.holdings, self.legs, market)?;
        let amounts = self.holdings.iter().map(|held| (held.asset, held.amount));
        let sizes = self
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
