//! The address book: where everything stands on one chain. Written after each step of a deployment, so that
//! a deployment that was interrupted goes on where it stopped.

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use alloy::primitives::Address;
use anyhow::{bail, Context, Result};
use serde::{Deserialize, Serialize};

/// One asset as deployed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssetEntry {
    /// Ticker, for people.
    pub symbol: String,
    /// Index in the oracle and everywhere else.
    pub index: u8,
    /// Collateral token.
    pub token: Address,
    /// Primary price feed.
    pub feed: Address,
}

/// Addresses and finished steps on one chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Book {
    /// Chain the addresses belong to.
    pub chain_id: u64,
    /// Block of the first deployment: logs are followed from here.
    pub from_block: u64,
    /// Cash token.
    pub cash: Address,
    /// Contracts by name: oracle, margin, pool, vault, liquidator.
    #[serde(default)]
    pub contracts: BTreeMap<String, Address>,
    /// Assets in the order of their index.
    #[serde(default)]
    pub assets: Vec<AssetEntry>,
    /// Steps that are done, by name.
    #[serde(default)]
    pub done: Vec<String>,
}

impl Book {
    /// Reads a book. A missing or damaged file is an error that names it.
    pub fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path)
            .with_context(|| format!("cannot read the address book {}: run `plimsoll deploy` first or name it with --book", path.display()))?;
        serde_json::from_str(&text)
            .with_context(|| format!("the address book {} is damaged", path.display()))
    }

    /// Writes the book so that a reader sees the old one or the new one, never half of one.
    pub fn write(&self, path: &Path) -> Result<()> {
        write_whole(path, &serde_json::to_vec_pretty(self)?)
    }

    /// Address of a contract of ours.
    pub fn contract(&self, name: &str) -> Result<Address> {
        match self.contracts.get(name) {
            Some(address) => Ok(*address),
            None => bail!("the address book has no {name}: the deployment is unfinished, run `plimsoll deploy` again"),
        }
    }

    /// Fails unless the book belongs to this chain.
    pub fn require_chain(&self, chain_id: u64) -> Result<()> {
        if self.chain_id != chain_id {
            bail!(
                "the address book is of chain {}, the RPC answers for chain {chain_id}",
                self.chain_id
            );
        }
        Ok(())
    }
}

/// Writes a file by way of a neighbour and a rename: a crash leaves the old content.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let parent = path
        .parent()
        .filter(|p| !p.as_os_str().is_empty())
        .map_or_else(|| PathBuf::from("."), Path::to_path_buf);
    fs::create_dir_all(&parent).with_context(|| format!("cannot create {}", parent.display()))?;
    let name = path
        .file_name()
        .with_context(|| format!("{} names no file", path.display()))?;
    let beside = parent.join(format!(".{}.new", name.to_string_lossy()));
    let mut file =
        fs::File::create(&beside).with_context(|| format!("cannot write {}", beside.display()))?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&beside, path).with_context(|| format!("cannot replace {}", path.display()))
}
