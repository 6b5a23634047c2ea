//! Feeds: each shows one output of the oracle under the interface of Chainlink.

use anyhow::{anyhow, bail, ensure, Context, Result};

use alloy::primitives::Address;

use super::Deployment;
use crate::{
    abi::IFeed,
    explain::explain_call,
    terms::{FeedTerms, Output},
};

/// Names of feeds in the address book begin with this.
pub const FEED_PREFIX: &str = "feed ";

impl Deployment<'_> {
    pub(super) async fn feeds(&mut self) -> Result<()> {
        let terms = self.terms;
        for feed in &terms.feeds {
            self.feed(feed)
                .await
                .with_context(|| format!("the feed {}", feed.name))?;
        }
        Ok(())
    }

    async fn feed(&mut self, terms: &FeedTerms) -> Result<()> {
        let asset = match (terms.output, &terms.asset) {
            (Output::Index, None) => 0,
            (Output::Index, Some(_)) => {
                bail!("the index is not that of an asset: leave `asset` out")
            }
            (_, Some(symbol)) => self.terms.asset(symbol)?,
            (_, None) => bail!("of which asset? Name it as `asset`"),
        };
        let name = format!("{FEED_PREFIX}{}", terms.name);
        let address = self.program("feed", &name).await?;
        let oracle = self.book.contract("oracle")?;
        let contract = IFeed::new(address, self.connection.provider.clone());
        let shown = contract.output().call().await;
        let shown = shown.map_err(|e| anyhow!("{}", explain_call(&e)))?;
        let call = IFeed::initializeCall {
            oracle,
            kind: terms.output.kind(),
            asset,
            decimals: terms.decimals,
            deviation: terms.deviation.wad()?,
            heartbeat: terms.heartbeat,
            description: terms.name.clone(),
        };
        let known = shown.oracle != Address::ZERO;
        self.once_unless(&format!("initialise {name}"), known, address, call)
            .await?;
        let shown = contract.output().call().await;
        let shown = shown.map_err(|e| anyhow!("{}", explain_call(&e)))?;
        ensure!(
            (shown.oracle, shown.kind, shown.asset) == (oracle, terms.output.kind(), asset),
            "{address} shows something else; take `{name}` out of the book and deploy again"
        );
        Ok(())
    }
}
