//! The ways in which the desk refuses.

use crate::abi::*;

crate::words::errors! {
    /// Every error of the desk, as its Solidity caller sees it.
    DepthError {
        AlreadyInitialized {}
        NotOwner { caller }
        ZeroAddress {}
        InvalidTerms {}
        NotListed { asset }
        NoCode { account }
        DecimalsTooLarge { decimals }
        InsufficientGas {}
    }
}
