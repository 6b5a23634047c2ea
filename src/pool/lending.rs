//! The vault's side: cash out against scaled debt, cash back in.

use crate::abi::*;
use crate::error::PoolError;
use crate::host::{emit, sender};
use crate::state::VAULT;
use crate::words::address;
use crate::{token, Pool};
use alloy_primitives::{Address, U256};
use shares::{assets as to_assets, erc4626};

impl Pool {
    pub(crate) fn lend_to(&mut self, to: Address, assets: U256) -> Result<U256, PoolError> {
        self.require_vault()?;
        let mut books = self.accrue()?;
        erc4626::require_cash::<Self>(&books, assets)?;
        let assets = to_assets(assets)?;
        let scaled = books.to_scaled_up(assets)?;
        books.funds.cash = books.funds.cash.checked_sub(assets)?;
        books.scaled = books
            .scaled
            .checked_add(scaled)
            .ok_or_else(PoolError::math)?;
        self.store(&books)?;
        let (assets, scaled) = (shares::word(assets), U256::from(scaled));
        emit(Lent { to, assets, scaled });
        token::send(self.token(), to, assets)?;
        Ok(scaled)
    }

    pub(crate) fn collect_from_vault(
        &mut self,
        assets: U256,
        scaled: U256,
    ) -> Result<(), PoolError> {
        self.require_vault()?;
        let mut books = self.accrue()?;
        let paid = to_assets(assets)?;
        let ended = u128::try_from(scaled).map_err(|_| PoolError::math())?;
        // Debt ends only for its full worth: the price of a share cannot fall here.
        let owed = books.to_owed_up(ended)?;
        let rest = books.scaled.checked_sub(ended).filter(|_| paid >= owed);
        books.scaled = rest.ok_or(PaymentTooSmall {
            assets,
            owed: shares::word(owed),
        })?;
        books.funds.cash = books.funds.cash.checked_add(paid)?;
        self.store(&books)?;
        emit(Collected { assets, scaled });
        erc4626::require_cash_present(self, &books)
    }

    pub(crate) fn require_vault(&self) -> Result<(), PoolError> {
        let caller = sender();
        if caller == address(VAULT.get()) {
            Ok(())
        } else {
            Err(NotVault { caller }.into())
        }
    }
}
