//! The core of a requirement: three measures of the same portfolio.

use super::options::{Curves, Residuals};
use super::Accumulator;
use crate::covariance::members;
use crate::error::OVERFLOW;
use crate::model::{at, put};
use crate::parametric::portfolio::settle;
use crate::scenarios::{correction_up, second_moments, Scenarios};
use crate::shortfall::stress::{self, Stressed, Volatility, Worst};
use crate::shortfall::{simulate, simulate_with, Exposure, Simulation};
use crate::wide::signed;
use crate::{RiskError, MAX_ASSETS};
use fixed::{exp_wad_down, exp_wad_up, mul_div_up, mul_wad_trunc_signed, mul_wad_up, U256, WAD};

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

/// The runs of a portfolio with options, and of one without: implied volatility moves only where it matters.
const WITH_OPTIONS: [Volatility; 2] = [Volatility::Down, Volatility::Up];
const WITHOUT: [Volatility; 1] = [Volatility::Same];

/// What a run revalues.
struct Run {
    volatility: Volatility,
    exposures: [Exposure; MAX_ASSETS],
    curves: Option<Curves>,
}

impl Accumulator<'_> {
    /// The three measures at those scales, each the worst of its runs.
    pub(super) fn core(
        &self,
        scales: &[u128; MAX_ASSETS],
        scenarios: &Scenarios<'_>,
    ) -> Result<Core, RiskError> {
        let residuals = self.residuals(scenarios)?;
        let mut core = Core {
            simulation: 0,
            stress: 0,
            twin: 0,
        };
        for volatility in self.runs() {
            let one = self.core_of(
                &self.run(*volatility, scales, &residuals)?,
                scales,
                scenarios,
            )?;
            core.simulation = core.simulation.max(one.simulation);
            core.stress = core.stress.max(one.stress);
            core.twin = core.twin.max(one.twin);
        }
        Ok(core)
    }

    fn runs(&self) -> &'static [Volatility] {
        if self.has_options() {
            &WITH_OPTIONS
        } else {
            &WITHOUT
        }
    }

    fn core_of(
        &self,
        run: &Run,
        scales: &[u128; MAX_ASSETS],
        scenarios: &Scenarios<'_>,
    ) -> Result<Core, RiskError> {
        let slack = self.slack(scales);
        let simulation = match self.simulation(run, scenarios)? {
            Some(simulation) => simulation.shortfall.checked_add(slack).ok_or(OVERFLOW)?,
            None => 0,
        };
        let (_, stress) = self.stress(run, scales)?;
        Ok(Core {
            simulation,
            stress: stress.checked_add(slack).ok_or(OVERFLOW)?,
            twin: self
                .twin(&self.twin_model()?, scales, run.curves.as_ref())?
                .core,
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
        // Nothing was enlarged where nothing is exposed: who has no position needs no margin.
        if gross == 0 {
            return 0;
        }
        // 5,000 / 1e18 < 2^-46, and 48 positions of 150 units < 2^13.
        (gross >> 46).saturating_add(1 << 13)
    }

    fn run(
        &self,
        volatility: Volatility,
        scales: &[u128; MAX_ASSETS],
        residuals: &[Residuals; MAX_ASSETS],
    ) -> Result<Run, RiskError> {
        let curves = match volatility {
            Volatility::Same => None,
            _ => Some(self.curves(volatility, scales, residuals)?),
        };
        Ok(Run {
            volatility,
            exposures: self.exposures(scales, residuals)?,
            curves,
        })
    }

    /// The scenarios' verdict; `None` where there are too few.
    fn simulation(
        &self,
        run: &Run,
        scenarios: &Scenarios<'_>,
    ) -> Result<Option<Simulation>, RiskError> {
        let policy = self.context.policy;
        if scenarios.len() < policy.min_rows {
            return Ok(None);
        }
        let simulation = match &run.curves {
            None => simulate(scenarios, &run.exposures, policy.confidence),
            Some(curves) => {
                let curves = curves.iter().flatten();
                simulate_with(scenarios, &run.exposures, curves, policy.confidence)
            }
        };
        simulation.map(Some)
    }

    fn stress(&self, run: &Run, scales: &[u128; MAX_ASSETS]) -> Result<(Worst, u128), RiskError> {
        let stressed = self.stressed(scales)?;
        stress::worst(&stressed, &[run.volatility], |number| {
            let mut lost = 0i128;
            for curve in run.curves.iter().flatten().flatten() {
                lost = lost.checked_add(curve.stressed(number)?).ok_or(OVERFLOW)?;
            }
            Ok(lost)
        })
    }

    /// What each asset's residuals are; nothing is asked of assets not in the account.
    fn residuals(&self, scenarios: &Scenarios<'_>) -> Result<[Residuals; MAX_ASSETS], RiskError> {
        let mut residuals = [Residuals {
            correction: WAD,
            largest: 0,
        }; MAX_ASSETS];
        let moments = second_moments(scenarios, self.context.market.mask)?;
        let assets = members(self.context.market.mask).zip(&mut residuals);
        for (place, (asset, to)) in assets.enumerate() {
            if at(&self.gross, place)? != 0 || at(&self.linear, place)? != 0 {
                let moment = at(&moments, asset)?;
                *to = Residuals {
                    correction: correction_up(moment)?,
                    largest: moment.largest,
                };
            }
        }
        Ok(residuals)
    }

    /// The linear exposures by place, as the simulation takes them; zero where the model does not judge.
    fn exposures(
        &self,
        scales: &[u128; MAX_ASSETS],
        residuals: &[Residuals; MAX_ASSETS],
    ) -> Result<[Exposure; MAX_ASSETS], RiskError> {
        let mut exposures = [Exposure::default(); MAX_ASSETS];
        let assets = members(self.context.market.mask).zip(residuals);
        for (place, (asset, residuals)) in assets.enumerate() {
            let (usd, scale) = (at(&self.linear, place)?, at(scales, place)?);
            if scale == 0 || usd == 0 {
                continue;
            }
            *put(&mut exposures, place)? = Exposure {
                asset: u8::try_from(asset).map_err(|_| OVERFLOW)?,
                usd,
                scale: mul_wad_up(scale, residuals.correction)?,
                missing: self.worst_up(usd, scale)?,
            };
        }
        Ok(exposures)
    }

    /// The larger loss of a linear exposure at the shocks of `k s` either way, USD WAD, rounded up: what it
    /// counts as in a scenario that does not know its asset.
    fn worst_up(&self, usd: i128, scale: u128) -> Result<u128, RiskError> {
        let shock = signed(false, self.far(scale)?)?;
        let one = U256::from(WAD);
        let growth = if usd.is_negative() {
            exp_wad_up(shock)?.checked_sub(one)
        } else {
            one.checked_sub(exp_wad_down(shock.checked_neg().ok_or(OVERFLOW)?)?)
        };
        let size = U256::from(usd.unsigned_abs());
        let loss = mul_div_up(size, growth.unwrap_or(U256::ZERO), one)?;
        u128::try_from(loss).map_err(|_| OVERFLOW)
    }

    /// The linear exposures under stress.
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

    /// The core and its Euler parts by place, which sum to it exactly: of the measure and the run that bind.
    pub(super) fn core_parts(
        &self,
        scales: &[u128; MAX_ASSETS],
        scenarios: &Scenarios<'_>,
        parts: &mut [i128; MAX_ASSETS],
    ) -> Result<u128, RiskError> {
        let residuals = self.residuals(scenarios)?;
        let mut largest = None;
        for volatility in self.runs() {
            let run = self.run(*volatility, scales, &residuals)?;
            let core = self.core_of(&run, scales, scenarios)?;
            if largest
                .as_ref()
                .is_none_or(|(_, other): &(Run, Core)| core.value() > other.value())
            {
                largest = Some((run, core));
            }
        }
        let Some((run, core)) = largest else {
            return Ok(0);
        };
        let value = core.value();
        if value == core.twin {
            let model = self.twin_model()?;
            *parts = model.core_split(&self.twin(&model, scales, run.curves.as_ref())?)?;
        } else if value == core.simulation {
            self.simulated_parts(&run, scenarios, parts)?;
        } else {
            self.stressed_parts(&run, scales, parts)?;
        }
        settle(parts, signed(false, value)?)?;
        Ok(value)
    }

    /// The losses of the assets in the worst stress row.
    fn stressed_parts(
        &self,
        run: &Run,
        scales: &[u128; MAX_ASSETS],
        parts: &mut [i128; MAX_ASSETS],
    ) -> Result<(), RiskError> {
        let (Some((number, worst)), _) = self.stress(run, scales)? else {
            return Ok(());
        };
        for (exposure, part) in self.stressed(scales)?.iter().zip(parts.iter_mut()) {
            *part = mul_wad_trunc_signed(exposure.usd, exposure.own_move(&worst)?)?
                .checked_neg()
                .ok_or(OVERFLOW)?;
        }
        for curve in run.curves.iter().flatten().flatten() {
            let part = put(parts, curve.place())?;
            *part = part.checked_add(curve.stressed(number)?).ok_or(OVERFLOW)?;
        }
        for part in parts.iter_mut() {
            *part = mul_wad_trunc_signed(*part, signed(false, worst.dampening)?)?;
        }
        Ok(())
    }

    /// The mean losses of the assets over the tail: linear exposures and curves.
    fn simulated_parts(
        &self,
        run: &Run,
        scenarios: &Scenarios<'_>,
        parts: &mut [i128; MAX_ASSETS],
    ) -> Result<(), RiskError> {
        let Some(simulation) = self.simulation(run, scenarios)? else {
            return Ok(());
        };
        simulation.means(scenarios, &run.exposures, parts)?;
        for curve in run.curves.iter().flatten().flatten() {
            let part = put(parts, curve.place())?;
            let mean = simulation.mean_of(scenarios, curve)?;
            *part = part.checked_add(mean).ok_or(OVERFLOW)?;
        }
        Ok(())
    }
}
