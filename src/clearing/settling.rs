//! Gains and losses become cash: losers pay into the pot, winners are paid from it.

use crate::abi::*;
use crate::error::ClearingError;
use crate::host::emit;
use crate::house::signed;
use crate::state::{self, load, Clearing, VAULT};
use crate::trading::statement;
use crate::words::tag;
use alloy_primitives::{B256, U256};
use risk::clearing::{Account, Balance, Cash};
use risk::{LegKind, MAX_ASSETS};

/// Most accounts of a call.
pub(crate) const MAX_ACCOUNTS: usize = 32;

/// Live prices, asked once each.
type Prices = [Option<u128>; MAX_ASSETS];

impl Clearing {
    pub(crate) fn settle_all(&mut self, accounts: &[B256]) -> Result<(), ClearingError> {
        require_few(accounts)?;
        self.acquire()?;
        let mut prices: Prices = [None; MAX_ASSETS];
        // Losers first, so that there is something in the pot.
        for losers in [true, false] {
            for account in accounts {
                self.settle_one(*account, losers, &mut prices)?;
            }
        }
        self.release()
    }

    fn settle_one(
        &mut self,
        account: B256,
        losers: bool,
        prices: &mut Prices,
    ) -> Result<(), ClearingError> {
        let mut loaded = state::account(account)?;
        let cash = self.cash()?;
        let total = self.total_balance(&loaded)?;
        let worth = self.marked(total, &loaded, prices)?;
        let units = cash.units_down(worth)?;
        if units == 0 || units.is_negative() != losers {
            return Ok(());
        }
        let paid = self.pay(account, units)?;
        if paid == 0 {
            return Ok(());
        }
        let settled = cash.balance_of(paid)?;
        loaded.balance = loaded.balance.minus(settled)?;
        state::set_account(account, &loaded, usize::MAX)?;
        emit(Settled {
            account,
            amount: signed(paid),
        });
        self.tell_if_empty(account, total.minus(settled)?, &loaded)
    }

    /// The balance, and linear positions at the live prices: what an account has gained, but for the worth of options.
    fn marked(
        &self,
        total: Balance,
        account: &Account,
        prices: &mut Prices,
    ) -> Result<Balance, ClearingError> {
        let mut worth = total;
        for position in account.positions() {
            if position.series.kind != LegKind::Linear {
                continue;
            }
            let asset = position.series.asset;
            let known = prices
                .get_mut(usize::from(asset))
                .ok_or_else(ClearingError::math)?;
            let price = match *known {
                Some(price) => price,
                None => self.live_price(asset)?,
            };
            *known = Some(price);
            worth = worth.plus(position.payoff(price)?)?;
        }
        Ok(worth)
    }

    /// Where nothing is left, the vault need not ask any more.
    pub(crate) fn tell_if_empty(
        &self,
        account: B256,
        total: Balance,
        loaded: &Account,
    ) -> Result<(), ClearingError> {
        if self.matters(total, loaded)? {
            return Ok(());
        }
        self.carry(account, false, &statement(total, &[])?, false)
    }

    /// The cash of the vault.
    pub(crate) fn cash(&self) -> Result<Cash, ClearingError> {
        Ok(Cash::with_decimals(tag(load(VAULT)))?)
    }
}

pub(crate) fn require_few(accounts: &[B256]) -> Result<(), ClearingError> {
    if accounts.len() > MAX_ACCOUNTS {
        return Err(TooManyAccounts {
            accounts: U256::from(accounts.len()),
        }
        .into());
    }
    Ok(())
}
