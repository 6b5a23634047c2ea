//! What the owner says: which pool stands for which asset.

use crate::abi::*;
use crate::error::PoolDepthError;
use crate::host;
use crate::owner;
use crate::pool::Pool;
use crate::state::{Listing, PoolDepth, FIXED};
use crate::token::{self, TokenError};
use crate::words::Word;
use alloy_primitives::{Address, U256};
use risk::MAX_ASSETS;

/// Shortest time over which a mean price says something: what one block does must not move it.
const MIN_WINDOW: u32 = 60;
/// Ten to the power of more does not fit what values are divided by.
const MAX_DECIMALS: u8 = 36;

impl PoolDepth {
    pub(crate) fn set_up(&mut self, owner: Address, prices: Address) -> Result<(), PoolDepthError> {
        if !shell::owner::owner().is_zero() {
            return Err(AlreadyInitialized {}.into());
        }
        if owner.is_zero() || prices.is_zero() {
            return Err(ZeroAddress {}.into());
        }
        self.prices.set(prices.to_word().into());
        owner::begin(owner);
        Ok(())
    }

    pub(crate) fn list(
        &mut self,
        asset: u8,
        pool: Address,
        token: Address,
        window: u32,
        quote_asset: u8,
        quote_price: U256,
    ) -> Result<(), PoolDepthError> {
        owner::require_owner()?;
        let fixed = quote_asset == FIXED;
        if usize::from(asset) >= MAX_ASSETS
            || window < MIN_WINDOW
            || fixed == quote_price.is_zero()
            || (!fixed && usize::from(quote_asset) >= MAX_ASSETS)
        {
            return Err(InvalidTerms {}.into());
        }
        if !host::has_code(pool) {
            return Err(NoCode { account: pool }.into());
        }
        let (token_0, token_1) = Pool(pool).tokens()?;
        let (asset_is_token_1, quote) = match token {
            _ if token == token_0 => (false, token_1),
            _ if token == token_1 => (true, token_0),
            _ => return Err(TokenNotInPool { token }.into()),
        };
        let quote_decimals = decimals_of(quote)?;
        let spacing = Pool(pool).spacing()?;
        if spacing <= 0 || spacing > 0xff_ffff {
            return Err(PoolFailed { pool }.into());
        }
        let listing = Listing {
            asset,
            pool,
            window,
            spacing,
            quote_asset,
            quote_decimals,
            asset_is_token_1,
        };
        if let Some(mut slot) = self.pools.setter(usize::from(asset)) {
            slot.set(listing.packed());
        }
        if let Some(mut slot) = self.quote_prices.setter(usize::from(asset)) {
            slot.set(quote_price);
        }
        host::emit(PoolSet {
            asset,
            pool,
            token,
            window,
            quoteAsset: quote_asset,
            quotePrice: quote_price,
        });
        Ok(())
    }
}

fn decimals_of(token: Address) -> Result<u8, PoolDepthError> {
    match token::decimals(token) {
        Ok(decimals) if decimals <= MAX_DECIMALS => Ok(decimals),
        Ok(decimals) => Err(DecimalsTooLarge { decimals }.into()),
        Err(TokenError::NoCode(account)) => Err(NoCode { account }.into()),
        Err(TokenError::Failed(_)) => Err(DecimalsTooLarge { decimals: u8::MAX }.into()),
    }
}
