//! Exponentially weighted variance from samples at irregular times.
//!
//! The estimate is a time-weighted sum of squared returns, `v' = w v + g r^2` with `w = 2^(-dt/H)` and
//! `g = (1-w)/dt`: the exact decay of a variance rate that is constant between two samples. Splitting an
//! interval into samples of the same price changes nothing but the decay, and no squared return is ever
//! divided by a short interval, since `g` never passes `ln 2 / H`.

use crate::error::OVERFLOW;
use crate::wide::{self, Wide};
use crate::{RiskError, DAY, YEAR};
use fixed::{mul_div_up_u128, MathError, U256, WAD};

/// Largest log return that a sample may carry: 5, a price 148 times as high or as low. Longer moves are
/// taken as this one, so that no print can push a variance out of its type.
pub const MAX_RETURN: i128 = 5_000_000_000_000_000_000;

/// How fast the estimate forgets, and what one sample may teach it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EwmaTerms {
    /// Seconds after which a squared return counts half. Not zero.
    pub half_life: u64,
    /// Returns are winsorised at this multiple (WAD) of the asset's volatility over the interval; 0 = never.
    pub clip: u128,
    /// Longer intervals count as this many seconds, so that silence cannot erase a variance; 0 = no limit.
    pub max_dt: u64,
}

/// The two coefficients of one step, common to every entry of a matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decay {
    /// Weight `w` of the old estimate, WAD, rounded up, at most 1.
    pub weight: u128,
    /// Gain `g` on a squared return, WAD per day, rounded up.
    pub gain: u128,
}

impl Decay {
    /// Coefficients of an interval of `dt` seconds. `dt = 0` keeps everything and learns nothing.
    ///
    /// Weight and gain are each rounded up, so that the estimate is never below the exact one; the relative
    /// error of the gain is at most `2e-18 / (1-w)`.
    ///
    /// # Errors
    /// [`RiskError::InvalidTerms`] where the half-life is zero; overflow where the gain leaves 128 bits.
    pub fn over(dt: u64, half_life: u64) -> Result<Self, RiskError> {
        if half_life == 0 {
            return Err(RiskError::InvalidTerms);
        }
        if dt == 0 {
            return Ok(Self {
                weight: WAD,
                gain: 0,
            });
        }
        let kept = fixed::decay_down(dt, half_life)?;
        let weight = fixed::decay_up(dt, half_life)?.min(WAD);
        Self::from_weight(weight, kept, dt)
    }

    /// Coefficients from a weight known from below (`kept`) and above (`weight`), over `dt` seconds.
    ///
    /// # Errors
    /// [`RiskError::InvalidTerms`] where `kept` is above 1 or `dt` is zero.
    pub fn from_weight(weight: u128, kept: u128, dt: u64) -> Result<Self, RiskError> {
        let lost = WAD.checked_sub(kept).ok_or(RiskError::InvalidTerms)?;
        if dt == 0 {
            return Err(RiskError::InvalidTerms);
        }
        let gain = mul_div_up_u128(lost, u128::from(DAY), u128::from(dt))?;
        Ok(Self { weight, gain })
    }

    /// `w old + g a b` before rounding, times 1e18. `old` per day at 1e-36; `a`, `b` WAD returns.
    pub(crate) fn blend(
        &self,
        weight: u128,
        old: i128,
        a: i128,
        b: i128,
    ) -> Result<Wide, RiskError> {
        let weight = i128::try_from(weight).map_err(|_| OVERFLOW)?;
        let kept = Wide::product(old, weight);
        if a == 0 || b == 0 {
            return Ok(kept);
        }
        let gain = i128::try_from(self.gain).map_err(|_| OVERFLOW)?;
        let learned = Wide::product(gain.checked_mul(a).ok_or(OVERFLOW)?, b);
        kept.plus(learned)
    }
}

/// One step of the recursion: `ceil(w v + g r^2)`, per day at scale 1e-36. (RiskMetrics 1996, half-life form.)
///
/// # Errors
/// Overflow past 1.7e2 per day.
pub fn step_up(variance: i128, log_return: i128, decay: &Decay) -> Result<i128, RiskError> {
    decay
        .blend(decay.weight, variance, log_return, log_return)?
        .div_ceil(WAD)
}

/// The return, brought within `multiple` (WAD; 0 = no limit) standard deviations of the interval:
/// `|r| <= multiple * sqrt(v dt)`, the limit rounded up. For the estimate only, never for a risk number.
///
/// # Errors
/// Overflow of the limit past 256 bits.
pub fn clip_return(
    log_return: i128,
    variance: i128,
    dt: u64,
    multiple: u128,
) -> Result<i128, RiskError> {
    if multiple == 0 {
        return Ok(log_return);
    }
    let variance = u128::try_from(variance).map_err(|_| RiskError::Math(MathError::Domain))?;
    // (k sigma)^2 dt, scale 1e-36: k^2 carries 1e36 too much.
    let over_interval = fixed::mul_div_up(U256::from(variance), U256::from(dt), U256::from(DAY))?;
    let limit = fixed::isqrt_up(fixed::mul_div_up(
        wide::product(multiple, multiple),
        over_interval,
        wide::product(WAD, WAD),
    )?);
    let size = log_return.unsigned_abs();
    match u128::try_from(limit) {
        Ok(limit) if limit < size => wide::signed(log_return < 0, limit),
        _ => Ok(log_return),
    }
}

/// Kernel-weighted mean of squared returns, `N/D`: unbiased from the first sample, for a start without a
/// known variance. `N <- w N + r^2`, `D <- w D + dt`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Kernel {
    /// Weighted squared returns, scale 1e-36.
    pub squares: i128,
    /// Weighted time, days as WAD.
    pub days: u128,
}

impl Kernel {
    /// A prior worth one half-life of samples of the given daily variance.
    ///
    /// # Errors
    /// Overflow.
    pub fn prior(variance: i128, half_life: u64) -> Result<Self, RiskError> {
        let days = mul_div_up_u128(WAD, u128::from(half_life), u128::from(DAY))?;
        let weight = i128::try_from(days).map_err(|_| OVERFLOW)?;
        Ok(Self {
            squares: Wide::product(variance, weight).div_ceil(WAD)?,
            days,
        })
    }

    /// Takes a sample after `dt` seconds.
    ///
    /// # Errors
    /// [`RiskError::InvalidTerms`] where the half-life is zero; overflow.
    pub fn sample(&mut self, log_return: i128, dt: u64, half_life: u64) -> Result<(), RiskError> {
        let weight = Decay::over(dt, half_life)?.weight;
        let kept = Decay { weight, gain: WAD };
        self.squares = step_up(self.squares, log_return, &kept)?;
        let elapsed = u128::from(dt)
            .checked_mul(WAD)
            .ok_or(OVERFLOW)?
            .checked_div(u128::from(DAY))
            .ok_or(OVERFLOW)?;
        self.days = fixed::mul_wad_down(self.days, weight)?
            .checked_add(elapsed)
            .ok_or(OVERFLOW)?;
        Ok(())
    }

    /// The variance per day, scale 1e-36, rounded up.
    ///
    /// # Errors
    /// Division by zero before the first sample.
    pub fn variance_up(&self) -> Result<i128, RiskError> {
        let squares =
            u128::try_from(self.squares).map_err(|_| RiskError::Math(MathError::Domain))?;
        i128::try_from(mul_div_up_u128(squares, WAD, self.days)?).map_err(|_| OVERFLOW)
    }
}

/// Annual volatility (WAD, 365 days) of a daily variance (scale 1e-36), rounded up. Negative counts as zero.
///
/// # Errors
/// None for a variance in range; the type allows for overflow.
pub fn annual_volatility_up(variance: i128) -> Result<u128, RiskError> {
    let variance = u128::try_from(variance).unwrap_or(0);
    let yearly = wide::product(variance, u128::from(days_per_year()));
    u128::try_from(fixed::isqrt_up(yearly)).map_err(|_| OVERFLOW)
}

/// Daily variance (scale 1e-36) of an annual volatility (WAD, 365 days), rounded up.
///
/// # Errors
/// Overflow past 24,900 % per year.
pub fn daily_variance_up(volatility: u128) -> Result<i128, RiskError> {
    let squared = wide::product(volatility, volatility);
    let daily = fixed::mul_div_up(squared, U256::from(1u8), U256::from(days_per_year()))?;
    i128::try_from(u128::try_from(daily).map_err(|_| OVERFLOW)?).map_err(|_| OVERFLOW)
}

const fn days_per_year() -> u64 {
    YEAR / DAY
}
