//! The variance of a portfolio: `w' S w`, and what each asset contributes to it.

use crate::error::OVERFLOW;
use crate::wide::Wide;
use crate::{Covariance, RiskError, MAX_ASSETS};
use fixed::U256;

/// Square of WAD, the scale between exposures and their quadratic form.
const WAD_SQUARED: u128 = 1_000_000_000_000_000_000_000_000_000_000_000_000;

impl Covariance {
    /// `w' S w` per day for exposures `w` (USD, WAD), in USD squared at scale 1e-36, rounded up.
    ///
    /// At most one unit per asset above the exact value, never below it, never negative.
    ///
    /// # Errors
    /// [`RiskError::LengthMismatch`] where there is not one exposure per asset; overflow.
    pub fn quadratic_form_up(&self, exposures: &[i128]) -> Result<U256, RiskError> {
        let mut parts = [Wide::ZERO; MAX_ASSETS];
        self.contributions(exposures, &mut parts)
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
