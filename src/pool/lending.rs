//! The vault's side: cash out against scaled debt, cash back in.

use crate::abi::*;
use crate::erc4626::require_cash;
use crate::error::PoolError;
use crate::host::{emit, sender};
use crate::quantity::{Assets, Scaled};
use crate::words::address;
use crate::{token, Pool};
use alloy_primitives::{Address, U256};

impl Pool {
    pub(crate) fn lend_to(&mut self, to: Address, assets: U256) -> Result<U256, PoolError> {
        self.require_vault()?;
        let mut books = self.open_books()?;
        require_cash(&books, assets)?;
        let assets = Assets::from_word(assets)?;
        let scaled = books.to_scaled_up(assets)?;
        books.cash = books.cash.minus(assets).ok_or_else(PoolError::math)?;
        books.scaled = books.scaled.plus(scaled)?;
        self.close_books(&books)?;
        emit(Lent {
            to,
            assets: assets.word(),
            scaled: scaled.word(),
        });
        token::send(self.cash_token(), to, assets.word())?;
        Ok(scaled.word())
    }

    pub(crate) fn collect_from_vault(
        &mut self,
        assets: U256,
        scaled: U256,
    ) -> Result<(), PoolError> {
        self.require_vault()?;
        let mut books = self.open_books()?;
        let (paid, ended) = (Assets::from_word(assets)?, Scaled::from_word(scaled)?);
        // Debt ends only for its full worth: the price of a share cannot fall here.
        let owed = books.to_owed_up(ended)?;
        let Some(rest) = books.scaled.minus(ended).filter(|_| paid >= owed) else {
            return Err(PaymentTooSmall {
                assets,
                owed: owed.word(),
            }
            .into());
        };
        books.scaled = rest;
        books.cash = books.cash.plus(paid)?;
        self.close_books(&books)?;
        emit(Collected { assets, scaled });
        self.require_cash_present(&books)
    }

    fn require_vault(&self) -> Result<(), PoolError> {
        let caller = sender();
        if caller == address(self.vault.get()) {
            Ok(())
        } else {
            Err(NotVault { caller }.into())
        }
    }
}
