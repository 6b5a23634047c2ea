//! The one clock on which every asset is sampled, and the index that sets its pace.

use super::annual_volatility_up;
use crate::error::OVERFLOW;
use crate::wide::product;
use crate::RiskError;
use fixed::{MathError, U256};

/// Seconds to the next sample: `clamp(base * (reference / index)^2, min, max)`.
///
/// The move to expect between two samples grows with the root of the interval, so this keeps it about
/// constant: a market twice as volatile is sampled four times as often. An index of zero waits for `max`.
///
/// # Errors
/// None in practice; overflow counts as `max`.
pub fn next_interval(
    index: u128,
    reference: u128,
    base: u64,
    min: u64,
    max: u64,
) -> Result<u64, RiskError> {
    if index == 0 {
        return Ok(max.max(min));
    }
    let wanted = fixed::mul_div_down(
        product(reference, reference),
        U256::from(base),
        product(index, index),
    );
    let seconds = match wanted {
        Ok(seconds) => u64::try_from(seconds).unwrap_or(u64::MAX),
        Err(MathError::Overflow) => u64::MAX,
        Err(other) => return Err(other.into()),
    };
    Ok(seconds.min(max).max(min))
}

/// The clock of an oracle that nobody served for longer than this many intervals takes longer steps.
const MOST_OUTSTANDING: u64 = 32;

/// When the sample after the one of `due` is due: an interval later, whenever the transaction comes. A clock
/// that is more than 32 intervals behind goes on in steps of a 32nd of what it is behind.
#[must_use]
pub fn next_due(due: u64, now: u64, interval: u64) -> u64 {
    let behind = now.saturating_sub(due) / MOST_OUTSTANDING;
    due.saturating_add(interval.max(behind).max(1))
}

/// How many samples are due, if the interval stays what it is.
#[must_use]
pub fn outstanding(mut due: u64, now: u64, interval: u64) -> u32 {
    let mut count: u32 = 0;
    // A step is at least a 32nd of the way: a few hundred of them, whatever the numbers.
    while due <= now {
        due = next_due(due, now, interval);
        count = count.saturating_add(1);
        if due == u64::MAX {
            break;
        }
    }
    count
}

/// The volatility index: the weighted root mean square of annual volatilities (WAD), rounded up.
/// Weights are relative; all of them zero gives zero.
///
/// # Errors
/// [`RiskError::LengthMismatch`] where the lists differ in length; overflow.
pub fn index_volatility_up(volatilities: &[u128], weights: &[u128]) -> Result<u128, RiskError> {
    if volatilities.len() != weights.len() {
        return Err(RiskError::LengthMismatch);
    }
    let mut total = U256::ZERO;
    let mut squares = U256::ZERO;
    for (volatility, weight) in volatilities.iter().zip(weights) {
        total = total.checked_add(U256::from(*weight)).ok_or(OVERFLOW)?;
        let weighted = fixed::mul_div_down(
            product(*volatility, *volatility),
            U256::from(*weight),
            U256::from(1u8),
        )?;
        squares = squares.checked_add(weighted).ok_or(OVERFLOW)?;
    }
    if total.is_zero() {
        return Ok(0);
    }
    let mean = fixed::mul_div_up(squares, U256::from(1u8), total)?;
    u128::try_from(fixed::isqrt_up(mean)).map_err(|_| OVERFLOW)
}

/// The same from daily variances (scale 1e-36), which needs one root in all.
///
/// # Errors
/// Overflow.
pub fn index_of_variances_up(variances: &[i128], weights: &[u32]) -> Result<u128, RiskError> {
    let total = weights.iter().fold(0u128, |total, weight| {
        total.saturating_add(u128::from(*weight))
    });
    let mut mean = 0i128;
    for (variance, weight) in variances.iter().zip(weights) {
        if *weight > 0 {
            let size = variance.unsigned_abs();
            let part = fixed::mul_div_up_u128(size, u128::from(*weight), total)?;
            mean = mean.checked_add_unsigned(part).ok_or(OVERFLOW)?;
        }
    }
    annual_volatility_up(mean)
}

/// The price that a sample of time `due` records: that of the last round at or before it, whenever the
/// transaction comes. Rounds are (time, price), newest first, as a reader walks back through a feed.
/// `None` where they do not reach back so far.
///
/// Sampling every due time so, also those that nobody was there for, leaves nothing to choose for whoever
/// sends the transaction: the state is a function of the feed's rounds alone.
pub fn price_at(due: u64, rounds: impl IntoIterator<Item = (u64, u128)>) -> Option<u128> {
    let told = |round: &(u64, u128)| round.0 <= due;
    rounds.into_iter().find(told).map(|(_, price)| price)
}
