//! A chain served by the `devnet` binary, and a deployment on it by the keeper.

#![allow(dead_code)] // each test takes what it needs of this module

use std::{
    path::{Path, PathBuf},
    process::{Child, Command},
    time::Duration,
};

use alloy::{
    primitives::{Address, TxKind, B256, I256, U256},
    providers::Provider,
    sol_types::{SolCall, SolValue},
};
use e2e::{
    abi::{IOracle, IPool, IVault, IERC20},
    world::{IMint, IMockFeed},
};
use keeper::{
    book::Book, connection::Connection, deploy::deploy, poke::poke_if_due, replay::mocks,
    terms::Terms,
};

/// Kills a child when the test ends, however it ends.
pub struct Guard(pub Child);

impl Drop for Guard {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A binary of this workspace.
pub fn binary(name: &str) -> PathBuf {
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

/// Key of a funded account.
pub fn secret(index: u32) -> String {
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

/// Starts a chain on a free port; its address.
pub async fn start_chain(folder: &Path) -> (Guard, String) {
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

/// Sends a call that must succeed.
pub async fn send<C: SolCall>(connection: &Connection, to: Address, call: C) {
    connection
        .send(TxKind::Call(to), U256::ZERO, call.abi_encode().into())
        .await
        .unwrap_or_else(|error| panic!("{}: {error:#}", C::SIGNATURE));
}

/// Thirty samples at a price that stands still: before them volatilities are those of caution.
async fn settle(owner: &Connection, book: &Book, feed: Address) {
    let oracle = IOracle::new(book.contract("oracle").expect("oracle"), &owner.provider);
    while oracle.samples(0).call().await.expect("samples") < 30 {
        let _: serde_json::Value = owner
            .provider
            .raw_request("evm_increaseTime".into(), (3_600,))
            .await
            .expect("time passes");
        let answer = I256::try_from(200_000_000_000_i64).expect("a price");
        send(owner, feed, IMockFeed::setAnswerCall { answer }).await;
        poke_if_due(owner, book).await.expect("a poke");
    }
}

/// A deployment with `people` accounts that all fell below maintenance. Returns the accounts.
pub async fn fallen(owner: &Connection, folder: &Path, people: u32) -> (Book, Vec<B256>) {
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
                  "slow_half_life": 2160000, "jump_half_life": 1728000,
                  "reference_volatility": "0.8", "clip": "5"},
        "curve": {"base": "0.01", "kink": "0.8", "slope_below": "0.04", "slope_above": "0.75"},
        "sale": {"discount_slope": "0.5", "max_discount": "0.05"},
        "assets": [{"symbol": "ETH", "token": eth, "feed": feed, "heartbeat": 86400, "grace": 3600,
                    "min_price": "1", "max_price": "1000000", "max_deviation": "0.5", "floor_volatility": "0.2",
                    "start_volatility": "0.95", "index_weight": "1",
                    "margin": {"class": "major", "assumed_depth": "20000000"},
                    "collateral": {"cap": "1000000"}}],
        "classes": [{"class": "major", "jump": "0", "stress_scale": "1", "table_initial": "0.1",
                     "table_maintenance": "0.091"}]
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
    settle(owner, &book, feed).await;
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
            answer: price(1_560),
        },
    )
    .await;
    (book, accounts)
}
