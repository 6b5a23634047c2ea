//! The most that can be withdrawn or borrowed.

use crate::abi::MathFailed;
use crate::custody::{unit_of, Action, Custody};
use crate::error::LookoutError;
use crate::judgement::{Asked, Desk, Verdict, NEWEST};
use crate::portfolio::Portfolio;
use crate::Lookout;
use alloc::vec::Vec;
use alloy_primitives::{B256, U256};
use fixed::{mul_div_up_u128, WAD};
use risk::frontier::{most, Judge};

/// What rounding the scaled debt up twice adds to a loan at most, in units of the cash.
const DEBT_ROUNDING: u128 = 2;

impl Lookout {
    pub(crate) fn most_withdrawn(&self, account: B256, asset: u8) -> Result<U256, LookoutError> {
        let custody = Custody(self.vault_at());
        let listing = custody.listing(asset)?;
        let held = custody.held(account, asset)?;
        let safe = custody.head(account)?.is_safe();
        let action = if safe { Action::Exit } else { Action::Withdraw };
        if held == 0 || listing.frozen || custody.paused(action)? {
            return Ok(U256::ZERO);
        }
        if safe {
            return Ok(U256::from(held));
        }
        let portfolio = custody.borrowing(account)?;
        let mut judge = Withdrawals {
            desk: Desk::new(self.margin_at()),
            counting: portfolio.held(asset),
            portfolio,
            asset,
            held,
            unit: listing.unit()?,
            weight: listing.weight,
        };
        Ok(U256::from(most(&mut judge, held, 1)?.unwrap_or(0)))
    }

    pub(crate) fn most_borrowed(&self, account: B256) -> Result<U256, LookoutError> {
        let custody = Custody(self.vault_at());
        if custody.paused(Action::Borrow)? {
            return Ok(U256::ZERO);
        }
        let unit = unit_of(self.cash_decimals())?;
        let portfolio = custody.borrowing(account)?;
        let mut judge = Loans {
            desk: Desk::new(self.margin_at()),
            portfolio,
            unit,
        };
        // Nobody borrows more than equity, of which initial margin takes a part.
        let now = judge.judged(&[0])?;
        let free = |verdict: &&Verdict| verdict.free() > 0;
        let Some(now) = now.first().filter(free) else {
            return Ok(U256::ZERO);
        };
        let equity = u128::try_from(now.equity).unwrap_or(0);
        let limit = equity.checked_div(unit).unwrap_or(0);
        let limit = limit.min(custody.lendable()?);
        let found = most(&mut judge, limit, DEBT_ROUNDING.saturating_add(1))?;
        let found = U256::from(found.unwrap_or(0));
        // A debt that is too small is refused.
        let debt = custody.head(account)?.debt.saturating_add(found);
        let enough = debt >= U256::from(custody.min_debt()?);
        Ok(if enough { found } else { U256::ZERO })
    }
}

/// Units of one token that leave an account.
struct Withdrawals {
    desk: Desk,
    portfolio: Portfolio,
    asset: u8,
    /// Units of the token.
    held: u128,
    /// What of it counts, at 18 decimals.
    counting: u128,
    unit: u128,
    /// WAD.
    weight: u128,
}

impl Withdrawals {
    /// What still counts when so much has left, against the asker; none where nothing is left of it.
    fn left(&self, amount: u128) -> Result<Option<u128>, LookoutError> {
        if amount >= self.held {
            return Ok(None);
        }
        // The vault rounds to units of the token.
        let counted = mul_div_up_u128(amount, self.weight, WAD)?;
        let counted = counted.checked_mul(self.unit).ok_or(MathFailed {})?;
        Ok(Some(self.counting.saturating_sub(counted)))
    }
}

impl Judge for Withdrawals {
    type Error = LookoutError;

    fn judge(&mut self, candidates: &[u128], headrooms: &mut [i128]) -> Result<(), LookoutError> {
        let mut asked = Vec::with_capacity(candidates.len());
        for amount in candidates {
            let left = self.left(*amount)?;
            asked.push(Asked {
                portfolio: &self.portfolio,
                cash: self.portfolio.cash,
                instead: Some((self.asset, left)),
            });
        }
        let verdicts = self.desk.many(NEWEST, &asked)?;
        for (headroom, verdict) in headrooms.iter_mut().zip(verdicts) {
            *headroom = verdict.free();
        }
        Ok(())
    }
}

/// Units of the cash that an account borrows.
struct Loans {
    desk: Desk,
    portfolio: Portfolio,
    unit: u128,
}

impl Loans {
    /// The cash that is left when so much has been borrowed and spent: the debt is rounded up.
    fn cash(&self, amount: u128) -> Result<i128, LookoutError> {
        let owed = if amount == 0 {
            Some(0)
        } else {
            amount.checked_add(DEBT_ROUNDING)
        };
        let owed = owed.and_then(|owed| owed.checked_mul(self.unit));
        let cash = owed.and_then(|owed| self.portfolio.cash.checked_sub_unsigned(owed));
        Ok(cash.ok_or(MathFailed {})?)
    }

    fn judged(&mut self, amounts: &[u128]) -> Result<Vec<Verdict>, LookoutError> {
        let mut asked = Vec::with_capacity(amounts.len());
        for amount in amounts {
            asked.push(Asked {
                portfolio: &self.portfolio,
                cash: self.cash(*amount)?,
                instead: None,
            });
        }
        self.desk.many(NEWEST, &asked)
    }
}

impl Judge for Loans {
    type Error = LookoutError;

    fn judge(&mut self, candidates: &[u128], headrooms: &mut [i128]) -> Result<(), LookoutError> {
        for (headroom, verdict) in headrooms.iter_mut().zip(self.judged(candidates)?) {
            *headroom = verdict.free();
        }
        Ok(())
    }
}
