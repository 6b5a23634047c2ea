//! The host functions of the chain and their types.

/// Module that all imports come from.
pub const HOOK_MODULE: &str = "vm_hooks";

/// An integer that crosses the border between program and host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// 32 bits: pointers, lengths, flags.
    I32,
    /// 64 bits: gas, ink, numbers of the block.
    I64,
}

/// A host function: name, parameters, result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hook {
    /// Name of the import.
    pub name: &'static str,
    /// Types of its parameters.
    pub parameters: &'static [Word],
    /// Type of its result.
    pub result: Option<Word>,
}

use Word::{I32, I64};

const fn hook_of(name: &'static str, parameters: &'static [Word], result: Option<Word>) -> Hook {
    Hook {
        name,
        parameters,
        result,
    }
}

/// Every host function that a program may import.
pub const HOOKS: &[Hook] = &[
    hook_of("read_args", &[I32], None),
    hook_of("write_result", &[I32, I32], None),
    hook_of("exit_early", &[I32], None),
    hook_of("storage_load_bytes32", &[I32, I32], None),
    hook_of("storage_cache_bytes32", &[I32, I32], None),
    hook_of("storage_flush_cache", &[I32], None),
    hook_of("transient_load_bytes32", &[I32, I32], None),
    hook_of("transient_store_bytes32", &[I32, I32], None),
    hook_of("call_contract", &[I32, I32, I32, I32, I64, I32], Some(I32)),
    hook_of(
        "delegate_call_contract",
        &[I32, I32, I32, I64, I32],
        Some(I32),
    ),
    hook_of(
        "static_call_contract",
        &[I32, I32, I32, I64, I32],
        Some(I32),
    ),
    hook_of("create1", &[I32, I32, I32, I32, I32], None),
    hook_of("create2", &[I32, I32, I32, I32, I32, I32], None),
    hook_of("read_return_data", &[I32, I32, I32], Some(I32)),
    hook_of("return_data_size", &[], Some(I32)),
    hook_of("emit_log", &[I32, I32, I32], None),
    hook_of("account_balance", &[I32, I32], None),
    hook_of("account_code", &[I32, I32, I32, I32], Some(I32)),
    hook_of("account_code_size", &[I32], Some(I32)),
    hook_of("account_codehash", &[I32, I32], None),
    hook_of("evm_gas_left", &[], Some(I64)),
    hook_of("evm_ink_left", &[], Some(I64)),
    hook_of("block_basefee", &[I32], None),
    hook_of("block_coinbase", &[I32], None),
    hook_of("block_gas_limit", &[], Some(I64)),
    hook_of("block_number", &[], Some(I64)),
    hook_of("block_timestamp", &[], Some(I64)),
    hook_of("chainid", &[], Some(I64)),
    hook_of("contract_address", &[I32], None),
    hook_of("math_div", &[I32, I32], None),
    hook_of("math_mod", &[I32, I32], None),
    hook_of("math_pow", &[I32, I32], None),
    hook_of("math_add_mod", &[I32, I32, I32], None),
    hook_of("math_mul_mod", &[I32, I32, I32], None),
    hook_of("msg_reentrant", &[], Some(I32)),
    hook_of("msg_sender", &[I32], None),
    hook_of("msg_value", &[I32], None),
    hook_of("native_keccak256", &[I32, I32, I32], None),
    hook_of("tx_gas_price", &[I32], None),
    hook_of("tx_ink_price", &[], Some(I32)),
    hook_of("tx_origin", &[I32], None),
    hook_of("pay_for_memory_grow", &[I32], None),
];

/// The host function of that name.
pub fn hook(name: &str) -> Option<&'static Hook> {
    HOOKS.iter().find(|hook| hook.name == name)
}
