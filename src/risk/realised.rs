//! Variance as it was: from returns, from ranges, with and without jumps. Proxies that forecasts are judged by, and
//! numbers to watch.
//!
//! Returns are logarithmic, WAD; results are the variance of the whole interval at scale 1e-36 (its day, where the
//! returns are those of a day). Rounded up.

use crate::error::OVERFLOW;
use crate::forecast::squared;
use crate::wide::Wide;
use crate::{wide, RiskError};
use fixed::{MathError, U256, WAD};

/// pi / 2, WAD, rounded up.
const HALF_PI: u128 = 1_570_796_326_794_896_620;
/// pi / (6 - 4 sqrt 3 + pi), WAD, rounded up.
const MEDIAN_FACTOR: u128 = 1_419_358_302_022_441_509;
/// 4 ln 2, WAD, rounded down.
const FOUR_LN_2: u128 = 2_772_588_722_239_781_237;
/// 2 ln 2 - 1, WAD, rounded down.
const TWO_LN_2_LESS_1: i128 = 386_294_361_119_890_618;

/// Realised variance, `sum r_i^2`; exact. Unbiased also where samples come when a price has moved by a threshold
/// (optional sampling), but bid-ask bounce adds to it: use prices that are medians, minutes apart.
///
/// # Errors
/// Overflow.
pub fn variance(returns: &[i128]) -> Result<u128, RiskError> {
    returns.iter().try_fold(0u128, |sum, log_return| {
        sum.checked_add(squared(*log_return)?).ok_or(OVERFLOW)
    })
}

/// Realised variance with the first autocovariance twice, `sum r_i^2 + 2 sum r_i r_(i-1)`; exact. Free of the bias by
/// bounce, and negative where bounce was most of it: to watch, not for a margin (Zhou 1996).
///
/// # Errors
/// Overflow.
pub fn with_autocovariance(returns: &[i128]) -> Result<i128, RiskError> {
    let mut sum = i128::try_from(variance(returns)?).map_err(|_| OVERFLOW)?;
    for (before, after) in pairs(returns) {
        let twice = before.checked_mul(after).and_then(|one| one.checked_mul(2));
        sum = twice
            .and_then(|twice| sum.checked_add(twice))
            .ok_or(OVERFLOW)?;
    }
    Ok(sum)
}

/// Bipower variation, `pi/2 n/(n-1) sum |r_i r_(i-1)|`: a single jump counts little (Barndorff-Nielsen, Shephard
/// 2004). Relative error 1e-18 and two units.
///
/// # Errors
/// Division by zero for fewer than two returns; overflow.
pub fn bipower_up(returns: &[i128]) -> Result<u128, RiskError> {
    let mut sum = 0u128;
    for (before, after) in pairs(returns) {
        let product = before.unsigned_abs().checked_mul(after.unsigned_abs());
        sum = product
            .and_then(|product| sum.checked_add(product))
            .ok_or(OVERFLOW)?;
    }
    corrected_up(sum, HALF_PI, returns.len(), 1)
}

/// MedRV, `pi/(6 - 4 sqrt 3 + pi) n/(n-2) sum med(|r_(i-1)|, |r_i|, |r_(i+1)|)^2`: jumps and zero returns count less
/// than in bipower variation (Andersen, Dobrev, Schaumburg 2012). Relative error 1e-18 and two units.
///
/// # Errors
/// Division by zero for fewer than three returns; overflow.
pub fn median_up(returns: &[i128]) -> Result<u128, RiskError> {
    let mut sum = 0u128;
    for window in returns.windows(3) {
        let [a, b, c] = window else { continue };
        let [a, b, c] = [a, b, c].map(|log_return| log_return.unsigned_abs());
        let middle = a.min(b).max(a.max(b).min(c));
        let square = middle.checked_mul(middle);
        sum = square
            .and_then(|square| sum.checked_add(square))
            .ok_or(OVERFLOW)?;
    }
    corrected_up(sum, MEDIAN_FACTOR, returns.len(), 2)
}

/// Realised variance of returns over `every` intervals at a time, mean over the grids of all offsets, each scaled to
/// the whole (Zhang, Mykland, Ait-Sahalia 2005): the noise of sparse sampling without throwing data away. Within a
/// unit per grid and one.
///
/// # Errors
/// Division by zero for `every = 0` or a grid without a return; overflow.
pub fn subsampled_up(returns: &[i128], every: usize) -> Result<u128, RiskError> {
    if every == 0 {
        return Err(RiskError::Math(MathError::DivisionByZero));
    }
    let mut total = 0u128;
    for offset in 0..every {
        let (mut sum, mut count) = (0u128, 0u128);
        let grid = returns.get(offset..).unwrap_or(&[]);
        for interval in grid.chunks_exact(every) {
            let log_return = interval
                .iter()
                .try_fold(0i128, |sum, part| sum.checked_add(*part))
                .ok_or(OVERFLOW)?;
            sum = sum.checked_add(squared(log_return)?).ok_or(OVERFLOW)?;
            count = count.wrapping_add(1);
        }
        let mean = fixed::mul_div_up_u128(sum, wide_count(returns.len())?, count)?;
        total = total.checked_add(mean).ok_or(OVERFLOW)?;
    }
    let grids = wide_count(every)?;
    Ok(total.div_ceil(grids).div_ceil(grids))
}

/// Logarithmic prices of one interval, WAD: how far each is above the open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    high: i128,
    low: i128,
    close: i128,
}

impl Range {
    /// From the prices open, high, low and close, WAD. Each logarithm is within half a unit.
    ///
    /// # Errors
    /// [`RiskError::InvalidTerms`] where one is zero, or the others are not between low and high.
    pub fn new(open: u128, high: u128, low: u128, close: u128) -> Result<Self, RiskError> {
        if low == 0 || open.min(close) < low || open.max(close) > high {
            return Err(RiskError::InvalidTerms);
        }
        let start = fixed::ln_wad(open)?;
        // Logarithms of 128 bits are below 89.
        let above = |price| Ok::<_, RiskError>(fixed::ln_wad(price)?.wrapping_sub(start));
        Ok(Self {
            high: above(high)?,
            low: above(low)?,
            close: above(close)?,
        })
    }

    /// Parkinson (1980), `(H - L)^2 / (4 ln 2)`: no drift assumed.
    ///
    /// # Errors
    /// Overflow.
    pub fn parkinson_up(&self) -> Result<u128, RiskError> {
        Ok(fixed::mul_div_up_u128(
            self.width_squared()?,
            WAD,
            FOUR_LN_2,
        )?)
    }

    /// Garman and Klass (1980), `(H - L)^2 / 2 - (2 ln 2 - 1) (C - O)^2`: no drift assumed. Not negative, since
    /// `|C - O| <= H - L`.
    ///
    /// # Errors
    /// Overflow.
    pub fn garman_klass_up(&self) -> Result<u128, RiskError> {
        let half = self.width_squared()?.div_ceil(2);
        let moved = i128::try_from(squared(self.close)?).map_err(|_| OVERFLOW)?;
        let taken = Wide::product(TWO_LN_2_LESS_1, moved).div_trunc(WAD)?;
        half.checked_sub(taken.unsigned_abs()).ok_or(OVERFLOW)
    }

    /// Rogers and Satchell (1991), `(H - C) (H - O) + (L - C) (L - O)`: free of drift; exact.
    ///
    /// # Errors
    /// Overflow.
    pub fn rogers_satchell(&self) -> Result<u128, RiskError> {
        // Differences of logarithms below 89, of one sign each.
        let up = wide::product(self.high.abs_diff(self.close), self.high.unsigned_abs());
        let down = wide::product(self.low.abs_diff(self.close), self.low.unsigned_abs());
        let sum = up.checked_add(down).ok_or(OVERFLOW)?;
        u128::try_from(sum).map_err(|_| OVERFLOW)
    }

    fn width_squared(&self) -> Result<u128, RiskError> {
        let width = self.high.abs_diff(self.low);
        width.checked_mul(width).ok_or(OVERFLOW)
    }
}

/// `sum factor n / (n - lost)`, rounded up.
fn corrected_up(sum: u128, factor: u128, count: usize, lost: usize) -> Result<u128, RiskError> {
    let scaled = wide::product(sum, factor);
    let used = wide_count(count.saturating_sub(lost))?;
    let divisor = wide::product(used, WAD);
    let result = fixed::mul_div_up(scaled, U256::from(wide_count(count)?), divisor)?;
    u128::try_from(result).map_err(|_| OVERFLOW)
}

fn pairs(returns: &[i128]) -> impl Iterator<Item = (i128, i128)> + '_ {
    returns.iter().copied().zip(returns.iter().copied().skip(1))
}

fn wide_count(count: usize) -> Result<u128, RiskError> {
    u128::try_from(count).map_err(|_| OVERFLOW)
}
