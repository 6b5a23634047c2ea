//! How procyclical a path of margins is, for a portfolio that does not change (Murphy, Vasios, Vause 2014, section 3).

use crate::error::OVERFLOW;
use crate::wide::{product, signed, Wide};
use crate::RiskError;
use fixed::{mul_div_up_u128, WAD};

/// Largest over smallest margin, WAD, rounded up.
///
/// # Errors
/// Division by zero for an empty path or a margin of zero; overflow.
pub fn peak_to_trough_up(path: &[u128]) -> Result<u128, RiskError> {
    let peak = path.iter().copied().max().unwrap_or(0);
    let trough = path.iter().copied().min().unwrap_or(0);
    Ok(mul_div_up_u128(peak, WAD, trough)?)
}

/// The largest rise over so many steps, in the margin's unit: negative where every stretch of that length falls. `None`
/// where the path is not that long.
///
/// # Errors
/// Overflow.
pub fn worst_rise(path: &[u128], steps: usize) -> Result<Option<i128>, RiskError> {
    let mut worst = None;
    for (from, to) in path.iter().zip(path.iter().skip(steps)) {
        let rise = difference(*to, *from)?;
        worst = worst.max(Some(rise));
    }
    Ok(worst)
}

/// The same relative to where the stretch began, WAD, rounded up.
///
/// # Errors
/// Division by zero for a margin of zero; overflow.
pub fn worst_relative_rise_up(path: &[u128], steps: usize) -> Result<Option<i128>, RiskError> {
    let mut worst = None;
    for (from, to) in path.iter().zip(path.iter().skip(steps)) {
        let rise = Wide::product(difference(*to, *from)?, signed(false, WAD)?);
        worst = worst.max(Some(rise.div_ceil(*from)?));
    }
    Ok(worst)
}

/// The mean margin, which is what the calm costs, rounded down.
///
/// # Errors
/// Division by zero for an empty path.
pub fn mean_down(path: &[u128]) -> Result<u128, RiskError> {
    let sum = path.iter().fold(fixed::U256::ZERO, |sum, margin| {
        sum.saturating_add(product(*margin, 1))
    });
    let count = fixed::U256::from(path.len());
    let mean = fixed::mul_div_down(sum, fixed::U256::from(1u8), count)?;
    u128::try_from(mean).map_err(|_| OVERFLOW)
}

fn difference(to: u128, from: u128) -> Result<i128, RiskError> {
    let rise = signed(false, to)?.checked_sub(signed(false, from)?);
    rise.ok_or(OVERFLOW)
}
