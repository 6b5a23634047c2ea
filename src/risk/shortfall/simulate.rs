//! Filtered historical simulation of a portfolio.

use super::column::{fitting_exponent, to_lane_up, Column};
pub use super::column::{Exposure, MAX_SCALE};
use super::scan::{floor, Scan, DONE, FAR};
use super::tail::{Largest, Share};
use crate::error::OVERFLOW;
use crate::parametric::portfolio::settle;
use crate::scenarios::{residual_of, Row, Scenarios};
use crate::{RiskError, MAX_ASSETS};

/// The most rows that a tail can have: 2.5 % of 1,900, or 5 % of 940.
pub const MAX_TAIL: usize = 48;

/// A loss as a function of the log shock of one asset: what an account's options in it make.
pub trait Curve {
    /// Place of the asset in the rows, the scale of its shocks, and the loss where it is missing. Its `usd` counts
    /// as a linear exposure beside the curve.
    fn exposure(&self) -> Exposure;
    /// The loss is in units of `2^exponent` WAD units of USD.
    fn exponent(&self) -> i32;
    /// No less than the loss or gain at any shock, USD, WAD.
    fn most(&self) -> u128;
    /// The loss at a shock in a lane, rounded up.
    fn loss_up(&self, shock: i64) -> i64;
}

/// No curve: what [`simulate`] runs without.
#[derive(Debug, Clone, Copy)]
pub enum Linear {}

const NO_CURVES: &[Linear] = &[];

impl Curve for Linear {
    fn exposure(&self) -> Exposure {
        match *self {}
    }
    fn exponent(&self) -> i32 {
        match *self {}
    }
    fn most(&self) -> u128 {
        match *self {}
    }
    fn loss_up(&self, _: i64) -> i64 {
        match *self {}
    }
}

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

/// The columns of a portfolio.
struct Columns {
    columns: [Column; MAX_ASSETS],
    count: usize,
    exponent: i32,
}

impl Columns {
    /// Those of exposures that are not zero.
    fn new(exposures: &[Exposure], exponent: i32) -> Result<Self, RiskError> {
        let mut columns = [Column::default(); MAX_ASSETS];
        let mut count = 0_usize;
        for exposure in exposures.iter().filter(|exposure| exposure.usd != 0) {
            let place = columns.get_mut(count).ok_or(RiskError::TooManyAssets)?;
            *place = Column::new(exposure, exponent)?;
            count = count.wrapping_add(1);
        }
        Ok(Self {
            columns,
            count,
            exponent,
        })
    }

    fn iter(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().take(self.count)
    }

    /// The loss of all columns in a row.
    fn loss_up(&self, row: &Row) -> i64 {
        self.iter()
            .fold(0, |loss, column| loss.wrapping_add(column.loss_up(row)))
    }

    /// The same in a row that misses none of the assets.
    fn present_loss_up(&self, row: &Row) -> i64 {
        self.iter().fold(0, |loss, column| {
            loss.wrapping_add(column.present_loss_up(row))
        })
    }
}

/// The most curves of a portfolio: two prices for each asset.
const MAX_CURVES: usize = 2 * MAX_ASSETS;

/// A curve in the lanes of a portfolio.
struct Placed<'a, C> {
    curve: &'a C,
    asset: usize,
    step: i64,
    missing: i64,
    /// Binary digits from the unit of the curve to that of the portfolio.
    apart: i32,
}

impl<'a, C: Curve> Placed<'a, C> {
    fn new(curve: &'a C, exponent: i32) -> Result<Self, RiskError> {
        let exposure = curve.exposure();
        let missing = i128::try_from(exposure.missing).map_err(|_| OVERFLOW)?;
        Ok(Self {
            curve,
            asset: usize::from(exposure.asset),
            step: exposure.step(),
            missing: to_lane_up(missing, exponent)?,
            apart: exponent.checked_sub(curve.exponent()).ok_or(OVERFLOW)?,
        })
    }

    /// The loss in a row.
    fn loss_up(&self, row: &Row) -> Result<i64, RiskError> {
        let Some(residual) = residual_of(row, self.asset)? else {
            return Ok(self.missing);
        };
        let loss = (self.curve).loss_up(i64::from(residual).wrapping_mul(self.step));
        let shift = self.apart.unsigned_abs().min(63);
        if self.apart >= 0 {
            return Ok((loss.wrapping_neg() >> shift).wrapping_neg());
        }
        let larger = loss << shift;
        if larger >> shift == loss {
            Ok(larger)
        } else {
            Err(OVERFLOW)
        }
    }
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

/// Below any loss: these stay within 2^61 either way.
const LOWEST: i64 = -(1 << 62);
/// Rows whose keys are kept at a time: a page's.
const BAND: usize = 768;

/// The search for the rows of the tail.
struct Search<'a> {
    columns: &'a Columns,
    scan: Scan,
    largest: &'a mut Largest<i64, MAX_TAIL>,
    /// The least key of a row that can belong to the tail.
    floor: u32,
}

impl<'a> Search<'a> {
    fn new(columns: &'a Columns, largest: &'a mut Largest<i64, MAX_TAIL>) -> Self {
        let mut scan = Scan::default();
        columns.iter().for_each(|column| scan.add(column));
        Self {
            columns,
            scan,
            largest,
            floor: floor(LOWEST),
        }
    }

    fn run(mut self, scenarios: &Scenarios<'_>) {
        let mut first = 0_usize;
        for rows in scenarios.segments() {
            for band in rows.chunks(BAND) {
                self.band(band, first);
                first = first.wrapping_add(band.len());
            }
        }
    }

    /// Rows of which the oldest has the number `first`. From each of somewhat more stretches than losses are kept, the
    /// row with the highest key is revalued at once: the floor is then near to where it ends.
    fn band(&mut self, rows: &[Row], first: usize) {
        const STRETCH: usize = 24;
        const CHUNK: usize = 16;
        let mut all_keys = [DONE; BAND];
        let mut start = first;
        let keys = all_keys.get_mut(..rows.len()).unwrap_or(&mut []);
        for (rows, keys) in rows.chunks(STRETCH).zip(keys.chunks_mut(STRETCH)) {
            let highest = self.scan.keys(rows, keys);
            if let (Some(row), Some(key)) = (rows.get(highest), keys.get_mut(highest)) {
                if *key >= self.floor {
                    self.look(row, start.wrapping_add(highest), *key);
                    *key = DONE;
                }
            }
            start = start.wrapping_add(rows.len());
        }
        for (number, chunk) in all_keys.as_chunks::<CHUNK>().0.iter().enumerate() {
            // Negative where a key reaches the floor: a difference costs less than a branch for each.
            let below = i64::from(self.floor).wrapping_sub(1);
            let short = |key: &u32| below.wrapping_sub(i64::from(*key));
            if chunk.iter().fold(0, |any, key| any | short(key)) >= 0 {
                continue;
            }
            for (place, key) in chunk.iter().enumerate() {
                let place = number.wrapping_mul(CHUNK).wrapping_add(place);
                if *key >= self.floor {
                    if let Some(row) = rows.get(place) {
                        self.look(row, first.wrapping_add(place), *key);
                    }
                }
            }
        }
    }

    /// Revalues a row.
    #[inline(never)]
    fn look(&mut self, row: &Row, number: usize, key: u32) {
        let loss = if key < FAR {
            self.columns.present_loss_up(row)
        } else {
            self.columns.loss_up(row)
        };
        self.largest.insert(loss, number);
        self.floor = floor(self.largest.least().unwrap_or(LOWEST));
    }
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
