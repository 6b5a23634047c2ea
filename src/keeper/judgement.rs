//! The judgement in this program: what the chain's margin says, from one look at the oracle, the terms and the book.

use std::collections::{BTreeMap, BTreeSet};

use alloy::{
    primitives::{Address, U256},
    providers::Provider,
};
use anyhow::{anyhow, Context, Result};
use risk::scenarios::{Page, Row, Scenarios};
use risk::terms::bases::Bases;
use risk::terms::{self, Rules};
use risk::{snapshot, Holding, Leg, Market, RiskError, Verdict, MAX_ASSETS};

use crate::{
    abi::{IBook, IOracle, ITerms},
    book::Book,
    connection::Connection,
    explain::explain_call,
};

/// What one look at the chain tells about the market and the rules.
#[derive(Debug)]
pub struct Conditions {
    /// Prices, states and covariance.
    market: Market,
    /// Terms by the version of an account; 0 is the newest.
    rules: BTreeMap<u32, (Rules, Bases)>,
    page: Vec<u8>,
    ring: Vec<Row>,
}

impl Conditions {
    /// Reads all assets at once, and the terms of these versions.
    pub async fn read(
        connection: &Connection,
        book: &Book,
        versions: &BTreeSet<u32>,
    ) -> Result<Self> {
        let oracle = IOracle::new(book.contract("oracle")?, &connection.provider);
        let terms = ITerms::new(book.contract("terms")?, &connection.provider);
        let scenarios = IBook::new(book.contract("book")?, &connection.provider);
        let count = book.assets.len().min(MAX_ASSETS);
        let mask = u16::try_from((1_u32 << count) - 1).context("too many assets")?;
        let words = oracle.snapshot(mask).call().await;
        let words = words.map_err(|e| anyhow!("snapshot: {}", explain_call(&e)))?;
        let mut read = BTreeMap::new();
        for version in versions {
            let words = terms.read(mask, *version).call().await;
            let words = words.map_err(|e| anyhow!("terms: {}", explain_call(&e)))?;
            read.insert(*version, words);
        }
        let found = scenarios.scenarios().call().await;
        let found = found.map_err(|e| anyhow!("scenarios: {}", explain_call(&e)))?;
        let page = if found.page == Address::ZERO {
            Vec::new()
        } else {
            let code = connection.provider.get_code_at(found.page).await;
            code.context("the page of the book")?.to_vec()
        };
        let ring = found.ring.iter().map(|row| row.to_be_bytes()).collect();
        Self::of(&words, mask, &read, page, ring)
    }

    /// The same from the words that the contracts answer.
    pub fn of(
        words: &[U256],
        mask: u16,
        terms: &BTreeMap<u32, Vec<U256>>,
        page: Vec<u8>,
        ring: Vec<Row>,
    ) -> Result<Self> {
        let market = snapshot::decode(words)
            .map_err(|e| anyhow!("the snapshot of the oracle cannot be read: {e:?}"))?;
        let mut rules = BTreeMap::new();
        for (version, words) in terms {
            let (mut own, mut bases) = (Rules::new(), Bases::default());
            terms::decode(words, mask, &mut own)
                .map_err(|e| anyhow!("the terms cannot be read: {e:?}"))?;
            bases
                .fill(&market, &own)
                .map_err(|e| anyhow!("market and terms do not go together: {e:?}"))?;
            rules.insert(*version, (own, bases));
        }
        Ok(Self {
            market,
            rules,
            page,
            ring,
        })
    }

    /// The verdict on a portfolio under the terms of a version.
    pub fn assess(
        &self,
        version: u32,
        cash: i128,
        holdings: &[Holding],
        legs: &[Leg],
    ) -> Result<Verdict, RiskError> {
        let (rules, bases) = self.rules.get(&version).ok_or(RiskError::InvalidTerms)?;
        let page = match self.page.is_empty() {
            true => None,
            false => Some(Page::decode(&self.page)?),
        };
        let scenarios = Scenarios::new(page, &self.ring, 0, self.ring.len())?;
        let context = bases.context(&self.market, rules);
        context
            .accumulate(cash, holdings, legs)?
            .verdict(&scenarios)
    }
}
