//! The ways in which the lock refuses.

use crate::abi::*;

crate::words::errors! {
    /// Every error of the lock, as its Solidity caller sees it.
    LockError {
        MathFailed {}
    }
}
