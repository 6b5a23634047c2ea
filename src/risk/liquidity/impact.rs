//! What a trade of a certain size does to the price.

use super::{root_of_ratio_up, share_of_up, times_root_up};
use crate::error::OVERFLOW;
use crate::wide::product;
use crate::RiskError;
use fixed::{mul_div_up, mul_div_up_u128, mul_wad_up, U256, WAD};

/// `Y sigma sqrt(Q / V)`: the share by which the price has moved once a quantity `Q` is traded in a market of
/// daily volume `V`, at a daily volatility `sigma` (WAD) and a factor `Y` (WAD; 0.5 to 1.5 is measured, 1 by
/// default). Not capped at 1. (Torre 1997; Almgren, Thum, Hauptmann, Li 2005; Toth et al. 2011.)
///
/// The mean price of the trade is worse by two thirds of that; charging all of it is conservative. Within one
/// unit above the true value while the ratio is above 1e-16.
///
/// # Errors
/// Division by zero for no volume; overflow.
pub fn square_root_impact_up(
    quantity: u128,
    volume: u128,
    volatility: u128,
    factor: u128,
) -> Result<u128, RiskError> {
    share_of_up(WAD, impact_up(quantity, volume, volatility, factor)?)
}

/// The same at scale 1e36.
pub(super) fn impact_up(
    quantity: u128,
    volume: u128,
    volatility: u128,
    factor: u128,
) -> Result<U256, RiskError> {
    let root = root_of_ratio_up(quantity, volume)?;
    times_root_up(product(factor, volatility), root)
}

/// Coefficients of the impact of Almgren, Thum, Hauptmann and Li (2005), WAD.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Almgren {
    /// Permanent impact, `gamma`: 0.314 +- 0.041 by their estimate on US shares.
    pub permanent: u128,
    /// Temporary impact, `eta`: 0.142 +- 0.0062.
    pub temporary: u128,
}

/// Shares of the price, WAD, rounded up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AlmgrenImpact {
    /// What stays after the trade: `gamma sigma (X / V) (Theta / V)^(1/4)`.
    pub permanent: u128,
    /// What the trade's speed adds while it lasts: `eta sigma (X / (V T))^(3/5)`.
    pub temporary: u128,
    /// Mean cost of the trade: half the permanent part and the temporary one.
    pub cost: u128,
}

impl Almgren {
    /// Their estimates.
    #[must_use]
    pub const fn standard() -> Self {
        Self {
            permanent: 314_000_000_000_000_000,
            temporary: 142_000_000_000_000_000,
        }
    }

    /// Impact of trading `quantity` evenly over `days` (WAD), in a market of daily volume `volume` and `issued`
    /// units outstanding, at a daily volatility (WAD). Each part within two units above the true value while
    /// the ratios are between 1e-9 and 1e6.
    ///
    /// # Errors
    /// Division by zero for no volume or no time; overflow.
    pub fn impact_up(
        &self,
        quantity: u128,
        volume: u128,
        issued: u128,
        days: u128,
        volatility: u128,
    ) -> Result<AlmgrenImpact, RiskError> {
        // The fourth root of the turnover: the root of a root of 96 digits, scaled back to 96.
        let turnover = fixed::sqrt_q96_up(root_of_ratio_up(issued, volume)?);
        let traded = mul_div_up(U256::from(quantity), turnover, U256::from(volume))?;
        let permanent = times_root_up(product(self.permanent, volatility), traded)?;
        let permanent = share_of_up(WAD, permanent)?;

        let rate = mul_div_up(
            U256::from(quantity),
            product(WAD, super::ROOT_ONE),
            product(volume, days),
        )?;
        let temporary = if rate.is_zero() {
            0
        } else {
            let power = three_fifths_up(rate)?;
            share_of_up(
                WAD,
                times_root_up(product(self.temporary, volatility), power)?,
            )?
        };
        let cost = permanent.div_ceil(2).checked_add(temporary);
        Ok(AlmgrenImpact {
            permanent,
            temporary,
            cost: cost.ok_or(OVERFLOW)?,
        })
    }
}

/// `x^(3/5)` with 96 binary digits after the point.
fn three_fifths_up(x: U256) -> Result<U256, RiskError> {
    // The logarithm is the nearest: one unit more is never below.
    let power = fixed::log2_q96(x)?.checked_add(1).ok_or(OVERFLOW)?;
    let power = power.checked_mul(3).ok_or(OVERFLOW)?;
    let fifth = power.div_euclid(5).checked_add(1).ok_or(OVERFLOW)?;
    Ok(fixed::exp2_q96_up(fifth)?)
}

/// `q / (x + q)`: the share of its value that a sale of `q` into a constant-product pool holding `x` of the same
/// asset loses against the price before; 1 where the pool is empty. Exact, rounded up.
///
/// # Errors
/// Overflow of the sum.
pub fn constant_product_shortfall_up(quantity: u128, reserve: u128) -> Result<u128, RiskError> {
    if reserve == 0 {
        return Ok(WAD);
    }
    let after = reserve.checked_add(quantity).ok_or(OVERFLOW)?;
    Ok(mul_div_up_u128(quantity, WAD, after)?)
}

/// `1 - (x / (x + q))^2`: the share by which that sale moves the pool's price. Within two units above.
///
/// # Errors
/// Overflow of the sum.
pub fn constant_product_impact_up(quantity: u128, reserve: u128) -> Result<u128, RiskError> {
    // 1 - (1 - s)^2 = s (2 - s), which rises with s up to 1.
    let shortfall = constant_product_shortfall_up(quantity, reserve)?;
    Ok(mul_wad_up(
        shortfall,
        WAD.saturating_mul(2).saturating_sub(shortfall),
    )?)
}
