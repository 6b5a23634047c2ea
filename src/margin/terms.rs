//! The parameters: their bounds, and how they are packed.
//!
//! One judgement reads one slot for the shared terms and one per four assets. Ratios are kept in units of
//! 1e-9 and rounded up, which is towards more margin in every one of them.

use crate::abi::{InvalidTerms, MarginError, Terms};
use alloy_primitives::U256;
use risk::{AssetTerms, MarginTerms};

/// WAD per unit in which ratios are kept.
const UNIT: u64 = 1_000_000_000;
/// A whole, WAD.
pub(crate) const WAD: u64 = 1_000_000_000_000_000_000;
/// An hour to ten days.
const HORIZON: (u32, u32) = (3_600, 864_000);
/// From the least that an Expected Shortfall can be per deviation to beyond Student-t with 4 degrees at 99 %.
const SHORTFALL_FACTOR: (u64, u64) = (WAD, 4 * WAD);
/// Never less than the model itself.
const MODEL_MULTIPLIER: (u64, u64) = (WAD, 3 * WAD);
/// Maintenance asks for at least half of the core and never for more than all of it.
const MAINTENANCE_RATIO: (u64, u64) = (WAD / 2, WAD);
/// A liquidation always restores more than maintenance.
const BUFFER_RATIO: (u64, u64) = (WAD / 100, WAD / 2);
/// A share.
const CORRELATION_STRESS: (u64, u64) = (0, WAD);
/// Perfect hedges still cost one per cent of the undiversified risk.
const SIGMA_FLOOR: (u64, u64) = (WAD / 100, WAD);
/// Half of the position.
const EXIT_COST: (u64, u64) = (0, WAD / 2);
/// All of the position: collateral of no weight.
const JUMP: (u64, u64) = (0, WAD);
/// Marks an asset that has terms; ratios stay below it.
const LISTED: u64 = 1 << 63;

/// The largest discount of a sale, WAD: 10 %.
///
/// A sale lifts health while `(1 + discount) * threshold < 1`, where the threshold of an asset is one minus
/// its maintenance margin per USD. The threshold moves with volatility, so no constant keeps that product
/// below 1; the plan caps each discount by the account's own ratio instead. This bound keeps the two factors
/// apart before that cap: at 10 % any threshold up to 0.909 is safe.
pub const MAX_DISCOUNT: u64 = WAD / 10;
/// The steepest discount, WAD per unit of health: at 4 the largest discount is reached at health 0.975.
pub const MAX_DISCOUNT_SLOPE: u64 = 4 * WAD;

/// Checks and packs the shared terms: two ratios per limb, the horizon in the last.
pub(crate) fn pack(terms: &Terms) -> Result<U256, MarginError> {
    if terms.horizon < HORIZON.0 || terms.horizon > HORIZON.1 {
        return Err(InvalidTerms {}.into());
    }
    Ok(U256::from_limbs([
        pair(
            ratio_up(&terms.shortfallFactor, SHORTFALL_FACTOR)?,
            ratio_up(&terms.modelMultiplier, MODEL_MULTIPLIER)?,
        ),
        pair(
            ratio_up(&terms.maintenanceRatio, MAINTENANCE_RATIO)?,
            ratio_up(&terms.bufferRatio, BUFFER_RATIO)?,
        ),
        pair(
            ratio_up(&terms.correlationStress, CORRELATION_STRESS)?,
            ratio_up(&terms.sigmaFloor, SIGMA_FLOOR)?,
        ),
        u64::from(terms.horizon),
    ]))
}

/// Reads the shared terms. A word that was never written is [`InvalidTerms`].
pub(crate) fn unpack(word: U256) -> Result<MarginTerms, MarginError> {
    let [core, maintenance, spread, horizon] = word.into_limbs();
    if horizon == 0 {
        return Err(InvalidTerms {}.into());
    }
    let ((shortfall_factor, model_multiplier), (maintenance_ratio, buffer_ratio)) =
        (wads(core), wads(maintenance));
    let (correlation_stress, sigma_floor) = wads(spread);
    Ok(MarginTerms {
        horizon,
        shortfall_factor,
        model_multiplier,
        maintenance_ratio,
        buffer_ratio,
        correlation_stress,
        sigma_floor,
    })
}

impl From<MarginTerms> for Terms {
    fn from(terms: MarginTerms) -> Self {
        Self {
            horizon: u32::try_from(terms.horizon).unwrap_or(u32::MAX),
            shortfallFactor: U256::from(terms.shortfall_factor),
            modelMultiplier: U256::from(terms.model_multiplier),
            maintenanceRatio: U256::from(terms.maintenance_ratio),
            bufferRatio: U256::from(terms.buffer_ratio),
            correlationStress: U256::from(terms.correlation_stress),
            sigmaFloor: U256::from(terms.sigma_floor),
        }
    }
}

/// Checks and packs the terms of one asset into its limb. Together they take at most the whole position.
pub(crate) fn pack_asset(exit_cost: U256, jump: U256) -> Result<u64, MarginError> {
    let (exit_cost, jump) = (ratio_up(&exit_cost, EXIT_COST)?, ratio_up(&jump, JUMP)?);
    if u64::from(exit_cost).saturating_add(u64::from(jump)) > WAD / UNIT {
        return Err(InvalidTerms {}.into());
    }
    Ok(pair(exit_cost, jump) | LISTED)
}

/// Reads one limb; `None` where the asset has no terms.
pub(crate) fn unpack_asset(limb: u64) -> Option<AssetTerms> {
    if limb & LISTED == 0 {
        return None;
    }
    let (exit_cost, jump) = wads(limb & !LISTED);
    Some(AssetTerms { exit_cost, jump })
}

/// A ratio inside its bounds, in units of 1e-9, rounded up.
#[inline(never)]
fn ratio_up(value: &U256, (least, most): (u64, u64)) -> Result<u32, MarginError> {
    match value.into_limbs() {
        [ratio, 0, 0, 0] if (least..=most).contains(&ratio) => {
            u32::try_from(ratio.div_ceil(UNIT)).map_err(|_| InvalidTerms {}.into())
        }
        _ => Err(InvalidTerms {}.into()),
    }
}

/// Two ratios in one limb, the first in the low half.
fn pair(low: u32, high: u32) -> u64 {
    u64::from(low) | u64::from(high) << 32
}

/// The two ratios of a limb, WAD.
#[allow(clippy::arithmetic_side_effects)] // 32 bits times 1e9 is below 2^62
fn wads(limb: u64) -> (u128, u128) {
    let [low, high] = [limb & 0xffff_ffff, limb >> 32];
    (u128::from(low * UNIT), u128::from(high * UNIT))
}
