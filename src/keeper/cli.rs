//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// Deploys Plimsoll, keeps its clock, follows accounts, sends liquidations.
#[derive(Debug, Parser)]
#[command(name = "plimsoll", version, about)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

/// How to reach a chain.
#[derive(Debug, Clone, Args)]
pub struct ChainArgs {
    /// RPC of a Stylus chain (http, https, ws, wss).
    #[arg(long, env = "PLIMSOLL_RPC", default_value = "http://127.0.0.1:8547")]
    pub rpc: String,
    /// Private key that signs, 32 bytes of hex.
    #[arg(long, env = "PLIMSOLL_KEY", hide_env_values = true)]
    pub key: String,
    /// Address book of the deployment.
    #[arg(long, default_value = "plimsoll.json")]
    pub book: PathBuf,
}

/// How often to look.
#[derive(Debug, Clone, Args)]
pub struct LoopArgs {
    /// Look once and stop.
    #[arg(long)]
    pub once: bool,
    /// Seconds between looks.
    #[arg(long, default_value_t = 5)]
    pub every: u64,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Deploy, activate and wire all contracts; write the address book.
    ///
    /// Interrupted, it goes on where it stopped when it is run again with the same book.
    Deploy {
        #[command(flatten)]
        chain: ChainArgs,
        /// Tokens, feeds and parameters, as JSON. See docs/deploy.md.
        #[arg(long)]
        terms: PathBuf,
        /// Folder of the built programs.
        #[arg(long, default_value = "target/stylus")]
        programs: PathBuf,
    },
    /// Take a sample of all feeds whenever one is due; seal the book, refresh depths and update feeds when that is
    /// due.
    Poke {
        #[command(flatten)]
        chain: ChainArgs,
        #[command(flatten)]
        pace: LoopArgs,
        /// Leave the scenario book's ring alone.
        #[arg(long)]
        no_seal: bool,
        /// Leave the depth desk alone.
        #[arg(long)]
        no_depth: bool,
        /// Leave the feeds alone.
        #[arg(long)]
        no_feeds: bool,
    },
    /// Follow all accounts and print every change of their alert level.
    Watch {
        #[command(flatten)]
        chain: ChainArgs,
        #[command(flatten)]
        pace: LoopArgs,
        /// Where to remember accounts and the last block read.
        #[arg(long, default_value = "plimsoll-watch.json")]
        journal: PathBuf,
    },
    /// Follow all accounts and buy collateral of those that can be liquidated.
    ///
    /// Every transaction is written to the journal, signed, before it is sent: after a crash nothing is lost
    /// and nothing is sent twice.
    Liquidate {
        #[command(flatten)]
        chain: ChainArgs,
        #[command(flatten)]
        pace: LoopArgs,
        /// Where to remember accounts, the last block read, and what was signed.
        #[arg(long, default_value = "plimsoll-liquidate.json")]
        journal: PathBuf,
    },
    /// Run a price history through the contracts on a local chain, beside a static threshold.
    ///
    /// Prices are CSV files with a header, one instrument each: a time column (timestamp_utc, timestamp,
    /// open_time, datetime, time, date or unix; UTC text, Unix seconds or milliseconds, ascending) and a
    /// column `close` in USD. Other columns are ignored. A bad row is named with its line.
    Replay {
        /// RPC of a local chain that can travel in time (the `devnet` of this repository).
        #[arg(long, default_value = "http://127.0.0.1:8547")]
        rpc: String,
        /// SYMBOL=FILE.csv or FILE.csv; repeat it for several instruments. None: a synthetic path.
        #[arg(long)]
        prices: Vec<String>,
        /// First time, UTC (2020-03-01) or Unix seconds.
        #[arg(long)]
        from: Option<String>,
        /// End of time, exclusive.
        #[arg(long)]
        to: Option<String>,
        /// Seed of the synthetic path.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Folder of the built programs.
        #[arg(long, default_value = "target/stylus")]
        programs: PathBuf,
        /// Folder of the compiled Solidity tokens and feeds.
        #[arg(long, default_value = "target/solidity")]
        solidity: PathBuf,
        /// Folder for report.html, record.json, the address book and the journal.
        #[arg(long, default_value = "target/demo")]
        out: PathBuf,
    },
    /// Judge the model's forecasts on price histories: long, short, and pairs. No chain is needed.
    ///
    /// Value at Risk and Expected Shortfall at 99 % and 97.5 %, by filtered historical simulation, are forecast before
    /// each row and held against it: Kupiec, Christoffersen, Basel zones, Acerbi-Szekely, McNeil-Frey.
    Backtest {
        /// NAME=FILE or NAME=FILE:COLUMN, a CSV file, gzipped or not, with a time column; the column is `close`
        /// where none is named. Repeat it for several series.
        #[arg(long, required = true)]
        prices: Vec<String>,
        /// Take the last price of each UTC day.
        #[arg(long)]
        daily: bool,
        /// Weight that a variance keeps at each row, as a decimal.
        #[arg(long, default_value = "0.94")]
        lambda: String,
        /// Forget by elapsed time instead, by half in so many hours.
        #[arg(long, value_parser = clap::value_parser!(u64).range(1..=87_600))]
        half_life_hours: Option<u64>,
        /// Rows of history in a simulation; repeat it for several.
        #[arg(long, default_values_t = [500, 767])]
        window: Vec<usize>,
    },
    /// Build the page of history that a new book begins with, from daily prices; write, deploy or compare it.
    ///
    /// The same files give the same page: whoever has them can build it again and compare with --check.
    Seed(crate::seed::Args),
    /// Make the page again from the record of a replay.
    Report {
        /// Record of a replay.
        #[arg(long, default_value = "target/demo/record.json")]
        record: PathBuf,
        /// Page to write.
        #[arg(long, default_value = "target/demo/report.html")]
        out: PathBuf,
    },
}
