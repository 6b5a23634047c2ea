//! The chain around the contract: who calls, when, its storage, and calls to feeds. The only unsafe code.
//!
//! The host is named by its type, not through the SDK's trait object, which would keep every host function
//! in the program. Raw calls leave the storage cache alone: a feed cannot call back, since the SDK's entry
//! point refuses re-entry, and nothing is written before the last feed has answered.

#![allow(unsafe_code)]

use crate::words::{from_bytes, pack, to_bytes, Event, Word};
use alloc::vec::Vec;
use alloy_primitives::{Address, U256};
use stylus_sdk::host::WasmVM;
use stylus_sdk::prelude::*;

/// Gas that a feed may use for one answer.
pub(crate) const FEED_GAS: u64 = 150_000;
/// With this much gas before a call, a feed gets all of [`FEED_GAS`]: a 64th stays behind, and the call costs.
const GAS_BEFORE_CALL: u64 = 160_000;

/// Who calls.
pub(crate) fn sender() -> Address {
    WasmVM {}.msg_sender()
}

/// Block time, seconds.
#[cfg(not(test))]
pub(crate) fn now() -> u64 {
    WasmVM {}.block_timestamp()
}

#[cfg(test)]
pub(crate) use crate::tests::clock::now;

/// A word of storage.
#[inline(never)]
pub(crate) fn load(slot: u64) -> U256 {
    from_bytes(&WasmVM {}.storage_load_bytes32(slot.word()).0)
}

/// Writes a word of storage.
#[inline(never)]
pub(crate) fn store(slot: u64, word: U256) {
    // SAFETY: every slot of this contract goes through these two functions; no reference into storage exists.
    unsafe { WasmVM {}.storage_cache_bytes32(slot.word(), to_bytes(&word).into()) }
}

/// How a feed answered.
pub(crate) enum Answer {
    /// With at least as many bytes as asked for; these are the first.
    Bytes(Vec<u8>),
    /// It reverted, used up its gas, or answered with too few bytes.
    Failed,
    /// It failed on less gas than it is entitled to.
    Starved,
}

/// Asks a feed for `length` bytes. Bounds its gas and what is copied of its answer.
pub(crate) fn ask(feed: Address, selector: [u8; 4], length: usize) -> Answer {
    let gas = WasmVM {}.evm_gas_left();
    let mut returned = 0;
    // SAFETY: both pointers are to live buffers of the length the host reads.
    let status = unsafe {
        WasmVM {}.static_call_contract(
            feed.as_ptr(),
            selector.as_ptr(),
            selector.len(),
            FEED_GAS,
            &mut returned,
        )
    };
    if status != 0 {
        return if gas < GAS_BEFORE_CALL {
            Answer::Starved
        } else {
            Answer::Failed
        };
    }
    if returned < length {
        return Answer::Failed;
    }
    Answer::Bytes(WasmVM {}.read_return_data(0, Some(length)))
}

/// Emits an event.
pub(crate) fn emit(event: &impl Event) {
    event.with_words(|words, topics| WasmVM {}.emit_log(&pack(&[], words), topics));
}
