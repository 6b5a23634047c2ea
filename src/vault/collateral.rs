//! Collateral in and out.

use crate::abi::*;
use crate::account::{owner_of, Account};
use crate::error::VaultError;
use crate::host::{emit, sender, this};
use crate::state::Vault;
use crate::token;
use alloy_primitives::{Address, B256, U256};

impl Vault {
    pub(crate) fn take_deposit(
        &mut self,
        account: B256,
        asset: u8,
        amount: U256,
    ) -> Result<U256, VaultError> {
        let token = self.listed_token(asset)?;
        let payer = sender();
        let mut head = self.account(account);
        if !head.holds(asset) && payer != owner_of(account) {
            return Err(NotOptedIn { account, asset }.into());
        }
        // What arrives is known only when it has: the interaction comes first, and nobody can call back in.
        let credited = receive(token, payer, this(), amount)?;
        let (total, cap) = self.total_and_cap(asset)?;
        let total = total.checked_add(credited).filter(|total| *total <= cap);
        let total = total.ok_or(CapExceeded {
            asset,
            cap: U256::from(cap),
        })?;
        let balance = self
            .balance(account, asset)
            .checked_add(credited)
            .ok_or_else(VaultError::math)?;
        self.set_balance(account, &mut head, asset, balance)?;
        self.set_account(account, head);
        self.set_total_and_cap(asset, total, cap)?;
        let credited = U256::from(credited);
        emit(Deposited {
            account,
            asset,
            payer,
            amount: credited,
        });
        Ok(credited)
    }

    pub(crate) fn pay_withdrawal(
        &mut self,
        account: B256,
        asset: u8,
        amount: U256,
        to: Address,
    ) -> Result<(), VaultError> {
        require_account_owner(account)?;
        let token = self.listed_token(asset)?;
        let mut head = self.account(account);
        self.take_collateral(account, &mut head, asset, amount)?;
        self.set_account(account, head);
        self.require_healthy(account, &head, self.owed(&head)?)?;
        emit(Withdrawn {
            account,
            asset,
            to,
            amount,
        });
        token::send(token, to, amount)?;
        Ok(())
    }

    /// Takes collateral out of an account and out of the total; `head` is the caller's to store.
    pub(crate) fn take_collateral(
        &mut self,
        account: B256,
        head: &mut Account,
        asset: u8,
        amount: U256,
    ) -> Result<(), VaultError> {
        if amount.is_zero() {
            return Err(ZeroAmount {}.into());
        }
        let balance = self.balance(account, asset);
        let wanted = u128::try_from(amount).ok();
        let Some((wanted, rest)) =
            wanted.and_then(|wanted| Some((wanted, balance.checked_sub(wanted)?)))
        else {
            return Err(InsufficientCollateral {
                asset,
                available: U256::from(balance),
            }
            .into());
        };
        self.set_balance(account, head, asset, rest)?;
        let (total, cap) = self.total_and_cap(asset)?;
        self.set_total_and_cap(
            asset,
            total.checked_sub(wanted).ok_or_else(VaultError::math)?,
            cap,
        )
    }
}

/// Only the owner of an account takes anything out of it.
pub(crate) fn require_account_owner(account: B256) -> Result<(), VaultError> {
    let caller = sender();
    if caller == owner_of(account) {
        Ok(())
    } else {
        Err(NotAccountOwner { account, caller }.into())
    }
}

/// Moves tokens and says by how much the receiver's balance rose: less than asked for where the token takes a
/// fee, never more, whatever else came in meanwhile.
pub(crate) fn receive(
    token: Address,
    from: Address,
    to: Address,
    amount: U256,
) -> Result<u128, VaultError> {
    if amount.is_zero() {
        return Err(ZeroAmount {}.into());
    }
    let before = token::balance_of(token, to)?;
    token::pull(token, from, to, amount)?;
    let received = token::balance_of(token, to)?
        .saturating_sub(before)
        .min(amount);
    if received.is_zero() {
        return Err(TransferFailed { token }.into());
    }
    u128::try_from(received).map_err(|_| VaultError::math())
}
