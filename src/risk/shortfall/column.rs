//! One exposure in lanes: its loss in a row, exact enough to be summed, and a quadratic that is never below it.
//!
//! Losses of a portfolio are `i64` in units of `2^exponent` WAD units, chosen so that the sum of all that can be lost
//! or gained stays below 2^61. The loss of an exposure w is `-w (e^x - 1)` with x = z step.

use crate::error::OVERFLOW;
use crate::scenarios::{Row, MISSING};
use crate::{RiskError, MAX_ASSETS};
use fixed::lane::{growth, inlined_growth, multiply, FRACTION, LIMIT};
use fixed::WAD;

/// The largest scale of shocks that counts, WAD: 3. From 1.7 standard deviations on every shock is the limit then.
pub const MAX_SCALE: u128 = 3 * WAD;
/// Binary digits of the largest sum of losses.
const LANE_BITS: u32 = 61;
/// Units that the weight's rounding (at most e^5 - 1) and the product's (3) can take from a loss.
const ROUNDING: i64 = 152;
/// `(e^5 - 1 - 5) / 25` in a lane, rounded up.
const STEEPEST: i64 = 0x02d9_27c6_a14f_edf1;

/// The last place of a row.
pub(crate) const LAST: usize = MAX_ASSETS - 1;

/// What an account stands to gain or lose with the price of one asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Exposure {
    /// Place of the asset in the rows.
    pub asset: u8,
    /// Value exposed, USD, WAD; negative where a rise of the price is a loss.
    pub usd: i128,
    /// The log shock of one standard deviation, WAD: `sigma sqrt(h)` times the correction of the residuals. More than
    /// [`MAX_SCALE`] counts as that.
    pub scale: u128,
    /// The loss in a row in which the asset is missing, USD, WAD: its parametric worst.
    pub missing: u128,
}

impl Exposure {
    /// The shock of 1/1024 of a standard deviation, in a lane, to nearest but for 2^-15 of a unit.
    #[allow(clippy::cast_possible_truncation)] // at most 3 * 2^45
    pub(crate) fn step(&self) -> i64 {
        // 2^122 / 1e18, to nearest: a division of 128 bits costs thirty products. Below 2^62 times below 2^63.
        const DIGITS: u32 = 77;
        const RECIPROCAL: u128 = ((1 << (FRACTION - 10 + DIGITS)) + WAD / 2) / WAD;
        let scaled = self.scale.min(MAX_SCALE).wrapping_mul(RECIPROCAL);
        (scaled.wrapping_add(1 << (DIGITS - 1)) >> DIGITS) as i64
    }

    /// No less than what one row's loss, or its bound, can be, in WAD either way.
    pub(crate) fn most(&self) -> Result<u128, RiskError> {
        const DIGITS: u32 = 20;
        if self.usd == 0 {
            return Ok(0);
        }
        let step = self.step();
        let [linear, grown] =
            [step << NEAR, growth(step << 15)].map(|lane| lane >> (FRACTION - DIGITS));
        let curved = bend(step).up >> (FRACTION - DIGITS - NEAR_SQUARED);
        // 2^5, 2^8 and 2^12 at most, with 20 digits.
        let factor = linear.wrapping_add(grown).wrapping_add(curved);
        let factor = u128::from(factor.unsigned_abs()).wrapping_add(3 << DIGITS);
        let size = (self.usd.unsigned_abs() >> DIGITS).wrapping_add(1);
        let most = size.checked_mul(factor).ok_or(OVERFLOW)?;
        most.checked_add(self.missing).ok_or(OVERFLOW)
    }
}

/// `c` of `x + c x^2`, times the square of one standard deviation, in a lane.
struct Bend {
    /// No less than `(e^x - 1 - x) / x^2` for any shock of a residual that is not far.
    up: i64,
    /// No more than it.
    down: i64,
}

/// Binary digits of the largest residual for which the quadratic holds: eight standard deviations.
const NEAR: u32 = 13;
/// Those of its square in standard deviations.
const NEAR_SQUARED: u32 = 2 * (NEAR - 10);

/// `(e^x - 1 - x) / x^2` rises with x: its extremes are those at eight standard deviations. Where these lie past the
/// limit of shocks, `down` is zero, since losses of a long position then stay below the linear ones, and `up` is
/// that of the limit, past which the true loss stays what it is.
fn bend(step: i64) -> Bend {
    const SLACK: i64 = 64;
    let reach = step << NEAR;
    if reach > LIMIT {
        let deviation = step << 10;
        let square = multiply(deviation, deviation).wrapping_add(3);
        return Bend {
            up: multiply(square, STEEPEST).wrapping_add(3),
            down: 0,
        };
    }
    let (rise, fall) = (growth(reach), growth(reach.wrapping_neg()));
    let error = (rise >> 36).wrapping_add(SLACK);
    let up = rise.wrapping_sub(reach).wrapping_add(error);
    let down = fall.wrapping_add(reach).wrapping_sub(error);
    Bend {
        up: (up >> NEAR_SQUARED).wrapping_add(1),
        down: down.max(0) >> NEAR_SQUARED,
    }
}

/// The exponent of the unit in which `most` (USD WAD) fits a lane: what a [`super::Curve`] may be scaled to.
#[must_use]
pub const fn fitting_exponent(most: u128) -> i32 {
    let bits = 128_u32.wrapping_sub(most.leading_zeros());
    bits.cast_signed().wrapping_sub(LANE_BITS.cast_signed())
}

/// `value / 2^exponent`, towards plus infinity.
pub(crate) fn to_lane_up(value: i128, exponent: i32) -> Result<i64, RiskError> {
    let shift = exponent.unsigned_abs();
    let lane = if exponent <= 0 {
        value.checked_mul(1_i128.checked_shl(shift).ok_or(OVERFLOW)?)
    } else {
        value
            .checked_neg()
            .map(|value| (value >> shift.min(127)).wrapping_neg())
    };
    lane.and_then(|lane| i64::try_from(lane).ok())
        .ok_or(OVERFLOW)
}

/// An exposure in lanes.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Column {
    pub(crate) asset: usize,
    pub(crate) step: i64,
    /// Loss for each unit of growth: minus the exposure.
    weight: i64,
    missing: i64,
}

impl Column {
    pub(crate) fn new(exposure: &Exposure, exponent: i32) -> Result<Self, RiskError> {
        let against = exposure.usd.checked_neg().ok_or(OVERFLOW)?;
        let missing = i128::try_from(exposure.missing).map_err(|_| OVERFLOW)?;
        let asset = usize::from(exposure.asset);
        if asset >= MAX_ASSETS {
            return Err(RiskError::UnknownAsset);
        }
        Ok(Self {
            asset,
            step: exposure.step(),
            weight: to_lane_up(against, exponent)?,
            missing: to_lane_up(missing, exponent)?,
        })
    }

    /// The loss in a row: never below the true one, and above it by less than 2^-35 of its size, 2^-54 (|z| + 17) of
    /// the exposure for z in 1/1024, and 400 units.
    pub(crate) fn loss_up(&self, row: &Row) -> i64 {
        match self.residual(row) {
            MISSING => self.missing,
            residual => self.loss_at(residual, growth),
        }
    }

    /// The same in a row that has a residual of the asset, in line.
    #[inline(always)]
    pub(crate) fn present_loss_up(&self, row: &Row) -> i64 {
        self.loss_at(self.residual(row), inlined_growth)
    }

    #[inline(always)]
    fn residual(&self, row: &Row) -> i16 {
        // The mask tells the compiler what `new` has made sure of.
        let place = row.as_chunks().0.get(self.asset & LAST);
        place.map_or(MISSING, |bytes| i16::from_le_bytes(*bytes))
    }

    #[inline(always)]
    fn loss_at(&self, residual: i16, growth: impl Fn(i64) -> i64) -> i64 {
        let residual = i64::from(residual);
        let grown = growth(residual.wrapping_mul(self.step));
        // The error of the growth, and that of the step: half a unit for each unit of z. A negative growth counts as
        // one unit less, of which half of the first part is to spare.
        let error = ((grown ^ (grown >> 63)) >> 36)
            .wrapping_add(residual.wrapping_abs())
            .wrapping_add(17);
        let sign = self.weight >> 63;
        let worse = grown.wrapping_add((error ^ sign).wrapping_sub(sign));
        multiply(self.weight, worse).wrapping_add(ROUNDING)
    }

    /// `(linear, square)`: `linear z + square z^2` is no less than the loss for every z within eight standard
    /// deviations, once [`SLACK`] is added to the sum of all columns.
    pub(crate) fn bound(&self) -> (i64, i64) {
        let bend = bend(self.step);
        let bend = if self.weight.is_negative() {
            bend.down
        } else {
            bend.up
        };
        let linear = multiply(self.weight, self.step << 10) >> 10;
        let square = multiply(self.weight, bend).wrapping_add(3) >> 20;
        (linear, square.wrapping_add(1))
    }
}

/// What the bounds of all columns together can fall short: rounding of the linear terms (2^14 for each column), and
/// the error that `loss_up` adds (2^-35 of 2^61).
pub(crate) const SLACK: i64 = 1 << 27;
