//! Contracts as data: what code an account has, and new ones.

#![allow(unsafe_code)]

use alloc::vec::Vec;
use alloy_primitives::{Address, B256};
use stylus_sdk::host::WasmVM;
use stylus_sdk::hostio;
use stylus_sdk::prelude::*;

/// Bytes of an account's code.
pub fn size(address: Address) -> usize {
    WasmVM {}.code_size(address)
}

/// Hash of an account's code: that of nothing where there is none, zero where there is no account.
pub fn hash(address: Address) -> B256 {
    WasmVM {}.code_hash(address)
}

/// Adds `length` bytes of an account's code from `offset` on to the buffer, in place. Whether there were as many.
pub fn append(buffer: &mut Vec<u8>, address: Address, offset: usize, length: usize) -> bool {
    buffer.reserve(length);
    let start = buffer.len();
    // SAFETY: the room for `length` bytes is reserved, and the host says how many of them it has written.
    unsafe {
        let end = buffer.as_mut_ptr().add(start);
        let written = hostio::account_code(address.as_ptr(), offset, length, end);
        buffer.set_len(start.saturating_add(written.min(length)));
        written == length
    }
}

/// Runs init code, without value. The new contract; none where it failed.
pub fn create(init: &[u8]) -> Option<Address> {
    let (mut address, mut length) = (Address::ZERO, 0);
    // SAFETY: every pointer is to a live buffer of the length the host reads or writes.
    unsafe {
        hostio::create1(
            init.as_ptr(),
            init.len(),
            B256::ZERO.as_ptr(),
            address.as_mut_ptr(),
            &mut length,
        );
    }
    (!address.is_zero()).then_some(address)
}
