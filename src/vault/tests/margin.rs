//! A margin contract that values collateral at set prices and asks for half of it as initial margin.

#![allow(unsafe_code)]

use super::token::Raw;
use crate::words::{pack, Word};
use alloc::vec::Vec;
use alloy_primitives::{aliases::U8, Address, I256, U256};
use shell::entry::REENTRANT;
use stylus_sdk::prelude::*;
use stylus_sdk::storage::{StorageAddress, StorageMap, StorageU16, StorageU256, StorageU8};

type Legs = Vec<(u8, u8, I256, U256, u64)>;
type Portfolio = (I256, Vec<(u8, U256)>, Legs);

#[storage]
pub(crate) struct MockMargin {
    prices: StorageMap<U8, StorageU256>,
    not_live: StorageU16,
    mode: StorageU8,
    calls: StorageU256,
    last_cash: StorageU256,
    last_value: StorageU256,
    last_legs: StorageU256,
    last_version: StorageU256,
    newest: StorageU256,
    holder: StorageAddress,
    locked: StorageU256,
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

    pub(crate) fn last_legs(&self) -> U256 {
        self.last_legs.get()
    }

    pub(crate) fn last_version(&self) -> U256 {
        self.last_version.get()
    }

    pub(crate) fn set_newest(&mut self, version: u32) {
        self.newest.set(U256::from(version));
    }

    /// Somebody is in the middle of something.
    pub(crate) fn set_holder(&mut self, holder: Address) {
        self.holder.set(holder);
    }

    /// How often the lock was taken.
    pub(crate) fn locked(&self) -> U256 {
        self.locked.get()
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
    pub(crate) fn terms(&self) -> Address {
        self.vm().contract_address()
    }

    pub(crate) fn newest(&self) -> U256 {
        self.newest.get()
    }

    pub(crate) fn holder(&self) -> Address {
        self.holder.get()
    }

    pub(crate) fn acquire(&mut self) -> Result<(), Vec<u8>> {
        let (caller, holder) = (self.vm().msg_sender(), self.holder.get());
        // A call that failed leaves the lock as it was on chain; the test VM does not undo that of other contracts.
        if !holder.is_zero() && holder != caller {
            return Err(REENTRANT.to_vec());
        }
        self.locked.set(self.locked.get() + U256::ONE);
        self.holder.set(caller);
        Ok(())
    }

    pub(crate) fn release(&mut self) -> Result<(), Vec<u8>> {
        assert_eq!(self.holder.get(), self.vm().msg_sender());
        self.holder.set(Address::ZERO);
        Ok(())
    }

    pub(crate) fn assess_many(
        &mut self,
        version: u32,
        favour_suspects: bool,
        portfolios: Vec<Portfolio>,
    ) -> Raw {
        assert!(!favour_suspects);
        let [(cash, collateral, legs)] = <[Portfolio; 1]>::try_from(portfolios).unwrap();
        self.last_version.set(U256::from(version));
        self.last_legs.set(U256::from(legs.len()));
        self.calls.set(self.calls.get() + U256::ONE);
        let mode: u8 = self.mode.get().to();
        match mode {
            REVERTS => return Raw(Err(b"oops".to_vec())),
            REVERTS_SILENTLY => return Raw(Err(Vec::new())),
            ANSWERS_TOO_LITTLE => {
                let one = U256::ONE.to_word();
                return Raw(Ok(pack(&[], &[one; 7])));
            }
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
        // A dollar for each unit of a leg, and half of the collateral.
        let legs: U256 = legs.iter().map(|leg| leg.2.unsigned_abs()).sum();
        let initial = value / U256::from(2) + legs;
        let not_live = U256::from(self.not_live.get());
        let verdict = [
            equity.into_raw(),
            initial,
            initial / U256::from(2),
            initial,
            wad,
            not_live,
        ];
        let head = [U256::from(0x20), U256::ONE];
        Raw(Ok(pack(
            &[],
            &[head.as_slice(), verdict.as_slice()]
                .concat()
                .iter()
                .map(Word::to_word)
                .collect::<Vec<_>>(),
        )))
    }
}
