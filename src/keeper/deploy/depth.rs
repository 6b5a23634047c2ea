//! Sources of depth: told to the desk; pools are read by a contract of ours.

use alloy::primitives::{Address, U256};
use anyhow::{Context, Result};

use super::Deployment;
use crate::{
    abi::{IDepth, IPoolDepth},
    terms::{AssetListing, DepthSource, DepthTerms, PoolTerms, Quote},
};

/// The desk asks `depth(uint8)`.
const ASKED: u8 = 1;
/// The desk asks `latestRoundData()`.
const PUSHED: u8 = 2;
/// In place of an asset's index: the other token has a fixed price.
const FIXED: u8 = 255;

impl Deployment<'_> {
    pub(super) async fn depth_sources(&mut self) -> Result<()> {
        let terms = self.terms;
        for (index, listing) in terms.assets.iter().enumerate() {
            let asset = u8::try_from(index).context("too many assets")?;
            if let Some(depth) = &listing.depth {
                self.source(asset, listing, depth)
                    .await
                    .with_context(|| format!("depth of {}", listing.symbol))?;
            }
        }
        Ok(())
    }

    async fn source(
        &mut self,
        asset: u8,
        listing: &AssetListing,
        terms: &DepthTerms,
    ) -> Result<()> {
        let desk = self.book.contract("depth")?;
        let (source, kind, heartbeat) = match &terms.source {
            DepthSource::Feed(feed) => (feed.address, PUSHED, feed.heartbeat),
            DepthSource::Contract(contract) => (*contract, ASKED, 0),
            DepthSource::Pool(pool) => (self.reader(asset, listing, pool).await?, ASKED, 0),
        };
        let call = IDepth::setSourceCall {
            asset,
            source,
            kind,
            heartbeat,
            base: terms.base.wad()?,
        };
        let step = format!("depth source of {}", listing.symbol);
        self.once(&step, desk, call).await
    }

    /// The contract that reads pools, told of this one.
    async fn reader(
        &mut self,
        asset: u8,
        listing: &AssetListing,
        pool: &PoolTerms,
    ) -> Result<Address> {
        let (owner, prices) = (self.connection.sender, self.book.contract("prices")?);
        let reader = self.program("pool_depth", "pool_depth").await?;
        let call = IPoolDepth::initializeCall { owner, prices };
        self.initialise("pool_depth", call).await?;
        let (quote_asset, quote_price) = match &pool.quote {
            Quote::Fixed(price) => (FIXED, price.wad()?),
            Quote::Asset(symbol) => (self.terms.asset(symbol)?, U256::ZERO),
        };
        let call = IPoolDepth::setPoolCall {
            asset,
            pool: pool.address,
            token: listing.token,
            window: pool.window,
            quoteAsset: quote_asset,
            quotePrice: quote_price,
        };
        let step = format!("pool of {}", listing.symbol);
        self.once(&step, reader, call).await?;
        Ok(reader)
    }
}
