//! The ways in which the lookout refuses.

use crate::abi::*;

crate::words::errors! {
    /// Every error of the lookout, as its Solidity caller sees it.
    LookoutError {
        MathFailed {}
    }
}
