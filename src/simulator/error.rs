//! The ways in which the simulator refuses.

use crate::abi::*;

crate::words::errors! {
    /// Every error of the simulator, as its Solidity caller sees it.
    SimulatorError {
        MathFailed {}
    }
}
