//! Losses that are no straight line: options beside the linear exposures.

use super::column::{to_lane_up, Exposure};
use crate::error::OVERFLOW;
use crate::scenarios::{residual_of, Row};
use crate::{RiskError, MAX_ASSETS};

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

pub(super) const NO_CURVES: &[Linear] = &[];

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

/// The most curves of a portfolio: two prices for each asset.
pub(super) const MAX_CURVES: usize = 2 * MAX_ASSETS;

/// A curve in the lanes of a portfolio.
pub(super) struct Placed<'a, C> {
    curve: &'a C,
    asset: usize,
    step: i64,
    missing: i64,
    /// Binary digits from the unit of the curve to that of the portfolio.
    apart: i32,
}

impl<'a, C: Curve> Placed<'a, C> {
    pub(super) fn new(curve: &'a C, exponent: i32) -> Result<Self, RiskError> {
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
    pub(super) fn loss_up(&self, row: &Row) -> Result<i64, RiskError> {
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
