//! Cash out against collateral, cash back, and what the liquidator takes.

use crate::abi::*;
use crate::account::Account;
use crate::collateral::{receive, require_account_owner};
use crate::error::VaultError;
use crate::host::{emit, sender};
use crate::pool::{collect, lend, BorrowIndex};
use crate::state::Vault;
use crate::token;
use crate::words::address;
use alloy_primitives::{Address, B256, U256};

impl Vault {
    pub(crate) fn take_loan(
        &mut self,
        account: B256,
        amount: U256,
        to: Address,
    ) -> Result<(), VaultError> {
        require_account_owner(account)?;
        if amount.is_zero() {
            return Err(ZeroAmount {}.into());
        }
        let pool = self.cash_pool();
        let index = BorrowIndex::read(pool)?;
        let assets = u128::try_from(amount).map_err(|_| VaultError::math())?;
        let scaled = index.scaled_up(assets)?;
        let mut head = self.account(account);
        head.scaled_debt = head
            .scaled_debt
            .checked_add(scaled)
            .ok_or_else(VaultError::math)?;
        self.set_account(account, head);
        let owed = index.owed_up(head.scaled_debt)?;
        self.require_healthy(account, &head, owed)?;
        emit(Borrowed {
            account,
            to,
            amount,
            debt: U256::from(owed),
        });
        lend(pool, to, assets, scaled)
    }

    pub(crate) fn take_repayment(
        &mut self,
        account: B256,
        amount: U256,
    ) -> Result<U256, VaultError> {
        let mut head = self.account(account);
        if head.scaled_debt == 0 {
            return Err(NoDebt { account }.into());
        }
        let pool = self.cash_pool();
        let index = BorrowIndex::read(pool)?;
        let debt = index.owed_up(head.scaled_debt)?;
        // What arrives is known only when it has: the interaction comes first, and nobody can call back in.
        let payer = sender();
        let paid = receive(self.cash_token(), payer, pool, amount.min(U256::from(debt)))?;
        let ended = end_debt(&mut head, index, paid)?;
        if ended == 0 {
            return Err(ZeroAmount {}.into());
        }
        self.set_account(account, head);
        let left = U256::from(index.owed_up(head.scaled_debt)?);
        emit(Repaid {
            account,
            payer,
            amount: U256::from(paid),
            debt: left,
        });
        collect(pool, paid, ended)?;
        Ok(U256::from(paid))
    }

    pub(crate) fn take_seizure(
        &mut self,
        account: B256,
        asset: u8,
        amount: U256,
        repaid: U256,
        to: Address,
    ) -> Result<(), VaultError> {
        let caller = sender();
        if caller != address(self.liquidator.get()) {
            return Err(NotLiquidator { caller }.into());
        }
        let token = self.listed_token(asset)?;
        let mut head = self.account(account);
        if head.scaled_debt == 0 {
            return Err(NoDebt { account }.into());
        }
        let pool = self.cash_pool();
        let index = BorrowIndex::read(pool)?;
        let debt = index.owed_up(head.scaled_debt)?;
        let paid = u128::try_from(repaid).ok().filter(|paid| *paid <= debt);
        let paid = paid.ok_or(PaymentExceedsDebt {
            paid: repaid,
            debt: U256::from(debt),
        })?;
        let ended = end_debt(&mut head, index, paid)?;
        self.take_collateral(account, &mut head, asset, amount)?;
        self.set_account(account, head);
        let left = U256::from(index.owed_up(head.scaled_debt)?);
        emit(Seized {
            account,
            asset,
            to,
            amount,
            repaid,
            debt: left,
        });
        collect(pool, paid, ended)?;
        token::send(token, to, amount)?;
        Ok(())
    }
}

/// Takes what a payment ends off the scaled debt, rounded down. The index is at least one, so the whole debt,
/// which was rounded up, ends exactly all of it.
fn end_debt(head: &mut Account, index: BorrowIndex, paid: u128) -> Result<u128, VaultError> {
    let ended = index.scaled_down(paid)?;
    head.scaled_debt = head
        .scaled_debt
        .checked_sub(ended)
        .ok_or_else(VaultError::math)?;
    Ok(ended)
}
