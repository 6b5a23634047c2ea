//! From what feeds say to a price that may be used: the gates, the prices of sources that disagree, the round
//! that was in force at a past time, and how it is all kept in few bits.
//!
//! | part | answers |
//! |---|---|
//! | [`fault`] | which gate stopped a price, and what state that is |
//! | [`round`] | whether a round passes the gates of its own feed |
//! | [`agreement`] | whether it agrees with other sources, and with the past |
//! | [`quote`] | at which two prices an asset counts |
//! | [`walk`] | which round was in force at a time |
//! | [`packed`] | how prices and bands are kept |

pub mod agreement;
pub mod fault;
pub mod packed;
pub mod quote;
pub mod round;
pub mod walk;

pub use agreement::{disagreement, has_held, Disagreement, Sample};
pub use fault::Fault;
pub use quote::{Nav, Quote};
pub use round::{judge, Limits, Reading, Round};
pub use walk::Walk;

/// Prices of 112 bits: up to 5.1e15 USD.
pub const MAX_PRICE: u128 = (1 << 112) - 1;
/// Feeds with more decimals are not listed.
pub const MAX_DECIMALS: u8 = 18;
/// Ratios of a listing are kept in these parts.
pub const BASIS_POINTS: u128 = 10_000;
/// Seconds after the sequencer's return in which users may act before anybody is judged by a price.
pub const SEQUENCER_GRACE: u64 = 3_600;
/// Seconds after which a new level counts, however far it is from the last sample.
pub const HOLD: u64 = 1_800;
