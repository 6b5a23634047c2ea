//! The ways in which the pricer refuses.

use crate::abi::*;

crate::words::errors! {
    /// Every error of the pricer, as its Solidity caller sees it.
    PricerError {
        MathFailed {}
    }
}
