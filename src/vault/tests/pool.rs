//! A pool with an index that tests set.

#![allow(unsafe_code)]

use crate::token;
use crate::words::{address, Word};
use alloc::vec::Vec;
use alloy_primitives::{Address, U256};
use risk::RAY;
use stylus_sdk::prelude::*;
use stylus_sdk::storage::{StorageBool, StorageU256};

#[storage]
pub(crate) struct MockPool {
    cash: StorageU256,
    index: StorageU256,
    scaled: StorageU256,
    collected: StorageU256,
    calls: StorageU256,
    off_by_one: StorageBool,
    written_off: StorageU256,
}

unsafe impl TopLevelStorage for MockPool {}

impl MockPool {
    pub(crate) fn open(&mut self, cash: Address) {
        self.cash.set(cash.to_word().into());
        self.index.set(U256::from(RAY));
    }

    pub(crate) fn set_index(&mut self, index: U256) {
        self.index.set(index);
    }

    /// Lets `lend` report one unit of scaled debt too few.
    pub(crate) fn misreport(&mut self) {
        self.off_by_one.set(true);
    }

    pub(crate) fn total_scaled(&self) -> U256 {
        self.scaled.get()
    }

    pub(crate) fn collected(&self) -> U256 {
        self.collected.get()
    }

    pub(crate) fn written_off(&self) -> U256 {
        self.written_off.get()
    }

    /// How often anybody asked.
    pub(crate) fn calls(&self) -> U256 {
        self.calls.get()
    }
}

#[public]
impl MockPool {
    pub(crate) fn borrow_index(&mut self) -> Result<U256, Vec<u8>> {
        self.calls.set(self.calls.get() + U256::ONE);
        Ok(self.index.get())
    }

    pub(crate) fn lend(&mut self, to: Address, assets: U256) -> Result<U256, Vec<u8>> {
        token::send(address(self.cash.get()), to, assets)
            .map_err(|_| b"InsufficientCash".to_vec())?;
        let scaled = (assets * U256::from(RAY)).div_ceil(self.index.get());
        self.scaled.set(self.scaled.get() + scaled);
        Ok(scaled - U256::from(self.off_by_one.get()))
    }

    pub(crate) fn write_off(&mut self, scaled: U256) -> Result<(), Vec<u8>> {
        self.written_off.set(self.written_off.get() + scaled);
        self.scaled.set(self.scaled.get() - scaled);
        Ok(())
    }

    pub(crate) fn collect(&mut self, assets: U256, scaled: U256) -> Result<(), Vec<u8>> {
        self.collected.set(self.collected.get() + assets);
        self.scaled.set(self.scaled.get() - scaled);
        Ok(())
    }
}
