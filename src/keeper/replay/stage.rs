//! The stage of a replay: tokens, feeds, a static lender and a deployment, and what is noted down.

use std::path::Path;

use alloy::{
    primitives::{Address, B256, U256},
    sol_types::SolValue,
};
use anyhow::{ensure, Context, Result};

use super::{
    actions::{approve, call, key, mint, travel},
    mocks::{self, StaticLtvLender},
    prices::Prices,
    quantity::{answer, units, CASH_DECIMALS, FEED_DECIMALS, TOKEN_DECIMALS},
    record::{Happening, Kind, Record},
    story::{PARTS, STATIC_THRESHOLD},
};
use crate::{
    abi::IPool,
    book::Book,
    connection::Connection,
    deploy::deploy,
    terms::{
        AssetListing, Class, ClassTerms, ClockTerms, CurveTerms, CustodyTerms, QualityTerms,
        SaleTerms, SplitTerms, Terms,
    },
};

pub(super) struct Actor {
    pub(super) connection: Connection,
    pub(super) id: B256,
    pub(super) reserve: f64,
}

pub(super) struct Stage<'a> {
    pub(super) prices: &'a Prices,
    pub(super) owner: Connection,
    pub(super) cash: Address,
    pub(super) tokens: Vec<Address>,
    pub(super) feeds: Vec<Address>,
    pub(super) lender: Address,
    pub(super) book: Book,
    pub(super) actors: Vec<Actor>,
    pub(super) record: Record,
    pub(super) gas: Vec<(String, Vec<u64>)>,
}

impl<'a> Stage<'a> {
    pub(super) async fn build(
        rpc: &str,
        prices: &'a Prices,
        programs: &Path,
        solidity: &Path,
        book_path: &Path,
    ) -> Result<Self> {
        ensure!(
            (1..=TOKEN_DECIMALS.len()).contains(&prices.symbols.len()),
            "a replay takes one or two instruments"
        );
        let owner = Connection::open(rpc, &format!("{:#x}", key(0)?.to_bytes())).await?;
        let first = prices.times.first().copied().context("no prices")?;
        let start = first.saturating_sub(3_600);
        travel(&owner, start).await?;
        let cash = mocks::deploy(
            &owner,
            solidity,
            "MockToken",
            ("USD Coin".to_owned(), "USDC".to_owned(), U256::from(6)).abi_encode_params(),
        )
        .await?;
        let (mut tokens, mut feeds) = (Vec::new(), Vec::new());
        for (index, symbol) in prices.symbols.iter().enumerate() {
            let decimals = TOKEN_DECIMALS.get(index).copied().unwrap_or(18);
            tokens.push(
                mocks::deploy(
                    &owner,
                    solidity,
                    "MockToken",
                    (symbol.clone(), symbol.clone(), U256::from(decimals)).abi_encode_params(),
                )
                .await?,
            );
            let price = prices
                .closes
                .first()
                .and_then(|row| row.get(index))
                .copied()
                .context("no price")?;
            feeds.push(
                mocks::deploy(
                    &owner,
                    solidity,
                    "MockFeed",
                    (U256::from(FEED_DECIMALS), answer(price)?).abi_encode_params(),
                )
                .await?,
            );
        }
        let lender = mocks::deploy(
            &owner,
            solidity,
            "StaticLtvLender",
            (cash,).abi_encode_params(),
        )
        .await?;
        for (token, feed) in tokens.iter().zip(&feeds) {
            call(
                &owner,
                lender,
                StaticLtvLender::listCall {
                    token: *token,
                    feed: *feed,
                },
            )
            .await?;
        }
        let terms = terms(prices, cash, &tokens, &feeds);
        let book = deploy(&owner, &terms, programs, book_path, false).await?;

        let depositor = owner.with_key(key(1)?);
        let supply = units(2e7, CASH_DECIMALS);
        mint(&owner, cash, depositor.sender, supply).await?;
        mint(&owner, cash, lender, supply).await?;
        let pool = book.contract("pool")?;
        approve(&depositor, cash, pool).await?;
        call(
            &depositor,
            pool,
            IPool::depositCall {
                assets: supply,
                receiver: depositor.sender,
            },
        )
        .await
        .context("lending to the pool")?;

        let actors = PARTS
            .iter()
            .enumerate()
            .map(|(index, part)| {
                let connection = owner.with_key(key(3 + u32::try_from(index)?)?);
                let id = B256::left_padding_from(connection.sender.as_slice());
                Ok(Actor {
                    connection,
                    id,
                    reserve: part.reserve,
                })
            })
            .collect::<Result<Vec<_>>>()?;
        let record = Record {
            source: prices.source.clone(),
            synthetic: prices.synthetic,
            symbols: prices.symbols.clone(),
            accounts: PARTS.iter().map(|part| part.name.to_owned()).collect(),
            static_threshold: STATIC_THRESHOLD,
            ..Record::default()
        };
        Ok(Self {
            prices,
            owner,
            cash,
            tokens,
            feeds,
            lender,
            book,
            actors,
            record,
            gas: Vec::new(),
        })
    }

    pub(super) fn tell(&mut self, time: u64, account: B256, kind: Kind, text: String) {
        if let Some(index) = self.actors.iter().position(|actor| actor.id == account) {
            self.record.happenings.push(Happening {
                time,
                account: index,
                kind,
                text,
            });
        }
    }

    pub(super) fn note_gas(&mut self, name: &str, gas: u64) {
        match self.gas.iter_mut().find(|(known, _)| known == name) {
            Some((_, all)) => all.push(gas),
            None => self.gas.push((name.to_owned(), vec![gas])),
        }
    }

    pub(super) fn finish(mut self) -> Record {
        for (name, mut all) in self.gas {
            all.sort_unstable();
            let median = all.get(all.len() / 2).copied().unwrap_or(0);
            self.record.gas.push((name, all.len(), median));
        }
        self.record
    }
}

fn terms(prices: &Prices, cash: Address, tokens: &[Address], feeds: &[Address]) -> Terms {
    let assets = prices
        .symbols
        .iter()
        .zip(tokens.iter().zip(feeds))
        .map(|(symbol, (token, feed))| AssetListing {
            symbol: symbol.clone(),
            token: *token,
            feed: *feed,
            heartbeat: 3_600,
            grace: 3_600,
            min_price: "0.0001".into(),
            max_price: "10000000".into(),
            max_deviation: "0.6".into(),
            secondary: None,
            nav: None,
            depth: None,
            floor_volatility: "0.2".into(),
            start_volatility: "0.8".into(),
            index_weight: "1".into(),
            margin: QualityTerms {
                class: Class::Major,
                half_spread: "0.005".into(),
                dead_band: "0.005".into(),
                uncertainty: "0".into(),
                assumed_depth: "50000000".into(),
                expected_age: None,
            },
            collateral: CustodyTerms {
                cap: "1000000000".into(),
                weight: "1".into(),
                inflow_limit: None,
                seasoning: 0,
            },
        })
        .collect();
    Terms {
        owner: None,
        cash,
        sequencer_feed: Address::ZERO,
        clock: ClockTerms {
            interval: 3_600,
            min_interval: 900,
            max_interval: 14_400,
            half_life: 172_800,
            slow_half_life: 2_160_000,
            jump_half_life: 1_728_000,
            reference_volatility: "0.8".into(),
            clip: "5".into(),
        },
        row_period: 86_400,
        guardian: None,
        split: SplitTerms::default(),
        reserve: None,
        stress: None,
        min_debt: "100".into(),
        // The book begins empty, and a hundred days of it would be judged by the table alone: the least that there may
        // be, so that the volatilities of the history speak.
        classes: vec![ClassTerms {
            class: Class::Major,
            jump: "0".into(),
            stress_scale: "1".into(),
            table_initial: "0.1".into(),
            table_maintenance: "0.091".into(),
        }],
        curve: CurveTerms {
            base: "0.01".into(),
            kink: "0.8".into(),
            slope_below: "0.04".into(),
            slope_above: "0.75".into(),
        },
        sale: SaleTerms {
            discount_slope: "0.5".into(),
            max_discount: "0.05".into(),
        },
        assets,
        feeds: Vec::new(),
    }
}
