//! Option values on 64-bit lanes, for revaluation on a grid of log-shocks.
//!
//! One option at one volatility is a [`Curve`]; one shock is a [`Node`]; a [`Point`] is the value there. Values are
//! fractions of `U = max(S, K)` at scale 2^-54, in the form of Black (1976) and of the everlasting option that has no
//! cancellation: with F the shocked price, `k = ln(F/K)` and `w = sigma sqrt T`,
//!
//! ```text
//! dated        min(call, put) = min(F,K) Phi(w/2 - |k|/w) - max(F,K) Phi(-w/2 - |k|/w)
//! everlasting  min(call, put) = (K/u) e^((k - u |k|)/2)
//! ```
//!
//! and a call or put is its intrinsic value and that. Errors of `|k|/w` have no effect of first order, as it is the same
//! in both terms and `F phi(d1) = K phi(d2)`.

use crate::error::OVERFLOW;
use crate::options::everlasting;
use crate::{RiskError, YEAR};
use fixed::lane::multiply_fractions;
use fixed::lane::normal::{cdf, exp_falling, tail};
use fixed::WAD;

/// Binary digits of a logarithm after the point.
const LOG_BITS: u32 = 48;
/// The largest shock: `e^5.5 < 2^8` bounds a shocked price.
pub const MOST_SHOCK: i64 = 5 << fixed::lane::FRACTION;
/// A deviation below which only the bound at the money is used: 1e-6 at scale 2^-48, rounded up.
const LEAST_DEVIATION: u64 = 281_474_977;
/// 256 at scale 2^-48: with |k| <= 89 every time value is its limit to 2^-62, as it is for all larger deviations.
const MOST_DEVIATION: u64 = 256 << LOG_BITS;
/// 1,024 standard deviations at scale 2^-36.
const MOST_DISTANCE: u64 = 1_024 << 36;
/// 63 at scale 2^-54: the exponential has no bit left there.
const MOST_POWER: u64 = 63 << 54;
/// `8 ln 2` at scale 2^-58, to nearest.
const LOG_RANGE: i64 = 1_598_288_580_650_331_957;

/// A shock of the grid.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Node {
    /// The log-shock, scale 2^-48.
    log: i64,
    /// `e^shock`, scale 2^-55.
    growth: u64,
}

impl Node {
    /// From a log-shock at scale 2^-55, a multiple of 2^-48 within [`MOST_SHOCK`] either way.
    pub(crate) fn new(shock: i64) -> Self {
        // e^x / 256 is a falling exponential of 8 ln 2 - x.
        let falling = LOG_RANGE.wrapping_sub(shock << 3);
        Self {
            log: shock >> 7,
            // Scale 2^-62 and by 2^-8 is scale 2^-54.
            growth: exp_falling(falling.cast_unsigned()) << 1,
        }
    }

    /// `e^shock`, scale 2^-55, within 2^-47 of the true value.
    pub(crate) const fn growth(self) -> u64 {
        self.growth
    }
}

/// The value of an option at a shock, in fractions of U at scale 2^-54.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Point {
    /// The shocked price.
    pub(crate) price: u64,
    strike: u64,
    /// What an option is worth above its intrinsic value.
    time_value: u64,
    /// What it may be worth beyond that.
    spread: u64,
    /// Slope of the call in the log-shock: price times delta, a slope of a chord where the value has a corner.
    pub(crate) slope: u64,
}

impl Point {
    fn intrinsic(&self, is_call: bool) -> u64 {
        if is_call {
            self.price.saturating_sub(self.strike)
        } else {
            self.strike.saturating_sub(self.price)
        }
    }

    /// Bound of the error of price, time value and slope: 2^-45 of F + K + U.
    pub(crate) const fn slack(&self) -> u64 {
        (self.price.wrapping_add(self.strike) >> 45).wrapping_add(1 << 9)
    }

    /// Never below the true value.
    pub(crate) fn value_up(&self, is_call: bool) -> u64 {
        self.intrinsic(is_call)
            .wrapping_add(self.time_value)
            .wrapping_add(self.spread)
            .wrapping_add(self.slack())
    }

    /// Never above the true value.
    pub(crate) fn value_down(&self, is_call: bool) -> u64 {
        self.intrinsic(is_call)
            .wrapping_add(self.time_value)
            .saturating_sub(self.slack())
    }
}

/// An option at one volatility.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Curve {
    /// `ln(S/K)`, scale 2^-48.
    log: i64,
    /// `S/U`, scale 2^-63.
    spot: u64,
    /// `K/U`, scale 2^-54.
    strike: u64,
    shape: Shape,
}

#[derive(Debug, Clone, Copy)]
enum Shape {
    /// Next to no volatility or time: intrinsic, and at most 2^-21 of the price more.
    Intrinsic { above: bool },
    /// `w/2` at scale 2^-48 and `1/w` at scale 2^-43.
    Dated { half: u64, reciprocal: u64 },
    /// With continuous funding.
    Everlasting(Decline),
}

/// How the time value of an everlasting option falls away from the strike.
#[derive(Debug, Clone, Copy)]
struct Decline {
    /// The exponents `(u + 1)/2` below the strike and `(u - 1)/2` above it, scale `2^-(63 - digits)`.
    below: u64,
    above: u64,
    /// Binary digits of the whole part of the larger exponent, 1 to 21.
    digits: u32,
    /// `K/(u U)`, scale 2^-63.
    peak: u64,
    /// `(u + 1)/(2u) K/U` and `(u - 1)/(2u) K/U`, scale 2^-63.
    slope_below: u64,
    slope_above: u64,
}

/// What an option is, apart from its volatility: the part that its curves share.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame {
    log: i64,
    spot: u64,
    /// `K/U`, scale 2^-63.
    strike: u64,
    everlasting: bool,
    /// Seconds to expiry, or of the funding period.
    time: u64,
    /// The root of it in years, scale 2^-64.
    root: u128,
}

fn narrow(value: u128) -> Result<u64, RiskError> {
    u64::try_from(value).map_err(|_| OVERFLOW)
}

impl Frame {
    /// From spot and strike (USD WAD, not zero), U their larger; `log_spot` is `ln(spot)`, WAD.
    pub(crate) fn new(
        spot: u128,
        log_spot: i128,
        strike: u128,
        everlasting: bool,
        time: u64,
    ) -> Result<Self, RiskError> {
        let unit = spot.max(strike);
        // Both within 89: no difference can overflow.
        let log = log_spot.wrapping_sub(fixed::ln_wad(strike)?);
        let size = fixed::mul_div_down_u128(log.unsigned_abs(), 1 << LOG_BITS, WAD)?;
        let size = i64::try_from(size).map_err(|_| OVERFLOW)?;
        let years = fixed::mul_div_down_u128(u128::from(time), 1 << 64, u128::from(YEAR))?;
        Ok(Self {
            log: if log.is_negative() {
                size.wrapping_neg()
            } else {
                size
            },
            spot: narrow(fixed::mul_div_down_u128(spot, 1 << 63, unit)?)?,
            strike: narrow(fixed::mul_div_down_u128(strike, 1 << 63, unit)?)?,
            everlasting,
            time,
            root: fixed::sqrt_q64_down(years),
        })
    }

    /// The option at a volatility, annual WAD.
    pub(crate) fn curve(&self, volatility: u128) -> Result<Curve, RiskError> {
        // sqrt T at scale 2^-64 to w at scale 2^-48.
        let deviation = fixed::mul_div_down_u128(volatility, self.root, WAD << 16)?;
        let deviation = narrow(deviation.min(u128::from(MOST_DEVIATION)))?;
        let shape = if deviation < LEAST_DEVIATION {
            Shape::Intrinsic {
                above: volatility != 0 && self.time != 0,
            }
        } else if self.everlasting {
            Shape::Everlasting(self.decline(volatility)?)
        } else {
            Shape::Dated {
                half: deviation >> 1,
                reciprocal: narrow(fixed::mul_div_down_u128(1 << 91, 1, u128::from(deviation))?)?,
            }
        };
        Ok(Curve {
            log: self.log,
            spot: self.spot,
            strike: self.strike >> 9,
            shape,
        })
    }

    fn decline(&self, volatility: u128) -> Result<Decline, RiskError> {
        let u = everlasting::exponent(volatility, self.time)?;
        // u > 1; at most 2.9e6 for the least deviation.
        let (more, less) = (u.checked_add(WAD).ok_or(OVERFLOW)?, u.saturating_sub(WAD));
        let twice = u.checked_add(u).ok_or(OVERFLOW)?;
        let digits = 128_u32.wrapping_sub((more / (2 * WAD)).leading_zeros());
        let scale = 1_u128 << 62_u32.wrapping_sub(digits);
        let strike = u128::from(self.strike);
        Ok(Decline {
            below: narrow(fixed::mul_div_down_u128(more, scale, WAD)?)?,
            above: narrow(fixed::mul_div_down_u128(less, scale, WAD)?)?,
            digits,
            peak: narrow(fixed::mul_div_down_u128(strike, WAD, u)?)?,
            slope_below: narrow(fixed::mul_div_down_u128(strike, more, twice)?)?,
            slope_above: narrow(fixed::mul_div_down_u128(strike, less, twice)?)?,
        })
    }
}

impl Curve {
    /// The value at a shock.
    pub(crate) fn at(&self, node: Node) -> Point {
        let price = multiply_fractions(self.spot, node.growth);
        // |ln(S/K)| <= 84 and a shock of 5: at most 89.
        let log = self.log.wrapping_add(node.log);
        let size = log.unsigned_abs();
        let (time_value, spread, slope) = match self.shape {
            Shape::Intrinsic { above } => {
                let slope = if log.is_negative() { 0 } else { price };
                (0, if above { price >> 21 } else { 0 }, slope)
            }
            Shape::Dated { half, reciprocal } => {
                let (time_value, slope) = self.dated(price, log, half, reciprocal);
                (time_value, 0, slope)
            }
            Shape::Everlasting(decline) => {
                let (value, slope) = if log.is_negative() {
                    let left = decline.left(size, decline.below);
                    let slope = multiply_fractions(decline.slope_below, left) >> 7;
                    (multiply_fractions(decline.peak, left) >> 7, slope)
                } else {
                    let left = decline.left(size, decline.above);
                    let slope = multiply_fractions(decline.slope_above, left) >> 7;
                    (
                        multiply_fractions(decline.peak, left) >> 7,
                        price.saturating_sub(slope),
                    )
                };
                (value, 0, slope)
            }
        };
        Point {
            price,
            strike: self.strike,
            time_value,
            spread,
            slope,
        }
    }

    /// Time value and slope by Black's formula.
    #[inline(always)]
    fn dated(&self, price: u64, log: i64, half: u64, reciprocal: u64) -> (u64, u64) {
        let distance = multiply_fractions(log.unsigned_abs() << 9, reciprocal);
        // From scale 2^-36 to 2^-48.
        let distance = distance.min(MOST_DISTANCE) << 12;
        let near = cdf(half.cast_signed().wrapping_sub(distance.cast_signed()));
        let far = tail(half.wrapping_add(distance));
        let (small, large) = (price.min(self.strike), price.max(self.strike));
        let received = multiply_fractions(small << 1, near << 1);
        let paid = multiply_fractions(large << 1, far << 2) >> 1;
        let slope = if log.is_negative() {
            received
        } else {
            price.saturating_sub(paid)
        };
        (received.saturating_sub(paid), slope)
    }
}

impl Decline {
    /// `e^(-exponent * |k|)`, scale 2^-62, for |k| at scale 2^-48.
    ///
    /// From `|k| = 2^(8 - digits)` on, which is 64 over either exponent at least, or more than |k| can be, nothing of
    /// 2^-62 is left.
    #[inline(always)]
    fn left(&self, size: u64, exponent: u64) -> u64 {
        let size = size.min((1_u64 << 56_u32.wrapping_sub(self.digits)).wrapping_sub(1));
        let power = multiply_fractions(size.wrapping_shl(self.digits.wrapping_add(7)), exponent);
        exp_falling(power.min(MOST_POWER) << 4)
    }
}
