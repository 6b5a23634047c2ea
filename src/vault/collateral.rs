//! Collateral in, out, and from one account to another.

use crate::abi::*;
use crate::account::{bit, Account};
use crate::caller::capability;
use crate::error::VaultError;
use crate::host::{emit, this};
use crate::packing::narrow;
use crate::pause::Action;
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
        self.require_open()?;
        let listed = self.listed(asset)?;
        let payer = self.caller();
        let mut head = self.account_head(account);
        self.require_welcome(account, &head, asset)?;
        let (total, cap) = self.total_and_cap(asset);
        let before = self.require_backed(asset, listed.token, total)?;
        // What arrives is known only when it has: the interaction comes first, and nobody can call back in.
        let credited = receive_above(before, listed.token, payer, this(), amount)?;
        let total = total.checked_add(credited).filter(|total| *total <= cap);
        let total = total.ok_or(CapExceeded {
            asset,
            cap: U256::from(cap),
        })?;
        self.count_in(asset, &listed, credited)?;
        self.set_total_and_cap(asset, total, cap);
        if listed.ramping {
            self.settle_weight(asset);
        }
        self.season(account, &mut head, asset, credited, listed.seasoning)?;
        self.add_collateral(account, &mut head, asset, credited)?;
        self.set_account(account, head);
        let credited = U256::from(credited);
        emit(Deposited {
            account,
            asset,
            payer,
            amount: credited,
        });
        Ok(credited)
    }

    /// Whether whoever acts may bring an asset into an account. Nobody is made to hold what its owner has not chosen, and
    /// nobody but the owner starts the seasoning of what is there anew.
    fn require_welcome(&self, account: B256, head: &Account, asset: u8) -> Result<(), VaultError> {
        let chosen = (head.assets | head.opted) & bit(asset) != 0;
        if !chosen {
            self.require_running(Action::NewCollateral)?;
        }
        if self.may(account, self.caller(), capability::OPT_IN)? {
            Ok(())
        } else if chosen {
            self.require_seasoned(account, head, asset)
        } else {
            Err(NotOptedIn { account, asset }.into())
        }
    }

    pub(crate) fn choose_assets(&mut self, account: B256, assets: u16) -> Result<(), VaultError> {
        self.require_running(Action::NewCollateral)?;
        self.require_right(account, capability::OPT_IN)?;
        let mut head = self.account_head(account);
        head.opted = assets;
        self.set_account(account, head);
        emit(OptedIn { account, assets });
        Ok(())
    }

    pub(crate) fn pay_withdrawal(
        &mut self,
        account: B256,
        asset: u8,
        amount: U256,
        to: Address,
    ) -> Result<(), VaultError> {
        self.require_right(account, capability::WITHDRAW)?;
        let listed = self.listed(asset)?;
        let mut head = self.account_head(account);
        self.require_exit(&head)?;
        let taken = self.take_collateral(account, &mut head, asset, amount)?;
        let (total, _) = self.total_and_cap(asset);
        self.require_backed(asset, listed.token, total)?;
        self.lower_total(asset, taken.amount)?;
        self.count_out(asset, &listed, taken.amount)?;
        self.require_healthy(account, &mut head)?;
        self.set_account(account, head);
        emit(Withdrawn {
            account,
            asset,
            to,
            amount,
        });
        token::send(listed.token, to, amount)?;
        Ok(())
    }

    /// Refuses a withdrawal while its kind is paused.
    pub(crate) fn require_exit(&self, head: &Account) -> Result<(), VaultError> {
        self.require_running(if head.is_at_risk() {
            Action::Withdraw
        } else {
            Action::Exit
        })
    }

    /// Moves collateral between accounts: the total stays.
    pub(crate) fn move_collateral(
        &mut self,
        from: B256,
        to: B256,
        asset: u8,
        amount: U256,
    ) -> Result<(), VaultError> {
        let listed = self.listed(asset)?;
        let (mut giver, mut taker) = (self.account_head(from), self.account_head(to));
        self.require_welcome(to, &taker, asset)?;
        let taken = self.take_collateral(from, &mut giver, asset, amount)?;
        self.require_healthy(from, &mut giver)?;
        self.set_account(from, giver);
        // What had not grown in yet starts anew there; the rest has its weight.
        self.season(to, &mut taker, asset, taken.unseasoned, listed.seasoning)?;
        self.add_collateral(to, &mut taker, asset, taken.amount)?;
        self.set_account(to, taker);
        Ok(())
    }

    /// Takes collateral out of an account; `head` is the caller's to store, and the total to lower where it leaves.
    pub(crate) fn take_collateral(
        &mut self,
        account: B256,
        head: &mut Account,
        asset: u8,
        amount: U256,
    ) -> Result<Taken, VaultError> {
        if amount.is_zero() {
            return Err(ZeroAmount {}.into());
        }
        let balance = self.balance(account, asset);
        let wanted = narrow(amount).ok();
        let Some((amount, rest)) =
            wanted.and_then(|wanted| Some((wanted, balance.checked_sub(wanted)?)))
        else {
            let available = U256::from(balance);
            return Err(InsufficientCollateral { asset, available }.into());
        };
        let unseasoned = self.unseason(account, head, asset, amount);
        self.set_balance(account, head, asset, rest);
        Ok(Taken { amount, unseasoned })
    }

    fn add_collateral(
        &mut self,
        account: B256,
        head: &mut Account,
        asset: u8,
        amount: u128,
    ) -> Result<(), VaultError> {
        let balance = self.balance(account, asset).checked_add(amount);
        self.set_balance(account, head, asset, balance.ok_or_else(VaultError::math)?);
        Ok(())
    }
}

/// What left an account, in units of the token.
pub(crate) struct Taken {
    pub(crate) amount: u128,
    /// How much of it did not count in full yet, at most.
    unseasoned: u128,
}

/// Moves tokens and says by how much the receiver's balance rose: less than asked for where the token takes a
/// fee, never more, whatever else came in meanwhile.
pub(crate) fn receive(
    token: Address,
    from: Address,
    to: Address,
    amount: U256,
) -> Result<u128, VaultError> {
    let before = token::balance_of(token, to)?;
    receive_above(before, token, from, to, amount)
}

fn receive_above(
    before: U256,
    token: Address,
    from: Address,
    to: Address,
    amount: U256,
) -> Result<u128, VaultError> {
    if amount.is_zero() {
        return Err(ZeroAmount {}.into());
    }
    token::pull(token, from, to, amount)?;
    let received = token::balance_of(token, to)?
        .saturating_sub(before)
        .min(amount);
    if received.is_zero() {
        return Err(TransferFailed { token }.into());
    }
    narrow(received)
}
