//! Portfolios with second-order terms: `dV = theta + d'x + x'Gx/2` for normal returns `x` of covariance `S`.
//!
//! With `M = G S` the cumulants are (Britten-Jones, Schaefer 1999; Mina, Ulmer 1999)
//! `k1 = theta + tr M / 2`, `k2 = d'S d + tr M^2 / 2`, `k3 = 3 d'S M d + tr M^3`, `k4 = 12 d'S M^2 d + 3 tr M^4`.
//! Good for small moves of smooth portfolios; options close to expiry need full revaluation.

use super::cornish_fisher::{Shape, ShapedFactor};
use crate::error::OVERFLOW;
use crate::tail::TailFactor;
use crate::wide::Wide;
use crate::{Covariance, RiskError, MAX_ASSETS};
use fixed::{mul_div_up, U256, WAD};

/// From the scale 1e-54 of a product of dollars and variances to the scale 1e-27 of a matrix.
const FINE: u128 = 1_000_000_000_000_000_000_000_000_000;
/// From 1e-54 to 1e-36.
const TO_VARIANCE: u128 = WAD;

type Matrix = [[i128; MAX_ASSETS]; MAX_ASSETS];

/// A portfolio by its first and second derivatives. The returns are those of the covariance, per day.
#[derive(Debug, Clone, Copy)]
pub struct Quadratic<'a> {
    /// Profit of a day without a move (USD, WAD).
    pub theta: i128,
    /// Profit per unit of return of each asset (USD, WAD).
    pub delta: &'a [i128],
    /// Second derivatives (USD, WAD): the lower triangle, row by row, as [`Covariance::entry`] places them.
    pub gamma: &'a [i128],
}

/// What the distribution of the profit of a day is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moments {
    /// `k1` (USD, WAD), rounded down from a matrix kept to 1e-27.
    pub mean: i128,
    /// `k2` (USD squared, scale 1e-36), rounded up likewise.
    pub variance: U256,
    /// `sqrt k2` (USD, WAD), rounded up.
    pub volatility: u128,
    /// `k3 / k2^1.5`, WAD, within a few units where the standard deviation is a dollar or more.
    pub skewness: i128,
    /// `k4 / k2^2`, WAD, as exact as the skewness.
    pub kurtosis: i128,
}

impl Moments {
    /// Skewness and kurtosis as those of the loss.
    ///
    /// # Errors
    /// Overflow.
    pub fn loss_shape(&self) -> Result<Shape, RiskError> {
        Ok(Shape {
            skewness: self.skewness.checked_neg().ok_or(OVERFLOW)?,
            kurtosis: self.kurtosis,
        })
    }

    /// The loss at a factor (WAD, signed) of the standardised loss: `factor * sigma - k1` (USD, WAD), rounded up.
    /// Negative where the profit of time exceeds the risk.
    ///
    /// # Errors
    /// Overflow.
    pub fn loss_up(&self, factor: i128) -> Result<i128, RiskError> {
        let volatility = i128::try_from(self.volatility).map_err(|_| OVERFLOW)?;
        fixed::mul_wad_ceil_signed(factor, volatility)?
            .checked_sub(self.mean)
            .ok_or(OVERFLOW)
    }

    /// Value at Risk and Expected Shortfall by the Cornish-Fisher expansion of the loss, in that order (USD, WAD),
    /// rounded up, with the factor that they come from: see [`Shape::factor_up`].
    ///
    /// # Errors
    /// Overflow.
    pub fn losses_up(
        &self,
        normal: TailFactor,
        otherwise: TailFactor,
    ) -> Result<([i128; 2], ShapedFactor), RiskError> {
        let shaped = self.loss_shape()?.factor_up(normal, otherwise)?;
        let factor = shaped.factor();
        let [at_risk, shortfall] = [factor.value_at_risk, factor.expected_shortfall]
            .map(|factor| i128::try_from(factor).map_err(|_| OVERFLOW));
        Ok(([self.loss_up(at_risk?)?, self.loss_up(shortfall?)?], shaped))
    }
}

/// The moments of the profit of a day.
///
/// Two matrices of 4 KiB are the only large things on the stack. Matrices are kept to 1e-27, in dollars up to the
/// variance and in standard deviations after it, so that the higher moments neither overflow nor lose digits.
///
/// # Errors
/// [`RiskError::LengthMismatch`] where there is not one delta per asset and one gamma per pair; overflow where an
/// entry of `G S` passes 10^10 USD, or where a delta passes the standard deviation 10^10 times: the shape of so perfect
/// a hedge is lost in its digits.
pub fn moments(covariance: &Covariance, portfolio: &Quadratic) -> Result<Moments, RiskError> {
    let count = covariance.assets();
    if portfolio.delta.len() != count || portfolio.gamma.len() != Covariance::entries_of(count) {
        return Err(RiskError::LengthMismatch);
    }
    let mut matrix: Matrix = [[0; MAX_ASSETS]; MAX_ASSETS];
    fill(&mut matrix, count, |i, j| {
        sum(count, |k| {
            let gamma = Covariance::entry(i, k).and_then(|place| portfolio.gamma.get(place));
            let gamma = gamma.ok_or(RiskError::UnknownAsset)?;
            Ok(Wide::product(*gamma, covariance.get(k, j)?))
        })?
        .div_trunc(FINE)
    })?;
    // Half of the trace, from 1e-27 to WAD, down: its negative is rounded up and taken away.
    let concavity = sum(count, |i| Ok(Wide::product(at(&matrix, i, i)?, -1)))?;
    let concavity = concavity.div_ceil(2_000_000_000)?;
    let mean = portfolio.theta.checked_sub(concavity).ok_or(OVERFLOW)?;

    let squares = trace_of_product(&matrix, &matrix, count)?.positive_part();
    let squares = mul_div_up(
        squares,
        U256::from(1u8),
        U256::from(TO_VARIANCE.wrapping_mul(2)),
    )?;
    let variance = covariance
        .quadratic_form_up(portfolio.delta)?
        .checked_add(squares)
        .ok_or(OVERFLOW)?;
    let volatility = u128::try_from(fixed::isqrt_up(variance)).map_err(|_| OVERFLOW)?;
    let mut moments = Moments {
        mean,
        variance,
        volatility,
        skewness: 0,
        kurtosis: 0,
    };
    // Less is nothing but rounding, and has no shape.
    if variance > U256::from(MAX_ASSETS) {
        (moments.skewness, moments.kurtosis) =
            higher(covariance, portfolio.delta, &mut matrix, volatility)?;
    }
    Ok(moments)
}

/// Skewness and kurtosis, from `M` in dollars, which becomes `M` in standard deviations.
fn higher(
    covariance: &Covariance,
    delta: &[i128],
    matrix: &mut Matrix,
    volatility: u128,
) -> Result<(i128, i128), RiskError> {
    let count = delta.len();
    let one = i128::try_from(WAD).map_err(|_| OVERFLOW)?;
    let fine = i128::try_from(FINE).map_err(|_| OVERFLOW)?;
    for row in matrix.iter_mut().take(count) {
        for entry in row.iter_mut().take(count) {
            *entry = Wide::product(*entry, one).div_trunc(volatility)?;
        }
    }
    let matrix = &*matrix;
    // `d / sigma` and `M d / sigma` at 1e-27; `S d / sigma` at 1e-36, where it is a return.
    let mut first = [0i128; MAX_ASSETS];
    for (to, delta) in first.iter_mut().zip(delta) {
        *to = Wide::product(*delta, fine).div_trunc(volatility)?;
    }
    let (mut reach, mut second) = ([0i128; MAX_ASSETS], [0i128; MAX_ASSETS]);
    for (i, (reach, second)) in reach.iter_mut().zip(&mut second).enumerate().take(count) {
        let of = |k| Ok(Wide::product(covariance.get(i, k)?, item(&first, k)?));
        *reach = sum(count, of)?.div_trunc(FINE)?;
        let of = |k| Ok(Wide::product(at(matrix, i, k)?, item(&first, k)?));
        *second = sum(count, of)?.div_trunc(FINE)?;
    }
    let mut square: Matrix = [[0; MAX_ASSETS]; MAX_ASSETS];
    fill(&mut square, count, |i, j| {
        sum(count, |k| {
            Ok(Wide::product(at(matrix, i, k)?, at(matrix, k, j)?))
        })?
        .div_trunc(FINE)
    })?;

    // `d'S M d` and `d'S M^2 d = (M d)' S (M d)`, because `S M = M' S`; to 1e-27 each.
    let slope = sum(count, |i| {
        Ok(Wide::product(item(&reach, i)?, item(&second, i)?))
    })?;
    let slope = slope.div_trunc(1_000_000_000_000_000_000_000_000_000_000_000_000)?;
    let mut bend = Wide::ZERO;
    for i in 0..count {
        let of = |k| Ok(Wide::product(covariance.get(i, k)?, item(&second, k)?));
        let swing = sum(count, of)?.div_trunc(FINE)?;
        bend = bend.plus(Wide::product(swing, item(&second, i)?))?;
    }
    let bend = bend.div_trunc(1_000_000_000_000_000_000_000_000_000_000_000_000)?;
    let third = trace_of_product(&square, matrix, count)?.div_trunc(FINE)?;
    let fourth = trace_of_product(&square, &square, count)?.div_trunc(FINE)?;
    let skewness = Wide::product(slope, 3).plus(Wide::product(third, 1))?;
    let kurtosis = Wide::product(bend, 12).plus(Wide::product(fourth, 3))?;
    Ok((
        skewness.div_trunc(1_000_000_000)?,
        kurtosis.div_trunc(1_000_000_000)?,
    ))
}

/// `tr (A B)` at the product of their scales.
fn trace_of_product(a: &Matrix, b: &Matrix, count: usize) -> Result<Wide, RiskError> {
    let mut total = Wide::ZERO;
    for i in 0..count {
        total = total.plus(sum(count, |j| {
            Ok(Wide::product(at(a, i, j)?, at(b, j, i)?))
        })?)?;
    }
    Ok(total)
}

fn fill(
    matrix: &mut Matrix,
    count: usize,
    entry: impl Fn(usize, usize) -> Result<i128, RiskError>,
) -> Result<(), RiskError> {
    for (i, row) in matrix.iter_mut().enumerate().take(count) {
        for (j, to) in row.iter_mut().enumerate().take(count) {
            *to = entry(i, j)?;
        }
    }
    Ok(())
}

fn sum(count: usize, part: impl Fn(usize) -> Result<Wide, RiskError>) -> Result<Wide, RiskError> {
    (0..count).try_fold(Wide::ZERO, |total, k| total.plus(part(k)?))
}

fn at(matrix: &Matrix, i: usize, j: usize) -> Result<i128, RiskError> {
    let row = matrix.get(i).ok_or(RiskError::UnknownAsset)?;
    item(row, j)
}

fn item(list: &[i128; MAX_ASSETS], k: usize) -> Result<i128, RiskError> {
    list.get(k).copied().ok_or(RiskError::UnknownAsset)
}
