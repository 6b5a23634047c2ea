//! What `plimsoll seed` is told.

use std::path::PathBuf;

use alloy::primitives::Address;
use clap::Args as ClapArgs;

/// Prices, and where the page goes.
#[derive(Debug, Clone, ClapArgs)]
pub struct Args {
    /// NAME=FILE or NAME=FILE:COLUMN, a CSV file, gzipped or not, with a time column; the column is `close` where
    /// none is named. One for each asset, in the order of their index in the oracle.
    #[arg(long, required = true)]
    pub prices: Vec<String>,
    /// First day, UTC (2020-01-01) or Unix seconds.
    #[arg(long)]
    pub from: Option<String>,
    /// End of the history, exclusive.
    #[arg(long)]
    pub to: Option<String>,
    /// Most rows: the last of the history are kept.
    #[arg(long, default_value_t = risk::scenarios::MAX_PAGE_ROWS)]
    pub rows: usize,
    /// A variance forgets by half in so many hours.
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=87_600))]
    pub half_life_hours: u64,
    /// File to write the page to.
    #[arg(long)]
    pub out: Option<PathBuf>,
    /// Compare with the page at this address, or with that of the book at it. Needs no key.
    #[arg(long, conflicts_with = "book")]
    pub check: Option<Address>,
    /// Address book of a deployment: deploy the page and let its book adopt it.
    #[arg(long, requires = "key")]
    pub book: Option<PathBuf>,
    /// RPC of a Stylus chain (http, https, ws, wss).
    #[arg(long, env = "PLIMSOLL_RPC", default_value = "http://127.0.0.1:8547")]
    pub rpc: String,
    /// Private key of the book's owner, 32 bytes of hex.
    #[arg(long, env = "PLIMSOLL_KEY", hide_env_values = true)]
    pub key: Option<String>,
}
