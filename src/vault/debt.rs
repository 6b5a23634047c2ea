//! Cash out against collateral, and cash back.

use crate::abi::*;
use crate::account::Account;
use crate::caller::capability;
use crate::cash::Held;
use crate::collateral::receive;
use crate::error::VaultError;
use crate::host::{emit, this};
use crate::owner;
use crate::packing::narrow;
use crate::pause::Action;
use crate::pool::{collect, lend, BorrowIndex};
use crate::state::{load, store, Vault, MIN_DEBT, POOL};
use crate::token;
use crate::words::tag;
use alloy_primitives::{Address, B256, U256};

/// The least debt is at most so many whole dollars.
const LARGEST_MIN_DEBT: u128 = 10_000;

impl Vault {
    pub(crate) fn take_loan(
        &mut self,
        account: B256,
        amount: U256,
        to: Address,
    ) -> Result<(), VaultError> {
        self.require_running(Action::Borrow)?;
        self.require_right(account, capability::BORROW)?;
        if amount.is_zero() {
            return Err(ZeroAmount {}.into());
        }
        let pool = self.cash_pool();
        let index = BorrowIndex::read(pool)?;
        let assets = narrow(amount)?;
        let mut head = self.account_head(account);
        let scaled = add_debt(&mut head, index, assets)?;
        let owed = index.owed_up(head.scaled_debt)?;
        self.require_large_enough(owed)?;
        self.require_healthy_owing(account, &mut head, owed)?;
        self.set_account(account, head);
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
        let mut head = self.account_head(account);
        let (index, debt) = self.require_debt(account, &head)?;
        let pool = self.cash_pool();
        // What arrives is known only when it has: the interaction comes first, and nobody can call back in.
        let payer = self.caller();
        let wanted = amount.min(U256::from(debt));
        let paid = receive(self.cash_token(), payer, pool, wanted)?;
        self.book_payment(account, &mut head, index, payer, paid, true)?;
        self.set_account(account, head);
        Ok(U256::from(paid))
    }

    pub(crate) fn take_repayment_from_cash(
        &mut self,
        account: B256,
        amount: U256,
    ) -> Result<U256, VaultError> {
        self.require_right(account, capability::REPAY)?;
        let (mut head, mut held) = (self.account_head(account), self.held_cash());
        let (index, debt) = self.require_debt(account, &head)?;
        let wanted = amount.min(U256::from(debt));
        let paid = self.pay_from_cash(account, &mut head, &mut held, index, wanted, true)?;
        self.set_account(account, head);
        self.set_held_cash(held);
        Ok(U256::from(paid))
    }

    /// Pays debt with the account's own cash; `head` and `held` are the caller's to store.
    pub(crate) fn pay_from_cash(
        &mut self,
        account: B256,
        head: &mut Account,
        held: &mut Held,
        index: BorrowIndex,
        amount: U256,
        keep_large: bool,
    ) -> Result<u128, VaultError> {
        let paid = self.take_cash(account, head, held, amount)?;
        token::send(self.cash_token(), self.cash_pool(), amount)?;
        self.book_payment(account, head, index, this(), paid, keep_large)?;
        Ok(paid)
    }

    /// Takes what has arrived at the pool off the debt, here and there; `head` is the caller's to store.
    fn book_payment(
        &self,
        account: B256,
        head: &mut Account,
        index: BorrowIndex,
        payer: Address,
        paid: u128,
        keep_large: bool,
    ) -> Result<(), VaultError> {
        let ended = end_debt(head, index, paid)?;
        if ended == 0 {
            return Err(ZeroAmount {}.into());
        }
        let left = index.owed_up(head.scaled_debt)?;
        if keep_large {
            self.require_large_enough(left)?;
        }
        emit(Repaid {
            account,
            payer,
            amount: U256::from(paid),
            debt: U256::from(left),
        });
        collect(self.cash_pool(), paid, ended)
    }

    /// What an account owes, and at what index. Error: `NoDebt`.
    pub(crate) fn require_debt(
        &self,
        account: B256,
        head: &Account,
    ) -> Result<(BorrowIndex, u128), VaultError> {
        if head.scaled_debt == 0 {
            return Err(NoDebt { account }.into());
        }
        let index = BorrowIndex::read(self.cash_pool())?;
        Ok((index, index.owed_up(head.scaled_debt)?))
    }

    /// What an account owes now, in units of the cash, rounded up. Without debt nobody is asked.
    pub(crate) fn owed(&self, head: &Account) -> Result<u128, VaultError> {
        if head.scaled_debt == 0 {
            return Ok(0);
        }
        BorrowIndex::read(self.cash_pool())?.owed_up(head.scaled_debt)
    }

    /// Debt that nobody would liquidate is not left behind.
    fn require_large_enough(&self, debt: u128) -> Result<(), VaultError> {
        let (debt, min_debt) = (U256::from(debt), load(MIN_DEBT));
        if debt.is_zero() || debt >= min_debt {
            Ok(())
        } else {
            Err(DebtTooSmall {
                debt,
                minDebt: min_debt,
            }
            .into())
        }
    }

    pub(crate) fn change_min_debt(&mut self, amount: U256) -> Result<(), VaultError> {
        owner::require_owner()?;
        let whole = 10_u128.checked_pow(tag(load(POOL)).into());
        let bound = whole.and_then(|whole| whole.checked_mul(LARGEST_MIN_DEBT));
        let bound = U256::from(bound.ok_or_else(VaultError::math)?);
        if amount > bound {
            let value = amount;
            return Err(OutOfRange { value, bound }.into());
        }
        store(MIN_DEBT, amount);
        emit(MinDebtSet { amount });
        Ok(())
    }
}

/// Adds a loan to the scaled debt, rounded up.
pub(crate) fn add_debt(
    head: &mut Account,
    index: BorrowIndex,
    assets: u128,
) -> Result<u128, VaultError> {
    let scaled = index.scaled_up(assets)?;
    head.scaled_debt = head
        .scaled_debt
        .checked_add(scaled)
        .ok_or_else(VaultError::math)?;
    Ok(scaled)
}

/// Takes what a payment ends off the scaled debt, rounded down. The index is at least one, so the whole debt,
/// which was rounded up, ends exactly all of it.
pub(crate) fn end_debt(
    head: &mut Account,
    index: BorrowIndex,
    paid: u128,
) -> Result<u128, VaultError> {
    let ended = index.scaled_down(paid)?;
    head.scaled_debt = head
        .scaled_debt
        .checked_sub(ended)
        .ok_or_else(VaultError::math)?;
    Ok(ended)
}
