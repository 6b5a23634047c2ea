//! A portfolio as its owner writes it down, and the sums that the margin is a function of.

use crate::error::OVERFLOW;
use crate::market::bit;
use crate::{Market, RiskError, MAX_ASSETS};

/// Collateral of one asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Holding {
    /// The oracle's index of the asset.
    pub asset: u8,
    /// Amount, 18 decimals.
    pub amount: u128,
}

/// How a leg pays. The numbers are part of the ABI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[repr(u8)]
pub enum LegKind {
    /// `size * (price - strike)`: a future or perpetual entered at `strike`.
    #[default]
    Linear = 0,
    /// European call.
    Call = 1,
    /// European put.
    Put = 2,
    /// Everlasting call.
    EverlastingCall = 3,
    /// Everlasting put.
    EverlastingPut = 4,
}

impl TryFrom<u8> for LegKind {
    type Error = RiskError;

    fn try_from(number: u8) -> Result<Self, RiskError> {
        Ok(match number {
            0 => Self::Linear,
            1 => Self::Call,
            2 => Self::Put,
            3 => Self::EverlastingCall,
            4 => Self::EverlastingPut,
            _ => return Err(RiskError::UnsupportedLeg),
        })
    }
}

/// A derivative position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Leg {
    /// The oracle's index of the underlying.
    pub asset: u8,
    /// How it pays.
    pub kind: LegKind,
    /// Units of the underlying, 18 decimals; negative is short.
    pub size: i128,
    /// Strike, or the entry price of a linear leg; USD WAD.
    pub strike: u128,
    /// Unix seconds; 0 where it never expires.
    pub expiry: u64,
}

/// The sums over a portfolio on which equity and margin depend, packed like the market's arrays.
#[derive(Debug, Clone)]
pub(crate) struct Book {
    /// Cash, USD WAD; negative is debt.
    pub(crate) cash: i128,
    /// Collateral amounts.
    pub(crate) held: [u128; MAX_ASSETS],
    /// Net size of the linear legs.
    pub(crate) size: [i128; MAX_ASSETS],
    /// What the legs were entered for: sum of size times entry price, USD WAD, rounded up.
    pub(crate) cost: i128,
    /// Bits of the assets with a non-zero holding or leg.
    pub(crate) used: u16,
}

impl Book {
    /// Sums a portfolio over the assets of a market.
    pub(crate) fn new(
        cash: i128,
        holdings: &[Holding],
        legs: &[Leg],
        market: &Market,
    ) -> Result<Self, RiskError> {
        let mut book = Self {
            cash,
            held: [0; MAX_ASSETS],
            size: [0; MAX_ASSETS],
            cost: 0,
            used: 0,
        };
        for holding in holdings {
            if holding.amount == 0 {
                continue;
            }
            let held = book
                .held
                .get_mut(market.place(holding.asset)?)
                .ok_or(RiskError::UnknownAsset)?;
            *held = held.checked_add(holding.amount).ok_or(OVERFLOW)?;
            book.used |= bit(holding.asset)?;
        }
        for leg in legs {
            if leg.kind != LegKind::Linear {
                return Err(RiskError::UnsupportedLeg);
            }
            if leg.size == 0 {
                continue;
            }
            let size = book
                .size
                .get_mut(market.place(leg.asset)?)
                .ok_or(RiskError::UnknownAsset)?;
            *size = size.checked_add(leg.size).ok_or(OVERFLOW)?;
            let entry = i128::try_from(leg.strike).map_err(|_| OVERFLOW)?;
            let cost = fixed::mul_wad_ceil_signed(leg.size, entry)?;
            book.cost = book.cost.checked_add(cost).ok_or(OVERFLOW)?;
            book.used |= bit(leg.asset)?;
        }
        Ok(book)
    }
}
