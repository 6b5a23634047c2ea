//! How a joint sample moves the covariance, and what it would look like before the sample is taken.

use crate::error::OVERFLOW;
use crate::volatility::clip::{clip_return, MAX_RETURN};
use crate::volatility::ewma::Decay;
use crate::wide::product;
use crate::{Covariance, EwmaTerms, RiskError, MAX_ASSETS};
use fixed::{U256, WAD};

/// Square of WAD, the scale of a product of two factors.
const WAD_SQUARED: u128 = 1_000_000_000_000_000_000_000_000_000_000_000_000;

impl Covariance {
    /// Takes one joint sample after `dt` seconds: `S' = D S D + g r r'`.
    ///
    /// `D_i` is `sqrt(w)` for an asset with a return and 1 for a missing one, so that an asset without a
    /// price keeps its variance and the matrix stays positive semi-definite; where both assets have a
    /// return the weight is exactly `w`. One clock for the whole matrix: a decay per pair is what lets a
    /// correlation pass 1. `dt = 0` changes nothing.
    ///
    /// # Errors
    /// [`RiskError::LengthMismatch`] where there is not one return per asset; [`RiskError::InvalidTerms`]
    /// where the half-life is zero; overflow past 1.7e2 per day. The matrix is unchanged on error.
    pub fn update(
        &mut self,
        returns: &[Option<i128>],
        dt: u64,
        terms: &EwmaTerms,
    ) -> Result<(), RiskError> {
        if returns.len() != self.assets() {
            return Err(RiskError::LengthMismatch);
        }
        if dt == 0 {
            return Ok(());
        }
        let dt = terms.counted(dt);
        let decay = Decay::over(dt, terms.half_life)?;
        let sample = self.winsorised(returns, dt, terms.clip)?;
        *self = self.stepped(&sample, &decay)?;
        Ok(())
    }

    /// The same step with the coefficients given: what [`Self::update`] does after winsorising.
    ///
    /// # Errors
    /// As [`Self::update`].
    pub fn step(&mut self, returns: &[Option<i128>], decay: &Decay) -> Result<(), RiskError> {
        if returns.len() != self.assets() {
            return Err(RiskError::LengthMismatch);
        }
        let mut sample = [None; MAX_ASSETS];
        for (to, from) in sample.iter_mut().zip(returns) {
            *to = *from;
        }
        *self = self.stepped(&sample, decay)?;
        Ok(())
    }

    fn winsorised(
        &self,
        returns: &[Option<i128>],
        dt: u64,
        clip: u128,
    ) -> Result<[Option<i128>; MAX_ASSETS], RiskError> {
        let mut sample = [None; MAX_ASSETS];
        for ((asset, from), to) in returns.iter().enumerate().zip(sample.iter_mut()) {
            if let Some(log_return) = from {
                let bounded = (*log_return).clamp(-MAX_RETURN, MAX_RETURN);
                *to = Some(clip_return(bounded, self.get(asset, asset)?, dt, clip)?);
            }
        }
        Ok(sample)
    }

    fn stepped(
        &self,
        sample: &[Option<i128>; MAX_ASSETS],
        decay: &Decay,
    ) -> Result<Self, RiskError> {
        let padding = i128::try_from(self.assets()).map_err(|_| OVERFLOW)?;
        // sqrt(w) from below: the weights of a pair with one missing asset then form, with w and 1, a
        // positive semi-definite pattern (Schur product).
        let mixed = if sample.iter().take(self.assets()).all(Option::is_some) {
            decay.weight
        } else {
            fixed::sqrt_wad_down(decay.weight)
        };
        let mut next = self.clone();
        let mut places = next.entries.iter_mut();
        for (i, first) in sample.iter().enumerate().take(self.assets()) {
            for (j, second) in sample.iter().enumerate().take(i.saturating_add(1)) {
                let place = places.next().ok_or(RiskError::UnknownAsset)?;
                let (weight, a, b) = match (first, second) {
                    (Some(a), Some(b)) => (decay.weight, *a, *b),
                    (None, None) => (WAD, 0, 0),
                    _ => (mixed, 0, 0),
                };
                let blended = decay.blend(weight, *place, a, b)?;
                *place = if i == j {
                    blended
                        .div_ceil(WAD)?
                        .checked_add(padding)
                        .ok_or(OVERFLOW)?
                } else {
                    blended.div_trunc(WAD)?
                };
            }
        }
        Ok(next)
    }

    /// What a reader sees before the sample is taken.
    ///
    /// Each variance is the larger of the stored one and the one that a sample with these returns would
    /// store; correlations are those of the updated matrix, whose rows and columns are scaled to the larger
    /// variances (a congruence). So nobody trades against a jump that nobody has sampled, and waiting
    /// lowers nothing. Pass terms with `clip = 0` to show the whole move rather than what will be learned.
    /// Where every variance rises this is exactly the updated matrix; else at most 16 units above.
    /// A move within the second of the last sample is seen as if a second had passed: the weight of a return
    /// has a limit as `dt` falls to zero, and a reader must not miss the jump.
    ///
    /// # Errors
    /// As [`Self::update`].
    pub fn pending(
        &self,
        returns: &[Option<i128>],
        dt: u64,
        terms: &EwmaTerms,
    ) -> Result<Self, RiskError> {
        let mut seen = self.clone();
        seen.update(returns, dt.max(1), terms)?;
        let mut stored = [0; MAX_ASSETS];
        for (asset, variance) in stored.iter_mut().enumerate().take(self.assets()) {
            *variance = self.get(asset, asset)?;
        }
        seen.raise(stored.get(..self.assets()).unwrap_or(&[]))?;
        Ok(seen)
    }

    /// Raises each variance to at least the given one (per day, scale 1e-36; one per asset, in index order)
    /// and keeps the correlations: rows and columns are scaled (a congruence). Nothing changes where no
    /// variance rises; else variances end at most 16 units above the larger of the two.
    ///
    /// # Errors
    /// [`RiskError::LengthMismatch`] where there is not one variance per asset; overflow. The matrix is of no
    /// use after an error.
    pub fn raise(&mut self, variances: &[i128]) -> Result<(), RiskError> {
        let count = self.assets();
        if variances.len() != count {
            return Err(RiskError::LengthMismatch);
        }
        let mut scales = [WAD; MAX_ASSETS];
        let mut raised: i128 = 0;
        for ((asset, scale), least) in scales.iter_mut().enumerate().zip(variances) {
            let own = self.get(asset, asset)?;
            if *least > own {
                if own > 0 {
                    let ratio = fixed::mul_div_down(
                        product(least.unsigned_abs(), WAD),
                        U256::from(WAD),
                        U256::from(own.unsigned_abs()),
                    )?;
                    let root = fixed::isqrt_down(ratio);
                    *scale = u128::try_from(root).map_err(|_| OVERFLOW)?;
                }
                raised = raised.checked_add(1).ok_or(OVERFLOW)?;
            }
        }
        if raised == 0 {
            return Ok(());
        }
        let size = i128::try_from(count).map_err(|_| OVERFLOW)?;
        for ((i, first), least) in scales.iter().enumerate().zip(variances) {
            for (j, second) in scales.iter().enumerate().take(i) {
                if *first == WAD && *second == WAD {
                    continue;
                }
                let value = self.get(i, j)?;
                let magnitude = fixed::mul_div_down(
                    U256::from(value.unsigned_abs()),
                    product(*first, *second),
                    U256::from(WAD_SQUARED),
                )?;
                let magnitude = u128::try_from(magnitude).map_err(|_| OVERFLOW)?;
                self.set(i, j, crate::wide::signed(value.is_negative(), magnitude)?)?;
            }
            let own = self.get(i, i)?;
            let padding = if *least > own { size } else { raised };
            self.set(i, i, own.max(*least).checked_add(padding).ok_or(OVERFLOW)?)?;
        }
        Ok(())
    }
}
