//! A dApp reads the deployment with viem: the README's script, run as it stands.

use std::{path::PathBuf, process::Command};

use keeper::connection::Connection;

mod served;
use served::{fallen, secret, start_chain};

#[tokio::test(flavor = "multi_thread")]
async fn viem_reads_a_price_a_margin_and_an_account() {
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
    let output = tokio::task::spawn_blocking(move || {
        Command::new("node")
            .arg("read.mjs")
            .current_dir(here)
            .env("RPC", url)
            .env("BOOK", folder.path().join("plimsoll.json"))
            .env("USER_ADDRESS", user.to_string())
            .output()
            .expect("node runs")
    })
    .await
    .expect("joined");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    // 1,640 USD after the fall; one ETH less 100 USD of debt leaves 1,540 of equity.
    assert!(said.contains("ETH 1640 USD"), "{said}");
    assert!(said.contains("equity 1540"), "{said}");
    assert!(said.contains("health 0."), "{said}");
}
