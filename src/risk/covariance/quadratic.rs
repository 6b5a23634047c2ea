//! The variance of a portfolio: `w' S w`, and what each asset contributes to it.

use crate::error::OVERFLOW;
use crate::wide::Wide;
use crate::{Covariance, RiskError, MAX_ASSETS};
use fixed::U256;

/// Square of WAD, the scale between exposures and their quadratic form.
const WAD_SQUARED: u128 = 1_000_000_000_000_000_000_000_000_000_000_000_000;
/// The same without its factors of two.
const FIVE_TO_36: u128 = 14_551_915_228_366_851_806_640_625;

impl Covariance {
    /// `w' S w` per day for exposures `w` (USD, WAD), in USD squared at scale 1e-36, rounded up.
    ///
    /// Never below the exact value, above it by less than three units, never negative. The triangle is walked once, every
    /// other term taken twice, and the sum divided once.
    ///
    /// # Errors
    /// [`RiskError::LengthMismatch`] where there is not one exposure per asset; overflow.
    pub fn quadratic_form_up(&self, exposures: &[i128]) -> Result<U256, RiskError> {
        if exposures.len() != self.assets() {
            return Err(RiskError::LengthMismatch);
        }
        let mut entries = self.triangle().iter();
        let mut total = Wide::ZERO;
        let mut lost: u8 = 0;
        for (i, exposure) in exposures.iter().enumerate() {
            let mut row = Wide::ZERO;
            for other in exposures.iter().take(i) {
                let entry = *entries.next().ok_or(RiskError::UnknownAsset)?;
                row = row.plus(Wide::product(entry, *other))?;
            }
            let own = *entries.next().ok_or(RiskError::UnknownAsset)?;
            let row = row.plus(row)?.plus(Wide::product(own, *exposure))?;
            if *exposure != 0 {
                total = total.plus(row.times_over_116_bits(*exposure)?)?;
                lost = lost.saturating_add(1);
            }
        }
        let total = total.positive_part();
        let total = total.checked_add(U256::from(lost)).ok_or(OVERFLOW)?;
        // 1e36 is 5^36 2^36: what 116 bits left over is 5^36 / 2^80, and each of their cuts a twelfth of a unit.
        Ok(fixed::mul_div_up(
            total,
            U256::from(1_u128 << 80),
            U256::from(FIVE_TO_36),
        )?)
    }

    /// The Euler parts `w_i (S w)_i` of the quadratic form, each towards zero, and the form itself, rounded up.
    pub(crate) fn contributions(
        &self,
        exposures: &[i128],
        parts: &mut [Wide; MAX_ASSETS],
    ) -> Result<U256, RiskError> {
        if exposures.len() != self.assets() {
            return Err(RiskError::LengthMismatch);
        }
        parts.fill(Wide::ZERO);
        let mut entries = self.triangle().iter();
        for (i, a) in exposures.iter().enumerate() {
            for (j, b) in exposures.iter().enumerate().take(i.saturating_add(1)) {
                let entry = *entries.next().ok_or(RiskError::UnknownAsset)?;
                if *a == 0 || *b == 0 {
                    continue;
                }
                let row = parts.get_mut(i).ok_or(RiskError::UnknownAsset)?;
                *row = row.plus(Wide::product(entry, *b))?;
                if i != j {
                    let row = parts.get_mut(j).ok_or(RiskError::UnknownAsset)?;
                    *row = row.plus(Wide::product(entry, *a))?;
                }
            }
        }
        let mut total = Wide::ZERO;
        let mut lost: u8 = 0;
        for (exposure, part) in exposures.iter().zip(parts.iter_mut()) {
            if *exposure != 0 {
                *part = part.mul_div_trunc(*exposure, WAD_SQUARED)?;
                total = total.plus(*part)?;
                lost = lost.saturating_add(1);
            }
        }
        total
            .positive_part()
            .checked_add(U256::from(lost))
            .ok_or(OVERFLOW)
    }
}
