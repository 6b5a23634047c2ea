//! The ways in which the pricer refuses.

use crate::abi::*;
use risk::RiskError;

crate::words::errors! {
    /// Every error of the pricer, as its Solidity caller sees it.
    PricerError {
        Malformed {}
        MathFailed {}
    }
}

impl From<RiskError> for PricerError {
    fn from(error: RiskError) -> Self {
        match error {
            RiskError::Malformed | RiskError::UnsupportedLeg => Malformed {}.into(),
            _ => MathFailed {}.into(),
        }
    }
}
