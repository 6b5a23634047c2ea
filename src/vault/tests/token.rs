//! A token that behaves as told.

#![allow(unsafe_code)]

use crate::words::pack;
use alloc::vec::Vec;
use alloy_primitives::{aliases::U8, Address, B256, U256};
use stylus_sdk::abi::internal::{AbiResult, EncodableReturnType};
use stylus_sdk::prelude::*;
use stylus_sdk::storage::{StorageMap, StorageU256, StorageU8};
use stylus_sdk::ArbResult;

/// What a transfer returns.
#[derive(Clone, Copy)]
pub(crate) enum Answer {
    True = 0,
    Nothing = 1,
    False = 2,
    Two = 3,
    Long = 4,
    Revert = 5,
}

#[storage]
pub(crate) struct MockToken {
    decimals: StorageU8,
    fee_bps: StorageU256,
    bonus: StorageU256,
    answer: StorageU8,
    balances: StorageMap<Address, StorageU256>,
    allowances: StorageMap<Address, StorageMap<Address, StorageU256>>,
}

unsafe impl TopLevelStorage for MockToken {}

/// Bytes as they are.
pub(crate) struct Raw(pub(crate) ArbResult);

impl EncodableReturnType for Raw {
    fn encode(self) -> ArbResult {
        self.0
    }
}

impl AbiResult for Raw {
    type OkType = bool;
}

#[cfg(feature = "export-abi")]
impl stylus_sdk::abi::export::internal::InnerTypes for Raw {}

impl MockToken {
    pub(crate) fn set_decimals(&mut self, decimals: u8) {
        self.decimals.set(U8::from(decimals));
    }

    pub(crate) fn set_fee(&mut self, bps: u64) {
        self.fee_bps.set(U256::from(bps));
    }

    /// Adds to what the receiver gets: a token that mints on transfer.
    pub(crate) fn set_bonus(&mut self, amount: u64) {
        self.bonus.set(U256::from(amount));
    }

    pub(crate) fn set_answer(&mut self, answer: Answer) {
        self.answer.set(U8::from(answer as u8));
    }

    pub(crate) fn give(&mut self, to: Address, amount: U256) {
        let balance = self.balances.get(to) + amount;
        self.balances.insert(to, balance);
    }

    /// What a token does that takes some away by itself.
    pub(crate) fn take(&mut self, from: Address, amount: U256) {
        let balance = self.balances.get(from) - amount;
        self.balances.insert(from, balance);
    }

    fn shift(&mut self, from: Address, to: Address, amount: U256) -> Raw {
        let balance = self.balances.get(from);
        if balance < amount {
            return Raw(Err(b"too little".to_vec()));
        }
        self.balances.insert(from, balance - amount);
        let fee = amount * self.fee_bps.get() / U256::from(10_000);
        self.give(to, amount - fee + self.bonus.get());
        let one = B256::from(U256::ONE.to_be_bytes::<32>());
        let two = B256::from(U256::from(2).to_be_bytes::<32>());
        let answer: u8 = self.answer.get().to();
        Raw(match answer {
            0 => Ok(pack(&[], &[one])),
            1 => Ok(Vec::new()),
            2 => Ok(pack(&[], &[B256::ZERO])),
            3 => Ok(pack(&[], &[two])),
            4 => Ok(pack(&[], &[one, two])),
            _ => Err(b"no".to_vec()),
        })
    }
}

#[public]
impl MockToken {
    pub(crate) fn decimals(&self) -> U256 {
        U256::from(self.decimals.get())
    }

    pub(crate) fn balance_of(&self, holder: Address) -> U256 {
        self.balances.get(holder)
    }

    pub(crate) fn approve(&mut self, spender: Address, amount: U256) -> bool {
        let owner = self.vm().msg_sender();
        self.allowances.setter(owner).insert(spender, amount);
        true
    }

    pub(crate) fn transfer(&mut self, to: Address, amount: U256) -> Raw {
        let from = self.vm().msg_sender();
        self.shift(from, to, amount)
    }

    pub(crate) fn transfer_from(&mut self, from: Address, to: Address, amount: U256) -> Raw {
        let spender = self.vm().msg_sender();
        if self.allowances.getter(from).get(spender) < amount {
            return Raw(Err(b"not allowed".to_vec()));
        }
        self.shift(from, to, amount)
    }
}
