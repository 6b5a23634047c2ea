//! `plimsoll`, the host tool: deploys the contracts, keeps their clock, follows accounts, sends liquidations.
//!
//! The chain's own `plan` decides what is sent; the crate `risk`, the code that the contracts run, only
//! screens accounts first, so that one look at the market serves them all.

pub mod abi;
pub mod accounts;
pub mod backtest;
pub mod book;
pub mod cli;
pub mod connection;
pub mod deploy;
pub mod explain;
pub mod journal;
pub mod judgement;
pub mod liquidate;
pub mod poke;
pub mod replay;
pub mod screen;
pub mod seed;
pub mod terms;
pub mod watch;
