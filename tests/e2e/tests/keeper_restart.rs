//! The keeper, killed at the two worst moments and started again, loses nothing and sends nothing twice.
//!
//! A proxy stands between the keeper and the chain. At `eth_sendRawTransaction` it stops: before it hands the
//! transaction on, or after it did but before it answers. There the keeper is killed.

use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        atomic::{AtomicBool, Ordering},
        Arc,
    },
    time::Duration,
};

use alloy::{
    primitives::{Address, TxKind, B256, I256, U256},
    providers::Provider,
    rpc::types::Filter,
    sol_types::{SolCall, SolEvent, SolValue},
};
use e2e::{
    abi::{ILiquidator, IPool, IVault, IERC20},
    world::{IMint, IMockFeed},
};
use keeper::{book::Book, connection::Connection, deploy::deploy, replay::mocks, terms::Terms};
use tokio::sync::Notify;

/// Where the proxy stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stop {
    /// The chain never sees the transaction.
    BeforeTheChain,
    /// The chain has it, the keeper does not know.
    BeforeTheAnswer,
}

struct Proxy {
    url: String,
    stop: Stop,
    armed: AtomicBool,
    stopped: Notify,
}

/// Kills a child when the test ends, however it ends.
struct Guard(Child);

impl Drop for Guard {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn binary(name: &str) -> PathBuf {
    let test = std::env::current_exe().expect("a test has a path");
    let path = test
        .parent()
        .and_then(Path::parent)
        .expect("target/<profile>/deps")
        .join(name);
    assert!(
        path.exists(),
        "{} is missing: run cargo build -p devnet -p keeper first",
        path.display()
    );
    path
}

fn secret(index: u32) -> String {
    use alloy::signers::local::{coins_bip39::English, MnemonicBuilder};
    let phrase = "test test test test test test test test test test test junk";
    let signer = MnemonicBuilder::<English>::default()
        .phrase(phrase)
        .index(index)
        .expect("an index")
        .build()
        .expect("a key");
    format!("{:#x}", signer.to_bytes())
}

async fn start_chain(folder: &Path) -> (Guard, String) {
    let log = folder.join("devnet.log");
    let out = std::fs::File::create(&log).expect("a log");
    let child = Command::new(binary("devnet"))
        .args(["--port", "0", "--timestamp", "1600000000", "--quiet"])
        .stdout(out.try_clone().expect("a log"))
        .stderr(out)
        .spawn()
        .expect("the devnet starts");
    let guard = Guard(child);
    for _ in 0..200 {
        let text = std::fs::read_to_string(&log).unwrap_or_default();
        if let Some(address) = text
            .lines()
            .find_map(|line| line.strip_prefix("Listening on "))
        {
            return (guard, format!("http://{}", address.trim()));
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!(
        "the devnet does not answer: {}",
        std::fs::read_to_string(&log).unwrap_or_default()
    );
}

async fn start_proxy(chain: String, stop: Stop) -> Arc<Proxy> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let proxy = Arc::new(Proxy {
        url,
        stop,
        armed: AtomicBool::new(true),
        stopped: Notify::new(),
    });
    let shared = proxy.clone();
    let client = reqwest::Client::new();
    let app = axum::Router::new().fallback(move |body: String| {
        let (shared, client, chain) = (shared.clone(), client.clone(), chain.clone());
        async move {
            let sends =
                body.contains("eth_sendRawTransaction") && shared.armed.load(Ordering::SeqCst);
            if sends && shared.stop == Stop::BeforeTheChain {
                shared.stopped.notify_one();
                std::future::pending::<()>().await;
            }
            let answer = client
                .post(&chain)
                .header("content-type", "application/json")
                .body(body)
                .send()
                .await;
            let text = answer
                .expect("the chain answers")
                .text()
                .await
                .expect("text");
            if sends {
                shared.stopped.notify_one();
                std::future::pending::<()>().await;
            }
            ([("content-type", "application/json")], text)
        }
    });
    tokio::spawn(async move { axum::serve(listener, app).await });
    proxy
}

async fn send<C: SolCall>(connection: &Connection, to: Address, call: C) {
    connection
        .send(TxKind::Call(to), U256::ZERO, call.abi_encode().into())
        .await
        .unwrap_or_else(|error| panic!("{}: {error:#}", C::SIGNATURE));
}

/// A deployment with `people` accounts that all fell below maintenance. Returns the accounts.
async fn fallen(owner: &Connection, folder: &Path, people: u32) -> (Book, Vec<B256>) {
    let solidity = e2e::world::target().join("solidity");
    let token = |name: &str, decimals: u8| (name.to_owned(), name.to_owned(), U256::from(decimals));
    let cash = mocks::deploy(
        owner,
        &solidity,
        "MockToken",
        token("USDC", 6).abi_encode_params(),
    )
    .await
    .expect("cash");
    let eth = mocks::deploy(
        owner,
        &solidity,
        "MockToken",
        token("ETH", 18).abi_encode_params(),
    )
    .await
    .expect("token");
    let price = |usd: i64| I256::try_from(usd * 100_000_000).expect("a price");
    let feed = mocks::deploy(
        owner,
        &solidity,
        "MockFeed",
        (U256::from(8), price(2_000)).abi_encode_params(),
    )
    .await
    .expect("feed");
    let terms: Terms = serde_json::from_value(serde_json::json!({
        "cash": cash,
        "clock": {"interval": 3600, "min_interval": 900, "max_interval": 14400, "half_life": 172800,
                  "reference_volatility": "0.8", "clip": "5"},
        "curve": {"base": "0.01", "kink": "0.8", "slope_below": "0.04", "slope_above": "0.75"},
        "sale": {"discount_slope": "0.5", "max_discount": "0.05"},
        "assets": [{"symbol": "ETH", "token": eth, "feed": feed, "heartbeat": 86400, "grace": 3600,
                    "min_price": "1", "max_price": "1000000", "max_deviation": "0.5", "floor_volatility": "0.2",
                    "start_volatility": "0.8", "index_weight": "1", "exit_cost": "0.01", "jump": "0",
                    "cap": "1000000"}]
    }))
    .expect("terms");
    let path = folder.join("plimsoll.json");
    let book = deploy(
        owner,
        &terms,
        &e2e::world::target().join("stylus"),
        &path,
        true,
    )
    .await
    .expect("a deployment");
    // Deployed again with the same book: nothing is left to do.
    assert_eq!(
        deploy(
            owner,
            &terms,
            &e2e::world::target().join("stylus"),
            &path,
            true
        )
        .await
        .expect("again"),
        book
    );

    let (pool, vault) = (
        book.contract("pool").expect("pool"),
        book.contract("vault").expect("vault"),
    );
    let supply = U256::from(10_000_000_000_000_u64);
    send(
        owner,
        cash,
        IMint::mintCall {
            to: owner.sender,
            amount: supply,
        },
    )
    .await;
    send(
        owner,
        cash,
        IERC20::approveCall {
            spender: pool,
            amount: U256::MAX,
        },
    )
    .await;
    send(
        owner,
        pool,
        IPool::depositCall {
            assets: supply,
            receiver: owner.sender,
        },
    )
    .await;
    let ten = U256::from(10_u64).pow(U256::from(19));
    let mut accounts = Vec::new();
    for index in 0..people {
        let user = owner.with_key(secret(3 + index).parse().expect("a key"));
        let account = B256::left_padding_from(user.sender.as_slice());
        send(
            owner,
            eth,
            IMint::mintCall {
                to: user.sender,
                amount: ten,
            },
        )
        .await;
        send(
            &user,
            eth,
            IERC20::approveCall {
                spender: vault,
                amount: U256::MAX,
            },
        )
        .await;
        send(
            &user,
            vault,
            IVault::depositCall {
                account,
                asset: 0,
                amount: ten,
            },
        )
        .await;
        send(
            &user,
            vault,
            IVault::borrowCall {
                account,
                amount: U256::from(14_000_000_000_u64),
                to: user.sender,
            },
        )
        .await;
        accounts.push(account);
    }
    let keeper = owner.with_key(secret(2).parse().expect("a key"));
    send(
        owner,
        cash,
        IMint::mintCall {
            to: keeper.sender,
            amount: supply,
        },
    )
    .await;
    let spender = book.contract("liquidator").expect("liquidator");
    send(
        &keeper,
        cash,
        IERC20::approveCall {
            spender,
            amount: U256::MAX,
        },
    )
    .await;
    send(
        owner,
        feed,
        IMockFeed::setAnswerCall {
            answer: price(1_640),
        },
    )
    .await;
    (book, accounts)
}

fn keeper_command(folder: &Path, rpc: &str) -> Command {
    let mut command = Command::new(binary("plimsoll"));
    command
        .args([
            "liquidate",
            "--every",
            "1",
            "--rpc",
            rpc,
            "--key",
            &secret(2),
        ])
        .arg("--book")
        .arg(folder.join("plimsoll.json"))
        .arg("--journal")
        .arg(folder.join("journal.json"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

async fn killed_and_started_again(stop: Stop) {
    let folder = tempfile::tempdir().expect("a folder");
    let (_chain, url) = start_chain(folder.path()).await;
    let owner = Connection::open(&url, &secret(0))
        .await
        .expect("a connection");
    let (book, accounts) = fallen(&owner, folder.path(), 3).await;
    let proxy = start_proxy(url.clone(), stop).await;

    let mut first = Guard(
        keeper_command(folder.path(), &proxy.url)
            .spawn()
            .expect("the keeper starts"),
    );
    tokio::time::timeout(Duration::from_secs(60), proxy.stopped.notified())
        .await
        .expect("the keeper sends");
    first.0.kill().expect("killed");
    first.0.wait().expect("ended");
    let journal: serde_json::Value = serde_json::from_str(
        &std::fs::read_to_string(folder.path().join("journal.json")).expect("a journal"),
    )
    .expect("whole");
    let signed: B256 = journal["pending"][0]["hash"]
        .as_str()
        .expect("signed bytes were written down")
        .parse()
        .expect("a hash");
    let landed = owner
        .provider
        .get_transaction_receipt(signed)
        .await
        .expect("an answer")
        .is_some();
    assert_eq!(landed, stop == Stop::BeforeTheAnswer);

    proxy.armed.store(false, Ordering::SeqCst);
    let output = tokio::task::spawn_blocking({
        let (folder, url) = (folder.path().to_path_buf(), proxy.url.clone());
        move || {
            keeper_command(&folder, &url)
                .arg("--once")
                .output()
                .expect("the keeper runs")
        }
    })
    .await
    .expect("joined");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(said.contains("sent by an earlier run"), "{said}");

    // Every account was sold once, and the signed transaction is the one that landed.
    let filter = Filter::new()
        .address(book.contract("liquidator").expect("liquidator"))
        .event_signature(ILiquidator::CollateralBought::SIGNATURE_HASH)
        .from_block(0);
    let logs = owner.provider.get_logs(&filter).await.expect("logs");
    let mut sold: Vec<B256> = logs.iter().map(|log| log.topics()[1]).collect();
    sold.sort_unstable();
    let mut expected = accounts;
    expected.sort_unstable();
    assert_eq!(sold, expected, "each account once");
    assert!(
        logs.iter().any(|log| log.transaction_hash == Some(signed)),
        "the signed bytes landed"
    );
    let keeper = owner.with_key(secret(2).parse().expect("a key"));
    // One approval and three purchases.
    assert_eq!(
        keeper.nonce().await.expect("a nonce"),
        4,
        "nothing was sent twice"
    );
    let journal = std::fs::read_to_string(folder.path().join("journal.json")).expect("a journal");
    assert!(journal.contains("\"pending\": []"), "{journal}");
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_before_the_chain_has_it() {
    killed_and_started_again(Stop::BeforeTheChain).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_before_the_keeper_knows_of_it() {
    killed_and_started_again(Stop::BeforeTheAnswer).await;
}
