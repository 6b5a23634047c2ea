//! What an option leg is worth and what it exposes to, and how to ask for it in words.

use super::wire::{Reader, Sink};
use crate::options::black76::European;
use crate::options::everlasting::Everlasting;
use crate::options::payoff;
use crate::wide::signed;
use crate::{Leg, LegKind, RiskError};
use fixed::{mul_wad_down, mul_wad_up};

/// What a position is worth for its owner and what it exposes to, USD WAD.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Worth {
    /// Rounded down.
    pub equity: i128,
    /// Dollar delta, away from zero.
    pub exposure: i128,
}

/// An option leg with everything that its worth depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// The leg.
    pub leg: Leg,
    /// Price of the underlying that it counts at, USD WAD.
    pub price: u128,
    /// Annual volatility, WAD.
    pub volatility: u128,
    /// Now, Unix seconds.
    pub now: u64,
    /// Funding period of everlasting options, seconds.
    pub period: u64,
}

/// By how much the dollar delta of a leg may be off, USD WAD. A delta is to nearest, at a volatility that is a unit
/// off, by which it moves less than that unit over the volatility; with the roundings of its products that is within
/// 2^-49 of `exposed`, the leg's size times its price. Where it rounds to nothing there is still something to shock.
pub(super) fn delta_doubt(exposed: u128, volatility: u128) -> u128 {
    let moved = exposed.checked_div(volatility).unwrap_or(exposed);
    (exposed >> 49).saturating_add(moved).saturating_add(1)
}

impl Worth {
    /// Writes both numbers.
    pub fn write(&self, to: &mut impl Sink) {
        to.signed(self.equity);
        to.signed(self.exposure);
    }

    /// Reads them.
    ///
    /// # Errors
    /// [`RiskError::Malformed`] past the end.
    pub fn read(from: &mut Reader<'_>) -> Result<Self, RiskError> {
        Ok(Self {
            equity: from.signed()?,
            exposure: from.signed()?,
        })
    }
}

impl Written {
    /// Worth of the leg: a long rounded down, a short up; its exposure is its dollar delta, away from zero.
    ///
    /// # Errors
    /// [`RiskError::UnsupportedLeg`] for a linear leg; a domain error for a price of zero; overflow.
    pub fn worth(&self) -> Result<Worth, RiskError> {
        let Self {
            leg,
            price,
            volatility,
            ..
        } = *self;
        let (payoff, everlasting) = payoff(leg.kind).ok_or(RiskError::UnsupportedLeg)?;
        let short = leg.size.is_negative();
        let (value, delta) = if everlasting {
            let option = Everlasting {
                price,
                strike: leg.strike,
                period: self.period,
                volatility,
            };
            let value = if short {
                option.value_up(payoff)?
            } else {
                option.value_down(payoff)?
            };
            (value, option.delta(payoff)?)
        } else {
            let option = European {
                forward: price,
                strike: leg.strike,
                seconds: leg.expiry.saturating_sub(self.now),
                volatility,
            };
            let value = if short {
                option.value_up(payoff)?
            } else {
                option.value_down(payoff)?
            };
            (value, option.greeks(payoff)?.delta)
        };
        let size = leg.size.unsigned_abs();
        let value = if short {
            signed(true, mul_wad_up(size, value)?)?
        } else {
            signed(false, mul_wad_down(size, value)?)?
        };
        let units = mul_wad_up(size, delta.unsigned_abs())?;
        let exposure = signed(short != delta.is_negative(), mul_wad_up(units, price)?)?;
        Ok(Worth {
            equity: value,
            exposure,
        })
    }

    /// Writes the leg, the market, and the times.
    pub fn write(&self, to: &mut impl Sink) {
        write_leg(&self.leg, to);
        to.put(self.price);
        to.put(self.volatility);
        to.pair(self.now, self.period);
    }

    /// Reads what [`Self::write`] wrote.
    ///
    /// # Errors
    /// [`RiskError::Malformed`] past the end; [`RiskError::UnsupportedLeg`] for a kind that there is not.
    pub fn read(from: &mut Reader<'_>) -> Result<Self, RiskError> {
        let leg = read_leg(from)?;
        let (price, volatility) = (from.number()?, from.number()?);
        let [now, period] = from.pair()?;
        Ok(Self {
            leg,
            price,
            volatility,
            now,
            period,
        })
    }
}

/// Writes a leg: size, strike, expiry with asset and kind.
pub(super) fn write_leg(leg: &Leg, to: &mut impl Sink) {
    to.signed(leg.size);
    to.put(leg.strike);
    let tags = u64::from(leg.asset) | u64::from(leg.kind as u8) << 8;
    to.pair(leg.expiry, tags);
}

/// Reads a leg.
pub(super) fn read_leg(from: &mut Reader<'_>) -> Result<Leg, RiskError> {
    let (size, strike) = (from.signed()?, from.number()?);
    let [expiry, tags] = from.pair()?;
    let [asset, kind, ..] = tags.to_le_bytes();
    Ok(Leg {
        asset,
        kind: LegKind::try_from(kind)?,
        size,
        strike,
        expiry,
    })
}
