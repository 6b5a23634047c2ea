//! A symmetric distribution of one hump: its tails and quantiles in integers.
//!
//! Values are non-negative with 96 fractional bits, logarithms signed with as many. Of a distribution only three
//! things are asked: the shape of its density, and how much lies between the middle and `t`, and beyond `t`, both
//! in units of `t f(t)`. Every series behind them has terms of one sign, so nothing cancels; and because the two
//! parts make a half, they give the normalising constant as well:
//! `f(t) = 1 / (2 t (centre(t) + tail(t)))`.

use crate::error::OVERFLOW;
use crate::RiskError;
use fixed::{mul_div_down, mul_div_up, MathError, U256, WAD};

/// One, in 96 fractional bits.
pub(super) const ONE: U256 = U256::from_limbs([0, 1 << 32, 0, 0]);
/// Two: below it the sum of the middle is used, from it on the sum of the tail.
pub(super) const TWO: U256 = U256::from_limbs([0, 1 << 33, 0, 0]);
const HALF: U256 = U256::from_limbs([0, 1 << 31, 0, 0]);
/// `2^80`: what is rounded up is first raised by one part in this and by its inverse, more than it can be short.
const SLACK: U256 = U256::from_limbs([0, 1 << 16, 0, 0]);
/// `2^-80` in 96 fractional bits.
const LEAST: U256 = U256::from_limbs([1 << 16, 0, 0, 0]);
/// More steps than any search takes.
const STEPS: usize = 100;

/// Where the upper tail of a given probability begins.
pub(super) struct Quantile {
    /// The quantile.
    pub(super) point: U256,
    /// Density there per probability beyond: `f / Q`.
    pub(super) hazard: U256,
}

/// What a distribution answers about itself. `t` is at least zero.
pub(super) trait Bell {
    /// `ln f(t)`.
    fn log_density(&self, t: U256) -> Result<i128, RiskError>;
    /// `(F(t) - 1/2) / (t f(t))` for `t` up to 2.
    fn centre(&self, t: U256) -> Result<U256, RiskError>;
    /// `(1 - F(t)) / (t f(t))` for `t` from 2 on.
    fn tail(&self, t: U256) -> Result<U256, RiskError>;
}

/// What to add to the logarithm of a density so that it integrates to one.
pub(super) fn normalised(bell: &impl Bell) -> Result<i128, RiskError> {
    let sum = plus(bell.centre(TWO)?, bell.tail(TWO)?)?;
    let inverse = plus(sum, sum).and_then(|twice| plus(twice, twice))?;
    let shape = bell.log_density(TWO)?;
    logarithm(inverse)?
        .checked_add(shape)
        .and_then(i128::checked_neg)
        .ok_or(OVERFLOW)
}

/// `1 - F(t)`.
pub(super) fn beyond(bell: &impl Bell, t: U256) -> Result<U256, RiskError> {
    if t < TWO {
        return HALF.checked_sub(middle(bell, t)?.0).ok_or(OVERFLOW);
    }
    exponential(log_beyond(bell, t)?.0)
}

/// The quantile that leaves `probability` (WAD, above zero, at most a half) beyond it.
///
/// Newton's method, from a side from which it cannot overstep. `F` is concave right of the middle, so from zero
/// every step falls short; `ln (1 - F)` is concave in `ln t`, so after the first step every one ends beyond.
pub(super) fn quantile(bell: &impl Bell, probability: u128) -> Result<Quantile, RiskError> {
    // Both exact as integers: no digit of a small probability is lost.
    let wanted = logarithm(scaled(probability)?)?
        .checked_sub(logarithm(scaled(WAD)?)?)
        .ok_or(OVERFLOW)?;
    let (log_tail, per_density) = log_beyond(bell, TWO)?;
    let excess = log_tail.checked_sub(wanted).ok_or(OVERFLOW)?;
    if excess <= 0 {
        return near_quantile(bell, probability);
    }
    let beyond = logarithm(TWO)?.checked_add(part(excess, per_density)?);
    far_quantile(bell, wanted, beyond.ok_or(OVERFLOW)?)
}

fn near_quantile(bell: &impl Bell, probability: u128) -> Result<Quantile, RiskError> {
    let whole = from_wad(probability)?;
    let wanted = HALF.checked_sub(whole).ok_or(OVERFLOW)?;
    let mut point = U256::ZERO;
    for _ in 0..STEPS {
        let (reached, density) = middle(bell, point)?;
        let short = wanted.saturating_sub(reached);
        if short.is_zero() {
            let hazard = over(density, whole)?;
            return Ok(Quantile { point, hazard });
        }
        // No density of these passes one, so that the step is no less than what is short.
        point = plus(point, over(short, density)?)?;
    }
    Err(RiskError::Math(MathError::Domain))
}

/// From `ln t` at a place beyond the quantile.
fn far_quantile(bell: &impl Bell, wanted: i128, mut place: i128) -> Result<Quantile, RiskError> {
    for _ in 0..STEPS {
        let point = exponential(place)?;
        let (reached, per_density) = log_beyond(bell, point)?;
        let missing = wanted.checked_sub(reached).ok_or(OVERFLOW)?;
        if missing <= 0 {
            let hazard = over(ONE, times(point, per_density)?)?;
            return Ok(Quantile { point, hazard });
        }
        // One unit more, so that the search moves until it is through.
        let step = part(missing, per_density)?.saturating_add(1);
        place = place.checked_sub(step).ok_or(OVERFLOW)?;
    }
    Err(RiskError::Math(MathError::Domain))
}

/// A positive difference of logarithms times a value.
fn part(difference: i128, value: U256) -> Result<i128, RiskError> {
    let size = times(U256::from(difference.unsigned_abs()), value)?;
    i128::try_from(size).map_err(|_| OVERFLOW)
}

/// `F(t) - 1/2` and `f(t)`, for `t` up to 2.
fn middle(bell: &impl Bell, t: U256) -> Result<(U256, U256), RiskError> {
    let density = exponential(bell.log_density(t)?)?;
    Ok((times(times(t, density)?, bell.centre(t)?)?, density))
}

/// `ln (1 - F(t))` and `(1 - F(t)) / (t f(t))`, for `t` from 2 on.
fn log_beyond(bell: &impl Bell, t: U256) -> Result<(i128, U256), RiskError> {
    let tail = bell.tail(t)?;
    let sum = bell
        .log_density(t)?
        .checked_add(logarithm(times(t, tail)?)?);
    Ok((sum.ok_or(OVERFLOW)?, tail))
}

/// A WAD value in 96 fractional bits, rounded down.
pub(super) fn from_wad(value: u128) -> Result<U256, RiskError> {
    Ok(mul_div_down(U256::from(value), ONE, U256::from(WAD))?)
}

/// A value as WAD, to nearest.
pub(super) fn to_wad(value: U256) -> Result<u128, RiskError> {
    let twice = mul_div_down(value, U256::from(WAD.wrapping_mul(2)), ONE)?;
    let nearest = plus(twice, U256::from(1u8))?.wrapping_shr(1);
    u128::try_from(nearest).map_err(|_| OVERFLOW)
}

/// A value as WAD, above the true one although `value` may be short of it by 2^-80, absolute and relative.
pub(super) fn to_wad_up(value: U256) -> Result<u128, RiskError> {
    let raised = plus(value, LEAST)?;
    let raised = plus(raised, mul_div_up(raised, U256::from(1u8), SLACK)?)?;
    let up = mul_div_up(raised, U256::from(WAD), ONE)?;
    u128::try_from(up).map_err(|_| OVERFLOW)
}

/// `ln x`.
pub(super) fn logarithm(x: U256) -> Result<i128, RiskError> {
    Ok(fixed::ln_q96(x)?)
}

/// `e^x`.
pub(super) fn exponential(x: i128) -> Result<U256, RiskError> {
    Ok(fixed::exp_q96_down(x)?)
}

/// `a + b`.
pub(super) fn plus(a: U256, b: U256) -> Result<U256, RiskError> {
    a.checked_add(b).ok_or(OVERFLOW)
}

/// `a b`, rounded down.
pub(super) fn times(a: U256, b: U256) -> Result<U256, RiskError> {
    Ok(mul_div_down(a, b, ONE)?)
}

/// `a / b`, rounded down.
pub(super) fn over(a: U256, b: U256) -> Result<U256, RiskError> {
    Ok(mul_div_down(a, ONE, b)?)
}

/// An integer in 96 fractional bits.
fn scaled(value: u128) -> Result<U256, RiskError> {
    U256::from(value).checked_mul(ONE).ok_or(OVERFLOW)
}
