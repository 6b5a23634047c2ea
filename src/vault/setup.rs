//! What the owner decides: the contracts around the vault, and when it opens.

use crate::abi::*;
use crate::error::VaultError;
use crate::host::{self, emit, has_code};
use crate::listing::{Desk, MAX_DECIMALS};
use crate::packing::field;
use crate::slot::Slot;
use crate::state::Vault;
use crate::words::{address, tagged, Word};
use crate::{owner, token};
use alloy_primitives::Address;
use stylus_sdk::function_selector;

/// `terms() returns (address)`, of the margin contract.
const TERMS: [u8; 4] = function_selector!("terms");
/// Where the word of the lock says that the vault is open.
const OPEN_AT: u32 = 160;

impl Vault {
    pub(crate) fn set_up(
        &mut self,
        owner: Address,
        cash: Address,
        pool: Address,
        margin: Address,
        lock: Address,
    ) -> Result<(), VaultError> {
        if !shell::owner::owner().is_zero() {
            return Err(AlreadyInitialized {}.into());
        }
        if owner.is_zero() {
            return Err(ZeroAddress {}.into());
        }
        for target in [pool, margin, lock] {
            require_code(target)?;
        }
        let decimals = token::decimals(cash)?;
        if decimals > MAX_DECIMALS {
            return Err(DecimalsTooLarge { decimals }.into());
        }
        let answer = host::static_call(margin, &TERMS, 32)
            .map_err(|data| VaultError::callee(data, margin))?;
        let terms = answer.word(0).ok_or(CallFailed { target: margin })?;
        require_code(address(terms))?;
        self.cash.set(cash.to_word().into());
        self.pool.set(tagged(pool, decimals));
        self.desk.set(Desk::new(margin).word());
        self.lock.set(lock.to_word().into());
        self.terms.set(terms);
        owner::begin(owner);
        Ok(())
    }

    pub(crate) fn is_open(&self) -> bool {
        field(self.lock.get(), OPEN_AT, 1) == 1
    }

    pub(crate) fn require_open(&self) -> Result<(), VaultError> {
        if self.is_open() {
            Ok(())
        } else {
            Err(NotOpen {}.into())
        }
    }

    pub(crate) fn begin_deposits(&mut self) -> Result<(), VaultError> {
        owner::require_owner()?;
        if self.is_open() {
            return Err(AlreadySet {}.into());
        }
        self.lock.set(tagged(address(self.lock.get()), 1));
        emit(Opened {});
        Ok(())
    }

    pub(crate) fn name_liquidator(&mut self, liquidator: Address) -> Result<(), VaultError> {
        name_contract(&mut self.liquidator, liquidator)?;
        emit(LiquidatorSet { liquidator });
        Ok(())
    }

    pub(crate) fn name_mandate(&mut self, mandate: Address) -> Result<(), VaultError> {
        name_contract(&mut self.mandate, mandate)?;
        emit(MandateSet { mandate });
        Ok(())
    }

    /// Once: what accounts have at the clearing house is known there alone.
    pub(crate) fn name_clearing(&mut self, clearing: Address) -> Result<(), VaultError> {
        owner::require_owner()?;
        if !self.clearing.get().is_zero() {
            return Err(AlreadySet {}.into());
        }
        name_contract(&mut self.clearing, clearing)?;
        emit(ClearingSet { clearing });
        Ok(())
    }

    /// Any address, for it can only lower what may be done; zero is nobody.
    pub(crate) fn name_guardian(&mut self, guardian: Address) -> Result<(), VaultError> {
        owner::require_owner()?;
        self.guardian.set(guardian.to_word().into());
        emit(GuardianSet { guardian });
        Ok(())
    }
}

fn name_contract(slot: &mut Slot, target: Address) -> Result<(), VaultError> {
    owner::require_owner()?;
    require_code(target)?;
    slot.set(target.to_word().into());
    Ok(())
}

fn require_code(target: Address) -> Result<(), VaultError> {
    if has_code(target) {
        Ok(())
    } else {
        Err(NoCode { target }.into())
    }
}
