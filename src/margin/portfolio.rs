//! A portfolio as the caller sends it, checked and brought into the model's types.

use crate::abi::{
    self, DuplicateAsset, MarginError, TooManyHoldings, TooManyLegs, UnknownAsset, UnsupportedLeg,
    ValueTooLarge,
};
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
    /// Checks sizes, duplicates, asset indices, kinds and widths, in that order. `None` where an item is.
    pub(crate) fn decode(
        cash: I256,
        collateral: impl ExactSizeIterator<Item = Option<abi::Holding>>,
        legs: impl ExactSizeIterator<Item = Option<abi::Leg>>,
    ) -> Option<Result<Self, MarginError>> {
        let (holdings, positions) = (collateral.len(), legs.len());
        if holdings > MAX_ASSETS {
            return refuse(TooManyHoldings {
                count: count(holdings),
            });
        }
        if positions > MAX_LEGS {
            return refuse(TooManyLegs {
                count: count(positions),
            });
        }
        let (holdings, positions) = (Vec::with_capacity(holdings), Vec::with_capacity(positions));
        let mut portfolio = Self {
            cash: 0,
            holdings,
            legs: positions,
            mask: 0,
        };
        for holding in collateral {
            if let Err(error) = portfolio.hold(&holding?) {
                return Some(Err(error));
            }
        }
        for leg in legs {
            if let Err(error) = portfolio.carry(&leg?) {
                return Some(Err(error));
            }
        }
        Some(narrow_signed(cash).map(|cash| Self { cash, ..portfolio }))
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
        if leg.kind != LegKind::Linear as u8 {
            return Err(UnsupportedLeg { kind: leg.kind }.into());
        }
        let (size, strike) = (narrow_signed(leg.size)?, narrow(leg.strike)?);
        self.legs.push(Leg {
            asset: leg.asset,
            kind: LegKind::Linear,
            size,
            strike,
            expiry: leg.expiry,
        });
        Ok(())
    }
}

fn refuse<T>(error: impl Into<MarginError>) -> Option<Result<T, MarginError>> {
    Some(Err(error.into()))
}

fn count(items: usize) -> u64 {
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
