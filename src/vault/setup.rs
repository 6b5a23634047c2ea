//! What the owner decides: the contracts around the vault, once, and who may seize.

use crate::abi::*;
use crate::error::VaultError;
use crate::host::{emit, has_code};
use crate::listing::{Desk, MAX_DECIMALS};
use crate::state::Vault;
use crate::words::{tagged, Word};
use crate::{owner, token};
use alloy_primitives::Address;

impl Vault {
    pub(crate) fn set_up(
        &mut self,
        owner: Address,
        cash: Address,
        pool: Address,
        margin: Address,
    ) -> Result<(), VaultError> {
        if !shell::owner::owner().is_zero() {
            return Err(AlreadyInitialized {}.into());
        }
        if owner.is_zero() {
            return Err(ZeroAddress {}.into());
        }
        for target in [pool, margin] {
            if !has_code(target) {
                return Err(NoCode { target }.into());
            }
        }
        let decimals = token::decimals(cash)?;
        if decimals > MAX_DECIMALS {
            return Err(DecimalsTooLarge { decimals }.into());
        }
        self.cash.set(cash.to_word().into());
        self.pool.set(tagged(pool, decimals));
        self.desk.set(Desk::new(margin).word());
        owner::begin(owner);
        Ok(())
    }

    pub(crate) fn name_liquidator(&mut self, liquidator: Address) -> Result<(), VaultError> {
        owner::require_owner()?;
        self.liquidator.set(liquidator.to_word().into());
        emit(LiquidatorSet { liquidator });
        Ok(())
    }
}
