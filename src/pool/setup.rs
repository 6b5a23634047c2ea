//! What the owner decides: the token once, the vault once, the curve within bounds.

use crate::abi::*;
use crate::books::Books;
use crate::clock::now;
use crate::error::PoolError;
use crate::host::emit;
use crate::words::{address, tagged, Word};
use crate::{owner, token, Pool};
use alloy_primitives::{Address, U256};
use fixed::WAD;

/// Most a rate may be: 1,000 % per year.
const MAX_RATE: u128 = WAD * 10;
/// Tokens with more decimals would leave the books too little room.
const MAX_DECIMALS: u8 = 18;

impl Pool {
    pub(crate) fn set_up(&mut self, owner: Address, asset: Address) -> Result<(), PoolError> {
        if !shell::owner::owner().is_zero() {
            return Err(AlreadyInitialized {}.into());
        }
        if owner.is_zero() {
            return Err(ZeroAddress {}.into());
        }
        let decimals = token::decimals(asset)?;
        if decimals > MAX_DECIMALS {
            return Err(DecimalsTooLarge { decimals }.into());
        }
        self.asset.set(tagged(asset, decimals));
        self.close_books(&Books::open(now()))?;
        owner::begin(owner);
        Ok(())
    }

    pub(crate) fn name_vault(&mut self, vault: Address) -> Result<(), PoolError> {
        owner::require_owner()?;
        let named = address(self.vault.get());
        if !named.is_zero() {
            return Err(VaultAlreadySet { vault: named }.into());
        }
        if vault.is_zero() {
            return Err(ZeroAddress {}.into());
        }
        self.vault.set(vault.to_word().into());
        emit(VaultSet { vault });
        Ok(())
    }

    pub(crate) fn change_curve(
        &mut self,
        base: U256,
        kink: U256,
        slope_below: U256,
        slope_above: U256,
    ) -> Result<(), PoolError> {
        owner::require_owner()?;
        // What has passed is charged at the old rates.
        let books = self.open_books()?;
        self.close_books(&books)?;
        if kink.is_zero() || kink >= U256::from(WAD) {
            return Err(InvalidCurve {}.into());
        }
        let limbs = [
            rate(base)?,
            rate(kink)?,
            rate(slope_below)?,
            rate(slope_above)?,
        ];
        self.curve.set(U256::from_limbs(limbs));
        emit(CurveSet {
            base,
            kink,
            slopeBelow: slope_below,
            slopeAbove: slope_above,
        });
        Ok(())
    }
}

/// A rate that fits 64 bits because it is within the bound.
fn rate(word: U256) -> Result<u64, PoolError> {
    if word > U256::from(MAX_RATE) {
        return Err(InvalidCurve {}.into());
    }
    u64::try_from(word).map_err(|_| InvalidCurve {}.into())
}
