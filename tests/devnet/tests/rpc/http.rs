//! What an ordinary client does over HTTP.

use crate::contracts;
use crate::served::{http, serve};
use alloy::consensus::{SignableTransaction, TxEip1559, TxEip2930, TxLegacy};
use alloy::eips::eip2718::Encodable2718;
use alloy::eips::BlockNumberOrTag;
use alloy::network::{TransactionBuilder, TxSignerSync};
use alloy::primitives::{address, Address, Bytes, TxKind, B256, U256};
use alloy::providers::Provider;
use alloy::rpc::types::{BlockId, Filter, TransactionRequest};
use alloy::signers::local::PrivateKeySigner;
use devnet::chain::{signers, BASE_FEE, CHAIN_ID};

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
async fn a_wallet_deploys_sends_and_reads() {
    let server = serve().await;
    let provider = http(&server);
    assert_eq!(provider.get_chain_id().await.unwrap(), CHAIN_ID);
    assert_eq!(provider.get_net_version().await.unwrap(), CHAIN_ID);
    assert!(provider
        .get_client_version()
        .await
        .unwrap()
        .starts_with("plimsoll-devnet/"));
    assert_eq!(
        provider.get_gas_price().await.unwrap(),
        u128::from(BASE_FEE)
    );
    assert_eq!(
        provider.get_accounts().await.unwrap()[0],
        signers()[0].address()
    );

    let contract = deploy(&provider, contracts::counter()).await;
    assert_eq!(
        provider.get_code_at(contract).await.unwrap(),
        contracts::counter()[10..]
    );
    let receipt = provider
        .send_transaction(call(contract))
        .await
        .unwrap()
        .get_receipt()
        .await
        .unwrap();
    assert_eq!(receipt.block_number, Some(2));
    assert_eq!(receipt.to, Some(contract));
    assert_eq!(receipt.effective_gas_price, u128::from(BASE_FEE));
    assert_eq!(
        provider.get_storage_at(contract, U256::ZERO).await.unwrap(),
        U256::ONE
    );
    let next = provider.call(call(contract)).await.unwrap();
    assert_eq!(U256::from_be_slice(&next), U256::from(2));
    let before = provider
        .call(call(contract))
        .block(BlockId::number(1))
        .await
        .unwrap();
    assert_eq!(
        U256::from_be_slice(&before),
        U256::ONE,
        "as of the block before"
    );
    assert_eq!(
        provider
            .get_transaction_count(signers()[0].address())
            .await
            .unwrap(),
        2
    );
}

#[tokio::test]
async fn blocks_and_transactions_are_found_in_every_way() {
    let server = serve().await;
    let provider = http(&server);
    let request = call(SOMEBODY).with_value(U256::from(7));
    let receipt = provider
        .send_transaction(request)
        .await
        .unwrap()
        .get_receipt()
        .await
        .unwrap();
    assert_eq!(provider.get_balance(SOMEBODY).await.unwrap(), U256::from(7));

    let block = provider
        .get_block_by_number(BlockNumberOrTag::Latest)
        .full()
        .await
        .unwrap()
        .unwrap();
    assert_eq!(Some(block.header.hash), receipt.block_hash);
    assert_eq!(
        block.header.inner.hash_slow(),
        block.header.hash,
        "the hash is that of the header as shown"
    );
    let transaction = &block.transactions.as_transactions().unwrap()[0];
    assert_eq!(transaction.inner.signer(), signers()[0].address());
    assert_eq!(
        transaction.inner.inner().tx_hash(),
        &receipt.transaction_hash
    );
    let by_hash = provider
        .get_block_by_hash(block.header.hash)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        by_hash.transactions.hashes().collect::<Vec<_>>(),
        [receipt.transaction_hash]
    );
    let found = provider
        .get_transaction_by_hash(receipt.transaction_hash)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(found.block_number, Some(1));
    let receipts = provider
        .get_block_receipts(BlockId::latest())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(receipts, [receipt]);
    assert!(provider
        .get_block_by_number(9u64.into())
        .await
        .unwrap()
        .is_none());
    assert!(provider
        .get_transaction_receipt(B256::ZERO)
        .await
        .unwrap()
        .is_none());

    let history = provider
        .get_fee_history(5, BlockNumberOrTag::Latest, &[50.0])
        .await
        .unwrap();
    assert_eq!((history.oldest_block, history.gas_used_ratio.len()), (0, 2));
    assert_eq!(history.base_fee_per_gas, [u128::from(BASE_FEE); 3]);
    assert_eq!(history.reward, Some(vec![vec![0], vec![0]]));
}

#[tokio::test]
async fn transactions_of_three_kinds_are_taken() {
    let server = serve().await;
    let provider = http(&server);
    let signer = &signers()[3];
    let (to, gas_limit, gas_price) = (TxKind::Call(SOMEBODY), 30_000, u128::from(BASE_FEE));
    let mut legacy = TxLegacy {
        chain_id: Some(CHAIN_ID),
        nonce: 0,
        gas_limit,
        gas_price,
        to,
        ..Default::default()
    };
    let mut listed = TxEip2930 {
        chain_id: CHAIN_ID,
        nonce: 1,
        gas_limit,
        gas_price,
        to,
        ..Default::default()
    };
    let mut market = TxEip1559 {
        chain_id: CHAIN_ID,
        nonce: 2,
        gas_limit,
        max_fee_per_gas: 2 * gas_price,
        to,
        ..Default::default()
    };
    let mut nowhere = TxLegacy {
        nonce: 3,
        ..legacy.clone()
    };
    nowhere.chain_id = None;
    let raw = [
        signed(signer, &mut legacy, |tx, s| {
            tx.clone().into_signed(s).encoded_2718()
        }),
        signed(signer, &mut listed, |tx, s| {
            tx.clone().into_signed(s).encoded_2718()
        }),
        signed(signer, &mut market, |tx, s| {
            tx.clone().into_signed(s).encoded_2718()
        }),
        signed(signer, &mut nowhere, |tx, s| {
            tx.clone().into_signed(s).encoded_2718()
        }),
    ];
    for (kind, raw) in raw.iter().enumerate() {
        let receipt = provider
            .send_raw_transaction(raw)
            .await
            .unwrap()
            .get_receipt()
            .await
            .unwrap();
        assert!(receipt.status());
        assert_eq!(receipt.from, signer.address());
        assert_eq!(receipt.inner.tx_type() as usize, kind % 3);
        assert_eq!(
            receipt.effective_gas_price, gas_price,
            "no more than the base fee is paid"
        );
    }
}

fn signed<T: SignableTransaction<alloy::primitives::Signature>>(
    signer: &PrivateKeySigner,
    transaction: &mut T,
    encode: impl Fn(&T, alloy::primitives::Signature) -> Vec<u8>,
) -> Vec<u8> {
    let signature = signer.sign_transaction_sync(transaction).unwrap();
    encode(transaction, signature)
}

#[tokio::test]
async fn a_transaction_ahead_of_its_turn_waits() {
    let server = serve().await;
    let provider = http(&server);
    let request = |nonce| {
        call(SOMEBODY)
            .with_nonce(nonce)
            .with_gas_limit(21_000)
            .with_max_fee_per_gas(u128::from(BASE_FEE))
            .with_max_priority_fee_per_gas(0)
    };
    let second = provider.send_transaction(request(1)).await.unwrap();
    let waiting = provider
        .get_transaction_by_hash(*second.tx_hash())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(waiting.block_number, None);
    let first = provider.send_transaction(request(0)).await.unwrap();
    assert_eq!(first.get_receipt().await.unwrap().block_number, Some(1));
    assert_eq!(second.get_receipt().await.unwrap().block_number, Some(2));
}

#[tokio::test]
async fn what_is_listed_in_advance_is_paid_for_and_warm() {
    use alloy::eips::eip2930::{AccessList, AccessListItem};
    let server = serve().await;
    let provider = http(&server);
    let contract = deploy(&provider, contracts::counter()).await;
    let gas = |list: Vec<AccessListItem>| {
        let request = call(contract).with_access_list(AccessList(list));
        let provider = &provider;
        async move {
            let pending = provider.send_transaction(request).await.unwrap();
            pending.get_receipt().await.unwrap().gas_used
        }
    };
    gas(Vec::new()).await;
    let plain = gas(Vec::new()).await;
    let item = AccessListItem {
        address: contract,
        storage_keys: vec![B256::ZERO],
    };
    let listed = gas(vec![item]).await;
    // EIP-2930: 2,400 for the account, 1,900 for the slot, whose first load then costs 100 instead of 2,100.
    assert_eq!(listed, plain + 2_400 + 1_900 - 2_000);
}

#[tokio::test]
async fn many_at_once_all_arrive() {
    let server = serve().await;
    let provider = http(&server);
    let contract = deploy(&provider, contracts::counter()).await;
    let sends = (0..40).map(|_| async {
        let pending = provider.send_transaction(call(contract)).await.unwrap();
        assert!(pending.get_receipt().await.unwrap().status());
    });
    futures_util::future::join_all(sends).await;
    assert_eq!(provider.get_block_number().await.unwrap(), 41);
    assert_eq!(
        provider.get_storage_at(contract, U256::ZERO).await.unwrap(),
        U256::from(40)
    );
}

#[tokio::test]
async fn logs_are_searched_and_polled() {
    let server = serve().await;
    let provider = http(&server);
    let contract = deploy(&provider, contracts::emitter()).await;
    let filter = Filter::new()
        .address(contract)
        .event_signature(B256::with_last_byte(5));
    let poll = provider.new_filter(&filter).await.unwrap();
    let heads = provider.new_block_filter().await.unwrap();
    for topic in [5u8, 6, 5] {
        let request = call(contract).with_input(B256::with_last_byte(topic).to_vec());
        provider
            .send_transaction(request)
            .await
            .unwrap()
            .get_receipt()
            .await
            .unwrap();
    }
    let found = provider
        .get_logs(&filter.clone().from_block(0u64))
        .await
        .unwrap();
    assert_eq!(
        found
            .iter()
            .map(|log| log.block_number.unwrap())
            .collect::<Vec<_>>(),
        [2, 4]
    );
    assert_eq!(
        found[0].data().data,
        B256::left_padding_from(signers()[0].address().as_slice()).to_vec()
    );
    let polled: Vec<alloy::rpc::types::Log> = provider.get_filter_changes(poll).await.unwrap();
    assert_eq!(polled, found);
    let again: Vec<alloy::rpc::types::Log> = provider.get_filter_changes(poll).await.unwrap();
    assert!(again.is_empty());
    let hashes: Vec<B256> = provider.get_filter_changes(heads).await.unwrap();
    assert_eq!(hashes.len(), 3);
    assert!(provider.uninstall_filter(poll).await.unwrap());
    assert!(provider.get_filter_changes::<B256>(poll).await.is_err());
}
