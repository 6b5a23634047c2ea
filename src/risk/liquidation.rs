//! Enforcement: how much of what to sell, at which price, and who bears what is missing.
//!
//! | part | answers |
//! |---|---|
//! | [`close`], [`planning`], [`close_amount`], [`portfolio_close`] | how much |
//! | [`order`] | of what first |
//! | [`auction`], [`discount`] | at which price |
//! | [`active_clock`], [`uptime`] | how much time counted |
//! | [`pace`], [`residual`] | how fast, and what may stay |
//! | [`waterfall`], [`deleverage`] | who pays for a loss |

pub mod active_clock;
pub mod auction;
mod close;
mod close_amount;
pub mod deleverage;
pub mod discount;
mod grid;
mod line;
pub mod order;
pub mod pace;
pub mod planning;
pub mod portfolio_close;
pub mod residual;
mod sale;
pub mod uptime;
pub mod waterfall;

pub use close::{close, close_under_both_prices, ClosePlan, CloseTerms, Path, NO_ASSET};
pub use close_amount::{close_amount, CloseAmount};
