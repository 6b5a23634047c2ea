//! Text of programs.

use super::world::{number, World};

/// Every host function that the tests import, under its own name.
pub(crate) const IMPORTS: &str = r#"
(import "vm_hooks" "read_args" (func $read_args (param i32)))
(import "vm_hooks" "write_result" (func $write_result (param i32 i32)))
(import "vm_hooks" "exit_early" (func $exit_early (param i32)))
(import "vm_hooks" "storage_load_bytes32" (func $storage_load_bytes32 (param i32 i32)))
(import "vm_hooks" "storage_cache_bytes32" (func $storage_cache_bytes32 (param i32 i32)))
(import "vm_hooks" "storage_flush_cache" (func $storage_flush_cache (param i32)))
(import "vm_hooks" "transient_load_bytes32" (func $transient_load_bytes32 (param i32 i32)))
(import "vm_hooks" "transient_store_bytes32" (func $transient_store_bytes32 (param i32 i32)))
(import "vm_hooks" "call_contract" (func $call_contract (param i32 i32 i32 i32 i64 i32) (result i32)))
(import "vm_hooks" "delegate_call_contract" (func $delegate_call_contract (param i32 i32 i32 i64 i32) (result i32)))
(import "vm_hooks" "static_call_contract" (func $static_call_contract (param i32 i32 i32 i64 i32) (result i32)))
(import "vm_hooks" "create1" (func $create1 (param i32 i32 i32 i32 i32)))
(import "vm_hooks" "create2" (func $create2 (param i32 i32 i32 i32 i32 i32)))
(import "vm_hooks" "read_return_data" (func $read_return_data (param i32 i32 i32) (result i32)))
(import "vm_hooks" "return_data_size" (func $return_data_size (result i32)))
(import "vm_hooks" "emit_log" (func $emit_log (param i32 i32 i32)))
(import "vm_hooks" "account_balance" (func $account_balance (param i32 i32)))
(import "vm_hooks" "account_code" (func $account_code (param i32 i32 i32 i32) (result i32)))
(import "vm_hooks" "account_code_size" (func $account_code_size (param i32) (result i32)))
(import "vm_hooks" "account_codehash" (func $account_codehash (param i32 i32)))
(import "vm_hooks" "evm_gas_left" (func $evm_gas_left (result i64)))
(import "vm_hooks" "evm_ink_left" (func $evm_ink_left (result i64)))
(import "vm_hooks" "block_basefee" (func $block_basefee (param i32)))
(import "vm_hooks" "block_coinbase" (func $block_coinbase (param i32)))
(import "vm_hooks" "block_gas_limit" (func $block_gas_limit (result i64)))
(import "vm_hooks" "block_number" (func $block_number (result i64)))
(import "vm_hooks" "block_timestamp" (func $block_timestamp (result i64)))
(import "vm_hooks" "chainid" (func $chainid (result i64)))
(import "vm_hooks" "contract_address" (func $contract_address (param i32)))
(import "vm_hooks" "math_div" (func $math_div (param i32 i32)))
(import "vm_hooks" "math_mod" (func $math_mod (param i32 i32)))
(import "vm_hooks" "math_pow" (func $math_pow (param i32 i32)))
(import "vm_hooks" "math_add_mod" (func $math_add_mod (param i32 i32 i32)))
(import "vm_hooks" "math_mul_mod" (func $math_mul_mod (param i32 i32 i32)))
(import "vm_hooks" "msg_reentrant" (func $msg_reentrant (result i32)))
(import "vm_hooks" "msg_sender" (func $msg_sender (param i32)))
(import "vm_hooks" "msg_value" (func $msg_value (param i32)))
(import "vm_hooks" "native_keccak256" (func $native_keccak256 (param i32 i32 i32)))
(import "vm_hooks" "tx_gas_price" (func $tx_gas_price (param i32)))
(import "vm_hooks" "tx_ink_price" (func $tx_ink_price (result i32)))
(import "vm_hooks" "tx_origin" (func $tx_origin (param i32)))
(import "vm_hooks" "pay_for_memory_grow" (func $pay_for_memory_grow (param i32)))
"#;

/// A program of one page whose entry point does `body` and returns its status. The call data lies at
/// 1024; `$length` is its length.
pub(crate) fn with_data(body: &str) -> String {
    format!(
        r#"(module {IMPORTS}
          (memory (export "memory") 1 1)
          (func (export "user_entrypoint") (param $length i32) (result i32)
            (local $status i32) (local $size i32) (local $wide i64)
            i32.const 1024
            call $read_args
            {body}))"#
    )
}

/// A program that returns `size` bytes from `start` after `body`.
pub(crate) fn returning(body: &str, start: u32, size: u32) -> String {
    with_data(&format!(
        "{body} i32.const {start} i32.const {size} call $write_result i32.const 0"
    ))
}

/// How a program calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Call,
    Delegate,
    Static,
}

impl Kind {
    pub(crate) const ALL: [Self; 3] = [Self::Call, Self::Delegate, Self::Static];

    /// A call with all gas: address, data, its length, the value where there is one, gas, and the place
    /// of the length of what comes back.
    pub(crate) fn text(self, address: u32, data: &str, value: u32, gas: i64) -> String {
        let (name, value) = match self {
            Self::Call => ("call_contract", format!("i32.const {value}")),
            Self::Delegate => ("delegate_call_contract", String::new()),
            Self::Static => ("static_call_contract", String::new()),
        };
        format!("i32.const {address} {data} {value} i64.const {gas} i32.const 96 call ${name}")
    }
}

/// Calls the address in the first word of its call data with the rest of it and its own value, leaves
/// what comes back at 2048, its length in `$size`, the status in `$status`.
pub(crate) fn relaying(kind: Kind) -> String {
    let call = kind.text(
        1_036,
        "i32.const 1056 local.get $length i32.const 32 i32.sub",
        64,
        -1,
    );
    format!(
        "i32.const 64 call $msg_value
         {call}
         local.set $status
         i32.const 2048 i32.const 0 i32.const 96 i32.load call $read_return_data
         local.set $size"
    )
}

/// Returns, or reverts with, what the called one returned.
pub(crate) fn relay(kind: Kind) -> String {
    let call = relaying(kind);
    with_data(&format!(
        "{call} i32.const 2048 local.get $size call $write_result local.get $status"
    ))
}

/// Always succeeds; returns the status in one byte, then what the called one returned.
pub(crate) fn trying(kind: Kind) -> String {
    let call = relaying(kind);
    with_data(&format!(
        "{call}
         i32.const 2047 local.get $status i32.store8
         i32.const 2047 local.get $size i32.const 1 i32.add call $write_result
         i32.const 0"
    ))
}

/// Returns four words: its address, its sender, its value, the length of its call data (below 256).
pub(crate) fn who() -> String {
    returning(
        "i32.const 76 call $contract_address
         i32.const 108 call $msg_sender
         i32.const 128 call $msg_value
         i32.const 191 local.get $length i32.store8",
        64,
        128,
    )
}

/// What any measured piece costs by itself: the header of its basic block, the `local.set` that keeps
/// the ink left before it, the call of `evm_ink_left` and that function.
const FRAME_OF_MEASUREMENT: u64 = 2_450 + 210 + 3_800 + 8_400;

/// A program that measures the ink of `piece`. `parts` are further parts of the module.
pub(crate) fn measuring(parts: &str, memory: &str, before: &str, piece: &str) -> String {
    format!(
        r#"(module {IMPORTS} {parts}
          (memory (export "memory") {memory})
          (func (export "user_entrypoint") (param $length i32) (result i32)
            (local $before i64) (local $after i64) (local $x i32) (local $y i64)
            i32.const 1024
            call $read_args
            {before}
            call $evm_ink_left
            local.set $before
            {piece}
            call $evm_ink_left
            local.set $after
            i32.const 0
            local.get $before
            local.get $after
            i64.sub
            i64.store
            i32.const 0
            i32.const 8
            call $write_result
            i32.const 0))"#
    )
}

/// Ink of a piece of code, run in a fresh machine.
pub(crate) fn ink_of(parts: &str, piece: &str) -> u64 {
    ink_after(&mut World::new(), parts, "", piece, &[])
}

/// Ink of a piece of code after another piece, with call data.
pub(crate) fn ink_after(
    world: &mut World,
    parts: &str,
    before: &str,
    piece: &str,
    data: &[u8],
) -> u64 {
    let program = world.program(&measuring(parts, "1 1", before, piece));
    number(&world.output(program, data)) - FRAME_OF_MEASUREMENT
}

/// Ink of a piece in a program whose memory can grow.
pub(crate) fn ink_growing(world: &mut World, piece: &str) -> u64 {
    let program = world.program(&measuring("", "1", "", piece));
    number(&world.output(program, &[])) - FRAME_OF_MEASUREMENT
}
