//! What only test chains have.

use crate::contracts;
use crate::served::{ask, http, serve};
use alloy::eips::BlockNumberOrTag;
use alloy::network::TransactionBuilder;
use alloy::primitives::{address, Address, Bytes, B256, U256};
use alloy::providers::{Provider, ProviderBuilder};
use alloy::rpc::types::TransactionRequest;
use devnet::chain::signers;
use serde_json::json;

const SOMEBODY: Address = address!("00000000000000000000000000000000c0ffee00");

async fn deploy(provider: &impl Provider, code: Bytes) -> Address {
    let request = TransactionRequest::default().with_deploy_code(code);
    let receipt = provider
        .send_transaction(request)
        .await
        .unwrap()
        .get_receipt()
        .await
        .unwrap();
    assert!(receipt.status());
    receipt.contract_address.unwrap()
}

fn call(to: Address) -> TransactionRequest {
    TransactionRequest::default().with_to(to)
}

#[tokio::test]
async fn development_and_impersonated_accounts_send_without_a_signature() {
    let server = serve().await;
    let provider = ProviderBuilder::new()
        .disable_recommended_fillers()
        .connect_http(server.http_url().parse().unwrap());
    let dev = signers()[4].address();
    let send = |from: Address| {
        provider.send_transaction(call(SOMEBODY).with_from(from).with_value(U256::ONE))
    };
    let receipt = send(dev).await.unwrap().get_receipt().await.unwrap();
    assert_eq!((receipt.from, receipt.gas_used), (dev, 21_000));

    let stranger = address!("00000000000000000000000000000000000bad00");
    ask(
        &server,
        "anvil_setBalance",
        json!([stranger, "0xde0b6b3a7640000"]),
    )
    .await;
    let refused = send(stranger).await.unwrap_err().to_string();
    assert!(refused.contains("unknown account"), "{refused}");
    ask(&server, "hardhat_impersonateAccount", json!([stranger])).await;
    let receipt = send(stranger).await.unwrap().get_receipt().await.unwrap();
    assert_eq!(receipt.from, stranger);
    let transaction = provider
        .get_transaction_by_hash(receipt.transaction_hash)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(transaction.inner.signer(), stranger);
    ask(&server, "anvil_stopImpersonatingAccount", json!([stranger])).await;
    assert!(send(stranger).await.is_err());
}

#[tokio::test]
async fn snapshots_and_time_travel() {
    let server = serve().await;
    let provider = http(&server);
    let contract = deploy(&provider, contracts::counter()).await;
    let count = || async {
        provider
            .get_storage_at(contract, U256::ZERO)
            .await
            .unwrap()
            .to::<u64>()
    };
    let head = || async {
        provider
            .get_block_by_number(BlockNumberOrTag::Latest)
            .await
            .unwrap()
            .unwrap()
            .header
    };
    let before = head().await;

    let snapshot = ask(&server, "evm_snapshot", json!([])).await["result"].clone();
    provider
        .send_transaction(call(contract))
        .await
        .unwrap()
        .get_receipt()
        .await
        .unwrap();
    assert_eq!(
        ask(&server, "evm_increaseTime", json!([86_400])).await["result"],
        86_400
    );
    ask(&server, "evm_mine", json!([])).await;
    assert_eq!(head().await.timestamp, before.timestamp + 86_402);
    assert_eq!(count().await, 1);

    assert_eq!(
        ask(&server, "evm_revert", json!([snapshot])).await["result"],
        true
    );
    assert_eq!(head().await, before);
    assert_eq!(count().await, 0);
    assert_eq!(
        ask(&server, "evm_revert", json!([snapshot])).await["result"],
        false
    );

    let time = before.timestamp + 1_000;
    assert_eq!(
        ask(
            &server,
            "evm_setNextBlockTimestamp",
            json!([format!("{time:#x}")])
        )
        .await["error"],
        json!(null)
    );
    ask(&server, "anvil_mine", json!(["0x3", "0xa"])).await;
    assert_eq!(head().await.timestamp, time + 20);
    let past = ask(&server, "evm_setNextBlockTimestamp", json!([1])).await;
    assert_eq!(past["error"]["code"], -32000);
}

#[tokio::test]
async fn state_is_set_by_hand() {
    let server = serve().await;
    let provider = http(&server);
    ask(
        &server,
        "anvil_setCode",
        json!([SOMEBODY, "0x5f545f5260205ff3"]),
    )
    .await;
    let word = B256::with_last_byte(42);
    ask(
        &server,
        "hardhat_setStorageAt",
        json!([SOMEBODY, "0x0", word]),
    )
    .await;
    assert_eq!(provider.call(call(SOMEBODY)).await.unwrap(), word.to_vec());
    ask(&server, "anvil_setNonce", json!([SOMEBODY, "0x9"])).await;
    assert_eq!(provider.get_transaction_count(SOMEBODY).await.unwrap(), 9);
}
