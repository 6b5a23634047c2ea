//! Mixing forecasts by exponential weights: no expert that was better in hindsight is far ahead of the mixture.
//!
//! Precisions are mixed, `1/h = sum w_i / h_i`, since `exp(-eta loss)` is concave in `1/h`, not in `h`, as long as
//! `eta (y/h - 1)^2 <= 1` (Cesa-Bianchi and Lugosi, *Prediction, Learning, and Games*, 2006, prop. 3.1). A proxy
//! capped at `cap` times the lowest forecast, with `eta = 1 / (cap - 1)^2`, keeps that for every expert, so that for
//! every sequence, made by an enemy or not, `sum loss_mix <= min_i sum loss_i + ln N / eta`.

use super::signed;
use crate::error::OVERFLOW;
use crate::RiskError;
use fixed::{U256, WAD};

/// Most experts of one mixture.
pub const MAX_EXPERTS: usize = 8;

/// How weights learn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Learning {
    /// Learning rate `eta`, WAD.
    pub rate: u128,
    /// The proxy counts as at most this multiple (WAD) of the lowest forecast.
    pub cap: u128,
    /// Part of all weight (WAD) that each step shares out evenly, so that no expert dies (Herbster and Warmuth
    /// 1998). The bound above is that of zero.
    pub share: u128,
}

impl Learning {
    /// A cap of 8 and the largest rate whose bound holds with it, 1/49; no sharing.
    pub const STANDARD: Self = Self {
        rate: WAD / 49,
        cap: 8 * WAD,
        share: 0,
    };
}

/// Even weights; what does not divide goes to the first.
///
/// # Errors
/// [`RiskError::InvalidTerms`] for none or more than [`MAX_EXPERTS`].
pub fn even(weights: &mut [u128]) -> Result<(), RiskError> {
    let count = count(weights)?;
    let each = share_of(WAD, count);
    weights.fill(each);
    settle(weights)
}

/// The mixture `1 / sum (w_i / h_i)`, rounded up: relative error at most 9e-18 and one unit.
///
/// # Errors
/// Lists of different lengths; division by zero for a forecast of zero or weights that are all zero.
pub fn mix_up(weights: &[u128], forecasts: &[u128]) -> Result<u128, RiskError> {
    same_length(weights, forecasts)?;
    let largest = forecasts.iter().copied().max().unwrap_or(0);
    // Each term is at least its weight: the sum is 1 WAD or more, and a unit lost is 1e-18 of it or less.
    let mut precision = U256::ZERO;
    for (weight, forecast) in weights.iter().zip(forecasts) {
        let (weight, forecast) = (U256::from(*weight), U256::from(*forecast));
        let term = fixed::mul_div_down(weight, U256::from(largest), forecast)?;
        precision = precision.checked_add(term).ok_or(OVERFLOW)?;
    }
    let mixed = fixed::mul_div_up(U256::from(largest), U256::from(WAD), precision)?;
    u128::try_from(mixed).map_err(|_| OVERFLOW)
}

/// The proxy that every expert is judged by: at most `cap` times the lowest forecast.
pub fn capped(realised: u128, forecasts: &[u128], cap: u128) -> u128 {
    let lowest = forecasts.iter().copied().min().unwrap_or(0);
    // A limit wider than 128 bits is above every proxy.
    fixed::mul_wad_down(cap, lowest).map_or(realised, |limit| realised.min(limit))
}

/// Moves weight towards the experts whose forecasts fitted: `w_i <- (1 - s) w_i e^(-eta loss_i) / norm + s / N`.
///
/// Losses count from the lowest among experts that have weight, so that no exponent is above zero and one is zero:
/// nothing overflows and the norm is never zero. Weights are rounded to nearest, not down: 400 steps that were all
/// rounded down were seen to add up to 7e-16, against 4e-17 this way. Afterwards they sum to exactly 1 WAD; what the
/// roundings left, at most 2 N ulp either way, goes to the largest. Error per step: at most `4 + 3 eta` ulp.
///
/// # Errors
/// Lists of different lengths, more than [`MAX_EXPERTS`], a share above 1: [`RiskError::InvalidTerms`] or
/// [`RiskError::LengthMismatch`]; division by zero for a forecast of zero; overflow for weights far above 1.
pub fn learn(
    weights: &mut [u128],
    forecasts: &[u128],
    realised: u128,
    learning: &Learning,
) -> Result<(), RiskError> {
    let count = count(weights)?;
    same_length(weights, forecasts)?;
    let kept = WAD
        .checked_sub(learning.share)
        .ok_or(RiskError::InvalidTerms)?;
    let proxy = capped(realised, forecasts, learning.cap);
    let mut losses = [0i128; MAX_EXPERTS];
    let mut lowest = i128::MAX;
    for ((loss, weight), forecast) in losses.iter_mut().zip(weights.iter()).zip(forecasts) {
        *loss = super::loss(proxy, *forecast)?;
        if *weight > 0 {
            lowest = lowest.min(*loss);
        }
    }
    let mut norm = 0u128;
    for (weight, loss) in weights.iter_mut().zip(losses) {
        // Below the lowest only where there is no weight.
        let behind = loss.saturating_sub(lowest).max(0).unsigned_abs();
        let exponent = signed(fixed::mul_wad_down(learning.rate, behind)?)?;
        let factor = fixed::exp_wad_down(exponent.wrapping_neg())?;
        let factor = u128::try_from(factor).map_err(|_| OVERFLOW)?;
        *weight = weight.checked_mul(factor).ok_or(OVERFLOW)?;
        norm = norm.checked_add(*weight).ok_or(OVERFLOW)?;
    }
    let shared = share_of(learning.share, count);
    for weight in weights.iter_mut() {
        let whole = crate::wide::product(*weight, kept)
            .checked_add(U256::from(norm >> 1))
            .ok_or(OVERFLOW)?;
        let own = fixed::mul_div_down(whole, U256::from(1u8), U256::from(norm))?;
        let own = u128::try_from(own).map_err(|_| OVERFLOW)?;
        // Both at most 1 WAD.
        *weight = own.wrapping_add(shared);
    }
    settle(weights)
}

/// Gives what is missing to 1 WAD to the largest weight, or takes what is too much: a few ulp of one that is an eighth
/// or more.
pub(super) fn settle(weights: &mut [u128]) -> Result<(), RiskError> {
    let sum = weights
        .iter()
        .try_fold(0u128, |sum, weight| sum.checked_add(*weight));
    let sum = sum.ok_or(OVERFLOW)?;
    if let Some(largest) = weights.iter_mut().max() {
        *largest = largest.wrapping_add(WAD).wrapping_sub(sum);
    }
    Ok(())
}

fn share_of(whole: u128, count: u128) -> u128 {
    whole.checked_div(count).unwrap_or(0)
}

fn count(weights: &[u128]) -> Result<u128, RiskError> {
    match weights.len() {
        0 => Err(RiskError::InvalidTerms),
        length if length > MAX_EXPERTS => Err(RiskError::InvalidTerms),
        length => u128::try_from(length).map_err(|_| OVERFLOW),
    }
}

fn same_length(weights: &[u128], forecasts: &[u128]) -> Result<(), RiskError> {
    if weights.len() == forecasts.len() {
        Ok(())
    } else {
        Err(RiskError::LengthMismatch)
    }
}
