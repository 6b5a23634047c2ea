//! The ways in which there is no depth.

use crate::abi::*;
use fixed::MathError;
use risk::RiskError;

crate::words::errors! {
    /// Every error of the contract, as its Solidity caller sees it.
    PoolDepthError {
        AlreadyInitialized {}
        NotOwner { caller }
        ZeroAddress {}
        InvalidTerms {}
        NotListed { asset }
        NoCode { account }
        TokenNotInPool { token }
        DecimalsTooLarge { decimals }
        PoolFailed { pool }
        PoolLocked { pool }
        PoolEmpty { pool }
        NoHistory { pool, window }
        PriceFailed { quoteAsset }
        InsufficientGas {}
        MathFailed {}
    }
}

impl From<MathError> for PoolDepthError {
    fn from(_: MathError) -> Self {
        MathFailed {}.into()
    }
}

impl From<RiskError> for PoolDepthError {
    fn from(_: RiskError) -> Self {
        MathFailed {}.into()
    }
}
