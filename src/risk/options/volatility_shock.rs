//! How far implied volatility moves in a stress, by time to expiry.
//!
//! Short dates move more (Derive, PMRM): up by the factor `1 + 0.6 (30 d / max(T, 1 d))^e`, down by
//! `max(0, 1 - 0.3 (30 d / max(T, 1 d))^e)` with e = 0.3 up to 30 days and 0.13 beyond. For everlasting options T is the
//! funding period.

use crate::{RiskError, DAY};
use fixed::WAD;

/// Factors on a volatility, WAD.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VolatilityShock {
    /// When it rises.
    pub up: u128,
    /// When it falls.
    pub down: u128,
}

/// Where the two exponents meet.
const MONTH: u64 = 30 * DAY;
/// The exponents.
const SHORT: i128 = 300_000_000_000_000_000;
const LONG: i128 = 130_000_000_000_000_000;

/// The factors for a time in seconds: `up` rounded up, `down` rounded down, within 2 ulp.
///
/// # Errors
/// None that these terms can reach.
pub fn volatility_shock(seconds: u64) -> Result<VolatilityShock, RiskError> {
    let ratio = fixed::mul_div_down_u128(u128::from(MONTH), WAD, u128::from(seconds.max(DAY)))?;
    let exponent = if seconds <= MONTH { SHORT } else { LONG };
    // At most 30^0.3 = 2.8.
    let term =
        u128::try_from(fixed::pow_wad_up(ratio, exponent)?).map_err(|_| crate::error::OVERFLOW)?;
    Ok(VolatilityShock {
        up: WAD.wrapping_add(fixed::mul_div_up_u128(term, 6, 10)?),
        down: WAD.saturating_sub(fixed::mul_div_up_u128(term, 3, 10)?),
    })
}
