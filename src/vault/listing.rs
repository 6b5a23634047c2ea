//! Which tokens are collateral, how many decimals they have, and how much of each is let in.

use crate::abi::*;
use crate::account::{bit, halves, join, MAX_ASSETS};
use crate::error::VaultError;
use crate::host::emit;
use crate::state::Vault;
use crate::words::{address, Word};
use crate::{owner, token};
use alloy_primitives::{Address, U256};

/// Most decimals of a token.
pub(crate) const MAX_DECIMALS: u8 = 18;
/// Most a cap may be at 18 decimals: 2^112, 5.2e15 whole tokens. Amounts stay far inside 128 bits everywhere.
const MAX_CAP: u128 = 1 << 112;

/// Places in the high half of the word.
const LISTED_AT: u32 = 32;
const DECIMALS_AT: u32 = 48;
const DECIMALS_BITS: u32 = 5;

/// The word that every health check needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Desk(U256);

impl Desk {
    pub(crate) fn new(margin: Address) -> Self {
        Self(margin.to_word().into())
    }

    pub(crate) fn margin(self) -> Address {
        address(self.0)
    }

    pub(crate) fn is_listed(self, asset: u8) -> bool {
        asset < MAX_ASSETS && self.field(LISTED_AT, asset, 1) == 1
    }

    /// Decimals of a listed token.
    pub(crate) fn decimals(self, asset: u8) -> u8 {
        self.field(DECIMALS_AT, asset, DECIMALS_BITS)
    }

    pub(crate) fn word(self) -> U256 {
        self.0
    }

    fn with(self, asset: u8, decimals: u8) -> Self {
        let listed = u128::from(bit(asset)) << LISTED_AT;
        let place = u32::from(asset)
            .saturating_mul(DECIMALS_BITS)
            .saturating_add(DECIMALS_AT);
        let (high, low) = halves(self.0);
        Self(join(
            high | listed | u128::from(decimals).checked_shl(place).unwrap_or_default(),
            low,
        ))
    }

    fn field(self, at: u32, asset: u8, bits: u32) -> u8 {
        let place = u32::from(asset).saturating_mul(bits).saturating_add(at);
        let field = halves(self.0).0.checked_shr(place).unwrap_or_default();
        let mask = 1_u128
            .checked_shl(bits)
            .unwrap_or_default()
            .saturating_sub(1);
        u8::try_from(field & mask).unwrap_or_default()
    }
}

/// What one unit of a token is at 18 decimals.
pub(crate) fn unit_of(decimals: u8) -> Result<u128, VaultError> {
    let missing = MAX_DECIMALS
        .checked_sub(decimals)
        .ok_or(DecimalsTooLarge { decimals })?;
    10_u128
        .checked_pow(u32::from(missing))
        .ok_or_else(VaultError::math)
}

impl Vault {
    pub(crate) fn desk(&self) -> Desk {
        Desk(self.desk.get())
    }

    /// The token of a listed asset.
    pub(crate) fn listed_token(&self, asset: u8) -> Result<Address, VaultError> {
        let listing = self
            .listings
            .getter(usize::from(asset))
            .ok_or(NotListed { asset })?;
        let token = address(listing.token.get());
        if token.is_zero() {
            return Err(NotListed { asset }.into());
        }
        Ok(token)
    }

    /// Deposits of all accounts, and their cap.
    pub(crate) fn total_and_cap(&self, asset: u8) -> Result<(u128, u128), VaultError> {
        let listing = self
            .listings
            .getter(usize::from(asset))
            .ok_or(NotListed { asset })?;
        let (cap, total) = halves(listing.total_and_cap.get());
        Ok((total, cap))
    }

    pub(crate) fn set_total_and_cap(
        &mut self,
        asset: u8,
        total: u128,
        cap: u128,
    ) -> Result<(), VaultError> {
        let mut listing = self
            .listings
            .setter(usize::from(asset))
            .ok_or(NotListed { asset })?;
        listing.total_and_cap.set(join(cap, total));
        Ok(())
    }

    pub(crate) fn list(&mut self, asset: u8, token: Address, cap: U256) -> Result<(), VaultError> {
        owner::require_owner()?;
        if asset >= MAX_ASSETS {
            return Err(UnknownAsset { asset }.into());
        }
        // An index has one token and a token one index, or deposits would be counted twice.
        for other in 0..MAX_ASSETS {
            let listed = self.listed_token(other).unwrap_or_default();
            if listed == token || (other == asset && !listed.is_zero()) {
                return Err(AlreadyListed { asset: other }.into());
            }
        }
        let decimals = token::decimals(token)?;
        let cap = checked_cap(cap, decimals)?;
        self.listings
            .setter(usize::from(asset))
            .ok_or(UnknownAsset { asset })?
            .token
            .set(token.to_word().into());
        self.set_total_and_cap(asset, 0, cap)?;
        self.desk.set(self.desk().with(asset, decimals).word());
        emit(CollateralListed {
            asset,
            token,
            decimals,
            cap: U256::from(cap),
        });
        Ok(())
    }

    pub(crate) fn change_cap(&mut self, asset: u8, cap: U256) -> Result<(), VaultError> {
        owner::require_owner()?;
        self.listed_token(asset)?;
        let (total, _) = self.total_and_cap(asset)?;
        let cap = checked_cap(cap, self.desk().decimals(asset))?;
        self.set_total_and_cap(asset, total, cap)?;
        emit(CapSet {
            asset,
            cap: U256::from(cap),
        });
        Ok(())
    }
}

fn checked_cap(cap: U256, decimals: u8) -> Result<u128, VaultError> {
    let max = MAX_CAP.checked_div(unit_of(decimals)?).unwrap_or_default();
    match u128::try_from(cap) {
        Ok(small) if small <= max => Ok(small),
        _ => Err(CapTooLarge {
            cap,
            max: U256::from(max),
        }
        .into()),
    }
}
