//! What the options of an account lose under a shock: as they are at some marks, and as lines in between.

use super::question::{Question, Scaled, Side};
use super::wire::{Reader, Sink};
use crate::error::OVERFLOW;
use crate::model::{at, put};
use crate::profile::{Grid, Profile};
use crate::shortfall::stress::{self, Stressed, Volatility};
use crate::shortfall::{fitting_exponent, Curve, Exposure};
use crate::wide::signed;
use crate::{Leg, RiskError, MAX_ASSETS};
use fixed::lane::FRACTION;
use fixed::{ln_wad, mul_div_up_u128, mul_wad_up, WAD};

/// The options of an account in one asset, for one requirement, in one run of volatility.
#[derive(Debug, Clone)]
pub struct OptionCurve {
    profile: Profile,
    /// Place of the asset in the market's lists.
    pub(super) place: usize,
    /// Which requirement of the question.
    pub(super) side: usize,
    /// Whether volatility rises.
    pub(super) rises: bool,
    /// Exponent of the unit of the lanes.
    exponent: i32,
    most: u128,
    /// What a missing residual counts as, USD WAD.
    missing: u128,
    exposure: Exposure,
    /// Losses at the shocks of the stress rows, then at the two that the twin looks at, USD WAD.
    marks: [i128; MARKS],
}

/// Moves of the stress rows.
const MOVES: usize = 11;
/// Shocks at which options are revalued as they are: the stress moves, and `+-F s`.
const MARKS: usize = MOVES + 2;
/// An inner interval is half a deviation: 2^9 of the units that residuals have.
const INNER_WIDTH: i64 = 3 << 7;
/// The farther losses, at `+-k s`, are what a missing residual counts as.
const FAR: usize = MARKS + 2;

impl Curve for OptionCurve {
    fn exposure(&self) -> Exposure {
        self.exposure
    }

    fn exponent(&self) -> i32 {
        self.exponent
    }

    fn most(&self) -> u128 {
        self.most
    }

    fn loss_up(&self, shock: i64) -> i64 {
        self.profile.loss(shock)
    }
}

impl OptionCurve {
    /// Bytes of [`Self::write`]: tags, bounds, marks, and two lines for each of the 34 pieces.
    pub const BYTES: usize = (3 + MARKS + 68) * super::wire::NUMBER_BYTES;

    /// The loss in a stress row of that number among those of a volatility, USD WAD, rounded up.
    pub(super) fn stressed(&self, number: usize) -> Result<i128, RiskError> {
        let loss = self.marks.get(number).filter(|_| number < MOVES);
        loss.copied().ok_or(RiskError::LengthMismatch)
    }

    /// The losses at `F s`, up and down, USD WAD, rounded up: of the worse volatility.
    pub(super) const fn at_factor(&self) -> [i128; 2] {
        let [.., up, down] = self.marks;
        [up, down]
    }

    /// Writes everything but the exposure, which follows from the question.
    pub fn write(&self, to: &mut impl Sink) {
        let number = |place: usize| u64::try_from(place).unwrap_or(u64::MAX);
        let tags = number(self.place) | number(self.side) << 8 | u64::from(self.rises) << 16;
        to.pair(tags, i64::from(self.exponent).cast_unsigned());
        to.put(self.most);
        to.put(self.missing);
        self.marks.iter().for_each(|mark| to.signed(*mark));
        self.profile.write(to);
    }

    /// Reads a curve of a question.
    ///
    /// # Errors
    /// [`RiskError::Malformed`] for what no answer to the question holds.
    pub fn read(
        from: &mut Reader<'_>,
        question: &Question,
        residuals: &[Residuals; MAX_ASSETS],
    ) -> Result<Self, RiskError> {
        let [tags, exponent] = from.pair()?;
        let [place, side, rises, ..] = tags.to_le_bytes();
        let (place, side) = (usize::from(place), usize::from(side));
        let (most, missing) = (from.number()?, from.number()?);
        let asset = question
            .places(question.optional)
            .find(|(here, _)| *here == place)
            .ok_or(RiskError::Malformed)?
            .1;
        let scaled = question.sides().get(side).ok_or(RiskError::Malformed)?;
        let exposure = exposure(
            asset,
            missing,
            &at(&scaled.places, place)?,
            &at(residuals, place)?,
        )?;
        let mut marks = [0; MARKS];
        for mark in &mut marks {
            *mark = from.signed()?;
        }
        Ok(Self {
            profile: Profile::read(from, grid(&exposure, &at(residuals, place)?))?,
            place,
            side,
            rises: rises != 0,
            exponent: i32::try_from(exponent.cast_signed()).map_err(|_| RiskError::Malformed)?,
            most,
            missing,
            exposure,
            marks,
        })
    }
}

/// What an asset's residuals are.
#[derive(Debug, Clone, Copy)]
pub struct Residuals {
    /// What brings them back to a second moment of one, WAD.
    pub(super) correction: u128,
    /// The largest without its sign, in units of 2^-10.
    pub(super) largest: u16,
}

impl Residuals {
    /// Those of an asset that nothing is asked of.
    pub const NONE: Self = Self {
        correction: WAD,
        largest: 0,
    };

    /// Writes both numbers.
    pub fn write(&self, to: &mut impl Sink) {
        to.put(self.correction);
        to.put(self.largest.into());
    }

    /// Reads them.
    ///
    /// # Errors
    /// [`RiskError::Malformed`].
    pub fn read(from: &mut Reader<'_>) -> Result<Self, RiskError> {
        let (correction, largest) = (from.number()?, from.number()?);
        Ok(Self {
            correction,
            largest: u16::try_from(largest).map_err(|_| RiskError::Malformed)?,
        })
    }
}

/// The shocks of a curve: where the scenarios find it, and its loss where the asset is missing.
fn exposure(
    asset: usize,
    missing: u128,
    scaled: &Scaled,
    residuals: &Residuals,
) -> Result<Exposure, RiskError> {
    Ok(Exposure {
        asset: u8::try_from(asset).map_err(|_| OVERFLOW)?,
        usd: 0,
        scale: mul_wad_up(scaled.scale, residuals.correction)?,
        missing,
    })
}

/// Half a deviation near the price, and as far as the scenarios go.
fn grid(exposure: &Exposure, residuals: &Residuals) -> Grid {
    let unit = exposure.step();
    let reach = unit.saturating_mul(residuals.largest.into());
    Grid::new(unit.wrapping_mul(INNER_WIDTH), reach)
}

impl Question {
    /// How many curves there are.
    #[must_use]
    pub const fn curve_count(&self) -> usize {
        let places = self.optional.count_ones() as usize;
        places.saturating_mul(self.count).saturating_mul(2)
    }

    /// Writes the residuals of the assets with options.
    pub fn write_residuals(&self, residuals: &[Residuals; MAX_ASSETS], to: &mut impl Sink) {
        for (place, _) in self.places(self.optional) {
            at(residuals, place).unwrap_or(Residuals::NONE).write(to);
        }
    }

    /// Reads them.
    ///
    /// # Errors
    /// [`RiskError::Malformed`].
    pub fn read_residuals(
        &self,
        from: &mut Reader<'_>,
    ) -> Result<[Residuals; MAX_ASSETS], RiskError> {
        let mut residuals = [Residuals::NONE; MAX_ASSETS];
        for (place, _) in self.places(self.optional) {
            *put(&mut residuals, place)? = Residuals::read(from)?;
        }
        Ok(residuals)
    }

    /// Hands all curves of the options to `take`: by place, by requirement, with volatility down and then up.
    ///
    /// # Errors
    /// A domain error for a price of zero; overflow; those of `take`.
    pub fn curves(
        &self,
        legs: &[Leg],
        residuals: &[Residuals; MAX_ASSETS],
        mut take: impl FnMut(OptionCurve) -> Result<(), RiskError>,
    ) -> Result<(), RiskError> {
        for (place, asset) in self.places(self.optional) {
            let underlying = self.underlying(place, asset)?;
            let residuals = at(residuals, place)?;
            for (number, side) in self.sides().iter().enumerate() {
                let scaled = at(&side.places, place)?;
                let marks = underlying.losses_at(legs, &side.shocks(&scaled)?)?;
                for rises in [false, true] {
                    let (marks, missing) = marks_of(&marks, rises);
                    let exposure = exposure(asset, missing, &scaled, &residuals)?;
                    let grid = grid(&exposure, &residuals);
                    let losses = underlying.losses(legs, &grid, rises)?;
                    let most = losses.most()?;
                    let exponent = fitting_exponent(most);
                    take(OptionCurve {
                        profile: losses.scaled(exponent)?,
                        place,
                        side: number,
                        rises,
                        exponent,
                        most,
                        missing,
                        exposure,
                        marks,
                    })?;
                }
            }
        }
        Ok(())
    }
}

/// The marks of a run, and what a missing residual counts as in it.
fn marks_of([up, down]: &[[i128; FAR]; 2], rises: bool) -> ([i128; MARKS], u128) {
    let [mut marks @ .., far_up, far_down] = if rises { *up } else { *down };
    // The twin has no runs: it looks at the worse volatility of each asset.
    let both = up.iter().zip(down).skip(MOVES);
    for (to, (up, down)) in marks.iter_mut().skip(MOVES).zip(both) {
        *to = *up.max(down);
    }
    (marks, u128::try_from(far_up.max(far_down)).unwrap_or(0))
}

impl Side {
    /// The shocks of all marks of an asset, then `+-k s`; lanes.
    fn shocks(&self, scaled: &Scaled) -> Result<[i64; FAR], RiskError> {
        let (near, far) = (
            lane(self.near(scaled.scale)?)?,
            lane(self.far(scaled.scale)?)?,
        );
        let mut shocks = [0; FAR];
        let [moves @ .., up, down, far_up, far_down] = &mut shocks;
        (*up, *down) = (near, near.wrapping_neg());
        (*far_up, *far_down) = (far, far.wrapping_neg());
        for (to, row) in moves.iter_mut().zip(stress::rows(&[Volatility::Same])) {
            let own = Stressed {
                usd: 0,
                scale: scaled.stress,
            }
            .own_move(&row)?;
            // A price that falls to nothing falls to its last unit.
            let ratio = own
                .saturating_add(signed(false, WAD)?)
                .max(1)
                .unsigned_abs();
            let log = ln_wad(ratio)?;
            let shock = lane(log.unsigned_abs())?;
            *to = if log.is_negative() {
                shock.wrapping_neg()
            } else {
                shock
            };
        }
        Ok(shocks)
    }
}

/// A log-shock (WAD) in a lane, rounded up; the largest that there is beyond that.
pub(super) fn lane(shock: u128) -> Result<i64, RiskError> {
    const MOST: u128 = 5 * WAD;
    let scaled = mul_div_up_u128(shock.min(MOST), 1 << FRACTION, WAD)?;
    i64::try_from(scaled).map_err(|_| OVERFLOW)
}
