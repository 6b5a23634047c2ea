//! Every failure is a JSON-RPC error with the code that clients look for.

use crate::contracts;
use crate::served::{ask, http, post, serve, serve_with};
use alloy::network::TransactionBuilder;
use alloy::providers::Provider;
use alloy::rpc::types::TransactionRequest;
use alloy::sol_types::{Revert, SolError};
use devnet::chain::Config;
use serde_json::{json, Value};

fn code(response: &Value) -> i64 {
    response["error"]["code"]
        .as_i64()
        .unwrap_or_else(|| panic!("no error in {response}"))
}

#[tokio::test]
async fn what_is_not_a_request_is_refused_by_the_standard() {
    let server = serve().await;
    assert_eq!(code(&post(&server, "{not json").await.1), -32700);
    assert_eq!(code(&post(&server, "[]").await.1), -32600);
    assert_eq!(
        code(&post(&server, r#"{"jsonrpc":"2.0","id":1}"#).await.1),
        -32600
    );
    assert_eq!(code(&ask(&server, "eth_nothing", json!([])).await), -32601);
    assert_eq!(
        code(&ask(&server, "eth_subscribe", json!(["newHeads"])).await),
        -32601
    );
    assert_eq!(
        code(&ask(&server, "eth_getBalance", json!([])).await),
        -32602
    );
    assert_eq!(
        code(&ask(&server, "eth_getBalance", json!(["0x12"])).await),
        -32602
    );
    assert_eq!(
        code(&ask(&server, "eth_getBlockByNumber", json!(["soon", false])).await),
        -32602
    );
    assert_eq!(
        code(&ask(&server, "evm_increaseTime", json!(["-5"])).await),
        -32602
    );
    let overridden = json!([{ "to": devnet::chain::SEQUENCER }, "latest", { "0x0": {} }]);
    assert_eq!(code(&ask(&server, "eth_call", overridden).await), -32602);
}

#[tokio::test]
async fn a_batch_is_answered_in_its_order_and_notifications_are_not() {
    let server = serve().await;
    let batch = json!([
        { "jsonrpc": "2.0", "id": "a", "method": "eth_chainId" },
        { "jsonrpc": "2.0", "method": "evm_mine" },
        { "jsonrpc": "2.0", "id": 2, "method": "eth_blockNumber", "params": [] },
        { "jsonrpc": "2.0", "id": 3, "method": "nothing" },
        5,
    ]);
    let (status, answer) = post(&server, batch.to_string()).await;
    assert_eq!(status, 200);
    let answers = answer.as_array().unwrap();
    assert_eq!(answers.len(), 4);
    assert_eq!(
        (&answers[0]["id"], &answers[0]["result"]),
        (&json!("a"), &json!("0x64aba"))
    );
    assert_eq!(
        (&answers[1]["id"], &answers[1]["result"]),
        (&json!(2), &json!("0x1"))
    );
    assert_eq!((&answers[2]["id"], code(&answers[2])), (&json!(3), -32601));
    assert_eq!(
        (&answers[3]["id"], code(&answers[3])),
        (&Value::Null, -32600)
    );
    let (status, answer) = post(&server, r#"{"jsonrpc":"2.0","method":"eth_chainId"}"#).await;
    assert_eq!((status, answer), (204, Value::Null));
}

#[tokio::test]
async fn a_revert_keeps_its_data() {
    let server = serve().await;
    let provider = http(&server);
    let deploy = TransactionRequest::default().with_deploy_code(contracts::refusing("too dear"));
    let receipt = provider
        .send_transaction(deploy)
        .await
        .unwrap()
        .get_receipt()
        .await
        .unwrap();
    let request = TransactionRequest::default().with_to(receipt.contract_address.unwrap());
    let data = Revert {
        reason: "too dear".into(),
    }
    .abi_encode();

    let errors = [
        provider.call(request.clone()).await.unwrap_err(),
        provider.estimate_gas(request.clone()).await.unwrap_err(),
        provider
            .send_transaction(request.clone())
            .await
            .map(|_| ())
            .unwrap_err(),
    ];
    for error in errors {
        let payload = error.as_error_resp().unwrap();
        assert_eq!(payload.code, 3);
        assert_eq!(payload.message, "execution reverted: too dear");
        assert_eq!(payload.as_revert_data().unwrap(), data);
    }

    // With a gas limit of its own it is sent all the same, and the receipt says what happened.
    let pending = provider
        .send_transaction(request.with_gas_limit(100_000).with_nonce(1))
        .await
        .unwrap();
    let hash = *pending.tx_hash();
    assert!(!pending.get_receipt().await.unwrap().status());
    let receipt = &ask(&server, "eth_getTransactionReceipt", json!([hash])).await["result"];
    assert_eq!(receipt["status"], "0x0");
    assert_eq!(receipt["failure"], "too dear");
    assert_eq!(receipt["revertReason"], alloy::hex::encode_prefixed(&data));
}

#[tokio::test]
async fn the_chain_says_why_it_refuses() {
    let server = serve_with(Config::default()).await;
    let provider = http(&server);
    let base = TransactionRequest::default()
        .with_to(devnet::chain::SEQUENCER)
        .with_nonce(0)
        .with_gas_limit(21_000);
    let refuse = |request: TransactionRequest| {
        let provider = &provider;
        async move {
            let error = provider
                .send_transaction(request)
                .await
                .map(|_| ())
                .unwrap_err();
            let payload = error
                .as_error_resp()
                .unwrap_or_else(|| panic!("{error}"))
                .clone();
            assert_eq!(payload.code, -32000);
            payload.message.to_string()
        }
    };
    let cheap = base
        .clone()
        .with_max_fee_per_gas(5)
        .with_max_priority_fee_per_gas(1);
    assert!(refuse(cheap)
        .await
        .starts_with("max fee per gas less than block base fee"));
    let rich = base.clone().with_value(alloy::primitives::U256::MAX >> 1);
    assert!(refuse(rich)
        .await
        .starts_with("insufficient funds for gas * price + value"));
    let large = base.clone().with_gas_limit(1 << 40);
    assert!(refuse(large).await.starts_with("exceeds block gas limit"));
    let far = base.clone().with_nonce(100_000);
    assert!(refuse(far).await.starts_with("nonce too high"));
    provider
        .send_transaction(base.clone())
        .await
        .unwrap()
        .get_receipt()
        .await
        .unwrap();
    assert!(refuse(base.clone().with_nonce(0))
        .await
        .starts_with("nonce too low"));

    // Signed for Ethereum itself.
    let foreign = base.with_chain_id(1).with_nonce(1);
    assert!(refuse(foreign)
        .await
        .starts_with("invalid chain id for signer"));

    assert_eq!(
        code(&ask(&server, "eth_sendRawTransaction", json!(["0x02c0"])).await),
        -32000
    );
    let old = ask(
        &server,
        "eth_getBalance",
        json!([devnet::chain::SEQUENCER, "0x0"]),
    )
    .await;
    assert!(old["error"]["message"]
        .as_str()
        .unwrap()
        .starts_with("state of block 0 is not available"));
    let future = ask(
        &server,
        "eth_getBalance",
        json!([devnet::chain::SEQUENCER, "0x99"]),
    )
    .await;
    assert_eq!(future["error"]["message"], "header not found");
}
