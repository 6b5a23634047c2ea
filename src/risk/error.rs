//! The ways in which the model refuses to answer.

use fixed::MathError;

/// Why a computation of this crate has no result. Nothing here panics and nothing wraps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RiskError {
    /// Arithmetic left its domain: a division by zero, or a value wider than its type.
    Math(MathError),
    /// More than [`crate::MAX_ASSETS`] assets.
    TooManyAssets,
    /// More than [`crate::clearing::MAX_LEGS`] legs.
    TooManyLegs,
    /// An asset index that the market or the matrix does not hold.
    UnknownAsset,
    /// A kind of leg that the model cannot value yet.
    UnsupportedLeg,
    /// Two lists that must have the same length do not.
    LengthMismatch,
    /// Snapshot words that no writer of this codec produces.
    Malformed,
    /// Selling this collateral would not raise the account's health: it hedges the rest, or has no price.
    WouldNotHelp,
    /// Terms outside of what the model is defined for.
    InvalidTerms,
}

impl From<MathError> for RiskError {
    fn from(error: MathError) -> Self {
        Self::Math(error)
    }
}

/// The value is wider than its type.
pub(crate) const OVERFLOW: RiskError = RiskError::Math(MathError::Overflow);
