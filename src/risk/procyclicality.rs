//! Keeping margins from feeding a crisis: floors, a buffer that is released, and limits of speed.
//!
//! The tools are those of Regulation (EU) 153/2013, Art. 28, and their measures those of Murphy, Vasios, Vause (2014).
//! A margin is a number of any unit, up to 128 bits; WAD for a ratio. What is charged is rounded up.

mod buffer;
mod floor;
mod measure;
mod speed;

pub use buffer::{Buffer, BufferTerms};
pub use floor::{floored, stress_weighted_up};
pub use measure::{mean_down, peak_to_trough_up, worst_relative_rise_up, worst_rise};
pub use speed::{MaintenanceRatio, Speed, SpeedLimit};
