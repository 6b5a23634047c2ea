//! What the owner decides: the contracts around the vault, and when it opens.

use crate::abi::*;
use crate::error::VaultError;
use crate::host::{self, emit, has_code};
use crate::listing::{Desk, MAX_DECIMALS};
use crate::packing::field;
use crate::state::*;
use crate::words::{address, tagged, Word};
use crate::{owner, token};
use alloy_primitives::Address;
use stylus_sdk::function_selector;

/// `terms() returns (address)`, of the margin contract.
const TERMS_OF: [u8; 4] = function_selector!("terms");
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
        annex: Address,
    ) -> Result<(), VaultError> {
        if !shell::owner::owner().is_zero() {
            return Err(AlreadyInitialized {}.into());
        }
        if owner.is_zero() {
            return Err(ZeroAddress {}.into());
        }
        for target in [pool, margin, lock, annex] {
            require_code(target)?;
        }
        let decimals = token::decimals(cash)?;
        if decimals > MAX_DECIMALS {
            return Err(DecimalsTooLarge { decimals }.into());
        }
        let answer = host::static_call(margin, &TERMS_OF, 32)
            .map_err(|data| VaultError::callee(data, margin))?;
        let terms = answer.word(0).ok_or(CallFailed { target: margin })?;
        require_code(address(terms))?;
        store(CASH_TOKEN, cash.to_word().into());
        store(POOL, tagged(pool, decimals));
        store(DESK, Desk::new(margin).word());
        store(LOCK, lock.to_word().into());
        store(ANNEX, annex.to_word().into());
        store(TERMS, terms);
        owner::begin(owner);
        Ok(())
    }

    pub(crate) fn is_open(&self) -> bool {
        field(load(LOCK), OPEN_AT, 1) == 1
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
        store(LOCK, tagged(load_address(LOCK), 1));
        emit(Opened {});
        Ok(())
    }

    pub(crate) fn name_liquidator(&mut self, liquidator: Address) -> Result<(), VaultError> {
        name_contract(LIQUIDATOR, liquidator)?;
        emit(LiquidatorSet { liquidator });
        Ok(())
    }

    pub(crate) fn name_mandate(&mut self, mandate: Address) -> Result<(), VaultError> {
        name_contract(MANDATE, mandate)?;
        emit(MandateSet { mandate });
        Ok(())
    }

    /// Once: what accounts have at the clearing house is known there alone.
    pub(crate) fn name_clearing(&mut self, clearing: Address) -> Result<(), VaultError> {
        owner::require_owner()?;
        if !load(CLEARING).is_zero() {
            return Err(AlreadySet {}.into());
        }
        name_contract(CLEARING, clearing)?;
        emit(ClearingSet { clearing });
        Ok(())
    }

    /// Any address, for it can only lower what may be done; zero is nobody.
    pub(crate) fn name_guardian(&mut self, guardian: Address) -> Result<(), VaultError> {
        owner::require_owner()?;
        store(GUARDIAN, guardian.to_word().into());
        emit(GuardianSet { guardian });
        Ok(())
    }
}

fn name_contract(slot: u64, target: Address) -> Result<(), VaultError> {
    owner::require_owner()?;
    require_code(target)?;
    store(slot, target.to_word().into());
    Ok(())
}

fn require_code(target: Address) -> Result<(), VaultError> {
    if has_code(target) {
        Ok(())
    } else {
        Err(NoCode { target }.into())
    }
}
