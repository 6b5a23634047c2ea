//! Filtered historical simulation of a portfolio.

use super::column::{fitting_exponent, Column};
pub use super::column::{Exposure, MAX_SCALE};
pub use super::curve::{Curve, Linear};
use super::curve::{Placed, MAX_CURVES, NO_CURVES};
use super::search::{Columns, Search};
use super::tail::{Largest, Share};
use crate::error::OVERFLOW;
use crate::parametric::portfolio::settle;
use crate::scenarios::{Row, Scenarios};
use crate::RiskError;

/// The most rows that a tail can have: 2.5 % of 1,900, or 5 % of 940.
pub const MAX_TAIL: usize = 48;

/// The outcome: the measures, and which rows made them.
#[derive(Debug, Clone)]
pub struct Simulation {
    /// Expected Shortfall, USD, WAD, rounded up; zero where the tail gains.
    pub shortfall: u128,
    /// Value at Risk, the inverse of the empirical distribution, likewise.
    pub value_at_risk: u128,
    share: Share,
    largest: Largest<i64, MAX_TAIL>,
}

/// Expected Shortfall of linear exposures over the rows at a confidence in WAD.
///
/// The loss of a row is `-sum w_i (e^(z_i scale_i) - 1)`, shocks being cut at +-5; where an asset is missing, its
/// part is the loss that the exposure gives for that. The result is never below the exact one, and above it by less
/// than `2^-34` of the losses and gains of the assets summed without their signs, averaged over the tail, plus `2^-52`
/// of the exposures times the residuals' size and `2^-50` of the largest sum of losses that can occur.
///
/// # Errors
/// [`RiskError::InvalidTerms`] for no row, a confidence not within (0, 1), or a tail of more than [`MAX_TAIL`] rows;
/// [`RiskError::TooManyAssets`]; [`RiskError::UnknownAsset`]; overflow.
pub fn simulate(
    scenarios: &Scenarios<'_>,
    exposures: &[Exposure],
    confidence: u128,
) -> Result<Simulation, RiskError> {
    simulate_with(scenarios, exposures, NO_CURVES.iter(), confidence)
}

/// [`simulate`] with curves beside the exposures. Without curves it costs the same; with any, every row is revalued.
///
/// # Errors
/// As [`simulate`].
pub fn simulate_with<'a, C: Curve + 'a>(
    scenarios: &Scenarios<'_>,
    exposures: &[Exposure],
    curves: impl Iterator<Item = &'a C> + Clone,
    confidence: u128,
) -> Result<Simulation, RiskError> {
    let share = Share::new(scenarios.len(), confidence)?;
    let mut largest = Largest::new(share.rows())?;
    let mut most = 0_u128;
    for exposure in exposures {
        most = most.checked_add(exposure.most()?).ok_or(OVERFLOW)?;
    }
    for curve in curves.clone() {
        let missing = curve.exposure().missing;
        most = most
            .checked_add(curve.most().max(missing))
            .ok_or(OVERFLOW)?;
    }
    let columns = Columns::new(exposures, fitting_exponent(most))?;
    if curves.clone().next().is_none() {
        Search::new(&columns, &mut largest).run(scenarios);
    } else {
        let mut placed = [const { None }; MAX_CURVES];
        let mut count = 0_usize;
        for curve in curves {
            let place = placed.get_mut(count).ok_or(RiskError::TooManyAssets)?;
            *place = Some(Placed::new(curve, columns.exponent)?);
            count = count.wrapping_add(1);
        }
        let placed = placed.get(..count).unwrap_or(&[]);
        for (number, row) in scenarios.rows().enumerate() {
            let mut loss = columns.loss_up(row);
            for curve in placed.iter().flatten() {
                loss = loss.wrapping_add(curve.loss_up(row)?);
            }
            largest.insert(loss, number);
        }
    }
    let losses = || largest.entries().iter().map(|entry| i128::from(entry.0));
    let last = losses().next_back().ok_or(RiskError::LengthMismatch)?;
    Ok(Simulation {
        shortfall: to_usd_up(share.mean_up(losses())?, columns.exponent)?,
        value_at_risk: to_usd_up(last, columns.exponent)?,
        share,
        largest,
    })
}

/// `lane * 2^exponent` WAD units, up, and zero where that is negative.
fn to_usd_up(lane: i128, exponent: i32) -> Result<u128, RiskError> {
    let lane = lane.max(0).cast_unsigned();
    let shift = exponent.unsigned_abs();
    if exponent >= 0 {
        lane.checked_mul(1_u128.checked_shl(shift).ok_or(OVERFLOW)?)
            .ok_or(OVERFLOW)
    } else {
        let unit = 1_u128.checked_shl(shift).unwrap_or(u128::MAX);
        Ok(lane.div_ceil(unit))
    }
}

impl Simulation {
    /// The rows that Expected Shortfall is the mean of, the worst first, each with its weight in WAD. The weights sum
    /// to the number of rows in the tail.
    pub fn tail(&self) -> impl Iterator<Item = (usize, u128)> + '_ {
        let entries = self.largest.entries().iter().enumerate();
        entries.map(|(place, entry)| (entry.1, self.share.weight(place)))
    }

    /// Euler components: the mean loss of each exposure, and after them of each curve, over the rows of the tail with
    /// the same weights (Tasche 2000). They sum to `shortfall` exactly, the largest taking what rounding left over,
    /// and are zero where that is zero.
    ///
    /// The exposures may be those of the simulation, or the legs that they are sums of. A second pass, over the rows
    /// of the tail only.
    ///
    /// # Errors
    /// [`RiskError::LengthMismatch`] for another number of places; as [`simulate`].
    pub fn components<C: Curve>(
        &self,
        scenarios: &Scenarios<'_>,
        exposures: &[Exposure],
        curves: &[C],
        out: &mut [i128],
    ) -> Result<(), RiskError> {
        if out.len() != exposures.len().saturating_add(curves.len()) {
            return Err(RiskError::LengthMismatch);
        }
        out.fill(0);
        if self.shortfall == 0 {
            return Ok(());
        }
        let (linear, curved) = out.split_at_mut(exposures.len());
        self.means(scenarios, exposures, linear)?;
        for (to, curve) in curved.iter_mut().zip(curves) {
            *to = self.mean_of(scenarios, curve)?;
        }
        settle(out, i128::try_from(self.shortfall).map_err(|_| OVERFLOW)?)
    }

    /// The mean loss of each exposure over the rows of the tail, USD, WAD, rounded up: before they are made to sum.
    pub(crate) fn means(
        &self,
        scenarios: &Scenarios<'_>,
        exposures: &[Exposure],
        out: &mut [i128],
    ) -> Result<(), RiskError> {
        for (to, exposure) in out.iter_mut().zip(exposures) {
            let exponent = fitting_exponent(exposure.most()?);
            let column = Column::new(exposure, exponent)?;
            *to = self.mean(scenarios, exponent, |row| Ok(column.loss_up(row)))?;
        }
        Ok(())
    }

    /// The mean loss of a curve over the rows of the tail, likewise.
    pub(crate) fn mean_of(
        &self,
        scenarios: &Scenarios<'_>,
        curve: &impl Curve,
    ) -> Result<i128, RiskError> {
        let exponent = fitting_exponent(curve.most().max(curve.exposure().missing));
        let placed = Placed::new(curve, exponent)?;
        self.mean(scenarios, exponent, |row| placed.loss_up(row))
    }

    /// The mean of a loss over the tail, in WAD.
    fn mean(
        &self,
        scenarios: &Scenarios<'_>,
        exponent: i32,
        loss: impl Fn(&Row) -> Result<i64, RiskError>,
    ) -> Result<i128, RiskError> {
        let mut losses = [0_i128; MAX_TAIL];
        for (to, (number, _)) in losses.iter_mut().zip(self.tail()) {
            let row = scenarios.row(number).ok_or(RiskError::LengthMismatch)?;
            *to = i128::from(loss(row)?);
        }
        let mean = self.share.mean_up(losses.into_iter())?;
        to_lane_up_wide(mean, exponent)
    }
}

/// `lane * 2^exponent`, up.
fn to_lane_up_wide(lane: i128, exponent: i32) -> Result<i128, RiskError> {
    let size = to_usd_up(lane.wrapping_abs(), exponent)?;
    crate::wide::signed(lane.is_negative(), size)
}
