//! The ways in which the margin refuses.

use crate::abi::*;
use risk::RiskError;

crate::words::errors! {
    /// Every error of the margin, as its Solidity caller sees it. `Callee` is what the judge reverted
    /// with.
    MarginError passing Callee {
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
        MalformedAnswer { callee }
        ValueTooLarge {}
    }
}

impl From<RiskError> for MarginError {
    /// Numbers that the judge's answer does not have.
    fn from(_: RiskError) -> Self {
        ValueTooLarge {}.into()
    }
}
