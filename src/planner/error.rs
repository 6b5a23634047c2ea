//! The ways in which the planner refuses.

use crate::abi::*;

crate::words::errors! {
    /// Every error of the planner, as its Solidity caller sees it.
    PlannerError {
        MathFailed {}
    }
}
