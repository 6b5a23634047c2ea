//! Sensitivities of dated options, and the form with a spot price and an interest rate (Black and Scholes 1973).
//!
//! WAD to nearest: they inform and sort, no value or margin is computed from them.

use crate::error::OVERFLOW;
use crate::options::black76::{narrow, root_years, wad, wad_size, European, ONE};
use crate::options::Payoff;
use crate::{RiskError, YEAR};
use fixed::{U256, WAD};

/// Sensitivities of one payoff, WAD.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Greeks {
    /// Of the value to the price: 0 to 1 for a call, -1 to 0 for a put.
    pub delta: i128,
    /// Of delta to the price, per USD.
    pub gamma: u128,
    /// Of the value to volatility, USD per 1.00 of it.
    pub vega: u128,
    /// Of the value to calendar time, USD per year; the forward stays (forward form) or the spot (spot form).
    pub theta: i128,
    /// Of the value to the interest rate, USD per 1.00 of it; zero in the forward form.
    pub rho: i128,
}

/// The parts that both forms share, for a price P: Phi(d1), Phi(d2), phi(d1)/(P w), P phi(d1) sqrt T, P phi(d1) s / (2 sqrt T).
struct Parts {
    delta: u128,
    exercised: u128,
    gamma: u128,
    vega: u128,
    decay: u128,
}

fn product(a: U256, b: u128, divisor: u128) -> Result<U256, RiskError> {
    Ok(fixed::mul_div_down(a, U256::from(b), U256::from(divisor))?)
}

/// `a * b / divisor`, to nearest.
fn rounded(a: u128, b: u128, divisor: u128) -> Result<u128, RiskError> {
    let twice = product(U256::from(a), b, divisor >> 1)?;
    Ok(narrow(twice)?.checked_add(1).ok_or(OVERFLOW)? >> 1)
}

fn parts(option: &European, price: u128) -> Result<Option<Parts>, RiskError> {
    let Some(at) = option.standardised()? else {
        return Ok(None);
    };
    let density = fixed::norm_pdf_q96(at.d1);
    let root = root_years(option.seconds)?;
    let weighted = product(U256::from(price), density, WAD)?;
    let per_deviation = product(U256::from(density), WAD * WAD, at.deviation)?;
    Ok(Some(Parts {
        delta: fixed::norm_cdf_q96(at.d1),
        exercised: fixed::norm_cdf_q96(at.d2),
        gamma: narrow(product(per_deviation, 1, price)?)?,
        vega: wad_size(narrow(product(weighted, root, ONE)?)?)?,
        decay: wad_size(
            narrow(product(weighted, option.volatility, WAD)?.wrapping_shr(1))
                .and_then(|half| Ok(fixed::mul_div_down_u128(half, ONE, root)?))?,
        )?,
    }))
}

impl European {
    /// Sensitivities to the forward. Without diffusion (a deviation below 1e-6) those of the intrinsic value.
    ///
    /// # Errors
    /// Overflow.
    pub fn greeks(&self, payoff: Payoff) -> Result<Greeks, RiskError> {
        let Some(parts) = parts(self, self.forward)? else {
            let delta = i128::from(self.forward >= self.strike);
            return Ok(Greeks {
                delta: call_to(payoff, delta.wrapping_mul(UNIT), UNIT),
                ..Greeks::default()
            });
        };
        let delta = wad_size(parts.delta)?.cast_signed();
        Ok(Greeks {
            delta: call_to(payoff, delta, UNIT),
            gamma: parts.gamma,
            vega: parts.vega,
            theta: signed(parts.decay)?.wrapping_neg(),
            rho: 0,
        })
    }
}

const UNIT: i128 = WAD.cast_signed();

/// By parity: what a put has less than the call.
const fn call_to(payoff: Payoff, call: i128, less: i128) -> i128 {
    match payoff {
        Payoff::Call => call,
        Payoff::Put => call.wrapping_sub(less),
    }
}

fn signed(value: u128) -> Result<i128, RiskError> {
    i128::try_from(value).map_err(|_| OVERFLOW)
}

/// An option on a spot price that earns nothing, under a constant interest rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// Price of the underlying, USD WAD.
    pub price: u128,
    /// Strike, USD WAD.
    pub strike: u128,
    /// Time to expiry, seconds.
    pub seconds: u64,
    /// Volatility, annual WAD.
    pub volatility: u128,
    /// Continuously compounded interest rate, annual WAD.
    pub rate: i128,
}

impl Spot {
    /// `rate * T` with 96 fractional bits.
    fn growth(&self) -> Result<i128, RiskError> {
        let rate = product(U256::from(self.rate.unsigned_abs()), ONE, WAD)?;
        let size = signed(narrow(product(
            rate,
            u128::from(self.seconds),
            u128::from(YEAR),
        )?)?)?;
        Ok(if self.rate.is_negative() {
            size.wrapping_neg()
        } else {
            size
        })
    }

    /// The option on the forward `price * e^(rate T)`, to nearest, and the discount factor with 96 fractional bits.
    fn forward(&self) -> Result<(European, u128), RiskError> {
        let growth = self.growth()?;
        let factor = narrow(fixed::exp_q96_down(growth)?)?;
        let option = European {
            forward: rounded(self.price, factor, ONE)?,
            strike: self.strike,
            seconds: self.seconds,
            volatility: self.volatility,
        };
        Ok((option, narrow(fixed::exp_q96_down(growth.wrapping_neg())?)?))
    }

    /// Value, USD WAD, within 4 ulp and 2^-80 of the price.
    ///
    /// # Errors
    /// Overflow.
    pub fn value(&self, payoff: Payoff) -> Result<u128, RiskError> {
        let (option, discount) = self.forward()?;
        rounded(option.value_up(payoff)?, discount, ONE)
    }

    /// Sensitivities to the spot price; theta is that of calendar time at a constant spot.
    ///
    /// # Errors
    /// Overflow.
    pub fn greeks(&self, payoff: Payoff) -> Result<Greeks, RiskError> {
        let (option, discount) = self.forward()?;
        let Some(parts) = parts(&option, self.price)? else {
            return option.greeks(payoff);
        };
        let exercised = call_to(payoff, parts.exercised.cast_signed(), ONE.cast_signed());
        let paid = rounded(self.strike, discount, ONE)?;
        // K D Phi(d2), or -K D Phi(-d2) for the put.
        let paid = rounded(paid, exercised.unsigned_abs(), ONE)?;
        let paid = if exercised.is_negative() {
            signed(paid)?.wrapping_neg()
        } else {
            signed(paid)?
        };
        let interest = fixed::mul_wad_trunc_signed(paid, self.rate)?;
        let years = wad(fixed_years(self.seconds)?)?;
        Ok(Greeks {
            delta: call_to(payoff, wad_size(parts.delta)?.cast_signed(), UNIT),
            gamma: parts.gamma,
            vega: parts.vega,
            theta: signed(parts.decay)?
                .wrapping_neg()
                .checked_sub(interest)
                .ok_or(OVERFLOW)?,
            rho: fixed::mul_wad_trunc_signed(paid, years)?,
        })
    }
}

/// Years with 96 fractional bits.
fn fixed_years(seconds: u64) -> Result<i128, RiskError> {
    let years = product(U256::from(seconds), ONE, u128::from(YEAR))?;
    signed(narrow(years)?)
}
