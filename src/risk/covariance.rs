//! The covariance of log returns, kept positive semi-definite through rounding, missing samples and floors.

use crate::error::OVERFLOW;
use crate::ewma::{annual_volatility_up, clip_return, Decay, MAX_RETURN};
use crate::wide::{product, Wide};
use crate::{EwmaTerms, RiskError, DAY, MAX_ASSETS};
use fixed::{MathError, U256, WAD};

/// Entries of the triangle of the largest matrix.
pub const MAX_ENTRIES: usize = 136;

/// Where each row of the lower triangle starts: `i (i + 1) / 2`.
const ROWS: [usize; MAX_ASSETS] = [0, 1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 66, 78, 91, 105, 120];

/// Square of WAD, the scale between exposures and their quadratic form.
const WAD_SQUARED: u128 = 1_000_000_000_000_000_000_000_000_000_000_000_000;

/// A symmetric matrix of variances and covariances per day, scale 1e-36.
///
/// Stored as its lower triangle, row by row, so that an asset added later leaves every earlier entry where
/// it was. Every operation keeps `w' S w >= 0` for all integer `w`: the exact result is positive
/// semi-definite, off-diagonals are rounded towards zero, and the diagonal is rounded up and padded by as
/// many units as a row can have lost (Gershgorin).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covariance {
    entries: [i128; MAX_ENTRIES],
    assets: usize,
}

impl Default for Covariance {
    fn default() -> Self {
        Self::new()
    }
}

impl Covariance {
    /// Place of the entry of assets `i` and `j`, in either order; `None` past the largest matrix.
    #[must_use]
    pub const fn entry(i: usize, j: usize) -> Option<usize> {
        let (row, column) = if i >= j { (i, j) } else { (j, i) };
        if row >= MAX_ASSETS {
            return None;
        }
        #[allow(clippy::indexing_slicing)] // row < MAX_ASSETS; `get` is not const
        ROWS[row].checked_add(column)
    }

    /// Number of entries of a matrix of `assets` assets: `n (n + 1) / 2`.
    #[must_use]
    pub const fn entries_of(assets: usize) -> usize {
        if assets == 0 {
            return 0;
        }
        match Self::entry(assets.saturating_sub(1), assets.saturating_sub(1)) {
            Some(last) => last.saturating_add(1),
            None => MAX_ENTRIES,
        }
    }

    /// The matrix of no assets.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            entries: [0; MAX_ENTRIES],
            assets: 0,
        }
    }

    /// A matrix from its lower triangle.
    ///
    /// # Errors
    /// [`RiskError::TooManyAssets`]; [`RiskError::LengthMismatch`] where `triangle` is not that of `assets`.
    pub fn from_triangle(assets: usize, triangle: &[i128]) -> Result<Self, RiskError> {
        let mut matrix = Self::new();
        let places = matrix.resized(assets)?;
        if triangle.len() != places.len() {
            return Err(RiskError::LengthMismatch);
        }
        places.copy_from_slice(triangle);
        Ok(matrix)
    }

    /// Makes room for `assets` assets and hands out the places of the lower triangle, row by row.
    pub(crate) fn resized(&mut self, assets: usize) -> Result<&mut [i128], RiskError> {
        let count = Self::entries_of(assets);
        let places = self.entries.get_mut(..count);
        if assets > MAX_ASSETS {
            return Err(RiskError::TooManyAssets);
        }
        self.assets = assets;
        places.ok_or(RiskError::TooManyAssets)
    }

    /// The lower triangle, row by row.
    #[must_use]
    pub fn triangle(&self) -> &[i128] {
        self.entries
            .get(..Self::entries_of(self.assets))
            .unwrap_or(&[])
    }

    /// Number of assets.
    #[must_use]
    pub const fn assets(&self) -> usize {
        self.assets
    }

    /// Covariance of assets `i` and `j`, per day, scale 1e-36.
    ///
    /// # Errors
    /// [`RiskError::UnknownAsset`].
    pub fn get(&self, i: usize, j: usize) -> Result<i128, RiskError> {
        if i >= self.assets || j >= self.assets {
            return Err(RiskError::UnknownAsset);
        }
        Self::entry(i, j)
            .and_then(|place| self.entries.get(place).copied())
            .ok_or(RiskError::UnknownAsset)
    }

    /// Sets the covariance of assets `i` and `j`. The caller answers for positive semi-definiteness.
    ///
    /// # Errors
    /// [`RiskError::UnknownAsset`].
    pub fn set(&mut self, i: usize, j: usize, value: i128) -> Result<(), RiskError> {
        if i >= self.assets || j >= self.assets {
            return Err(RiskError::UnknownAsset);
        }
        let place = Self::entry(i, j).and_then(|place| self.entries.get_mut(place));
        *place.ok_or(RiskError::UnknownAsset)? = value;
        Ok(())
    }

    /// Adds an asset of the given daily variance, uncorrelated with the others; returns its index.
    ///
    /// # Errors
    /// [`RiskError::TooManyAssets`]; a domain error where the variance is negative.
    pub fn add_asset(&mut self, variance: i128) -> Result<usize, RiskError> {
        if variance < 0 {
            return Err(RiskError::Math(MathError::Domain));
        }
        if self.assets >= MAX_ASSETS {
            return Err(RiskError::TooManyAssets);
        }
        let asset = self.assets;
        self.assets = asset.checked_add(1).ok_or(OVERFLOW)?;
        for other in 0..asset {
            self.set(asset, other, 0)?;
        }
        self.set(asset, asset, variance)?;
        Ok(asset)
    }

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
        if returns.len() != self.assets {
            return Err(RiskError::LengthMismatch);
        }
        if dt == 0 {
            return Ok(());
        }
        let dt = if terms.max_dt == 0 {
            dt
        } else {
            dt.min(terms.max_dt)
        };
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
        if returns.len() != self.assets {
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
        let padding = i128::try_from(self.assets).map_err(|_| OVERFLOW)?;
        // sqrt(w) from below: the weights of a pair with one missing asset then form, with w and 1, a
        // positive semi-definite pattern (Schur product).
        let mixed = if sample.iter().take(self.assets).all(Option::is_some) {
            decay.weight
        } else {
            fixed::sqrt_wad_down(decay.weight)
        };
        let mut next = self.clone();
        let mut places = next.entries.iter_mut();
        for (i, first) in sample.iter().enumerate().take(self.assets) {
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
        seen.update(returns, dt, terms)?;
        let mut scales = [WAD; MAX_ASSETS];
        let mut raised: i128 = 0;
        for (asset, scale) in scales.iter_mut().enumerate().take(self.assets) {
            let (stored, updated) = (self.get(asset, asset)?, seen.get(asset, asset)?);
            if stored > updated {
                // Updated variances are at least the padding, never zero.
                let stored = u128::try_from(stored).map_err(|_| OVERFLOW)?;
                let updated = u128::try_from(updated).map_err(|_| OVERFLOW)?;
                *scale =
                    fixed::sqrt_wad_down(fixed::mul_div_down_u128(stored, WAD, updated)?).max(WAD);
                raised = raised.checked_add(1).ok_or(OVERFLOW)?;
            }
        }
        if raised == 0 {
            return Ok(seen);
        }
        let size = i128::try_from(self.assets).map_err(|_| OVERFLOW)?;
        for (i, first) in scales.iter().enumerate().take(self.assets) {
            for (j, second) in scales.iter().enumerate().take(i) {
                if *first == WAD && *second == WAD {
                    continue;
                }
                let value = seen.get(i, j)?;
                let scale = product(*first, *second);
                let magnitude = fixed::mul_div_down(
                    U256::from(value.unsigned_abs()),
                    scale,
                    U256::from(WAD_SQUARED),
                )?;
                let magnitude = u128::try_from(magnitude).map_err(|_| OVERFLOW)?;
                seen.set(i, j, crate::wide::signed(value < 0, magnitude)?)?;
            }
            let (stored, updated) = (self.get(i, i)?, seen.get(i, i)?);
            let (base, padding) = if stored > updated {
                (stored, size)
            } else {
                (updated, raised)
            };
            seen.set(i, i, base.checked_add(padding).ok_or(OVERFLOW)?)?;
        }
        Ok(seen)
    }

    /// Raises each variance to at least its floor (per day, scale 1e-36; one per asset, in index order).
    /// Covariances stay: more variance of its own lowers an asset's correlations.
    pub fn floor(&mut self, variances: &[i128]) {
        for (asset, least) in variances.iter().enumerate().take(self.assets) {
            if let Some(place) =
                Self::entry(asset, asset).and_then(|place| self.entries.get_mut(place))
            {
                *place = (*place).max(*least);
            }
        }
    }

    /// The principal sub-matrix of the assets whose bits are set, in index order.
    ///
    /// # Errors
    /// [`RiskError::UnknownAsset`] where a bit is past the last asset.
    pub fn sub(&self, mask: u16) -> Result<Self, RiskError> {
        let mut part = Self::new();
        let mut places = part.entries.iter_mut();
        for i in members(mask) {
            part.assets = part.assets.saturating_add(1);
            for j in members(mask).take_while(|j| *j <= i) {
                *places.next().ok_or(RiskError::TooManyAssets)? = self.get(i, j)?;
            }
        }
        Ok(part)
    }

    /// Annual volatility of an asset (WAD, 365 days), rounded up.
    ///
    /// # Errors
    /// [`RiskError::UnknownAsset`].
    pub fn volatility_annual_up(&self, asset: usize) -> Result<u128, RiskError> {
        annual_volatility_up(self.get(asset, asset)?)
    }

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
        crate::wide::signed(covariance < 0, size)
    }

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
        if exposures.len() != self.assets {
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

/// The indices of the bits set in a mask, ascending.
pub(crate) fn members(mask: u16) -> impl Iterator<Item = usize> + Clone {
    (0..MAX_ASSETS).filter(move |asset| {
        mask.checked_shr(u32::try_from(*asset).unwrap_or(u32::MAX))
            .unwrap_or(0)
            & 1
            == 1
    })
}

/// Seconds of a horizon as days, WAD, rounded up.
pub(crate) fn days_up(horizon: u64) -> Result<u128, RiskError> {
    Ok(fixed::mul_div_up_u128(
        u128::from(horizon),
        WAD,
        u128::from(DAY),
    )?)
}
