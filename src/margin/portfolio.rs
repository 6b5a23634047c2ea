//! A portfolio as the caller sends it, checked and brought into the model's types.

use crate::abi::{self, DuplicateAsset, MarginError, TooManyHoldings, TooManyLegs, UnknownAsset, UnsupportedLeg, ValueTooLarge};
use alloc::vec::Vec;
use alloy_primitives::{I256, U256};
use risk::{Holding, Leg, LegKind, MAX_ASSETS};

/// Most legs of one portfolio.
const MAX_LEGS: usize = 32;

/// A checked portfolio.
pub(crate) struct Portfolio {
    /// USD WAD; negative is debt.
    pub(crate) cash: i128,
    /// No asset twice.
    pub(crate) holdings: Vec<Holding>,
    /// Linear only.
    pub(crate) legs: Vec<Leg>,
    /// Bits of the assets of holdings and legs.
    pub(crate) mask: u16,
}

impl Portfolio {
    /// Checks sizes, duplicates, asset indices, kinds and widths, in that order.
    pub(crate) fn decode(cash: I256, collateral: &[abi::Holding], legs: &[abi::Leg]) -> Result<Self, MarginError> {
        if collateral.len() > MAX_ASSETS {
            return Err(TooManyHoldings { count: U256::from(collateral.len()) }.into());
        }
        if legs.len() > MAX_LEGS {
            return Err(TooManyLegs { count: U256::from(legs.len()) }.into());
        }
        let mut mask = 0;
        let mut holdings = Vec::with_capacity(collateral.len());
        for holding in collateral {
            let bit = bit(holding.asset)?;
            if mask & bit != 0 {
                return Err(DuplicateAsset { asset: holding.asset }.into());
            }
            mask |= bit;
            holdings.push(Holding { asset: holding.asset, amount: narrow(holding.amount)? });
        }
        let mut positions = Vec::with_capacity(legs.len());
        for leg in legs {
            mask |= bit(leg.asset)?;
            if leg.kind != LegKind::Linear as u8 {
                return Err(UnsupportedLeg { kind: leg.kind }.into());
            }
            positions.push(Leg {
                asset: leg.asset,
                kind: LegKind::Linear,
                size: narrow_signed(leg.size)?,
                strike: narrow(leg.strike)?,
                expiry: leg.expiry,
            });
        }
        Ok(Self { cash: narrow_signed(cash)?, holdings, legs: positions, mask })
    }
}

/// The bit of an asset in a mask.
pub(crate) fn bit(asset: u8) -> Result<u16, MarginError> {
    1u16.checked_shl(u32::from(asset)).ok_or(UnknownAsset { asset }.into())
}

/// To the model's width.
pub(crate) fn narrow(value: U256) -> Result<u128, MarginError> {
    u128::try_from(value).map_err(|_| ValueTooLarge {}.into())
}

/// To the model's width, signed.
fn narrow_signed(value: I256) -> Result<i128, MarginError> {
    i128::try_from(value).map_err(|_| ValueTooLarge {}.into())
}
