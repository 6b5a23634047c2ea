//! Which tokens are collateral, how many decimals they have, and how much of each is let in.

use crate::abi::*;
use crate::account::{bit, MAX_ASSETS};
use crate::error::VaultError;
use crate::host::{emit, this};
use crate::packing::{field, halves, join, narrow, small_field, with_field};
use crate::state::listing::{TOKEN, TOTAL_AND_CAP};
use crate::state::{load, of_listing, store, Vault, DESK};
use crate::words::{address, Word};
use crate::{owner, token};
use alloy_primitives::{Address, U256};
use fixed::div_rem_u128;

/// Most decimals of a token.
pub(crate) const MAX_DECIMALS: u8 = 18;
/// The cash, where an asset is named.
pub(crate) const CASH: u8 = 255;
/// Most a cap may be at 18 decimals: 2^112, 5.2e15 whole tokens. Amounts stay far inside 128 bits everywhere.
const MAX_CAP: u128 = 1 << 112;
/// Longest seasoning, seconds.
const MAX_SEASONING: u32 = 30 * 86_400;

const LISTED_AT: u32 = 160;
const DECIMALS_AT: u32 = 176;
const DECIMALS_BITS: u32 = 5;

const SEASONING_AT: u32 = 160;
const SEASONING_BITS: u32 = 24;
const LIMITED_AT: u32 = 184;
const RAMPING_AT: u32 = 185;

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
        self.listed() & bit(asset) != 0
    }

    /// The listed assets, bit i for asset i.
    pub(crate) fn listed(self) -> u16 {
        u16::try_from(field(self.0, LISTED_AT, 16)).unwrap_or_default()
    }

    /// Decimals of a listed token.
    pub(crate) fn decimals(self, asset: u8) -> u8 {
        let place = decimals_at(asset);
        u8::try_from(field(self.0, place, DECIMALS_BITS)).unwrap_or_default()
    }

    pub(crate) fn word(self) -> U256 {
        self.0
    }

    fn with(self, asset: u8, decimals: u8) -> Self {
        let listed = u128::from(self.listed() | bit(asset));
        let word = with_field(self.0, LISTED_AT, 16, listed);
        Self(with_field(
            word,
            decimals_at(asset),
            DECIMALS_BITS,
            decimals.into(),
        ))
    }
}

fn decimals_at(asset: u8) -> u32 {
    u32::from(asset)
        .saturating_mul(DECIMALS_BITS)
        .saturating_add(DECIMALS_AT)
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

/// An amount at 18 decimals.
pub(crate) fn normalised(amount: u128, decimals: u8) -> Result<u128, VaultError> {
    amount
        .checked_mul(unit_of(decimals)?)
        .ok_or_else(VaultError::math)
}

/// Most units of a token that the risk model computes with.
pub(crate) fn most_units(decimals: u8) -> Result<u128, VaultError> {
    Ok(div_rem_u128(MAX_CAP, unit_of(decimals)?)?.0)
}

/// A listed token, and what stands beside it in its word.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Listed {
    pub(crate) token: Address,
    /// How long new collateral takes to count in full, seconds.
    pub(crate) seasoning: u32,
    /// Whether there is an inflow limit to read.
    pub(crate) limited: bool,
    /// Whether its weight was sent on its way, and nobody has seen it arrive.
    pub(crate) ramping: bool,
}

impl Vault {
    pub(crate) fn desk(&self) -> Desk {
        Desk(load(DESK))
    }

    /// The token of a listed asset.
    pub(crate) fn listed(&self, asset: u8) -> Result<Listed, VaultError> {
        let word = load(of_listing(asset, TOKEN));
        let token = address(word);
        if token.is_zero() {
            return Err(NotListed { asset }.into());
        }
        let seasoning = small_field(word, SEASONING_AT, SEASONING_BITS);
        Ok(Listed {
            token,
            seasoning: u32::try_from(seasoning).unwrap_or_default(),
            limited: field(word, LIMITED_AT, 1) == 1,
            ramping: field(word, RAMPING_AT, 1) == 1,
        })
    }

    /// Deposits of all accounts, and their cap.
    pub(crate) fn total_and_cap(&self, asset: u8) -> (u128, u128) {
        let (cap, total) = halves(load(of_listing(asset, TOTAL_AND_CAP)));
        (total, cap)
    }

    pub(crate) fn set_total_and_cap(&mut self, asset: u8, total: u128, cap: u128) {
        store(of_listing(asset, TOTAL_AND_CAP), join(cap, total));
    }

    /// Takes what leaves off the total.
    pub(crate) fn lower_total(&mut self, asset: u8, amount: u128) -> Result<(), VaultError> {
        let (total, cap) = self.total_and_cap(asset);
        let rest = total.checked_sub(amount).ok_or_else(VaultError::math)?;
        self.set_total_and_cap(asset, rest, cap);
        Ok(())
    }

    /// Refuses while the vault holds less of a token than its accounts together: what is missing must not be lost by
    /// whoever leaves last. What the vault holds.
    pub(crate) fn require_backed(
        &self,
        asset: u8,
        token: Address,
        total: u128,
    ) -> Result<U256, VaultError> {
        let held = token::balance_of(token, this())?;
        let total = U256::from(total);
        if held < total {
            return Err(CollateralMissing { asset, held, total }.into());
        }
        Ok(held)
    }

    pub(crate) fn list(&mut self, asset: u8, token: Address, cap: U256) -> Result<(), VaultError> {
        owner::require_owner()?;
        if asset >= MAX_ASSETS {
            return Err(UnknownAsset { asset }.into());
        }
        // What the vault holds of the cash is counted by itself.
        if token == self.cash_token() {
            return Err(AlreadyListed { asset: CASH }.into());
        }
        // An index has one token and a token one index, or deposits would be counted twice.
        for other in 0..MAX_ASSETS {
            let listed = self.listed(other).map(|listed| listed.token);
            let listed = listed.unwrap_or_default();
            if listed == token || (other == asset && !listed.is_zero()) {
                return Err(AlreadyListed { asset: other }.into());
            }
        }
        let decimals = token::decimals(token)?;
        let cap = checked_cap(cap, decimals)?;
        store(of_listing(asset, TOKEN), token.to_word().into());
        self.set_total_and_cap(asset, 0, cap);
        store(DESK, self.desk().with(asset, decimals).word());
        emit(CollateralListed {
            asset,
            token,
            decimals,
            cap: U256::from(cap),
        });
        Ok(())
    }

    /// The guardian may lower it.
    pub(crate) fn change_cap(&mut self, asset: u8, cap: U256) -> Result<(), VaultError> {
        self.listed(asset)?;
        let (total, former) = self.total_and_cap(asset);
        self.require_owner_or(cap <= U256::from(former))?;
        let cap = checked_cap(cap, self.desk().decimals(asset))?;
        self.set_total_and_cap(asset, total, cap);
        emit(CapSet {
            asset,
            cap: U256::from(cap),
        });
        Ok(())
    }

    pub(crate) fn change_seasoning(&mut self, asset: u8, duration: u32) -> Result<(), VaultError> {
        owner::require_owner()?;
        self.listed(asset)?;
        if duration > MAX_SEASONING {
            return Err(out_of_range(duration, MAX_SEASONING));
        }
        let seconds = u128::from(duration);
        self.set_beside_token(asset, SEASONING_AT, SEASONING_BITS, seconds);
        emit(SeasoningSet { asset, duration });
        Ok(())
    }

    /// Notes whether an inflow limit has to be read.
    pub(crate) fn set_limited(&mut self, asset: u8, limited: bool) {
        self.set_beside_token(asset, LIMITED_AT, 1, limited.into());
    }

    /// Notes whether a ramp may have ended.
    pub(crate) fn set_ramping(&mut self, asset: u8, ramping: bool) {
        self.set_beside_token(asset, RAMPING_AT, 1, ramping.into());
    }

    fn set_beside_token(&mut self, asset: u8, at: u32, bits: u32, value: u128) {
        let slot = of_listing(asset, TOKEN);
        store(slot, with_field(load(slot), at, bits, value));
    }
}

pub(crate) fn out_of_range(value: u32, bound: u32) -> VaultError {
    let (value, bound) = (U256::from(value), U256::from(bound));
    OutOfRange { value, bound }.into()
}

fn checked_cap(cap: U256, decimals: u8) -> Result<u128, VaultError> {
    let max = most_units(decimals)?;
    let small = narrow(cap).ok().filter(|cap| *cap <= max);
    Ok(small.ok_or(CapTooLarge {
        cap,
        max: U256::from(max),
    })?)
}
