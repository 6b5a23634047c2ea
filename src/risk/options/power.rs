//! Power perpetuals (White et al., Paradigm 2021): claims on `S^p` that never expire.
//!
//! With a funding period f in years, `x = f (p - 1)(r + p s^2 / 2)` and three ways to pay funding:
//!
//! | normalisation | price / S^p | defined for |
//! |---|---|---|
//! | one payment per period | `1 / (2 e^-x - 1)` | `x < ln 2` |
//! | continuous payments of (mark - index) / f | `1 / (1 - x)` | `x < 1` |
//! | exponential, as Squeeth | `e^x` | always |

use crate::error::OVERFLOW;
use crate::options::black76::{narrow, ONE};
use crate::{RiskError, YEAR};
use fixed::{U256, WAD};

/// How funding is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Normalisation {
    /// Once per period.
    OnePayment,
    /// Continuously.
    Continuous,
    /// So that the log of mark over index is the exponent.
    Exponential,
}

/// A power perpetual.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PowerPerpetual {
    /// Price of the underlying, USD WAD.
    pub price: u128,
    /// The power p, -8 to 8.
    pub power: i8,
    /// Volatility, annual WAD.
    pub volatility: u128,
    /// Interest rate, annual WAD.
    pub rate: i128,
    /// Funding period f, seconds.
    pub period: u64,
}

/// Two in WAD.
const TWO: i128 = 2_000_000_000_000_000_000;

impl PowerPerpetual {
    /// The exponent x with 96 fractional bits.
    fn exponent(&self) -> Result<i128, RiskError> {
        let power = i128::from(self.power);
        let square = i128::try_from(self.volatility)
            .ok()
            .and_then(|volatility| volatility.checked_mul(volatility))
            .ok_or(OVERFLOW)?;
        // 2r + p s^2 at scale 1e-36.
        let rate = self.rate.checked_mul(TWO);
        let drift = square
            .checked_mul(power)
            .and_then(|square| square.checked_add(rate?));
        let drift = drift.ok_or(OVERFLOW)?;
        let times = power.wrapping_sub(1);
        let size = U256::from(drift.unsigned_abs());
        let yearly = fixed::mul_div_down(size, U256::from(ONE), U256::from(WAD * WAD))?;
        let seconds = U256::from(times.unsigned_abs())
            .checked_mul(U256::from(self.period))
            .ok_or(OVERFLOW)?;
        let size = fixed::mul_div_down(yearly, seconds, U256::from(2 * u128::from(YEAR)))?;
        let size = i128::try_from(narrow(size)?).map_err(|_| OVERFLOW)?;
        Ok(if drift.is_negative() == times.is_negative() {
            size
        } else {
            size.wrapping_neg()
        })
    }

    /// `S^p` with 96 fractional bits.
    fn index(&self) -> Result<U256, RiskError> {
        let mut power = U256::from(ONE);
        for _ in 0..self.power.unsigned_abs() {
            power = if self.power.is_negative() {
                fixed::mul_div_down(power, U256::from(WAD), U256::from(self.price))?
            } else {
                fixed::mul_div_down(power, U256::from(self.price), U256::from(WAD))?
            };
        }
        Ok(power)
    }

    /// The fair mark, USD WAD, rounded down, to an ulp and 2^-80 of it and of its distance from the pole; nothing where the sum of the payments has no limit.
    ///
    /// # Errors
    /// [`RiskError::InvalidTerms`] for a power beyond 8 either way; overflow.
    pub fn mark(&self, normalisation: Normalisation) -> Result<Option<u128>, RiskError> {
        if self.power.unsigned_abs() > 8 {
            return Err(RiskError::InvalidTerms);
        }
        let (x, one) = (self.exponent()?, ONE.cast_signed());
        let (numerator, denominator) = match normalisation {
            Normalisation::OnePayment => {
                let factor = i128::try_from(narrow(fixed::exp_q96_down(x.wrapping_neg())?)?)
                    .ok()
                    .and_then(|factor| factor.checked_mul(2));
                (ONE, factor.ok_or(OVERFLOW)?.wrapping_sub(one))
            }
            Normalisation::Continuous => (ONE, one.checked_sub(x).ok_or(OVERFLOW)?),
            Normalisation::Exponential => (narrow(fixed::exp_q96_down(x)?)?, one),
        };
        if denominator <= 0 {
            return Ok(None);
        }
        let mark = fixed::mul_div_down(
            self.index()?,
            U256::from(numerator),
            U256::from(denominator.unsigned_abs()),
        )?;
        narrow(fixed::mul_div_down(mark, U256::from(WAD), U256::from(ONE))?).map(Some)
    }
}
