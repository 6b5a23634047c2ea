//! Haircuts: what of a collateral's value does not count.

use crate::error::OVERFLOW;
use crate::wide::{product, split};
use crate::RiskError;
use fixed::{mul_div_down, mul_div_up, U256, WAD};

/// `1 - exp(-e sigma sqrt(h))`: what a price loses at its tail over `days` (WAD), for an Expected Shortfall factor `e`
/// and a volatility per day (WAD). At most 1, rounded up, one unit above at most.
///
/// # Errors
/// Overflow.
pub fn market_haircut_up(factor: u128, volatility: u128, days: u128) -> Result<u128, RiskError> {
    // The root of WAD has 9 decimals; with 64 binary digits more, the exponent is exact to about 90.
    let [low, high] = split(days);
    let root = fixed::isqrt_up(U256::from_limbs([0, 0, low, high]));
    let exponent = mul_div_up(product(factor, volatility), root, U256::from(TO_Q96))?;
    let Ok(exponent) = i128::try_from(exponent) else {
        return Ok(WAD);
    };
    let kept = fixed::exp_q96_down(exponent.saturating_neg())?;
    let kept = mul_div_down(kept, U256::from(WAD), U256::from(1u128 << 96))?;
    // Not above 1, since the exponent is not above zero.
    Ok(WAD.saturating_sub(u128::try_from(kept).map_err(|_| OVERFLOW)?))
}

/// 1e45 / 2^32: from a scale of 1e36 times 1e9 * 2^64 to 96 binary digits.
const TO_Q96: u128 = 5u128.pow(45) << 13;

/// `1 - (1 - market)(1 - liquidity)(1 - jump)`, WAD; a part above 1 counts as 1. Never above 1, rounded up.
///
/// The three multiply: what a jump has taken cannot fall again. Exact, rounded up.
#[must_use]
pub fn composite_haircut_up(market: u128, liquidity: u128, jump: u128) -> u128 {
    let kept = |haircut: u128| WAD.saturating_sub(haircut);
    let two = product(kept(market), kept(liquidity));
    // At most 1e54, and the quotient at most 1e18: neither can fail.
    let whole = mul_div_down(two, U256::from(kept(jump)), product(WAD, WAD)).unwrap_or(U256::ZERO);
    kept(u128::try_from(whole).unwrap_or(0))
}

/// Debt per USD of collateral at which a liquidation may begin: `(1 - haircut) / (1 + bonus)`, WAD, rounded down. What
/// is left of the collateral then pays the debt and the bonus.
///
/// # Errors
/// Overflow.
pub fn threshold_down(haircut: u128, bonus: u128) -> Result<u128, RiskError> {
    let markup = WAD.checked_add(bonus).ok_or(OVERFLOW)?;
    let kept = WAD.saturating_sub(haircut);
    Ok(fixed::mul_div_down_u128(kept, WAD, markup)?)
}

/// Debt per USD of collateral up to which an account may borrow: `threshold * (1 - buffer)`, WAD, rounded down; a buffer
/// of 5 to 10 % leaves room between borrowing and liquidation.
#[must_use]
pub fn initial_ratio_down(threshold: u128, buffer: u128) -> u128 {
    fixed::mul_wad_down(threshold, WAD.saturating_sub(buffer)).unwrap_or(u128::MAX)
}
