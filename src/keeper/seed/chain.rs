//! The page on its way to a file or a chain, and compared with one that is there.

use std::path::Path;

use alloy::{
    primitives::{keccak256, Address, TxKind, U256},
    providers::{Provider, ProviderBuilder},
    sol_types::SolCall,
};
use anyhow::{anyhow, bail, ensure, Context, Result};

use super::{build, day, Args, Seed, Setting};
use crate::{
    abi::IBook,
    backtest::Series,
    book::{write_whole, Book},
    connection::Connection,
    deploy::init_code,
    explain::explain_call,
    replay::prices::parse_time,
};

/// Name of the page in the address book.
const PAGE: &str = "page";
/// How the code of a program begins, which a page's does not.
const PROGRAM: [u8; 3] = [0xef, 0xf0, 0x00];

/// Builds the page, prints what is in it, and does with it what was asked for.
pub async fn run(args: &Args) -> Result<()> {
    let seed = build(
        &read(args)?,
        &Setting {
            rows: args.rows,
            half_life: args.half_life_hours.saturating_mul(3_600),
        },
    )?;
    print!("{}", summary(&seed));
    if let Some(path) = &args.out {
        write_whole(path, &seed.bytes)?;
        println!("written {}", path.display());
    }
    if let Some(address) = args.check {
        check(&args.rpc, address, &seed).await?;
    }
    if let Some(path) = &args.book {
        let key = args.key.as_deref().context("--book needs --key")?;
        adopt(&args.rpc, key, path, &seed).await?;
    }
    Ok(())
}

fn read(args: &Args) -> Result<Vec<Series>> {
    let time = |text: &Option<String>| match text {
        None => Ok(None),
        Some(text) => parse_time(text)
            .map(Some)
            .with_context(|| format!("`{text}` is neither a UTC day or time nor Unix seconds")),
    };
    let (from, to) = (time(&args.from)?, time(&args.to)?);
    let mut all = Vec::new();
    for text in &args.prices {
        let mut series = Series::read(text)?;
        series
            .prices
            .retain(|at, _| from.is_none_or(|from| *at >= from) && to.is_none_or(|to| *at < to));
        all.push(series);
    }
    Ok(all)
}

/// What is in a page, one fact a line.
fn summary(seed: &Seed) -> String {
    use std::fmt::Write;
    let [first, .., last] = seed.times[..] else {
        return format!(
            "rows    1, {}\nhash    {}\n",
            seed.times.first().map_or_else(String::new, |at| day(*at)),
            seed.hash
        );
    };
    let mut text = format!(
        "rows    {}, the last of {}: {} to {}\n",
        seed.times.len(),
        seed.available,
        day(first),
        day(last)
    );
    for (index, (name, count)) in seed.assets.iter().enumerate() {
        let _ = writeln!(text, "asset   {index} {name}, in {count} rows");
    }
    let _ = writeln!(text, "bytes   {}\nhash    {}", seed.bytes.len(), seed.hash);
    text
}

async fn check(rpc: &str, address: Address, seed: &Seed) -> Result<()> {
    let provider = ProviderBuilder::new()
        .connect(rpc)
        .await
        .with_context(|| format!("cannot connect to {rpc}"))?;
    let code_at = async |address: Address| {
        provider
            .get_code_at(address)
            .await
            .with_context(|| format!("{rpc} does not answer eth_getCode"))
    };
    let (mut page, mut code) = (address, code_at(address).await?);
    ensure!(!code.is_empty(), "there is no contract at {address}");
    if code.starts_with(&PROGRAM) {
        page = IBook::new(address, &provider)
            .page()
            .call()
            .await
            .map_err(|error| anyhow!("{address} is no book: {}", explain_call(&error)))?;
        code = code_at(page).await?;
    }
    let found = keccak256(&code);
    if found != seed.hash {
        bail!(
            "the page at {page} is another one: its hash is {found}. Another history, another --rows, --from, --to or --half-life-hours, or rows sealed since"
        );
    }
    println!("the page at {page} is this one");
    Ok(())
}

async fn adopt(rpc: &str, key: &str, path: &Path, seed: &Seed) -> Result<()> {
    let mut addresses = Book::read(path)?;
    let connection = Connection::open(rpc, key).await?;
    addresses.require_chain(connection.chain_id)?;
    let book = addresses.contract("book")?;
    let contract = IBook::new(book, &connection.provider);
    let info = contract
        .bookInfo()
        .call()
        .await
        .map_err(|error| anyhow!("{book} is no book: {}", explain_call(&error)))?;
    if info.hash == seed.hash {
        println!("the book {book} has adopted this page already");
        return Ok(());
    }
    ensure!(
        info.lastRow == 0,
        "the book {book} has history already, up to {}: a page is adopted once, before the first row",
        day(info.lastRow)
    );
    let page = deployed(&connection, &mut addresses, path, seed).await?;
    let input = IBook::adoptCall {
        page,
        hash: seed.hash,
    };
    connection
        .send(TxKind::Call(book), U256::ZERO, input.abi_encode().into())
        .await
        .context("book.adopt")?;
    println!("page    {page}\nadopted by the book {book}");
    Ok(())
}

/// The page on the chain: the one that an interrupted run has deployed, or a new one.
async fn deployed(
    connection: &Connection,
    addresses: &mut Book,
    path: &Path,
    seed: &Seed,
) -> Result<Address> {
    if let Some(page) = addresses.contracts.get(PAGE) {
        let code = connection.provider.get_code_at(*page).await?;
        if keccak256(&code) == seed.hash {
            return Ok(*page);
        }
    }
    let receipt = connection
        .send(TxKind::Create, U256::ZERO, init_code(&seed.bytes)?)
        .await
        .context("deploying the page")?;
    let page = receipt
        .contract_address
        .context("the receipt of the page has no address")?;
    addresses.contracts.insert(PAGE.into(), page);
    addresses.write(path)?;
    Ok(page)
}
