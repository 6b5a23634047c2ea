//! Whether exceedances are as large as forecast once volatility is taken out (McNeil and Frey 2000).

use crate::error::OVERFLOW;
use crate::wide::Wide;
use crate::{wide, RiskError};
use fixed::{MathError, U256, WAD};

/// Residuals of the exceedances, `(L - ES) / sigma`, summed up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Residuals {
    /// How many.
    pub count: u64,
    /// Their mean, WAD: zero is expected, above zero the shortfall was understated.
    pub mean: i128,
    /// Mean over its standard error, WAD; 0 where there are fewer than two or all are the same. Above 1.645, the
    /// shortfall is rejected at 5 % (one-sided, normal).
    pub statistic: i128,
}

/// The residual of one exceedance, WAD, towards zero.
///
/// # Errors
/// Division by zero for a volatility of zero; overflow.
pub fn residual(loss: i128, shortfall: u128, volatility: u128) -> Result<i128, RiskError> {
    let shortfall = i128::try_from(shortfall).map_err(|_| OVERFLOW)?;
    let beyond = loss.checked_sub(shortfall).ok_or(OVERFLOW)?;
    let size = fixed::div_wad_down(beyond.unsigned_abs(), volatility)?;
    wide::signed(beyond.is_negative(), size)
}

/// Mean and t-statistic of residuals. The mean is within 2 ulp; the statistic within `1e-15` of itself and 4 ulp for
/// residuals that differ by more than 1e-3.
///
/// # Errors
/// Overflow.
pub fn summary(residuals: impl Iterator<Item = i128> + Clone) -> Result<Residuals, RiskError> {
    let (mut count, mut sum) = (0u64, 0i128);
    for residual in residuals.clone() {
        count = count.wrapping_add(1);
        sum = sum.checked_add(residual).ok_or(OVERFLOW)?;
    }
    let Some(mean) = sum.checked_div(i128::from(count)) else {
        return Ok(Residuals {
            count,
            mean: 0,
            statistic: 0,
        });
    };
    let mut squares = Wide::ZERO;
    for residual in residuals {
        let deviation = residual.checked_sub(mean).ok_or(OVERFLOW)?;
        squares = squares.plus(Wide::product(deviation, deviation))?;
    }
    let squares = squares.positive_part();
    let degrees = u128::from(count.saturating_sub(1));
    let statistic = if squares.is_zero() {
        0
    } else {
        // mean / sqrt(squares / (n (n - 1))), the root taken of its inverse square, with 36 more digits.
        let scale = U256::from(WAD);
        let scale = scale.checked_mul(scale).ok_or(OVERFLOW)?;
        let pairs = wide::product(u128::from(count), degrees);
        let scaled = pairs.checked_mul(scale).ok_or(OVERFLOW)?;
        let inverse = fixed::isqrt_down(fixed::mul_div_down(scaled, scale, squares)?);
        let inverse = i128::try_from(u128::try_from(inverse).map_err(|_| OVERFLOW)?);
        let inverse = inverse.map_err(|_| RiskError::Math(MathError::Overflow))?;
        fixed::mul_wad_trunc_signed(mean, inverse)?
    };
    Ok(Residuals {
        count,
        mean,
        statistic,
    })
}
