//! The stress rows, the parametric twin, and the largest of the three measures.

use crate::exposure::Exposure;
use crate::option::VolatilityMove;
use crate::simulation::simulation;
use crate::{Model, Real};

/// Which measure made the core.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binding {
    /// The simulation.
    Simulation,
    /// The stress rows.
    Stress,
    /// The parametric twin.
    Twin,
}

/// A loss with what each exposure adds to it.
#[derive(Clone, Debug)]
pub(crate) struct Measure {
    pub(crate) value: Real,
    pub(crate) parts: Vec<Real>,
}

impl Measure {
    pub(crate) fn none(count: usize) -> Self {
        Self {
            value: Real::ZERO,
            parts: vec![Real::ZERO; count],
        }
    }

    fn worse(self, other: Self) -> Self {
        if other.value > self.value {
            other
        } else {
            self
        }
    }
}

/// The three measures of one kind of margin, on the assets of which nothing is missing.
#[derive(Clone, Debug)]
pub(crate) struct Measures {
    pub(crate) simulation: Measure,
    pub(crate) stress: Measure,
    pub(crate) twin: Measure,
}

impl Measures {
    pub(crate) fn new(model: &Model, exposures: &[&Exposure], scales: &[Real]) -> Self {
        let has_options = exposures.iter().any(|exposure| exposure.has_options());
        let none = Measure::none(exposures.len());
        let runs: &[VolatilityMove] = if has_options {
            &[VolatilityMove::Down, VolatilityMove::Up]
        } else {
            &[VolatilityMove::Same]
        };
        let over = |measure: &dyn Fn(VolatilityMove) -> Measure| {
            runs.iter()
                .fold(none.clone(), |worst, run| worst.worse(measure(*run)))
        };
        Self {
            simulation: over(&|run| simulation(model, exposures, scales, run)),
            stress: over(&|run| stress(model, exposures, run)),
            twin: twin(model, exposures, scales, runs),
        }
    }

    /// The largest, and which it is; the simulation where they tie.
    pub(crate) fn core(&self) -> (&Measure, Binding) {
        let mut core = (&self.simulation, Binding::Simulation);
        for other in [(&self.stress, Binding::Stress), (&self.twin, Binding::Twin)] {
            if other.0.value > core.0.value {
                core = other;
            }
        }
        core
    }
}

/// The largest dampened loss over the stress rows.
fn stress(model: &Model, exposures: &[&Exposure], moved: VolatilityMove) -> Measure {
    let mut worst = Measure::none(exposures.len());
    for (size, dampening) in &model.terms.stress {
        let loss = |exposure: &&Exposure| {
            let ratio = Real::ONE + *size * model.market.assets[exposure.asset].stress_scale;
            // Without options the shock itself does not matter.
            let shock = if exposure.has_options() {
                ratio.ln()
            } else {
                Real::ZERO
            };
            -(*dampening * exposure.profile.gain(shock, ratio, moved))
        };
        let parts: Vec<Real> = exposures.iter().map(loss).collect();
        let value = parts.iter().copied().sum();
        worst = worst.worse(Measure { value, parts });
    }
    worst
}

/// Student-t Expected Shortfall of the deltas, with what the curvature of each asset costs beyond them.
fn twin(
    model: &Model,
    exposures: &[&Exposure],
    scales: &[Real],
    runs: &[VolatilityMove],
) -> Measure {
    let terms = &model.terms;
    let swings: Vec<Real> = exposures
        .iter()
        .zip(scales)
        .map(|(exposure, scale)| exposure.delta * *scale)
        .collect();
    let correlation = |one: usize, other: usize| {
        let (i, j) = (exposures[one].asset, exposures[other].asset);
        let (first, second) = (model.deviations[i], model.deviations[j]);
        if i == j {
            return Real::ONE;
        }
        if first.is_zero() || second.is_zero() {
            return Real::ZERO;
        }
        model.market.covariance[i][j] / (first * second)
    };
    let row = |one: usize| {
        let term = |other: usize| correlation(one, other) * swings[other];
        swings[one] * (0..swings.len()).map(term).sum::<Real>()
    };
    let split: Vec<Real> = (0..swings.len()).map(row).collect();
    let form = split.iter().copied().sum::<Real>().max(Real::ZERO);
    let measured = form.sqrt();
    let together = swings.iter().copied().sum::<Real>().abs();
    let apart = swings
        .iter()
        .map(|swing| *swing * *swing)
        .sum::<Real>()
        .sqrt();
    let gross = swings.iter().map(|swing| swing.abs()).sum::<Real>();
    let worst = measured.max(together).max(apart);
    let deviation =
        (measured + terms.correlation_stress * (worst - measured)).max(terms.sigma_floor * gross);
    let linear = terms.model_multiplier * terms.shortfall_factor * deviation;
    let mut measure = Measure::none(exposures.len());
    for (place, (exposure, scale)) in exposures.iter().zip(scales).enumerate() {
        let far = terms.shortfall_factor * *scale;
        let mut beyond = Real::ZERO;
        for shock in [far, -far] {
            let ratio = shock.exp();
            for run in runs {
                let loss = -exposure.profile.gain(shock, ratio, *run);
                beyond = beyond.max(loss + exposure.delta * shock);
            }
        }
        let share = if form.is_zero() {
            if gross.is_zero() {
                Real::ZERO
            } else {
                swings[place].abs() / gross
            }
        } else {
            split[place] / form
        };
        measure.parts[place] = linear * share + terms.model_multiplier * beyond;
        measure.value += terms.model_multiplier * beyond;
    }
    measure.value += linear;
    measure
}
