//! Liquidations: follow, screen, ask the chain for its plan, buy.

use alloy::{
    primitives::{Address, TxKind, B256, U256},
    sol_types::SolCall,
};
use anyhow::{anyhow, Context, Result};

use crate::{
    abi::{ILiquidator, IERC20},
    accounts::follow,
    book::Book,
    connection::Connection,
    explain::explain_call,
    journal::{Ending, Journal, Pending},
    screen::{Portfolios, Standing},
};

/// What happened to one account in one round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A purchase that an earlier run had signed came to its end.
    Resumed {
        account: B256,
        hash: B256,
        ending: Ending,
    },
    /// Collateral was bought.
    Bought {
        account: B256,
        hash: B256,
        asset: u8,
        repay: U256,
        seized: U256,
        gas: u64,
    },
    /// The purchase reverted: somebody was faster, or the price moved.
    Lost { account: B256, hash: B256 },
    /// It could not be sent; the reason.
    Refused { account: B256, why: String },
}

/// A liquidator at work on one deployment.
#[derive(Debug)]
pub struct Liquidator<'a> {
    connection: &'a Connection,
    book: &'a Book,
    journal: Journal,
    portfolios: Portfolios,
    /// Purchases of one account in one round, so that several assets can go one after another.
    per_account: usize,
}

impl<'a> Liquidator<'a> {
    /// Begins with an opened journal.
    pub fn new(connection: &'a Connection, book: &'a Book, journal: Journal) -> Self {
        Self {
            connection,
            book,
            journal,
            portfolios: Portfolios::default(),
            per_account: 4,
        }
    }

    /// The journal, for those who want to look.
    pub fn journal(&self) -> &Journal {
        &self.journal
    }

    /// Standing of every followed account at the newest screening.
    pub fn standings(&self) -> &[Standing] {
        self.portfolios.standings()
    }

    /// One round: ends what is pending, reads new logs, screens all accounts with the model, and buys from
    /// those that the chain itself says can be liquidated.
    pub async fn round(&mut self) -> Result<Vec<Event>> {
        let mut events = Vec::new();
        for (entry, ending) in self.journal.resolve(self.connection).await? {
            events.push(Event::Resumed {
                account: entry.account,
                hash: entry.hash,
                ending,
            });
        }
        let changed = follow(self.connection, self.book, &mut self.journal).await?;
        self.portfolios
            .refresh(
                self.connection,
                self.book,
                self.journal.accounts(),
                &changed,
            )
            .await?;
        let below: Vec<B256> = self
            .portfolios
            .standings()
            .iter()
            .filter(|s| s.is_liquidatable())
            .map(|s| s.account)
            .collect();
        for account in below {
            self.work(account, &mut events).await?;
        }
        Ok(events)
    }

    async fn work(&mut self, account: B256, events: &mut Vec<Event>) -> Result<()> {
        let liquidator = self.book.contract("liquidator")?;
        let contract = ILiquidator::new(liquidator, &self.connection.provider);
        for _ in 0..self.per_account {
            let plan = contract
                .plan(account)
                .call()
                .await
                .map_err(|e| anyhow!("plan of {account}: {}", explain_call(&e)))?;
            if plan.path == 0 || plan.repay.is_zero() {
                return Ok(());
            }
            if let Err(error) = self.approve(liquidator, plan.repay).await {
                events.push(Event::Refused {
                    account,
                    why: format!("{error:#}"),
                });
                return Ok(());
            }
            let call = ILiquidator::buyCollateralCall {
                account,
                asset: plan.asset,
                maxRepay: plan.repay,
                minSeized: plan.seized,
                to: self.connection.sender,
            };
            match self
                .buy(account, liquidator, call.abi_encode().into())
                .await
            {
                Ok((hash, true, gas)) => events.push(Event::Bought {
                    account,
                    hash,
                    asset: plan.asset,
                    repay: plan.repay,
                    seized: plan.seized,
                    gas,
                }),
                Ok((hash, false, _)) => {
                    events.push(Event::Lost { account, hash });
                    return Ok(());
                }
                Err(error) => {
                    events.push(Event::Refused {
                        account,
                        why: format!("{error:#}"),
                    });
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// Signs, writes down, sends, waits, crosses out: in this order.
    async fn buy(
        &mut self,
        account: B256,
        to: Address,
        input: alloy::primitives::Bytes,
    ) -> Result<(B256, bool, u64)> {
        let nonce = self.connection.nonce().await?;
        let request = self
            .connection
            .prepare(TxKind::Call(to), U256::ZERO, input, nonce)
            .await?;
        let (hash, raw) = self.connection.sign(request).await?;
        self.journal.record(Pending {
            hash,
            raw: raw.clone(),
            nonce,
            account,
        })?;
        self.connection.broadcast(&raw).await?;
        let receipt = self.connection.wait(hash).await?;
        self.journal.settle(hash)?;
        Ok((hash, receipt.status(), receipt.gas_used))
    }

    async fn approve(&self, spender: Address, amount: U256) -> Result<()> {
        let cash = IERC20::new(self.book.cash, &self.connection.provider);
        let held = cash
            .balanceOf(self.connection.sender)
            .call()
            .await
            .map_err(|e| anyhow!("{}", explain_call(&e)))?;
        if held < amount {
            anyhow::bail!(
                "the purchase takes {amount} units of cash, {} holds {held}",
                self.connection.sender
            );
        }
        let allowed = cash
            .allowance(self.connection.sender, spender)
            .call()
            .await
            .map_err(|e| anyhow!("{}", explain_call(&e)))?;
        if allowed < amount {
            let input = IERC20::approveCall {
                spender,
                amount: U256::MAX,
            }
            .abi_encode();
            self.connection
                .send(TxKind::Call(self.book.cash), U256::ZERO, input.into())
                .await
                .context("approve")?;
        }
        Ok(())
    }
}
