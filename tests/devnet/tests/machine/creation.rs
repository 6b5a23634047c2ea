//! Contracts that programs create, and programs as code to be created.

use super::{
    evm,
    text::{ink_after, returning, with_data},
    world::{code, word, World, SENDER},
};
use devnet::Transaction;
use revm::primitives::{hex, keccak256, Address, Bytes, B256, U256};

const CALL: u64 = 3_800 + 2_450;
const H: u64 = 8_400;
const P: u64 = 5_040;
const A: u64 = 59_673;
const GAS: u64 = 10_000;

/// Creates with the init code in its call data, after two words: value and salt. Returns the address,
/// then what a failure left.
fn creator(with_salt: bool) -> String {
    let (name, salt) = if with_salt {
        ("create2", "i32.const 1056")
    } else {
        ("create1", "")
    };
    with_data(&format!(
        "i32.const 1088 local.get $length i32.const 64 i32.sub i32.const 1024 {salt}
         i32.const 8192 i32.const 96 call ${name}
         i32.const 8212 i32.const 0 i32.const 96 i32.load call $read_return_data
         local.set $size
         i32.const 8192 i32.const 20 local.get $size i32.add call $write_result
         i32.const 0"
    ))
}

fn data(value: u64, salt: u64, init: &[u8]) -> Vec<u8> {
    [&word(value)[..], &word(salt), init].concat()
}

#[test]
fn create_and_create2() {
    let mut world = World::new();
    let init = evm::deploying(&evm::who());
    for with_salt in [false, true] {
        let creator = world.program(&creator(with_salt));
        world.machine.set_balance(creator, U256::from(10));
        let nonce = world.machine.nonce(creator);
        let output = world.output(creator, &data(5, 9, &init));
        let expected = if with_salt {
            creator.create2(B256::from(word(9)), keccak256(&init))
        } else {
            creator.create(nonce)
        };
        assert_eq!(output, expected.as_slice());
        assert_eq!(world.machine.code(expected), Bytes::from(evm::who()));
        assert_eq!(world.machine.balance(expected), U256::from(5));
        assert_eq!(world.machine.nonce(creator), nonce + 1);
        assert_eq!(world.machine.nonce(expected), 1);
    }
}

#[test]
fn a_failed_creation_has_no_address() {
    let mut world = World::new();
    let creator = world.program(&creator(false));
    // Reverts with a word.
    let output = world.output(creator, &data(0, 0, &evm::set_and_revert()));
    assert_eq!(output, [&[0; 20][..], &word(42)].concat());
    // Halts: nothing to read.
    assert_eq!(world.output(creator, &data(0, 0, &[0xfe])), [0; 20]);
    // Value that is not there.
    assert_eq!(
        world.output(creator, &data(5, 0, &evm::deploying(&[0]))),
        [0; 20]
    );
    // Code that starts with EF and is no program.
    assert_eq!(
        world.output(creator, &data(0, 0, &evm::deploying(&[0xef, 0x00]))),
        [0; 20]
    );
}

#[test]
fn prices_of_creations() {
    // PUSH1 0, PUSH1 0, RETURN: six gas, no code.
    let init = hex!("60006000f3");
    let measure = |piece: &str| ink_after(&mut World::new(), "", "", piece, &init);
    let create1 =
        "i32.const 1024 i32.const 5 i32.const 64 i32.const 128 i32.const 96 call $create1";
    assert_eq!(
        measure(create1),
        5 + CALL + H + 3 * P + A + 2 * 16_381 + (32_000 + 6) * GAS
    );
    let create2 = "i32.const 1024 i32.const 5 i32.const 64 i32.const 160 i32.const 128 i32.const 96 call $create2";
    // and the hash of one word
    assert_eq!(
        measure(create2),
        6 + CALL + H + 4 * P + A + 2 * 16_381 + (32_000 + 6 + 6) * GAS
    );
    // Three bytes of code: RETURN of three bytes of memory (one word, 3) and 200 each.
    let init = hex!("60036000f3");
    let ink = ink_after(&mut World::new(), "", "", create1, &init);
    assert_eq!(
        ink,
        5 + CALL + H + 3 * P + A + 2 * 16_381 + (32_000 + 6 + 3 + 600) * GAS
    );
}

fn deploy(world: &mut World, code: &[u8]) -> (bool, Option<Address>) {
    let transaction = Transaction {
        from: SENDER,
        input: evm::deploying(code).into(),
        gas_limit: 30_000_000,
        gas_price: u128::from(world.block.base_fee),
        ..Transaction::default()
    };
    let outcome = world.run(&transaction);
    (outcome.success, outcome.created)
}

#[test]
fn a_program_is_deployed_by_a_transaction() {
    let mut world = World::new();
    let program = code(&returning("", 0, 0));
    let (success, created) = deploy(&mut world, &program);
    let address = created.expect("an address");
    assert!(success);
    assert_eq!(world.machine.code(address), Bytes::from(program));
    assert!(!world.send(address, &[]).success, "not activated yet");
    assert!(world.activate(address).success);
    assert!(world.send(address, &[]).success);
}

#[test]
fn code_has_a_size_limit_and_reserved_beginnings() {
    let mut world = World::new();
    assert!(deploy(&mut world, &[0; 24_576]).0);
    assert!(!deploy(&mut world, &[0; 24_577]).0);
    let mut program = vec![0xef, 0xf0, 0x00, 0x00];
    program.resize(24_576, 7);
    assert!(deploy(&mut world, &program).0, "whatever it holds");
    program.push(7);
    assert!(!deploy(&mut world, &program).0);
    for reserved in [
        &[0xef][..],
        &[0xef, 0x00],
        &[0xef, 0xf0, 0x01, 0x00],
        &[0xef, 0x01, 0x00],
    ] {
        assert!(!deploy(&mut world, reserved).0, "{reserved:?}");
    }
}

#[test]
fn a_program_creates_a_program() {
    let mut world = World::new();
    let creator = world.program(&creator(false));
    let program = code(&super::text::who());
    let output = world.output(creator, &data(0, 0, &evm::deploying(&program)));
    let address = Address::from_slice(&output);
    assert_eq!(world.machine.code(address), Bytes::from(program));
    assert!(world.activate(address).success);
    assert_eq!(world.output(address, &[])[12..32], *address.as_slice());
}
