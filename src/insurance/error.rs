//! The ways in which the insurance refuses.

use crate::abi::*;

crate::words::errors! {
    /// Every error of the insurance, as its Solidity caller sees it.
    InsuranceError {
        MathFailed {}
    }
}
