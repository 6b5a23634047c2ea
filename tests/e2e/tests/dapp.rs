//! A dApp reads the deployment with viem: the README's scripts, run as they stand.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use keeper::connection::Connection;

mod served;
use served::{fallen, secret, start_chain};

#[tokio::test(flavor = "multi_thread")]
async fn viem_reads_a_price_a_margin_and_accounts() {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("dapp");
    if !here.join("node_modules/viem").exists() {
        println!(
            "skipped: viem is not there; npm ci in {} installs it",
            here.display()
        );
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let (_chain, url) = start_chain(folder.path()).await;
    let owner = Connection::open(&url, &secret(0))
        .await
        .expect("a connection");
    let (_, accounts) = fallen(&owner, folder.path(), 1).await;
    let user = alloy::primitives::Address::from_slice(&accounts[0][12..]);
    let book = folder.path().join("plimsoll.json");
    let said = run(
        &here,
        "read.mjs",
        &url,
        &book,
        ("USER_ADDRESS", user.to_string()),
    )
    .await;
    // 1,560 USD after the fall; one ETH less 100 USD of debt leaves 1,460 of equity.
    assert!(said.contains("ETH 1560 USD"), "{said}");
    assert!(said.contains("equity 1460"), "{said}");
    assert!(said.contains("health 0."), "{said}");

    let said = run(
        &here,
        "account.mjs",
        &url,
        &book,
        ("USERS", user.to_string()),
    )
    .await;
    let said = said.to_lowercase();
    let user = user.to_string().to_lowercase();
    assert!(said.contains(&format!("{user} owes ")), "{said}");
    assert!(
        said.contains("health 0.") && said.contains("free -"),
        "{said}"
    );
    assert!(said.contains("may withdraw 0 eth, borrow 0"), "{said}");
    assert!(said.contains("falls at 1560.00 already"), "{said}");
    assert!(said.contains("bringing one eth: health "), "{said}");
    assert!(said.contains("may borrow: "), "{said}");
    assert!(said.contains("asset 0: room for "), "{said}");
}

/// What a script prints; it must end well.
async fn run(
    folder: &Path,
    script: &'static str,
    url: &str,
    book: &Path,
    who: (&'static str, String),
) -> String {
    let (folder, url, book) = (folder.to_owned(), url.to_owned(), book.to_owned());
    let run = move || {
        Command::new("node")
            .arg(script)
            .current_dir(folder)
            .env("RPC", url)
            .env("BOOK", book)
            .env(who.0, who.1)
            .output()
            .expect("node runs")
    };
    let output = tokio::task::spawn_blocking(run).await.expect("joined");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let refused = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{script}: {said}{refused}");
    said
}
