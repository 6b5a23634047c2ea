//! The lock of the whole house, as the contracts around it use it.
//!
//! Whoever calls code that is not ours (a token, a callback) holds it; while it is held, every other contract refuses to
//! be changed and to be read, with `Reentrant()`. A contract of the house that is called by the holder itself knows its
//! caller and does not ask.

use crate::host;
use crate::words::{address, pack};
use alloc::vec::Vec;
use alloy_primitives::Address;
use stylus_sdk::function_selector;

const ACQUIRE: [u8; 4] = function_selector!("acquire");
const RELEASE: [u8; 4] = function_selector!("release");
const HOLDER: [u8; 4] = function_selector!("holder");
const REQUIRE_FREE: [u8; 4] = function_selector!("requireFree");

/// Takes the lock. Error: what to revert with, `Reentrant()` where somebody holds it.
pub fn acquire(lock: Address) -> Result<(), Vec<u8>> {
    host::call(lock, &pack(&ACQUIRE, &[]), 0).map(drop)
}

/// Gives it back. Error: what to revert with.
pub fn release(lock: Address) -> Result<(), Vec<u8>> {
    host::call(lock, &pack(&RELEASE, &[]), 0).map(drop)
}

/// Who holds it; zero where nobody does. Error: what to revert with.
pub fn holder(lock: Address) -> Result<Address, Vec<u8>> {
    let answer = host::static_call(lock, &pack(&HOLDER, &[]), 32)?;
    answer.word(0).map(address).ok_or_else(Vec::new)
}

/// Refuses while somebody holds it. Error: what to revert with, `Reentrant()`.
pub fn require_free(lock: Address) -> Result<(), Vec<u8>> {
    host::static_call(lock, &pack(&REQUIRE_FREE, &[]), 0).map(drop)
}
