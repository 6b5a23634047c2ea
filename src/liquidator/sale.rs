//! When an account may be liquidated, and how much of its plan one buyer takes.

use crate::abi::{Healthy, LimitExceeded, LiquidatorError, PriceDead, PriceNotLive};
use crate::margin::Close;
use alloy_primitives::{B256, U256};
use risk::{Path, State};

/// Below this health, WAD, an account may be liquidated at prices that are not live.
const CERTAIN: u64 = 950_000_000_000_000_000;

/// Whether the plan may be started, by the states of the prices it rests on:
///
/// | prices of the account | allowed |
/// |---|---|
/// | all live | below maintenance |
/// | some stale, suspect or paused, or another asset dead | below maintenance and health below 0.95 |
/// | the asset to be sold is dead | no; other assets of the account may be sold |
///
/// A suspect price would have to be below maintenance at both of the disagreeing prices. The oracle keeps one
/// price yet, so the distance to 0.95 stands for the second.
pub(crate) fn require_startable(account: B256, plan: &Close) -> Result<(), LiquidatorError> {
    if plan.path == Path::Healthy as u8 {
        return Err(Healthy {
            account,
            health: plan.health_before,
        }
        .into());
    }
    if plan.state == State::Dead as u8 {
        return Err(PriceDead { asset: plan.asset }.into());
    }
    if plan.not_live != 0 && plan.health_before >= U256::from_limbs([CERTAIN, 0, 0, 0]) {
        return Err(PriceNotLive {
            notLive: plan.not_live,
        }
        .into());
    }
    Ok(())
}

/// A plan in the units of the two tokens.
pub(crate) struct Sale {
    pub(crate) repay: U256,
    pub(crate) seized: U256,
    insolvent: bool,
}

impl Sale {
    /// Both amounts rounded down, which the margin contract has done already: they are multiples.
    pub(crate) fn new(plan: &Close, cash_unit: u64, asset_unit: u64) -> Self {
        let whole = |amount, unit| {
            fixed::mul_div_down(amount, U256::from(1u8), U256::from_limbs([unit, 0, 0, 0]))
        };
        Self {
            repay: whole(plan.repay, cash_unit).unwrap_or_default(),
            seized: whole(plan.seized, asset_unit).unwrap_or_default(),
            insolvent: plan.path == Path::Insolvent as u8,
        }
    }

    /// What `cash` buys of the plan: all of it, or a part at the same price, rounded down.
    ///
    /// A part raises health as the whole does, the toxic bound being one on the price. Where the account is
    /// insolvent every part would lower it: [`LimitExceeded`].
    pub(crate) fn up_to_down(&self, cash: U256) -> Result<(U256, U256), LiquidatorError> {
        if cash >= self.repay {
            return Ok((self.repay, self.seized));
        }
        if self.insolvent {
            return Err(LimitExceeded {
                repay: self.repay,
                maxRepay: cash,
            }
            .into());
        }
        let seized = fixed::mul_div_down(self.seized, cash, self.repay).unwrap_or_default();
        Ok((cash, seized))
    }
}
