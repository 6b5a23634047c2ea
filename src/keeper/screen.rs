//! Screening: one snapshot of the market, then every account through the same model that the contracts run.

use std::collections::{BTreeMap, BTreeSet};

use alloy::primitives::{B256, I256, U256};
use anyhow::{anyhow, Context, Result};
use risk::{
    assess, snapshot, AssetTerms, Holding, MarginTerms, Market, RiskError, Verdict, MAX_ASSETS,
};

use crate::{
    abi::{IMargin, IOracle, IPool, IVault},
    book::Book,
    connection::Connection,
    explain::explain_call,
};

/// How an account stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// Which account.
    pub account: B256,
    /// Cash, negative when borrowed, USD WAD.
    pub cash: i128,
    /// Verdict of the model.
    pub verdict: Verdict,
}

impl Standing {
    /// Whether it owes something and is below its maintenance margin.
    pub fn is_liquidatable(&self) -> bool {
        self.cash < 0
            && i128::try_from(self.verdict.maintenance)
                .is_ok_and(|maintenance| self.verdict.equity < maintenance)
    }

    /// Equity over maintenance margin; infinite for an account without debt.
    pub fn health(&self) -> f64 {
        if self.cash >= 0 || self.verdict.maintenance == 0 {
            return f64::INFINITY;
        }
        self.verdict.equity as f64 / self.verdict.maintenance as f64
    }
}

/// What one look at the chain tells about the market and the rules.
#[derive(Debug, Clone)]
pub struct Conditions {
    /// Prices, states and covariance.
    pub market: Market,
    /// Parameters of the margin.
    pub terms: MarginTerms,
    /// Parameters of each asset.
    pub assets: [AssetTerms; MAX_ASSETS],
}

impl Conditions {
    /// Reads all assets at once.
    pub async fn read(connection: &Connection, book: &Book) -> Result<Self> {
        let oracle = IOracle::new(book.contract("oracle")?, &connection.provider);
        let margin = IMargin::new(book.contract("margin")?, &connection.provider);
        let count = book.assets.len().min(MAX_ASSETS);
        let mask = u16::try_from((1_u32 << count) - 1).context("too many assets")?;
        let words = oracle
            .snapshot(mask)
            .call()
            .await
            .map_err(|e| anyhow!("snapshot: {}", explain_call(&e)))?;
        let market = snapshot::decode(&words)
            .map_err(|e| anyhow!("the snapshot of the oracle cannot be read: {e:?}"))?;
        let read = margin
            .terms()
            .call()
            .await
            .map_err(|e| anyhow!("terms: {}", explain_call(&e)))?;
        let mut assets = [AssetTerms {
            exit_cost: 0,
            jump: 0,
        }; MAX_ASSETS];
        for (index, place) in assets.iter_mut().enumerate().take(count) {
            let own = margin
                .assetTerms(u8::try_from(index)?)
                .call()
                .await
                .map_err(|e| anyhow!("terms of asset {index}: {}", explain_call(&e)))?;
            *place = AssetTerms {
                exit_cost: narrow(own.exitCost)?,
                jump: narrow(own.jump)?,
            };
        }
        let terms = MarginTerms {
            horizon: u64::from(read.horizon),
            shortfall_factor: narrow(read.shortfallFactor)?,
            model_multiplier: narrow(read.modelMultiplier)?,
            maintenance_ratio: narrow(read.maintenanceRatio)?,
            buffer_ratio: narrow(read.bufferRatio)?,
            correlation_stress: narrow(read.correlationStress)?,
            sigma_floor: narrow(read.sigmaFloor)?,
        };
        Ok(Self {
            market,
            terms,
            assets,
        })
    }

    /// The model's verdict on cash and collateral.
    pub fn assess(&self, cash: i128, holdings: &[Holding]) -> Result<Verdict, RiskError> {
        assess(
            cash,
            holdings,
            &[],
            &self.market,
            &self.terms,
            &self.assets,
            &mut [],
        )
    }
}

#[derive(Debug, Clone)]
struct Cached {
    cash: i128,
    holdings: Vec<Holding>,
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
        let stale: Vec<B256> = accounts
            .iter()
            .filter(|a| changed.contains(*a) || !self.cached.contains_key(*a))
            .copied()
            .collect();
        for account in stale {
            let read = vault
                .portfolio(account)
                .call()
                .await
                .map_err(|e| anyhow!("portfolio of {account}: {}", explain_call(&e)))?;
            let holdings = read
                .collateral
                .iter()
                .map(|h| {
                    Ok(Holding {
                        asset: h.asset,
                        amount: narrow(h.amount)?,
                    })
                })
                .collect::<Result<Vec<_>>>()?;
            self.cached.insert(
                account,
                Cached {
                    cash: narrow_signed(read.cash)?,
                    holdings,
                    index,
                },
            );
        }
        let conditions = Conditions::read(connection, book).await?;
        self.standings.clear();
        for (account, cached) in &self.cached {
            let cash = grown(cached.cash, cached.index, index)?;
            let verdict = conditions
                .assess(cash, &cached.holdings)
                .map_err(|e| anyhow!("account {account}: {e:?}"))?;
            self.standings.push(Standing {
                account: *account,
                cash,
                verdict,
            });
        }
        Ok(())
    }
}

/// A debt after the borrow index went from `then` to `now`, rounded up; cash of one's own does not grow.
fn grown(cash: i128, then: U256, now: U256) -> Result<i128> {
    if cash >= 0 || then.is_zero() || now <= then {
        return Ok(cash);
    }
    let debt = fixed::mul_div_up(U256::from(cash.unsigned_abs()), now, then)
        .map_err(|e| anyhow!("interest: {e:?}"))?;
    let debt: i128 = debt
        .try_into()
        .map_err(|_| anyhow!("a debt of {debt} is out of range"))?;
    Ok(-debt)
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
        let (then, now) = (U256::from(10_u64), U256::from(11_u64));
        assert_eq!(grown(-100, then, now).unwrap(), -110);
        assert_eq!(grown(-101, then, now).unwrap(), -112);
        assert_eq!(grown(100, then, now).unwrap(), 100);
        assert_eq!(grown(-100, now, then).unwrap(), -100);
    }
}
