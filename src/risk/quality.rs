//! What an asset is, and what its price does not show: haircuts, jumps, pegs.

mod class;
mod haircut;
mod peg;
mod wrong_way;

pub use class::{AssetClass, ClassTerms};
pub use haircut::{composite_haircut_up, initial_ratio_down, market_haircut_up, threshold_down};
pub use peg::{collateral_price, liability_price, peg_multiplier_up, PEG_FACTOR, PEG_LINE};
pub use wrong_way::{hedge_correlation, pair_deviation_up, HEDGE_MARGIN};
