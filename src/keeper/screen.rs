//! Screening: one snapshot of the market, then every account through the same model that the contracts run.

use std::collections::{BTreeMap, BTreeSet};

use alloy::primitives::{B256, I256, U256};
use anyhow::{anyhow, Result};
use risk::{Holding, Leg, LegKind, Verdict};

use crate::{
    abi::{IPool, IVault, IERC20},
    book::Book,
    connection::Connection,
    explain::explain_call,
    judgement::Conditions,
};

/// How an account stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// Which account.
    pub account: B256,
    /// What it owed when it was last read, units of the cash.
    pub debt: U256,
    /// Whether it owes or carries anything.
    pub at_risk: bool,
    /// Verdict of the model.
    pub verdict: Verdict,
}

impl Standing {
    /// Whether it owes something and is below its maintenance margin.
    pub fn is_liquidatable(&self) -> bool {
        !self.debt.is_zero()
            && i128::try_from(self.verdict.maintenance)
                .is_ok_and(|maintenance| self.verdict.equity < maintenance)
    }

    /// Equity over maintenance margin; infinite for an account that nothing can happen to.
    pub fn health(&self) -> f64 {
        if !self.at_risk || self.verdict.maintenance == 0 {
            return f64::INFINITY;
        }
        self.verdict.equity as f64 / self.verdict.maintenance as f64
    }
}

#[derive(Debug, Clone)]
struct Cached {
    /// Cash less debt and unsettled losses, USD WAD.
    cash: i128,
    /// The debt in it, units of the cash.
    debt: U256,
    holdings: Vec<Holding>,
    legs: Vec<Leg>,
    /// Whether it has positions: prices and funding change those without a word of the vault.
    carries: bool,
    version: u32,
    /// Borrow index when the portfolio was read: the debt has grown with it since.
    index: U256,
}

/// Portfolios of all followed accounts; only those that changed are read again.
#[derive(Debug, Default)]
pub struct Portfolios {
    cached: BTreeMap<B256, Cached>,
    standings: Vec<Standing>,
}

impl Portfolios {
    /// Standings at the last refresh.
    pub fn standings(&self) -> &[Standing] {
        &self.standings
    }

    /// Reads new and changed portfolios, then screens all.
    pub async fn refresh(
        &mut self,
        connection: &Connection,
        book: &Book,
        accounts: &BTreeSet<B256>,
        changed: &BTreeSet<B256>,
    ) -> Result<()> {
        let vault = IVault::new(book.contract("vault")?, &connection.provider);
        let pool = IPool::new(book.contract("pool")?, &connection.provider);
        let index = pool
            .borrowIndex()
            .call()
            .await
            .map_err(|e| anyhow!("borrowIndex: {}", explain_call(&e)))?;
        let decimals = IERC20::new(book.cash, &connection.provider)
            .decimals()
            .call()
            .await;
        let decimals = decimals.map_err(|e| anyhow!("decimals: {}", explain_call(&e)))?;
        let unit = 10_u128.pow(18_u32.saturating_sub(u32::from(decimals)));
        let known = |account: &B256| self.cached.get(account).is_some_and(|kept| !kept.carries);
        let stale: Vec<B256> = accounts
            .iter()
            .filter(|account| changed.contains(*account) || !known(account))
            .copied()
            .collect();
        for account in stale {
            let read = vault.portfolio(account).call().await;
            let read = read.map_err(|e| anyhow!("portfolio of {account}: {}", explain_call(&e)))?;
            let info = vault.account(account).call().await;
            let info = info.map_err(|e| anyhow!("account {account}: {}", explain_call(&e)))?;
            let cached = Cached {
                cash: narrow_signed(read.cash)?,
                debt: info.debt,
                holdings: read
                    .collateral
                    .iter()
                    .map(holding)
                    .collect::<Result<Vec<_>>>()?,
                legs: read.legs.iter().map(leg).collect::<Result<Vec<_>>>()?,
                carries: info.legs,
                version: info.version,
                index,
            };
            self.cached.insert(account, cached);
        }
        let versions = self.cached.values().map(|cached| cached.version).collect();
        let conditions = Conditions::read(connection, book, &versions).await?;
        self.standings.clear();
        for (account, cached) in &self.cached {
            let interest = grown(cached.debt, cached.index, index)? - cached.debt;
            let interest = narrow(interest)?.saturating_mul(unit);
            let cash = cached.cash - i128::try_from(interest)?;
            let verdict = conditions
                .assess(cached.version, cash, &cached.holdings, &cached.legs)
                .map_err(|e| anyhow!("account {account}: {e:?}"))?;
            self.standings.push(Standing {
                account: *account,
                debt: cached.debt,
                at_risk: !cached.debt.is_zero() || cached.carries,
                verdict,
            });
        }
        Ok(())
    }
}

fn holding(read: &IVault::Holding) -> Result<Holding> {
    Ok(Holding {
        asset: read.asset,
        amount: narrow(read.amount)?,
    })
}

fn leg(read: &IVault::Leg) -> Result<Leg> {
    Ok(Leg {
        asset: read.asset,
        kind: LegKind::try_from(read.kind).map_err(|e| anyhow!("a leg: {e:?}"))?,
        size: narrow_signed(read.size)?,
        strike: narrow(read.strike)?,
        expiry: read.expiry,
    })
}

/// A debt after the borrow index went from `then` to `now`, rounded up.
fn grown(debt: U256, then: U256, now: U256) -> Result<U256> {
    if then.is_zero() || now <= then {
        return Ok(debt);
    }
    fixed::mul_div_up(debt, now, then).map_err(|e| anyhow!("interest: {e:?}"))
}

fn narrow(value: U256) -> Result<u128> {
    value
        .try_into()
        .map_err(|_| anyhow!("{value} is out of range"))
}

fn narrow_signed(value: I256) -> Result<i128> {
    value
        .try_into()
        .map_err(|_| anyhow!("{value} is out of range"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_debt_grows_with_the_index_and_rounds_up() {
        let number = U256::from::<u64>;
        let (then, now) = (number(10), number(11));
        assert_eq!(grown(number(100), then, now).unwrap(), number(110));
        assert_eq!(grown(number(101), then, now).unwrap(), number(112));
        assert_eq!(grown(number(0), then, now).unwrap(), number(0));
        assert_eq!(grown(number(100), now, then).unwrap(), number(100));
    }
}
