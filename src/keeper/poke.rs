//! The clock: `poke` until no due time is behind, then what else is due: sealing the book, refreshing depths.

use std::fmt;

use alloy::{
    primitives::{TxKind, U256},
    providers::Provider,
    rpc::types::TransactionReceipt,
    sol_types::{SolCall, SolEvent},
};
use anyhow::{anyhow, Context, Result};

use crate::{
    abi::{IBook, IDepth, IFeed, IOracle},
    book::Book,
    connection::Connection,
    deploy::FEED_PREFIX,
    explain::explain_call,
};

/// Rows in the ring from which it is worth sealing them into a page.
pub const SEAL_FROM: u16 = 7;
/// Pokes of one look.
const POKES: usize = 64;
/// Due times that one poke serves.
const MOST_SAMPLES: u32 = 8;

/// What to do beside the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Upkeep {
    /// Seal the book when its ring is long enough.
    pub seal: bool,
    /// Refresh depths when they are due.
    pub depth: bool,
    /// Write rounds of the feeds that are worth one.
    pub feeds: bool,
}

impl Upkeep {
    /// Everything.
    pub const ALL: Self = Self {
        seal: true,
        depth: true,
        feeds: true,
    };
}

/// What one look at the clock did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Poke {
    /// Samples were taken in one transaction; how many, and the gas it used.
    Sampled { samples: usize, gas: u64 },
    /// A sample is due, and the oracle takes none: the sequencer is not trusted, or no price is live.
    Withheld { since: u64, gas: u64 },
    /// Nothing is due before this time (Unix seconds).
    NotDue(u64),
    /// The ring of the book went into a page.
    Sealed { rows: u16, gas: u64 },
    /// Depths were measured.
    Refreshed { gas: u64 },
    /// A feed has a new round.
    Updated { feed: String, gas: u64 },
}

impl fmt::Display for Poke {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sampled { samples: 1, gas } => write!(f, "sampled, {gas} gas"),
            Self::Sampled { samples, gas } => write!(f, "sampled {samples} times, {gas} gas"),
            Self::Withheld { since, gas } => {
                write!(f, "due since {since}, no sample was taken, {gas} gas")
            }
            Self::NotDue(due) => write!(f, "nothing is due before {due}"),
            Self::Sealed { rows, gas } => write!(f, "sealed {rows} rows into a page, {gas} gas"),
            Self::Refreshed { gas } => write!(f, "refreshed depths, {gas} gas"),
            Self::Updated { feed, gas } => write!(f, "{feed}: a new round, {gas} gas"),
        }
    }
}

/// Pokes until no due time is behind the newest block.
pub async fn poke_if_due(connection: &Connection, book: &Book) -> Result<Vec<Poke>> {
    let address = book.contract("oracle")?;
    let oracle = IOracle::new(address, &connection.provider);
    let mut done = Vec::new();
    for _ in 0..POKES {
        let next = oracle.nextDue().call().await;
        let next = next.map_err(|e| anyhow!("nextDue: {}", explain_call(&e)))?;
        let due = next.at;
        let block = connection
            .provider
            .get_block(Default::default())
            .await?
            .context("the chain has no newest block")?;
        if block.header.timestamp < due {
            done.push(Poke::NotDue(due));
            break;
        }
        let call = IOracle::pokeCall {}.abi_encode();
        // The least gas pays for one sample; a call takes as many as it is given gas for, and keeps a reserve.
        let wanted = u64::from(next.overdue.clamp(1, MOST_SAMPLES));
        let limit = |gas: u64| match wanted {
            1 => gas,
            _ => gas.saturating_mul(wanted.saturating_add(2)),
        };
        let receipt = connection
            .send_with(TxKind::Call(address), U256::ZERO, call.into(), limit)
            .await
            .context("poke")?;
        let (samples, gas) = (samples(&receipt), receipt.gas_used);
        if samples == 0 {
            done.push(Poke::Withheld { since: due, gas });
            break;
        }
        done.push(Poke::Sampled { samples, gas });
    }
    Ok(done)
}

/// Seals the book and refreshes depths, where either is due.
pub async fn upkeep(connection: &Connection, book: &Book, wanted: Upkeep) -> Result<Vec<Poke>> {
    let mut done = Vec::new();
    if wanted.seal {
        let address = book.contract("book")?;
        let read = IBook::new(address, &connection.provider);
        let info = read.bookInfo().call().await;
        let info = info.map_err(|e| anyhow!("bookInfo: {}", explain_call(&e)))?;
        let rows = info.ringRows;
        if rows >= SEAL_FROM {
            let call = IBook::sealCall {}.abi_encode();
            let receipt = connection
                .send(TxKind::Call(address), U256::ZERO, call.into())
                .await
                .context("seal")?;
            done.push(Poke::Sealed {
                rows,
                gas: receipt.gas_used,
            });
        }
    }
    if wanted.depth {
        let address = book.contract("depth")?;
        let desk = IDepth::new(address, &connection.provider);
        // No asset is due, or none has a source: nothing is sent.
        let due = desk.refresh().call().await;
        if due.map_err(|e| anyhow!("refresh: {}", explain_call(&e)))? {
            let call = IDepth::refreshCall {}.abi_encode();
            let receipt = connection
                .send(TxKind::Call(address), U256::ZERO, call.into())
                .await
                .context("refresh")?;
            done.push(Poke::Refreshed {
                gas: receipt.gas_used,
            });
        }
    }
    if wanted.feeds {
        let feeds = book.contracts.iter();
        for (name, address) in feeds.filter(|(name, _)| name.starts_with(FEED_PREFIX)) {
            let feed = IFeed::new(*address, &connection.provider);
            // Nothing is sent for a round that would not be written, nor while the oracle does not answer.
            if !feed.update().call().await.unwrap_or(false) {
                continue;
            }
            let call = IFeed::updateCall {}.abi_encode();
            let receipt = connection
                .send(TxKind::Call(*address), U256::ZERO, call.into())
                .await
                .with_context(|| name.clone())?;
            done.push(Poke::Updated {
                feed: name.clone(),
                gas: receipt.gas_used,
            });
        }
    }
    Ok(done)
}

/// Samples that a transaction took.
fn samples(receipt: &TransactionReceipt) -> usize {
    let logs = receipt.inner.logs().iter();
    logs.filter(|log| log.topic0() == Some(&IOracle::Sampled::SIGNATURE_HASH))
        .count()
}
