//! Revaluation of option legs at the nodes.

use super::lines::{Losses, Sums};
use super::{Grid, NODES};
use crate::error::OVERFLOW;
use crate::options::lane::{Curve, Frame, Node, Point};
use crate::options::volatility_shock::volatility_shock;
use crate::options::{payoff, Payoff};
use crate::{Leg, RiskError};
use fixed::lane::multiply_signed_fractions;

/// What all option legs of a profile share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Underlying {
    /// The oracle's index of the asset; legs of others are passed over.
    pub asset: u8,
    /// Its price for what gains when it rises, long calls and short puts; USD WAD.
    pub price: u128,
    /// Its price for what loses then, short calls and long puts; not below the other.
    pub liability_price: u128,
    /// Its implied volatility, annual WAD.
    pub volatility: u128,
    /// Now, Unix seconds.
    pub now: u64,
    /// Funding period of everlasting options, seconds: [`crate::options::everlasting::FUNDING_PERIOD`] by default.
    pub funding_period: u64,
}

/// Binary digits of the legs' gross value.
const SIZE_BITS: u32 = 55;
/// A size of 55 digits times a value at scale 2^-54, over 2^64.
const UNIT_SHIFT: u32 = 10;
/// What products rounded down and a size rounded up may take from a leg's loss at a node.
const LEG_SLACK: i64 = 5;

/// An option leg.
struct Written<'a> {
    leg: &'a Leg,
    call: bool,
    long: bool,
    everlasting: bool,
    /// The price that it counts at.
    price: u128,
}

/// An option leg, ready to be revalued.
struct Position {
    call: bool,
    long: bool,
    /// |size| times max(S, K), rounded up.
    size: i64,
    frame: Frame,
    /// Now, at the volatility that is implied.
    base: Point,
}

impl Underlying {
    /// The option legs on it.
    fn options<'a>(&self, legs: &'a [Leg]) -> impl Iterator<Item = Written<'a>> + 'a {
        let Self {
            asset,
            price,
            liability_price,
            ..
        } = *self;
        let of = legs
            .iter()
            .filter(move |leg| leg.asset == asset && leg.size != 0);
        of.filter_map(move |leg| {
            let (payoff, everlasting) = payoff(leg.kind)?;
            let (call, long) = (payoff == Payoff::Call, leg.size.is_positive());
            Some(Written {
                leg,
                call,
                long,
                everlasting,
                price: if call == long { price } else { liability_price },
            })
        })
    }

    /// The legs' gross value: sizes times the larger of price and strike, USD WAD, rounded up. No leg can be worth more
    /// while the price is where it is; zero where there is no leg.
    ///
    /// # Errors
    /// Overflow.
    pub fn gross_up(&self, legs: &[Leg]) -> Result<u128, RiskError> {
        let mut gross = 0_u128;
        for option in self.options(legs) {
            gross = gross.checked_add(option.gross()?).ok_or(OVERFLOW)?;
        }
        Ok(gross)
    }

    /// Losses of all option legs on this underlying as lines between the nodes of a grid, with volatility up or down
    /// ([`volatility_shock`]), against their value now. No interest; the time to expiry stays.
    ///
    /// # Errors
    /// A domain error for a price of zero; overflow.
    pub fn losses(&self, legs: &[Leg], grid: &Grid, rises: bool) -> Result<Losses, RiskError> {
        let exponent = size_exponent(self.gross_up(legs)?);
        let mut nodes = [Node::default(); NODES];
        for (number, node) in nodes.iter_mut().enumerate() {
            *node = Node::new(grid.node(number));
        }
        let mut sums = Sums::ZERO;
        let mut logarithms = Logarithms::default();
        for option in self.options(legs) {
            let position = self.position(&option, logarithms.of(option.price)?, exponent)?;
            let volatility = option.shocked(self, rises)?;
            position.add(&position.frame.curve(volatility)?, &nodes, &mut sums);
        }
        sums.lines(grid, &nodes, exponent.wrapping_add(UNIT_SHIFT))
    }

    /// Losses of all option legs on this underlying at some log-shocks (lanes), with volatility up and with volatility
    /// down, against their value now: no lines. USD WAD, never below the true one, and above it by less than 2^-40 of
    /// the legs' gross value.
    ///
    /// # Errors
    /// As [`Self::losses`].
    pub fn losses_at<const N: usize>(
        &self,
        legs: &[Leg],
        shocks: &[i64; N],
    ) -> Result<[[i128; N]; 2], RiskError> {
        let exponent = size_exponent(self.gross_up(legs)?);
        let unit = 1_i128
            .checked_shl(exponent.wrapping_add(UNIT_SHIFT))
            .ok_or(OVERFLOW)?;
        let mut losses = [[0_i128; N]; 2];
        let mut logarithms = Logarithms::default();
        for option in self.options(legs) {
            let position = self.position(&option, logarithms.of(option.price)?, exponent)?;
            for (rises, losses) in [true, false].into_iter().zip(&mut losses) {
                let curve = position.frame.curve(option.shocked(self, rises)?)?;
                for (shock, loss) in shocks.iter().zip(losses) {
                    let lost = position.loss(&curve.at(Node::new(*shock)));
                    let lost = i128::from(lost.wrapping_add(LEG_SLACK));
                    // Of 64 and 84 digits at most, times 32 legs.
                    *loss = loss.wrapping_add(lost.checked_mul(unit).ok_or(OVERFLOW)?);
                }
            }
        }
        Ok(losses)
    }

    fn position(
        &self,
        option: &Written<'_>,
        log_price: i128,
        exponent: u32,
    ) -> Result<Position, RiskError> {
        // A strike of nothing has no logarithm; one of an ulp is worth the same to an ulp.
        let strike = option.leg.strike.max(1);
        let (everlasting, time) = (option.everlasting, option.time(self));
        let frame = Frame::new(option.price, log_price, strike, everlasting, time)?;
        let size = option.gross()?.checked_shr(exponent).unwrap_or(0);
        Ok(Position {
            call: option.call,
            long: option.long,
            size: i64::try_from(size).map_err(|_| OVERFLOW)?.wrapping_add(1),
            base: frame.curve(self.volatility)?.at(Node::new(0)),
            frame,
        })
    }
}

/// The logarithm of the price that was asked for last: legs have one of two.
#[derive(Default)]
struct Logarithms {
    known: [(u128, i128); 2],
}

impl Logarithms {
    fn of(&mut self, price: u128) -> Result<i128, RiskError> {
        let [last, before] = &mut self.known;
        if price != last.0 {
            core::mem::swap(last, before);
        }
        if price != last.0 || price == 0 {
            *last = (price, fixed::ln_wad(price)?);
        }
        Ok(last.1)
    }
}

impl Written<'_> {
    /// What the leg is worth at most, about: its size times the larger of price and strike, rounded up.
    fn gross(&self) -> Result<u128, RiskError> {
        let most = self.price.max(self.leg.strike);
        Ok(fixed::mul_wad_up(self.leg.size.unsigned_abs(), most)?)
    }

    /// Seconds that it has.
    const fn time(&self, underlying: &Underlying) -> u64 {
        if self.everlasting {
            underlying.funding_period
        } else {
            self.leg.expiry.saturating_sub(underlying.now)
        }
    }

    /// Its volatility where volatility rises or falls.
    fn shocked(&self, underlying: &Underlying, rises: bool) -> Result<u128, RiskError> {
        let shock = volatility_shock(self.time(underlying))?;
        let volatility = underlying.volatility;
        Ok(if rises {
            fixed::mul_wad_up(volatility, shock.up)?
        } else {
            fixed::mul_wad_down(volatility, shock.down)?
        })
    }
}

/// The exponent of the unit of sizes.
const fn size_exponent(gross: u128) -> u32 {
    let digits = 128_u32.wrapping_sub(gross.leading_zeros());
    digits.saturating_sub(SIZE_BITS)
}

impl Position {
    /// Its size times a value, rounded down by less than 3.
    #[inline(always)]
    fn times(&self, value: u64) -> i64 {
        multiply_signed_fractions(value.cast_signed(), self.size)
    }

    /// What the leg loses against its value now: rounded down by less than 3, beside the bounds of the values.
    #[inline(always)]
    fn loss(&self, point: &Point) -> i64 {
        let change = if self.long {
            self.base
                .value_up(self.call)
                .wrapping_sub(point.value_down(self.call))
        } else {
            point
                .value_up(self.call)
                .wrapping_sub(self.base.value_down(self.call))
        };
        self.times(change)
    }

    /// Adds the leg at all nodes. Values are below 2^62, sizes sum to 2^55 at most: no sum can wrap.
    fn add(&self, curve: &Curve, nodes: &[Node; NODES], sums: &mut Sums) {
        let places = if self.long {
            &mut sums.long
        } else {
            &mut sums.short
        };
        for ((loss, slope), node) in places.iter_mut().zip(&mut sums.slope).zip(nodes) {
            let point = curve.at(*node);
            *loss = loss.wrapping_add(self.loss(&point)).wrapping_add(LEG_SLACK);
            if self.long {
                let other = if self.call { 0 } else { point.price };
                let rises = point.slope.wrapping_sub(other).cast_signed();
                *slope = slope.wrapping_add(multiply_signed_fractions(rises, self.size));
            }
        }
        if !self.long {
            let most = self.times(self.base.price.wrapping_add(self.base.slack()));
            let most = most.wrapping_add(LEG_SLACK);
            let beyond = if self.call {
                &mut sums.rising
            } else {
                &mut sums.falling
            };
            *beyond = beyond.wrapping_add(most);
        }
        sums.count = sums.count.wrapping_add(1);
    }
}
