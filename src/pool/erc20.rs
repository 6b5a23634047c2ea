//! The share as an ERC-20 token, with the errors of ERC-6093.

use crate::abi::*;
use crate::books::Books;
use crate::error::PoolError;
use crate::host::{emit, sender};
use crate::quantity::Shares;
use crate::words::Word;
use crate::Pool;
use alloy_primitives::{Address, U256};

impl Pool {
    pub(crate) fn move_shares(
        &mut self,
        from: Address,
        to: Address,
        value: U256,
    ) -> Result<(), PoolError> {
        require_receiver(to)?;
        self.take_shares(from, value)?;
        let balance = self
            .balances
            .get(to.to_word())
            .checked_add(value)
            .ok_or_else(PoolError::math)?;
        self.balances.insert(to.to_word(), balance);
        emit(Transfer { from, to, value });
        Ok(())
    }

    pub(crate) fn set_allowance(&mut self, spender: Address, value: U256) -> Result<(), PoolError> {
        if spender.is_zero() {
            return Err(ERC20InvalidSpender { spender }.into());
        }
        let owner = sender();
        self.allowances
            .setter(owner.to_word())
            .insert(spender.to_word(), value);
        emit(Approval {
            owner,
            spender,
            value,
        });
        Ok(())
    }

    /// Lets the caller act on the owner's shares: as the owner, or within an allowance that this uses up. The
    /// largest allowance is not used up.
    pub(crate) fn spend_allowance(&mut self, owner: Address, value: U256) -> Result<(), PoolError> {
        let spender = sender();
        if spender == owner {
            return Ok(());
        }
        let mut allowances = self.allowances.setter(owner.to_word());
        let allowance = allowances.get(spender.to_word());
        if allowance == U256::MAX {
            return Ok(());
        }
        match allowance.checked_sub(value) {
            Some(rest) => {
                allowances.insert(spender.to_word(), rest);
                Ok(())
            }
            None => Err(ERC20InsufficientAllowance {
                spender,
                allowance,
                needed: value,
            }
            .into()),
        }
    }

    pub(crate) fn mint_shares(
        &mut self,
        books: &mut Books,
        to: Address,
        shares: Shares,
    ) -> Result<(), PoolError> {
        require_receiver(to)?;
        books.supply = books.supply.plus(shares)?;
        let balance = self
            .balances
            .get(to.to_word())
            .checked_add(shares.word())
            .ok_or_else(PoolError::math)?;
        self.balances.insert(to.to_word(), balance);
        emit(Transfer {
            from: Address::ZERO,
            to,
            value: shares.word(),
        });
        Ok(())
    }

    pub(crate) fn burn_shares(
        &mut self,
        books: &mut Books,
        from: Address,
        shares: Shares,
    ) -> Result<(), PoolError> {
        self.take_shares(from, shares.word())?;
        books.supply = books.supply.minus(shares).ok_or_else(PoolError::math)?;
        emit(Transfer {
            from,
            to: Address::ZERO,
            value: shares.word(),
        });
        Ok(())
    }

    fn take_shares(&mut self, from: Address, value: U256) -> Result<(), PoolError> {
        let balance = self.balances.get(from.to_word());
        match balance.checked_sub(value) {
            Some(rest) => {
                self.balances.insert(from.to_word(), rest);
                Ok(())
            }
            None => Err(ERC20InsufficientBalance {
                sender: from,
                balance,
                needed: value,
            }
            .into()),
        }
    }
}

/// Shares sent to nobody, or to the pool itself, would be lost to their owner.
fn require_receiver(receiver: Address) -> Result<(), PoolError> {
    if receiver.is_zero() || receiver == crate::host::this() {
        Err(ERC20InvalidReceiver { receiver }.into())
    } else {
        Ok(())
    }
}
