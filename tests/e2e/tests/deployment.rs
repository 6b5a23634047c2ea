//! The keeper's deployment with everything that terms can ask for, interrupted and finished, and its upkeep.

use std::{path::Path, process::Command};

use alloy::{
    primitives::{Address, I256, U256},
    providers::Provider,
    sol_types::SolValue,
};
use e2e::{
    abi::{IBook, IDepth, IFeed, IOracle, IPrices},
    wad,
    world::{target, IMockFeed},
};
use keeper::{book::Book, connection::Connection, deploy::deploy, replay::mocks, terms::Terms};

mod served;
use served::{binary, secret, send, start_chain};

/// Feeds and tokens of one asset and the cash.
struct Market {
    cash: Address,
    token: Address,
    primary: Address,
    secondary: Address,
    nav: Address,
    depth: Address,
}

async fn mock(owner: &Connection, contract: &str, arguments: Vec<u8>) -> Address {
    mocks::deploy(owner, &target().join("solidity"), contract, arguments)
        .await
        .expect("a mock")
}

async fn feed(owner: &Connection, usd: u64) -> Address {
    let arguments = (U256::from(8), answer(usd)).abi_encode_params();
    mock(owner, "MockFeed", arguments).await
}

fn answer(usd: u64) -> I256 {
    I256::try_from(U256::from(usd) * U256::from(100_000_000_u64)).expect("an answer")
}

/// Arguments of a token's constructor.
fn token(name: &str, decimals: u8) -> Vec<u8> {
    let name = name.to_owned();
    (name.clone(), name, U256::from(decimals)).abi_encode_params()
}

impl Market {
    async fn new(owner: &Connection) -> Self {
        Self {
            cash: mock(owner, "MockToken", token("USDC", 6)).await,
            token: mock(owner, "MockToken", token("ETH", 18)).await,
            primary: feed(owner, 2_000).await,
            secondary: feed(owner, 2_010).await,
            nav: feed(owner, 1_990).await,
            depth: feed(owner, 5_000_000).await,
        }
    }

    /// One asset with all its feeds.
    fn terms(&self, owner: Option<Address>) -> Terms {
        serde_json::from_value(serde_json::json!({
            "owner": owner,
            "cash": self.cash,
            "clock": {"interval": 3600, "min_interval": 900, "max_interval": 14400, "half_life": 172800,
                      "slow_half_life": 2160000, "jump_half_life": 1728000,
                      "reference_volatility": "0.8", "clip": "5"},
            "row_period": 43200,
            "curve": {"base": "0.01", "kink": "0.8", "slope_below": "0.04", "slope_above": "0.75"},
            "sale": {"discount_slope": "0.5", "max_discount": "0.05"},
            "assets": [{"symbol": "ETH", "token": self.token, "feed": self.primary, "heartbeat": 86400,
                        "grace": 3600, "min_price": "1", "max_price": "1000000", "max_deviation": "0.03",
                        "secondary": {"feed": self.secondary, "limit": 90000},
                        "nav": {"feed": self.nav, "expiry": 90000, "discount": "0.02"},
                        "depth": {"source": {"feed": {"address": self.depth, "heartbeat": 90000}},
                                  "base": "1000000"},
                        "floor_volatility": "0.2", "start_volatility": "0.8", "index_weight": "1",
                        "margin": {"class": "major", "assumed_depth": "20000000"},
                        "collateral": {"cap": "1000000"}}],
            "feeds": [{"name": "volatility index", "output": "index", "decimals": 8, "deviation": "0.02",
                       "heartbeat": 86400}]
        }))
        .expect("terms")
    }

    /// Every feed says what it said, now.
    async fn refresh(&self, owner: &Connection) {
        for (feed, usd) in [
            (self.primary, 2_000),
            (self.secondary, 2_010),
            (self.nav, 1_990),
            (self.depth, 5_000_000),
        ] {
            let answer = answer(usd);
            send(owner, feed, IMockFeed::setAnswerCall { answer }).await;
        }
    }
}

async fn pass(owner: &Connection, seconds: u64) {
    let passed = owner
        .provider
        .raw_request("evm_increaseTime".into(), (seconds,))
        .await;
    let _: serde_json::Value = passed.expect("time passes");
    let mined = owner.provider.raw_request("evm_mine".into(), ()).await;
    let _: serde_json::Value = mined.expect("a block");
}

async fn build(owner: &Connection, terms: &Terms, folder: &Path) -> anyhow::Result<Book> {
    let programs = target().join("stylus");
    deploy(owner, terms, &programs, &folder.join("plimsoll.json"), true).await
}

/// Runs `plimsoll poke --once` and returns what it printed.
async fn poke(url: &str, folder: &Path, more: &[&str]) -> String {
    let mut command = Command::new(binary("plimsoll"));
    command
        .args(["poke", "--once", "--rpc", url, "--key", &secret(0)])
        .arg("--book")
        .arg(folder.join("plimsoll.json"))
        .args(more);
    let output = tokio::task::spawn_blocking(move || command.output().expect("the keeper runs"))
        .await
        .expect("joined");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}{complaint}");
    said
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interrupted_deployment_is_finished_by_running_it_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_chain, url) = start_chain(folder.path()).await;
    let owner = Connection::open(&url, &secret(0))
        .await
        .expect("a connection");
    let market = Market::new(&owner).await;
    let successor = Address::repeat_byte(0x51);
    let mut terms = market.terms(Some(successor));
    let mut second = terms.assets[0].clone();
    second.symbol = "BAD".into();
    second.token = mock(&owner, "MockToken", token("BAD", 18)).await;
    second.secondary = None;
    second.nav = None;
    second.depth = None;
    // No feed is there: the second asset cannot be listed.
    second.feed = Address::repeat_byte(0x77);
    terms.assets.push(second);
    let error = build(&owner, &terms, folder.path())
        .await
        .expect_err("no feed");
    let error = format!("{error:#}");
    assert!(
        error.contains("BAD") && error.contains("FeedCallFailed"),
        "{error}"
    );

    // Days later, so that samples are due, with a feed that answers.
    pass(&owner, 2 * 86_400).await;
    market.refresh(&owner).await;
    terms.assets[1].feed = feed(&owner, 100).await;
    let book = build(&owner, &terms, folder.path())
        .await
        .expect("the rest");
    let (prices, oracle) = (
        book.contract("prices").expect("prices"),
        book.contract("oracle").expect("oracle"),
    );
    let facts = IOracle::new(oracle, &owner.provider);
    assert_eq!(facts.assetCount().call().await.expect("a count"), 2);
    assert_eq!(facts.prices().call().await.expect("prices"), prices);
    assert_eq!(
        facts.book().call().await.expect("a book"),
        book.contract("book").expect("book")
    );
    // The two sources of the first asset count: 2,000 and 2,010; net asset value 1,990, a liability at least at
    // 1,990 * 0.98.
    let both = IPrices::new(prices, &owner.provider)
        .bothPrices(0)
        .call()
        .await;
    let both = both.expect("two prices");
    assert_eq!(
        (both.collateral, both.liability),
        (wad("1990"), wad("2010"))
    );
    let desk = IDepth::new(book.contract("depth").expect("depth"), &owner.provider);
    assert_eq!(desk.assets().call().await.expect("assets"), 1);

    // All is offered to the owner of the terms, and the deployment has nothing left to do.
    for name in [
        "prices",
        "oracle",
        "book",
        "depth",
        "lock",
        "terms",
        "pool",
        "insurance",
        "vault",
        "clearing",
        "liquidator",
    ] {
        let contract = IOracle::new(book.contract(name).expect(name), &owner.provider);
        let pending = contract.pendingOwner().call().await.expect(name);
        assert_eq!(pending, successor, "{name}");
    }
    let before = owner.nonce().await.expect("a nonce");
    assert_eq!(
        build(&owner, &terms, folder.path()).await.expect("again"),
        book
    );
    // A book that was lost after its last steps is written again without sending them twice.
    let mut forgetful = book.clone();
    forgetful
        .done
        .retain(|step| !step.contains("initialise") && !step.contains("oracle"));
    forgetful
        .write(&folder.path().join("plimsoll.json"))
        .expect("written");
    build(&owner, &terms, folder.path())
        .await
        .expect("nothing to do");
    let offers = 1;
    assert_eq!(owner.nonce().await.expect("a nonce"), before + offers);
}

#[tokio::test(flavor = "multi_thread")]
async fn upkeep_serves_clock_book_desk_and_feeds() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_chain, url) = start_chain(folder.path()).await;
    let owner = Connection::open(&url, &secret(0))
        .await
        .expect("a connection");
    let market = Market::new(&owner).await;
    let book = build(&owner, &market.terms(None), folder.path())
        .await
        .expect("a deployment");
    // Four days in which feeds speak twice a day, and nobody pokes.
    for _ in 0..8 {
        pass(&owner, 43_200).await;
        market.refresh(&owner).await;
    }
    let oracle = IOracle::new(book.contract("oracle").expect("oracle"), &owner.provider);
    let overdue = oracle.nextDue().call().await.expect("due times").overdue;
    assert!(overdue > 8, "more than one call serves");
    let said = poke(&url, folder.path(), &["--no-depth"]).await;
    assert!(said.contains("sampled 8 times"), "{said}");
    assert!(said.contains("nothing is due before"), "{said}");
    assert_eq!(oracle.nextDue().call().await.expect("due times").overdue, 0);
    assert!(said.contains("sealed"), "{said}");
    let memory = IBook::new(book.contract("book").expect("book"), &owner.provider);
    let info = memory.bookInfo().call().await.expect("a book");
    assert!(info.ringRows == 0 && info.rows >= 7, "{info:?}");
    assert!(
        said.contains("feed volatility index: a new round"),
        "{said}"
    );
    let feed = book.contract("feed volatility index").expect("feed");
    let round = IFeed::new(feed, &owner.provider)
        .latestRoundData()
        .call()
        .await;
    let index = oracle.index().call().await.expect("an index");
    let unit = U256::from(10_u64.pow(10));
    assert_eq!(
        round.expect("a round").answer.into_raw(),
        index.div_ceil(unit)
    );
    assert_eq!(oracle.depth(0).call().await.expect("a depth"), U256::ZERO);

    // One snapshot raises nothing; the median of five is there with the third, and rises to the base at once.
    for snapshot in 1..=3 {
        assert_eq!(oracle.depth(0).call().await.expect("a depth"), U256::ZERO);
        let said = poke(&url, folder.path(), &["--no-seal", "--no-feeds"]).await;
        assert!(said.contains("refreshed depths"), "{snapshot}: {said}");
        pass(&owner, 901).await;
    }
    let depth = oracle.depth(0).call().await.expect("a depth");
    assert!(
        depth > wad("999900") && depth <= wad("1000000"),
        "{depth} USD"
    );
    poke(&url, folder.path(), &[]).await;
    let said = poke(&url, folder.path(), &[]).await;
    assert!(
        !said.contains("refreshed") && !said.contains("sealed"),
        "{said}"
    );
}

/// Runs `plimsoll seed` and returns whether it succeeded and what it printed.
async fn seed(url: &str, more: &[&str]) -> (bool, String) {
    let mut command = Command::new(binary("plimsoll"));
    command.args(["seed", "--rpc", url]).args(more);
    let output = tokio::task::spawn_blocking(move || command.output().expect("the keeper runs"))
        .await
        .expect("joined");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.success(), said + &complaint)
}

/// A page of history is built from files, deployed, adopted once, and can be compared by whoever has the files.
#[tokio::test(flavor = "multi_thread")]
async fn a_book_is_seeded_once_and_compared() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_chain, url) = start_chain(folder.path()).await;
    let owner = Connection::open(&url, &secret(0))
        .await
        .expect("a connection");
    let market = Market::new(&owner).await;
    let book = build(&owner, &market.terms(None), folder.path())
        .await
        .expect("a deployment");
    let history = |name: &str, factor: u64| {
        let mut text = "time,close\n".to_owned();
        for day in 0..900_u64 {
            let price = 200_000 + day * day * factor % 9_973;
            text += &format!("{},{price}\n", 1_500_076_800 + day * 86_400);
        }
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("written");
        format!("ETH={}", path.display())
    };
    let (own, other) = (history("own.csv", 7), history("other.csv", 11));
    let addresses = folder.path().join("plimsoll.json").display().to_string();
    let key = secret(0);
    let adopt = ["--key", &key, "--book", &addresses, "--prices", &own];
    let (done, said) = seed(&url, &adopt).await;
    assert!(done && said.contains("adopted by the book"), "{said}");
    let memory = IBook::new(book.contract("book").expect("book"), &owner.provider);
    let info = memory.bookInfo().call().await.expect("a book");
    assert_eq!(info.rows, 767);
    assert!(said.contains(&format!("{}", info.hash)), "{said}");

    let (done, said) = seed(&url, &adopt).await;
    assert!(done && said.contains("already"), "{said}");
    let address = memory.address().to_string();
    let (done, said) = seed(&url, &["--check", &address, "--prices", &own]).await;
    assert!(done && said.contains("is this one"), "{said}");
    let (done, said) = seed(&url, &["--check", &address, "--prices", &other]).await;
    assert!(!done && said.contains("another one"), "{said}");
    let adopt = ["--key", &key, "--book", &addresses, "--prices", &other];
    let (done, said) = seed(&url, &adopt).await;
    assert!(!done, "a page is adopted once: {said}");
}
