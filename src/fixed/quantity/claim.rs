//! Cash and the claims on a pool of it.

use super::{quantity, unlimited};
use crate::{mul_div_down_u128, mul_div_up_u128, MathError};

quantity! {
    /// Cash, in the units of its token.
    Assets(u128)
}
unlimited!(Assets(u128));

quantity! {
    /// Shares of a pool.
    Shares(u128)
}
unlimited!(Shares(u128));

impl Assets {
    /// Shares at the rate of `total_shares` for `total_assets`, rounded down: what a depositor gets. Errors:
    /// `DivisionByZero` where there are no assets, `Overflow`.
    pub fn to_shares_down(
        self,
        total_shares: Shares,
        total_assets: Self,
    ) -> Result<Shares, MathError> {
        mul_div_down_u128(self.0, total_shares.0, total_assets.0).map(Shares)
    }

    /// Shares at that rate, rounded up: what is burned for a withdrawal. Errors as [`Assets::to_shares_down`].
    pub fn to_shares_up(
        self,
        total_shares: Shares,
        total_assets: Self,
    ) -> Result<Shares, MathError> {
        mul_div_up_u128(self.0, total_shares.0, total_assets.0).map(Shares)
    }
}

impl Shares {
    /// Cash at the rate of `total_assets` for `total_shares`, rounded down: what is paid out. Errors: `DivisionByZero`
    /// where there are no shares, `Overflow`.
    pub fn to_assets_down(
        self,
        total_shares: Self,
        total_assets: Assets,
    ) -> Result<Assets, MathError> {
        mul_div_down_u128(self.0, total_assets.0, total_shares.0).map(Assets)
    }

    /// Cash at that rate, rounded up: what is taken for shares minted. Errors as [`Shares::to_assets_down`].
    pub fn to_assets_up(
        self,
        total_shares: Self,
        total_assets: Assets,
    ) -> Result<Assets, MathError> {
        mul_div_up_u128(self.0, total_assets.0, total_shares.0).map(Assets)
    }
}
