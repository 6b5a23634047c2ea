//! The ways in which the lens refuses.

use crate::abi::*;
use fixed::MathError;
use risk::RiskError;

crate::words::errors! {
    /// Every error of the lens, as its Solidity caller sees it. `Callee` is what the book or the oracle reverted with.
    LensError passing Callee {
        NoCode { book }
        UnknownAsset { asset }
        LengthMismatch { assets, exposures }
        InvalidHorizon { horizon }
        TooFewRows { rows, needed }
        MalformedPage { page }
        MalformedAnswer { callee }
        MathFailed {}
    }
}

impl From<MathError> for LensError {
    fn from(_: MathError) -> Self {
        MathFailed {}.into()
    }
}

impl From<RiskError> for LensError {
    fn from(_: RiskError) -> Self {
        MathFailed {}.into()
    }
}
