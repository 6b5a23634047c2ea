//! `ArbWasm`: what is activated, what it takes, how it ends.

use super::{
    evm,
    text::{returning, Kind},
    world::{address_word, code, word, World, DAY, ETHER, SENDER, START},
};
use alloy::sol_types::{SolCall, SolError, SolEvent};
use devnet::{
    precompiles::{arb_wasm_interface::ArbWasm, ARB_SYS, ARB_WASM},
    Outcome,
};
use revm::primitives::{Address, B256, U256};

fn empty() -> String {
    returning("", 0, 0)
}

fn ask<C: SolCall>(world: &mut World, call: &C) -> C::Return {
    let output = world.output(ARB_WASM, &call.abi_encode());
    C::abi_decode_returns(&output).expect("the returned values")
}

#[track_caller]
fn fails<E: SolError + std::fmt::Debug + PartialEq>(outcome: &Outcome, error: &E) {
    assert!(!outcome.success);
    assert_eq!(E::abi_decode(&outcome.output).as_ref(), Ok(error));
}

fn keep_alive(world: &mut World, codehash: B256) -> Outcome {
    let call = ArbWasm::codehashKeepaliveCall { codehash };
    let mut transaction = world.transaction(ARB_WASM, &call.abi_encode());
    transaction.value = U256::from(ETHER);
    world.run(&transaction)
}

#[test]
fn an_activation_takes_its_fee_and_tells() {
    let mut world = World::new();
    let program = world.put_code(&code(&empty()));
    let before = world.machine.balance(SENDER);
    let outcome = world.activate(program);
    assert!(outcome.success, "{outcome:?}");
    let returned = ArbWasm::activateProgramCall::abi_decode_returns(&outcome.output).unwrap();
    assert_eq!(returned.version, 2);
    // About a ten-thousandth of an ether: half a megabyte of native code and a bit at 82,928,201 wei.
    let fee = u128::try_from(returned.dataFee).unwrap();
    assert!(
        (42_000_000_000_000..100_000_000_000_000).contains(&fee),
        "{fee}"
    );
    let gas = U256::from(outcome.gas_used) * U256::from(world.block.base_fee);
    assert_eq!(
        world.machine.balance(SENDER),
        before - gas - returned.dataFee,
        "the rest came back"
    );
    assert!(outcome.gas_used > 1_659_168 + 21_000);
    let event = ArbWasm::ProgramActivated::decode_log(&outcome.logs[0]).unwrap();
    assert_eq!(event.address, ARB_WASM);
    assert_eq!(event.codehash, world.machine.code_hash(program));
    assert_eq!(
        (event.program, event.version, event.dataFee),
        (program, 2, returned.dataFee)
    );
    // Once is enough, for every account with the same code.
    fails(&world.activate(program), &ArbWasm::ProgramUpToDate {});
    let twin = Address::repeat_byte(0x7e);
    world.machine.set_code(twin, code(&empty()).into());
    fails(&world.activate(twin), &ArbWasm::ProgramUpToDate {});
    assert!(world.send(twin, &[]).success);
}

#[test]
fn too_little_value_is_told() {
    let mut world = World::new();
    let program = world.put_code(&code(&empty()));
    let call = ArbWasm::activateProgramCall { program };
    let mut transaction = world.transaction(ARB_WASM, &call.abi_encode());
    transaction.value = U256::from(7);
    let outcome = world.run(&transaction);
    let error = ArbWasm::ProgramInsufficientValue::abi_decode(&outcome.output).unwrap();
    assert_eq!(error.have, U256::from(7));
    assert!(!world.send(program, &[]).success);
    // With exactly what it wants it works.
    transaction.value = error.want;
    assert!(world.run(&transaction).success);
}

#[test]
fn what_is_known_of_a_program() {
    let mut world = World::new();
    let program = world.program(
        r#"(module (memory (export "memory") 3 3)
             (func (export "user_entrypoint") (param i32) (result i32) i32.const 0))"#,
    );
    let codehash = world.machine.code_hash(program);
    assert_eq!(ask(&mut world, &ArbWasm::stylusVersionCall {}), 2);
    assert_eq!(ask(&mut world, &ArbWasm::inkPriceCall {}), 10_000);
    assert_eq!(
        ask(&mut world, &ArbWasm::codehashVersionCall { codehash }),
        2
    );
    assert_eq!(ask(&mut world, &ArbWasm::programVersionCall { program }), 2);
    assert_eq!(
        ask(&mut world, &ArbWasm::programMemoryFootprintCall { program }),
        3
    );
    assert_eq!(ask(&mut world, &ArbWasm::expiryDaysCall {}), 365);
    assert_eq!(ask(&mut world, &ArbWasm::keepaliveDaysCall {}), 31);
    let minimum = ask(&mut world, &ArbWasm::minInitGasCall {});
    assert_eq!((minimum.gas, minimum.cached), (8_832, 352));
    // Ages count from the start of the hour of activation.
    let left = ask(&mut world, &ArbWasm::programTimeLeftCall { program });
    let year = 365 * DAY;
    assert_eq!(left, year - START % 3_600);
    // Nothing is known of what was never activated.
    let call = ArbWasm::programVersionCall { program: SENDER };
    fails(
        &world.send(ARB_WASM, &call.abi_encode()),
        &ArbWasm::ProgramNotActivated {},
    );
}

#[test]
fn a_program_that_is_not_activated_takes_all_gas() {
    let mut world = World::new();
    let program = world.put_code(&code(&empty()));
    let outcome = world.send(program, &[]);
    assert_eq!(outcome.halt.as_deref(), Some("ProgramNotActivated()"));
    assert_eq!((outcome.success, outcome.gas_used), (false, 30_000_000));
    // Called by another, it fails without data.
    let relay = world.program(&super::text::trying(Kind::Call));
    assert_eq!(world.output(relay, &address_word(program).0), [2]);
}

#[test]
fn a_program_dies_after_a_year_and_can_be_activated_again() {
    let mut world = World::new();
    let program = world.program(&empty());
    let left = ask(&mut world, &ArbWasm::programTimeLeftCall { program });
    world.block.timestamp += left;
    assert!(world.send(program, &[]).success, "its last second");
    world.block.timestamp += 1;
    let outcome = world.send(program, &[]);
    let age = 365 * DAY + 1;
    assert_eq!(outcome.halt, Some(format!("ProgramExpired({age})")));
    let call = ArbWasm::programTimeLeftCall { program };
    let outcome = world.send(ARB_WASM, &call.abi_encode());
    fails(&outcome, &ArbWasm::ProgramExpired { ageInSeconds: age });
    let codehash = world.machine.code_hash(program);
    fails(
        &keep_alive(&mut world, codehash),
        &ArbWasm::ProgramExpired { ageInSeconds: age },
    );
    assert!(world.activate(program).success);
    assert!(world.send(program, &[]).success);
}

#[test]
fn a_program_is_kept_alive_from_its_31st_day_on() {
    let mut world = World::new();
    let program = world.program(&empty());
    let codehash = world.machine.code_hash(program);
    let left = ask(&mut world, &ArbWasm::programTimeLeftCall { program });
    let young = 365 * DAY - left;
    world.block.timestamp += 31 * DAY - young - 1;
    let age = 31 * DAY - 1;
    fails(
        &keep_alive(&mut world, codehash),
        &ArbWasm::ProgramKeepaliveTooSoon { ageInSeconds: age },
    );
    world.block.timestamp += 1;
    let outcome = keep_alive(&mut world, codehash);
    assert!(outcome.success, "{outcome:?}");
    let event = ArbWasm::ProgramLifetimeExtended::decode_log(&outcome.logs[0]).unwrap();
    assert_eq!(event.codehash, codehash);
    assert!(!event.dataFee.is_zero());
    assert!(ask(&mut world, &ArbWasm::programTimeLeftCall { program }) > 364 * DAY);
    world.block.timestamp += 364 * DAY;
    assert!(world.send(program, &[]).success);
}

#[test]
fn modules_that_a_chain_refuses() {
    let entry = |body: &str| {
        format!(
            r#"(module (memory (export "memory") 1 1)
                 (func (export "user_entrypoint") (param i32) (result i32) {body}))"#
        )
    };
    let refused = [
        entry("f32.const 1 drop i32.const 0"),
        entry("i32.const 0 return_call 0"),
        entry("ref.null func drop i32.const 0"),
        // Not a host function of the chain.
        r#"(module (import "vm_hooks" "storage_store_bytes32" (func (param i32 i32)))
             (memory (export "memory") 1 1)
             (func (export "user_entrypoint") (param i32) (result i32) i32.const 0))"#
            .to_owned(),
        r#"(module (import "env" "read_args" (func (param i32)))
             (memory (export "memory") 1 1)
             (func (export "user_entrypoint") (param i32) (result i32) i32.const 0))"#
            .to_owned(),
        // No memory, no entry point, one of the wrong type, a start function.
        r#"(module (func (export "user_entrypoint") (param i32) (result i32) i32.const 0))"#
            .to_owned(),
        r#"(module (memory (export "memory") 1 1))"#.to_owned(),
        r#"(module (memory (export "memory") 1 1)
             (func (export "user_entrypoint") (param i64) (result i32) i32.const 0))"#
            .to_owned(),
        r#"(module (memory (export "memory") 1 1) (func $start) (start $start)
             (func (export "user_entrypoint") (param i32) (result i32) i32.const 0))"#
            .to_owned(),
        // Memory that can grow and is not paid for; too much of it.
        r#"(module (memory (export "memory") 1)
             (func (export "user_entrypoint") (param i32) (result i32) i32.const 0))"#
            .to_owned(),
        r#"(module (memory (export "memory") 129 129)
             (func (export "user_entrypoint") (param i32) (result i32) i32.const 0))"#
            .to_owned(),
    ];
    for text in refused {
        let mut world = World::new();
        let program = world.put_code(&code(&text));
        let outcome = world.activate(program);
        assert!(!outcome.success, "{text}");
        assert!(!outcome.output.is_empty(), "a reason for {text}");
        assert!(!world.send(program, &[]).success);
    }
}

#[test]
fn what_is_no_program_is_not_activated() {
    let mut world = World::new();
    for account in [SENDER, ARB_SYS] {
        fails(&world.activate(account), &ArbWasm::ProgramNotWasm {});
    }
    let damaged = world.put_code(&[0xef, 0xf0, 0x00, 0x00, 0x12, 0x34]);
    assert!(!world.activate(damaged).success);
    let dictionary = world.put_code(&[0xef, 0xf0, 0x00, 0x01, 0x06]);
    assert!(!world.activate(dictionary).success);
}

#[test]
fn an_activation_goes_with_the_revert_and_comes_with_the_snapshot() {
    let mut world = World::new();
    let program = world.put_code(&code(&empty()));
    // Forwards to ArbWasm with its value, then always reverts.
    let mut reverting = evm::relay(Kind::Call);
    let length = reverting.len();
    reverting[length - 1] = 0xfd;
    let reverting = world.put_code(&reverting);
    let call = ArbWasm::activateProgramCall { program }.abi_encode();
    let mut transaction =
        world.transaction(reverting, &[&address_word(ARB_WASM).0, &call[..]].concat());
    transaction.value = U256::from(ETHER);
    let outcome = world.run(&transaction);
    assert!(
        !outcome.success && outcome.output.len() == 64,
        "{outcome:?}"
    );
    assert!(!world.send(program, &[]).success);
    let snapshot = world.machine.snapshot();
    assert!(world.activate(program).success);
    assert!(world.send(program, &[]).success);
    world.machine.restore(&snapshot);
    assert!(!world.send(program, &[]).success);
}

#[test]
fn precompiles_are_called_directly_and_do_not_change_in_a_static_call() {
    let mut world = World::new();
    let program = world.put_code(&code(&empty()));
    let call = ArbWasm::activateProgramCall { program }.abi_encode();
    for kind in [Kind::Static, Kind::Delegate] {
        let relay = world.put_code(&evm::relay(kind));
        let data = [&address_word(ARB_WASM).0, &call[..]].concat();
        assert!(!world.send(relay, &data).success, "{kind:?}");
    }
    let relay = world.put_code(&evm::relay(Kind::Static));
    let call = ArbWasm::stylusVersionCall {}.abi_encode();
    let data = [&address_word(ARB_WASM).0, &call[..]].concat();
    assert_eq!(world.output(relay, &data), word(2));
    assert!(!world.send(ARB_WASM, &[1, 2, 3, 4]).success);
    assert!(!world.send(ARB_WASM, &[]).success);
}
