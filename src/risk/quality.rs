//! What an asset is, and what its price does not show: haircuts, jumps, pegs.

mod class;
mod haircut;
mod peg;

pub use class::AssetClass;
pub use haircut::{composite_haircut_up, initial_ratio_down, market_haircut_up, threshold_down};
pub use peg::{collateral_price, liability_price, peg_charge, PEG_FACTOR, PEG_LINE};
