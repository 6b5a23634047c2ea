//! The keeper, killed at the two worst moments and started again, loses nothing and sends nothing twice.
//!
//! A proxy stands between the keeper and the chain. At `eth_sendRawTransaction` it stops: before it hands the
//! transaction on, or after it did but before it answers. There the keeper is killed.

use std::{
    path::Path,
    process::{Command, Stdio},
    sync::{
        atomic::{AtomicBool, Ordering},
        Arc,
    },
    time::Duration,
};

use alloy::{primitives::B256, providers::Provider, rpc::types::Filter, sol_types::SolEvent};
use e2e::abi::ILiquidator;
use keeper::connection::Connection;
use tokio::sync::Notify;

mod served;
use served::{binary, fallen, secret, start_chain, Guard};

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
