//! Dated European options (Black, *The pricing of commodity contracts*, 1976), undiscounted.
//!
//! `d1 = (ln(F/K) + s^2 T/2) / (s sqrt T)`, `d2 = d1 - s sqrt T`, call `F Phi(d1) - K Phi(d2)`. With `k = ln(F/K)` and
//! `w = s sqrt T` both payoffs are worth their intrinsic value and the value of the one that is out of the money,
//!
//! ```text
//! min(F,K) Phi(w/2 - |k|/w) - max(F,K) Phi(-w/2 - |k|/w)
//! ```
//!
//! so that parity holds exactly and nothing large cancels. Arithmetic has 96 binary digits. As `F phi(d1) = K phi(d2)`, an
//! error common to d1 and d2 counts only by its square.

use crate::error::OVERFLOW;
use crate::options::Payoff;
use crate::{RiskError, YEAR};
use fixed::{U256, WAD};

/// One with 96 fractional bits.
pub(crate) const ONE: u128 = 1 << 96;
/// Deviations below this are not resolved: 1e-6 with 96 fractional bits.
const LEAST_DEVIATION: u128 = ONE / 1_000_000;
/// Deviations from this on give the limit to the last digit.
const MOST_DEVIATION: u128 = ONE << 9;
/// No less than the error of a probability, and of what an error of the deviation makes of it: 2^-88.
const PROBABILITY_SLACK: u128 = 1 << 8;

/// A dated option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct European {
    /// Forward of the underlying, USD WAD.
    pub forward: u128,
    /// Strike, USD WAD.
    pub strike: u128,
    /// Time to expiry, seconds.
    pub seconds: u64,
    /// Volatility, annual WAD.
    pub volatility: u128,
}

/// Where the strike is, in deviations: 96 fractional bits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Standardised {
    pub(crate) d1: i128,
    pub(crate) d2: i128,
    /// `s sqrt T`.
    pub(crate) deviation: u128,
}

/// `ln(price / strike)` with 96 fractional bits; neither is zero.
pub(crate) fn log_ratio(price: u128, strike: u128) -> Result<i128, RiskError> {
    // The larger over the smaller, so that the ratio keeps its digits.
    let (large, small) = (price.max(strike), price.min(strike));
    let ratio = fixed::mul_div_down(U256::from(large), U256::from(ONE), U256::from(small))?;
    let log = fixed::ln_q96(ratio)?;
    Ok(if price < strike {
        log.wrapping_neg()
    } else {
        log
    })
}

/// `sqrt T` in years, 96 fractional bits, rounded down.
pub(crate) fn root_years(seconds: u64) -> Result<u128, RiskError> {
    let years = fixed::mul_div_down(U256::from(seconds), U256::from(ONE), U256::from(YEAR))?;
    narrow(fixed::sqrt_q96_down(years))
}

pub(crate) fn narrow(value: U256) -> Result<u128, RiskError> {
    u128::try_from(value).map_err(|_| OVERFLOW)
}

impl European {
    /// `s sqrt T` with 96 fractional bits, rounded down; at most 512.
    fn deviation(&self) -> Result<u128, RiskError> {
        let root = root_years(self.seconds)?;
        let deviation = fixed::mul_div_down(
            U256::from(self.volatility),
            U256::from(root),
            U256::from(WAD),
        )?;
        Ok(u128::try_from(deviation)
            .unwrap_or(MOST_DEVIATION)
            .min(MOST_DEVIATION))
    }

    /// d1 and d2, or nothing where there is no diffusion to speak of: a deviation below 1e-6, or a price of zero.
    pub(crate) fn standardised(&self) -> Result<Option<Standardised>, RiskError> {
        let deviation = self.deviation()?;
        if deviation < LEAST_DEVIATION || self.forward == 0 || self.strike == 0 {
            return Ok(None);
        }
        let log = log_ratio(self.forward, self.strike)?;
        // At most 89 / 1e-6, far below 2^31.
        let size = fixed::mul_div_down_u128(log.unsigned_abs(), ONE, deviation)?;
        let size = i128::try_from(size).map_err(|_| OVERFLOW)?;
        let centre = if log.is_negative() {
            size.wrapping_neg()
        } else {
            size
        };
        let half = (deviation >> 1).cast_signed();
        Ok(Some(Standardised {
            d1: centre.wrapping_add(half),
            d2: centre.wrapping_sub(half),
            deviation,
        }))
    }

    /// `d1` and `d2`, WAD, within 2 ulp of their size times 1e-18; nothing where the deviation is below 1e-6.
    ///
    /// # Errors
    /// Overflow.
    pub fn distances(&self) -> Result<Option<(i128, i128)>, RiskError> {
        let Some(at) = self.standardised()? else {
            return Ok(None);
        };
        Ok(Some((wad(at.d1)?, wad(at.d2)?)))
    }

    /// The value of the payoff that is out of the money, no less and no more than it is.
    pub(crate) fn time_value(&self) -> Result<(u128, u128), RiskError> {
        let (small, large) = (self.forward.min(self.strike), self.forward.max(self.strike));
        let Some(at) = self.standardised()? else {
            // At the money an option is worth less than 0.4 F w (Brenner and Subrahmanyam 1988), elsewhere less.
            let deviation = self.deviation()?;
            let most = fixed::mul_div_up_u128(self.forward, deviation, ONE * 5 / 2)?;
            return Ok((0, most.min(small)));
        };
        // Of the call below the strike, of the put above it.
        let near = at.d1.min(at.d2.wrapping_neg());
        let far = at.d2.min(at.d1.wrapping_neg());
        let (near, far) = (fixed::norm_cdf_q96(near), fixed::norm_cdf_q96(far));
        let down = fixed::mul_div_down_u128(small, near.saturating_sub(PROBABILITY_SLACK), ONE)?
            .saturating_sub(fixed::mul_div_up_u128(
                large,
                far.wrapping_add(PROBABILITY_SLACK),
                ONE,
            )?);
        let up = fixed::mul_div_up_u128(small, near.wrapping_add(PROBABILITY_SLACK), ONE)?
            .saturating_sub(fixed::mul_div_down_u128(
                large,
                far.saturating_sub(PROBABILITY_SLACK),
                ONE,
            )?);
        Ok((down, up.min(small)))
    }

    /// Value of a short position's obligation, USD WAD: never below the true value, at most 3 ulp and 2^-86 of `F + K`
    /// above it. Between the intrinsic value and the forward (call) or strike (put). Below a deviation of 1e-6 the
    /// intrinsic value and the bound `0.4 F s sqrt T`.
    ///
    /// # Errors
    /// Overflow.
    pub fn value_up(&self, payoff: Payoff) -> Result<u128, RiskError> {
        let (_, most) = self.time_value()?;
        let intrinsic = payoff.intrinsic(self.forward, self.strike);
        intrinsic.checked_add(most).ok_or(OVERFLOW)
    }

    /// Value of a long position, USD WAD: never above the true value. Otherwise as [`European::value_up`]; below a
    /// deviation of 1e-6 the intrinsic value.
    ///
    /// # Errors
    /// Overflow.
    pub fn value_down(&self, payoff: Payoff) -> Result<u128, RiskError> {
        let (least, _) = self.time_value()?;
        let intrinsic = payoff.intrinsic(self.forward, self.strike);
        intrinsic.checked_add(least).ok_or(OVERFLOW)
    }
}

/// From 96 fractional bits to WAD, to nearest.
pub(crate) fn wad(value: i128) -> Result<i128, RiskError> {
    let size = i128::try_from(wad_size(value.unsigned_abs())?).map_err(|_| OVERFLOW)?;
    Ok(if value.is_negative() {
        size.wrapping_neg()
    } else {
        size
    })
}

/// The same of a value that is not negative.
pub(crate) fn wad_size(value: u128) -> Result<u128, RiskError> {
    let twice = fixed::mul_div_down_u128(value, 2 * WAD, ONE)?;
    Ok(twice.wrapping_add(1) >> 1)
}
