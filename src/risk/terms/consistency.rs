//! Which terms go together, whatever each is on its own.

use super::AssetRules;
use crate::margin::Policy;
use crate::quality::AssetClass;
use crate::{RiskError, DAY};
use fixed::{isqrt_down_u128, mul_wad_down, WAD};

/// The largest discount that a sale may be given under these terms, WAD: 5 %. Deeper ones are cut to what the account's
/// own ratio allows, sale by sale.
pub const LARGEST_DISCOUNT: u128 = 50_000_000_000_000_000;

impl AssetClass {
    /// Standard deviation of a day below which no asset of the class stays, WAD: what it moves in its calmest month.
    #[must_use]
    pub const fn calmest(self) -> u128 {
        match self {
            Self::Major | Self::LiquidStaking | Self::CrossChain => 20_000_000_000_000_000,
            Self::Volatile | Self::LongTail => 30_000_000_000_000_000,
            Self::FiatStable | Self::CryptoStable | Self::AlgorithmicStable => {
                1_000_000_000_000_000
            }
        }
    }
}

/// Whether an asset of that class may have these terms: its table asks for no more maintenance than initial margin, and
/// in the calmest market of its class a sale at the largest discount still raises an account's health, by the model and
/// by the table: `(1 - MM) (1 + discount) < 1` (LIQ-5).
///
/// # Errors
/// [`RiskError::InvalidTerms`] where it may not.
pub fn check(shared: &Policy, asset: &AssetRules, class: AssetClass) -> Result<(), RiskError> {
    let table = &asset.policy;
    let calm = calm_maintenance_down(shared, asset, class)?;
    let lifts = |maintenance: u128| {
        let threshold = WAD.saturating_sub(maintenance);
        let grown = WAD.saturating_add(LARGEST_DISCOUNT);
        mul_wad_down(threshold, grown).is_ok_and(|product| product < WAD)
    };
    let ordered = table.table_maintenance <= table.table_initial;
    if ordered && lifts(calm) && lifts(table.table_maintenance) {
        Ok(())
    } else {
        Err(RiskError::InvalidTerms)
    }
}

/// Maintenance margin per USD of a small position in the calmest market, WAD, rounded down.
fn calm_maintenance_down(
    shared: &Policy,
    asset: &AssetRules,
    class: AssetClass,
) -> Result<u128, RiskError> {
    let margin = &shared.margin;
    // Of seconds over a day, in WAD squared.
    let days = u128::from(margin.horizon)
        .checked_mul(WAD)
        .and_then(|days| days.checked_div(u128::from(DAY)))
        .and_then(|days| days.checked_mul(WAD))
        .ok_or(crate::error::OVERFLOW)?;
    let mut core = mul_wad_down(class.calmest(), isqrt_down_u128(days))?;
    for factor in [
        margin.shortfall_factor,
        margin.model_multiplier,
        margin.maintenance_ratio,
    ] {
        core = mul_wad_down(core, factor)?;
    }
    Ok(core
        .saturating_add(asset.policy.jump)
        .saturating_add(asset.half_spread))
}
