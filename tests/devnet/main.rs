//! `devnet`: a local Stylus chain that ordinary Ethereum clients can use.

use std::io::Write;

use alloy::hex;
use clap::{Args, Parser};
use devnet::chain::{self, Chain, Config, Event, Pace};
use devnet::rpc::{ChainHandle, Server};
use devnet::EntryCost;

/// A local Stylus chain for tests and demos: EVM contracts and WASM programs side by side, JSON-RPC over HTTP and
/// WebSocket on one port.
///
/// It is a tool, not a node: nothing is stored, anybody may do anything, and the keys of its accounts are public.
#[derive(Debug, Parser)]
#[command(version)]
struct Options {
    /// Address to listen at.
    #[arg(long, default_value = "127.0.0.1")]
    host: String,
    /// Port to listen at; 0 takes any free one.
    #[arg(long, default_value_t = 8545)]
    port: u16,
    /// Chain id.
    #[arg(long, default_value_t = chain::CHAIN_ID)]
    chain_id: u64,
    /// Unix time of block 0 in seconds; the clock then goes on from there. Default: now.
    #[arg(long)]
    timestamp: Option<u64>,
    /// Let every block be this many seconds after the one before, instead of following the clock.
    #[arg(long, value_name = "SECONDS")]
    block_time: Option<u64>,
    /// How many past blocks' states can be read.
    #[arg(long, default_value_t = 128, value_name = "BLOCKS")]
    history: usize,
    #[command(flatten)]
    entry: Entry,
    /// Print nothing but the address.
    #[arg(long, short)]
    quiet: bool,
}

/// What a program costs before its first instruction.
#[derive(Debug, Args)]
#[group(multiple = false)]
struct Entry {
    /// Programs pay at their entry as if cached.
    #[arg(long)]
    cached: bool,
    /// Programs pay at their entry as if not cached.
    #[arg(long)]
    uncached: bool,
    /// Programs pay less after their first call in a block, as on the chain (default).
    #[arg(long)]
    recent: bool,
}

impl Entry {
    const fn cost(&self) -> EntryCost {
        match (self.cached, self.uncached) {
            (true, _) => EntryCost::Cached,
            (_, true) => EntryCost::Uncached,
            _ => EntryCost::ByRecentUse,
        }
    }
}

#[tokio::main(worker_threads = 2)]
async fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    let config = Config {
        chain_id: options.chain_id,
        genesis_timestamp: options.timestamp,
        pace: options.block_time.map_or(Pace::WallClock, Pace::Seconds),
        entry_cost: options.entry.cost(),
        history: options.history,
        ..Config::default()
    };
    let quiet = options.quiet;
    let handle = ChainHandle::spawn(move || {
        let mut chain = Chain::new(config);
        if !quiet {
            chain.observe(report);
        }
        chain
    })?;
    let server = Server::start((options.host.as_str(), options.port), handle)
        .await
        .map_err(|error| {
            anyhow::anyhow!(
                "cannot listen at {}:{}: {error}",
                options.host,
                options.port
            )
        })?;
    if !quiet {
        introduce(&options);
    }
    println!("Listening on {}", server.address());
    std::io::stdout().flush()?;
    tokio::signal::ctrl_c().await?;
    Ok(())
}

fn introduce(options: &Options) {
    println!("Plimsoll devnet: a local Stylus chain for tests and demos. Never send anything of value here.\n");
    println!(
        "Chain id {}, base fee 0.1 gwei, ten accounts with 10,000 ETH each of the public phrase",
        options.chain_id
    );
    println!("  {}\n", chain::MNEMONIC);
    for signer in chain::signers() {
        println!(
            "  {}  {}",
            signer.address(),
            hex::encode_prefixed(signer.to_bytes())
        );
    }
    println!();
}

/// One line per block.
fn report(event: &Event) {
    let (block, removed) = match event {
        Event::Mined(block) => (block, ""),
        Event::Removed(block) => (block, " removed"),
    };
    let content = block.receipt().map_or_else(String::new, |receipt| {
        let target = match (receipt.to, receipt.contract_address) {
            (Some(to), _) => to.to_string(),
            (None, Some(created)) => format!("new {created}"),
            (None, None) => "new contract".into(),
        };
        let outcome = match (&receipt.halt, receipt.success) {
            (_, true) => "ok".to_owned(),
            (Some(halt), _) => halt.clone(),
            (None, _) => format!("reverted {}", receipt.output),
        };
        format!(
            "  {} -> {target}  {} gas  {outcome}",
            receipt.from, receipt.gas_used
        )
    });
    // A closed pipe must not stop the chain.
    let _ = writeln!(
        std::io::stdout(),
        "block {}{removed}{content}",
        block.number()
    );
}
