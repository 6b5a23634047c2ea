//! Limits to how fast a margin may move.

use crate::error::OVERFLOW;
use crate::wide::Wide;
use crate::{RiskError, DAY};
use fixed::{mul_div_up, U256, WAD};

const ONE: u128 = 1 << 96;
/// 136 years, which any longer time counts as: with a logarithm below 2^104 the exponent fits its type.
const LONGEST: u64 = 1 << 32;

/// A rate of change that compounds by the second: `(1 + rate)^(t / day) = 2^(t * log2(1 + rate) / day)`. Two steps of
/// half the time are one step of the whole, so nothing is gained by stepping often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Speed {
    /// `log2(1 + rate)`, 96 binary digits after the point.
    logarithm: i128,
}

impl Speed {
    /// A rise by one per cent a day.
    pub const ONE_PERCENT: Self = Self {
        logarithm: 1_137_343_484_927_182_761_657_762_912,
    };

    /// A rise by `rate` (WAD) a day.
    ///
    /// # Errors
    /// Overflow.
    pub fn rising(rate: u128) -> Result<Self, RiskError> {
        Self::of(WAD.checked_add(rate).ok_or(OVERFLOW)?)
    }

    /// A fall by `rate` (WAD, below 1) a day.
    ///
    /// # Errors
    /// [`RiskError::Math`] for a rate of 1 and above.
    pub fn falling(rate: u128) -> Result<Self, RiskError> {
        Self::of(WAD.saturating_sub(rate))
    }

    fn of(factor: u128) -> Result<Self, RiskError> {
        let factor = mul_div_up(U256::from(factor), U256::from(ONE), U256::from(WAD))?;
        let logarithm = fixed::log2_q96(factor)?;
        Ok(Self { logarithm })
    }

    /// `value` after `seconds` at this speed, rounded up; relative error below 1e-26 and one unit. Saturates.
    #[must_use]
    pub fn after_up(self, value: u128, seconds: u64) -> u128 {
        self.grown(value, seconds).unwrap_or(u128::MAX)
    }

    fn grown(self, value: u128, seconds: u64) -> Option<u128> {
        let seconds = i128::from(seconds.min(LONGEST));
        let exponent = Wide::product(self.logarithm, seconds).div_ceil(u128::from(DAY));
        let exponent = exponent.ok()?;
        let factor = fixed::exp2_q96_up(exponent).ok()?;
        let value = mul_div_up(U256::from(value), factor, U256::from(ONE)).ok()?;
        u128::try_from(value).ok()
    }
}

/// How fast a margin may rise and fall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpeedLimit {
    /// Upwards. Whatever it keeps from the margin is unfunded risk: see [`SpeedLimit::shortfall`].
    pub up: Speed,
    /// Downwards: 1 to 2 % a day costs little and is always safe.
    pub down: Speed,
}

impl SpeedLimit {
    /// The margin charged `seconds` after `charged`, where the model asks for `asked`:
    /// `min(max(asked, charged after a fall), charged after a rise)`, rounded up.
    #[must_use]
    pub fn next(&self, charged: u128, asked: u128, seconds: u64) -> u128 {
        let least = self.down.after_up(charged, seconds);
        let most = self.up.after_up(charged, seconds);
        asked.max(least).min(most)
    }

    /// What the limit keeps from the margin.
    #[must_use]
    pub const fn shortfall(asked: u128, charged: u128) -> u128 {
        asked.saturating_sub(charged)
    }
}

/// Maintenance margin per USD of exposure (WAD): the part of maintenance that volatility, depth and parameters make.
///
/// Its rise is limited in speed, so that no account becomes liquidatable because the model changed its mind faster than
/// an owner can act. A *price* is no part of it and cannot be limited by it: the margin is the ratio times the exposure
/// at the price of this moment ([`MaintenanceRatio::margin_up`]), and equity moves with the price at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MaintenanceRatio(u128);

impl MaintenanceRatio {
    /// The ratio of a new position: what the model asks for.
    #[must_use]
    pub const fn new(ratio: u128) -> Self {
        Self(ratio)
    }

    /// The ratio, WAD.
    #[must_use]
    pub const fn ratio(self) -> u128 {
        self.0
    }

    /// The ratio `seconds` later, where volatility, depth and parameters now ask for `asked`: a rise is limited, a fall
    /// counts at once.
    #[must_use]
    pub fn next(self, asked: u128, limit: Speed, seconds: u64) -> Self {
        Self(asked.min(limit.after_up(self.0, seconds)))
    }

    /// Maintenance margin of an exposure at its present price (USD WAD), rounded up.
    ///
    /// # Errors
    /// Overflow.
    pub fn margin_up(self, exposure: u128) -> Result<u128, RiskError> {
        Ok(fixed::mul_wad_up(self.0, exposure)?)
    }
}
