//! The ways in which the terms refuses.

use crate::abi::*;

crate::words::errors! {
    /// Every error of the terms, as its Solidity caller sees it.
    TermsError {
        MathFailed {}
    }
}
