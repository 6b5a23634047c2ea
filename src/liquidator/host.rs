//! The chain around the contract: who calls, its storage, and raw calls to others. The only unsafe code.
//!
//! The host is named by its type, not through the SDK's trait object, which would keep every host function
//! in the program. Nothing is written to storage before a call, and nobody called from here can call back: the
//! SDK's entry point refuses re-entry.

#![allow(unsafe_code)]

use crate::words::{Event, Writer};
use alloc::vec::Vec;
use alloy_primitives::{b256, Address, B256, U256};
use stylus_sdk::host::WasmVM;
use stylus_sdk::prelude::*;

/// Hash of no code. An address never touched has the zero hash.
const EMPTY_CODE: B256 = b256!("c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");

/// Who calls.
pub(crate) fn sender() -> Address {
    WasmVM {}.msg_sender()
}

/// Whether a contract lives at the address.
pub(crate) fn has_code(address: Address) -> bool {
    let hash = WasmVM {}.code_hash(address);
    hash != B256::ZERO && hash != EMPTY_CODE
}

/// A word of storage.
#[inline(never)]
pub(crate) fn load(slot: u64) -> B256 {
    WasmVM {}.storage_load_bytes32(U256::from_limbs([slot, 0, 0, 0]))
}

/// Writes a word of storage.
#[inline(never)]
pub(crate) fn store(slot: u64, word: &B256) {
    // SAFETY: every slot of this contract goes through these two functions; no reference into storage exists.
    unsafe { WasmVM {}.storage_cache_bytes32(U256::from_limbs([slot, 0, 0, 0]), *word) }
}

/// Longest revert data that is passed on: a selector and five words.
const LONGEST_REVERT: usize = 164;

/// Calls, and returns the answer where it has at most `limit` bytes.
///
/// # Errors
/// What the callee reverted with; nothing where that, or the answer, is too long. None of it is copied then.
pub(crate) fn call(to: Address, input: &[u8], limit: usize) -> Result<Vec<u8>, Vec<u8>> {
    let mut length = 0;
    // SAFETY: every pointer is to a live buffer of the length the host reads.
    let status = unsafe {
        let value = B256::ZERO;
        WasmVM {}.call_contract(
            to.as_ptr(),
            input.as_ptr(),
            input.len(),
            value.as_ptr(),
            u64::MAX,
            &mut length,
        )
    };
    answer(status, length, limit)
}

/// As [`call`], and the callee cannot change anything.
pub(crate) fn ask(to: Address, input: &[u8], limit: usize) -> Result<Vec<u8>, Vec<u8>> {
    let mut length = 0;
    // SAFETY: both pointers are to live buffers of the length the host reads.
    let status = unsafe {
        WasmVM {}.static_call_contract(
            to.as_ptr(),
            input.as_ptr(),
            input.len(),
            u64::MAX,
            &mut length,
        )
    };
    answer(status, length, limit)
}

#[inline(never)]
fn answer(status: u8, length: usize, limit: usize) -> Result<Vec<u8>, Vec<u8>> {
    let kept = if status == 0 { limit } else { LONGEST_REVERT };
    if length > kept {
        return Err(Vec::new());
    }
    let bytes = WasmVM {}.read_return_data(0, Some(length));
    if status == 0 {
        Ok(bytes)
    } else {
        Err(bytes)
    }
}

/// Emits an event.
pub(crate) fn emit<E: Event>(event: &E) {
    let mut words = Writer::default();
    event.write(&mut words);
    WasmVM {}.emit_log(words.as_bytes(), E::TOPICS);
}
