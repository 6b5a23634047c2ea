//! What the owner decides: token, lock and pool, once.

use crate::abi::*;
use crate::class::Books;
use crate::error::InsuranceError;
use crate::host::{emit, has_code};
use crate::state::{ASSET, LOCK, POOL};
use crate::words::{address, tagged, Word};
use crate::{owner, token, Insurance};
use alloy_primitives::Address;
use shares::{Class, Funds};

/// As the pool.
const MAX_DECIMALS: u8 = 18;

impl Insurance {
    pub(crate) fn set_up(
        &mut self,
        owner: Address,
        asset: Address,
        lock: Address,
    ) -> Result<(), InsuranceError> {
        if !shell::owner::owner().is_zero() {
            return Err(AlreadyInitialized {}.into());
        }
        if owner.is_zero() {
            return Err(ZeroAddress {}.into());
        }
        require_code(lock)?;
        let decimals = token::decimals(asset)?;
        if decimals > MAX_DECIMALS {
            return Err(DecimalsTooLarge { decimals }.into());
        }
        ASSET.set(tagged(asset, decimals));
        LOCK.set(lock.to_word().into());
        self.close_books(&Books(Funds::open(0)))?;
        owner::begin(owner);
        Ok(())
    }

    pub(crate) fn name_pool(&mut self, pool: Address) -> Result<(), InsuranceError> {
        owner::require_owner()?;
        let named = address(POOL.get());
        if !named.is_zero() {
            return Err(PoolAlreadySet { pool: named }.into());
        }
        require_code(pool)?;
        POOL.set(pool.to_word().into());
        emit(PoolSet { pool });
        Ok(())
    }
}

fn require_code(contract: Address) -> Result<(), InsuranceError> {
    if has_code(contract) {
        Ok(())
    } else {
        Err(NoCode { token: contract }.into())
    }
}
