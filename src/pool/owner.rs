//! The owner, who hands over in two steps and cannot disappear.

use crate::abi::{NotOwner, OwnershipTransferStarted, OwnershipTransferred};
use crate::error::PoolError;
use crate::host::{emit, sender};
use crate::Pool;
use alloy_primitives::Address;

impl Pool {
    pub(crate) fn require_owner(&self) -> Result<(), PoolError> {
        require(self.owner.get())
    }

    pub(crate) fn offer_ownership(&mut self, successor: Address) -> Result<(), PoolError> {
        self.require_owner()?;
        self.pending_owner.set(successor);
        emit(OwnershipTransferStarted { previousOwner: self.owner.get(), newOwner: successor });
        Ok(())
    }

    pub(crate) fn take_ownership(&mut self) -> Result<(), PoolError> {
        let successor = self.pending_owner.get();
        require(successor)?;
        let previous = self.owner.get();
        self.pending_owner.set(Address::ZERO);
        self.owner.set(successor);
        emit(OwnershipTransferred { previousOwner: previous, newOwner: successor });
        Ok(())
    }
}

fn require(expected: Address) -> Result<(), PoolError> {
    let caller = sender();
    if caller == expected {
        Ok(())
    } else {
        Err(NotOwner { caller }.into())
    }
}
