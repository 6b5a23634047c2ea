//! How collateral is taken, and who receives interest.

use serde::{Deserialize, Serialize};

use super::Decimal;

/// How the vault takes an asset as collateral.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CustodyTerms {
    /// Most that the vault takes, in whole tokens.
    pub cap: Decimal,
    /// Part of it that counts where risk is added.
    #[serde(default = "one")]
    pub weight: Decimal,
    /// Most that may come in within an hour, in whole tokens; no limit when absent.
    #[serde(default)]
    pub inflow_limit: Option<Decimal>,
    /// Seconds until new collateral counts in full.
    #[serde(default)]
    pub seasoning: u32,
}

/// Parts of the interest that lenders do not receive.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SplitTerms {
    /// Of the reserve.
    pub reserve: Decimal,
    /// Of the insurance.
    pub insurance: Decimal,
}

impl Default for SplitTerms {
    fn default() -> Self {
        Self {
            reserve: "0".into(),
            insurance: "0.1".into(),
        }
    }
}

/// What borrowing costs more while the volatility index is high.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StressTerms {
    /// Volatility index up to which nothing is added, per year.
    pub calm: Decimal,
    /// Volatility index from which on all of it is.
    pub storm: Decimal,
    /// What is added then, per year.
    pub most: Decimal,
}

fn one() -> Decimal {
    "1".into()
}

pub(super) fn least_debt() -> Decimal {
    "100".into()
}
