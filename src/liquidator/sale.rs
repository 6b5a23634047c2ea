//! When an account may be liquidated, and how much of its plan one buyer takes.

use crate::abi::{Healthy, LimitExceeded, LiquidatorError, PriceDead, PriceNotLive};
use crate::planner::Close;
use alloy_primitives::{B256, U256};
use risk::{Action, Path, Permission, State, CERTAIN_HEALTH, STATE_BITS};

/// Whether the plan may be started. Every price of the account has a say, by its state
/// ([`State::permits`]):
///
/// | price | allowed |
/// |---|---|
/// | live | below maintenance |
/// | stale, paused | below maintenance and health below 0.95 |
/// | suspect | below maintenance under both prices: the plan is healthy otherwise, and made at the one that is worse for the buyer |
/// | dead | not to be sold; other assets of the account may be |
pub(crate) fn require_startable(account: B256, plan: &Close) -> Result<(), LiquidatorError> {
    if plan.path == Path::Healthy as u8 {
        return Err(Healthy {
            account,
            health: plan.health_before,
        }
        .into());
    }
    for asset in 0..risk::MAX_ASSETS {
        let state = state(plan.states, asset);
        let allowed = match state.map(|state| state.permits(Action::StartLiquidation)) {
            // The plan says so.
            Some(Permission::BelowMaintenance | Permission::BelowAtBothPrices) => true,
            Some(Permission::BelowCertainHealth) => plan.health_before < U256::from(CERTAIN_HEALTH),
            Some(Permission::OtherAssets) if usize::from(plan.asset) != asset => true,
            Some(Permission::OtherAssets) => return Err(PriceDead { asset: plan.asset }.into()),
            _ => false,
        };
        if !allowed {
            return Err(PriceNotLive {
                notLive: plan.not_live,
            }
            .into());
        }
    }
    Ok(())
}

/// Whether a price of the account is suspect: the plan is then judged by the prices that favour it.
pub(crate) fn has_suspects(plan: &Close) -> bool {
    (0..risk::MAX_ASSETS).any(|asset| state(plan.states, asset) == Some(State::Suspect))
}

/// The state of an asset, of those that a plan has packed; `None` where it is none.
fn state(states: u64, asset: usize) -> Option<State> {
    let shift = u32::try_from(asset).ok()?.checked_mul(STATE_BITS)?;
    let state = u8::try_from(states.checked_shr(shift)? & 0xf).ok()?;
    State::try_from(state).ok()
}

/// A plan in the units of the two tokens.
pub(crate) struct Sale {
    pub(crate) repay: U256,
    pub(crate) seized: U256,
    insolvent: bool,
}

impl Sale {
    /// Both amounts rounded down, which the planner has done already: they are multiples.
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
