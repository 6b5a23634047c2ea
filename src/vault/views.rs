//! What can be read in one piece.

use crate::abi::{AccountInfo, Holding, Leg, Listing, NotListed};
use crate::account::{bit, owner_of, MAX_ASSETS};
use crate::clock::now;
use crate::error::VaultError;
use crate::health::Counting;
use crate::listing::normalised;
use crate::state::{load, Vault, WEIGHTS};
use alloc::vec::Vec;
use alloy_primitives::{B256, I256, U256};

impl Vault {
    #[allow(clippy::type_complexity)] // the words of the answer
    pub(crate) fn show(
        &self,
        account: B256,
        counting: Counting,
    ) -> Result<(I256, Vec<Holding>, Vec<Leg>), VaultError> {
        self.require_quiet()?;
        let (_, portfolio) = self.read_portfolio(account, counting)?;
        Ok((portfolio.cash, portfolio.collateral, portfolio.legs))
    }

    pub(crate) fn describe_account(&self, account: B256) -> Result<AccountInfo, VaultError> {
        let head = self.account_head(account);
        Ok(AccountInfo {
            owner: owner_of(account),
            debt: U256::from(self.owed(&head)?),
            cash: U256::from(self.own_cash(account, &head)),
            assets: head.assets,
            version: head.version,
            legs: head.legs,
        })
    }

    pub(crate) fn describe_listing(&self, asset: u8) -> Result<Listing, VaultError> {
        let desk = self.desk();
        if asset >= MAX_ASSETS || !desk.is_listed(asset) {
            return Err(NotListed { asset }.into());
        }
        let listed = self.listed(asset)?;
        let (total, cap) = self.total_and_cap(asset);
        let ramp = self.ramp(asset);
        let inflow = self.inflow(asset, &listed)?;
        Ok(Listing {
            token: listed.token,
            decimals: desk.decimals(asset),
            cap: U256::from(cap),
            total: U256::from(total),
            weight: U256::from(self.weight(load(WEIGHTS), asset)?),
            targetWeight: ramp.target(),
            weightAt: ramp.ends_after(now()),
            inflowLimit: U256::from(inflow.map_or(0, |inflow| inflow.limit)),
            seasoning: listed.seasoning,
            frozen: ramp.frozen,
        })
    }

    /// What may still be deposited, by the cap and by the inflow limit.
    pub(crate) fn room(&self, asset: u8) -> Result<u128, VaultError> {
        let listed = self.listed(asset)?;
        let (total, cap) = self.total_and_cap(asset);
        let left = cap.saturating_sub(total);
        let inflow = self.inflow(asset, &listed)?;
        Ok(inflow.map_or(left, |inflow| left.min(inflow.left())))
    }

    /// Deposits of all accounts at 18 decimals, ascending by asset; nothing where none is listed.
    pub(crate) fn totals_of(&self, mask: u16) -> Result<Vec<U256>, VaultError> {
        let desk = self.desk();
        (0..MAX_ASSETS)
            .filter(|asset| mask & bit(*asset) != 0)
            .map(|asset| {
                let (total, _) = self.total_and_cap(asset);
                Ok(U256::from(normalised(total, desk.decimals(asset))?))
            })
            .collect()
    }
}
