//! Alerts: how near an account is to a liquidation, with hysteresis so that a level does not flicker.

use std::{collections::BTreeMap, fmt};

use alloy::primitives::B256;
use serde::{Deserialize, Serialize};

use crate::screen::Standing;

/// Alert level of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Level {
    /// Nothing to do.
    Healthy,
    /// Health under 1.5.
    Watch,
    /// Health under the buffer: add collateral or repay.
    Call,
    /// Health under 1.
    Liquidatable,
}

/// Health under which an account is on watch.
pub const WATCH: f64 = 1.5;
/// Health under which its owner is called: the level to which a liquidation would restore.
pub const CALL: f64 = 1.15;
/// A level is left only when health is this much above its threshold.
pub const HYSTERESIS: f64 = 0.05;

impl Level {
    /// Level of a health on the way down.
    fn falling(health: f64) -> Self {
        match health {
            h if h < 1.0 => Self::Liquidatable,
            h if h < CALL => Self::Call,
            h if h < WATCH => Self::Watch,
            _ => Self::Healthy,
        }
    }

    /// Next level, given the one before. Worse levels count at once, better ones after the hysteresis.
    pub fn next(self, health: f64) -> Self {
        let falling = Self::falling(health);
        if falling >= self {
            falling
        } else {
            self.min(Self::falling(health - HYSTERESIS))
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Healthy => "healthy",
            Self::Watch => "watch",
            Self::Call => "call",
            Self::Liquidatable => "liquidatable",
        })
    }
}

/// An account's level changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Transition {
    /// Which account.
    pub account: B256,
    /// Level before.
    pub from: Level,
    /// Level now.
    pub to: Level,
    /// Health now.
    pub health: f64,
}

/// Levels of all followed accounts.
#[derive(Debug, Default)]
pub struct Alerts {
    levels: BTreeMap<B256, Level>,
}

impl Alerts {
    /// Takes the newest standings, returns what changed.
    pub fn update(&mut self, standings: &[Standing]) -> Vec<Transition> {
        let mut transitions = Vec::new();
        for standing in standings {
            let health = standing.health();
            let level = self
                .levels
                .entry(standing.account)
                .or_insert(Level::Healthy);
            let next = level.next(health);
            if next != *level {
                transitions.push(Transition {
                    account: standing.account,
                    from: *level,
                    to: next,
                    health,
                });
                *level = next;
            }
        }
        transitions
    }

    /// Level of one account.
    pub fn level(&self, account: &B256) -> Level {
        self.levels.get(account).copied().unwrap_or(Level::Healthy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_entered_at_once_and_left_with_hysteresis() {
        let mut level = Level::Healthy;
        for (health, expected) in [
            (1.60, Level::Healthy),
            (1.49, Level::Watch),
            (1.52, Level::Watch),
            (1.56, Level::Healthy),
            (1.10, Level::Call),
            (1.17, Level::Call),
            (1.21, Level::Watch),
            (0.99, Level::Liquidatable),
            (1.02, Level::Liquidatable),
            (1.06, Level::Call),
            (9.00, Level::Healthy),
        ] {
            level = level.next(health);
            assert_eq!(level, expected, "at {health}");
        }
    }
}
