//! A chain behind a port of its own, and clients of it.

#![allow(dead_code)]

use alloy::network::EthereumWallet;
use alloy::providers::{Provider, ProviderBuilder, WsConnect};
use alloy::transports::http::reqwest;
use devnet::chain::{signers, Chain, Config};
use devnet::rpc::{ChainHandle, Server};
use serde_json::Value;

/// Opens a port with a deterministic chain behind it.
pub(crate) async fn serve() -> Server {
    serve_with(Config {
        history: 8,
        ..Config::default()
    })
    .await
}

pub(crate) async fn serve_with(config: Config) -> Server {
    let chain = ChainHandle::spawn(move || Chain::new(config)).unwrap();
    Server::start(("127.0.0.1", 0), chain).await.unwrap()
}

/// A client over HTTP that signs for the first two development accounts.
pub(crate) fn http(server: &Server) -> impl Provider + Clone {
    ProviderBuilder::new()
        .wallet(wallet())
        .connect_http(server.http_url().parse().unwrap())
}

/// The same over WebSocket.
pub(crate) async fn ws(server: &Server) -> impl Provider + Clone {
    let connection = WsConnect::new(server.ws_url());
    ProviderBuilder::new()
        .wallet(wallet())
        .connect_ws(connection)
        .await
        .unwrap()
}

fn wallet() -> EthereumWallet {
    let mut wallet = EthereumWallet::from(signers()[0].clone());
    wallet.register_signer(signers()[1].clone());
    wallet
}

/// Posts text as it is; returns the status and the answer.
pub(crate) async fn post(server: &Server, body: impl Into<String>) -> (u16, Value) {
    let response = reqwest::Client::new()
        .post(server.http_url())
        .header("content-type", "application/json")
        .body(body.into())
        .send()
        .await
        .unwrap();
    let status = response.status().as_u16();
    let text = response.text().await.unwrap();
    (
        status,
        if text.is_empty() {
            Value::Null
        } else {
            serde_json::from_str(&text).unwrap()
        },
    )
}

/// Calls one method; the answer as it came.
pub(crate) async fn ask(server: &Server, method: &str, params: Value) -> Value {
    let request =
        serde_json::json!({ "jsonrpc": "2.0", "id": 7, "method": method, "params": params });
    post(server, request.to_string()).await.1
}
