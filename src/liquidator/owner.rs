//! The owner, who hands over in two steps and cannot disappear.

use crate::abi::{LiquidatorError, NotOwner, OwnershipTransferStarted, OwnershipTransferred};
use crate::host::{emit, sender};
use crate::state;
use alloy_primitives::Address;

pub(crate) fn require_owner() -> Result<Address, LiquidatorError> {
    require(state::owner())
}

pub(crate) fn offer(successor: Address) -> Result<(), LiquidatorError> {
    let owner = require_owner()?;
    state::set_pending_owner(successor);
    emit(&OwnershipTransferStarted {
        previousOwner: owner,
        newOwner: successor,
    });
    Ok(())
}

pub(crate) fn accept() -> Result<(), LiquidatorError> {
    let successor = require(state::pending_owner())?;
    let previous = state::owner();
    state::set_pending_owner(Address::ZERO);
    state::set_owner(successor);
    emit(&OwnershipTransferred {
        previousOwner: previous,
        newOwner: successor,
    });
    Ok(())
}

fn require(expected: Address) -> Result<Address, LiquidatorError> {
    let caller = sender();
    // Nobody is the zero address: not before a successor is named, not before `initialize`.
    if caller == expected && !caller.is_zero() {
        Ok(caller)
    } else {
        Err(NotOwner { caller }.into())
    }
}
