//! The ways in which the judge refuses.

use crate::abi::*;
use risk::RiskError;

crate::words::errors! {
    /// Every error of the judge, as its Solidity caller sees it.
    JudgeError {
        Malformed {}
        OracleCallFailed {}
        TermsCallFailed {}
        NotEnoughGas {}
        ValueTooLarge {}
    }
}

impl From<RiskError> for JudgeError {
    /// What decoding leaves over: arithmetic out of range, and words that no oracle and no terms write.
    fn from(error: RiskError) -> Self {
        match error {
            RiskError::InvalidTerms => TermsCallFailed {}.into(),
            RiskError::Malformed | RiskError::UnknownAsset => OracleCallFailed {}.into(),
            _ => ValueTooLarge {}.into(),
        }
    }
}
