//! What the facts need: prices, the oracle before them, its book and its depth desk.

use alloy::primitives::Address;
use anyhow::{anyhow, Result};

use super::Deployment;
use crate::{
    abi::{IBook, IDepth, IOracle, IPrices},
    explain::explain_call,
};

impl Deployment<'_> {
    pub(super) async fn facts(&mut self) -> Result<()> {
        let owner = self.connection.sender;
        let (prices, oracle) = (self.book.contract("prices")?, self.book.contract("oracle")?);
        let (book, desk) = (self.book.contract("book")?, self.book.contract("depth")?);
        let feed = self.terms.sequencer_feed;
        let call = IPrices::initializeCall {
            owner,
            sequencerFeed: feed,
        };
        self.initialise("prices", call).await?;
        let clock = &self.terms.clock;
        let terms = IOracle::ClockTerms {
            interval: clock.interval,
            minInterval: clock.min_interval,
            maxInterval: clock.max_interval,
            halfLife: clock.half_life,
            slowHalfLife: clock.slow_half_life,
            jumpHalfLife: clock.jump_half_life,
            referenceVolatility: clock.reference_volatility.wad()?,
            clip: clock.clip.wad()?,
        };
        let call = IOracle::initializeCall {
            owner,
            prices,
            terms,
        };
        self.initialise("oracle", call).await?;
        self.initialise("book", IBook::initializeCall { owner, oracle })
            .await?;
        self.initialise("depth", IDepth::initializeCall { owner, oracle })
            .await?;

        let read = IPrices::new(prices, &self.connection.provider);
        let set = read.oracle().call().await;
        let set = set.map_err(|e| anyhow!("oracle of prices: {}", explain_call(&e)))?;
        self.join(
            "oracle of prices",
            prices,
            set,
            oracle,
            IPrices::setOracleCall { oracle },
        )
        .await?;
        let row = self.terms.row_period;
        let face = IOracle::new(oracle, &self.connection.provider);
        let set = face.book().call().await;
        let set = set.map_err(|e| anyhow!("book of oracle: {}", explain_call(&e)))?;
        let call = IOracle::setBookCall {
            book,
            rowPeriod: row,
        };
        self.join("book of oracle", oracle, set, book, call).await?;
        let set = face.depthDesk().call().await;
        let set = set.map_err(|e| anyhow!("depth desk of oracle: {}", explain_call(&e)))?;
        let call = IOracle::setDepthCall { desk };
        self.join("depth desk of oracle", oracle, set, desk, call)
            .await
    }

    /// Tells `to` of a neighbour, unless the chain says that it knows: `found` is whom it has.
    async fn join(
        &mut self,
        step: &str,
        to: Address,
        found: Address,
        wanted: Address,
        call: impl alloy::sol_types::SolCall,
    ) -> Result<()> {
        anyhow::ensure!(
            found == wanted || found == Address::ZERO,
            "{step}: {to} has {found}, not {wanted}; delete the book and deploy again"
        );
        self.once_unless(step, found == wanted, to, call).await
    }
}
