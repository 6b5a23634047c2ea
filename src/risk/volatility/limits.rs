//! How far and how fast a reading may move.

use crate::error::OVERFLOW;
use crate::wide::Wide;
use crate::{RiskError, DAY};
use fixed::{exp2_wad_up, log2_wad, mul_div_up, U256, WAD};

/// The range of a variance per day, scale 1e-36.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VarianceBounds {
    /// Never below: a calm past is no promise. Not zero, or a debt could be unlimited.
    pub least: i128,
    /// Never above.
    pub most: i128,
}

impl VarianceBounds {
    /// The variance within the bounds. The lower one has the last word.
    #[must_use]
    pub fn hold(&self, variance: i128) -> i128 {
        variance.min(self.most).max(self.least)
    }
}

/// How fast a reading may rise and fall: by a factor per time, so that reading it more often moves it no
/// faster. For maintenance margin; initial margin sees everything at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpeedLimits {
    /// Binary logarithm of the largest growth in a day, WAD, not negative.
    up: i128,
    /// Binary logarithm of the smallest remainder after a day, WAD, not positive.
    down: i128,
}

/// Longest time that a limit is evaluated for: 136 years.
const MAX_DT: u64 = u32::MAX as u64;

impl SpeedLimits {
    /// At most `+up` and `-down` (WAD shares) in `period` seconds, compounding: `(1 + up)^(dt/period)` and
    /// `(1 - down)^(dt/period)`. Logarithms are rounded up: a reading may rise a unit more and fall a unit
    /// less.
    ///
    /// # Errors
    /// [`RiskError::InvalidTerms`] where the period is zero or `down` is not below one; overflow.
    pub fn per(period: u64, up: u128, down: u128) -> Result<Self, RiskError> {
        let kept = WAD.checked_sub(down).ok_or(RiskError::InvalidTerms)?;
        if period == 0 || kept == 0 {
            return Err(RiskError::InvalidTerms);
        }
        let daily = |share: u128| -> Result<i128, RiskError> {
            // The logarithm is within 0.52 units of the true one, and exact for 1.
            let above = i128::from(share != WAD);
            let logarithm = log2_wad(share)?.checked_add(above).ok_or(OVERFLOW)?;
            Wide::product(logarithm, i128::from(DAY)).div_ceil(u128::from(period))
        };
        Ok(Self {
            up: daily(WAD.checked_add(up).ok_or(OVERFLOW)?)?,
            down: daily(kept)?,
        })
    }

    /// `wanted`, no further from `previous` than `dt` seconds allow; both limits rounded up. A `previous`
    /// of zero is no reading yet, and limits nothing.
    ///
    /// # Errors
    /// None in practice; a rise past the type is no limit.
    pub fn hold(&self, previous: u128, wanted: u128, dt: u64) -> Result<u128, RiskError> {
        if previous == 0 {
            return Ok(wanted);
        }
        let least = grown_up(previous, self.down, dt)?;
        let most = grown_up(previous, self.up, dt)?;
        Ok(wanted.min(most).max(least))
    }
}

/// `value * 2^(logarithm dt / day)`, rounded up; the largest of the type where it does not fit.
fn grown_up(value: u128, logarithm: i128, dt: u64) -> Result<u128, RiskError> {
    let seconds = i128::from(dt.min(MAX_DT));
    let exponent = Wide::product(logarithm, seconds).div_ceil(u128::from(DAY))?;
    let Ok(factor) = exp2_wad_up(exponent) else {
        return Ok(u128::MAX);
    };
    let grown = mul_div_up(U256::from(value), factor, U256::from(WAD));
    Ok(grown.map_or(u128::MAX, |grown| {
        u128::try_from(grown).unwrap_or(u128::MAX)
    }))
}
