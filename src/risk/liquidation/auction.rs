//! Dutch auctions: a price that falls with active time until somebody takes it.

use crate::error::OVERFLOW;
use crate::{RiskError, DAY};
use fixed::{mul_div_down, mul_div_down_u128, mul_wad_up, U256, WAD};

/// How the price falls. Times are active seconds, see [`super::active_clock`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Curve {
    /// `top * cut^floor(t / step)`: a cut every few seconds (Maker's stairstep exponential). Steps let bidders on
    /// a slow chain see one price for a while.
    Steps {
        /// Factor of each step, WAD, at most 1.
        cut: u128,
        /// Seconds of a step.
        seconds: u64,
    },
    /// `top * 2^(-t / H)`, smooth.
    HalfLife {
        /// Seconds in which the price halves.
        seconds: u64,
    },
    /// `top * (1 - t / duration)`, zero from then on.
    Linear {
        /// Seconds until zero.
        seconds: u64,
    },
}

impl Curve {
    /// The price after `active` seconds from `top` (any unit), rounded down; never rises with time, and is `top`
    /// at zero. Steps and the straight line are exact while the power has at most 72 decimals; the half-life, and
    /// longer powers, lie less than one unit and one in 1e26 below the true value.
    ///
    /// # Errors
    /// [`RiskError::InvalidTerms`] for a cut above 1; division by zero for a time of zero.
    pub fn price_down(&self, top: u128, active: u64) -> Result<u128, RiskError> {
        match *self {
            Self::Steps { cut, seconds } => {
                if cut > WAD {
                    return Err(RiskError::InvalidTerms);
                }
                let steps = active.checked_div(seconds).ok_or(DIVISION_BY_ZERO)?;
                let kept = power_down(cut, steps)?;
                narrow(mul_div_down(U256::from(top), kept, POWER_ONE)?)
            }
            Self::HalfLife { seconds } => {
                let halvings = active.checked_div(seconds).ok_or(DIVISION_BY_ZERO)?;
                let rest = active.checked_rem(seconds).ok_or(DIVISION_BY_ZERO)?;
                let part = fixed::mul_div_up_u128(u128::from(rest), Q96, u128::from(seconds))?;
                let part = i128::try_from(part).map_err(|_| OVERFLOW)?;
                let kept = fixed::exp2_q96_down(part.saturating_neg())?;
                let price = narrow(mul_div_down(U256::from(top), kept, U256::from(Q96))?)?;
                // From 128 halvings on nothing is left.
                let halvings = u32::try_from(halvings).unwrap_or(u32::MAX);
                Ok(price.checked_shr(halvings).unwrap_or(0))
            }
            Self::Linear { seconds } => {
                let left = seconds.saturating_sub(active);
                Ok(mul_div_down_u128(
                    top,
                    u128::from(left),
                    u128::from(seconds),
                )?)
            }
        }
    }
}

const DIVISION_BY_ZERO: RiskError = RiskError::Math(fixed::MathError::DivisionByZero);

/// One, at 96 binary digits.
const Q96: u128 = 1 << 96;

/// 1e72: four factors of 18 decimals fit exactly.
const POWER_ONE: U256 = U256::from_limbs([
    0,
    0x31cd_cf66_f634_e100,
    0x3a4a_bc89_55e9_46fe,
    0x90e4_0fbe_ea1d,
]);

/// `cut^steps` at scale 1e72, by squaring, every product rounded down.
fn power_down(cut: u128, steps: u64) -> Result<U256, RiskError> {
    let mut square = mul_div_down(U256::from(cut), POWER_ONE, U256::from(WAD))?;
    let (mut result, mut left) = (POWER_ONE, steps);
    while left > 0 {
        if left & 1 == 1 {
            result = mul_div_down(result, square, POWER_ONE)?;
        }
        square = mul_div_down(square, square, POWER_ONE)?;
        left >>= 1;
    }
    Ok(result)
}

fn narrow(value: U256) -> Result<u128, RiskError> {
    u128::try_from(value).map_err(|_| OVERFLOW)
}

/// Where an auction starts: `price * (1 + factor * sigma * sqrt(latency))`, rounded up: at the oracle's price and
/// what it may have moved while the oracle was late. Volatility per day and factor WAD, latency in seconds.
///
/// # Errors
/// Overflow.
pub fn top_up(
    price: u128,
    factor: u128,
    volatility: u128,
    latency: u64,
) -> Result<u128, RiskError> {
    let days = fixed::mul_div_up_u128(u128::from(latency), WAD, u128::from(DAY))?;
    let deviation = mul_wad_up(volatility, fixed::sqrt_wad_up(days))?;
    let markup = WAD.checked_add(mul_wad_up(factor, deviation)?);
    Ok(mul_wad_up(price, markup.ok_or(OVERFLOW)?)?)
}

/// An auction with its terms frozen at the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Auction {
    /// Price at the start, any unit.
    pub top: u128,
    /// How it falls.
    pub curve: Curve,
    /// Share of the top (WAD) below which nothing is sold; 0.40 by default.
    pub floor: u128,
    /// Active seconds after which nothing is sold either.
    pub limit: u64,
}

impl Auction {
    /// The price now, rounded down; `None` once the auction is over: below its floor, or past its time. Nobody can
    /// then buy, and only then may it start again.
    ///
    /// # Errors
    /// As [`Curve::price_down`].
    pub fn price(&self, active: u64) -> Result<Option<u128>, RiskError> {
        if active > self.limit {
            return Ok(None);
        }
        let price = self.curve.price_down(self.top, active)?;
        Ok((price >= mul_wad_up(self.top, self.floor)?).then_some(price))
    }

    /// The same terms from a new top, on a clock that starts anew.
    ///
    /// # Errors
    /// [`RiskError::InvalidTerms`] while it is not over; as [`Auction::price`].
    pub fn restarted(&self, active: u64, top: u128) -> Result<Self, RiskError> {
        match self.price(active)? {
            Some(_) => Err(RiskError::InvalidTerms),
            None => Ok(Self { top, ..*self }),
        }
    }

    /// The same auction at a new price of what it sells: the top moves with the price, the clock stays. For the
    /// first look after an outage.
    ///
    /// # Errors
    /// Division by zero for an old price of zero; overflow.
    pub fn rebased_down(&self, old_price: u128, new_price: u128) -> Result<Self, RiskError> {
        let top = mul_div_down_u128(self.top, new_price, old_price)?;
        Ok(Self { top, ..*self })
    }
}

/// A discount that grows with active time: `base + per_second * t`, never above `most` nor the toxic bound, all
/// WAD. Rises with time, so the price the owner gets falls.
#[must_use]
pub fn ramped_discount(base: u128, per_second: u128, active: u64, most: u128, toxic: u128) -> u128 {
    let grown = per_second.saturating_mul(u128::from(active));
    base.saturating_add(grown).min(most).min(toxic)
}
