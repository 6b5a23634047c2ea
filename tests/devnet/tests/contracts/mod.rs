//! EVM contracts of a few instructions, written out by hand.

#![allow(dead_code)]

use alloy::primitives::Bytes;
use alloy::sol_types::{Revert, SolError};

/// Init code that returns `runtime` as it is.
pub(crate) fn init(runtime: &[u8]) -> Bytes {
    devnet::chain::returning(runtime).unwrap()
}

/// Adds one to slot 0 and returns the new number.
pub(crate) fn counter() -> Bytes {
    // PUSH0 SLOAD PUSH1 1 ADD DUP1 PUSH0 SSTORE PUSH0 MSTORE PUSH1 32 PUSH0 RETURN
    init(&[
        0x5f, 0x54, 0x60, 0x01, 0x01, 0x80, 0x5f, 0x55, 0x5f, 0x52, 0x60, 0x20, 0x5f, 0xf3,
    ])
}

/// Logs the first word of its call data as the topic, and the sender as data.
pub(crate) fn emitter() -> Bytes {
    // CALLER PUSH0 MSTORE PUSH0 CALLDATALOAD PUSH1 32 PUSH0 LOG1 STOP
    init(&[0x33, 0x5f, 0x52, 0x5f, 0x35, 0x60, 0x20, 0x5f, 0xa1, 0x00])
}

/// Reverts with `Error(reason)`.
pub(crate) fn refusing(reason: &str) -> Bytes {
    let data = Revert {
        reason: reason.into(),
    }
    .abi_encode();
    // PUSH1 size, PUSH1 offset of the data, PUSH0, CODECOPY, PUSH1 size, PUSH0, REVERT
    let size = data.len() as u8;
    let mut runtime = vec![0x60, size, 0x60, 0x0a, 0x5f, 0x39, 0x60, size, 0x5f, 0xfd];
    runtime.extend(data);
    init(&runtime)
}

/// Runs out of everything unless `gas` or more is left, and uses hardly any.
pub(crate) fn greedy(gas: u32) -> Bytes {
    // PUSH4 gas, GAS, LT, PUSH1 11, JUMPI, STOP, (11:) JUMPDEST, INVALID
    let mut runtime = vec![0x63];
    runtime.extend(gas.to_be_bytes());
    runtime.extend([0x5a, 0x10, 0x60, 0x0b, 0x57, 0x00, 0x5b, 0xfe]);
    init(&runtime)
}
