//! What an option is worth: Black-Scholes without interest, and the everlasting option with continuous funding.

use crate::number::Number;
use crate::Real;

/// Seconds of a year.
const YEAR: u128 = 31_536_000;
const DAY: u64 = 86_400;

/// Call or put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    /// Pays what the price is above the strike.
    Call,
    /// Pays what the price is below the strike.
    Put,
}

/// What is left of an option's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Life {
    /// Seconds to its expiry; 0 where it is over.
    Dated(u64),
    /// Never over: the holder pays mark minus payoff per funding period of so many seconds.
    Everlasting(u64),
}

impl Life {
    /// Expiry, or the funding period, in seconds.
    pub(crate) fn seconds(self) -> u64 {
        match self {
            Self::Dated(seconds) | Self::Everlasting(seconds) => seconds,
        }
    }
}

/// Which way a run of scenarios moves the volatility.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VolatilityMove {
    /// Down.
    Down,
    /// Not at all.
    Same,
    /// Up.
    Up,
}

impl VolatilityMove {
    /// The factor on the volatility of an option with so long to live: `1 + 0.6 q` or `max(0, 1 - 0.3 q)`,
    /// `q = (30 d / max(T, 1 d))^e`, `e = 0.3` up to 30 days and 0.13 past them.
    pub fn factor(self, seconds: u64) -> Real {
        let power = Real::decimal(if seconds <= 30 * DAY { "0.3" } else { "0.13" });
        let ratio = Real::ratio(30 * i128::from(DAY), u128::from(seconds.max(DAY)));
        match self {
            Self::Same => Real::ONE,
            Self::Up => Real::ONE + Real::decimal("0.6") * ratio.to_the(power),
            Self::Down => (Real::ONE - Real::decimal("0.3") * ratio.to_the(power)).max(Real::ZERO),
        }
    }
}

/// How the value depends on the price at one volatility.
#[derive(Clone, Copy, Debug)]
enum Curve<N> {
    /// Only the payoff: nothing is left to happen.
    Payoff,
    /// Standard deviation of the log price at expiry.
    Dated(N),
    /// `u = sqrt(1 + 8 / (sigma^2 tau))`.
    Everlasting(N),
}

/// An option at one volatility.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Contract<N> {
    right: Right,
    strike: N,
    curve: Curve<N>,
}

impl Contract<Real> {
    pub(crate) fn new(right: Right, strike: Real, life: Life, annual_volatility: Real) -> Self {
        let years = Real::ratio(life.seconds().into(), YEAR);
        let variance = annual_volatility * annual_volatility * years;
        let eight = Real::natural(8);
        let curve = if variance.is_zero() || strike.is_zero() {
            Curve::Payoff
        } else {
            match life {
                Life::Dated(_) => Curve::Dated(variance.sqrt()),
                Life::Everlasting(_) => Curve::Everlasting((Real::ONE + eight / variance).sqrt()),
            }
        };
        Self {
            right,
            strike,
            curve,
        }
    }

    /// The same in floats.
    pub(crate) fn rough(&self) -> Contract<f64> {
        let curve = match self.curve {
            Curve::Payoff => Curve::Payoff,
            Curve::Dated(spread) => Curve::Dated(spread.to_f64()),
            Curve::Everlasting(u) => Curve::Everlasting(u.to_f64()),
        };
        Contract {
            right: self.right,
            strike: self.strike.to_f64(),
            curve,
        }
    }
}

impl<N: Number> Contract<N> {
    fn payoff(&self, price: N) -> N {
        match self.right {
            Right::Call => (price - self.strike).positive_part(),
            Right::Put => (self.strike - price).positive_part(),
        }
    }

    /// Its value at a price of which `log` is the logarithm over the strike.
    pub(crate) fn value(&self, price: N, log: N) -> N {
        let half = N::one() / (N::one() + N::one());
        match self.curve {
            Curve::Payoff => self.payoff(price),
            Curve::Dated(spread) => {
                let d1 = log / spread + spread * half;
                let d2 = d1 - spread;
                match self.right {
                    Right::Call => {
                        price * d1.normal_probability() - self.strike * d2.normal_probability()
                    }
                    Right::Put => {
                        self.strike * (-d2).normal_probability()
                            - price * (-d1).normal_probability()
                    }
                }
            }
            Curve::Everlasting(u) => {
                let away = if log < N::zero() { u } else { -u };
                let time_value = self.strike / u * (log * (N::one() + away) * half).exp();
                self.payoff(price) + time_value
            }
        }
    }
}

impl Contract<Real> {
    /// Its derivative by the price.
    pub(crate) fn delta(&self, price: Real, log: Real) -> Real {
        let call = match self.curve {
            Curve::Payoff if price > self.strike => Real::ONE,
            Curve::Payoff => Real::ZERO,
            Curve::Dated(spread) => (log / spread + spread.shifted(-1)).normal_probability(),
            Curve::Everlasting(u) if log.is_negative() => {
                (u + Real::ONE) / u.shifted(1) * (log * (u - Real::ONE).shifted(-1)).exp()
            }
            Curve::Everlasting(u) => {
                let falls = (-(log * (u + Real::ONE)).shifted(-1)).exp();
                Real::ONE - (u - Real::ONE) / u.shifted(1) * falls
            }
        };
        match (self.right, self.curve) {
            (Right::Call, _) => call,
            // At the strike neither payoff has begun.
            (Right::Put, Curve::Payoff) if price == self.strike => Real::ZERO,
            (Right::Put, _) => call - Real::ONE,
        }
    }
}
