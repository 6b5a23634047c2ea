//! Where a call enters a program on chain.
//!
//! The SDK's entry point ends a call that re-enters its program without saying why. This one says `Reentrant()`, and
//! keeps nothing of a call that fails: what it wrote is not flushed, so that a failing call in a static context ends
//! with its own error, and pays for no storage.

#![allow(unsafe_code)]

#[cfg(target_arch = "wasm32")]
pub use program::enter;

/// Selector of `Reentrant()`.
pub const REENTRANT: [u8; 4] = stylus_sdk::function_selector!("Reentrant");

// Elsewhere the host is a mock of the SDK.
#[cfg(target_arch = "wasm32")]
mod program {
    use super::REENTRANT;
    use alloc::vec::Vec;
    use alloy_primitives::U256;
    use stylus_sdk::abi::Router;
    use stylus_sdk::host::{WasmVM, VM};
    use stylus_sdk::prelude::*;
    use stylus_sdk::stylus_core::ValueDenier;

    const DONE: usize = 0;
    const REVERTED: usize = 1;

    /// Answers the call of `length` bytes that the program was entered with, and whether it reverted.
    ///
    /// Reverts with `Reentrant()` where a call of this program is open further up; without data on call data that has
    /// no selector, one that no function has, or not the words of its parameters.
    pub fn enter<C>(length: usize) -> usize
    where
        C: Router<C, Storage = C> + StorageType + TopLevelStorage + ValueDenier,
    {
        let host = VM(WasmVM {});
        if host.msg_reentrant() {
            host.write_result(&REENTRANT);
            return REVERTED;
        }
        // Does nothing, and names the host function: the chain calls it where the program's memory grows.
        host.pay_for_memory_grow(0);
        let input = host.read_args(length);
        // SAFETY: the call has just entered the program, and nothing else holds its slots.
        let mut contract = unsafe { C::new(U256::ZERO, 0, host.clone()) };
        let answer = input
            .split_first_chunk()
            .and_then(|(selector, data)| {
                C::route(&mut contract, u32::from_be_bytes(*selector), data)
            })
            .unwrap_or_else(|| Err(Vec::new()));
        match answer {
            Ok(data) => {
                host.flush_cache(false);
                host.write_result(&data);
                DONE
            }
            Err(data) => {
                host.write_result(&data);
                REVERTED
            }
        }
    }
}

/// The entry point of a contract as a program. Elsewhere, where it is tested and where its interface is printed, the
/// SDK's `#[entrypoint]` stands on the struct.
#[macro_export]
macro_rules! entry {
    ($contract:ident) => {
        // SAFETY: it is the state of the whole program, made once per call by `enter`.
        #[cfg(target_arch = "wasm32")]
        unsafe impl stylus_sdk::stylus_core::storage::TopLevelStorage for $contract {}

        /// Where the chain enters the program: the length of the call data, and whether the call reverted.
        #[cfg(target_arch = "wasm32")]
        #[no_mangle]
        pub extern "C" fn user_entrypoint(length: usize) -> usize {
            $crate::entry::enter::<$contract>(length)
        }
    };
}

pub use entry;
