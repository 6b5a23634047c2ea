//! Shares of cash (ERC-4626): the pool and the insurance have the same kind.

use super::{down, up, Refused, MATH};
use crate::cast::ACTORS;

/// Shares that nobody holds and the price counts.
pub const VIRTUAL_SHARES: u128 = 1_000_000;
/// Cash behind them.
pub const VIRTUAL_ASSETS: u128 = 1;

/// Who holds how many.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shares {
    /// All of them.
    pub supply: u128,
    /// By actor.
    pub held: [u128; ACTORS.len()],
}

impl Shares {
    /// For cash put in, rounded down.
    pub fn for_deposit(&self, assets: u128, total: u128) -> Result<u128, Refused> {
        down(assets, self.supply + VIRTUAL_SHARES, total + VIRTUAL_ASSETS)
    }

    /// For cash taken out, rounded up.
    pub fn for_withdrawal(&self, assets: u128, total: u128) -> Result<u128, Refused> {
        up(assets, self.supply + VIRTUAL_SHARES, total + VIRTUAL_ASSETS)
    }

    /// What shares cost, rounded up.
    pub fn cost(&self, shares: u128, total: u128) -> Result<u128, Refused> {
        up(shares, total + VIRTUAL_ASSETS, self.supply + VIRTUAL_SHARES)
    }

    /// What shares are worth, rounded down.
    pub fn worth(&self, shares: u128, total: u128) -> Result<u128, Refused> {
        down(shares, total + VIRTUAL_ASSETS, self.supply + VIRTUAL_SHARES)
    }

    /// New shares.
    pub fn mint(&mut self, holder: usize, shares: u128) -> Result<(), Refused> {
        self.supply = self.supply.checked_add(shares).ok_or(MATH)?;
        self.held[holder] += shares;
        Ok(())
    }

    /// Shares that end.
    pub fn burn(&mut self, holder: usize, shares: u128) -> Result<(), Refused> {
        let left = self.held[holder].checked_sub(shares);
        self.held[holder] = left.ok_or("not so many shares")?;
        self.supply -= shares;
        Ok(())
    }
}
