//! Calls in every direction, of every kind: who acts, who is the sender, what the value is, what they
//! cost, and what a failure leaves.

use super::{
    evm,
    text::{ink_after, relay, returning, trying, who, with_data, Kind},
    world::{address_word, code, word, World, SENDER},
};
use revm::primitives::{Address, U256};

const HEADER: u64 = 2_450;
const CALL: u64 = 3_800 + HEADER;
const H: u64 = 8_400;
const P: u64 = 5_040;
const A: u64 = 59_673;
const GAS: u64 = 10_000;
/// What a call costs in ink without call data: host function, three pointers, twice the base of a read.
const CALLED: u64 = CALL + H + 3 * P + A + 2 * 16_381;

fn words(addresses: [Address; 2], value: u64, length: u64) -> Vec<u8> {
    let [address, sender] = addresses.map(|address| address_word(address).0);
    [address, sender, word(value), word(length)].concat()
}

/// The three pairs of which at least one side is a program.
fn pairs(kind: Kind) -> [(Vec<u8>, Vec<u8>); 3] {
    let program = code(&relay(kind));
    [
        (evm::relay(kind), code(&who())),
        (program.clone(), evm::who()),
        (program, code(&who())),
    ]
}

#[test]
fn every_direction_and_kind() {
    for kind in Kind::ALL {
        for (caller, callee) in pairs(kind) {
            let mut world = World::new();
            let caller = world.put_code(&caller);
            let callee = world.put_code(&callee);
            world.activate(caller);
            world.activate(callee);
            let mut transaction = world.transaction(caller, &address_word(callee).0);
            transaction.input = [&address_word(callee).0[..], &[7; 11]].concat().into();
            if kind != Kind::Static {
                transaction.value = U256::from(5);
            }
            let outcome = world.run(&transaction);
            assert!(outcome.success, "{kind:?} {outcome:?}");
            let expected = match kind {
                Kind::Call => words([callee, caller], 5, 11),
                Kind::Delegate => words([caller, SENDER], 5, 11),
                Kind::Static => words([callee, caller], 0, 11),
            };
            assert_eq!(outcome.output.as_ref(), expected, "{kind:?}");
            let got = if kind == Kind::Call { callee } else { caller };
            let paid = if kind == Kind::Static { 0 } else { 5 };
            assert_eq!(world.machine.balance(got), U256::from(paid), "{kind:?}");
        }
    }
}

#[test]
fn delegate_calls_write_the_callers_storage() {
    let set = returning(
        "i32.const 1024 i32.const 1056 call $storage_cache_bytes32
         i32.const 0 call $storage_flush_cache",
        0,
        0,
    );
    let pairs = [
        (evm::relay(Kind::Delegate), code(&set)),
        (code(&relay(Kind::Delegate)), evm::set()),
        (code(&relay(Kind::Delegate)), code(&set)),
    ];
    for (caller, callee) in pairs {
        let mut world = World::new();
        let (caller, callee) = (world.put_code(&caller), world.put_code(&callee));
        world.activate(caller);
        world.activate(callee);
        world.output(caller, &[address_word(callee).0, word(1), word(3)].concat());
        assert_eq!(world.slot(caller, 1), U256::from(3));
        assert_eq!(world.slot(callee, 1), U256::ZERO);
    }
}

#[test]
fn storage_of_both_worlds_is_the_same() {
    let mut world = World::new();
    let reader = returning(
        "i32.const 1024 i32.const 64 call $storage_load_bytes32",
        64,
        32,
    );
    let reader = world.program(&reader);
    let evm_reader = world.put_code(&evm::get());
    for address in [reader, evm_reader] {
        world
            .machine
            .set_storage(address, U256::from(1), U256::from(9));
        assert_eq!(world.output(address, &word(1)), word(9));
    }
}

#[test]
fn a_failed_call_gives_its_data_and_leaves_no_trace() {
    let reverting = with_data(
        "i32.const 1055 i32.const 1 i32.store8
         i32.const 1087 i32.const 7 i32.store8
         i32.const 1024 i32.const 1056 call $storage_cache_bytes32
         i32.const 1 call $storage_flush_cache
         i32.const 0 i32.const 0 i32.const 0 call $emit_log
         i32.const 95 i32.const 42 i32.store8
         i32.const 64 i32.const 32 call $write_result
         i32.const 1",
    );
    for callee in [evm::set_and_revert(), code(&reverting)] {
        let mut world = World::new();
        let callee = world.put_code(&callee);
        world.activate(callee);
        let trying = world.program(&trying(Kind::Call));
        let mut transaction = world.transaction(trying, &address_word(callee).0);
        transaction.value = U256::from(5);
        let outcome = world.run(&transaction);
        assert!(outcome.success && outcome.logs.is_empty());
        assert_eq!(outcome.output[0], 2);
        assert_eq!(outcome.output[1..], word(42));
        assert_eq!(world.slot(callee, 1), U256::ZERO);
        assert_eq!(
            world.machine.balance(trying),
            U256::from(5),
            "the value came back"
        );
        // An EVM caller bubbles it up.
        let relay = world.put_code(&evm::relay(Kind::Call));
        let outcome = world.send(relay, &address_word(callee).0);
        assert!(!outcome.success);
        assert_eq!(outcome.output.as_ref(), word(42));
    }
}

#[test]
fn prices_of_calls() {
    let data = |address: Address| [address_word(address).0, word(0), word(5)].concat();
    let nobody = Address::repeat_byte(0x99);
    let touch = "i32.const 1036 i32.const 64 call $account_balance ";
    let plain = |kind: Kind| {
        let text = kind.text(1_036, "i32.const 0 i32.const 0", 1_056, -1);
        format!("{text} drop")
    };
    let measure =
        |before: &str, piece: &str| ink_after(&mut World::new(), "", before, piece, &data(nobody));
    // address, data, length, gas, place of the length; a call has the value's pointer too; the drop
    for kind in Kind::ALL {
        let constants = if kind == Kind::Call { 6 } else { 5 };
        assert_eq!(
            measure("", &plain(kind)),
            constants + 9 + CALLED + 2_600 * GAS,
            "{kind:?}"
        );
        assert_eq!(
            measure(touch, &plain(kind)),
            constants + 9 + CALLED + 100 * GAS,
            "{kind:?}"
        );
    }
    // 100 bytes of call data are read twice.
    let long = Kind::Static.text(1_036, "i32.const 0 i32.const 100", 0, -1);
    let long = format!("{long} drop");
    assert_eq!(
        measure(touch, &long),
        5 + 9 + CALLED + 2 * 55 * 68 + 100 * GAS
    );
    // A callee's own use: JUMPDEST, STOP.
    let mut world = World::new();
    let callee = world.put_code(&[0x5b, 0x00]);
    let ink = ink_after(&mut world, "", touch, &plain(Kind::Static), &data(callee));
    assert_eq!(ink, 5 + 9 + CALLED + (100 + 1) * GAS);
    // All the gas that it was given, where it halts.
    let callee = world.put_code(&[0xfe]);
    let halting = Kind::Static.text(1_036, "i32.const 0 i32.const 0", 0, 1_234);
    let halting = format!("{halting} drop");
    let ink = ink_after(&mut world, "", touch, &halting, &data(callee));
    assert_eq!(ink, 5 + 9 + CALLED + (100 + 1_234) * GAS);
}

#[test]
fn prices_of_value() {
    let touch = "i32.const 1036 i32.const 64 call $account_balance ";
    let pay = Kind::Call.text(1_036, "i32.const 0 i32.const 0", 1_056, -1);
    let piece = format!("{pay} drop");
    let nobody = Address::repeat_byte(0x99);
    let measure = |exists: bool| {
        let mut world = World::new();
        let program = world.program(&super::text::measuring("", "1 1", touch, &piece));
        world.machine.set_balance(program, U256::from(100));
        if exists {
            world.machine.set_balance(nobody, U256::from(1));
        }
        let data = [address_word(nobody).0, word(5)].concat();
        let ink = ink_after(&mut world, "", touch, &piece, &data);
        assert_eq!(
            world.machine.balance(nobody),
            U256::from(5 + u64::from(exists))
        );
        ink
    };
    assert_eq!(measure(true), 6 + 9 + CALLED + (100 + 9_000) * GAS);
    assert_eq!(
        measure(false),
        6 + 9 + CALLED + (100 + 9_000 + 25_000) * GAS
    );
}

#[test]
fn a_call_with_value_that_is_not_there_fails_and_gives_the_gas_back() {
    let pay = Kind::Call.text(1_036, "i32.const 0 i32.const 0", 1_056, -1);
    let mut world = World::new();
    let program = world.program(&returning(
        &format!("{pay} local.set $status i32.const 64 local.get $status i32.store8"),
        64,
        1,
    ));
    let outcome = world.send(program, &[address_word(SENDER).0, word(5)].concat());
    assert_eq!((outcome.success, outcome.output[0]), (true, 2));
    assert!(outcome.gas_used < 60_000);
}

#[test]
fn a_call_gets_63_of_64_parts() {
    let touch = "i32.const 1036 i32.const 64 call $account_balance ";
    let call = Kind::Static.text(1_036, "i32.const 0 i32.const 0", 0, -1);
    // 64: ink before the call; 72: what the callee saw
    let text = returning(
        &format!(
            "{touch}
             i32.const 64 call $evm_ink_left i64.store
             {call} drop
             i32.const 72 i32.const 0 i32.const 32 call $read_return_data drop"
        ),
        64,
        40,
    );
    let mut world = World::new();
    let callee = world.put_code(&evm::gas());
    let program = world.program(&text);
    let output = world.output(program, &address_word(callee).0);
    let ink = u64::from_le_bytes(output[..8].try_into().unwrap());
    let seen = U256::from_be_slice(&output[8..]);
    // One block: store, five constants, the call and the header; then the host function.
    let left = (ink - 950 - 5 - 3_800 - HEADER - (CALLED - CALL)) / GAS;
    assert_eq!(seen, U256::from((left - 100) * 63 / 64 - 2));
    // And not more than asked for.
    let call = Kind::Static.text(1_036, "i32.const 0 i32.const 0", 0, 5_000);
    let text =
        format!("{call} drop i32.const 64 i32.const 0 i32.const 32 call $read_return_data drop");
    let program = world.program(&returning(&text, 64, 32));
    assert_eq!(
        world.output(program, &address_word(callee).0),
        word(5_000 - 2)
    );
}

#[test]
fn a_call_with_value_has_a_stipend() {
    let call = Kind::Call.text(1_036, "i32.const 0 i32.const 0", 1_056, 0);
    let text =
        format!("{call} drop i32.const 64 i32.const 0 i32.const 32 call $read_return_data drop");
    let mut world = World::new();
    let callee = world.put_code(&evm::gas());
    let program = world.program(&returning(&text, 64, 32));
    world.machine.set_balance(program, U256::from(5));
    let data = [address_word(callee).0, word(5)].concat();
    assert_eq!(world.output(program, &data), word(2_300 - 2));
}

#[test]
fn returned_data_can_be_read_in_parts() {
    let call = Kind::Static.text(1_036, "i32.const 1056 i32.const 32", 0, -1);
    let mut world = World::new();
    let echo = with_data("i32.const 1024 local.get $length call $write_result i32.const 0");
    let echo = world.program(&echo);
    let data = [address_word(echo).0, [0xab; 32]].concat();
    let mut tell = |body: &str, size: u32| {
        let program = world.program(&returning(&format!("{call} drop {body}"), 64, size));
        world.output(program, &data)
    };
    assert_eq!(
        tell("i32.const 64 call $return_data_size i32.store8", 1),
        [32]
    );
    let part =
        "i32.const 64 i32.const 72 i32.const 30 i32.const 9 call $read_return_data i32.store8";
    assert_eq!(tell(part, 11), [2, 0, 0, 0, 0, 0, 0, 0, 0xab, 0xab, 0]);
    let past =
        "i32.const 64 i32.const 72 i32.const 33 i32.const 9 call $read_return_data i32.store8";
    assert_eq!(tell(past, 11), [0; 11]);
    // Paid by what is written: 32 bytes at the base; of 100 wanted there are 32.
    let touch = format!("{call} drop ");
    let read = "i32.const 64 i32.const 0 i32.const 100 call $read_return_data drop";
    let ink = ink_after(&mut world, "", &touch, read, &data);
    assert_eq!(ink, 3 + CALL + 9 + H + A + 5_040);
}

#[test]
fn out_of_ink_is_out_of_gas() {
    let mut world = World::new();
    let endless = world.program(&returning("loop br 0 end", 0, 0));
    let mut transaction = world.transaction(endless, &[]);
    transaction.gas_limit = 100_000;
    let outcome = world.run(&transaction);
    assert_eq!(outcome.gas_used, 100_000);
    assert!(!outcome.success && outcome.halt.is_some());
    // In a call: its gas is gone, the caller goes on.
    let call = Kind::Call.text(1_036, "i32.const 0 i32.const 0", 64, 30_000);
    let caller = world.program(&returning(
        &format!("{call} local.set $status i32.const 64 local.get $status i32.store8"),
        64,
        1,
    ));
    let outcome = world.send(caller, &address_word(endless).0);
    assert_eq!((outcome.success, outcome.output[0]), (true, 2));
    assert!((51_000..60_000).contains(&outcome.gas_used), "{outcome:?}");
    // In a host function and in a copy, too.
    for body in [
        "i32.const 0 i32.const 65000 i32.const 0 call $native_keccak256",
        "i32.const 0 i32.const 0 i32.const 65000 memory.fill",
    ] {
        let body = format!("loop {body} br 0 end");
        let program = world.program(&returning(&body, 0, 0));
        let mut transaction = world.transaction(program, &[]);
        transaction.gas_limit = 100_000;
        let outcome = world.run(&transaction);
        assert_eq!((outcome.gas_used, outcome.success), (100_000, false));
    }
}

#[test]
fn nothing_changes_the_chain_in_a_static_call() {
    let mut world = World::new();
    let relay = world.put_code(&evm::relay(Kind::Static));
    for body in [
        "i32.const 0 i32.const 0 i32.const 0 call $emit_log",
        "i32.const 64 i32.const 64 call $transient_store_bytes32",
        "i32.const 64 i32.const 0 i32.const 64 i32.const 64 i32.const 96 call $create1",
        "i32.const 64 i32.const 0 i32.const 64 i32.const 64 i32.const 64 i32.const 96 call $create2",
    ] {
        let program = world.program(&returning(body, 0, 0));
        assert!(world.send(program, &[]).success, "{body}");
        let outcome = world.send(relay, &address_word(program).0);
        assert!(!outcome.success && outcome.output.is_empty(), "{body}");
    }
    // A call with value fails at no cost, but the program goes on.
    let pay = Kind::Call.text(1_036, "i32.const 0 i32.const 0", 1_056, -1);
    let program = world.program(&returning(
        &format!("{pay} local.set $status i32.const 64 local.get $status i32.store8"),
        64,
        1,
    ));
    world.machine.set_balance(program, U256::from(5));
    let data = [address_word(program).0, address_word(SENDER).0, word(5)].concat();
    assert_eq!(world.output(relay, &data), [2]);
    assert_eq!(world.machine.balance(program), U256::from(5));
    // And what it calls is static as well.
    let writer = world.put_code(&evm::set());
    let calling = world.program(&trying(Kind::Call));
    let data = [
        address_word(calling).0,
        address_word(writer).0,
        word(1),
        word(3),
    ]
    .concat();
    assert_eq!(world.output(relay, &data)[0], 2);
    assert_eq!(world.slot(writer, 1), U256::ZERO);
}

#[test]
fn nested_programs_end_where_pages_or_gas_end() {
    // Calls itself until a call fails, and reports how deep it came: each level adds one.
    let call = Kind::Call.text(44, "i32.const 0 i32.const 0", 64, -1);
    let text = returning(
        &format!(
            "i32.const 44 call $contract_address
             {call} local.set $status
             local.get $status i32.eqz if
               i32.const 128 i32.const 0 i32.const 4 call $read_return_data drop
               i32.const 128 i32.const 128 i32.load i32.const 1 i32.add i32.store
             end"
        ),
        128,
        4,
    );
    let mut world = World::new();
    let program = world.program(&text);
    let mut transaction = world.transaction(program, &[]);
    // Each level keeps a 64th, so depth is bounded by gas long before; pages cost, too.
    transaction.gas_limit = 25_000_000;
    let outcome = world.run(&transaction);
    assert!(outcome.success, "{outcome:?}");
    let depth = u32::from_le_bytes(outcome.output[..4].try_into().unwrap());
    // 128 pages at most, one for each frame: the 129th cannot be opened.
    assert!((50..=127).contains(&depth), "{depth}");
}

#[test]
fn a_program_has_a_stack_of_its_own() {
    let text = |depth: u32| {
        format!(
            r#"(module
                 (memory (export "memory") 1 1)
                 (func $down (param $left i32) (result i32)
                   local.get $left i32.eqz if (result i32) i32.const 0
                   else local.get $left i32.const 1 i32.sub call $down i32.const 1 i32.add end)
                 (func (export "user_entrypoint") (param i32) (result i32)
                   i32.const {depth} call $down i32.const {depth} i32.ne))"#
        )
    };
    let mut world = World::new();
    let program = world.program(&text(1_500));
    assert!(world.send(program, &[]).success);
    // Without end: out of stack, and the gas is gone.
    let program = world.program(&text(10_000_000));
    let outcome = world.send(program, &[]);
    assert_eq!((outcome.success, outcome.gas_used), (false, 30_000_000));
    assert_eq!(outcome.halt.as_deref(), Some("StackOverflow"));
    assert_eq!(outcome.failures.len(), 1);
    // As a call, it fails, and the caller goes on.
    let call = Kind::Call.text(1_036, "i32.const 0 i32.const 0", 64, 5_000_000);
    let caller = world.program(&returning(
        &format!("{call} local.set $status i32.const 64 local.get $status i32.store8"),
        64,
        1,
    ));
    let outcome = world.send(caller, &address_word(program).0);
    assert_eq!((outcome.success, outcome.output[0]), (true, 2));
}
