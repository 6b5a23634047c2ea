//! The ways in which the simulator refuses.

use crate::abi::*;
use risk::RiskError;

crate::words::errors! {
    /// Every error of the simulator, as its Solidity caller sees it. `Callee` is what the book or the pricer reverted
    /// with.
    SimulatorError passing Callee {
        Malformed {}
        MalformedPage { page }
        MalformedAnswer { callee }
        MathFailed {}
    }
}

impl From<RiskError> for SimulatorError {
    fn from(error: RiskError) -> Self {
        match error {
            RiskError::Malformed | RiskError::UnsupportedLeg => Malformed {}.into(),
            _ => MathFailed {}.into(),
        }
    }
}
