//! What the scenarios say to a question: simulation and stress of a portfolio, and who carries them.

use super::curves::{OptionCurve, Residuals};
use super::question::{Question, Side, MAX_SIDES};
use super::wire::{Reader, Sink};
use crate::error::OVERFLOW;
use crate::model::{at, put};
use crate::scenarios::{correction_up, second_moments, Scenarios};
use crate::shortfall::stress::{self, Stressed, Volatility, Worst};
use crate::shortfall::{simulate, simulate_with, Exposure, Simulation};
use crate::wide::signed;
use crate::{RiskError, MAX_ASSETS};
use fixed::{mul_wad_trunc_signed, mul_wad_up};

/// The answer to a question, one measure for each of its requirements.
#[derive(Debug, Clone)]
pub struct Answer {
    measured: [Measured; MAX_SIDES],
    count: usize,
    /// The losses by place that make the larger of simulation and stress of the last requirement, USD WAD, about.
    pub(super) parts: [i128; MAX_ASSETS],
}

/// What one requirement gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Measured {
    /// Expected Shortfall over the scenarios, USD WAD, rounded up; 0 where they are too few to say anything.
    pub simulation: u128,
    /// Whether they were enough.
    pub simulated: bool,
    /// The worst stress row, USD WAD, rounded up.
    pub stress: u128,
    /// What the options of each place lose at the shocks of the twin, up and down, USD WAD, rounded up.
    pub(super) factors: [[i128; 2]; MAX_ASSETS],
}

/// The runs of a portfolio with options, and of one without: implied volatility moves only where it matters.
const WITH_OPTIONS: [Volatility; 2] = [Volatility::Down, Volatility::Up];
const WITHOUT: [Volatility; 1] = [Volatility::Same];

/// What a run revalues.
struct Run<'a, I> {
    question: &'a Question,
    side: &'a Side,
    volatility: Volatility,
    exposures: &'a [Exposure; MAX_ASSETS],
    stressed: &'a [Stressed; MAX_ASSETS],
    curves: I,
}

impl Question {
    /// What the residuals of the exposed assets are.
    ///
    /// # Errors
    /// Overflow past 2^32 rows.
    pub fn residuals(
        &self,
        scenarios: &Scenarios<'_>,
    ) -> Result<[Residuals; MAX_ASSETS], RiskError> {
        let mut residuals = [Residuals::NONE; MAX_ASSETS];
        let mask = self.places(self.exposed).fold(0u16, |mask, (_, asset)| {
            mask | super::context::place_bit(asset)
        });
        let moments = second_moments(scenarios, mask)?;
        for (place, asset) in self.places(self.exposed) {
            let moment = at(&moments, asset)?;
            *put(&mut residuals, place)? = Residuals {
                correction: correction_up(moment)?,
                largest: moment.largest,
            };
        }
        Ok(residuals)
    }

    /// Simulation and stress of the portfolio. `curves` are all of [`Self::curves`], in whatever order.
    ///
    /// # Errors
    /// As [`simulate`]; [`RiskError::UnknownAsset`]; overflow.
    pub fn answer<'a>(
        &self,
        scenarios: &Scenarios<'_>,
        residuals: &[Residuals; MAX_ASSETS],
        curves: impl Iterator<Item = &'a OptionCurve> + Clone,
    ) -> Result<Answer, RiskError> {
        let mut answer = Answer {
            measured: [Measured::default(); MAX_SIDES],
            count: self.count,
            parts: [0; MAX_ASSETS],
        };
        for (number, side) in self.sides().iter().enumerate() {
            let exposures = self.exposures(side, residuals)?;
            let stressed = self.stressed(side)?;
            let slack = self.slack(side);
            let of_side = curves.clone().filter(move |curve| curve.side == number);
            let attributed = self.attributed && number.saturating_add(1) == self.count;
            let to = answer.measured.get_mut(number).ok_or(OVERFLOW)?;
            for curve in of_side.clone() {
                *put(&mut to.factors, curve.place)? = curve.at_factor();
            }
            let runs: &[Volatility] = if self.has_options() {
                &WITH_OPTIONS
            } else {
                &WITHOUT
            };
            let mut largest = None;
            for volatility in runs {
                let rises = *volatility == Volatility::Up;
                let run = Run {
                    question: self,
                    side,
                    volatility: *volatility,
                    exposures: &exposures,
                    stressed: &stressed,
                    curves: of_side.clone().filter(move |curve| curve.rises == rises),
                };
                let simulation = run.simulation(scenarios)?;
                let simulated = match &simulation {
                    Some(simulation) => simulation.shortfall.checked_add(slack).ok_or(OVERFLOW)?,
                    None => 0,
                };
                to.simulated = simulation.is_some();
                let (row, stress) = run.stress()?;
                let stress = stress.checked_add(slack).ok_or(OVERFLOW)?;
                to.simulation = to.simulation.max(simulated);
                to.stress = to.stress.max(stress);
                let value = simulated.max(stress);
                if attributed && largest.is_none_or(|largest| value > largest) {
                    largest = Some(value);
                    answer.parts = match &simulation {
                        Some(simulation) if simulated >= stress => {
                            run.simulated_parts(simulation, scenarios)?
                        }
                        _ => run.stressed_parts(row)?,
                    };
                }
            }
        }
        Ok(answer)
    }

    /// By how much rounding may have enlarged the gain of a hedge, USD WAD. Exposures, scales and moves are rounded
    /// away from zero by less than a unit; the largest shock, 32 standard deviations that grow by e^5, makes at most
    /// 5,000 units of that for each USD, and 150 for each position.
    fn slack(&self, side: &Side) -> u128 {
        let judged = self.linear.iter().zip(&side.places);
        let judged = judged.filter(|(_, scaled)| scaled.scale != 0);
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

    /// The linear exposures by place, as the simulation takes them; zero where the model does not judge.
    fn exposures(
        &self,
        side: &Side,
        residuals: &[Residuals; MAX_ASSETS],
    ) -> Result<[Exposure; MAX_ASSETS], RiskError> {
        let mut exposures = [Exposure::default(); MAX_ASSETS];
        for (place, asset) in self.places(self.exposed) {
            let (usd, scaled) = (at(&self.linear, place)?, at(&side.places, place)?);
            if scaled.scale == 0 || usd == 0 {
                continue;
            }
            *put(&mut exposures, place)? = Exposure {
                asset: u8::try_from(asset).map_err(|_| OVERFLOW)?,
                usd,
                scale: mul_wad_up(scaled.scale, at(residuals, place)?.correction)?,
                missing: scaled.missing,
            };
        }
        Ok(exposures)
    }

    /// The linear exposures under stress.
    fn stressed(&self, side: &Side) -> Result<[Stressed; MAX_ASSETS], RiskError> {
        let mut stressed = [Stressed::default(); MAX_ASSETS];
        for (place, _) in self.places(self.exposed) {
            let scaled = at(&side.places, place)?;
            if scaled.scale != 0 {
                *put(&mut stressed, place)? = Stressed {
                    usd: at(&self.linear, place)?,
                    scale: scaled.stress,
                };
            }
        }
        Ok(stressed)
    }
}

impl<'a, I: Iterator<Item = &'a OptionCurve> + Clone> Run<'_, I> {
    /// The scenarios' verdict; `None` where there are too few.
    fn simulation(&self, scenarios: &Scenarios<'_>) -> Result<Option<Simulation>, RiskError> {
        let rows = u64::try_from(scenarios.len()).map_err(|_| OVERFLOW)?;
        if rows < self.side.min_rows {
            return Ok(None);
        }
        let confidence = self.side.confidence;
        let simulation = if self.question.has_options() {
            simulate_with(scenarios, self.exposures, self.curves.clone(), confidence)
        } else {
            simulate(scenarios, self.exposures, confidence)
        };
        simulation.map(Some)
    }

    fn stress(&self) -> Result<(Worst, u128), RiskError> {
        stress::worst(self.stressed, &[self.volatility], |number| {
            let mut lost = 0i128;
            for curve in self.curves.clone() {
                lost = lost.checked_add(curve.stressed(number)?).ok_or(OVERFLOW)?;
            }
            Ok(lost)
        })
    }

    /// The losses of the assets in the worst stress row.
    fn stressed_parts(&self, row: Worst) -> Result<[i128; MAX_ASSETS], RiskError> {
        let mut parts = [0; MAX_ASSETS];
        let Some((number, worst)) = row else {
            return Ok(parts);
        };
        for (exposure, part) in self.stressed.iter().zip(parts.iter_mut()) {
            *part = mul_wad_trunc_signed(exposure.usd, exposure.own_move(&worst)?)?
                .checked_neg()
                .ok_or(OVERFLOW)?;
        }
        for curve in self.curves.clone() {
            let part = put(&mut parts, curve.place)?;
            *part = part.checked_add(curve.stressed(number)?).ok_or(OVERFLOW)?;
        }
        for part in parts.iter_mut() {
            *part = mul_wad_trunc_signed(*part, signed(false, worst.dampening)?)?;
        }
        Ok(parts)
    }

    /// The mean losses of the assets over the tail: linear exposures and curves.
    fn simulated_parts(
        &self,
        simulation: &Simulation,
        scenarios: &Scenarios<'_>,
    ) -> Result<[i128; MAX_ASSETS], RiskError> {
        let mut parts = [0; MAX_ASSETS];
        simulation.means(scenarios, self.exposures, &mut parts)?;
        for curve in self.curves.clone() {
            let part = put(&mut parts, curve.place)?;
            let mean = simulation.mean_of(scenarios, curve)?;
            *part = part.checked_add(mean).ok_or(OVERFLOW)?;
        }
        Ok(parts)
    }
}

impl Answer {
    /// Where nobody could be asked: no simulation, so that the static table is the least. Stress says nothing either.
    #[must_use]
    pub const fn none(question: &Question) -> Self {
        Self {
            measured: [Measured {
                simulation: 0,
                simulated: false,
                stress: 0,
                factors: [[0; 2]; MAX_ASSETS],
            }; MAX_SIDES],
            count: question.count,
            parts: [0; MAX_ASSETS],
        }
    }

    /// The answer to a question that is empty.
    #[must_use]
    pub fn nothing(question: &Question) -> Self {
        let mut answer = Self::none(question);
        for side in &mut answer.measured {
            side.simulated = true;
        }
        answer
    }

    /// What the requirement of that number gets.
    pub(super) fn side(&self, number: usize) -> Result<&Measured, RiskError> {
        let sides = self.measured.get(..self.count).unwrap_or(&[]);
        sides.get(number).ok_or(RiskError::LengthMismatch)
    }

    /// Writes the answer to a question.
    pub fn write(&self, question: &Question, to: &mut impl Sink) {
        for side in self.measured.iter().take(question.count) {
            to.put(side.simulation);
            to.put(side.simulated.into());
            to.put(side.stress);
            for (place, _) in question.places(question.optional) {
                let [up, down] = at(&side.factors, place).unwrap_or_default();
                to.signed(up);
                to.signed(down);
            }
        }
        if question.attributed {
            for (place, _) in question.places(question.exposed) {
                to.signed(at(&self.parts, place).unwrap_or(0));
            }
        }
    }

    /// Reads the answer to a question.
    ///
    /// # Errors
    /// [`RiskError::Malformed`] where it is none.
    pub fn read(from: &mut Reader<'_>, question: &Question) -> Result<Self, RiskError> {
        let mut answer = Self {
            measured: [Measured::default(); MAX_SIDES],
            count: question.count,
            parts: [0; MAX_ASSETS],
        };
        for side in answer.measured.iter_mut().take(question.count) {
            side.simulation = from.number()?;
            side.simulated = from.number()? != 0;
            side.stress = from.number()?;
            for (place, _) in question.places(question.optional) {
                *put(&mut side.factors, place)? = [from.signed()?, from.signed()?];
            }
        }
        if question.attributed {
            for (place, _) in question.places(question.exposed) {
                *put(&mut answer.parts, place)? = from.signed()?;
            }
        }
        Ok(answer)
    }

    /// Numbers of [`Self::write`].
    #[must_use]
    pub fn numbers(question: &Question) -> usize {
        let optional = question.optional.count_ones() as usize;
        let exposed = question.exposed.count_ones() as usize;
        let sides = question
            .count
            .saturating_mul(optional.saturating_mul(2).saturating_add(3));
        sides.saturating_add(if question.attributed { exposed } else { 0 })
    }
}
