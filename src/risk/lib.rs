//! The risk model in pure integer arithmetic: no chain, no storage, no floats, no allocation, no panics.
//!
//! The oracle keeps the covariance and the clock, the margin contract judges portfolios, the liquidator
//! asks how much to close, the pool accrues interest: all of them call the functions of this crate, and
//! so do the keeper and the tests.
//!
//! Units, everywhere: USD values, prices, ratios and rates are WAD (1e18); asset amounts have 18 decimals;
//! returns are logarithmic, WAD; variances and covariances are per day at scale 1e-36 (the product of two
//! WAD returns, so that a pegged asset keeps its digits); time is seconds. Whatever raises a required
//! margin rounds up, whatever lowers it rounds down.
#![no_std]
#![forbid(unsafe_code)]
#![cfg_attr(
    test,
    allow(
        clippy::arithmetic_side_effects,
        clippy::indexing_slicing,
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic
    )
)]

mod attribution;
pub mod backtest;
pub mod clearing;
pub mod covariance;
mod error;
pub mod float;
pub mod forecast;
pub mod frontier;
pub mod interest;
pub mod liquidation;
pub mod liquidity;
pub mod margin;
mod market;
mod model;
pub mod note;
pub mod options;
pub mod outflow;
pub mod parametric;
mod portfolio;
pub mod price;
pub mod procyclicality;
pub mod profile;
pub mod quality;
pub mod realised;
pub mod scenarios;
pub mod shortfall;
pub mod snapshot;
mod state;
pub mod tail;
pub mod terms;
pub mod volatility;
mod wide;

pub use covariance::{Covariance, MAX_ENTRIES};
pub use error::RiskError;
pub use interest::{accrue_up, KinkedCurve, RAY};
pub use liquidation::{
    close, close_amount, close_under_both_prices, CloseAmount, ClosePlan, CloseTerms, Path,
    NO_ASSET,
};
pub use margin::{assess, AssetTerms, MarginTerms, Verdict};
pub use market::{Market, CLOCK_PATIENCE, MAX_STALL, STATE_BITS};
pub use parametric::portfolio::{components, tail_loss_up, volatility_up};
pub use portfolio::{Holding, Leg, LegKind};
pub use state::{Action, Gate, Permission, State, CERTAIN_HEALTH};
pub use volatility::clip::{clip_return, MAX_RETURN};
pub use volatility::clock::{index_volatility_up, next_interval};
pub use volatility::ewma::{step_up, Decay, EwmaTerms};
pub use volatility::kernel::Kernel;
pub use volatility::{annual_volatility_up, daily_variance_up};

/// Most assets that one covariance, snapshot or portfolio can hold.
pub const MAX_ASSETS: usize = 16;
/// Seconds of a day, the time unit of variances.
pub const DAY: u64 = 86_400;
/// Seconds of a year of 365 days, the time unit of volatilities and interest rates.
pub const YEAR: u64 = 31_536_000;
