//! A portfolio as the caller sends it, checked and brought into the model's types.

use crate::abi::{
    self, DuplicateAsset, TooManyHoldings, TooManyLegs, UnknownAsset, UnsupportedLeg, ValueTooLarge,
};
use crate::error::MarginError;
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
    /// Of any kind.
    pub(crate) legs: Vec<Leg>,
    /// Bits of the assets of holdings and legs.
    pub(crate) mask: u16,
}

impl TryFrom<abi::Portfolio> for Portfolio {
    type Error = MarginError;

    /// Checks sizes, duplicates, asset indices, kinds and widths, in that order.
    fn try_from(portfolio: abi::Portfolio) -> Result<Self, MarginError> {
        let (collateral, legs) = (portfolio.collateral, portfolio.legs);
        if collateral.len() > MAX_ASSETS {
            return Err(TooManyHoldings {
                count: count(collateral.len()),
            }
            .into());
        }
        if legs.len() > MAX_LEGS {
            return Err(TooManyLegs {
                count: count(legs.len()),
            }
            .into());
        }
        let mut checked = Self {
            cash: 0,
            holdings: Vec::with_capacity(collateral.len()),
            legs: Vec::with_capacity(legs.len()),
            mask: 0,
        };
        for holding in &collateral {
            checked.hold(holding)?;
        }
        for leg in &legs {
            checked.carry(leg)?;
        }
        checked.cash = narrow_signed(portfolio.cash)?;
        Ok(checked)
    }
}

impl Portfolio {
    /// How many holdings and legs there are.
    pub(crate) fn positions(&self) -> usize {
        self.holdings.len().saturating_add(self.legs.len())
    }

    fn hold(&mut self, holding: &abi::Holding) -> Result<(), MarginError> {
        let bit = bit(holding.asset)?;
        if self.mask & bit != 0 {
            return Err(DuplicateAsset {
                asset: holding.asset,
            }
            .into());
        }
        self.mask |= bit;
        self.holdings.push(Holding {
            asset: holding.asset,
            amount: narrow(holding.amount)?,
        });
        Ok(())
    }

    fn carry(&mut self, leg: &abi::Leg) -> Result<(), MarginError> {
        self.mask |= bit(leg.asset)?;
        let kind = LegKind::try_from(leg.kind).map_err(|_| UnsupportedLeg { kind: leg.kind })?;
        let (size, strike) = (narrow_signed(leg.size)?, narrow(leg.strike)?);
        self.legs.push(Leg {
            asset: leg.asset,
            kind,
            size,
            strike,
            expiry: leg.expiry,
        });
        Ok(())
    }
}

/// How many there are, in an error.
pub(crate) fn count(items: usize) -> u64 {
    u64::try_from(items).unwrap_or(u64::MAX)
}

/// The bit of an asset in a mask.
pub(crate) fn bit(asset: u8) -> Result<u16, MarginError> {
    1u16.checked_shl(u32::from(asset))
        .ok_or(UnknownAsset { asset }.into())
}

/// To the model's width. By limbs: the conversions of the number types bring their error messages along.
pub(crate) fn narrow(value: U256) -> Result<u128, MarginError> {
    match value.into_limbs() {
        [low, high, 0, 0] => Ok(u128::from(low) | u128::from(high) << 64),
        _ => Err(ValueTooLarge {}.into()),
    }
}

/// To the model's width, signed.
fn narrow_signed(value: I256) -> Result<i128, MarginError> {
    let [low, high, rest @ ..] = value.into_raw().into_limbs();
    let narrow = (u128::from(low) | u128::from(high) << 64).cast_signed();
    let sign = if narrow < 0 { u64::MAX } else { 0 };
    if rest == [sign; 2] {
        Ok(narrow)
    } else {
        Err(ValueTooLarge {}.into())
    }
}

/// Back to the ABI's width.
pub(crate) fn widen(value: i128) -> I256 {
    let [low, high, ..] = U256::from(value.cast_unsigned()).into_limbs();
    let sign = if value < 0 { u64::MAX } else { 0 };
    I256::from_raw(U256::from_limbs([low, high, sign, sign]))
}
