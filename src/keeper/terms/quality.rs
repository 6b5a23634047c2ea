//! What the judgement knows of an asset besides its price and its volatility.

use serde::{Deserialize, Serialize};

use super::Decimal;

/// Kinds of assets that may fail in the same way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// BTC, ETH.
    Major,
    /// Large tokens of their own chain.
    Volatile,
    /// Everything that one buyer can move.
    LongTail,
    /// A claim on bank money.
    FiatStable,
    /// A claim on over-collateralised loans.
    CryptoStable,
    /// A claim on the issuer's other token.
    AlgorithmicStable,
    /// A claim on staked coins of a major.
    LiquidStaking,
    /// A claim on something locked on another chain.
    CrossChain,
}

impl Class {
    /// Number of the class in the contract.
    pub fn number(self) -> u8 {
        match self {
            Self::Major => 0,
            Self::Volatile => 1,
            Self::LongTail => 2,
            Self::FiatStable => 3,
            Self::CryptoStable => 4,
            Self::AlgorithmicStable => 5,
            Self::LiquidStaking => 6,
            Self::CrossChain => 7,
        }
    }
}

/// Terms that a class begins with in place of those of the model.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassTerms {
    /// Which class.
    pub class: Class,
    /// Jump that does not diversify (depeg, bridge, issuer), as part of the position.
    pub jump: Decimal,
    /// Part of the stress moves that its assets make.
    pub stress_scale: Decimal,
    /// Initial margin where an input is missing, as part of the position.
    pub table_initial: Decimal,
    /// Maintenance margin where an input is missing.
    pub table_maintenance: Decimal,
}

/// Terms of one asset.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QualityTerms {
    /// Its class, which it keeps.
    pub class: Class,
    /// Half of the spread, as part of the price.
    #[serde(default = "half_spread")]
    pub half_spread: Decimal,
    /// Move of the price that the feed does not report.
    #[serde(default = "dead_band")]
    pub dead_band: Decimal,
    /// What the price may be off by, as part of it.
    #[serde(default = "nothing")]
    pub uncertainty: Decimal,
    /// USD that can be traded within 2 % where nobody measures it.
    pub assumed_depth: Decimal,
    /// Seconds of a price's age that count as its rhythm; the heartbeat when absent.
    #[serde(default)]
    pub expected_age: Option<u32>,
}

fn half_spread() -> Decimal {
    "0.0005".into()
}

fn dead_band() -> Decimal {
    "0.005".into()
}

fn nothing() -> Decimal {
    "0".into()
}
