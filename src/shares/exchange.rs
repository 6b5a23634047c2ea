//! What a share is worth: ERC-4626 with virtual shares, every direction by name.

use fixed::quantity::{Assets, Shares};
use fixed::MathError;

/// Shares nobody owns and the price counts: a first depositor who donates to move the price pays a million
/// times what a later one can lose to it.
pub const VIRTUAL_SHARES: Shares = Shares::new(1_000_000);
/// The asset behind them, so that the price is defined where nothing is held: 1e-6 per share.
const VIRTUAL_ASSETS: Assets = Assets::new(1);

/// The exchange rate of one moment, virtual amounts included.
#[derive(Debug, Clone, Copy)]
pub struct Exchange {
    assets: Assets,
    shares: Shares,
}

impl Exchange {
    /// The rate at which `supply` shares are a claim on `assets`. Error: `Overflow`.
    #[inline(never)]
    pub fn new(assets: Assets, supply: Shares) -> Result<Self, MathError> {
        Ok(Self {
            assets: assets.checked_add(VIRTUAL_ASSETS)?,
            shares: supply.checked_add(VIRTUAL_SHARES)?,
        })
    }

    /// Shares for cash put in, rounded down. Error: `Overflow`.
    #[inline(never)]
    pub fn to_shares_down(self, assets: Assets) -> Result<Shares, MathError> {
        assets.to_shares_down(self.shares, self.assets)
    }

    /// Shares for cash taken out, rounded up. Error: `Overflow`.
    #[inline(never)]
    pub fn to_shares_up(self, assets: Assets) -> Result<Shares, MathError> {
        assets.to_shares_up(self.shares, self.assets)
    }

    /// Cash for shares burned, rounded down. Error: `Overflow`.
    #[inline(never)]
    pub fn to_assets_down(self, shares: Shares) -> Result<Assets, MathError> {
        shares.to_assets_down(self.shares, self.assets)
    }

    /// Cash for shares minted, rounded up. Error: `Overflow`.
    #[inline(never)]
    pub fn to_assets_up(self, shares: Shares) -> Result<Assets, MathError> {
        shares.to_assets_up(self.shares, self.assets)
    }
}
