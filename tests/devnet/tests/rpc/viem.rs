//! What a dApp does with viem. Needs `npm ci` in `tests/rpc/viem`.

use std::path::Path;

use devnet::chain::{Config, Pace};

#[tokio::test]
async fn viem_deploys_sends_reads_and_subscribes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rpc/viem");
    if !folder.join("node_modules").exists() {
        println!(
            "skipped: run `npm ci` in {} to test with viem",
            folder.display()
        );
        return;
    }
    let config = Config {
        pace: Pace::WallClock,
        ..Config::default()
    };
    let server = crate::served::serve_with(config).await;
    let mut driver = std::process::Command::new("node");
    driver
        .arg("drive.mjs")
        .args([server.http_url(), server.ws_url()])
        .current_dir(folder);
    let output = tokio::task::spawn_blocking(move || driver.output())
        .await
        .unwrap()
        .expect("node is installed");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{said}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(said.contains("viem is content"));
}
