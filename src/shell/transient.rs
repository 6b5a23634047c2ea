//! A slot of transient storage as one word: it is of this contract, every call of a transaction sees it, and it is
//! zero when the next one begins. Reading and writing cost 100 gas each, first or not.
//!
//! Where contracts are tested natively there is no transaction and no such storage: an ordinary slot stands for it.

#![allow(unsafe_code)]

use alloy_primitives::U256;

/// A slot of 256 bits.
#[derive(Debug)]
pub struct Transient(U256);

#[cfg(target_arch = "wasm32")]
#[link(wasm_import_module = "vm_hooks")]
extern "C" {
    fn transient_load_bytes32(key: *const u8, destination: *mut u8);
    fn transient_store_bytes32(key: *const u8, value: *const u8);
}

impl Transient {
    /// The slot with this number, of the contract that is called.
    pub const fn at(slot: U256) -> Self {
        Self(slot)
    }

    /// The word.
    #[cfg(target_arch = "wasm32")]
    pub fn get(&self) -> U256 {
        let (key, mut word) = (self.0.to_be_bytes::<32>(), [0; 32]);
        // SAFETY: both pointers are to live buffers of 32 bytes, which the host reads and writes.
        unsafe { transient_load_bytes32(key.as_ptr(), word.as_mut_ptr()) };
        U256::from_be_bytes(word)
    }

    /// Stores a word. In a static call the transaction ends here, without data.
    #[cfg(target_arch = "wasm32")]
    pub fn set(&mut self, word: U256) {
        let (key, word) = (self.0.to_be_bytes::<32>(), word.to_be_bytes::<32>());
        // SAFETY: both pointers are to live buffers of 32 bytes, which the host reads.
        unsafe { transient_store_bytes32(key.as_ptr(), word.as_ptr()) };
    }

    /// The word.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn get(&self) -> U256 {
        self.stand_in().get()
    }

    /// Stores a word.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn set(&mut self, word: U256) {
        self.stand_in().set(word);
    }

    /// Far from every slot that a contract has.
    #[cfg(not(target_arch = "wasm32"))]
    fn stand_in(&self) -> crate::slot::Slot {
        crate::slot::Slot::at(!self.0)
    }
}
