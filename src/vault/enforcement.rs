//! What the liquidator takes, and what is left when nothing is left to take.

use crate::abi::*;
use crate::caller::is_caller;
use crate::debt::end_debt;
use crate::error::VaultError;
use crate::host::{emit, sender};
use crate::listing::unit_of;
use crate::packing::narrow;
use crate::pool::{collect, write_off};
use crate::state::{load, Vault, LIQUIDATOR, POOL};
use crate::token;
use crate::words::tag;
use alloy_primitives::{Address, B256, U256};

impl Vault {
    pub(crate) fn take_seizure(
        &mut self,
        account: B256,
        asset: u8,
        amount: U256,
        repaid: U256,
        to: Address,
    ) -> Result<(), VaultError> {
        if !is_caller(LIQUIDATOR) {
            return Err(NotLiquidator { caller: sender() }.into());
        }
        let listed = self.listed(asset)?;
        let mut head = self.account_head(account);
        let (index, debt) = self.require_debt(account, &head)?;
        let paid = narrow(repaid).ok().filter(|paid| *paid <= debt);
        let paid = paid.ok_or(PaymentExceedsDebt {
            paid: repaid,
            debt: U256::from(debt),
        })?;
        let ended = end_debt(&mut head, index, paid)?;
        let taken = self.take_collateral(account, &mut head, asset, amount)?;
        self.set_account(account, head);
        self.lower_total(asset, taken.amount)?;
        let left = U256::from(index.owed_up(head.scaled_debt)?);
        emit(Seized {
            account,
            asset,
            to,
            amount,
            repaid,
            debt: left,
        });
        collect(self.cash_pool(), paid, ended)?;
        token::send(listed.token, to, amount)?;
        Ok(())
    }

    /// Ends debt that nothing stands behind any more: the pool takes the loss. Own cash pays first, so that nobody
    /// holds the loss up by giving the account a unit of it.
    pub(crate) fn end_hopeless_debt(&mut self, account: B256) -> Result<(), VaultError> {
        let (mut head, mut held) = (self.account_head(account), self.held_cash());
        let (index, debt) = self.require_debt(account, &head)?;
        let cash = self.own_cash(account, &head);
        if head.assets != 0 || cash >= debt || !self.carries_nothing(account, head.legs)? {
            return Err(NotEmpty { account }.into());
        }
        if index.scaled_down(cash)? > 0 {
            let amount = U256::from(cash);
            self.pay_from_cash(account, &mut head, &mut held, index, amount, false)?;
            self.set_held_cash(held);
        }
        let debt = index.owed_up(head.scaled_debt)?;
        let scaled = head.scaled_debt;
        head.scaled_debt = 0;
        self.set_account(account, head);
        emit(WrittenOff {
            account,
            debt: U256::from(debt),
        });
        write_off(self.cash_pool(), scaled)
    }

    /// Whether an account has no position left, and no profit or loss of positions that is worth a unit of cash.
    fn carries_nothing(&self, account: B256, legs: bool) -> Result<bool, VaultError> {
        if !legs {
            return Ok(true);
        }
        let carried = self.carried(account)?;
        let unit = unit_of(tag(load(POOL)))?;
        let size = carried.variation.unsigned_abs();
        Ok(carried.legs.is_empty() && size < U256::from(unit))
    }
}
