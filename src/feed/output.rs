//! What a feed shows: which output of the oracle, at which precision, and how often.

use crate::abi::InvalidTerms;
use crate::error::FeedError;
use alloy_primitives::U256;
use fixed::WAD;

/// Decimals of the oracle's numbers, and the most that a feed may have.
const MOST_DECIMALS: u8 = 18;
/// Characters of the longest description: two slots.
const LONGEST_DESCRIPTION: u8 = 64;

/// An output of the oracle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Kind {
    Price = 0,
    Volatility = 1,
    SlowVolatility = 2,
    Index = 3,
    Depth = 4,
}

impl Kind {
    pub(crate) fn of(number: u8) -> Result<Self, FeedError> {
        Ok(match number {
            0 => Self::Price,
            1 => Self::Volatility,
            2 => Self::SlowVolatility,
            3 => Self::Index,
            4 => Self::Depth,
            _ => return Err(InvalidTerms {}.into()),
        })
    }

    pub(crate) const fn number(self) -> u8 {
        self as u8
    }

    /// What is shown of a WAD: a risk is rounded up, a worth down.
    pub(crate) fn scale(self, wad: u128, decimals: u8) -> Option<u128> {
        let unit = 10_u128.checked_pow(u32::from(MOST_DECIMALS.checked_sub(decimals)?))?;
        match self {
            Self::Price | Self::Depth => wad.checked_div(unit),
            Self::Volatility | Self::SlowVolatility | Self::Index => Some(wad.div_ceil(unit)),
        }
    }
}

/// When a new round is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rhythm {
    /// The move past which a fact is written at once: a part of the last answer, WAD.
    pub(crate) deviation: u64,
    /// Seconds after which a newer fact is written anyway.
    pub(crate) heartbeat: u32,
}

impl Rhythm {
    pub(crate) fn new(deviation: U256, heartbeat: u32) -> Result<Self, FeedError> {
        if deviation > U256::from(WAD) || heartbeat == 0 {
            return Err(InvalidTerms {}.into());
        }
        Ok(Self {
            deviation: deviation.saturating_to(),
            heartbeat,
        })
    }
}

/// What the feed shows and when.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terms {
    pub(crate) kind: Kind,
    pub(crate) asset: u8,
    pub(crate) decimals: u8,
    pub(crate) rhythm: Rhythm,
}

impl Terms {
    pub(crate) fn new(
        kind: u8,
        asset: u8,
        decimals: u8,
        deviation: U256,
        heartbeat: u32,
    ) -> Result<Self, FeedError> {
        let (kind, rhythm) = (Kind::of(kind)?, Rhythm::new(deviation, heartbeat)?);
        // The index is not that of an asset.
        if decimals > MOST_DECIMALS || (kind == Kind::Index && asset != 0) {
            return Err(InvalidTerms {}.into());
        }
        Ok(Self {
            kind,
            asset,
            decimals,
            rhythm,
        })
    }
}

/// The length of a description that can be kept and read.
pub(crate) fn check_description(description: &str) -> Result<u8, FeedError> {
    let readable = description.bytes().all(|byte| (0x20..0x7f).contains(&byte));
    match u8::try_from(description.len()) {
        Ok(length @ 1..=LONGEST_DESCRIPTION) if readable => Ok(length),
        _ => Err(InvalidTerms {}.into()),
    }
}
