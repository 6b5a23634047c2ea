//! The risk model in exact arithmetic, written from its formulas and not from the code that it judges.
//!
//! [`Exact`] is plain fixed point for single formulas. [`Model`] is the whole margin in [`Real`], fast enough for
//! a million portfolios: the losses that make the Expected Shortfall are chosen by floats with an allowance for
//! their error, and valued exactly.

mod assess;
mod exact;
mod exposure;
mod functions;
mod inputs;
mod measure;
mod number;
mod option;
mod real;
mod simulation;

pub use assess::{Breakdown, Model, Verdict};
pub use exact::Exact;
pub use inputs::{Asset, Leg, Market, Portfolio, Terms, RESIDUAL_UNIT};
pub use measure::Binding;
pub use option::{Life, Right, VolatilityMove};
pub use real::Real;
