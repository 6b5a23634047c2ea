//! The ways in which the clearing refuses.

use crate::abi::*;

crate::words::errors! {
    /// Every error of the clearing, as its Solidity caller sees it.
    ClearingError {
        MathFailed {}
    }
}
