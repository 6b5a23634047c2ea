//! What it costs to leave a position: spread, impact, and the time that leaving takes.
//!
//! Amounts and values are WAD, times are days in WAD unless a name says seconds. All results round up.

pub mod depth;
mod exit;
mod horizon;
mod impact;
mod loss;
pub mod pool;
pub mod tick;

pub use exit::{crowding_up, exit_cost_up, DEPTH_BAND};
pub use horizon::{
    cascade_up, deviation_factor_up, exposed_days_up, tranche_factor_up, unwind_days_up,
};
pub use impact::{
    constant_product_impact_up, constant_product_shortfall_up, square_root_impact_up, Almgren,
    AlmgrenImpact,
};
pub use loss::{spread_cost_up, LiquidityLoss, Position, UnwindTerms};

use crate::error::OVERFLOW;
use crate::wide::product;
use crate::RiskError;
use fixed::{U256, WAD};

/// One, at the 96 binary digits of a root.
const ROOT_ONE: u128 = 1 << 96;
/// One, at the digits of its square: 2^192.
const SQUARE_ONE: U256 = U256::from_limbs([0, 0, 0, 1]);

/// `sqrt(part / whole)` with 96 binary digits after the point, rounded up. Exact where ratio and root are; else
/// within a unit. Errors: a whole of zero; a ratio of 2^64 and more.
fn root_of_ratio_up(part: u128, whole: u128) -> Result<U256, RiskError> {
    let ratio = fixed::mul_div_up(U256::from(part), SQUARE_ONE, U256::from(whole))?;
    Ok(fixed::isqrt_up(ratio))
}

/// A factor times a root, at the scale of the factor, rounded up.
fn times_root_up(factor: U256, root: U256) -> Result<U256, RiskError> {
    Ok(fixed::mul_div_up(factor, root, U256::from(ROOT_ONE))?)
}

/// A value (WAD) times a share of scale 1e36, rounded up.
fn share_of_up(value: u128, share: U256) -> Result<u128, RiskError> {
    narrow(fixed::mul_div_up(
        U256::from(value),
        share,
        product(WAD, WAD),
    )?)
}

fn narrow(value: U256) -> Result<u128, RiskError> {
    u128::try_from(value).map_err(|_| OVERFLOW)
}
