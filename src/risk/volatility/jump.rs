//! The memory of the largest moves, which the clip of a filter must not hide.

use super::clip::MAX_RETURN;
use crate::error::OVERFLOW;
use crate::wide::product;
use crate::RiskError;
use fixed::{decay_up, mul_wad_up, U256, WAD};

/// The largest absolute log return of the past, fading: `J <- max(J 2^(-dt/H), |r|)`. WAD, never clipped
/// below [`MAX_RETURN`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct JumpMemory {
    /// `J`, WAD, at the time of the last sample.
    pub size: u128,
}

impl JumpMemory {
    /// The memory after a return (log, WAD) and `dt` seconds, rounded up. Without a return pass zero.
    ///
    /// # Errors
    /// A division by zero where the half-life is zero.
    pub fn after(self, log_return: i128, dt: u64, half_life: u64) -> Result<Self, RiskError> {
        let faded = mul_wad_up(self.size, decay_up(dt, half_life)?.min(WAD))?;
        let move_size = log_return.unsigned_abs().min(MAX_RETURN.unsigned_abs());
        Ok(Self {
            size: faded.max(move_size),
        })
    }

    /// The daily variance that a jump of this size stands for: `share J^2` (`share` WAD), scale 1e-36,
    /// rounded up.
    ///
    /// # Errors
    /// Overflow.
    pub fn variance_up(self, share: u128) -> Result<i128, RiskError> {
        let squared = product(self.size, self.size);
        let variance = fixed::mul_div_up(squared, U256::from(share), U256::from(WAD))?;
        let variance = u128::try_from(variance).map_err(|_| OVERFLOW)?;
        i128::try_from(variance).map_err(|_| OVERFLOW)
    }
}
