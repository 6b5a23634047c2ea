//! Enforcement: how much of what to sell, at which price, and who bears what is missing.

mod close;
mod close_amount;
mod sale;

pub use close::{close, ClosePlan, CloseTerms, Path, NO_ASSET};
pub use close_amount::{close_amount, CloseAmount};
