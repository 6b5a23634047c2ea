//! A book that begins with real prices.

use std::{fmt::Write, path::PathBuf};

use devnet::chain::returning;
use e2e::abi::IBook;
use keeper::{
    backtest::Series,
    seed::{build, day, Setting},
};

use crate::exact::{check, exact, shortfall};
use crate::ground::Ground;

const THOUSAND: i128 = 1_000_000_000_000_000_000_000;
/// One dollar long or short in so many thousands: assets are BTC, ETH, LINK.
const PORTFOLIOS: [(&str, &[(u8, i128)]); 3] = [
    ("long 1,000,000 ETH", &[(1, 1_000)]),
    (
        "long 1,000,000 BTC, short 1,000,000 ETH",
        &[(0, 1_000), (1, -1_000)],
    ),
    (
        "long 500,000 BTC, 300,000 ETH, 200,000 LINK",
        &[(0, 500), (1, 300), (2, 200)],
    ),
];

fn shared() -> PathBuf {
    std::env::var_os("PLIMSOLL_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    )
}

/// The page of the last 767 days of 2020-01-01 to the end of 2025, as far as the files go, adopted by a book; Expected
/// Shortfall of three portfolios from the chain against exact arithmetic. Written to docs/seed.txt.
#[test]
fn rsk_11_a_book_of_real_history_measures_as_exact_arithmetic() {
    let file = shared().join("data/crypto_daily_close_btc_eth_link.csv");
    if !file.exists() {
        println!(
            "skipped: {} is not there; PLIMSOLL_SHARED names the folder",
            file.display()
        );
        return;
    }
    let read = |name: &str| {
        let column = name.to_lowercase();
        Series::read(&format!("{name}={}:{column}", file.display())).expect("prices")
    };
    let series = ["BTC", "ETH", "LINK"].map(read);
    let seed = build(&series, &Setting::default()).expect("a page");
    assert_eq!(seed.times.len(), 767);
    assert_eq!(
        seed,
        build(&series, &Setting::default()).expect("the same page")
    );

    let mut ground = Ground::new();
    let page = ground
        .chain
        .deploy(ground.owner, returning(&seed.bytes).expect("a page"));
    let page = page.expect("the page deploys");
    let call = IBook::adoptCall {
        page,
        hash: seed.hash,
    };
    ground.must(ground.owner, ground.book, call);
    assert_eq!(ground.info().hash, seed.hash);
    let variances: Vec<i128> = seed
        .variances
        .iter()
        .map(|variance| *variance as i128)
        .collect();
    ground.show(&variances);

    let model = exact(&ground.rows(), &variances);
    let (first, last) = (seed.times[0], seed.times[766]);
    let mut text = format!(
        "The seed of a book from daily closes of BTC, ETH and LINK, from 2020-01-01 to the end of the file.\n\
         A page holds 767 rows: the last of {}, {} to {}.\n\nhash {}\n",
        seed.available, day(first), day(last), seed.hash
    );
    for ((name, count), variance) in seed.assets.iter().zip(&seed.variances) {
        let volatility = (*variance as f64).sqrt() / 1e18 * 100.0;
        let _ = writeln!(
            text,
            "{name:<5} in {count} rows; {volatility:.3} % a day after the last"
        );
    }
    let _ = writeln!(
        text,
        "\nExpected Shortfall at 97.5 % over one day at these volatilities, USD\n\n{:<45} {:>22} {:>22} {:>9} {:>7}",
        "portfolio", "from the chain", "exact", "above", "gas"
    );
    for (name, exposures) in PORTFOLIOS {
        let exposures: Vec<(u8, i128)> = exposures
            .iter()
            .map(|(asset, thousands)| (*asset, thousands * THOUSAND))
            .collect();
        let (got, gas) = ground.shortfall(&exposures);
        let reference = shortfall(&model, &exposures);
        let above = check(got, reference);
        let _ = writeln!(
            text,
            "{name:<45} {:>22.9} {:>22.9} {above:>9.1e} {gas:>7}",
            got as f64 / 1e18,
            reference.to_f64()
        );
    }
    let _ = writeln!(
        text,
        "\nGas is that of the whole call, programs cached, with 21,000 for a transaction and what a mock oracle takes."
    );
    println!("{text}");
    std::fs::write(e2e::world::target().join("../docs/seed.txt"), text).expect("docs/seed.txt");
}
