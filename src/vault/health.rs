//! The one health check: an account as a portfolio, and what the margin contract says about it.

use crate::abi::*;
use crate::account::Account;
use crate::error::VaultError;
use crate::host;
use crate::listing::unit_of;
use crate::pool::BorrowIndex;
use crate::state::Vault;
use crate::words::{pack, tag, Word};
use alloc::vec::Vec;
use alloy_primitives::{Sign, B256, I256, U256};
use stylus_sdk::function_selector;

/// `assess(int256 cash, (uint8 asset, uint256 amount)[] collateral, (uint8,uint8,int256,uint256,uint64)[] legs)`.
pub(crate) const ASSESS: [u8; 4] = function_selector!(
    "assess",
    I256,
    Vec<(u8, U256)>,
    Vec<(u8, u8, I256, U256, u64)>
);

/// The verdict is the first six words of the answer; the attribution behind it stays with the callee.
const VERDICT_WORDS: usize = 6;

/// An account in the units of the risk model.
pub(crate) struct Portfolio {
    /// Cash in USD WAD: minus the debt.
    pub(crate) cash: I256,
    /// Collateral at 18 decimals, ascending by asset.
    pub(crate) collateral: Vec<Holding>,
}

impl Vault {
    /// Ends whatever lets the risk of an account rise: it must be at its initial margin, at prices that can be
    /// relied on. An account without debt is at no risk and is not asked about.
    pub(crate) fn require_healthy(
        &self,
        account: B256,
        head: &Account,
        owed: u128,
    ) -> Result<(), VaultError> {
        if owed == 0 {
            return Ok(());
        }
        let verdict = self.judge(&self.portfolio_of(account, head, owed)?)?;
        if verdict.notLive != 0 {
            return Err(PriceNotLive {
                notLive: verdict.notLive,
            }
            .into());
        }
        if I256::try_from(verdict.initialMargin).map_or(true, |initial| verdict.equity < initial) {
            return Err(BelowInitialMargin {
                equity: verdict.equity,
                initialMargin: verdict.initialMargin,
            }
            .into());
        }
        Ok(())
    }

    /// The account as the risk model sees it; `owed` in units of the cash, each worth a dollar.
    pub(crate) fn portfolio_of(
        &self,
        account: B256,
        head: &Account,
        owed: u128,
    ) -> Result<Portfolio, VaultError> {
        let mut collateral = Vec::with_capacity(16);
        let desk = self.desk();
        for asset in head.indices() {
            let amount = normalised(self.balance(account, asset), desk.decimals(asset))?;
            collateral.push(Holding {
                asset,
                amount: U256::from(amount),
            });
        }
        let owed = normalised(owed, tag(self.pool.get()))?;
        let cash = I256::checked_from_sign_and_abs(Sign::Negative, U256::from(owed));
        Ok(Portfolio {
            cash: cash.ok_or_else(VaultError::math)?,
            collateral,
        })
    }

    /// The account as it stands.
    pub(crate) fn read_portfolio(&self, account: B256) -> Result<Portfolio, VaultError> {
        let head = self.account(account);
        self.portfolio_of(account, &head, self.owed(&head)?)
    }

    /// What an account owes now, in units of the cash, rounded up. Without debt nobody is asked.
    pub(crate) fn owed(&self, head: &Account) -> Result<u128, VaultError> {
        if head.scaled_debt == 0 {
            return Ok(0);
        }
        BorrowIndex::read(self.cash_pool())?.owed_up(head.scaled_debt)
    }

    /// Asks the margin contract.
    pub(crate) fn judge(&self, portfolio: &Portfolio) -> Result<Verdict, VaultError> {
        let data = assess_call(portfolio);
        let answer = host::static_call(self.desk().margin(), &data, VERDICT_WORDS * 32)
            .map_err(|data| VaultError::callee(data, MarginCallFailed {}))?;
        verdict(&answer).ok_or_else(|| MarginCallFailed {}.into())
    }
}

fn verdict(answer: &host::Returned) -> Option<Verdict> {
    Some(Verdict {
        equity: I256::from_raw(answer.word(0)?),
        initialMargin: answer.word(1)?,
        maintenanceMargin: answer.word(2)?,
        bufferMargin: answer.word(3)?,
        health: answer.word(4)?,
        notLive: u16::try_from(answer.word(5)?).ok()?,
    })
}

/// Call data of `assess` for a portfolio without legs.
fn assess_call(portfolio: &Portfolio) -> Vec<u8> {
    let count = portfolio.collateral.len();
    let legs_at = count.saturating_mul(64).saturating_add(0x80);
    let mut words = Vec::with_capacity(count.saturating_mul(2).saturating_add(5));
    words.push(portfolio.cash.to_word());
    words.push(U256::from(0x60).to_word());
    words.push(U256::from(legs_at).to_word());
    words.push(U256::from(count).to_word());
    for holding in &portfolio.collateral {
        words.push(holding.asset.to_word());
        words.push(holding.amount.to_word());
    }
    words.push(B256::ZERO);
    pack(&ASSESS, &words)
}

/// An amount at 18 decimals.
fn normalised(amount: u128, decimals: u8) -> Result<u128, VaultError> {
    amount
        .checked_mul(unit_of(decimals)?)
        .ok_or_else(VaultError::math)
}
