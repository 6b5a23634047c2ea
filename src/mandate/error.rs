//! The ways in which the mandate refuses.

use crate::abi::*;

crate::words::errors! {
    /// Every error of the mandate, as its Solidity caller sees it.
    MandateError {
        MathFailed {}
    }
}
