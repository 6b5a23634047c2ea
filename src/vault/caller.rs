//! Who acts, what the owner of an account has allowed, and the lock of the house around it.

use crate::abi::*;
use crate::account::owner_of;
use crate::error::VaultError;
use crate::host::{self, sender};
use crate::lock;
use crate::state::{load_address, Vault, LOCK, MANDATE};
use crate::words::{pack, Word};
use alloy_primitives::{Address, B256, U256};
use stylus_sdk::function_selector;

const ALLOWS: [u8; 4] = function_selector!("allows", B256, Address, u32);

/// What the owner of an account may allow others, as the mandate counts it.
pub(crate) mod capability {
    /// Opt in to a kind of collateral, or bring a new one.
    pub(crate) const OPT_IN: u32 = 1;
    /// Take collateral or cash out.
    pub(crate) const WITHDRAW: u32 = 2;
    /// Borrow.
    pub(crate) const BORROW: u32 = 4;
    /// Move collateral or cash to another account.
    pub(crate) const TRANSFER: u32 = 8;
    /// Pay debt with the account's own cash.
    pub(crate) const REPAY: u32 = 32;
}

/// What is known for the time of one call of the program.
#[derive(Debug, Default)]
pub(crate) struct Call {
    /// For whom the mandate calls; zero where nobody else but the caller acts.
    pub(crate) actor: Address,
    /// Whether the house is locked, by this call or by its caller.
    pub(crate) locked: bool,
}

impl Vault {
    /// Who acts: the caller, or for whom the mandate calls.
    pub(crate) fn caller(&self) -> Address {
        let actor = self.call.0.actor;
        if actor.is_zero() {
            sender()
        } else {
            actor
        }
    }

    /// Refuses whoever may not do this to an account. Who acts.
    pub(crate) fn require_right(
        &self,
        account: B256,
        capability: u32,
    ) -> Result<Address, VaultError> {
        let caller = self.caller();
        if self.may(account, caller, capability)? {
            Ok(caller)
        } else {
            Err(NotAllowed {
                account,
                caller,
                capability,
            }
            .into())
        }
    }

    /// Whether somebody may do this to an account: its owner, and whom they have allowed it.
    pub(crate) fn may(
        &self,
        account: B256,
        caller: Address,
        capability: u32,
    ) -> Result<bool, VaultError> {
        Ok(caller == owner_of(account) || self.is_operator(account, caller, capability)?)
    }

    /// Asks the mandate, where there is one. It cannot answer while it is the one who calls.
    fn is_operator(
        &self,
        account: B256,
        caller: Address,
        capability: u32,
    ) -> Result<bool, VaultError> {
        let mandate = load_address(MANDATE);
        if mandate.is_zero() || !self.call.0.actor.is_zero() {
            return Ok(false);
        }
        let words = [account, caller.to_word(), capability.to_word()];
        let answer = host::static_call(mandate, &pack(&ALLOWS, &words), 32)
            .map_err(|data| VaultError::callee(data, mandate))?;
        match answer.word(0) {
            Some(U256::ONE) => Ok(true),
            Some(U256::ZERO) => Ok(false),
            _ => Err(CallFailed { target: mandate }.into()),
        }
    }

    /// Does something that touches tokens or other contracts, with the house locked around it. A failure reverts the
    /// whole call, and the lock with it.
    pub(crate) fn guarded<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, VaultError>,
    ) -> Result<T, VaultError> {
        let outermost = self.enter()?;
        let answer = work(self)?;
        if outermost {
            self.leave()?;
        }
        Ok(answer)
    }

    #[inline(never)]
    fn enter(&mut self) -> Result<bool, VaultError> {
        if self.call.0.locked {
            return Ok(false);
        }
        let lock = self.house_lock();
        lock::acquire(lock).map_err(|data| VaultError::callee(data, lock))?;
        self.call.0.locked = true;
        Ok(true)
    }

    #[inline(never)]
    fn leave(&mut self) -> Result<(), VaultError> {
        let lock = self.house_lock();
        lock::release(lock).map_err(|data| VaultError::callee(data, lock))?;
        self.call.0.locked = false;
        Ok(())
    }

    /// Refuses to be read in the middle of what somebody else does; who holds the lock knows what it is in.
    #[inline(never)]
    pub(crate) fn require_quiet(&self) -> Result<(), VaultError> {
        if self.call.0.locked {
            return Ok(());
        }
        let holder = self.lock_holder()?;
        // This contract itself: the annex, within a call that has locked the house.
        if holder.is_zero() || holder == sender() || holder == host::this() {
            Ok(())
        } else {
            Err(VaultError(shell::entry::REENTRANT.to_vec()))
        }
    }

    pub(crate) fn lock_holder(&self) -> Result<Address, VaultError> {
        let lock = self.house_lock();
        lock::holder(lock).map_err(|data| VaultError::callee(data, lock))
    }

    fn house_lock(&self) -> Address {
        load_address(LOCK)
    }
}

/// Whether the contract in this slot calls; nobody does where it is not set.
pub(crate) fn is_caller(slot: u64) -> bool {
    let expected = load_address(slot);
    !expected.is_zero() && sender() == expected
}
