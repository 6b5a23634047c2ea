//! Assets: at the prices, at the oracle, at the margin, at the vault, in this order.

use alloy::primitives::{Address, U256};
use anyhow::{anyhow, ensure, Context, Result};

use super::Deployment;
use crate::{
    abi::{IOracle, IPrices, ITerms, IVault, IERC20},
    book::AssetEntry,
    explain::explain_call,
    poke::poke_if_due,
    terms::AssetListing,
};

impl Deployment<'_> {
    pub(super) async fn list(&mut self) -> Result<()> {
        let terms = self.terms;
        for class in &terms.classes {
            let call = ITerms::setClassCall {
                class: class.class.number(),
                terms: ITerms::ClassTerms {
                    jump: class.jump.wad()?,
                    stressScale: class.stress_scale.wad()?,
                    tableInitial: class.table_initial.wad()?,
                    tableMaintenance: class.table_maintenance.wad()?,
                },
            };
            let to = self.book.contract("terms")?;
            self.once(&format!("terms of class {:?}", class.class), to, call)
                .await?;
        }
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
        let (terms, vault) = (self.book.contract("terms")?, self.book.contract("vault")?);
        let quality = &listing.margin;
        let call = ITerms::setAssetCall {
            asset,
            class: quality.class.number(),
            terms: ITerms::AssetTerms {
                halfSpread: quality.half_spread.wad()?,
                deadBand: quality.dead_band.wad()?,
                uncertainty: quality.uncertainty.wad()?,
                assumedDepth: quality.assumed_depth.wad()?,
                expectedAge: quality.expected_age.unwrap_or(listing.heartbeat),
            },
        };
        let step = format!("margin terms of {}", listing.symbol);
        self.once(&step, terms, call).await?;
        let decimals = self
            .decimals_of(listing.token)
            .await
            .with_context(|| listing.symbol.clone())?;
        let custody = &listing.collateral;
        let call = IVault::listCollateralCall {
            asset,
            token: listing.token,
            cap: custody.cap.scaled(decimals)?,
        };
        let step = format!("collateral {}", listing.symbol);
        self.once(&step, vault, call).await?;
        if let Some(limit) = &custody.inflow_limit {
            let call = IVault::setInflowLimitCall {
                asset,
                perHour: limit.scaled(decimals)?,
            };
            let step = format!("inflow limit of {}", listing.symbol);
            self.once(&step, vault, call).await?;
        }
        if custody.seasoning > 0 {
            let call = IVault::setSeasoningCall {
                asset,
                duration: custody.seasoning,
            };
            let step = format!("seasoning of {}", listing.symbol);
            self.once(&step, vault, call).await?;
        }
        // At once, since the vault is not open yet: later a weight rises over a week.
        let call = IVault::setWeightCall {
            asset,
            weight: custody.weight.wad()?,
            over: 0,
        };
        let step = format!("weight of {}", listing.symbol);
        self.once(&step, vault, call).await
    }

    /// Decimals of a token, at most 18.
    pub(super) async fn decimals_of(&self, token: Address) -> Result<u8> {
        let contract = IERC20::new(token, &self.connection.provider);
        let decimals = contract.decimals().call().await;
        let decimals =
            decimals.map_err(|e| anyhow!("{token} has no decimals: {}", explain_call(&e)))?;
        ensure!(
            decimals <= 18,
            "{token} has {decimals} decimals: 18 at most"
        );
        Ok(decimals)
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
