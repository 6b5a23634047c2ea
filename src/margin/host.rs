//! The chain around the contract: who calls, its storage, and calls to the oracle. The only unsafe code.
//!
//! The host is named by its type, not through the SDK's trait object, which would keep every host function
//! in the program.

#![allow(unsafe_code)]

use crate::words::{Event, Writer};
use alloc::vec::Vec;
use alloy_primitives::{b256, Address, B256};
use stylus_sdk::host::WasmVM;
use stylus_sdk::hostio;
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

/// The key of a slot. The host is asked directly: the SDK takes a number, whose bytes it turns around one by one.
fn key(slot: u8) -> B256 {
    let mut bytes = [0; 32];
    if let Some(last) = bytes.last_mut() {
        *last = slot;
    }
    B256::new(bytes)
}

/// A word of storage.
#[inline(never)]
pub(crate) fn load(slot: u8) -> B256 {
    let mut word = B256::ZERO;
    // SAFETY: both pointers are to live buffers of 32 bytes.
    unsafe { hostio::storage_load_bytes32(key(slot).as_ptr(), word.as_mut_ptr()) }
    word
}

/// Writes a word of storage.
#[inline(never)]
pub(crate) fn store(slot: u8, word: &B256) {
    // SAFETY: both pointers are to live buffers of 32 bytes. Every slot of this contract goes through these two
    // functions; no reference into storage exists.
    unsafe { hostio::storage_cache_bytes32(key(slot).as_ptr(), word.as_ptr()) }
}

/// Calls without letting the callee change anything, and returns the answer where it has exactly `length`
/// bytes. Anything else is copied nowhere.
pub(crate) fn ask(to: Address, input: &[u8], gas: u64, length: usize) -> Option<Vec<u8>> {
    let mut returned = 0;
    // SAFETY: both pointers are to live buffers of the length the host reads.
    let status = unsafe {
        WasmVM {}.static_call_contract(to.as_ptr(), input.as_ptr(), input.len(), gas, &mut returned)
    };
    (status == 0 && returned == length).then(|| WasmVM {}.read_return_data(0, Some(length)))
}

/// Emits an event.
pub(crate) fn emit<E: Event>(event: &E) {
    let mut words = Writer::default();
    event.write(&mut words);
    WasmVM {}.emit_log(words.as_bytes(), E::TOPICS);
}
