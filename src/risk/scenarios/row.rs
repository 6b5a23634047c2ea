//! One row: 16 residuals of 16 bits, little-endian, in 1/1024 of a standard deviation.

use crate::{RiskError, MAX_ASSETS};

/// Bytes of a row: one storage word.
pub const ROW_BYTES: usize = 32;
/// A row as it is stored.
pub type Row = [u8; ROW_BYTES];
/// Units of a residual in one standard deviation.
pub const UNITS: i16 = 1024;
/// The largest residual either way: 31.999 standard deviations.
pub const LARGEST: i16 = i16::MAX;
/// The mark of an asset that has no return in a row.
pub const MISSING: i16 = i16::MIN;

/// A row of the given residuals, [`MISSING`] for an asset without one. Inverse of [`decode`].
#[must_use]
pub fn encode(residuals: &[i16; MAX_ASSETS]) -> Row {
    let mut row = [0; ROW_BYTES];
    for (place, residual) in row.as_chunks_mut().0.iter_mut().zip(residuals) {
        *place = residual.to_le_bytes();
    }
    row
}

/// The residuals of a row, in the order of the assets. Inverse of [`encode`].
#[must_use]
pub fn decode(row: &Row) -> [i16; MAX_ASSETS] {
    let mut residuals = [0; MAX_ASSETS];
    for (residual, place) in residuals.iter_mut().zip(row.as_chunks().0) {
        *residual = i16::from_le_bytes(*place);
    }
    residuals
}

/// The residual of one asset, or `None` where it is missing.
///
/// # Errors
/// [`RiskError::UnknownAsset`] past the last asset.
pub fn residual_of(row: &Row, asset: usize) -> Result<Option<i16>, RiskError> {
    let place = row
        .as_chunks()
        .0
        .get(asset)
        .ok_or(RiskError::UnknownAsset)?;
    let residual = i16::from_le_bytes(*place);
    Ok((residual != MISSING).then_some(residual))
}
