//! What the contract keeps on chain, and how it is packed.

use crate::abi::{Measurement, NotListed, PoolListing};
use crate::error::PoolDepthError;
use crate::slot::Slot;
use crate::words::{address, pack, Answer, Word};
use alloc::vec::Vec;
use alloy_primitives::{aliases::I24, Address, B256, I256, U256};
use risk::MAX_ASSETS;
use stylus_sdk::prelude::*;
use stylus_sdk::storage::StorageArray;
use stylus_sdk::ArbResult;

/// The pools that stand for assets.
#[storage]
#[cfg_attr(not(target_arch = "wasm32"), entrypoint)]
pub struct PoolDepth {
    /// Slot 0: who configures the contract.
    #[allow(dead_code)] // read and written by `shell::owner`, as the next one
    pub(crate) owner: Slot,
    /// Slot 1: who may take over from the owner.
    #[allow(dead_code)]
    pub(crate) pending_owner: Slot,
    /// Slot 2: who is asked for prices.
    pub(crate) prices: Slot,
    /// Slots 3 to 18: a pool for each asset. From the lowest bit: pool 160, window 32, spacing 24, asset of the
    /// quote 8, decimals of the quote 8, whether the asset is the second token.
    pub(crate) pools: StorageArray<Slot, 16>,
    /// Slots 19 to 34: what a whole quote token is worth where that is fixed.
    pub(crate) quote_prices: StorageArray<Slot, 16>,
}

shell::entry!(PoolDepth);

/// A pool that stands for an asset, as it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Listing {
    pub(crate) asset: u8,
    pub(crate) pool: Address,
    pub(crate) window: u32,
    pub(crate) spacing: i32,
    pub(crate) quote_asset: u8,
    pub(crate) quote_decimals: u8,
    pub(crate) asset_is_token_1: bool,
}

/// The asset of a quote that has a fixed price.
pub(crate) const FIXED: u8 = u8::MAX;

impl Listing {
    pub(crate) fn packed(&self) -> U256 {
        let [a, b, c, d] = U256::from(self.window)
            .wrapping_shl(160)
            .wrapping_add(self.pool.to_word().into())
            .into_limbs();
        let above = u64::from(self.spacing.unsigned_abs())
            | (u64::from(self.quote_asset) << 24)
            | (u64::from(self.quote_decimals) << 32)
            | (u64::from(self.asset_is_token_1) << 40);
        // 192 bits are below.
        U256::from_limbs([a, b, c, d | above])
    }

    pub(crate) fn unpack(asset: u8, word: U256) -> Option<Self> {
        if word.is_zero() {
            return None;
        }
        let [_, _, middle, above] = word.into_limbs();
        let byte = |shift: u32| u8::try_from((above >> shift) & 0xff).unwrap_or_default();
        Some(Self {
            asset,
            pool: address(word),
            window: u32::try_from(middle >> 32).unwrap_or_default(),
            spacing: i32::try_from(above & 0xff_ffff).unwrap_or_default(),
            quote_asset: byte(24),
            quote_decimals: byte(32),
            asset_is_token_1: byte(40) == 1,
        })
    }

    pub(crate) fn shown(&self, quote_price: U256) -> PoolListing {
        PoolListing {
            pool: self.pool,
            assetIsToken1: self.asset_is_token_1,
            tickSpacing: tick_word(self.spacing),
            window: self.window,
            quoteAsset: self.quote_asset,
            quoteDecimals: self.quote_decimals,
            quotePrice: quote_price,
        }
    }
}

/// A tick as Solidity has it.
pub(crate) fn tick_word(tick: i32) -> I24 {
    I24::try_from(tick).unwrap_or_default()
}

impl PoolDepth {
    pub(crate) fn listed(&self, asset: u8) -> Result<Listing, PoolDepthError> {
        self.pools
            .getter(usize::from(asset))
            .filter(|_| usize::from(asset) < MAX_ASSETS)
            .and_then(|slot| Listing::unpack(asset, slot.get()))
            .ok_or_else(|| NotListed { asset }.into())
    }

    pub(crate) fn quote_price(&self, asset: u8) -> U256 {
        self.quote_prices
            .getter(usize::from(asset))
            .map_or(U256::ZERO, |slot| slot.get())
    }

    pub(crate) fn price_contract(&self) -> Address {
        address(self.prices.get())
    }
}

fn signed_word(tick: I24) -> B256 {
    I256::try_from(tick.as_i32()).unwrap_or_default().to_word()
}

impl Answer for Measurement {
    fn encode(self) -> ArbResult {
        Ok(pack(
            &[],
            &[
                self.sell.to_word(),
                self.buy.to_word(),
                self.meanSell.to_word(),
                self.meanBuy.to_word(),
                signed_word(self.tick),
                signed_word(self.meanTick),
            ],
        ))
    }
}

impl Answer for PoolListing {
    fn encode(self) -> ArbResult {
        Ok(pack(
            &[],
            &[
                self.pool.to_word(),
                self.assetIsToken1.to_word(),
                signed_word(self.tickSpacing),
                self.window.to_word(),
                self.quoteAsset.to_word(),
                self.quoteDecimals.to_word(),
                self.quotePrice.to_word(),
            ],
        ))
    }
}
