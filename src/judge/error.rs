//! The ways in which the judge refuses.

use crate::abi::*;
use risk::RiskError;

crate::words::errors! {
    /// Every error of the judge, as its Solidity caller sees it.
    JudgeError {
        Malformed {}
        InvalidTerms {}
        NotEnoughGas {}
        ValueTooLarge {}
    }
}

impl From<RiskError> for JudgeError {
    fn from(error: RiskError) -> Self {
        match error {
            RiskError::InvalidTerms => InvalidTerms {}.into(),
            RiskError::Malformed | RiskError::UnknownAsset => Malformed {}.into(),
            _ => ValueTooLarge {}.into(),
        }
    }
}
