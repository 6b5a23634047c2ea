//! The core of a requirement: three measures of the same portfolio.

use super::Accumulator;
use crate::covariance::members;
use crate::error::OVERFLOW;
use crate::model::{at, put};
use crate::parametric::settle;
use crate::scenarios::{correction_up, second_moment, Scenarios};
use crate::shortfall::stress::{self, Stressed};
use crate::shortfall::{simulate, Exposure, Linear, Simulation};
use crate::wide::signed;
use crate::{RiskError, MAX_ASSETS};
use fixed::{exp_wad_down, exp_wad_up, mul_div_up, mul_wad_up, U256, WAD};

/// The core: the largest of three measures of the same portfolio, so that margin never depends on one model.
/// USD WAD, rounded up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Core {
    /// Expected Shortfall over the scenario book; 0 where the book is too short to say anything.
    pub simulation: u128,
    /// The worst stress row.
    pub stress: u128,
    /// The parametric twin.
    pub twin: u128,
}

impl Core {
    /// The measure that binds.
    #[must_use]
    pub fn value(&self) -> u128 {
        self.simulation.max(self.stress).max(self.twin)
    }
}

impl Accumulator<'_> {
    /// The three measures at those scales.
    pub(super) fn core(
        &self,
        scales: &[u128; MAX_ASSETS],
        scenarios: &Scenarios<'_>,
    ) -> Result<Core, RiskError> {
        let slack = self.slack(scales);
        let simulation = match self.simulation(scales, scenarios)? {
            Some(simulation) => simulation.shortfall.checked_add(slack).ok_or(OVERFLOW)?,
            None => 0,
        };
        let stress = stress::loss_up(&self.stressed(scales)?, |_| Ok(0))?;
        Ok(Core {
            simulation,
            stress: stress.checked_add(slack).ok_or(OVERFLOW)?,
            twin: self.twin(&self.twin_model()?, scales)?.core,
        })
    }

    /// By how much rounding may have enlarged the gain of a hedge, USD WAD. Exposures, scales and moves are rounded
    /// away from zero by less than a unit; the largest shock, 32 standard deviations that grow by e^5, makes at most
    /// 5,000 units of that for each USD, and 150 for each position.
    fn slack(&self, scales: &[u128; MAX_ASSETS]) -> u128 {
        let judged = self
            .linear
            .iter()
            .zip(scales)
            .filter(|(_, scale)| **scale != 0);
        let gross = judged.fold(0u128, |sum, (exposure, _)| {
            sum.saturating_add(exposure.unsigned_abs())
        });
        // 5,000 / 1e18 < 2^-46, and 48 positions of 150 units < 2^13.
        (gross >> 46).saturating_add(1 << 13)
    }

    /// The scenarios' verdict; `None` where there are too few.
    fn simulation(
        &self,
        scales: &[u128; MAX_ASSETS],
        scenarios: &Scenarios<'_>,
    ) -> Result<Option<Simulation>, RiskError> {
        let policy = self.context.policy;
        if scenarios.len() < policy.min_rows {
            return Ok(None);
        }
        let exposures = self.exposures(scales, scenarios)?;
        simulate(scenarios, &exposures, policy.confidence).map(Some)
    }

    /// The exposures by place, as the simulation takes them; zero where the model does not judge.
    fn exposures(
        &self,
        scales: &[u128; MAX_ASSETS],
        scenarios: &Scenarios<'_>,
    ) -> Result<[Exposure; MAX_ASSETS], RiskError> {
        let mut exposures = [Exposure::default(); MAX_ASSETS];
        for (place, asset) in members(self.context.market.mask).enumerate() {
            let (usd, scale) = (at(&self.linear, place)?, at(scales, place)?);
            if scale == 0 || usd == 0 {
                continue;
            }
            let moment = second_moment(scenarios, asset)?;
            *put(&mut exposures, place)? = Exposure {
                asset: u8::try_from(asset).map_err(|_| OVERFLOW)?,
                usd,
                scale: mul_wad_up(scale, correction_up(moment)?)?,
                missing: self.worst_up(usd, scale)?,
            };
        }
        Ok(exposures)
    }

    /// The larger loss of a linear exposure at the shocks of `k s` either way, USD WAD, rounded up: what it
    /// counts as in a scenario that does not know its asset.
    fn worst_up(&self, usd: i128, scale: u128) -> Result<u128, RiskError> {
        let terms = &self.context.policy.margin;
        let shock = mul_wad_up(terms.model_multiplier, terms.shortfall_factor)?;
        let shock = signed(false, mul_wad_up(shock, scale)?)?;
        let one = U256::from(WAD);
        let growth = if usd < 0 {
            exp_wad_up(shock)?.checked_sub(one)
        } else {
            one.checked_sub(exp_wad_down(shock.checked_neg().ok_or(OVERFLOW)?)?)
        };
        let size = U256::from(usd.unsigned_abs());
        let loss = mul_div_up(size, growth.unwrap_or(U256::ZERO), one)?;
        u128::try_from(loss).map_err(|_| OVERFLOW)
    }

    /// The exposures under stress.
    fn stressed(&self, scales: &[u128; MAX_ASSETS]) -> Result<[Stressed; MAX_ASSETS], RiskError> {
        let mut stressed = [Stressed::default(); MAX_ASSETS];
        for (place, to) in stressed.iter_mut().enumerate() {
            if at(scales, place)? != 0 {
                let terms = self.context.assets.get(place);
                *to = Stressed {
                    usd: at(&self.linear, place)?,
                    scale: terms.ok_or(RiskError::UnknownAsset)?.stress_scale,
                };
            }
        }
        Ok(stressed)
    }

    /// The core and its Euler parts by place, which sum to it exactly: of the measure that binds.
    pub(super) fn core_parts(
        &self,
        scales: &[u128; MAX_ASSETS],
        scenarios: &Scenarios<'_>,
        parts: &mut [i128; MAX_ASSETS],
    ) -> Result<u128, RiskError> {
        let core = self.core(scales, scenarios)?;
        let value = core.value();
        if value == core.twin {
            let model = self.twin_model()?;
            *parts = model.core_split(&self.twin(&model, scales)?)?;
        } else if value == core.simulation {
            let exposures = self.exposures(scales, scenarios)?;
            let simulation = simulate(scenarios, &exposures, self.context.policy.confidence)?;
            simulation.components::<Linear>(scenarios, &exposures, &[], parts)?;
        } else {
            let stressed = self.stressed(scales)?;
            let (worst, _) = stress::worst(&stressed, |_| Ok(0))?;
            for (exposure, part) in stressed.iter().zip(parts.iter_mut()) {
                let lost = fixed::mul_wad_trunc_signed(exposure.usd, exposure.own_move(&worst)?)?;
                let counted = signed(false, worst.dampening)?;
                *part = fixed::mul_wad_trunc_signed(lost, counted)?
                    .checked_neg()
                    .ok_or(OVERFLOW)?;
            }
            settle(parts, signed(false, value)?)?;
        }
        Ok(value)
    }
}
