//! What a judgement needs to know of the market: one oracle snapshot, decoded.

use crate::{Covariance, Gate, RiskError, State, MAX_ASSETS};

/// Prices, states and covariance of the assets of a mask, at one moment.
///
/// The arrays and the covariance are packed: place `k` belongs to the `k`-th asset whose bit is set in
/// `mask`, ascending. Places past the last such asset are zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Market {
    /// Bit `a` is set where asset `a` is part of the snapshot.
    pub mask: u16,
    /// Bit `a` is set where the price of asset `a` is not live.
    pub not_live: u16,
    /// Price of one whole unit, USD WAD; where it is not live, the last accepted one.
    pub prices: [u128; MAX_ASSETS],
    /// How far each price may be trusted.
    pub states: [State; MAX_ASSETS],
    /// The gate that stopped each price.
    pub gates: [Gate; MAX_ASSETS],
    /// When each price was made, unix seconds.
    pub updated_at: [u64; MAX_ASSETS],
    /// Covariance of the assets of the mask, pending moves and floors included.
    pub covariance: Covariance,
    /// The volatility index, annual WAD.
    pub index_volatility: u128,
    /// Time of the block in which the snapshot was taken, unix seconds.
    pub timestamp: u64,
    /// When the next sample is due, unix seconds.
    pub due_at: u64,
}

impl Default for Market {
    fn default() -> Self {
        Self::new()
    }
}

impl Market {
    /// A market of no assets.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            mask: 0,
            not_live: 0,
            prices: [0; MAX_ASSETS],
            states: [State::Live; MAX_ASSETS],
            gates: [Gate::None; MAX_ASSETS],
            updated_at: [0; MAX_ASSETS],
            covariance: Covariance::new(),
            index_volatility: 0,
            timestamp: 0,
            due_at: 0,
        }
    }

    /// Number of assets.
    #[must_use]
    pub const fn assets(&self) -> usize {
        self.mask.count_ones() as usize
    }

    /// Place of an asset in the packed arrays.
    ///
    /// # Errors
    /// [`RiskError::UnknownAsset`] where the mask does not hold it.
    pub fn place(&self, asset: u8) -> Result<usize, RiskError> {
        let bit = bit(asset)?;
        if self.mask & bit == 0 {
            return Err(RiskError::UnknownAsset);
        }
        let below = self.mask & bit.wrapping_sub(1);
        usize::try_from(below.count_ones()).map_err(|_| RiskError::UnknownAsset)
    }

    /// Price of an asset, USD WAD.
    ///
    /// # Errors
    /// [`RiskError::UnknownAsset`] where the mask does not hold it.
    pub fn price(&self, asset: u8) -> Result<u128, RiskError> {
        self.prices
            .get(self.place(asset)?)
            .copied()
            .ok_or(RiskError::UnknownAsset)
    }
}

/// The mask of one asset.
pub(crate) fn bit(asset: u8) -> Result<u16, RiskError> {
    1u16.checked_shl(u32::from(asset))
        .ok_or(RiskError::UnknownAsset)
}
