//! Host functions that need only the frame: what they cost and what they say.

use super::{
    text::{ink_after, ink_of, returning, with_data},
    world::{address_word, word, World, CHAIN, SENDER, START},
};
use alloy::primitives::keccak256;
use revm::primitives::{Address, U256};

const HEADER: u64 = 2_450;
/// Calling a host function ends a block; what follows it pays a header of its own.
const CALL: u64 = 3_800 + HEADER;
const H: u64 = 8_400;
const P: u64 = 5_040;

#[track_caller]
fn hook(name: &str, constants: usize, ink: u64) {
    let pushes = "i32.const 64 ".repeat(constants);
    assert_eq!(
        ink_of("", &format!("{pushes} call ${name}")),
        constants as u64 + CALL + ink,
        "{name}"
    );
}

#[test]
fn functions_that_write_through_a_pointer() {
    for name in [
        "block_basefee",
        "block_coinbase",
        "contract_address",
        "msg_sender",
        "msg_value",
        "tx_gas_price",
        "tx_origin",
    ] {
        hook(name, 1, H + P);
    }
}

#[test]
fn functions_that_return_a_number() {
    for name in [
        "block_gas_limit",
        "block_number",
        "block_timestamp",
        "chainid",
        "evm_gas_left",
        "evm_ink_left",
        "msg_reentrant",
        "tx_ink_price",
        "return_data_size",
    ] {
        // and the drop of what it returns
        assert_eq!(
            ink_of("", &format!("call ${name} drop")),
            CALL + H + 9,
            "{name}"
        );
    }
}

#[test]
fn arithmetic_functions() {
    hook("math_div", 2, H + 3 * P + 20_000);
    hook("math_mod", 2, H + 3 * P + 20_000);
    hook("math_add_mod", 3, H + 4 * P + 21_000);
    hook("math_mul_mod", 3, H + 4 * P + 24_100);
    // An exponent of zero has no significant byte.
    hook("math_pow", 2, H + 3 * P + 3_000 + 17_500);
    // 0x0102 has two; it lies in the last bytes of the word at 96.
    let exponent = "i32.const 126 i32.const 0x0201 i32.store16 i32.const 64 i32.const 96";
    assert_eq!(
        ink_of("", &format!("{exponent} call $math_pow")),
        2 + 825 + 2 + CALL + H + 3 * P + 3_000 + 17_500 * 3
    );
}

#[test]
fn keccak_by_words() {
    // Up to two words at the base price, then by the word begun.
    for (bytes, words) in [(0, 0), (64, 0), (65, 1), (96, 1), (97, 2), (1_000, 30)] {
        let piece = format!("i32.const 64 i32.const {bytes} i32.const 64 call $native_keccak256");
        assert_eq!(
            ink_of("", &piece),
            3 + CALL + 121_800 + 21_000 * words,
            "{bytes}"
        );
    }
}

#[test]
fn call_data_and_result_by_length() {
    let mut world = World::new();
    for bytes in [0_usize, 32, 33, 200] {
        let over = bytes.saturating_sub(32) as u64;
        let data = vec![7; bytes];
        let read = ink_after(&mut world, "", "", "i32.const 64 call $read_args", &data);
        assert_eq!(read, 1 + CALL + H + 5_040 + 30 * over);
        let piece = format!("i32.const 64 i32.const {bytes} call $write_result");
        assert_eq!(ink_of("", &piece), 2 + CALL + H + 2 * (16_381 + 55 * over));
    }
}

#[test]
fn exit_early_costs_nothing_and_sets_the_status() {
    for (status, success) in [(0, true), (1, false), (7, false)] {
        let text = with_data(&format!(
            "i32.const 1024 i32.const 3 call $write_result
             i32.const {status} call $exit_early unreachable"
        ));
        let mut world = World::new();
        let program = world.program(&text);
        let outcome = world.send(program, b"abc");
        assert_eq!(
            (outcome.success, outcome.output.as_ref()),
            (success, &b"abc"[..])
        );
        assert_eq!(outcome.halt, None);
    }
    // Two programs that differ only in how they end: `i32.const 0, call | ` against `i32.const 0, end`.
    let gas = |end: &str| {
        let mut world = World::new();
        let program = world.program(&with_data(end));
        world.send(program, &[]).gas_used
    };
    // 3,800 ink more for the call, 1 less for the end that is not reached: under one gas.
    assert!(gas("i32.const 0 call $exit_early i32.const 0").abs_diff(gas("i32.const 0")) <= 1);
}

#[test]
fn the_setting_is_told() {
    let mut world = World::new();
    let mut tell = |body: &str, size: u32| {
        let program = world.program(&returning(body, 64, size));
        let mut transaction = world.transaction(program, &[]);
        transaction.value = U256::from(5);
        let outcome = world.run(&transaction);
        assert!(outcome.success, "{body} {outcome:?}");
        (program, outcome.output.to_vec())
    };
    assert_eq!(
        tell("i32.const 64 call $msg_sender", 20).1,
        SENDER.as_slice()
    );
    assert_eq!(
        tell("i32.const 64 call $tx_origin", 20).1,
        SENDER.as_slice()
    );
    assert_eq!(
        tell("i32.const 64 call $block_coinbase", 20).1,
        [0xcb; 20].as_slice()
    );
    let (program, output) = tell("i32.const 64 call $contract_address", 20);
    assert_eq!(output, program.as_slice());
    assert_eq!(
        tell("i32.const 64 call $msg_value", 32).1,
        word(5).as_slice()
    );
    assert_eq!(
        tell("i32.const 64 call $block_basefee", 32).1,
        word(100_000_000).as_slice()
    );
    assert_eq!(
        tell("i32.const 64 call $tx_gas_price", 32).1,
        word(100_000_000).as_slice()
    );
    let mut number = |name: &str| {
        let body = format!("i32.const 64 call ${name} i64.store");
        u64::from_le_bytes(tell(&body, 8).1.try_into().unwrap())
    };
    assert_eq!(number("block_number"), 77, "the L1 block");
    assert_eq!(number("block_timestamp"), START);
    assert_eq!(number("chainid"), CHAIN);
    assert_eq!(number("block_gas_limit"), 1 << 50);
    let body = "i32.const 64 call $tx_ink_price i32.store";
    assert_eq!(tell(body, 4).1, 10_000_u32.to_le_bytes());
}

#[test]
fn gas_left_is_ink_left_rounded_down() {
    // gas, then ink: the second is 8,400 + 3,800 + 2,450 + 825.. less, so compare within a gas
    let body =
        "i32.const 64 call $evm_gas_left i64.store i32.const 72 call $evm_ink_left i64.store";
    let mut world = World::new();
    let program = world.program(&returning(body, 64, 16));
    let output = world.output(program, &[]);
    let gas = u64::from_le_bytes(output[..8].try_into().unwrap());
    let ink = u64::from_le_bytes(output[8..].try_into().unwrap());
    // store 950, const 1, call 3,800, header 2,450, H
    let between = 950 + 1 + 3_800 + HEADER + H;
    assert_eq!(gas, (ink + between) / 10_000);
}

/// Arguments are words at 1024, 1056, 1088; the result replaces the first.
fn math(name: &str, arguments: &[U256]) -> U256 {
    let mut world = World::new();
    let pointers: String = (0..arguments.len())
        .map(|i| format!("i32.const {} ", 1_024 + 32 * i))
        .collect();
    let program = world.program(&returning(&format!("{pointers} call ${name}"), 1_024, 32));
    let data: Vec<u8> = arguments
        .iter()
        .flat_map(|word| word.to_be_bytes::<32>())
        .collect();
    U256::from_be_slice(&world.output(program, &data))
}

#[test]
fn arithmetic_means_what_the_evm_means() {
    let u = |n: u64| U256::from(n);
    assert_eq!(math("math_div", &[u(17), u(5)]), u(3));
    assert_eq!(math("math_div", &[u(17), u(0)]), u(0));
    assert_eq!(math("math_mod", &[u(17), u(5)]), u(2));
    assert_eq!(math("math_mod", &[u(17), u(0)]), u(0));
    assert_eq!(math("math_pow", &[u(3), u(5)]), u(243));
    assert_eq!(math("math_pow", &[u(2), u(256)]), u(0), "wraps");
    // (2^256 - 1) + 2 does not wrap before the modulus: 2^256 + 1 = 1 + 6 mod 10.
    assert_eq!(math("math_add_mod", &[U256::MAX, u(2), u(10)]), u(7));
    assert_eq!(math("math_add_mod", &[u(1), u(2), u(0)]), u(0));
    // 2^256 - 1 = 5 mod 10, 5 * 5 = 25.
    assert_eq!(math("math_mul_mod", &[U256::MAX, U256::MAX, u(10)]), u(5));
    assert_eq!(math("math_mul_mod", &[u(1), u(2), u(0)]), u(0));
}

#[test]
fn keccak_hashes() {
    let mut world = World::new();
    let body = "i32.const 1024 local.get $length i32.const 64 call $native_keccak256";
    let program = world.program(&returning(body, 64, 32));
    for data in [&b""[..], b"plimsoll", &[0x55; 300]] {
        assert_eq!(world.output(program, data), keccak256(data).as_slice());
    }
}

#[test]
fn a_pointer_out_of_bounds_reverts_without_data_and_keeps_the_gas() {
    for body in [
        "i32.const 65530 call $msg_sender",
        "i32.const -1 call $read_args",
        "i32.const 65535 i32.const 2 call $write_result",
        "i32.const 0 i32.const 65537 i32.const 0 call $native_keccak256",
    ] {
        let mut world = World::new();
        let program = world.program(&returning(body, 0, 0));
        let outcome = world.send(program, &[1, 2, 3]);
        assert!(
            !outcome.success && outcome.output.is_empty() && outcome.halt.is_none(),
            "{body}"
        );
        assert!(outcome.gas_used < 100_000, "{body}");
    }
}

#[test]
fn a_trap_reverts_without_data_and_keeps_the_gas() {
    for body in [
        "unreachable",
        "i32.const 1 i32.const 0 i32.div_u drop",
        "i32.const -4 i32.load drop",
    ] {
        let mut world = World::new();
        let program = world.program(&returning(
            &format!("i32.const 1024 i32.const 3 call $write_result {body}"),
            0,
            0,
        ));
        let outcome = world.send(program, b"abc");
        assert!(
            !outcome.success && outcome.output.is_empty() && outcome.halt.is_none(),
            "{body}"
        );
        assert!(outcome.gas_used < 100_000, "{body}");
        assert_eq!(
            outcome.failures.len(),
            1,
            "told to the one who looks for the fault"
        );
    }
}

#[test]
fn logs_carry_topics_and_data() {
    const A: u64 = 59_673;
    for topics in 0..=4_u64 {
        let bytes = 32 * topics + 5;
        let piece = format!("i32.const 64 i32.const {bytes} i32.const {topics} call $emit_log");
        let gas = 375 * (1 + topics) + 8 * 5;
        let read = 16_381 + 55 * bytes.saturating_sub(32);
        assert_eq!(
            ink_of("", &piece),
            3 + CALL + H + A + read + gas * 10_000,
            "{topics}"
        );
    }
    let mut world = World::new();
    let body = "i32.const 1024 local.get $length i32.const 2 call $emit_log";
    let program = world.program(&returning(body, 0, 0));
    let data = [&word(1)[..], &word(2), b"data"].concat();
    let outcome = world.send(program, &data);
    let log = &outcome.logs[0];
    assert_eq!(log.address, program);
    assert_eq!(log.data.topics(), [word(1), word(2)]);
    assert_eq!(log.data.data.as_ref(), b"data");
    // Fewer bytes than topics, more topics than four.
    assert!(!world.send(program, &data[..63]).success);
    let five = "i32.const 1024 i32.const 160 i32.const 5 call $emit_log";
    let program = world.program(&returning(five, 0, 0));
    assert!(!world.send(program, &[0; 160]).success);
}

#[test]
fn other_accounts() {
    const A: u64 = 59_673;
    let other = Address::repeat_byte(0x77);
    let data = other.as_slice();
    let prepare = || {
        let mut world = World::new();
        world.machine.set_balance(other, U256::from(123));
        world
            .machine
            .set_code(other, vec![0x60, 0x01, 0x60, 0x02, 0x00].into());
        world
    };
    let measure = |before: &str, piece: &str| ink_after(&mut prepare(), "", before, piece, data);
    // Address at 1024; cold 2,600, warm 100.
    let balance = "i32.const 1024 i32.const 64 call $account_balance";
    assert_eq!(
        measure("", balance),
        2 + CALL + H + 2 * P + A + 2_600 * 10_000
    );
    assert_eq!(
        measure(balance, balance),
        2 + CALL + H + 2 * P + A + 100 * 10_000
    );
    let hash = "i32.const 1024 i32.const 64 call $account_codehash";
    assert_eq!(measure("", hash), 2 + CALL + H + 2 * P + A + 2_600 * 10_000);
    assert_eq!(
        measure(balance, hash),
        2 + CALL + H + 2 * P + A + 100 * 10_000
    );
    let size = "i32.const 1024 call $account_code_size drop";
    assert_eq!(
        measure("", size),
        1 + CALL + 9 + H + A + (2_600 + 700) * 10_000
    );
    assert_eq!(
        measure(balance, size),
        1 + CALL + 9 + H + A + (100 + 700) * 10_000
    );
    // Three bytes from the second on are copied; the write costs the base.
    let code = "i32.const 1024 i32.const 1 i32.const 3 i32.const 64 call $account_code drop";
    let price = 4 + CALL + 9 + H + A + 5_040;
    assert_eq!(measure("", code), price + (2_600 + 700) * 10_000);
    assert_eq!(measure(balance, code), price + (100 + 700) * 10_000);

    let mut world = prepare();
    let mut tell = |body: &str, size: u32| {
        let program = world.program(&returning(body, 64, size));
        world.output(program, data)
    };
    assert_eq!(tell(balance, 32), word(123).as_slice());
    assert_eq!(
        tell(hash, 32),
        keccak256([0x60, 0x01, 0x60, 0x02, 0x00]).as_slice()
    );
    assert_eq!(tell(code, 4), [0x01, 0x60, 0x02, 0x00]);
    let size = "i32.const 64 i32.const 1024 call $account_code_size i32.store";
    assert_eq!(tell(size, 4), 5_u32.to_le_bytes());
    // Past the end: as much as there is.
    let tail =
        "i32.const 64 i32.const 1024 i32.const 4 i32.const 9 i32.const 96 call $account_code i32.store";
    assert_eq!(tell(tail, 4), 1_u32.to_le_bytes());
    assert_eq!(address_word(other)[12..], *data);
}
