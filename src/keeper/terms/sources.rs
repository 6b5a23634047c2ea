//! Where depth comes from, and the feeds that show what the oracle says.

use alloy::primitives::Address;
use serde::{Deserialize, Serialize};

use super::Decimal;

/// Where the depth of an asset is measured.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DepthTerms {
    /// Who measures it.
    pub source: DepthSource,
    /// Depth to which it rises without delay, USD.
    pub base: Decimal,
}

/// A source of depth.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum DepthSource {
    /// A pool of the kind of Uniswap v3, read by a `pool_depth` contract that is deployed for all of them.
    Pool(PoolTerms),
    /// A Chainlink-compatible feed of the depth, USD.
    Feed(PushedDepth),
    /// Any contract that answers `depth(uint8 asset)`.
    Contract(Address),
}

/// A feed of the depth.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PushedDepth {
    /// The feed, USD.
    pub address: Address,
    /// Longest silence of the feed, seconds.
    pub heartbeat: u32,
}

/// A pool and what its other token is worth.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PoolTerms {
    /// The pool.
    pub address: Address,
    /// Seconds of its mean price.
    pub window: u32,
    /// The other token.
    pub quote: Quote,
}

/// What a whole token is worth.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum Quote {
    /// As many USD, always.
    Fixed(Decimal),
    /// As much as the listed asset of this symbol.
    Asset(String),
}

/// What a feed shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Output {
    /// Price of an asset.
    Price,
    /// Volatility of an asset, per year.
    Volatility,
    /// Its long-run volatility.
    SlowVolatility,
    /// The volatility index of all assets.
    Index,
    /// USD that can be traded within 2 %.
    Depth,
}

impl Output {
    /// Number of the kind in the contract.
    pub fn kind(self) -> u8 {
        match self {
            Self::Price => 0,
            Self::Volatility => 1,
            Self::SlowVolatility => 2,
            Self::Index => 3,
            Self::Depth => 4,
        }
    }
}

/// A `feed` contract to deploy.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeedTerms {
    /// What the feed is called, also in the address book: `feed NAME`.
    pub name: String,
    /// What it shows.
    pub output: Output,
    /// Symbol of the asset; none for the index.
    #[serde(default)]
    pub asset: Option<String>,
    /// Decimals of its answers.
    pub decimals: u8,
    /// Move past which a round is written at once, as part of the last answer.
    pub deviation: Decimal,
    /// Seconds after which one is written anyway.
    pub heartbeat: u32,
}
