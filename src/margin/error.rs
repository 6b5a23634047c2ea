//! The ways in which the margin refuses.

use crate::abi::*;
use risk::RiskError;

crate::words::errors! {
    /// Every error of the margin, as its Solidity caller sees it.
    MarginError {
        AlreadyInitialized {}
        NoCode { target }
        OracleCallFailed {}
        TermsCallFailed {}
        NotEnoughGas {}
        UnknownAsset { asset }
        DuplicateAsset { asset }
        TooManyHoldings { count }
        TooManyLegs { count }
        TooManyPortfolios { count }
        UnsupportedLeg { kind }
        ValueTooLarge {}
    }
}

impl From<RiskError> for MarginError {
    /// What the checks of this contract leave over: arithmetic out of range, and words that no oracle and no terms
    /// write.
    fn from(error: RiskError) -> Self {
        match error {
            RiskError::InvalidTerms => TermsCallFailed {}.into(),
            RiskError::Malformed | RiskError::UnknownAsset => OracleCallFailed {}.into(),
            _ => ValueTooLarge {}.into(),
        }
    }
}
