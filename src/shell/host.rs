//! The chain around the contract: who calls, when, and raw calls to others.
//!
//! The host is named by its type, not through the SDK's trait object: that would keep every host function in
//! the program. Raw calls leave the storage cache alone: nobody called from here can call back, because the
//! entry point refuses re-entry.

#![allow(unsafe_code)]

use crate::words::{pack, Event};
use alloc::vec::Vec;
use alloy_primitives::{b256, Address, B256, U256};
use stylus_sdk::host::WasmVM;
use stylus_sdk::prelude::*;

/// Hash of no code. An address never touched has the zero hash.
const EMPTY_CODE: B256 = b256!("c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");

/// Who calls.
pub fn sender() -> Address {
    WasmVM {}.msg_sender()
}

/// This contract.
pub fn this() -> Address {
    WasmVM {}.contract_address()
}

/// The chain's number.
pub fn chain_id() -> u64 {
    WasmVM {}.chain_id()
}

/// Keccak-256 of bytes, by the host.
pub fn keccak(bytes: &[u8]) -> B256 {
    WasmVM {}.native_keccak256(bytes)
}

/// Block time, seconds.
pub fn now() -> u64 {
    WasmVM {}.block_timestamp()
}

/// Whether a contract lives at the address.
pub fn has_code(address: Address) -> bool {
    let hash = WasmVM {}.code_hash(address);
    hash != B256::ZERO && hash != EMPTY_CODE
}

/// Emits an event.
pub fn emit(event: impl Event) {
    event.with_words(log_words);
}

fn log_words(words: &[B256], topics: usize) {
    WasmVM {}.emit_log(&pack(&[], words), topics);
}

/// Longest revert data passed on: a selector and five words.
const LONGEST_REVERT: usize = 164;

/// What a call returned: its length, and no more of its bytes than were asked for.
#[derive(Debug)]
pub struct Returned {
    /// The first bytes.
    pub bytes: Vec<u8>,
    /// How many there were.
    pub length: usize,
}

impl Returned {
    /// The word at an index, where it was returned and kept.
    #[inline(never)]
    pub fn word(&self, index: usize) -> Option<U256> {
        let start = index.checked_mul(32)?;
        U256::try_from_be_slice(self.bytes.get(start..start.checked_add(32)?)?)
    }
}

/// Calls with all gas, and keeps at most `limit` bytes of the answer. Error: what the callee reverted with,
/// nothing where that is too long.
pub fn call(to: Address, data: &[u8], limit: usize) -> Result<Returned, Vec<u8>> {
    let mut length = 0;
    // SAFETY: every pointer is to a live buffer of the length the host reads.
    let status = unsafe {
        WasmVM {}.call_contract(
            to.as_ptr(),
            data.as_ptr(),
            data.len(),
            B256::ZERO.as_ptr(),
            u64::MAX,
            &mut length,
        )
    };
    answer(status, length, limit)
}

/// As [`call`], and the callee cannot change anything.
pub fn static_call(to: Address, data: &[u8], limit: usize) -> Result<Returned, Vec<u8>> {
    let mut length = 0;
    // SAFETY: every pointer is to a live buffer of the length the host reads.
    let status = unsafe {
        WasmVM {}.static_call_contract(
            to.as_ptr(),
            data.as_ptr(),
            data.len(),
            u64::MAX,
            &mut length,
        )
    };
    answer(status, length, limit)
}

/// Runs another program on the storage of this one, as this one, for the same caller. What is written so far is there
/// for it. Its answer, or what it reverted with.
pub fn delegate(to: Address, data: &[u8]) -> Result<Vec<u8>, Vec<u8>> {
    WasmVM {}.flush_cache(true);
    let mut length = 0;
    // SAFETY: every pointer is to a live buffer of the length the host reads, and no word of storage is kept.
    let status = unsafe {
        WasmVM {}.delegate_call_contract(
            to.as_ptr(),
            data.as_ptr(),
            data.len(),
            u64::MAX,
            &mut length,
        )
    };
    let answer = WasmVM {}.read_return_data(0, Some(length));
    if status == 0 {
        Ok(answer)
    } else {
        Err(answer)
    }
}

/// Gas that this call still has.
pub fn gas_left() -> u64 {
    WasmVM {}.evm_gas_left()
}

/// How a contract with bounded gas answered.
#[derive(Debug)]
pub enum Answer {
    /// With at least as many bytes as asked for; these are the first.
    Bytes(Vec<u8>),
    /// It reverted, used up its gas, or answered with too few bytes.
    Failed,
    /// It failed on less gas than it is entitled to.
    Starved,
}

/// Asks a contract that is not ours for `length` bytes, with at most `gas` and no more of the answer copied. It
/// cannot change anything, spend more, or blame its failure on gas that the caller of this contract withheld.
pub fn ask(to: Address, data: &[u8], gas: u64, length: usize) -> Answer {
    let left = WasmVM {}.evm_gas_left();
    let mut returned = 0;
    // SAFETY: every pointer is to a live buffer of the length the host reads.
    let status = unsafe {
        WasmVM {}.static_call_contract(to.as_ptr(), data.as_ptr(), data.len(), gas, &mut returned)
    };
    bounded(left, gas, status, returned, length)
}

/// As [`ask`], and the callee may change what is its own.
pub fn tell(to: Address, data: &[u8], gas: u64, length: usize) -> Answer {
    let left = WasmVM {}.evm_gas_left();
    let mut returned = 0;
    // SAFETY: every pointer is to a live buffer of the length the host reads.
    let status = unsafe {
        WasmVM {}.call_contract(
            to.as_ptr(),
            data.as_ptr(),
            data.len(),
            B256::ZERO.as_ptr(),
            gas,
            &mut returned,
        )
    };
    bounded(left, gas, status, returned, length)
}

fn bounded(left: u64, gas: u64, status: u8, returned: usize, length: usize) -> Answer {
    if status != 0 {
        // A 64th stays behind, and a call costs up to 2,600 itself.
        return if left < gas.saturating_add(gas >> 5).saturating_add(5_000) {
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

fn answer(status: u8, length: usize, limit: usize) -> Result<Returned, Vec<u8>> {
    if status == 0 {
        Ok(Returned {
            bytes: WasmVM {}.read_return_data(0, Some(length.min(limit))),
            length,
        })
    } else if length > LONGEST_REVERT {
        Err(Vec::new())
    } else {
        Err(WasmVM {}.read_return_data(0, Some(length)))
    }
}
