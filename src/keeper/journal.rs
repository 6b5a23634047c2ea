//! What the keeper must not forget when it is killed: how far it has read, whom it follows, what it has signed.
//!
//! A transaction is written here, signed, before it is handed to the network. After a restart the same bytes
//! are looked up and, if the network lost them, handed over again: the same hash cannot land twice, and a
//! nonce that is used up can never be used by these bytes again. So nothing is lost and nothing is sent twice.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use alloy::primitives::{Address, Bytes, B256};
use alloy::providers::Provider;
use anyhow::{bail, Context, Result};
use serde::{Deserialize, Serialize};

use crate::{book::write_whole, connection::Connection};

/// A signed transaction that has no receipt yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// Hash of the bytes.
    pub hash: B256,
    /// Signed bytes as the network takes them.
    pub raw: Bytes,
    /// Nonce inside the bytes.
    pub nonce: u64,
    /// Account it is about.
    pub account: B256,
}

/// How a pending transaction ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// It is in a block and succeeded.
    Landed,
    /// It is in a block and reverted.
    Reverted,
    /// Its nonce was used by another transaction: these bytes can never land.
    Replaced,
}

/// The file's content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct State {
    chain_id: u64,
    vault: Address,
    cursor: u64,
    accounts: BTreeSet<B256>,
    pending: Vec<Pending>,
}

/// The journal of one keeper on one chain.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    state: State,
}

impl Journal {
    /// Opens the journal at `path` or begins one at `from_block`. A journal of another chain or vault is refused.
    pub fn open(path: &Path, chain_id: u64, vault: Address, from_block: u64) -> Result<Self> {
        let state = match fs::read_to_string(path) {
            Ok(text) => {
                let state: State = serde_json::from_str(&text).with_context(|| {
                    format!(
                        "the journal {} is damaged: move it away to start from the first block",
                        path.display()
                    )
                })?;
                if state.chain_id != chain_id || state.vault != vault {
                    bail!(
                        "the journal {} belongs to vault {} on chain {}, not to {vault} on {chain_id}: name another with --journal",
                        path.display(),
                        state.vault,
                        state.chain_id
                    );
                }
                state
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => State {
                chain_id,
                vault,
                cursor: from_block,
                accounts: BTreeSet::new(),
                pending: Vec::new(),
            },
            Err(error) => {
                return Err(error)
                    .with_context(|| format!("cannot read the journal {}", path.display()))
            }
        };
        Ok(Self {
            path: path.to_path_buf(),
            state,
        })
    }

    /// First block that has not been read.
    pub fn cursor(&self) -> u64 {
        self.state.cursor
    }

    /// Accounts ever seen in a log of the vault.
    pub fn accounts(&self) -> &BTreeSet<B256> {
        &self.state.accounts
    }

    /// Remembers accounts and how far the logs were read.
    pub fn advance(&mut self, cursor: u64, seen: impl IntoIterator<Item = B256>) -> Result<()> {
        let before = (self.state.cursor, self.state.accounts.len());
        self.state.cursor = cursor;
        self.state.accounts.extend(seen);
        if before == (self.state.cursor, self.state.accounts.len()) {
            return Ok(());
        }
        self.save()
    }

    /// Writes a signed transaction down. Call this before it is handed to the network.
    pub fn record(&mut self, pending: Pending) -> Result<()> {
        self.state.pending.push(pending);
        self.save()
    }

    /// Signed transactions whose end is not known.
    pub fn pending(&self) -> &[Pending] {
        &self.state.pending
    }

    /// Forgets a transaction whose end is known.
    pub fn settle(&mut self, hash: B256) -> Result<()> {
        self.state.pending.retain(|entry| entry.hash != hash);
        self.save()
    }

    /// Brings every pending transaction to its end, handing it to the network again where it was lost.
    pub async fn resolve(&mut self, connection: &Connection) -> Result<Vec<(Pending, Ending)>> {
        let mut ended = Vec::new();
        for entry in self.state.pending.clone() {
            let ending = resolve_one(connection, &entry).await?;
            self.settle(entry.hash)?;
            ended.push((entry, ending));
        }
        Ok(ended)
    }

    fn save(&self) -> Result<()> {
        write_whole(&self.path, &serde_json::to_vec_pretty(&self.state)?)
    }
}

async fn resolve_one(connection: &Connection, entry: &Pending) -> Result<Ending> {
    if let Some(receipt) = connection
        .provider
        .get_transaction_receipt(entry.hash)
        .await?
    {
        return Ok(if receipt.status() {
            Ending::Landed
        } else {
            Ending::Reverted
        });
    }
    let used = connection
        .provider
        .get_transaction_count(connection.sender)
        .latest()
        .await?;
    if used > entry.nonce {
        // It may have landed between the two questions.
        return Ok(
            match connection
                .provider
                .get_transaction_receipt(entry.hash)
                .await?
            {
                Some(receipt) if receipt.status() => Ending::Landed,
                Some(_) => Ending::Reverted,
                None => Ending::Replaced,
            },
        );
    }
    connection.broadcast(&entry.raw).await?;
    let receipt = connection.wait(entry.hash).await?;
    Ok(if receipt.status() {
        Ending::Landed
    } else {
        Ending::Reverted
    })
}
