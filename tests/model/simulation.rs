//! Expected Shortfall over the rows of the scenario book.
//!
//! Floats look over all rows with an allowance for their error; the rows that may be in the tail are then
//! valued exactly. A row that the floats leave out is below at least as many losses as the tail holds.

use crate::exposure::Exposure;
use crate::inputs::RESIDUAL_UNIT;
use crate::measure::Measure;
use crate::option::VolatilityMove;
use crate::{Model, Real};

/// Allowance for floats, as a share of what a row adds and subtracts: ten thousand times what they lose.
const ALLOWANCE: f64 = 1e-9;
const SQUARES: usize = 15;

/// `e^(n u)` for whole `n`, from repeated squares of `e^u` and `e^-u`.
struct Powers {
    rising: [Real; SQUARES],
    falling: [Real; SQUARES],
}

impl Powers {
    fn new(unit: Real) -> Self {
        let squares = |first: Real| {
            let mut all = [first; SQUARES];
            for place in 1..SQUARES {
                all[place] = all[place - 1] * all[place - 1];
            }
            all
        };
        Self {
            rising: squares(unit.exp()),
            falling: squares((-unit).exp()),
        }
    }

    fn at(&self, times: i16) -> Real {
        let squares = if times < 0 {
            &self.falling
        } else {
            &self.rising
        };
        let left = times.unsigned_abs();
        // i16::MIN needs a sixteenth bit.
        let top = if left >> SQUARES == 1 {
            squares[SQUARES - 1] * squares[SQUARES - 1]
        } else {
            Real::ONE
        };
        (0..SQUARES)
            .filter(|bit| left >> bit & 1 == 1)
            .fold(top, |product, bit| product * squares[bit])
    }
}

/// One asset under the rows.
struct Driven<'a> {
    exposure: &'a Exposure,
    unit: Real,
    rough_unit: f64,
    powers: Powers,
    /// What a missing residual costs.
    worst: Real,
    rough_worst: f64,
}

impl<'a> Driven<'a> {
    fn new(model: &Model, exposure: &'a Exposure, scale: Real, moved: VolatilityMove) -> Self {
        let unit = scale * model.corrections[exposure.asset] / Real::natural(RESIDUAL_UNIT);
        let worst = if model.missing[exposure.asset] {
            let far = model.terms.model_multiplier * model.terms.shortfall_factor * scale;
            let (up, down) = (exposure.loss(far, moved), exposure.loss(-far, moved));
            up.max(down).max(Real::ZERO)
        } else {
            Real::ZERO
        };
        Self {
            exposure,
            unit,
            rough_unit: unit.to_f64(),
            powers: Powers::new(unit),
            worst,
            rough_worst: worst.to_f64(),
        }
    }

    fn loss(&self, residual: Option<i16>, moved: VolatilityMove) -> Real {
        residual.map_or(self.worst, |times| {
            let shock = self.unit * Real::integer(times.into());
            -self
                .exposure
                .profile
                .gain(shock, self.powers.at(times), moved)
        })
    }

    /// The loss in floats, and the sizes that it is a difference of.
    fn rough(&self, residual: Option<i16>, moved: VolatilityMove) -> (f64, f64) {
        residual.map_or((self.rough_worst, self.rough_worst), |times| {
            let shock = self.rough_unit * f64::from(times);
            let ratio = shock.exp();
            let rough = &self.exposure.rough;
            (-rough.gain(shock, ratio, moved), rough.gross(ratio))
        })
    }
}

/// Rows of which some may be among the `count` largest losses; all, where floats are of no use.
fn candidates(rough: &[(f64, f64)], count: usize) -> Vec<usize> {
    if rough
        .iter()
        .any(|(loss, error)| !(loss + error).is_finite())
    {
        return (0..rough.len()).collect();
    }
    let mut least: Vec<f64> = rough.iter().map(|(loss, error)| loss - error).collect();
    let place = rough.len() - count;
    let (_, bar, _) = least.select_nth_unstable_by(place, f64::total_cmp);
    let bar = *bar;
    (0..rough.len())
        .filter(|row| rough[*row].0 + rough[*row].1 >= bar)
        .collect()
}

/// Mean of the worst share of the losses, with what each exposure adds to it; nothing where rows are few.
pub(crate) fn simulation(
    model: &Model,
    exposures: &[&Exposure],
    scales: &[Real],
    moved: VolatilityMove,
) -> Measure {
    let rows = &model.market.rows;
    if rows.len() < model.terms.least_rows || exposures.is_empty() {
        return Measure::none(exposures.len());
    }
    let assets: Vec<Driven> = exposures
        .iter()
        .zip(scales)
        .map(|(exposure, scale)| Driven::new(model, exposure, *scale, moved))
        .collect();
    let rough = |row: &Vec<Option<i16>>| {
        let (loss, gross) = assets
            .iter()
            .map(|asset| asset.rough(row[asset.exposure.asset], moved))
            .fold((0.0, 0.0), |(loss, gross), (more, size)| {
                (loss + more, gross + size)
            });
        (loss, gross * ALLOWANCE)
    };
    let rough: Vec<(f64, f64)> = rows.iter().map(rough).collect();
    let tail = rows.len() as u64 * model.terms.tail_per_mille;
    let whole = (tail / 1000) as usize;
    let mut losses: Vec<(Real, Vec<Real>)> = candidates(&rough, (whole + 1).min(rows.len()))
        .into_iter()
        .map(|row| {
            let parts: Vec<Real> = assets
                .iter()
                .map(|asset| asset.loss(rows[row][asset.exposure.asset], moved))
                .collect();
            (parts.iter().copied().sum(), parts)
        })
        .collect();
    losses.sort_by(|one, other| other.0.partial_cmp(&one.0).unwrap());
    let mut measure = Measure::none(exposures.len());
    let total = Real::ratio(tail.into(), 1000);
    for (rank, (loss, parts)) in losses.iter().take(whole + 1).enumerate() {
        let weight = if rank < whole {
            Real::ONE / total
        } else {
            Real::ratio((tail % 1000).into(), 1000) / total
        };
        measure.value += weight * *loss;
        for (sum, part) in measure.parts.iter_mut().zip(parts) {
            *sum += weight * *part;
        }
    }
    measure
}

#[test]
fn powers_reach_both_ends_of_a_residual() {
    let unit = Real::decimal("0.0003");
    let powers = Powers::new(unit);
    for times in [i16::MIN, -1025, -1, 0, 1, 2, 1024, i16::MAX] {
        let expected = (unit * Real::integer(times.into())).exp();
        let error = (powers.at(times) - expected).abs() / expected;
        assert!(error < Real::decimal("1e-70"), "{times}");
    }
}

#[test]
fn rows_that_may_be_in_the_tail_are_candidates() {
    let rough = [(10.0, 2.0), (9.0, 0.1), (8.0, 3.0), (1.0, 0.0)];
    assert_eq!(candidates(&rough, 1), [0, 1, 2]);
    assert_eq!(candidates(&rough, 4), [0, 1, 2, 3]);
    assert_eq!(candidates(&[(5.0, 0.0), (5.0, 0.0), (4.0, 0.0)], 1), [0, 1]);
    assert_eq!(
        candidates(&[(5.0, 0.0), (f64::NAN, 0.0), (4.0, 0.0)], 1),
        [0, 1, 2]
    );
}
