//! Everlasting options (White, Bankman-Fried, Paradigm 2021).
//!
//! **The convention of this project is continuous funding**: the holder pays (mark - payoff) / tau at every moment, tau
//! being the funding period. The option is then a European one of exponentially distributed maturity with mean tau, and
//! has a closed form. A market that funds once per period tau instead has a mean maturity of 2 tau and a value about 1.5
//! times as high at the money: [`Everlasting::with_payments_up`] is that value, for those who compare; nothing else here
//! uses it.
//!
//! With `u = sqrt(1 + 8 / (s^2 tau))` and `k = ln(S/K)` call and put are worth their intrinsic value and
//! `(K/u) e^((k - u |k|)/2)`; no interest. Value and delta of the call are continuous at the strike.

use crate::error::OVERFLOW;
use crate::options::black76::{log_ratio, narrow, wad_size, European, ONE};
use crate::options::Payoff;
use crate::{RiskError, YEAR};
use fixed::{U256, WAD};

/// The default funding period: a day, seconds.
pub const FUNDING_PERIOD: u64 = crate::DAY;
/// Most funding payments per period of [`Everlasting::with_payments_up`].
pub const MOST_PAYMENTS: u32 = 24;
/// Of the weights of the payments, what is left out and bounded: 2^-70 with 96 fractional bits.
const WEIGHT_LEFT: u128 = 1 << 26;

/// An everlasting option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Everlasting {
    /// Price of the underlying, USD WAD.
    pub price: u128,
    /// Strike, USD WAD.
    pub strike: u128,
    /// Funding period tau, seconds.
    pub period: u64,
    /// Volatility, annual WAD.
    pub volatility: u128,
}

/// `8 / (s^2 tau)` with 96 fractional bits, and u of it; nothing where `u` is beyond 2^22, s sqrt tau below 6.7e-7.
fn shape(volatility: u128, period: u64) -> Result<Option<(U256, u128)>, RiskError> {
    if volatility == 0 || period == 0 {
        return Ok(None);
    }
    let per_year = fixed::mul_div_down(
        U256::from(ONE),
        U256::from(8 * u128::from(YEAR)),
        U256::from(period),
    )?;
    let once = fixed::mul_div_down(per_year, U256::from(WAD), U256::from(volatility))?;
    let Ok(ratio) = fixed::mul_div_down(once, U256::from(WAD), U256::from(volatility)) else {
        return Ok(None);
    };
    let square = ratio.checked_add(U256::from(ONE)).ok_or(OVERFLOW)?;
    let u = fixed::sqrt_q96_down(square);
    Ok(u128::try_from(u)
        .ok()
        .filter(|u| *u < ONE << 22)
        .map(|u| (ratio, u)))
}

/// The exponent `u = sqrt(1 + 8 / (s^2 tau))`, WAD, to nearest.
///
/// # Errors
/// [`RiskError::InvalidTerms`] where `s sqrt tau` is below 6.7e-7.
pub fn exponent(volatility: u128, period: u64) -> Result<u128, RiskError> {
    let (_, u) = shape(volatility, period)?.ok_or(RiskError::InvalidTerms)?;
    wad_size(u)
}

/// What value and sensitivities are made of, 96 fractional bits.
struct Parts {
    u: u128,
    /// `8 / (s^2 tau) = u^2 - 1`.
    ratio: U256,
    /// `e^((k - u |k|)/2)`.
    left: u128,
    /// `e^(-(u - 1)|k|/2)` below the strike, `e^(-(u + 1)|k|/2)` above.
    slope: u128,
    below: bool,
}

/// `e^(-size * factor / 2)` with 96 fractional bits, from those.
fn falling(size: u128, factor: u128) -> Result<u128, RiskError> {
    let power = fixed::mul_div_down(U256::from(size), U256::from(factor), U256::from(ONE))?;
    let half = narrow(power.wrapping_shr(1))?.min(ONE << 8).cast_signed();
    narrow(fixed::exp_q96_down(half.wrapping_neg())?)
}

impl Everlasting {
    fn parts(&self) -> Result<Option<Parts>, RiskError> {
        if self.price == 0 || self.strike == 0 {
            return Ok(None);
        }
        let Some((ratio, u)) = shape(self.volatility, self.period)? else {
            return Ok(None);
        };
        let log = log_ratio(self.price, self.strike)?;
        let (size, below) = (log.unsigned_abs(), log.is_negative());
        let (more, less) = (u.wrapping_add(ONE), u.wrapping_sub(ONE));
        let (value, slope) = if below { (more, less) } else { (less, more) };
        Ok(Some(Parts {
            u,
            ratio,
            left: falling(size, value)?,
            slope: falling(size, slope)?,
            below,
        }))
    }

    /// The value above the intrinsic one: no more, and no less than it.
    fn time_value(&self) -> Result<(u128, u128), RiskError> {
        let small = self.price.min(self.strike);
        let Some(parts) = self.parts()? else {
            // At most K/u, with u above 2^22.
            let some = self.volatility != 0 && self.period != 0;
            return Ok((0, (self.strike >> 22).min(if some { small } else { 0 })));
        };
        let value = fixed::mul_div_down_u128(self.strike, parts.left, parts.u)?;
        // Of 96 digits 2^-90 may be wrong, of a strike of 2^128 units 2^38: only where it is seen.
        let slack = (self.strike >> 80).wrapping_add(2);
        Ok((
            value.saturating_sub(slack),
            value.wrapping_add(slack).min(small),
        ))
    }

    /// Value of a short position's obligation, USD WAD: never below the true value, at most 4 ulp and 2^-79 of the strike
    /// above it. Between the intrinsic value and the price (call) or strike (put).
    ///
    /// # Errors
    /// Overflow.
    pub fn value_up(&self, payoff: Payoff) -> Result<u128, RiskError> {
        let (_, most) = self.time_value()?;
        let intrinsic = payoff.intrinsic(self.price, self.strike);
        intrinsic.checked_add(most).ok_or(OVERFLOW)
    }

    /// Value of a long position, USD WAD: never above the true value. Otherwise as [`Everlasting::value_up`].
    ///
    /// # Errors
    /// Overflow.
    pub fn value_down(&self, payoff: Payoff) -> Result<u128, RiskError> {
        let (least, _) = self.time_value()?;
        let intrinsic = payoff.intrinsic(self.price, self.strike);
        intrinsic.checked_add(least).ok_or(OVERFLOW)
    }

    /// Sensitivity of the value to the price, WAD, to nearest: `((1+u)/2u) (S/K)^((u-1)/2)` of a call below the strike,
    /// `1 - ((u-1)/2u) (S/K)^(-(1+u)/2)` above; one less for a put.
    ///
    /// # Errors
    /// Overflow.
    pub fn delta(&self, payoff: Payoff) -> Result<i128, RiskError> {
        let call = match self.parts()? {
            None if self.price < self.strike => 0,
            None => WAD,
            Some(parts) => {
                let factor = if parts.below {
                    parts.u.wrapping_add(ONE)
                } else {
                    parts.u.wrapping_sub(ONE)
                };
                let slope = fixed::mul_div_down_u128(parts.slope, factor, parts.u)? >> 1;
                wad_size(if parts.below {
                    slope
                } else {
                    ONE.saturating_sub(slope)
                })?
            }
        };
        let less = match payoff {
            Payoff::Call => 0,
            Payoff::Put => WAD,
        };
        // Both are at most 1e18.
        Ok(call.cast_signed().wrapping_sub(less.cast_signed()))
    }

    /// Sensitivity of delta to the price, per USD WAD, rounded down: `S^2 Gamma = (u^2 - 1)/4` of the time value.
    ///
    /// # Errors
    /// Overflow.
    pub fn gamma(&self) -> Result<u128, RiskError> {
        let Some(parts) = self.parts()? else {
            return Ok(0);
        };
        let share = fixed::mul_div_down(
            U256::from(parts.left),
            parts.ratio.wrapping_shr(2),
            U256::from(parts.u),
        )?;
        // (K / S) / S at scale 1e-18, times a number of 96 fractional bits.
        let once = fixed::mul_div_down(share, U256::from(self.strike), U256::from(self.price))?;
        let wad = fixed::mul_div_down(once, U256::from(WAD * WAD), U256::from(self.price))?;
        narrow(wad.wrapping_shr(96))
    }

    /// Value with `payments` funding payments per period instead of continuous funding, rounded up: the sum of
    /// `n^(i-1) / (n+1)^i` times the European option that expires after `i tau / n`. Not the convention of the project.
    /// For tests and comparisons: hundreds of European options. Weights left out, 2^-70 in all, are counted at the price.
    ///
    /// # Errors
    /// [`RiskError::InvalidTerms`] unless 1 to [`MOST_PAYMENTS`] payments divide the period into whole seconds; overflow.
    pub fn with_payments_up(&self, payoff: Payoff, payments: u32) -> Result<u128, RiskError> {
        let interval = self.period.checked_div(u64::from(payments)).unwrap_or(0);
        let whole = interval.checked_mul(u64::from(payments)) == Some(self.period);
        if !whole || interval == 0 || payments > MOST_PAYMENTS {
            return Err(RiskError::InvalidTerms);
        }
        let (n, after) = (u128::from(payments), u128::from(payments).wrapping_add(1));
        let mut left = ONE;
        let mut option = European {
            forward: self.price,
            strike: self.strike,
            seconds: 0,
            volatility: self.volatility,
        };
        let mut sum = 0_u128;
        while left > WEIGHT_LEFT {
            option.seconds = option.seconds.checked_add(interval).ok_or(OVERFLOW)?;
            let next = fixed::mul_div_up_u128(left, n, after)?;
            let (_, most) = option.time_value()?;
            let term = fixed::mul_div_up_u128(most, left.wrapping_sub(next), ONE)?;
            sum = sum.checked_add(term).ok_or(OVERFLOW)?;
            left = next;
        }
        let small = self.price.min(self.strike);
        let rest = fixed::mul_div_up_u128(small, left, ONE)?;
        let time_value = sum.checked_add(rest).ok_or(OVERFLOW)?;
        payoff
            .intrinsic(self.price, self.strike)
            .checked_add(time_value)
            .ok_or(OVERFLOW)
    }
}
