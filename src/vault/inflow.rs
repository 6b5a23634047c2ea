//! How much of a collateral may come in within an hour: what an attacker has minted cannot all be borrowed against at once.
//!
//! A bucket that leaks: what came in counts less every second, and nothing after an hour; what leaves is given back, so
//! that nobody fills it by going in and out.

use crate::abi::*;
use crate::clock::now;
use crate::error::VaultError;
use crate::host::emit;
use crate::listing::{most_units, Listed};
use crate::owner;
use crate::packing::{field, narrow, time, with_field, with_time};
use crate::state::listing::INFLOW;
use crate::state::{load, of_listing, store, Vault};
use alloy_primitives::U256;
use fixed::mul_div_down_u128;

const HOUR: u64 = 3_600;
const AMOUNT_BITS: u32 = 112;
const LIMIT_AT: u32 = 128;

/// What has come in lately, and what may.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Inflow {
    used: u128,
    pub(crate) limit: u128,
}

impl Inflow {
    /// As of `now`: what leaks out of the bucket is rounded down.
    fn read(word: U256, now: u64) -> Result<Self, VaultError> {
        let limit = field(word, LIMIT_AT, AMOUNT_BITS);
        let gone = now.saturating_sub(time(word)).min(HOUR);
        let leaked = mul_div_down_u128(limit, gone.into(), HOUR.into())?;
        let used = field(word, 0, AMOUNT_BITS).saturating_sub(leaked);
        Ok(Self { used, limit })
    }

    pub(crate) fn left(self) -> u128 {
        self.limit.saturating_sub(self.used)
    }

    fn word(self, now: u64) -> U256 {
        let word = with_field(U256::ZERO, 0, AMOUNT_BITS, self.used);
        with_time(with_field(word, LIMIT_AT, AMOUNT_BITS, self.limit), now)
    }
}

impl Vault {
    /// What may still come in. None where there is no limit.
    pub(crate) fn inflow(&self, asset: u8, listed: &Listed) -> Result<Option<Inflow>, VaultError> {
        if !listed.limited {
            return Ok(None);
        }
        let word = load(of_listing(asset, INFLOW));
        Ok(Some(Inflow::read(word, now())?))
    }

    /// Lets collateral in.
    pub(crate) fn count_in(
        &mut self,
        asset: u8,
        listed: &Listed,
        amount: u128,
    ) -> Result<(), VaultError> {
        let Some(mut inflow) = self.inflow(asset, listed)? else {
            return Ok(());
        };
        let available = inflow.left();
        if amount > available {
            let available = U256::from(available);
            return Err(InflowExceeded { asset, available }.into());
        }
        inflow.used = inflow.used.saturating_add(amount);
        self.set_inflow(asset, inflow);
        Ok(())
    }

    /// Gives back what leaves, where anything is counted.
    pub(crate) fn count_out(
        &mut self,
        asset: u8,
        listed: &Listed,
        amount: u128,
    ) -> Result<(), VaultError> {
        match self.inflow(asset, listed)? {
            Some(mut inflow) if inflow.used > 0 => {
                inflow.used = inflow.used.saturating_sub(amount);
                self.set_inflow(asset, inflow);
            }
            _ => {}
        }
        Ok(())
    }

    fn set_inflow(&mut self, asset: u8, inflow: Inflow) {
        store(of_listing(asset, INFLOW), inflow.word(now()));
    }

    pub(crate) fn change_inflow_limit(
        &mut self,
        asset: u8,
        per_hour: U256,
    ) -> Result<(), VaultError> {
        owner::require_owner()?;
        let listed = self.listed(asset)?;
        let bound = most_units(self.desk().decimals(asset))?;
        let limit = narrow(per_hour).ok().filter(|limit| *limit <= bound);
        let limit = limit.ok_or(OutOfRange {
            value: per_hour,
            bound: U256::from(bound),
        })?;
        let used = self.inflow(asset, &listed)?.map_or(0, |inflow| inflow.used);
        self.set_inflow(asset, Inflow { used, limit });
        self.set_limited(asset, limit > 0);
        emit(InflowLimitSet {
            asset,
            perHour: per_hour,
        });
        Ok(())
    }
}
