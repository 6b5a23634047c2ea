//! What two assets have in common, as measured and shrunk.

use crate::error::OVERFLOW;
use crate::wide::product;
use crate::{Covariance, RiskError};
use fixed::{U256, WAD};

impl Covariance {
    /// Correlation of two assets (WAD), towards zero, within [-1, 1]; 0 where a variance is zero.
    ///
    /// # Errors
    /// [`RiskError::UnknownAsset`].
    pub fn correlation(&self, i: usize, j: usize) -> Result<i128, RiskError> {
        let covariance = self.get(i, j)?;
        let one = i128::try_from(WAD).map_err(|_| OVERFLOW)?;
        let (first, second) = (self.get(i, i)?, self.get(j, j)?);
        if first <= 0 || second <= 0 {
            return Ok(0);
        }
        if i == j {
            return Ok(one);
        }
        let both = fixed::isqrt_up(product(first.unsigned_abs(), second.unsigned_abs()));
        let size =
            fixed::mul_div_down(U256::from(covariance.unsigned_abs()), U256::from(WAD), both)?;
        let size = u128::try_from(size).unwrap_or(WAD).min(WAD);
        crate::wide::signed(covariance.is_negative(), size)
    }

    /// Shrinks every correlation towards zero: `S <- (1-d) S + d diag(S)`, `d` a WAD share. (Ledoit, Wolf
    /// 2004, with the diagonal as target.)
    ///
    /// Off-diagonals go towards zero; each variance rises by a unit per other asset, which is what its row
    /// can lose by that, so the matrix stays positive semi-definite in integers.
    ///
    /// # Errors
    /// [`RiskError::InvalidTerms`] where `d` is above one; overflow.
    pub fn shrink(&mut self, share: u128) -> Result<(), RiskError> {
        let kept = WAD.checked_sub(share).ok_or(RiskError::InvalidTerms)?;
        for i in 0..self.assets() {
            for j in 0..i {
                let value = self.get(i, j)?;
                let size = fixed::mul_wad_down(value.unsigned_abs(), kept)?;
                self.set(i, j, crate::wide::signed(value.is_negative(), size)?)?;
            }
            let padding = i128::try_from(self.assets().saturating_sub(1)).map_err(|_| OVERFLOW)?;
            let padded = self.get(i, i)?.checked_add(padding).ok_or(OVERFLOW)?;
            self.set(i, i, padded)?;
        }
        Ok(())
    }
}
