//! Replay: a price history through the shipped programs on a local chain, beside a static threshold.

pub mod chart;
pub mod mocks;
pub mod prices;
pub mod record;
pub mod report;
pub mod story;
