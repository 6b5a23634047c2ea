//! A margin contract that values collateral at set prices and asks for half of it as initial margin.

#![allow(unsafe_code)]

use super::token::Raw;
use crate::words::{pack, Word};
use alloc::vec::Vec;
use alloy_primitives::{aliases::U8, I256, U256};
use stylus_sdk::prelude::*;
use stylus_sdk::storage::{StorageMap, StorageU16, StorageU256, StorageU8};

type Legs = Vec<(u8, u8, I256, U256, u64)>;

#[storage]
pub(crate) struct MockMargin {
    prices: StorageMap<U8, StorageU256>,
    not_live: StorageU16,
    mode: StorageU8,
    calls: StorageU256,
    last_cash: StorageU256,
    last_value: StorageU256,
}

unsafe impl TopLevelStorage for MockMargin {}

impl MockMargin {
    pub(crate) fn open(&mut self) {
        self.mode.set(U8::from(1));
    }

    pub(crate) fn set_price(&mut self, asset: u8, price: U256) {
        self.prices.insert(U8::from(asset), price);
    }

    pub(crate) fn set_not_live(&mut self, assets: u16) {
        self.not_live.set(assets.try_into().unwrap());
    }

    /// Reverts with four bytes, with nothing, or answers too little.
    pub(crate) fn set_mode(&mut self, mode: u8) {
        self.mode.set(U8::from(mode));
    }

    /// How often anybody asked.
    pub(crate) fn calls(&self) -> U256 {
        self.calls.get()
    }

    pub(crate) fn last_cash(&self) -> I256 {
        I256::from_raw(self.last_cash.get())
    }

    pub(crate) fn last_value(&self) -> U256 {
        self.last_value.get()
    }
}

pub(crate) const REVERTS: u8 = 2;
pub(crate) const REVERTS_SILENTLY: u8 = 3;
pub(crate) const ANSWERS_TOO_LITTLE: u8 = 4;

#[public]
impl MockMargin {
    pub(crate) fn assess(&mut self, cash: I256, collateral: Vec<(u8, U256)>, legs: Legs) -> Raw {
        assert!(legs.is_empty());
        self.calls.set(self.calls.get() + U256::ONE);
        let mode: u8 = self.mode.get().to();
        match mode {
            REVERTS => return Raw(Err(b"oops".to_vec())),
            REVERTS_SILENTLY => return Raw(Err(Vec::new())),
            ANSWERS_TOO_LITTLE => return Raw(Ok(pack(&[], &[cash.to_word(); 5]))),
            _ => {}
        }
        let wad = U256::from(10).pow(U256::from(18));
        let mut value = U256::ZERO;
        let mut before = None;
        for (asset, amount) in collateral {
            assert!(before < Some(asset), "assets ascend");
            before = Some(asset);
            value += self.prices.get(U8::from(asset)) * amount / wad;
        }
        self.last_cash.set(cash.into_raw());
        self.last_value.set(value);
        let equity = cash + I256::from_raw(value);
        let initial = value / U256::from(2);
        let not_live = U256::from(self.not_live.get());
        let verdict = [
            equity.into_raw(),
            initial,
            initial / U256::from(2),
            initial,
            wad,
            not_live,
        ];
        // The attribution, one share, as the real contract appends it.
        let tail = [U256::from(0xe0), U256::ONE, U256::from(7)];
        Raw(Ok(pack(
            &[],
            &[verdict.as_slice(), tail.as_slice()]
                .concat()
                .iter()
                .map(Word::to_word)
                .collect::<Vec<_>>(),
        )))
    }
}
