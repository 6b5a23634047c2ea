//! The risk model in exact arithmetic, written from its formulas and not from the code that it judges.

mod exact;

pub use exact::Exact;
