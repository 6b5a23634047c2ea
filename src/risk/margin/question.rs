//! What a portfolio asks of the scenarios: everything that simulation, stress and option curves need to know of it.
//!
//! A question stands for itself: whoever has the scenarios can answer it without the market, and so another program can.

use super::context::{place_bit, Kind};
use super::wire::{Reader, Sink};
use super::worth::{read_leg, write_leg};
use super::Accumulator;
use crate::covariance::members;
use crate::error::OVERFLOW;
use crate::model::{at, put};
use crate::options::payoff;
use crate::profile::Underlying;
use crate::volatility::annual_volatility_up;
use crate::wide::signed;
use crate::{Leg, RiskError, MAX_ASSETS};
use fixed::{exp_wad_down, exp_wad_up, mul_div_up, mul_wad_up, U256, WAD};

/// Most kinds of requirement in one question.
pub(super) const MAX_SIDES: usize = 2;

/// A portfolio before the scenarios. Lists are packed like the market's.
#[derive(Debug, Clone)]
pub struct Question {
    /// Bits of the market's assets.
    pub(super) mask: u16,
    /// Places that are exposed and judged by the model.
    pub(super) exposed: u16,
    /// Those of them with options.
    pub(super) optional: u16,
    /// Whether the parts of the last side are wanted.
    pub(super) attributed: bool,
    /// Now, Unix seconds.
    pub(super) now: u64,
    /// Funding period of everlasting options, seconds.
    pub(super) period: u64,
    /// Collateral and linear legs, USD WAD, away from zero.
    pub(super) linear: [i128; MAX_ASSETS],
    /// Both prices and the annual volatility of the underlyings of options.
    pub(super) quotes: [Quote; MAX_ASSETS],
    /// One or two requirements, initial before maintenance.
    pub(super) sides: [Side; MAX_SIDES],
    pub(super) count: usize,
}

/// What options on an asset are made from.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Quote {
    pub(super) price: u128,
    pub(super) liability_price: u128,
    pub(super) volatility: u128,
}

/// What one requirement asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Side {
    /// Expected Shortfall per unit of standard deviation, WAD.
    pub(super) factor: u128,
    /// What real returns need on top of it, WAD.
    pub(super) multiplier: u128,
    /// Confidence of the simulation, WAD.
    pub(super) confidence: u128,
    /// Scenarios below which it says nothing.
    pub(super) min_rows: u64,
    pub(super) places: [Scaled; MAX_ASSETS],
}

/// An asset over its own horizon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Scaled {
    /// Standard deviation of the log price, WAD, rounded up.
    pub(super) scale: u128,
    /// Share of the stress moves, WAD.
    pub(super) stress: u128,
    /// What the linear exposure counts as in a scenario that does not know the asset, USD WAD, rounded up.
    pub(super) missing: u128,
}

impl Accumulator<'_> {
    /// What the portfolio asks for requirements of those kinds at those scales, with the parts of the last one.
    pub(super) fn question(
        &self,
        sides: &[(Kind, &[u128; MAX_ASSETS])],
        attributed: bool,
    ) -> Result<Question, RiskError> {
        let market = self.context.market;
        let mut question = Question {
            mask: market.mask,
            exposed: 0,
            optional: 0,
            attributed,
            now: market.timestamp,
            period: self.context.maintenance.policy.funding_period,
            linear: [0; MAX_ASSETS],
            quotes: [Quote::default(); MAX_ASSETS],
            sides: [Side::default(); MAX_SIDES],
            count: sides.len().min(MAX_SIDES),
        };
        for leg in self.legs {
            let place = market.place(leg.asset)?;
            if leg.size != 0 && payoff(leg.kind).is_some() && self.is_known(place) {
                question.optional |= place_bit(place);
            }
        }
        for place in 0..market.assets() {
            let bit = place_bit(place);
            let optional = question.optional & bit != 0;
            if !self.is_known(place) || (at(&self.gross, place)? == 0 && !optional) {
                continue;
            }
            question.exposed |= bit;
            *put(&mut question.linear, place)? = at(&self.linear, place)?;
            if optional {
                *put(&mut question.quotes, place)? = Quote {
                    price: at(&market.prices, place)?,
                    liability_price: at(&market.liability_prices, place)?,
                    volatility: annual_volatility_up(market.covariance.get(place, place)?)?,
                };
            }
        }
        for (to, (kind, scales)) in question.sides.iter_mut().zip(sides) {
            let basis = self.context.basis(*kind);
            let margin = &basis.policy.margin;
            to.factor = margin.shortfall_factor;
            to.multiplier = margin.model_multiplier;
            to.confidence = basis.policy.confidence;
            to.min_rows = u64::try_from(basis.policy.min_rows).unwrap_or(u64::MAX);
            for place in 0..MAX_ASSETS {
                if question.exposed & place_bit(place) == 0 {
                    continue;
                }
                let scale = at(scales, place)?;
                let missing = worst_up(at(&self.linear, place)?, to.far(scale)?)?;
                *put(&mut to.places, place)? = Scaled {
                    scale,
                    stress: basis.at(place)?.1.stress_scale,
                    missing,
                };
            }
        }
        Ok(question)
    }
}

impl Side {
    /// The shock of `k s`, WAD.
    pub(super) fn far(&self, scale: u128) -> Result<u128, RiskError> {
        Ok(mul_wad_up(
            mul_wad_up(self.multiplier, self.factor)?,
            scale,
        )?)
    }

    /// The shock of `F s`, WAD.
    pub(super) fn near(&self, scale: u128) -> Result<u128, RiskError> {
        Ok(mul_wad_up(self.factor, scale)?)
    }
}

/// The larger loss of a linear exposure at a shock either way, USD WAD, rounded up.
fn worst_up(usd: i128, shock: u128) -> Result<u128, RiskError> {
    if usd == 0 {
        return Ok(0);
    }
    let shock = signed(false, shock)?;
    let one = U256::from(WAD);
    let growth = if usd.is_negative() {
        exp_wad_up(shock)?.checked_sub(one)
    } else {
        one.checked_sub(exp_wad_down(shock.checked_neg().ok_or(OVERFLOW)?)?)
    };
    let size = U256::from(usd.unsigned_abs());
    let loss = mul_div_up(size, growth.unwrap_or(U256::ZERO), one)?;
    u128::try_from(loss).map_err(|_| OVERFLOW)
}

impl Question {
    /// The requirements asked for.
    pub(super) fn sides(&self) -> &[Side] {
        self.sides.get(..self.count).unwrap_or(&[])
    }

    /// Asks once where both requirements ask the same.
    pub(super) fn join(&mut self) {
        let [first, second] = &self.sides;
        if self.count == MAX_SIDES && first == second {
            self.count = 1;
        }
    }

    /// Whether anything depends on the scenarios.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.exposed == 0
    }

    /// The places of some bits and their assets, ascending.
    pub(super) fn places(&self, bits: u16) -> impl Iterator<Item = (usize, usize)> + Clone + use<> {
        members(self.mask)
            .enumerate()
            .filter(move |(place, _)| bits & place_bit(*place) != 0)
    }

    /// The options on the asset of a place.
    pub(super) fn underlying(&self, place: usize, asset: usize) -> Result<Underlying, RiskError> {
        let quote = at(&self.quotes, place)?;
        Ok(Underlying {
            asset: u8::try_from(asset).map_err(|_| OVERFLOW)?,
            price: quote.price,
            liability_price: quote.liability_price,
            volatility: quote.volatility,
            now: self.now,
            funding_period: self.period,
        })
    }

    /// Whether there are options, so that volatility moves.
    #[must_use]
    pub const fn has_options(&self) -> bool {
        self.optional != 0
    }

    /// Writes the question: a head, the exposed places, the requirements, and those of the legs that are options on
    /// assets that the model judges.
    pub fn write(&self, legs: &[Leg], to: &mut impl Sink) {
        let options = || legs.iter().filter(|leg| self.is_optional(leg));
        let sizes = u64::from(self.mask)
            | u64::from(self.exposed) << 16
            | u64::from(self.optional) << 32
            | (self.count as u64) << 48
            | u64::from(self.attributed) << 56;
        to.pair(sizes, options().count() as u64);
        to.pair(self.now, self.period);
        for (place, _) in self.places(self.exposed) {
            to.signed(at(&self.linear, place).unwrap_or(0));
        }
        for (place, _) in self.places(self.optional) {
            let quote = at(&self.quotes, place).unwrap_or_default();
            to.put(quote.price);
            to.put(quote.liability_price);
            to.put(quote.volatility);
        }
        for side in self.sides() {
            to.put(side.factor);
            to.put(side.multiplier);
            to.put(side.confidence);
            to.put(u128::from(side.min_rows));
            for (place, _) in self.places(self.exposed) {
                let scaled = at(&side.places, place).unwrap_or_default();
                to.put(scaled.scale);
                to.put(scaled.stress);
                to.put(scaled.missing);
            }
        }
        options().for_each(|leg| write_leg(leg, to));
    }

    /// Whether the model values a leg as an option.
    fn is_optional(&self, leg: &Leg) -> bool {
        let bit = 1u16.checked_shl(leg.asset.into()).unwrap_or(0);
        let below = (self.mask & bit.wrapping_sub(1)).count_ones();
        let place = 1u16.checked_shl(below).unwrap_or(0);
        leg.size != 0 && payoff(leg.kind).is_some() && self.optional & place != 0
    }

    /// Reads a question and hands its legs to `keep`, one by one: they are not in the question read.
    ///
    /// # Errors
    /// [`RiskError::Malformed`] for what [`Self::write`] never writes; [`RiskError::UnsupportedLeg`].
    pub fn read(from: &mut Reader<'_>, mut keep: impl FnMut(Leg)) -> Result<Self, RiskError> {
        let [sizes, legs] = from.pair()?;
        let [m0, m1, e0, e1, o0, o1, count, attributed] = sizes.to_le_bytes();
        let [now, period] = from.pair()?;
        let mut question = Self {
            mask: u16::from_le_bytes([m0, m1]),
            exposed: u16::from_le_bytes([e0, e1]),
            optional: u16::from_le_bytes([o0, o1]),
            attributed: attributed != 0,
            now,
            period,
            linear: [0; MAX_ASSETS],
            quotes: [Quote::default(); MAX_ASSETS],
            sides: [Side::default(); MAX_SIDES],
            count: usize::from(count),
        };
        if question.count > MAX_SIDES {
            return Err(RiskError::Malformed);
        }
        for (place, _) in question.places(question.exposed) {
            *put(&mut question.linear, place)? = from.signed()?;
        }
        for (place, _) in question.places(question.optional) {
            *put(&mut question.quotes, place)? = Quote {
                price: from.number()?,
                liability_price: from.number()?,
                volatility: from.number()?,
            };
        }
        let (count, exposed) = (question.count, question.places(question.exposed));
        for side in question.sides.iter_mut().take(count) {
            side.factor = from.number()?;
            side.multiplier = from.number()?;
            side.confidence = from.number()?;
            side.min_rows = from.pair()?[0];
            for (place, _) in exposed.clone() {
                *put(&mut side.places, place)? = Scaled {
                    scale: from.number()?,
                    stress: from.number()?,
                    missing: from.number()?,
                };
            }
        }
        for _ in 0..legs {
            keep(read_leg(from)?);
        }
        Ok(question)
    }
}
