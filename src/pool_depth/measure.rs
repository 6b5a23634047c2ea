//! From a pool to dollars.

use crate::abi::{InsufficientGas, Measurement, PriceFailed};
use crate::error::PoolDepthError;
use crate::host::{self, Answer};
use crate::pool::Pool;
use crate::state::{tick_word, Listing, PoolDepth, FIXED};
use crate::words::{pack, Word};
use alloy_primitives::U256;
use risk::liquidity::pool::{pool_depth_down, quote_value_down, PoolDepth as Depths, PoolState};
use risk::liquidity::tick::{mean_tick, sqrt_price_at};
use stylus_sdk::function_selector;

const PRICE: [u8; 4] = function_selector!("price", u8);
/// Gas of asking for a price.
const PRICE_GAS: u64 = 1_000_000;

/// Ticks of the price now and of the mean price.
pub(crate) type Marks = (i32, i32);

impl PoolDepth {
    /// What trades of 2 % receive, in units of the quote token.
    pub(crate) fn read(&self, listing: &Listing) -> Result<(Marks, Depths), PoolDepthError> {
        let mut pool = Pool(listing.pool);
        let (sqrt_price, tick) = pool.price()?;
        let (before, now) = pool.sums(listing.window)?;
        let mean = mean_tick(before, now, listing.window)?;
        let state = PoolState {
            sqrt_price,
            tick,
            liquidity: pool.liquidity()?,
            spacing: listing.spacing,
            mean_sqrt_price: sqrt_price_at(mean)?,
            asset_is_token_1: listing.asset_is_token_1,
        };
        Ok(((tick, mean), pool_depth_down(&state, &mut pool)?))
    }

    /// An amount of the quote token in USD.
    pub(crate) fn value(&self, listing: &Listing, amount: U256) -> Result<U256, PoolDepthError> {
        let price = self.price_of_quote(listing)?;
        Ok(quote_value_down(amount, price, listing.quote_decimals)?)
    }

    pub(crate) fn measured(&self, asset: u8) -> Result<Measurement, PoolDepthError> {
        let listing = self.listed(asset)?;
        let ((tick, mean), depth) = self.read(&listing)?;
        let price = self.price_of_quote(&listing)?;
        let value = |amount| quote_value_down(amount, price, listing.quote_decimals);
        Ok(Measurement {
            sell: value(depth.sell)?,
            buy: value(depth.buy)?,
            meanSell: value(depth.mean_sell)?,
            meanBuy: value(depth.mean_buy)?,
            tick: tick_word(tick),
            meanTick: tick_word(mean),
        })
    }

    fn price_of_quote(&self, listing: &Listing) -> Result<U256, PoolDepthError> {
        if listing.quote_asset == FIXED {
            return Ok(self.quote_price(listing.asset));
        }
        let data = pack(&PRICE, &[listing.quote_asset.to_word()]);
        match host::ask(self.price_contract(), &data, PRICE_GAS, 32) {
            Answer::Bytes(bytes) => Ok(U256::try_from_be_slice(&bytes).unwrap_or_default()),
            Answer::Starved => Err(InsufficientGas {}.into()),
            Answer::Failed => Err(PriceFailed {
                quoteAsset: listing.quote_asset,
            }
            .into()),
        }
    }
}
