//! The ways in which the book refuses.

use crate::abi::*;
use fixed::MathError;
use risk::RiskError;

crate::words::errors! {
    /// Every error of the book, as its Solidity caller sees it.
    BookError {
        AlreadyInitialized {}
        NotOwner { caller }
        NotOracle { caller }
        ZeroAddress {}
        NotLater { at, last }
        WrongAssetCount { count }
        MalformedFact { asset }
        AlreadyRecorded { last }
        WrongHash { expected, found }
        MalformedPage { page }
        PageOfTheFuture { last, time }
        NothingToSeal {}
        SealFailed {}
        UnknownAsset { asset }
        MathFailed {}
    }
}

impl From<MathError> for BookError {
    fn from(_: MathError) -> Self {
        MathFailed {}.into()
    }
}

impl From<RiskError> for BookError {
    fn from(_: RiskError) -> Self {
        MathFailed {}.into()
    }
}
