//! Sources of depth: told to the desk; pools are read by contracts of ours.

use alloy::primitives::{Address, U256};
use anyhow::{Context, Result};

use super::Deployment;
use crate::{
    abi::{IDepth, IPoolDepth},
    terms::{AssetListing, DepthSource, PoolTerms, Quote},
};

/// The desk asks `depth(uint8)`.
const ASKED: u8 = 0;
/// The desk asks `latestRoundData()`.
const PUSHED: u8 = 1;
/// In place of an asset's index: the other token has a fixed price.
const FIXED: u8 = 255;

impl Deployment<'_> {
    pub(super) async fn depth_sources(&mut self) -> Result<()> {
        let terms = self.terms;
        for (index, listing) in terms.assets.iter().enumerate() {
            let asset = u8::try_from(index).context("too many assets")?;
            self.sources_of(asset, listing)
                .await
                .with_context(|| format!("depth of {}", listing.symbol))?;
        }
        Ok(())
    }

    async fn sources_of(&mut self, asset: u8, listing: &AssetListing) -> Result<()> {
        let desk = self.book.contract("depth")?;
        let mut pools = 0_usize;
        for (place, source) in listing.depth.iter().enumerate() {
            let (source, kind) = match source {
                DepthSource::Feed(feed) => (*feed, PUSHED),
                DepthSource::Source(source) => (*source, ASKED),
                DepthSource::Pool(pool) => {
                    pools = pools.saturating_add(1);
                    (self.reader(asset, listing, pool, pools).await?, ASKED)
                }
            };
            let call = IDepth::setSourceCall {
                asset,
                source,
                kind,
            };
            let step = format!("depth source {place} of {}", listing.symbol);
            self.once(&step, desk, call).await?;
        }
        Ok(())
    }

    /// The contract that reads the `nth` pool of an asset: one reads one pool of each.
    async fn reader(
        &mut self,
        asset: u8,
        listing: &AssetListing,
        pool: &PoolTerms,
        nth: usize,
    ) -> Result<Address> {
        let name = match nth {
            1 => "pool_depth".to_owned(),
            _ => format!("pool_depth {nth}"),
        };
        let (owner, prices) = (self.connection.sender, self.book.contract("prices")?);
        let reader = self.program("pool_depth", &name).await?;
        self.initialise(&name, IPoolDepth::initializeCall { owner, prices })
            .await?;
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
        let step = format!("{name} of {}", listing.symbol);
        self.once(&step, reader, call).await?;
        Ok(reader)
    }
}
