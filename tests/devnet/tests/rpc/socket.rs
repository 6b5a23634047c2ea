//! What a client gets pushed over WebSocket.

use std::time::Duration;

use crate::contracts;
use crate::served::{ask, serve, ws};
use alloy::network::TransactionBuilder;
use alloy::primitives::{Address, B256};
use alloy::providers::Provider;
use alloy::rpc::types::{Filter, TransactionRequest};
use futures_util::StreamExt;
use serde_json::json;

async fn soon<T>(future: impl std::future::Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(20), future)
        .await
        .expect("nothing came within 20 seconds")
}

async fn emit(provider: &impl Provider, contract: Address, topic: u8) {
    let request = TransactionRequest::default()
        .with_to(contract)
        .with_input(B256::with_last_byte(topic).to_vec());
    soon(
        provider
            .send_transaction(request)
            .await
            .unwrap()
            .get_receipt(),
    )
    .await
    .unwrap();
}

async fn deploy(provider: &impl Provider) -> Address {
    let request = TransactionRequest::default().with_deploy_code(contracts::emitter());
    soon(
        provider
            .send_transaction(request)
            .await
            .unwrap()
            .get_receipt(),
    )
    .await
    .unwrap()
    .contract_address
    .unwrap()
}

#[tokio::test]
async fn heads_and_logs_are_pushed_in_order() {
    let server = serve().await;
    let provider = ws(&server).await;
    let contract = deploy(&provider).await;
    let filter = Filter::new()
        .address(contract)
        .event_signature(B256::with_last_byte(5));
    let mut heads = provider.subscribe_blocks().await.unwrap().into_stream();
    let mut logs = provider
        .subscribe_logs(&filter)
        .await
        .unwrap()
        .into_stream();
    for topic in [5, 6, 5] {
        emit(&provider, contract, topic).await;
    }
    let first = soon(heads.next()).await.unwrap();
    assert_eq!(first.number, 2);
    for number in [3, 4] {
        assert_eq!(soon(heads.next()).await.unwrap().number, number);
    }
    for number in [2, 4] {
        let log = soon(logs.next()).await.unwrap();
        assert_eq!((log.block_number, log.removed), (Some(number), false));
        assert_eq!(log.topics(), [B256::with_last_byte(5)]);
    }
}

#[tokio::test]
async fn a_revert_takes_logs_back_like_a_reorganisation() {
    let server = serve().await;
    let provider = ws(&server).await;
    let contract = deploy(&provider).await;
    let filter = Filter::new().address(contract);
    let mut logs = provider
        .subscribe_logs(&filter)
        .await
        .unwrap()
        .into_stream();
    let snapshot = ask(&server, "evm_snapshot", json!([])).await["result"].clone();
    emit(&provider, contract, 1).await;
    emit(&provider, contract, 2).await;
    ask(&server, "evm_revert", json!([snapshot])).await;
    let mut seen = Vec::new();
    for _ in 0..4 {
        let log = soon(logs.next()).await.unwrap();
        seen.push((log.topics()[0][31], log.removed));
    }
    assert_eq!(seen, [(1, false), (2, false), (2, true), (1, true)]);
}

#[tokio::test]
async fn one_client_sees_what_another_does_and_can_stop() {
    let server = serve().await;
    let (watcher, actor) = (ws(&server).await, crate::served::http(&server));
    let contract = deploy(&actor).await;
    let subscription = watcher
        .subscribe_logs(&Filter::new().address(contract))
        .await
        .unwrap();
    let id = *subscription.local_id();
    let mut logs = subscription.into_stream();
    emit(&actor, contract, 9).await;
    assert_eq!(
        soon(logs.next()).await.unwrap().topics(),
        [B256::with_last_byte(9)]
    );
    watcher.unsubscribe(id).await.unwrap();
    emit(&actor, contract, 9).await;
    // The socket still answers, and nothing came in between.
    assert_eq!(watcher.get_block_number().await.unwrap(), 3);
    let left = tokio::time::timeout(Duration::from_millis(200), logs.next()).await;
    assert!(
        !matches!(left, Ok(Some(_))),
        "a log after the end of the subscription"
    );
}
