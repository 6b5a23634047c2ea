//! The clearing house: which accounts have positions, and their profit and loss as cash.

use crate::abi::{Carried as CarriedEvent, *};
use crate::caller::is_caller;
use crate::debt::add_debt;
use crate::error::VaultError;
use crate::health::Positions;
use crate::host::{emit, sender, this};
use crate::packing::narrow;
use crate::pause::Action;
use crate::pool::{try_lend, BorrowIndex};
use crate::state::{Vault, CLEARING};
use alloc::vec::Vec;
use alloy_primitives::{Sign, B256, I256, U256};

impl Vault {
    fn require_clearing(&self) -> Result<(), VaultError> {
        if is_caller(CLEARING) {
            Ok(())
        } else {
            Err(NotClearing { caller: sender() }.into())
        }
    }

    pub(crate) fn take_positions(
        &mut self,
        account: B256,
        any: bool,
        variation: I256,
        legs: Vec<Leg>,
        check: bool,
    ) -> Result<(), VaultError> {
        self.require_clearing()?;
        let mut head = self.account_head(account);
        let changed = head.legs != any;
        head.legs = any;
        if check {
            self.require_running(Action::Trade)?;
            let carried = Positions { variation, legs };
            let owed = self.owed(&head)?;
            self.require_healthy_carrying(account, &mut head, owed, || Ok(carried))?;
        }
        self.set_account(account, head);
        if changed {
            emit(CarriedEvent { account, any });
        }
        Ok(())
    }

    pub(crate) fn settle_in_cash(
        &mut self,
        account: B256,
        amount: I256,
    ) -> Result<I256, VaultError> {
        self.require_clearing()?;
        let size = narrow(amount.unsigned_abs())?;
        let settled = match amount.sign() {
            Sign::Negative => self.collect_loss(account, size)?,
            Sign::Positive => self.pay_profit(account, size)?,
        };
        let settled = I256::checked_from_sign_and_abs(amount.sign(), U256::from(settled));
        let amount = settled.ok_or_else(VaultError::math)?;
        if !amount.is_zero() {
            emit(Settled { account, amount });
        }
        Ok(amount)
    }

    /// Takes a loss into the pot: own cash first, then a loan. What neither covers, because the pool does not lend now,
    /// stays open.
    fn collect_loss(&mut self, account: B256, size: u128) -> Result<u128, VaultError> {
        let (mut head, mut held) = (self.account_head(account), self.held_cash());
        let own = self.own_cash(account, &head).min(size);
        if own > 0 {
            self.take_cash(account, &mut head, &mut held, U256::from(own))?;
        }
        let mut paid = own;
        let rest = size.saturating_sub(own);
        if rest > 0 {
            let pool = self.cash_pool();
            let index = BorrowIndex::read(pool)?;
            let scaled = add_debt(&mut head, index, rest)?;
            if try_lend(pool, this(), rest, scaled)? {
                paid = size;
                emit(Borrowed {
                    account,
                    to: this(),
                    amount: U256::from(rest),
                    debt: U256::from(index.owed_up(head.scaled_debt)?),
                });
            } else {
                head.scaled_debt = head.scaled_debt.saturating_sub(scaled);
            }
        }
        held.pot = held.pot.checked_add(paid).ok_or_else(VaultError::math)?;
        self.set_account(account, head);
        self.set_held_cash(held);
        Ok(paid)
    }

    /// Pays a profit out of the pot.
    fn pay_profit(&mut self, account: B256, size: u128) -> Result<u128, VaultError> {
        let (mut head, mut held) = (self.account_head(account), self.held_cash());
        let Some(rest) = held.pot.checked_sub(size) else {
            let available = U256::from(held.pot);
            return Err(PotShort { available }.into());
        };
        held.pot = rest;
        self.add_cash(account, &mut head, &mut held, size)?;
        self.set_account(account, head);
        self.set_held_cash(held);
        Ok(size)
    }
}
