//! Going forward and back: the clock, snapshots, states of the past.

use crate::contracts::{counter, init};
use alloy::primitives::{Address, Bytes, U256};
use devnet::chain::{Chain, ChainError, Config};
use devnet::Transaction;

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
fn time_goes_where_it_is_sent_and_never_back() {
    let (mut chain, _) = chain();
    let start = chain.head().timestamp();
    chain.increase_time(3_600);
    assert_eq!(chain.now(), start + 3_601);
    chain.mine(1);
    assert_eq!(chain.head().timestamp(), start + 3_601);
    chain.set_next_timestamp(start + 10_000).unwrap();
    chain.mine_spaced(3, 60);
    assert_eq!(chain.head().timestamp(), start + 10_120);
    assert!(matches!(
        chain.set_next_timestamp(start),
        Err(ChainError::TimestampInPast { .. })
    ));
}

#[test]
fn a_call_sees_the_time_of_the_next_block() {
    let (mut chain, sender) = chain();
    // TIMESTAMP, PUSH0, MSTORE, PUSH1 32, PUSH0, RETURN
    let clock = chain
        .deploy(sender, init(&[0x42, 0x5f, 0x52, 0x60, 0x20, 0x5f, 0xf3]))
        .unwrap();
    chain.increase_time(500);
    let told = U256::from_be_slice(&chain.view(clock, Bytes::new()).unwrap());
    assert_eq!(told, U256::from(chain.now()));
}

#[test]
fn a_revert_brings_back_state_blocks_nonces_and_time() {
    let (mut chain, sender) = chain();
    let contract = chain.deploy(sender, counter()).unwrap();
    chain.send(to(sender, contract)).unwrap();
    let head = chain.head().clone();
    let (now, nonce) = (chain.now(), chain.machine().nonce(sender));

    let snapshot = chain.snapshot();
    let later = chain.snapshot();
    let gone = chain.send(to(sender, contract)).unwrap();
    chain.increase_time(86_400);
    chain.mine(1);
    assert_eq!(chain.machine().storage(contract, U256::ZERO), U256::from(2));

    assert!(chain.revert(snapshot));
    assert_eq!(chain.head().hash(), head.hash());
    assert_eq!(chain.machine().storage(contract, U256::ZERO), U256::from(1));
    assert_eq!((chain.now(), chain.machine().nonce(sender)), (now, nonce));
    assert!(chain.receipt(gone.transaction_hash).is_err());
    assert!(
        !chain.revert(later),
        "what was taken later is used up with it"
    );
    assert!(!chain.revert(snapshot), "and a snapshot serves once");
    // The same transaction again is the same transaction.
    assert_eq!(
        chain.send(to(sender, contract)).unwrap().transaction_hash,
        gone.transaction_hash
    );
}

#[test]
fn past_states_can_be_read_as_far_as_they_are_kept() {
    let mut chain = Chain::new(Config {
        history: 2,
        ..Config::default()
    });
    let sender = chain.accounts()[0];
    let contract = chain.deploy(sender, counter()).unwrap();
    for _ in 0..4 {
        chain.send(to(sender, contract)).unwrap();
    }
    let count = |chain: &Chain, number| {
        chain
            .state_at(devnet::chain::Moment::At(number))
            .map(|machine| machine.storage(contract, U256::ZERO).to::<u64>())
    };
    assert_eq!(count(&chain, 5).unwrap(), 4);
    assert_eq!(count(&chain, 4).unwrap(), 3);
    assert_eq!(count(&chain, 3).unwrap(), 2);
    assert!(matches!(
        count(&chain, 2),
        Err(ChainError::StateNotKept { number: 2, kept: 2 })
    ));
    assert!(matches!(count(&chain, 6), Err(ChainError::UnknownBlock(_))));
}
