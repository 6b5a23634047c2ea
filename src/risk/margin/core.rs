//! The core of a requirement: three measures of the same portfolio.

use super::answer::{Answer, Measured};
use super::context::Kind;
use super::curves::OptionCurve;
use super::question::{Question, MAX_SIDES};
use super::Accumulator;
use crate::parametric::portfolio::settle;
use crate::scenarios::Scenarios;
use crate::wide::signed;
use crate::{RiskError, MAX_ASSETS};

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

/// The most curves of a question: by asset, by requirement, with volatility down and up.
const MAX_CURVES: usize = 2 * MAX_SIDES * MAX_ASSETS;

impl Question {
    /// Asks the scenarios, in this program.
    pub(super) fn ask(
        &self,
        legs: &[crate::Leg],
        scenarios: &Scenarios<'_>,
    ) -> Result<Answer, RiskError> {
        if self.is_empty() {
            return Ok(Answer::nothing(self));
        }
        let residuals = self.residuals(scenarios)?;
        if !self.has_options() {
            return self.answer(scenarios, &residuals, [].iter());
        }
        let mut curves: [Option<OptionCurve>; MAX_CURVES] = [const { None }; MAX_CURVES];
        let mut places = curves.iter_mut();
        self.curves(legs, &residuals, |curve| {
            *places.next().ok_or(RiskError::TooManyAssets)? = Some(curve);
            Ok(())
        })?;
        self.answer(scenarios, &residuals, curves.iter().flatten())
    }
}

impl Accumulator<'_> {
    /// The three measures of a requirement.
    pub(super) fn core(
        &self,
        kind: Kind,
        scales: &[u128; MAX_ASSETS],
        measured: &Measured,
    ) -> Result<Core, RiskError> {
        Ok(Core {
            simulation: measured.simulation,
            stress: measured.stress,
            twin: self.twin(&self.twin_model(kind)?, scales, measured)?.core,
        })
    }

    /// The Euler parts by place of a core, which sum to it exactly: of the measure that binds. `parts` are those of the
    /// larger of simulation and stress.
    pub(super) fn core_parts(
        &self,
        kind: Kind,
        scales: &[u128; MAX_ASSETS],
        measured: &Measured,
        core: &Core,
        parts: &[i128; MAX_ASSETS],
    ) -> Result<[i128; MAX_ASSETS], RiskError> {
        let value = core.value();
        let mut parts = if value == core.twin {
            let model = self.twin_model(kind)?;
            model.core_split(&self.twin(&model, scales, measured)?)?
        } else {
            *parts
        };
        settle(&mut parts, signed(false, value)?)?;
        Ok(parts)
    }
}
