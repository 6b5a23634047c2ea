//! The ways in which the planner refuses.

use crate::abi::*;
use risk::RiskError;

crate::words::errors! {
    /// Every error of the planner, as its Solidity caller sees it. `Callee` is what the margin reverted with.
    PlannerError passing Callee {
        AlreadyInitialized {}
        NoCode { target }
        InvalidTerms {}
        UnknownAsset { asset }
        NotHeld { asset }
        SaleWouldNotHelp { asset }
        MarginCallFailed {}
        OracleCallFailed {}
        ValueTooLarge {}
    }
}

impl From<RiskError> for PlannerError {
    fn from(error: RiskError) -> Self {
        match error {
            RiskError::InvalidTerms => InvalidTerms {}.into(),
            _ => ValueTooLarge {}.into(),
        }
    }
}
