//! The binary `plimsoll`.

use std::{collections::BTreeMap, fs, path::Path, time::Duration};

use anyhow::{bail, Context, Result};
use clap::Parser;
use keeper::{
    accounts::follow,
    backtest,
    book::{write_whole, Book},
    cli::{ChainArgs, Cli, Command, LoopArgs},
    connection::Connection,
    deploy::deploy,
    journal::Journal,
    liquidate::{Event, Liquidator},
    poke::{poke_if_due, upkeep, Poke, Upkeep},
    replay::{self, record::Record, report},
    screen::Portfolios,
    terms::Terms,
    watch::Alerts,
};

#[tokio::main]
async fn main() {
    if let Err(error) = run(Cli::parse().command).await {
        eprintln!("plimsoll: {error:#}");
        std::process::exit(1);
    }
}

async fn run(command: Command) -> Result<()> {
    match command {
        Command::Deploy {
            chain,
            terms,
            programs,
        } => {
            let terms = Terms::read(&terms)?;
            let connection = Connection::open(&chain.rpc, &chain.key).await?;
            let book = deploy(&connection, &terms, &programs, &chain.book, false).await?;
            for (name, address) in &book.contracts {
                println!("{name:<11} {address}");
            }
            println!("address book: {}", chain.book.display());
            Ok(())
        }
        Command::Poke {
            chain,
            pace,
            no_seal,
            no_depth,
            no_feeds,
        } => {
            let (connection, book) = open(&chain).await?;
            let wanted = Upkeep {
                seal: !no_seal,
                depth: !no_depth,
                feeds: !no_feeds,
            };
            repeat(&pace, async || {
                for done in poke_if_due(&connection, &book).await? {
                    if pace.once || !matches!(done, Poke::NotDue(_)) {
                        println!("{done}");
                    }
                }
                for done in upkeep(&connection, &book, wanted).await? {
                    println!("{done}");
                }
                Ok(())
            })
            .await
        }
        Command::Watch {
            chain,
            pace,
            journal,
        } => watch(&chain, &pace, &journal).await,
        Command::Liquidate {
            chain,
            pace,
            journal,
        } => liquidate(&chain, &pace, &journal).await,
        Command::Replay {
            rpc,
            prices,
            from,
            to,
            seed,
            programs,
            solidity,
            out,
        } => {
            let time = |text: Option<String>| match text {
                None => Ok(None),
                Some(text) => match replay::prices::parse_time(&text) {
                    Some(at) => Ok(Some(at)),
                    None => bail!("`{text}` is neither a UTC day or time nor Unix seconds"),
                },
            };
            let prices = if prices.is_empty() {
                replay::prices::Prices::synthetic(seed)
            } else {
                replay::prices::Prices::read(
                    &prices
                        .iter()
                        .map(|p| named(p))
                        .collect::<Result<Vec<_>>>()?,
                )?
            };
            let prices = prices.window(time(from)?, time(to)?)?;
            let record = replay::story::run(&rpc, &prices, &programs, &solidity, &out).await?;
            write_whole(&out.join("record.json"), &serde_json::to_vec(&record)?)?;
            write_whole(&out.join("report.html"), report::page(&record).as_bytes())?;
            println!("\n{}", record.tables());
            println!("report: {}", out.join("report.html").display());
            Ok(())
        }
        Command::Backtest {
            prices,
            daily,
            lambda,
            half_life_hours,
            window,
        } => {
            let read = |text: &String| {
                let series = backtest::Series::read(text)?;
                Ok(if daily { series.daily() } else { series })
            };
            let series = prices.iter().map(read).collect::<Result<Vec<_>>>()?;
            let weight = backtest::decimal(&lambda).filter(|weight| *weight < fixed::WAD);
            let weight =
                weight.with_context(|| format!("--lambda `{lambda}` is not between 0 and 1"))?;
            let memory = match half_life_hours {
                Some(hours) => backtest::Memory::HalfLife(hours * 3_600),
                None => backtest::Memory::Row(weight),
            };
            let setting = backtest::Setting {
                memory,
                windows: window,
            };
            print!("{}", backtest::page(&backtest::run(&series, &setting)?));
            Ok(())
        }
        Command::Seed(args) => keeper::seed::run(&args).await,
        Command::Report { record, out } => {
            let text = fs::read_to_string(&record)
                .with_context(|| format!("cannot read {}", record.display()))?;
            let record: Record = serde_json::from_str(&text)
                .with_context(|| format!("{} is not the record of a replay", record.display()))?;
            write_whole(&out, report::page(&record).as_bytes())
        }
    }
}

/// `SYMBOL=FILE`, or a file whose name is the symbol.
fn named(text: &str) -> Result<(String, std::path::PathBuf)> {
    if let Some((symbol, file)) = text.split_once('=') {
        return Ok((symbol.to_uppercase(), file.into()));
    }
    let stem = Path::new(text)
        .file_stem()
        .with_context(|| format!("`{text}` names no file"))?;
    let symbol: String = stem
        .to_string_lossy()
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .take(8)
        .collect();
    Ok((symbol.to_uppercase(), text.into()))
}

async fn open(chain: &ChainArgs) -> Result<(Connection, Book)> {
    let book = Book::read(&chain.book)?;
    let connection = Connection::open(&chain.rpc, &chain.key).await?;
    book.require_chain(connection.chain_id)?;
    Ok((connection, book))
}

/// Once or for ever. An error ends a single look; in a loop it is printed and the next look goes on.
async fn repeat(pace: &LoopArgs, mut look: impl AsyncFnMut() -> Result<()>) -> Result<()> {
    loop {
        let result = look().await;
        if pace.once {
            return result;
        }
        if let Err(error) = result {
            eprintln!(
                "plimsoll: {error:#}; trying again in {} s",
                pace.every.max(1)
            );
        }
        tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(pace.every.max(1))) => {}
            _ = tokio::signal::ctrl_c() => return Ok(()),
        }
    }
}

async fn watch(chain: &ChainArgs, pace: &LoopArgs, path: &Path) -> Result<()> {
    let (connection, book) = open(chain).await?;
    let mut journal = Journal::open(
        path,
        book.chain_id,
        book.contract("vault")?,
        book.from_block,
    )?;
    let mut portfolios = Portfolios::default();
    let mut alerts = Alerts::default();
    repeat(pace, async || {
        let changed = follow(&connection, &book, &mut journal).await?;
        portfolios
            .refresh(&connection, &book, journal.accounts(), &changed)
            .await?;
        for change in alerts.update(portfolios.standings()) {
            println!(
                "{} {} -> {} (health {:.3})",
                change.account, change.from, change.to, change.health
            );
        }
        if pace.once {
            let mut counts = BTreeMap::new();
            for standing in portfolios.standings() {
                *counts
                    .entry(alerts.level(&standing.account))
                    .or_insert(0_usize) += 1;
            }
            println!("{} accounts: {counts:?}", portfolios.standings().len());
        }
        Ok(())
    })
    .await
}

async fn liquidate(chain: &ChainArgs, pace: &LoopArgs, path: &Path) -> Result<()> {
    let (connection, book) = open(chain).await?;
    let journal = Journal::open(
        path,
        book.chain_id,
        book.contract("vault")?,
        book.from_block,
    )?;
    let mut liquidator = Liquidator::new(&connection, &book, journal);
    repeat(pace, async || {
        for event in liquidator.round().await? {
            match event {
                Event::Resumed {
                    account,
                    hash,
                    ending,
                } => println!("{account} {hash}: {ending:?} (sent by an earlier run)"),
                Event::Bought {
                    account,
                    hash,
                    asset,
                    repay,
                    seized,
                    gas,
                } => {
                    println!(
                        "{account} {hash}: bought {seized} of asset {asset} for {repay}, {gas} gas"
                    );
                }
                Event::Lost { account, hash } => {
                    println!("{account} {hash}: reverted, somebody was faster or the price moved")
                }
                Event::Refused { account, why } => println!("{account}: not sent, {why}"),
            }
        }
        Ok(())
    })
    .await
}
