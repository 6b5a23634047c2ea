//! The sums over a portfolio that every requirement is a function of.

use super::context::{place_bit, Context};
use super::worth::{delta_doubt, Worth, Written};
use crate::error::OVERFLOW;
use crate::market::bit;
use crate::model::{at, put};
use crate::options::{payoff, Payoff};
use crate::quality::{collateral_price, liability_price};
use crate::volatility::annual_volatility_up;
use crate::wide::signed;
use crate::{Holding, Leg, LegKind, RiskError, MAX_ASSETS};
use fixed::{mul_wad_ceil_signed, mul_wad_down, mul_wad_floor_signed, mul_wad_up};

/// A portfolio summed over its assets. Lists are packed like the market's.
#[derive(Debug, Clone)]
pub struct Accumulator<'a> {
    pub(super) context: Context<'a>,
    pub(super) holdings: &'a [Holding],
    pub(super) legs: &'a [Leg],
    /// Cash, collateral and legs, USD WAD, rounded down.
    pub(super) equity: i128,
    /// Collateral and linear legs at the prices they count at, USD WAD, away from zero.
    pub(super) linear: [i128; MAX_ASSETS],
    /// The same with the dollar deltas of the option legs.
    pub(super) delta: [i128; MAX_ASSETS],
    /// How far those may be off, USD WAD, rounded up.
    pub(super) doubt: [u128; MAX_ASSETS],
    /// What must be traded to leave, USD WAD, rounded up.
    pub(super) gross: [u128; MAX_ASSETS],
    /// Bits of the assets with a position.
    pub(super) used: u16,
    /// Bit `k` is set where place `k` of the packed lists is judged by the model and not by the table.
    pub(super) known: u16,
}

impl<'a> Context<'a> {
    /// Sums a portfolio. `cash` is signed USD WAD, negative for debt.
    ///
    /// Every position counts at the price that is worse for it: collateral and long legs at the market's
    /// price, short legs at the liability price; a pegged asset at most at one dollar as collateral and at
    /// least at that as debt.
    ///
    /// # Errors
    /// [`RiskError::UnknownAsset`] where the market lacks an asset; [`RiskError::InvalidTerms`] for terms or
    /// facts outside of the model; overflow past 1.7e20 USD.
    pub fn accumulate(
        &self,
        cash: i128,
        holdings: &'a [Holding],
        legs: &'a [Leg],
    ) -> Result<Accumulator<'a>, RiskError> {
        self.accumulate_with(self.known()?, cash, holdings, legs, |written| {
            written.worth()
        })
    }

    /// [`Self::accumulate`] where somebody else values the options, in the order of the legs, and where `known` says
    /// which places the model judges: those of [`Self::known`], or fewer where somebody is not there to be asked.
    ///
    /// # Errors
    /// As [`Self::accumulate`], and those of `value`.
    pub fn accumulate_with(
        &self,
        known: u16,
        cash: i128,
        holdings: &'a [Holding],
        legs: &'a [Leg],
        mut value: impl FnMut(&Written) -> Result<Worth, RiskError>,
    ) -> Result<Accumulator<'a>, RiskError> {
        self.initial.policy.check()?;
        self.maintenance.policy.check()?;
        let mut sums = Accumulator {
            context: *self,
            holdings,
            legs,
            equity: cash,
            linear: [0; MAX_ASSETS],
            delta: [0; MAX_ASSETS],
            doubt: [0; MAX_ASSETS],
            gross: [0; MAX_ASSETS],
            used: 0,
            known,
        };
        for holding in holdings {
            let place = self.market.place(holding.asset)?;
            let price = at(&self.market.prices, place)?;
            let price = if self.is_pegged(place)? {
                collateral_price(price)
            } else {
                price
            };
            let worth = Worth {
                equity: signed(false, mul_wad_down(price, holding.amount)?)?,
                exposure: signed(false, mul_wad_up(price, holding.amount)?)?,
            };
            sums.add(holding.asset, holding.amount, &worth)?;
        }
        for leg in legs.iter().filter(|leg| leg.kind == LegKind::Linear) {
            let worth = self.linear_worth(leg)?;
            sums.add(leg.asset, leg.size.unsigned_abs(), &worth)?;
        }
        sums.delta = sums.linear;
        for (gross, linear) in sums.gross.iter_mut().zip(&sums.linear) {
            *gross = gross.saturating_add(linear.unsigned_abs());
        }
        for leg in legs.iter().filter(|leg| leg.size != 0) {
            if let Some(kind) = payoff(leg.kind) {
                sums.write(leg, kind, &mut value)?;
            }
        }
        Ok(sums)
    }

    fn linear_worth(&self, leg: &Leg) -> Result<Worth, RiskError> {
        let place = self.market.place(leg.asset)?;
        let price = if leg.size.is_negative() {
            let price = at(&self.market.liability_prices, place)?;
            if self.is_pegged(place)? {
                liability_price(price)
            } else {
                price
            }
        } else {
            at(&self.market.prices, place)?
        };
        let price = signed(false, price)?;
        let cost = mul_wad_ceil_signed(leg.size, signed(false, leg.strike)?)?;
        let value = mul_wad_floor_signed(leg.size, price)?;
        let exposure = if leg.size.is_negative() {
            value
        } else {
            mul_wad_ceil_signed(leg.size, price)?
        };
        Ok(Worth {
            equity: value.checked_sub(cost).ok_or(OVERFLOW)?,
            exposure,
        })
    }

    /// The price of the underlying that an option leg counts at: the one that is worse for it.
    fn option_price(&self, leg: &Leg, payoff: Payoff) -> Result<u128, RiskError> {
        let place = self.market.place(leg.asset)?;
        let prices = if (payoff == Payoff::Call) == leg.size.is_negative() {
            &self.market.liability_prices
        } else {
            &self.market.prices
        };
        at(prices, place)
    }

    /// A leg as an option to be valued; none where it is none, is of size zero, or on an asset that is not `known`.
    ///
    /// # Errors
    /// [`RiskError::UnknownAsset`]; overflow.
    pub fn written(&self, known: u16, leg: &Leg) -> Result<Option<Written>, RiskError> {
        let place = self.market.place(leg.asset)?;
        let Some((payoff, _)) = payoff(leg.kind).filter(|_| leg.size != 0) else {
            return Ok(None);
        };
        if known & place_bit(place) == 0 {
            return Ok(None);
        }
        // From above for what is owed, from below for what is owned.
        let volatility = annual_volatility_up(self.market.covariance.get(place, place)?)?;
        let long = u128::from(!leg.size.is_negative());
        Ok(Some(Written {
            leg: *leg,
            price: self.option_price(leg, payoff)?,
            volatility: volatility.saturating_sub(long),
            now: self.market.timestamp,
            period: self.maintenance.policy.funding_period,
        }))
    }

    /// What is left of `known` where nobody values the options of a portfolio.
    ///
    /// # Errors
    /// [`RiskError::UnknownAsset`].
    pub fn without_options(&self, known: u16, legs: &[Leg]) -> Result<u16, RiskError> {
        let mut left = known;
        for leg in legs {
            if leg.size != 0 && payoff(leg.kind).is_some() {
                left &= !place_bit(self.market.place(leg.asset)?);
            }
        }
        Ok(left)
    }

    /// Whether the asset at a place has a peg. Values belong to both requirements: the account's own terms say it.
    fn is_pegged(&self, place: usize) -> Result<bool, RiskError> {
        Ok(self.maintenance.at(place)?.1.pegged)
    }
}

impl Accumulator<'_> {
    fn add(&mut self, asset: u8, size: u128, worth: &Worth) -> Result<(), RiskError> {
        let place = self.context.market.place(asset)?;
        self.equity = self.equity.checked_add(worth.equity).ok_or(OVERFLOW)?;
        let linear = self.linear.get_mut(place).ok_or(RiskError::UnknownAsset)?;
        *linear = linear.checked_add(worth.exposure).ok_or(OVERFLOW)?;
        if size != 0 {
            self.used |= bit(asset)?;
        }
        if worth.exposure != 0 {
            // Where positions offset, each may be rounded a unit too large.
            let gross = put(&mut self.gross, place)?;
            *gross = gross.saturating_add(1);
        }
        Ok(())
    }

    /// Adds an option leg. Where the asset's inputs are missing nothing can be revalued: a long is then worth
    /// nothing and a short owes all that it can: the price of a call, the strike of a put.
    fn write(
        &mut self,
        leg: &Leg,
        kind: (Payoff, bool),
        value: &mut impl FnMut(&Written) -> Result<Worth, RiskError>,
    ) -> Result<(), RiskError> {
        let market = self.context.market;
        let place = market.place(leg.asset)?;
        let (short, call) = (leg.size.is_negative(), kind.0 == Payoff::Call);
        let price = self.context.option_price(leg, kind.0)?;
        let size = leg.size.unsigned_abs();
        let mut exposed = mul_wad_up(size, price)?;
        let worth = if let Some(written) = self.context.written(self.known, leg)? {
            let worth = value(&written)?;
            let more = delta_doubt(exposed, written.volatility);
            let doubt = put(&mut self.doubt, place)?;
            *doubt = doubt.checked_add(more).ok_or(OVERFLOW)?;
            exposed = worth.exposure.unsigned_abs().saturating_add(more);
            worth
        } else {
            let owed = mul_wad_up(size, if call { price } else { leg.strike })?;
            exposed = if short { exposed } else { 0 };
            Worth {
                equity: if short { signed(true, owed)? } else { 0 },
                exposure: 0,
            }
        };
        self.equity = self.equity.checked_add(worth.equity).ok_or(OVERFLOW)?;
        let delta = put(&mut self.delta, place)?;
        *delta = delta.checked_add(worth.exposure).ok_or(OVERFLOW)?;
        let gross = put(&mut self.gross, place)?;
        *gross = gross.checked_add(exposed).ok_or(OVERFLOW)?;
        self.used |= bit(leg.asset)?;
        Ok(())
    }

    /// Whether the model judges the asset at that place.
    pub(super) fn is_known(&self, place: usize) -> bool {
        self.known & place_bit(place) != 0
    }
}
