//! The ways in which the lookout refuses.

use crate::abi::*;
use alloc::vec::Vec;
use alloy_primitives::{Address, U256};
use fixed::MathError;

crate::words::errors! {
    /// Every error of the lookout, as its Solidity caller sees it. `Callee` is what the vault, its pool, the margin contract
    /// or the oracle reverted with.
    LookoutError passing Callee {
        AlreadyInitialized {}
        NoCode { target }
        UnknownAsset { asset }
        InsufficientCollateral { asset, available }
        TooMany { count, most }
        MalformedAnswer { callee }
        MathFailed {}
    }
}

impl From<MathError> for LookoutError {
    fn from(_: MathError) -> Self {
        MathFailed {}.into()
    }
}

/// What was answered is no answer.
pub(crate) fn malformed(callee: Address) -> LookoutError {
    MalformedAnswer { callee }.into()
}

/// What a callee reverted with; that it is no answer, where it did not say why.
pub(crate) fn refused(callee: Address, data: Vec<u8>) -> LookoutError {
    if data.is_empty() {
        malformed(callee)
    } else {
        LookoutError::Callee(data)
    }
}

/// Refuses lists that one call does not answer.
pub(crate) fn bounded(count: usize, most: usize) -> Result<(), LookoutError> {
    if count <= most {
        return Ok(());
    }
    Err(TooMany {
        count: U256::from(count),
        most: U256::from(most),
    }
    .into())
}
