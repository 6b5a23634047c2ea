//! The covariance of log returns, kept positive semi-definite through rounding, missing samples and floors.

mod correlation;
pub mod correlations;
mod quadratic;
pub mod refresh;
mod sampling;
pub mod stress;

use crate::error::OVERFLOW;
use crate::volatility::annual_volatility_up;
use crate::{RiskError, DAY, MAX_ASSETS};
use fixed::{MathError, WAD};

/// Entries of the triangle of the largest matrix.
pub const MAX_ENTRIES: usize = 136;

/// Where each row of the lower triangle starts: `i (i + 1) / 2`.
const ROWS: [usize; MAX_ASSETS] = [0, 1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 66, 78, 91, 105, 120];

/// A symmetric matrix of variances and covariances per day, scale 1e-36.
///
/// Stored as its lower triangle, row by row, so that an asset added later leaves every earlier entry where
/// it was. Every operation keeps `w' S w >= 0` for all integer `w`: the exact result is positive
/// semi-definite, off-diagonals are rounded towards zero, and the diagonal is rounded up and padded by as
/// many units as a row can have lost (Gershgorin).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covariance {
    pub(crate) entries: [i128; MAX_ENTRIES],
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
