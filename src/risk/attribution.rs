//! Who carries the margin: its split by asset, and by position within an asset.

use crate::error::OVERFLOW;
use crate::model::{at, Measure, Model, Stress};
use crate::parametric::portfolio::settle;
use crate::wide::{signed, Wide};
use crate::{Holding, Leg, Market, RiskError, MAX_ASSETS};
use fixed::{mul_wad_down, mul_wad_up};

impl Model<'_> {
    /// The Euler parts of the core, signed, summing to it exactly.
    pub(crate) fn core_split(&self, measure: &Measure) -> Result<[i128; MAX_ASSETS], RiskError> {
        let per_deviation = signed(false, self.core)?;
        let mut split = [0; MAX_ASSETS];
        for (place, to) in split.iter_mut().enumerate().take(self.market.assets()) {
            if at(&measure.exposure, place)? == 0 {
                continue;
            }
            let deviation = self.deviation_part(measure, place)?;
            let convexity = signed(false, at(&measure.convexity, place)?)?;
            let core = fixed::mul_wad_trunc_signed(per_deviation, deviation)?;
            *to = core.checked_add(convexity).ok_or(OVERFLOW)?;
        }
        settle(&mut split, signed(false, measure.core)?)?;
        Ok(split)
    }

    /// The maintenance margin of each asset, signed, summing to `maintenance` exactly (Euler's theorem: every
    /// term of the margin is homogeneous of degree one in the exposures).
    pub(crate) fn split(
        &self,
        measure: &Measure,
        maintenance: u128,
    ) -> Result<[i128; MAX_ASSETS], RiskError> {
        let per_deviation = signed(false, mul_wad_up(self.terms.maintenance_ratio, self.core)?)?;
        let mut split = [0; MAX_ASSETS];
        for (place, to) in split.iter_mut().enumerate().take(self.market.assets()) {
            if at(&measure.exposure, place)? == 0 {
                continue;
            }
            let deviation = self.deviation_part(measure, place)?;
            let convexity =
                mul_wad_down(self.terms.maintenance_ratio, at(&measure.convexity, place)?)?;
            let apart = signed(
                false,
                convexity
                    .checked_add(at(&measure.add_on, place)?)
                    .ok_or(OVERFLOW)?,
            )?;
            let core = fixed::mul_wad_trunc_signed(per_deviation, deviation)?;
            *to = core.checked_add(apart).ok_or(OVERFLOW)?;
        }
        settle(&mut split, signed(false, maintenance)?)?;
        Ok(split)
    }

    /// The part of one asset in the standard deviation after stress and floor.
    fn deviation_part(&self, measure: &Measure, place: usize) -> Result<i128, RiskError> {
        let swing = at(&measure.swing, place)?;
        if measure.floored {
            return Ok(fixed::mul_wad_trunc_signed(
                signed(false, self.terms.sigma_floor)?,
                absolute(swing)?,
            )?);
        }
        let measured = if measure.alone {
            absolute(swing)?
        } else if measure.measured == 0 {
            0
        } else {
            at(&measure.parts, place)?.div_trunc(measure.measured)?
        };
        let stressed = match measure.stress {
            Stress::Measured => return Ok(measured),
            Stress::Together if measure.net.is_negative() => swing.checked_neg().ok_or(OVERFLOW)?,
            Stress::Together => swing,
            Stress::Apart => Wide::product(swing, swing).div_trunc(measure.stressed)?,
        };
        let worse = stressed.checked_sub(measured).ok_or(OVERFLOW)?;
        let weight = signed(false, self.terms.correlation_stress)?;
        measured
            .checked_add(fixed::mul_wad_trunc_signed(weight, worse)?)
            .ok_or(OVERFLOW)
    }
}

/// What is left to share out among the positions of each asset.
pub(crate) struct Left {
    margin: [i128; MAX_ASSETS],
    amount: [u128; MAX_ASSETS],
}

impl Left {
    pub(crate) fn new(
        margin: [i128; MAX_ASSETS],
        holdings: &[Holding],
        legs: &[Leg],
        market: &Market,
    ) -> Result<Self, RiskError> {
        let mut amount = [0u128; MAX_ASSETS];
        let amounts = holdings
            .iter()
            .map(|holding| (holding.asset, holding.amount));
        let sizes = legs.iter().map(|leg| (leg.asset, leg.size.unsigned_abs()));
        for (asset, size) in amounts.chain(sizes).filter(|(_, size)| *size != 0) {
            let sum = amount
                .get_mut(market.place(asset)?)
                .ok_or(RiskError::UnknownAsset)?;
            *sum = sum.checked_add(size).ok_or(OVERFLOW)?;
        }
        Ok(Self { margin, amount })
    }

    /// The share of a position of `size` in what is left of its asset: the last position is all that is left
    /// and takes all of it, so that the shares of an asset sum exactly.
    pub(crate) fn take(
        &mut self,
        asset: u8,
        size: u128,
        market: &Market,
    ) -> Result<i128, RiskError> {
        if size == 0 {
            return Ok(0);
        }
        let place = market.place(asset)?;
        let margin = self.margin.get_mut(place).ok_or(RiskError::UnknownAsset)?;
        let amount = self.amount.get_mut(place).ok_or(RiskError::UnknownAsset)?;
        let size_signed = i128::try_from(size).map_err(|_| OVERFLOW)?;
        let share = Wide::product(*margin, size_signed).div_trunc(*amount)?;
        *margin = margin.checked_sub(share).ok_or(OVERFLOW)?;
        *amount = amount.saturating_sub(size);
        Ok(share)
    }
}

fn absolute(value: i128) -> Result<i128, RiskError> {
    value.checked_abs().ok_or(OVERFLOW)
}
