//! Assets: at the prices, at the oracle, at the margin, at the vault, in this order.

use alloy::primitives::{Address, U256};
use anyhow::{anyhow, ensure, Context, Result};

use super::Deployment;
use crate::{
    abi::{IMargin, IOracle, IPrices, IVault, IERC20},
    book::AssetEntry,
    explain::explain_call,
    poke::poke_if_due,
    terms::AssetListing,
};

impl Deployment<'_> {
    pub(super) async fn list(&mut self) -> Result<()> {
        let terms = self.terms;
        for (index, listing) in terms.assets.iter().enumerate() {
            let asset = u8::try_from(index).context("too many assets")?;
            self.list_facts(asset, listing)
                .await
                .with_context(|| format!("listing {}", listing.symbol))?;
            if self.book.assets.len() <= index {
                self.book.assets.push(AssetEntry {
                    symbol: listing.symbol.clone(),
                    index: asset,
                    token: listing.token,
                    feed: listing.feed,
                });
                self.save()?;
            }
            self.list_collateral(asset, listing).await?;
        }
        Ok(())
    }

    async fn list_facts(&mut self, asset: u8, listing: &AssetListing) -> Result<()> {
        let (prices, oracle) = (self.book.contract("prices")?, self.book.contract("oracle")?);
        let known = self.count(prices).await? > asset;
        if known {
            let read = IPrices::new(prices, &self.connection.provider);
            let kept = read.listing(asset).call().await;
            let kept = kept.map_err(|e| anyhow!("{}", explain_call(&e)))?;
            ensure!(
                kept.feed == listing.feed,
                "asset {asset} is listed with the feed {}: the order of the assets cannot change",
                kept.feed
            );
        }
        let call = IPrices::listCall {
            terms: feed_terms(listing)?,
        };
        let step = format!("price of {}", listing.symbol);
        self.once_unless(&step, known, prices, call).await?;
        let known = self.count(oracle).await? > asset;
        if !known {
            // The oracle lists no asset while a sample is due, as after an interruption.
            poke_if_due(self.connection, &self.book).await?;
        }
        let call = IOracle::listCall {
            terms: IOracle::AssetTerms {
                floorVolatility: listing.floor_volatility.wad()?,
                startVolatility: listing.start_volatility.wad()?,
                indexWeight: listing.index_weight.wad()?,
            },
        };
        let step = format!("volatility of {}", listing.symbol);
        self.once_unless(&step, known, oracle, call).await
    }

    async fn list_collateral(&mut self, asset: u8, listing: &AssetListing) -> Result<()> {
        let (margin, vault) = (self.book.contract("margin")?, self.book.contract("vault")?);
        let call = IMargin::setAssetTermsCall {
            asset,
            exitCost: listing.exit_cost.wad()?,
            jump: listing.jump.wad()?,
        };
        let step = format!("margin terms of {}", listing.symbol);
        self.once(&step, margin, call).await?;
        let token = IERC20::new(listing.token, &self.connection.provider);
        let decimals = token
            .decimals()
            .call()
            .await
            .map_err(|e| anyhow!("{} has no decimals: {}", listing.symbol, explain_call(&e)))?;
        ensure!(
            decimals <= 18,
            "{} has {decimals} decimals: 18 at most",
            listing.symbol
        );
        let call = IVault::listCollateralCall {
            asset,
            token: listing.token,
            cap: listing.cap.scaled(decimals)?,
        };
        let step = format!("collateral {}", listing.symbol);
        self.once(&step, vault, call).await
    }

    /// Assets that prices or oracle have.
    async fn count(&self, address: Address) -> Result<u8> {
        IOracle::new(address, &self.connection.provider)
            .assetCount()
            .call()
            .await
            .map_err(|e| anyhow!("{}", explain_call(&e)))
    }
}

/// Feeds of an asset as the contract takes them; zero stands for none.
fn feed_terms(listing: &AssetListing) -> Result<IPrices::FeedTerms> {
    let (secondary, limit) = match &listing.secondary {
        Some(terms) => (terms.feed, terms.limit),
        None => (Address::ZERO, 0),
    };
    let (nav, expiry, discount) = match &listing.nav {
        Some(terms) => (terms.feed, terms.expiry, terms.discount.wad()?),
        None => (Address::ZERO, 0, U256::ZERO),
    };
    Ok(IPrices::FeedTerms {
        feed: listing.feed,
        heartbeat: listing.heartbeat,
        grace: listing.grace,
        minPrice: listing.min_price.wad()?,
        maxPrice: listing.max_price.wad()?,
        maxDeviation: listing.max_deviation.wad()?,
        secondary,
        secondaryLimit: limit,
        nav,
        navExpiry: expiry,
        navDiscount: discount,
    })
}
