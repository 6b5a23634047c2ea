//! EVM transactions and the chain's own contracts.

use super::{
    evm,
    text::Kind,
    world::{address_word, word, World, CHAIN, SENDER},
};
use devnet::{precompiles::ARB_SYS, MachineError, Transaction};
use revm::primitives::{hex, keccak256, Address, U256};

const OTHER: Address = Address::repeat_byte(0x22);

#[test]
fn a_transfer_costs_21000_and_call_data_by_the_byte() {
    let mut world = World::new();
    let mut transaction = world.transaction(OTHER, &[]);
    transaction.value = U256::from(5);
    let before = world.machine.balance(SENDER);
    let outcome = world.run(&transaction);
    assert_eq!((outcome.success, outcome.gas_used), (true, 21_000));
    assert_eq!(world.machine.balance(OTHER), U256::from(5));
    assert_eq!(world.machine.nonce(SENDER), 1);
    let fee = U256::from(21_000_u64 * world.block.base_fee);
    assert_eq!(world.machine.balance(SENDER), before - fee - U256::from(5));
    // 4 for a zero, 16 for another; no floor.
    assert_eq!(world.send(OTHER, &[0, 0, 1]).gas_used, 21_000 + 8 + 16);
    assert_eq!(world.send(OTHER, &[1; 1_000]).gas_used, 21_000 + 16_000);
}

#[test]
fn rules_before_execution() {
    let mut world = World::new();
    let good = world.transaction(OTHER, &[]);
    let fails = |world: &mut World, transaction: &Transaction| {
        let before = world.machine.balance(SENDER);
        let result = world.machine.transact(&world.block, transaction);
        assert!(
            matches!(result, Err(MachineError::Invalid(_))),
            "{result:?}"
        );
        assert_eq!(world.machine.balance(SENDER), before);
    };
    fails(
        &mut world,
        &Transaction {
            nonce: Some(1),
            ..good.clone()
        },
    );
    fails(
        &mut world,
        &Transaction {
            gas_limit: 20_999,
            ..good.clone()
        },
    );
    fails(
        &mut world,
        &Transaction {
            gas_price: 1,
            ..good.clone()
        },
    );
    fails(
        &mut world,
        &Transaction {
            value: U256::MAX,
            ..good.clone()
        },
    );
    fails(
        &mut world,
        &Transaction {
            gas_limit: 1 << 51,
            ..good.clone()
        },
    );
    assert!(
        world
            .run(&Transaction {
                nonce: Some(0),
                ..good.clone()
            })
            .success
    );
    fails(
        &mut world,
        &Transaction {
            nonce: Some(0),
            ..good.clone()
        },
    );
    world.block.chain_id += 1;
    let result = world.machine.transact(&world.block, &good);
    assert_eq!(
        result,
        Err(MachineError::WrongChain {
            given: CHAIN + 1,
            own: CHAIN
        })
    );
}

#[test]
fn a_call_asks_for_nothing_and_keeps_nothing() {
    let mut world = World::new();
    let set = world.put_code(&evm::set());
    let transaction = Transaction {
        from: OTHER,
        gas_price: 0,
        ..world.transaction(set, &[word(1), word(3)].concat())
    };
    let outcome = world
        .machine
        .call(&world.block, &transaction)
        .expect("a call");
    assert!(outcome.success);
    assert_eq!(outcome.gas_used, 21_000 + 62 * 4 + 2 * 16 + 4 * 3 + 22_100);
    assert_eq!(world.slot(set, 1), U256::ZERO);
    assert_eq!(world.machine.nonce(OTHER), 0);
    // From a contract, too.
    let transaction = Transaction {
        from: set,
        ..transaction
    };
    assert!(
        world
            .machine
            .call(&world.block, &transaction)
            .expect("a call")
            .success
    );
}

#[test]
fn reverts_and_halts() {
    let mut world = World::new();
    let reverting = world.put_code(&evm::set_and_revert());
    let outcome = world.send(reverting, &[]);
    assert!(!outcome.success && outcome.halt.is_none() && outcome.logs.is_empty());
    assert_eq!(outcome.output.as_ref(), word(42));
    let invalid = world.put_code(&[0xfe]);
    let outcome = world.send(invalid, &[]);
    assert_eq!((outcome.success, outcome.gas_used), (false, 30_000_000));
    assert!(outcome.halt.is_some());
}

#[test]
fn opcodes_up_to_prague() {
    let mut world = World::new();
    // NUMBER is the L1 block, PREVRANDAO is one.
    let number = world.put_code(&hex!("43600052 60206000f3"));
    assert_eq!(world.output(number, &[]), word(77));
    let random = world.put_code(&hex!("44600052 60206000f3"));
    assert_eq!(world.output(random, &[]), word(1));
    // PUSH0, TSTORE, TLOAD, MCOPY
    let push0 = world.put_code(&hex!("5f5f52 60205ff3"));
    assert_eq!(world.output(push0, &[]), word(0));
    let transient = world.put_code(&hex!("6009 6001 5d 6001 5c 5f52 60205ff3"));
    assert_eq!(world.output(transient, &[]), word(9));
    let copy = world.put_code(&hex!("6009 5f52 6020 5f 6020 5e 6020 6020 f3"));
    assert_eq!(world.output(copy, &[]), word(9));
}

#[test]
fn snapshots() {
    let mut world = World::new();
    let set = world.put_code(&evm::set());
    world.output(set, &[word(1), word(3)].concat());
    let snapshot = world.machine.snapshot();
    world.output(set, &[word(1), word(0)].concat());
    world.machine.set_balance(OTHER, U256::from(1));
    assert_eq!(world.slot(set, 1), U256::ZERO);
    world.machine.restore(&snapshot);
    assert_eq!(world.slot(set, 1), U256::from(3));
    assert_eq!(world.machine.balance(OTHER), U256::ZERO);
    assert_eq!(world.machine.nonce(SENDER), 1);
}

fn arb_sys(world: &mut World, signature: &str, arguments: &[u8]) -> Vec<u8> {
    let data = [&keccak256(signature)[..4], arguments].concat();
    world.output(ARB_SYS, &data)
}

#[test]
fn arb_sys_tells_about_the_chain() {
    let mut world = World::new();
    assert_eq!(arb_sys(&mut world, "arbBlockNumber()", &[]), word(5_000));
    assert_eq!(arb_sys(&mut world, "arbChainID()", &[]), word(CHAIN));
    assert_eq!(arb_sys(&mut world, "isTopLevelCall()", &[]), word(1));
    let sender = address_word(Address::repeat_byte(0x22));
    let alias = "mapL1SenderContractAddressToL2Alias(address,address)";
    let expected = hex!("3333222222222222222222222222222222223333");
    assert_eq!(
        arb_sys(&mut world, alias, &[sender.0, word(0)].concat())[12..],
        expected
    );
    // The addition wraps at 160 bits.
    let last = address_word(Address::repeat_byte(0xff));
    let expected = hex!("1111000000000000000000000000000000001110");
    assert_eq!(
        arb_sys(&mut world, alias, &[last.0, word(0)].concat())[12..],
        expected
    );
    // Through a contract it is a level deeper, and not the top.
    let relay = world.put_code(&evm::relay(Kind::Call));
    let data = [
        &address_word(ARB_SYS).0,
        &keccak256("isTopLevelCall()")[..4],
    ]
    .concat();
    assert_eq!(
        world.output(relay, &data),
        word(1),
        "what the transaction called"
    );
    let twice = [&address_word(relay).0[..], &data].concat();
    assert_eq!(world.output(relay, &twice), word(0));
}

#[test]
fn a_message_to_l1_is_an_event() {
    let mut world = World::new();
    // destination, offset, length, two bytes
    let mut arguments = [address_word(OTHER).0, word(64), word(2), word(0)].concat();
    arguments[96..98].copy_from_slice(b"hi");
    let data = [&keccak256("sendTxToL1(address,bytes)")[..4], &arguments].concat();
    let mut transaction = world.transaction(ARB_SYS, &data);
    transaction.value = U256::from(5);
    let outcome = world.run(&transaction);
    assert!(outcome.success);
    let log = &outcome.logs[0];
    let signature =
        "L2ToL1Tx(address,address,uint256,uint256,uint256,uint256,uint256,uint256,bytes)";
    assert_eq!(log.data.topics()[0], keccak256(signature));
    assert_eq!(log.data.topics()[1], address_word(OTHER));
    assert_eq!(world.machine.balance(ARB_SYS), U256::from(5));
    // Views take no value.
    let mut transaction = world.transaction(ARB_SYS, &keccak256("arbChainID()")[..4]);
    transaction.value = U256::from(5);
    assert!(!world.run(&transaction).success);
}
