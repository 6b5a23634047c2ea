//! What the owner decides: the contracts around the vault, once, and who may seize.

use crate::abi::*;
use crate::error::VaultError;
use crate::host::{emit, has_code};
use crate::listing::{Desk, MAX_DECIMALS};
use crate::state::Vault;
use crate::token;
use crate::words::{address, tagged, Word};
use alloy_primitives::Address;

impl Vault {
    pub(crate) fn set_up(
        &mut self,
        owner: Address,
        cash: Address,
        pool: Address,
        margin: Address,
    ) -> Result<(), VaultError> {
        if !address(self.owner.get()).is_zero() {
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
        self.owner.set(owner.to_word().into());
        self.cash.set(cash.to_word().into());
        self.pool.set(tagged(pool, decimals));
        self.desk.set(Desk::new(margin).word());
        emit(OwnershipTransferred {
            previousOwner: Address::ZERO,
            newOwner: owner,
        });
        Ok(())
    }

    pub(crate) fn name_liquidator(&mut self, liquidator: Address) -> Result<(), VaultError> {
        self.require_owner()?;
        self.liquidator.set(liquidator.to_word().into());
        emit(LiquidatorSet { liquidator });
        Ok(())
    }
}
