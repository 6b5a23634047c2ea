//! A storage slot as one word.
//!
//! The SDK's integers share their code with narrower ones, whose slicing brings the texts of bounds checks and
//! the formatting of numbers into the program.

#![allow(unsafe_code)]

use crate::words::{pack, Word};
use alloy_primitives::{B256, U256};
use stylus_sdk::crypto;
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

/// A slot whose number is known: a constant of the contract that keeps something there. Nothing is computed for it when
/// the contract is made.
#[derive(Debug, Clone, Copy)]
pub struct Fixed(u64);

impl Fixed {
    /// The slot with this number.
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    const fn slot(self) -> Slot {
        Slot::at(U256::from_limbs([self.0, 0, 0, 0]))
    }

    /// The word.
    #[inline(never)]
    pub fn get(self) -> U256 {
        self.slot().get()
    }

    /// Stores a word.
    #[inline(never)]
    pub fn set(self, word: U256) {
        self.slot().set(word);
    }

    /// The slot of a key, where a mapping of Solidity has this number.
    #[inline(never)]
    pub fn of(self, key: B256) -> Slot {
        within(key, self.0.to_word())
    }

    /// The slot of two keys, where a mapping of mappings of Solidity has this number.
    pub fn of_both(self, key: B256, second: B256) -> Slot {
        within(second, B256::from(self.of(key).0))
    }
}

#[inline(never)]
fn within(key: B256, map: B256) -> Slot {
    Slot::at(crypto::keccak(pack(&[], &[key, map])).into())
}
