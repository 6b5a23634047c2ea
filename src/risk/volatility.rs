//! How much one asset moves: filters, memories, limits, and the clock that samples them.
//!
//! | module | idea |
//! |---|---|
//! | [`ewma`] | a variance rate that decays with time |
//! | [`kernel`] | the same without a starting value |
//! | [`estimate`] | from the one to the other, in a word of storage |
//! | [`clip`] | what one sample may teach |
//! | [`jump`] | what the clip must not hide |
//! | [`staleness`] | what a feed has not told yet |
//! | [`limits`] | how fast and how far a reading may move |
//! | [`clock`] | when samples are taken |
//! | [`asset`] | all of it for one asset |
//! | [`moments`] | the same in 128 bits of storage |

pub mod asset;
pub mod clip;
pub mod clock;
pub mod estimate;
pub mod ewma;
pub mod jump;
pub mod kernel;
pub mod limits;
pub mod moments;
pub mod staleness;

use crate::error::OVERFLOW;
use crate::wide;
use crate::{RiskError, DAY, YEAR};
use fixed::U256;

/// Annual volatility (WAD, 365 days) of a daily variance (scale 1e-36), rounded up. Negative counts as zero.
///
/// # Errors
/// None for a variance in range; the type allows for overflow.
pub fn annual_volatility_up(variance: i128) -> Result<u128, RiskError> {
    let variance = u128::try_from(variance).unwrap_or(0);
    let days = u128::from(days_per_year());
    if variance >> 119 == 0 {
        return Ok(fixed::isqrt_up_u128(variance.wrapping_mul(days)));
    }
    let yearly = wide::product(variance, days);
    u128::try_from(fixed::isqrt_up(yearly)).map_err(|_| OVERFLOW)
}

/// Daily variance (scale 1e-36) of an annual volatility (WAD, 365 days), rounded up.
///
/// # Errors
/// Overflow past 24,900 % per year.
pub fn daily_variance_up(volatility: u128) -> Result<i128, RiskError> {
    let squared = wide::product(volatility, volatility);
    let daily = fixed::mul_div_up(squared, U256::from(1u8), U256::from(days_per_year()))?;
    i128::try_from(u128::try_from(daily).map_err(|_| OVERFLOW)?).map_err(|_| OVERFLOW)
}

const fn days_per_year() -> u64 {
    YEAR / DAY
}
