//! The owner, who hands over in two steps and cannot disappear.

use crate::abi::{NotOwner, OwnershipTransferStarted, OwnershipTransferred};
use crate::error::PoolError;
use crate::host::{emit, sender};
use crate::words::{address, Word};
use crate::Pool;
use alloy_primitives::{Address, U256};

impl Pool {
    pub(crate) fn require_owner(&self) -> Result<(), PoolError> {
        require(address(self.owner.get()))
    }

    pub(crate) fn offer_ownership(&mut self, successor: Address) -> Result<(), PoolError> {
        self.require_owner()?;
        self.pending_owner.set(successor.to_word().into());
        emit(OwnershipTransferStarted {
            previousOwner: address(self.owner.get()),
            newOwner: successor,
        });
        Ok(())
    }

    pub(crate) fn take_ownership(&mut self) -> Result<(), PoolError> {
        let successor = address(self.pending_owner.get());
        require(successor)?;
        let previous = address(self.owner.get());
        self.pending_owner.set(U256::ZERO);
        self.owner.set(successor.to_word().into());
        emit(OwnershipTransferred {
            previousOwner: previous,
            newOwner: successor,
        });
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
