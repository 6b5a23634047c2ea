//! Replay: a price history through the shipped programs on a local chain, beside a static threshold.

mod actions;
pub mod chart;
pub mod mocks;
pub mod prices;
mod quantity;
pub mod record;
pub mod report;
mod stage;
pub mod story;
