//! The chain in process: blocks, receipts, logs, time, snapshots, estimates, reverts.

use crate::contracts::{counter, emitter, greedy, refusing};
use alloy::primitives::{address, keccak256, Address, Bytes, B256, U256};
use alloy::rpc::types::Filter;
use devnet::chain::{Chain, ChainError, Config, BASE_FEE};
use devnet::Transaction;

const SOMEBODY: Address = address!("00000000000000000000000000000000c0ffee00");

fn chain() -> (Chain, Address) {
    let chain = Chain::new(Config::default());
    let deployer = chain.accounts()[0];
    (chain, deployer)
}

fn to(from: Address, to: Address) -> Transaction {
    Transaction {
        from,
        to: Some(to),
        ..Transaction::default()
    }
}

#[test]
fn a_transfer_moves_value_and_pays_the_base_fee() {
    let (mut chain, sender) = chain();
    let before = chain.machine().balance(sender);
    let value = U256::from(5);
    let receipt = chain
        .send(Transaction {
            value,
            ..to(sender, SOMEBODY)
        })
        .unwrap();
    assert!(receipt.success);
    assert_eq!(receipt.gas_used, 21_000);
    assert_eq!(chain.machine().balance(SOMEBODY), value);
    let fee = U256::from(21_000 * BASE_FEE);
    assert_eq!(chain.machine().balance(sender), before - fee - value);
    assert_eq!(chain.machine().nonce(sender), 1);
}

#[test]
fn blocks_form_a_chain_and_hold_one_transaction_each() {
    let (mut chain, sender) = chain();
    for _ in 0..3 {
        chain.send(to(sender, SOMEBODY)).unwrap();
    }
    chain.mine(2);
    assert_eq!(chain.head().number(), 5);
    for number in 1..=5 {
        let block = chain.block_by_number(number).unwrap();
        let parent = chain.block_by_number(number - 1).unwrap();
        assert_eq!(block.header.parent_hash, parent.hash());
        assert_eq!(block.timestamp(), parent.timestamp() + 1);
        assert_eq!(chain.block_by_hash(block.hash()).unwrap().number(), number);
        // The hash is the one that anybody computes from the header.
        assert_eq!(block.header.inner().hash_slow(), block.hash());
        assert_eq!(block.mined.is_some(), number <= 3);
    }
}

#[test]
fn a_receipt_is_found_by_the_hash_of_its_transaction() {
    let (mut chain, sender) = chain();
    let receipt = chain.send(to(sender, SOMEBODY)).unwrap();
    assert_eq!(chain.receipt(receipt.transaction_hash).unwrap(), &receipt);
    let (block, mined) = chain.transaction(receipt.transaction_hash).unwrap();
    assert_eq!(block.hash(), receipt.block_hash);
    // A development account really signs.
    let recovered =
        alloy::consensus::transaction::SignerRecoverable::recover_signer(mined.transaction.inner());
    assert_eq!(recovered.unwrap(), sender);
    assert!(matches!(
        chain.receipt(B256::ZERO),
        Err(ChainError::UnknownTransaction(_))
    ));
}

#[test]
fn anybody_may_send_and_gets_a_hash_of_their_own() {
    let (mut chain, _) = chain();
    let other = address!("00000000000000000000000000000000000bad00");
    let mut hashes = Vec::new();
    for sender in [SOMEBODY, other] {
        chain
            .machine_mut()
            .set_balance(sender, U256::from(10).pow(U256::from(18)));
        hashes.push(
            chain
                .send(to(sender, Address::ZERO))
                .unwrap()
                .transaction_hash,
        );
    }
    assert_ne!(hashes[0], hashes[1], "the same content from two senders");
}

#[test]
fn a_revert_is_a_receipt_with_its_data_and_costs_gas() {
    let (mut chain, sender) = chain();
    let contract = chain.deploy(sender, refusing("too dear")).unwrap();
    let receipt = chain.send(to(sender, contract)).unwrap();
    assert!(!receipt.success);
    assert!(receipt.gas_used > 21_000);
    assert_eq!(receipt.halt, None);
    assert_eq!(
        devnet::chain::revert_reason(&receipt.output).as_deref(),
        Some("too dear")
    );

    let error = chain.view(contract, Bytes::new()).unwrap_err();
    assert_eq!(error.to_string(), "execution reverted: too dear");
    assert_eq!(error.revert_data(), Some(&receipt.output));
    assert!(matches!(
        chain.estimate_gas(to(sender, contract)),
        Err(ChainError::Reverted(_))
    ));
}

#[test]
fn logs_are_found_by_address_topic_and_range() {
    let (mut chain, sender) = chain();
    let first = chain.deploy(sender, emitter()).unwrap();
    let second = chain.deploy(sender, emitter()).unwrap();
    for (contract, topic) in [(first, 1u8), (second, 1), (first, 2)] {
        let input = B256::with_last_byte(topic).to_vec().into();
        assert!(
            chain
                .send(Transaction {
                    input,
                    ..to(sender, contract)
                })
                .unwrap()
                .success
        );
    }
    let all = Filter::new().from_block(0u64);
    assert_eq!(chain.logs(&all).unwrap().len(), 3);
    let of_first = all.clone().address(first);
    let found = chain.logs(&of_first).unwrap();
    assert_eq!(
        found
            .iter()
            .map(|log| log.block_number.unwrap())
            .collect::<Vec<_>>(),
        [3, 5]
    );
    let second_topic = all.clone().event_signature(B256::with_last_byte(2));
    assert_eq!(chain.logs(&second_topic).unwrap().len(), 1);
    assert_eq!(
        chain.logs(&of_first.clone().to_block(4u64)).unwrap().len(),
        1
    );
    assert_eq!(
        chain.logs(&Filter::new()).unwrap().len(),
        1,
        "without a range: the last block"
    );
    let hash = chain.block_by_number(4).unwrap().hash();
    assert_eq!(
        chain.logs(&Filter::new().at_block_hash(hash)).unwrap()[0].address(),
        second
    );
    assert!(matches!(
        chain.logs(&Filter::new().from_block(3u64).to_block(2u64)),
        Err(ChainError::InvalidRange { .. })
    ));
    let unknown = Filter::new().at_block_hash(keccak256("nothing"));
    assert!(matches!(
        chain.logs(&unknown),
        Err(ChainError::UnknownBlock(_))
    ));
}

#[test]
fn an_estimate_suffices_and_is_close_to_the_smallest_that_does() {
    let (mut chain, sender) = chain();
    // Needs far more gas than it uses: it asks for 200,000 to be there.
    let contract = chain.deploy(sender, greedy(200_000)).unwrap();
    let call = to(sender, contract);
    let estimate = chain.estimate_gas(call.clone()).unwrap();
    let used = chain.call(call.clone()).unwrap().gas_used;
    assert!(used < 30_000, "{used}");
    let limited = |gas_limit| Transaction {
        gas_limit,
        ..call.clone()
    };
    assert!(chain.call(limited(estimate)).unwrap().success);
    assert!(
        !chain.call(limited(estimate * 98 / 100)).unwrap().success,
        "{estimate}"
    );

    assert_eq!(chain.estimate_gas(to(sender, SOMEBODY)).unwrap(), 21_000);
    let poor = Transaction {
        value: U256::ONE,
        ..to(SOMEBODY, sender)
    };
    assert!(matches!(
        chain.estimate_gas(poor),
        Err(ChainError::InsufficientValue { .. })
    ));
}

#[test]
fn what_cannot_be_executed_leaves_no_block() {
    let (mut chain, sender) = chain();
    let head = chain.head().hash();
    let refused = |chain: &mut Chain, transaction| chain.send(transaction).unwrap_err().to_string();
    let broke = refused(&mut chain, to(SOMEBODY, sender));
    assert!(
        broke.starts_with("insufficient funds for gas * price + value"),
        "{broke}"
    );
    let ahead = refused(
        &mut chain,
        Transaction {
            nonce: Some(3),
            ..to(sender, SOMEBODY)
        },
    );
    assert_eq!(ahead, "nonce too high: next nonce 0, tx nonce 3");
    let greedy = refused(
        &mut chain,
        Transaction {
            gas_limit: 1 << 40,
            ..to(sender, SOMEBODY)
        },
    );
    assert!(greedy.starts_with("exceeds block gas limit"), "{greedy}");
    let tight = refused(
        &mut chain,
        Transaction {
            gas_limit: 20_999,
            ..to(sender, SOMEBODY)
        },
    );
    assert!(tight.contains("gas"), "{tight}");
    assert_eq!(chain.head().hash(), head);
    chain.send(to(sender, SOMEBODY)).unwrap();
    let again = refused(
        &mut chain,
        Transaction {
            nonce: Some(0),
            ..to(sender, SOMEBODY)
        },
    );
    assert_eq!(again, "nonce too low: next nonce 1, tx nonce 0");
}

#[test]
fn an_impersonated_contract_can_send() {
    let (mut chain, sender) = chain();
    let contract = chain.deploy(sender, counter()).unwrap();
    chain
        .machine_mut()
        .set_balance(contract, U256::from(10).pow(U256::from(18)));
    let receipt = chain
        .send(Transaction {
            value: U256::ONE,
            ..to(contract, SOMEBODY)
        })
        .unwrap();
    assert!(receipt.success);
    assert_eq!(receipt.from, contract);
}
