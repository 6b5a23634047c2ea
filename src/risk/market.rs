//! What a judgement needs to know of the market: one oracle snapshot, decoded.

use crate::covariance::members;
use crate::{Covariance, Gate, RiskError, State, DAY, MAX_ASSETS};

/// Seconds after its due time in which nobody calls a missing sample a stall. Shorter than any interval: without a stall
/// at most one sample is outstanding.
pub const CLOCK_PATIENCE: u64 = 600;
const _: () = assert!(CLOCK_PATIENCE < crate::volatility::clock::LEAST_INTERVAL);
/// The longest stall that counts, seconds.
pub const MAX_STALL: u64 = 365 * DAY;
/// Bits of a state in [`Market::packed_states`].
pub const STATE_BITS: u32 = 4;

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
    /// What one whole unit is worth as collateral, USD WAD: the lowest price that a source in use supports.
    pub prices: [u128; MAX_ASSETS],
    /// What one whole unit counts as owed, USD WAD: the highest such price. The same where sources agree.
    pub liability_prices: [u128; MAX_ASSETS],
    /// How far each price may be trusted.
    pub states: [State; MAX_ASSETS],
    /// The gate that stopped each price.
    pub gates: [Gate; MAX_ASSETS],
    /// When each price was made, unix seconds.
    pub updated_at: [u64; MAX_ASSETS],
    /// Covariance of the assets of the mask, pending moves and floors included.
    pub covariance: Covariance,
    /// Long-run variances per day, scale 1e-36.
    pub slow: [i128; MAX_ASSETS],
    /// Variances per day, scale 1e-36, that rise and fall at limited speeds: for maintenance margin.
    pub paced: [i128; MAX_ASSETS],
    /// Forecast variances per day over the horizon, scale 1e-36; 0 where there is none.
    pub forecasts: [i128; MAX_ASSETS],
    /// USD that can be traded within 2 %, WAD, whole dollars; 0 where nobody has measured it.
    pub depths: [u128; MAX_ASSETS],
    /// The depth that maintenance margin counts with: falls by ramp, so never below `depths`.
    pub maintenance_depths: [u128; MAX_ASSETS],
    /// Surcharge of the backtest in hundredths: 13 for a multiplier of 1.13.
    pub surcharges: [u8; MAX_ASSETS],
    /// Samples that each asset has had; stays at the largest number that the oracle counts to.
    pub samples: [u8; MAX_ASSETS],
    /// The volatility index, annual WAD.
    pub index_volatility: u128,
    /// When the last sample was due, unix seconds.
    pub sampled_at: u64,
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
            liability_prices: [0; MAX_ASSETS],
            states: [State::Live; MAX_ASSETS],
            gates: [Gate::None; MAX_ASSETS],
            updated_at: [0; MAX_ASSETS],
            covariance: Covariance::new(),
            slow: [0; MAX_ASSETS],
            paced: [0; MAX_ASSETS],
            forecasts: [0; MAX_ASSETS],
            depths: [0; MAX_ASSETS],
            maintenance_depths: [0; MAX_ASSETS],
            surcharges: [0; MAX_ASSETS],
            samples: [0; MAX_ASSETS],
            index_volatility: 0,
            sampled_at: 0,
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

    /// Whether the price of an asset is suspect.
    #[must_use]
    pub fn has_suspects(&self) -> bool {
        let mut states = self.states.iter().take(self.assets());
        states.any(|state| *state == State::Suspect)
    }

    /// Exchanges the two prices of every suspect asset, so that each counts in the account's favour: what is held at
    /// the higher price, what is owed at the lower one.
    pub fn favour_suspects(&mut self) {
        let count = self.assets();
        let prices = self.prices.iter_mut().zip(&mut self.liability_prices);
        for ((price, liability), state) in prices.zip(&self.states).take(count) {
            if *state == State::Suspect {
                core::mem::swap(price, liability);
            }
        }
    }

    /// Gives an asset another price, for both sides; nothing happens where the mask does not hold it.
    pub fn set_price(&mut self, asset: u8, price: u128) {
        let Ok(place) = self.place(asset) else {
            return;
        };
        for prices in [&mut self.prices, &mut self.liability_prices] {
            if let Some(to) = prices.get_mut(place) {
                *to = price;
            }
        }
    }

    /// The states of the assets of the mask, four bits each, those of asset 0 lowest; live where the mask holds
    /// none.
    #[must_use]
    pub fn packed_states(&self) -> u64 {
        members(self.mask)
            .zip(&self.states)
            .fold(0, |states, (asset, state)| {
                let shift = u32::try_from(asset).unwrap_or(0).saturating_mul(STATE_BITS);
                states | u64::from(u8::from(*state)) << shift
            })
    }

    /// For how long the clock of the volatilities has stood still, seconds: the time since the next sample was due,
    /// beyond the [`CLOCK_PATIENCE`] that whoever takes it has. From [`MAX_STALL`] on it says no more.
    #[must_use]
    pub fn stall(&self) -> u64 {
        let late = self.timestamp.saturating_sub(self.due_at);
        late.saturating_sub(CLOCK_PATIENCE).min(MAX_STALL)
    }

    /// What an asset is worth as collateral, USD WAD.
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
