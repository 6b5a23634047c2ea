//! Revaluation of option legs at the nodes.

use super::{Grid, NODES};
use crate::error::OVERFLOW;
use crate::options::lane::{Curve, Frame, Node, Point};
use crate::options::volatility_shock::volatility_shock;
use crate::{Leg, LegKind, RiskError};
use fixed::lane::{multiply_fractions, multiply_signed_fractions};

/// Which legs a profile speaks of, where an asset has two prices and each leg counts at the one that is worse for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quote {
    /// All legs.
    One,
    /// Those that gain when the price rises: long calls and short puts.
    Lower,
    /// The others: short calls and long puts.
    Higher,
}

impl Quote {
    const fn holds(self, call: bool, long: bool) -> bool {
        match self {
            Self::One => true,
            Self::Lower => call == long,
            Self::Higher => call != long,
        }
    }
}

/// What all option legs of a profile share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Underlying {
    /// The oracle's index of the asset; legs of others are passed over.
    pub asset: u8,
    /// Which of its legs.
    pub quote: Quote,
    /// Its price, USD WAD.
    pub price: u128,
    /// Its implied volatility, annual WAD.
    pub volatility: u128,
    /// Now, Unix seconds.
    pub now: u64,
    /// Funding period of everlasting options, seconds: [`crate::options::everlasting::FUNDING_PERIOD`] by default.
    pub funding_period: u64,
}

/// Losses at the nodes of a grid, lifted so that the lines between them are never below the true loss.
///
/// In units of `2^exponent` of 1e-18 USD, about 2^-45 of the legs' gross value.
#[derive(Debug, Clone)]
pub struct Losses {
    pub(super) grid: Grid,
    pub(super) nodes: [i64; NODES],
    /// Loss per doubling of the price beyond the last node; per fall to zero before the first.
    pub(super) above: i64,
    pub(super) below: i64,
    exponent: u32,
}

/// Binary digits of the legs' gross value.
const SIZE_BITS: u32 = 55;
/// A size of 55 digits times a value at scale 2^-54, over 2^64.
const UNIT_SHIFT: u32 = 10;
/// What products rounded down and a size rounded up may take from a leg's loss at a node.
const LEG_SLACK: i64 = 5;

/// An option leg, ready to be revalued.
struct Position {
    call: bool,
    long: bool,
    /// |size| times max(S, K), rounded up.
    size: i64,
    /// Now, at the volatility that is implied.
    base: Point,
    up: Curve,
    down: Curve,
}

/// Sums over the legs at the nodes.
#[derive(Clone)]
struct Sums {
    loss: [i64; NODES],
    /// Slope of the long options' calls.
    steep: [i64; NODES],
    /// `S |delta|` of short puts.
    falling: [i64; NODES],
    above: i64,
    below: i64,
}

/// What a kind pays: whether it is a call, and whether it never expires. Nothing for a linear leg.
const fn option(kind: LegKind) -> Option<(bool, bool)> {
    match kind {
        LegKind::Linear => None,
        LegKind::Call => Some((true, false)),
        LegKind::Put => Some((false, false)),
        LegKind::EverlastingCall => Some((true, true)),
        LegKind::EverlastingPut => Some((false, true)),
    }
}

impl Underlying {
    /// The option legs on it.
    fn options<'a>(&self, legs: &'a [Leg]) -> impl Iterator<Item = (&'a Leg, bool, bool)> + 'a {
        let (asset, quote) = (self.asset, self.quote);
        let of = legs
            .iter()
            .filter(move |leg| leg.asset == asset && leg.size != 0);
        of.filter_map(|leg| option(leg.kind).map(|(call, everlasting)| (leg, call, everlasting)))
            .filter(move |(leg, call, _)| quote.holds(*call, leg.size > 0))
    }

    /// What a leg is worth at most, about: its size times the larger of price and strike, rounded up.
    fn gross(&self, leg: &Leg) -> Result<u128, RiskError> {
        let most = self.price.max(leg.strike);
        Ok(fixed::mul_wad_up(leg.size.unsigned_abs(), most)?)
    }

    /// The legs' gross value: sizes times the larger of price and strike, USD WAD, rounded up. No leg can be worth more
    /// while the price is where it is; zero where there is no leg.
    ///
    /// # Errors
    /// Overflow.
    pub fn gross_up(&self, legs: &[Leg]) -> Result<u128, RiskError> {
        let mut gross = 0_u128;
        for (leg, ..) in self.options(legs) {
            gross = gross.checked_add(self.gross(leg)?).ok_or(OVERFLOW)?;
        }
        Ok(gross)
    }

    fn position(
        &self,
        (leg, call, everlasting): (&Leg, bool, bool),
        log_price: i128,
        exponent: u32,
    ) -> Result<Position, RiskError> {
        let time = if everlasting {
            self.funding_period
        } else {
            leg.expiry.saturating_sub(self.now)
        };
        // A strike of nothing has no logarithm; one of an ulp is worth the same to an ulp.
        let frame = Frame::new(self.price, log_price, leg.strike.max(1), everlasting, time)?;
        let shock = volatility_shock(time)?;
        let size = self.gross(leg)?.checked_shr(exponent).unwrap_or(0);
        Ok(Position {
            call,
            long: leg.size > 0,
            size: i64::try_from(size).map_err(|_| OVERFLOW)?.wrapping_add(1),
            base: frame.curve(self.volatility)?.at(Node::new(0)),
            up: frame.curve(fixed::mul_wad_up(self.volatility, shock.up)?)?,
            down: frame.curve(fixed::mul_wad_down(self.volatility, shock.down)?)?,
        })
    }

    /// Losses of all option legs on this underlying at the nodes of a grid, with volatility up and with volatility down
    /// ([`volatility_shock`]), against their value now. No interest; the time to expiry stays.
    ///
    /// # Errors
    /// A domain error for a price of zero; overflow.
    pub fn losses(&self, legs: &[Leg], grid: &Grid) -> Result<[Losses; 2], RiskError> {
        let gross = self.gross_up(legs)?;
        let mut count = 0_i64;
        for _ in self.options(legs) {
            count = count.wrapping_add(1);
        }
        let exponent = size_exponent(gross);
        let mut nodes = [Node::default(); NODES];
        for (number, node) in nodes.iter_mut().enumerate() {
            *node = Node::new(grid.node(number));
        }
        let mut sums = [Sums::ZERO, Sums::ZERO];
        if count != 0 {
            let log_price = fixed::ln_wad(self.price)?;
            for leg in self.options(legs) {
                let position = self.position(leg, log_price, exponent)?;
                let [up, down] = &mut sums;
                position.add(&position.up, &nodes, up);
                position.add(&position.down, &nodes, down);
            }
        }
        let total = i64::try_from(gross.wrapping_shr(exponent)).map_err(|_| OVERFLOW)?;
        let total = total.wrapping_add(count);
        Ok(sums.map(|sums| Losses {
            grid: *grid,
            nodes: sums.lifted(grid, &nodes, total, count),
            above: sums
                .above
                .max(0)
                .wrapping_add(LEG_SLACK.wrapping_mul(count)),
            below: sums
                .below
                .max(0)
                .wrapping_add(LEG_SLACK.wrapping_mul(count)),
            exponent: exponent.wrapping_add(UNIT_SHIFT),
        }))
    }
}

/// The exponent of the unit of sizes.
const fn size_exponent(gross: u128) -> u32 {
    let digits = 128_u32.wrapping_sub(gross.leading_zeros());
    digits.saturating_sub(SIZE_BITS)
}

impl Underlying {
    /// Losses of all option legs on this underlying at some log-shocks (lanes), with volatility up and with volatility
    /// down, against their value now: no lines, no lift. USD WAD, never below the true one, and above it by less than
    /// 2^-40 of the legs' gross value.
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
        let log_price = fixed::ln_wad(self.price)?;
        for leg in self.options(legs) {
            let position = self.position(leg, log_price, exponent)?;
            for (curve, losses) in [&position.up, &position.down].into_iter().zip(&mut losses) {
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
        let places = sums
            .loss
            .iter_mut()
            .zip(&mut sums.steep)
            .zip(&mut sums.falling);
        let mut ends = [None; 2];
        for (((loss, steep), falling), node) in places.zip(nodes) {
            let point = curve.at(*node);
            if self.long {
                *steep = steep.wrapping_add(self.times(point.slope));
            } else if !self.call {
                *falling = falling.wrapping_add(self.times(point.put_slope()));
            }
            *loss = loss.wrapping_add(self.loss(&point)).wrapping_add(LEG_SLACK);
            let [first, last] = &mut ends;
            first.get_or_insert(point);
            *last = Some(point);
        }
        if let [Some(first), Some(last)] = ends {
            sums.below = sums.below.wrapping_add(self.below(&first));
            sums.above = sums.above.wrapping_add(self.above(&last));
        }
    }

    /// Loss per doubling of the price beyond the last node, at most.
    fn above(&self, last: &Point) -> i64 {
        let slack = last.slack();
        match (self.call, self.long) {
            (true, false) => self.times(last.price.wrapping_add(slack)),
            (true, true) => self.times(last.slope.saturating_sub(slack)).wrapping_neg(),
            (false, true) => self.times(last.put_slope().wrapping_add(slack << 1)),
            (false, false) => 0,
        }
    }

    /// Loss per fall of the price from the first node to zero, at most.
    fn below(&self, first: &Point) -> i64 {
        let slack = first.slack();
        match (self.call, self.long) {
            (false, false) => self.times(first.price.wrapping_add(slack)),
            (false, true) => self
                .times(first.put_slope().saturating_sub(slack << 1))
                .wrapping_neg(),
            (true, true) => self.times(first.slope.wrapping_add(slack)),
            (true, false) => 0,
        }
    }
}

impl Sums {
    const ZERO: Self = Self {
        loss: [0; NODES],
        steep: [0; NODES],
        falling: [0; NODES],
        above: 0,
        below: 0,
    };

    /// The losses with each node lifted by what its intervals need.
    fn lifted(&self, grid: &Grid, nodes: &[Node; NODES], total: i64, count: i64) -> [i64; NODES] {
        let mut lifts = [0; NODES];
        let slopes = self.steep.windows(2).zip(&self.falling);
        for ((number, (steep, falling)), right) in slopes.enumerate().zip(nodes.iter().skip(1)) {
            let &[left_slope, right_slope] = steep else {
                continue;
            };
            // Of both slopes the errors: 2^-45 of F + K + U each, and the products'.
            let slack = (right.growth() >> 46).wrapping_add(1 << 11);
            let doubt = multiply_fractions(total.cast_unsigned() << 2, slack)
                .cast_signed()
                .wrapping_add(count << 3);
            let change = right_slope.wrapping_sub(left_slope).wrapping_add(doubt);
            let lift = lift_up(
                grid.width(number),
                change.max(0),
                falling.wrapping_add(doubt),
            );
            if let Some([left, right]) = lifts.get_mut(number..).and_then(<[i64]>::first_chunk_mut)
            {
                *left = lift.max(*left);
                *right = lift;
            }
        }
        let mut lifted = self.loss;
        for (to, lift) in lifted.iter_mut().zip(&lifts) {
            *to = to.wrapping_add(*lift);
        }
        lifted
    }
}

/// `h/4 change + h^2/8 e^h falling`, rounded up.
fn lift_up(width: i64, change: i64, falling: i64) -> i64 {
    // Scale 2^-62; a product of it over 2^64 is a quarter.
    let wide = width.cast_unsigned() << 7;
    let corner = multiply_fractions(change.cast_unsigned(), wide);
    // The square at scale 2^-60 times e^h at 2^-55 is at 2^-51, its eighth at 2^-54.
    let square = multiply_fractions(wide, wide).wrapping_add(3);
    let eighth = multiply_fractions(square, Node::new(width).growth()).wrapping_add(4) << 10;
    let bend = multiply_fractions(falling.cast_unsigned(), eighth);
    corner.wrapping_add(bend).wrapping_add(6).cast_signed()
}

impl Losses {
    /// No less than any loss or gain of the profile can be, within the limit of shocks; USD WAD.
    ///
    /// # Errors
    /// Overflow.
    pub fn most(&self) -> Result<u128, RiskError> {
        let size = self.nodes.iter().map(|node| node.unsigned_abs()).max();
        // e^5 < 149; both are below 2^54.
        let beyond = self.above.wrapping_mul(149).max(self.below).unsigned_abs();
        let most = u128::from(size.unwrap_or(0))
            .wrapping_add(u128::from(beyond))
            .wrapping_add(1);
        most.checked_mul(1_u128.checked_shl(self.exponent).ok_or(OVERFLOW)?)
            .ok_or(OVERFLOW)
    }

    /// A loss in units of `2^exponent` USD WAD, rounded up.
    pub(super) fn convert(&self, loss: i64, exponent: i32) -> Result<i64, RiskError> {
        // At most 73 + 10.
        let up = self.exponent.cast_signed().saturating_sub(exponent);
        let loss = i128::from(loss);
        let shift = up.unsigned_abs();
        let converted = if up >= 0 {
            let scale = 1_i128.checked_shl(shift).ok_or(OVERFLOW)?;
            loss.checked_mul(scale).ok_or(OVERFLOW)?
        } else {
            (loss.wrapping_neg() >> shift.min(127)).wrapping_neg()
        };
        i64::try_from(converted).map_err(|_| OVERFLOW)
    }
}
