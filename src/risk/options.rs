//! What options are worth: dated European options, everlasting options, power perpetuals, and grids of shocks over them.
//!
//! Two precisions. [`black76`], [`everlasting`] and [`power`] give values to an ulp of a WAD, on the side their names say:
//! marks, collateral value, tests. [`lane`] gives them to 2^-45 of the larger of price and strike in 64-bit arithmetic, at
//! a thirtieth of the gas: revaluation on a grid of shocks.
//!
//! The forward of a dated option is the mark of its underlying and the discount factor is one.

pub mod black76;
pub mod everlasting;
pub mod greeks;
pub mod lane;
pub mod power;
pub mod scan;
pub mod volatility_shock;

use crate::LegKind;

/// What an option pays at its strike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Payoff {
    /// `max(price - strike, 0)`.
    Call,
    /// `max(strike - price, 0)`.
    Put,
}

impl Payoff {
    /// Its value at a price, exact.
    #[must_use]
    pub const fn intrinsic(self, price: u128, strike: u128) -> u128 {
        match self {
            Self::Call => price.saturating_sub(strike),
            Self::Put => strike.saturating_sub(price),
        }
    }
}

/// What a leg pays and whether it never expires; nothing for a linear one.
pub(crate) const fn payoff(kind: LegKind) -> Option<(Payoff, bool)> {
    match kind {
        LegKind::Linear => None,
        LegKind::Call => Some((Payoff::Call, false)),
        LegKind::Put => Some((Payoff::Put, false)),
        LegKind::EverlastingCall => Some((Payoff::Call, true)),
        LegKind::EverlastingPut => Some((Payoff::Put, true)),
    }
}
