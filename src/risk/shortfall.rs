//! Expected Shortfall by filtered historical simulation, and its bound from stress rows.
//!
//! [`simulate`] revalues a portfolio in every scenario and returns the mean of the worst losses; [`tail`] holds the
//! estimators, for losses given; [`stress`] is the table of moves that history may lack.

mod column;
mod curve;
mod linear;
mod scan;
mod search;
mod simulate;
pub mod stress;
pub mod tail;

pub use column::fitting_exponent;
pub use linear::{linear_up, MIN_ROWS};
pub use simulate::{
    simulate, simulate_with, Curve, Exposure, Linear, Simulation, MAX_SCALE, MAX_TAIL,
};
