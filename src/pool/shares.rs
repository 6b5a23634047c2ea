//! What a share is worth: ERC-4626 with virtual shares, every direction by name.

use crate::error::PoolError;
use crate::quantity::{Assets, Shares};
use fixed::{mul_div_down_u128, mul_div_up_u128};

/// Shares nobody owns and the price counts: a first depositor who donates to move the price pays a million
/// times what a later one can lose to it.
pub(crate) const VIRTUAL_SHARES: u128 = 1_000_000;
/// The asset behind them, so that the price is defined in an empty pool: 1e-6 per share.
const VIRTUAL_ASSETS: u128 = 1;

/// The exchange rate of one moment, virtual amounts included.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Exchange {
    assets: u128,
    shares: u128,
}

impl Exchange {
    /// The rate of a pool that holds `assets` (cash and debt) for `supply` shares.
    pub(crate) fn new(assets: Assets, supply: Shares) -> Result<Self, PoolError> {
        Ok(Self {
            assets: assets.plus(Assets(VIRTUAL_ASSETS))?.0,
            shares: supply.plus(Shares(VIRTUAL_SHARES))?.0,
        })
    }

    /// Shares for cash put in: rounded down, for the pool.
    pub(crate) fn to_shares_down(self, assets: Assets) -> Result<Shares, PoolError> {
        Ok(Shares(mul_div_down_u128(
            assets.0,
            self.shares,
            self.assets,
        )?))
    }

    /// Shares for cash taken out: rounded up, for the pool.
    pub(crate) fn to_shares_up(self, assets: Assets) -> Result<Shares, PoolError> {
        Ok(Shares(mul_div_up_u128(assets.0, self.shares, self.assets)?))
    }

    /// Cash for shares burned: rounded down, for the pool.
    pub(crate) fn to_assets_down(self, shares: Shares) -> Result<Assets, PoolError> {
        Ok(Assets(mul_div_down_u128(
            shares.0,
            self.assets,
            self.shares,
        )?))
    }

    /// Cash for shares minted: rounded up, for the pool.
    pub(crate) fn to_assets_up(self, shares: Shares) -> Result<Assets, PoolError> {
        Ok(Assets(mul_div_up_u128(shares.0, self.assets, self.shares)?))
    }
}
