//! Cash that accounts own: it lies in the vault, is lent to nobody, and pays for losses first.

use crate::abi::*;
use crate::account::Account;
use crate::caller::capability;
use crate::collateral::receive;
use crate::error::VaultError;
use crate::host::{emit, this};
use crate::listing::{most_units, CASH};
use crate::packing::{halves, join, narrow};
use crate::state::account::CASH as OWN_CASH;
use crate::state::{load, load_of, store, store_of, Vault, HELD, POOL};
use crate::token;
use crate::words::tag;
use alloy_primitives::{Address, B256, U256};

/// Cash that lies in the vault, in units of the token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Held {
    /// What accounts own.
    pub(crate) owned: u128,
    /// What losers have paid in and winners have not taken yet.
    pub(crate) pot: u128,
}

impl Vault {
    pub(crate) fn held_cash(&self) -> Held {
        let (pot, owned) = halves(load(HELD));
        Held { owned, pot }
    }

    pub(crate) fn set_held_cash(&mut self, held: Held) {
        store(HELD, join(held.pot, held.owned));
    }

    /// Cash of its own, in units of the token.
    pub(crate) fn own_cash(&self, account: B256, head: &Account) -> u128 {
        if head.cash {
            halves(load_of(account, OWN_CASH)).1
        } else {
            0
        }
    }

    pub(crate) fn set_own_cash(&mut self, account: B256, head: &mut Account, amount: u128) {
        head.cash = amount > 0;
        store_of(account, OWN_CASH, U256::from(amount));
    }

    /// Gives an account cash that lies in the vault; `head` and `held` are the caller's to store.
    pub(crate) fn add_cash(
        &mut self,
        account: B256,
        head: &mut Account,
        held: &mut Held,
        amount: u128,
    ) -> Result<(), VaultError> {
        let cash = self.own_cash(account, head).checked_add(amount);
        held.owned = held
            .owned
            .checked_add(amount)
            .ok_or_else(VaultError::math)?;
        self.set_own_cash(account, head, cash.ok_or_else(VaultError::math)?);
        Ok(())
    }

    /// Takes an account's own cash; `head` and `held` are the caller's to store.
    pub(crate) fn take_cash(
        &mut self,
        account: B256,
        head: &mut Account,
        held: &mut Held,
        amount: U256,
    ) -> Result<u128, VaultError> {
        if amount.is_zero() {
            return Err(ZeroAmount {}.into());
        }
        let cash = self.own_cash(account, head);
        let wanted = narrow(amount).ok();
        let Some((amount, rest)) =
            wanted.and_then(|wanted| Some((wanted, cash.checked_sub(wanted)?)))
        else {
            let (asset, available) = (CASH, U256::from(cash));
            return Err(InsufficientCollateral { asset, available }.into());
        };
        held.owned = held
            .owned
            .checked_sub(amount)
            .ok_or_else(VaultError::math)?;
        self.set_own_cash(account, head, rest);
        Ok(amount)
    }

    pub(crate) fn take_cash_deposit(
        &mut self,
        account: B256,
        amount: U256,
    ) -> Result<U256, VaultError> {
        self.require_open()?;
        let payer = self.caller();
        let credited = receive(self.cash_token(), payer, this(), amount)?;
        let (mut head, mut held) = (self.account_head(account), self.held_cash());
        self.add_cash(account, &mut head, &mut held, credited)?;
        let cap = most_units(tag(load(POOL)))?;
        if held.owned > cap {
            let (asset, cap) = (CASH, U256::from(cap));
            return Err(CapExceeded { asset, cap }.into());
        }
        self.set_account(account, head);
        self.set_held_cash(held);
        let amount = U256::from(credited);
        emit(CashDeposited {
            account,
            payer,
            amount,
        });
        Ok(amount)
    }

    pub(crate) fn pay_cash_withdrawal(
        &mut self,
        account: B256,
        amount: U256,
        to: Address,
    ) -> Result<(), VaultError> {
        self.require_right(account, capability::WITHDRAW)?;
        let (mut head, mut held) = (self.account_head(account), self.held_cash());
        self.require_exit(&head)?;
        self.take_cash(account, &mut head, &mut held, amount)?;
        self.set_held_cash(held);
        self.require_healthy(account, &mut head)?;
        self.set_account(account, head);
        emit(CashWithdrawn {
            account,
            to,
            amount,
        });
        token::send(self.cash_token(), to, amount)?;
        Ok(())
    }

    /// Moves cash between accounts: the total stays. Anybody may be given cash.
    pub(crate) fn move_cash(
        &mut self,
        from: B256,
        to: B256,
        amount: U256,
    ) -> Result<(), VaultError> {
        let mut held = self.held_cash();
        let (mut giver, mut taker) = (self.account_head(from), self.account_head(to));
        let taken = self.take_cash(from, &mut giver, &mut held, amount)?;
        self.require_healthy(from, &mut giver)?;
        self.set_account(from, giver);
        self.add_cash(to, &mut taker, &mut held, taken)?;
        self.set_account(to, taker);
        Ok(())
    }
}
