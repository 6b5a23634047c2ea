//! A storage slot as one word.
//!
//! The SDK's integers share their code with narrower ones, whose slicing brings the texts of bounds checks and
//! the formatting of numbers into the program.

#![allow(unsafe_code)]

use alloy_primitives::{B256, U256};
use stylus_sdk::host::{WasmVM, VM};
use stylus_sdk::prelude::*;
use stylus_sdk::storage::StorageGuardMut;

/// A slot of 256 bits.
#[derive(Debug)]
pub struct Slot(U256);

impl Slot {
    /// The slot with this number, of the contract that is called.
    pub const fn at(slot: U256) -> Self {
        Self(slot)
    }

    /// The word.
    pub fn get(&self) -> U256 {
        WasmVM {}.storage_load_bytes32(self.0).into()
    }

    /// Stores a word.
    pub fn set(&mut self, word: U256) {
        // SAFETY: the accessor of this slot is held mutably.
        unsafe { WasmVM {}.storage_cache_bytes32(self.0, B256::from(word)) }
    }
}

impl StorageType for Slot {
    type Wraps<'a> = U256;
    type WrapsMut<'a> = StorageGuardMut<'a, Self>;

    unsafe fn new(slot: U256, _offset: u8, _host: VM) -> Self {
        Self(slot)
    }

    fn load<'s>(self) -> Self::Wraps<'s> {
        self.get()
    }

    fn load_mut<'s>(self) -> Self::WrapsMut<'s> {
        StorageGuardMut::new(self)
    }
}

/// A field of a contract that lives as long as one call of the program, in memory and not on chain. It stands behind
/// the slots, and uses none.
#[derive(Debug, Default)]
pub struct Memory<T>(pub T);

impl<T: Default + 'static> StorageType for Memory<T> {
    type Wraps<'a> = ();
    type WrapsMut<'a> = StorageGuardMut<'a, Self>;

    unsafe fn new(_slot: U256, _offset: u8, _host: VM) -> Self {
        Self::default()
    }

    fn load<'s>(self) -> Self::Wraps<'s> {}

    fn load_mut<'s>(self) -> Self::WrapsMut<'s> {
        StorageGuardMut::new(self)
    }
}

impl<'a> SimpleStorageType<'a> for Slot {
    fn set_by_wrapped(&mut self, word: Self::Wraps<'a>) {
        self.set(word);
    }
}

impl Erase for Slot {
    fn erase(&mut self) {
        self.set(U256::ZERO);
    }
}

impl From<Slot> for U256 {
    fn from(slot: Slot) -> Self {
        slot.get()
    }
}
