//! Programs on the chain: deployment, activation, calls, expiry.

use alloy::primitives::{Address, Bytes, U256};
use devnet::chain::{returning, Chain, ChainError, Config};
use devnet::precompiles::{arb_wasm_interface::ArbWasm, ARB_WASM};
use devnet::{EntryCost, Transaction};

/// Returns its call data with a word in front: the time of the block.
const ECHO: &str = r#"(module
    (import "vm_hooks" "read_args" (func $read_args (param i32)))
    (import "vm_hooks" "write_result" (func $write_result (param i32 i32)))
    (import "vm_hooks" "block_timestamp" (func $block_timestamp (result i64)))
    (memory (export "memory") 1 1)
    (func (export "user_entrypoint") (param $length i32) (result i32)
        i32.const 32 call $read_args
        i32.const 0 call $block_timestamp i64.store
        i32.const 0 (i32.add (local.get $length) (i32.const 32)) call $write_result
        i32.const 0))"#;

fn chain(entry_cost: EntryCost) -> (Chain, Address, Address) {
    let mut chain = Chain::new(Config {
        entry_cost,
        ..Config::default()
    });
    let owner = chain.accounts()[0];
    let program = chain
        .deploy_program(owner, &wat::parse_str(ECHO).unwrap())
        .unwrap();
    (chain, owner, program)
}

#[test]
fn a_program_is_deployed_activated_and_called() {
    let (mut chain, owner, program) = chain(EntryCost::default());
    assert!(chain
        .machine()
        .code(program)
        .starts_with(&[0xef, 0xf0, 0x00]));
    let receipt = chain
        .send(Transaction {
            from: owner,
            to: Some(program),
            input: Bytes::from_static(b"ahoy"),
            ..Transaction::default()
        })
        .unwrap();
    assert!(receipt.success);
    assert_eq!(receipt.output.len(), 36);
    assert_eq!(receipt.output[..8], receipt.timestamp.to_le_bytes());
    assert_eq!(&receipt.output[32..], b"ahoy");
    assert!(
        chain
            .estimate_gas(Transaction {
                to: Some(program),
                ..Transaction::default()
            })
            .unwrap()
            > 21_000
    );
}

#[test]
fn what_is_left_of_the_value_of_an_activation_comes_back() {
    let (chain, owner, _) = chain(EntryCost::default());
    let spent = Config::default().balance - chain.machine().balance(owner);
    // Gas of two transactions at 0.1 gwei and a data fee of about 0.0001 ether; one ether was sent along.
    assert!(spent < U256::from(10u64.pow(16)), "{spent}");
}

#[test]
fn a_copy_needs_no_activation_and_code_that_is_no_program_gets_none() {
    let (mut chain, owner, program) = chain(EntryCost::default());
    let head = chain.head().number();
    let copy = chain
        .deploy_program(owner, &chain.machine().code(program).clone())
        .unwrap();
    assert_eq!(
        chain.head().number(),
        head + 1,
        "one transaction: the deployment"
    );
    assert_eq!(chain.view(copy, Bytes::new()).unwrap().len(), 32);

    let error = chain.deploy_program(owner, b"nonsense").unwrap_err();
    assert!(matches!(error, ChainError::Deployment(_)), "{error}");
    let plain = chain.deploy(owner, returning(&[0x00]).unwrap()).unwrap();
    let error = chain.activate(owner, plain).unwrap_err().to_string();
    assert!(error.contains("ProgramNotWasm"), "{error}");
}

#[test]
fn a_year_without_activation_ends_a_program() {
    use alloy::sol_types::SolCall;
    let (mut chain, owner, program) = chain(EntryCost::default());
    let left = |chain: &Chain| {
        let call = ArbWasm::programTimeLeftCall { program };
        chain
            .view(ARB_WASM, call.abi_encode())
            .map(|word| U256::from_be_slice(&word).to::<u64>())
    };
    let year = 365 * 86_400;
    let at_first = left(&chain).unwrap();
    assert!((year - 7_200..=year).contains(&at_first), "{at_first}");
    chain.increase_time(year + 86_400);
    assert!(left(&chain).is_err());
    assert!(chain.view(program, Bytes::new()).is_err());
    chain.activate(owner, program).unwrap();
    assert!(chain.view(program, Bytes::new()).is_ok());
}

#[test]
fn the_price_of_entry_is_a_setting() {
    let gas = |entry_cost| {
        let (chain, _, program) = chain(entry_cost);
        chain
            .call(Transaction {
                to: Some(program),
                ..Transaction::default()
            })
            .unwrap()
            .gas_used
    };
    let (cached, uncached) = (gas(EntryCost::Cached), gas(EntryCost::Uncached));
    // The difference of the published formula is 8,832 gas plus what the size of the module adds.
    assert!(
        (8_832..10_000).contains(&(uncached - cached)),
        "{cached} {uncached}"
    );
}
