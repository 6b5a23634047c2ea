//! The two prices at which an asset counts: as collateral the lower, as a liability the higher of what the sources
//! leave open.

use super::agreement::apart;
use super::{Fault, Reading, Sample, BASIS_POINTS, MAX_PRICE};
use crate::{Gate, RiskError, State};

/// A fresh net asset value, to which the market of a pegged or wrapped asset is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nav {
    /// USD WAD.
    pub price: u128,
    /// How far below it a liability may count, basis points.
    pub discount: u16,
}

/// What an asset counts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quote {
    /// USD WAD.
    pub collateral: u128,
    /// USD WAD, at least the collateral price.
    pub liability: u128,
    /// What one who asks for a single price is told, USD WAD.
    pub price: u128,
    /// The lowest and the highest price of a market in use, without the net asset value; USD WAD.
    pub market: (u128, u128),
    /// What stopped the price from being live.
    pub fault: Option<Fault>,
    /// Time of the round it rests on, or of the sample.
    pub updated_at: u64,
}

impl Quote {
    /// The state.
    #[must_use]
    pub fn state(&self) -> State {
        self.fault.map_or(State::Live, |fault| fault.state())
    }

    /// The gate.
    #[must_use]
    pub fn gate(&self) -> Gate {
        self.fault.map_or(Gate::None, |fault| fault.gate())
    }

    /// Of the last sample alone.
    #[must_use]
    pub const fn of_sample(last: &Sample, fault: Fault) -> Self {
        Self {
            collateral: last.price,
            liability: last.price,
            price: last.price,
            market: (last.price, last.price),
            fault: Some(fault),
            updated_at: last.at,
        }
    }

    /// Of a reading of the primary feed; `disagrees` is what the last gate said of it. `second`: price and time of
    /// the second source, where it is live. `limit`: basis points between market and net asset value.
    ///
    /// # Errors
    /// None for prices of 112 bits.
    pub fn of(
        reading: &Reading,
        disagrees: Option<Fault>,
        second: Option<(u128, u64)>,
        nav: Option<Nav>,
        last: &Sample,
        limit: u16,
    ) -> Result<Self, RiskError> {
        let mut fault = reading.fault.or(disagrees);
        let state = fault.map_or(State::Live, |fault| fault.state());
        let secondary = second.map(|(price, _)| price);
        let price = reading.price.unwrap_or(last.price);
        let (low, high, updated_at) = match state {
            State::Live => {
                let other = secondary.unwrap_or(price);
                (price.min(other), price.max(other), reading.updated_at)
            }
            // A price above all bands has no 112 bits: the highest stands for it.
            State::Suspect => {
                let price = reading.price.unwrap_or(MAX_PRICE);
                let banned = matches!(fault, Some(Fault::OutOfBand { .. }));
                // The past is a source where nothing else confirms the price.
                let past = (banned || secondary.is_none()).then_some(last.price);
                let past = past.unwrap_or(price);
                let other = secondary.unwrap_or(price);
                let low = price.min(past).min(other);
                (low, price.max(past).max(other), reading.updated_at)
            }
            State::Stale => {
                let from_feed = reading.price.is_some();
                (
                    price,
                    price,
                    if from_feed {
                        reading.updated_at
                    } else {
                        last.at
                    },
                )
            }
            State::Dead | State::Paused => match second {
                Some((price, at)) => (price, price, at),
                None => (last.price, last.price, last.at),
            },
        };
        let (mut collateral, mut liability) = (low, high);
        if let Some(nav) = nav {
            let kept = BASIS_POINTS.saturating_sub(nav.discount.into());
            collateral = collateral.min(nav.price);
            liability = liability.max(fixed::mul_div_up_u128(nav.price, kept, BASIS_POINTS)?);
            if fault.is_none() && apart(price, nav.price, limit) {
                fault = Some(Fault::Deviates {
                    price,
                    reference: nav.price,
                });
            }
        }
        Ok(Self {
            collateral,
            liability,
            price: if fault.is_none() { price } else { collateral },
            market: (low, high),
            fault,
            updated_at,
        })
    }

    /// The log return (WAD) since the last sample, of that market price which moved furthest; zero where none did.
    ///
    /// # Errors
    /// None for prices that are not zero.
    pub fn pending_return(&self, last: &Sample) -> Result<i128, RiskError> {
        let (low, high) = self.market;
        let down = log_return(low, last.price)?;
        let up = if high == low {
            down
        } else {
            log_return(high, last.price)?
        };
        Ok(if up.unsigned_abs() > down.unsigned_abs() {
            up
        } else {
            down
        })
    }
}

/// `ln(price / last)`, WAD: the difference of two logarithms, so that returns of a path add up to that of its ends.
///
/// # Errors
/// A price of zero.
pub fn log_return(price: u128, last: u128) -> Result<i128, RiskError> {
    if price == last {
        return Ok(0);
    }
    Ok(fixed::ln_wad(price)?.saturating_sub(fixed::ln_wad(last)?))
}
