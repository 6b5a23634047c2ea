//! Pauses: one action at a time, for a week at most, and then none of it for as long.
//!
//! Repaying, adding collateral that an account holds, and liquidations have no pause. As nothing that cures an account
//! can be paused, a pause that ends starts no grace; interest runs meanwhile.

use crate::abi::*;
use crate::clock::now;
use crate::error::VaultError;
use crate::host::{emit, sender};
use crate::owner;
use crate::packing::{small_field, time, with_field, with_time};
use crate::state::{load, load_address, store, Vault, GUARDIAN, PAUSES, RESTS, WEIGHTS};
use alloy_primitives::U256;

/// What can be paused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    /// Deposits of a kind that the account does not hold, and opting in.
    NewCollateral = 0,
    /// Withdrawals of an account with debt or positions.
    Withdraw = 1,
    /// Withdrawals of any other account.
    Exit = 2,
    /// Loans.
    Borrow = 3,
    /// Transfers between accounts.
    Transfer = 4,
    /// Trades that raise risk.
    Trade = 5,
}

const ACTIONS: u8 = 6;
const LANE: u32 = 32;
/// Longest pause, seconds.
const LONGEST: u64 = 7 * 86_400;

fn lane(word: U256, action: u8) -> u64 {
    small_field(word, lane_at(action), LANE)
}

fn with_lane(word: U256, action: u8, seconds: u64) -> U256 {
    with_field(word, lane_at(action), LANE, seconds.into())
}

fn lane_at(action: u8) -> u32 {
    u32::from(action).saturating_mul(LANE)
}

fn known(action: u8) -> Result<(), VaultError> {
    if action < ACTIONS {
        Ok(())
    } else {
        Err(UnknownAction { action }.into())
    }
}

impl Vault {
    /// Refuses an action while it is paused. The word of the weights knows whether anything is.
    pub(crate) fn require_running(&self, action: Action) -> Result<(), VaultError> {
        if now() >= time(load(WEIGHTS)) {
            return Ok(());
        }
        let action = action as u8;
        match self.paused_until(action)? {
            0 => Ok(()),
            until => Err(Paused { action, until }.into()),
        }
    }

    /// Until when an action is paused; 0 where it is not.
    pub(crate) fn paused_until(&self, action: u8) -> Result<u64, VaultError> {
        known(action)?;
        let until = lane(load(PAUSES), action);
        Ok(if now() < until { until } else { 0 })
    }

    pub(crate) fn start_pause(&mut self, action: u8, until: u64) -> Result<(), VaultError> {
        self.require_owner_or(true)?;
        known(action)?;
        let now = now();
        let length = until.saturating_sub(now);
        if length == 0 || length > LONGEST {
            let bound = if length == 0 {
                now
            } else {
                now.saturating_add(LONGEST)
            };
            return Err(OutOfRange {
                value: U256::from(until),
                bound: U256::from(bound),
            }
            .into());
        }
        let rested = lane(load(RESTS), action);
        if now < rested {
            return Err(CoolingDown {
                action,
                until: rested,
            }
            .into());
        }
        store(PAUSES, with_lane(load(PAUSES), action, until));
        let rested = until.saturating_add(length);
        store(RESTS, with_lane(load(RESTS), action, rested));
        let weights = load(WEIGHTS);
        store(WEIGHTS, with_time(weights, until.max(time(weights))));
        emit(ActionPaused { action, until });
        Ok(())
    }

    pub(crate) fn end_pause(&mut self, action: u8) -> Result<(), VaultError> {
        owner::require_owner()?;
        known(action)?;
        store(PAUSES, with_lane(load(PAUSES), action, 0));
        emit(ActionResumed { action });
        Ok(())
    }

    /// The owner, and where it only lowers what may be done, the guardian.
    pub(crate) fn require_owner_or(&self, lowers: bool) -> Result<(), VaultError> {
        let guardian = load_address(GUARDIAN);
        if lowers && !guardian.is_zero() && sender() == guardian {
            return Ok(());
        }
        owner::require_owner().map(drop)
    }
}
