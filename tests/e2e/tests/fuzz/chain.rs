//! The chain as the judge of the model: its verdicts, its plans of liquidations, its prices, its time.

use alloy::primitives::{Address, I256, U256};
use alloy::sol_types::SolCall;
use devnet::machine::Transaction;
use e2e::{
    abi::{ILiquidator, IMargin, IOracle},
    World,
};
use fuzz::cast::Account;
use fuzz::judge::{Judge, Portfolio, Sale};
use risk::Verdict;

use crate::stage::number;

/// A view of the world.
pub struct OnChain<'a> {
    pub world: &'a World,
}

fn narrow(word: U256) -> Option<u128> {
    u128::try_from(word).ok()
}

impl Judge for OnChain<'_> {
    fn assess(&self, portfolio: &Portfolio) -> Option<Verdict> {
        let holdings = portfolio.holdings.iter().map(|held| IMargin::Holding {
            asset: held.asset,
            amount: U256::from(held.amount),
        });
        let legs = portfolio.legs.iter().map(|leg| IMargin::Leg {
            asset: leg.asset,
            kind: leg.kind as u8,
            size: I256::try_from(leg.size).unwrap_or_default(),
            strike: U256::from(leg.strike),
            expiry: leg.expiry,
        });
        let call = IMargin::assessManyCall {
            version: 0,
            favourSuspects: false,
            portfolios: vec![IMargin::Portfolio {
                cash: I256::try_from(portfolio.cash).ok()?,
                collateral: holdings.collect(),
                legs: legs.collect(),
            }],
        };
        let verdict = self.world.view(self.world.margin, call).ok()?;
        let verdict = verdict.first()?;
        Some(Verdict {
            equity: i128::try_from(verdict.equity).ok()?,
            initial: narrow(verdict.initialMargin)?,
            maintenance: narrow(verdict.maintenanceMargin)?,
            buffer: narrow(verdict.bufferMargin)?,
            health: narrow(verdict.health).unwrap_or(u128::MAX),
            not_live: verdict.notLive,
        })
    }

    /// What buying would take, tried and taken back.
    fn sale(&self, account: Account, _: &Portfolio, most: u128) -> Option<Sale> {
        let account = number(self.world, account);
        let plan = self
            .world
            .view(self.world.liquidator, ILiquidator::planCall { account })
            .ok()?;
        let call = ILiquidator::buyCollateralCall {
            account,
            asset: plan.asset,
            maxRepay: U256::from(most),
            minSeized: U256::ZERO,
            to: self.world.buyer,
        };
        let (repay, seized) = self.attempt(self.world.buyer, call)?;
        Some(Sale {
            asset: plan.asset,
            repay,
            seized,
            discount: narrow(plan.discount)?,
            insolvent: plan.path == risk::Path::Insolvent as u8,
        })
    }

    fn price(&self, asset: u8) -> Option<u128> {
        let price = self
            .world
            .view(self.world.oracle, IOracle::priceCall { asset })
            .ok()?;
        narrow(price)
    }

    fn now(&self) -> u64 {
        self.world.chain.now()
    }
}

impl OnChain<'_> {
    fn attempt(&self, from: Address, call: ILiquidator::buyCollateralCall) -> Option<(u128, u128)> {
        let transaction = Transaction {
            from,
            to: Some(self.world.liquidator),
            input: call.abi_encode().into(),
            gas_limit: 100_000_000,
            ..Transaction::default()
        };
        let outcome = self.world.chain.call(transaction).ok()?;
        let answer = ILiquidator::buyCollateralCall::abi_decode_returns(&outcome.output).ok()?;
        if !outcome.success {
            return None;
        }
        Some((narrow(answer.repaid)?, narrow(answer.seized)?))
    }
}
