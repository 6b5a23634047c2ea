//! Vault, mandate, lock, oracle, prices and margin in one contract that does as it is told.
//!
//! Every account has its collateral in dollars; a position of one asset is judged at one price: initial margin is a fifth of
//! what is exposed, maintenance margin a tenth.

#![allow(unsafe_code)]

use crate::words::{pack, Word};
use alloc::vec::Vec;
use alloy_primitives::{aliases::U8, Address, B256, I256, U256};
use stylus_sdk::abi::internal::{AbiResult, EncodableReturnType};
use stylus_sdk::prelude::*;
use stylus_sdk::storage::{StorageBool, StorageI256, StorageMap, StorageU256, StorageU8};
use stylus_sdk::ArbResult;

pub(crate) type Legs = Vec<(u8, u8, I256, U256, u64)>;
type Portfolio = (I256, Vec<(u8, U256)>, Legs);

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

#[storage]
pub(crate) struct MockHouse {
    this: StorageU256,
    held: StorageBool,
    price: StorageU256,
    past_price: StorageU256,
    past_mode: StorageU8,
    pot: StorageI256,
    mode: StorageU8,
    cash: StorageMap<B256, StorageI256>,
    any: StorageMap<B256, StorageBool>,
    variation: StorageMap<B256, StorageI256>,
    allowed: StorageMap<B256, StorageMap<Address, StorageU256>>,
}

unsafe impl TopLevelStorage for MockHouse {}

/// How a past price is answered.
pub(crate) const KNOWN: u8 = 0;
pub(crate) const GATED: u8 = 1;
pub(crate) const STARVED: u8 = 2;
/// The vault settles twice as much as it is asked to.
pub(crate) const PAYS_TOO_MUCH: u8 = 1;

const WAD: u64 = 1_000_000_000_000_000_000;

impl MockHouse {
    pub(crate) fn open(&mut self, this: Address, price: U256) {
        self.this.set(this.to_word().into());
        self.price.set(price);
    }

    pub(crate) fn set_price(&mut self, price: U256) {
        self.price.set(price);
    }

    pub(crate) fn set_past(&mut self, mode: u8, price: U256) {
        self.past_mode.set(U8::from(mode));
        self.past_price.set(price);
    }

    pub(crate) fn set_mode(&mut self, mode: u8) {
        self.mode.set(U8::from(mode));
    }

    /// Somebody else holds the lock.
    pub(crate) fn hold(&mut self, held: bool) {
        self.held.set(held);
    }

    /// Cash of an account, units.
    pub(crate) fn give(&mut self, account: B256, units: i64) {
        self.cash.insert(account, I256::try_from(units).unwrap());
    }

    pub(crate) fn cash_of(&self, account: B256) -> I256 {
        self.cash.get(account)
    }

    pub(crate) fn pot(&self) -> I256 {
        self.pot.get()
    }

    pub(crate) fn take_pot(&mut self, units: i64) {
        self.pot
            .set(self.pot.get() - I256::try_from(units).unwrap());
    }

    pub(crate) fn any(&self, account: B256) -> bool {
        self.any.get(account)
    }

    /// What was carried last of an account.
    pub(crate) fn variation(&self, account: B256) -> I256 {
        self.variation.get(account)
    }

    pub(crate) fn is_free(&self) -> bool {
        !self.held.get()
    }

    pub(crate) fn allow(&mut self, account: B256, operator: Address, capabilities: u64) {
        self.allowed
            .setter(account)
            .insert(operator, U256::from(capabilities));
    }

    /// Equity, initial and maintenance margin.
    fn judge(&self, cash: I256, legs: &Legs) -> [I256; 3] {
        let price = I256::from_raw(self.price.get());
        let wad = I256::try_from(WAD).unwrap();
        let (mut equity, mut exposed) = (cash, I256::ZERO);
        for (_, kind, size, strike, _) in legs {
            let unit = match kind {
                0 => price,
                1 | 3 => (price - I256::from_raw(*strike)).max(I256::ZERO),
                _ => (I256::from_raw(*strike) - price).max(I256::ZERO),
            };
            equity += *size * unit / wad;
            exposed += size.abs() * price / wad;
        }
        let ten = I256::try_from(10).unwrap();
        [
            equity,
            exposed * I256::try_from(2).unwrap() / ten,
            exposed / ten,
        ]
    }

    fn dollars(&self, account: B256) -> I256 {
        self.cash.get(account) * I256::try_from(1_000_000_000_000_u64).unwrap()
    }
}

fn selector(name: &str) -> Vec<u8> {
    alloy_primitives::keccak256(name)[..4].to_vec()
}

#[public]
impl MockHouse {
    // The vault.

    fn cash(&self) -> Address {
        crate::words::address(self.this.get())
    }

    fn decimals(&self) -> U256 {
        U256::from(6)
    }

    fn margin(&self) -> Address {
        crate::words::address(self.this.get())
    }

    fn carry(&mut self, account: B256, any: bool, variation: I256, legs: Legs, check: bool) -> Raw {
        if check {
            let [equity, initial, _] = self.judge(self.dollars(account) + variation, &legs);
            if equity < initial {
                let mut error = selector("BelowInitialMargin(int256,uint256)");
                error.extend(pack(&[], &[equity.to_word(), initial.to_word()]));
                return Raw(Err(error));
            }
        }
        self.any.insert(account, any);
        self.variation.insert(account, variation);
        Raw(Ok(Vec::new()))
    }

    fn settle(&mut self, account: B256, amount: I256) -> Raw {
        let pot = self.pot.get() - amount;
        if pot.is_negative() {
            let mut error = selector("PotShort(uint256)");
            error.extend(self.pot.get().to_word());
            return Raw(Err(error));
        }
        self.pot.set(pot);
        let cash = self.cash.get(account) + amount;
        self.cash.insert(account, cash);
        let twice = self.mode.get() == U8::from(PAYS_TOO_MUCH);
        one(amount + if twice { amount } else { I256::ZERO })
    }

    fn account(&self, account: B256) -> Raw {
        let words = [
            B256::ZERO,
            B256::ZERO,
            B256::ZERO,
            B256::ZERO,
            7_u64.to_word(),
        ];
        let any = self.any.get(account).to_word();
        Raw(Ok(pack(&[], &[words.as_slice(), &[any]].concat())))
    }

    fn portfolio(&self, account: B256) -> Raw {
        assert!(
            !self.any.get(account),
            "the clearing is in the middle of a change"
        );
        // A quarter of a unit of asset 3, which is worth nothing here.
        let words = [
            self.dollars(account).to_word(),
            0x60_u64.to_word(),
            0xc0_u64.to_word(),
            1_u64.to_word(),
            3_u64.to_word(),
            25_u64.to_word(),
            B256::ZERO,
        ];
        Raw(Ok(pack(&[], &words)))
    }

    // The margin contract.

    fn assess_many(&self, version: u32, favour: bool, portfolios: Vec<Portfolio>) -> Raw {
        assert_eq!((version, favour), (7, false));
        let mut words = vec![0x20_u64.to_word(), (portfolios.len() as u64).to_word()];
        for (cash, holdings, legs) in portfolios {
            assert_eq!(holdings, vec![(3, U256::from(25))]);
            let [equity, initial, maintenance] = self.judge(cash, &legs);
            let zero = I256::ZERO;
            words.extend(
                [equity, initial, maintenance, initial, zero, zero].map(|word| word.to_word()),
            );
        }
        Raw(Ok(pack(&[], &words)))
    }

    // The mandate.

    fn allows(&self, account: B256, operator: Address, capability: u32) -> bool {
        let granted = self.allowed.getter(account).get(operator);
        granted & U256::from(capability) == U256::from(capability)
    }

    // The lock.

    fn acquire(&mut self) -> Raw {
        if self.held.get() {
            return Raw(Err(selector("Reentrant()")));
        }
        self.held.set(true);
        Raw(Ok(Vec::new()))
    }

    fn release(&mut self) {
        self.held.set(false);
    }

    fn require_free(&self) -> Raw {
        if self.held.get() {
            return Raw(Err(selector("Reentrant()")));
        }
        Raw(Ok(Vec::new()))
    }

    // The oracle, and the contract that knows prices.

    fn prices(&self) -> Address {
        crate::words::address(self.this.get())
    }

    fn price(&self, asset: u8) -> Raw {
        let price = self.price.get();
        if price.is_zero() {
            let mut error = selector("PriceStale(uint8,uint64)");
            error.extend(pack(&[], &[asset.to_word(), B256::ZERO]));
            return Raw(Err(error));
        }
        one(price)
    }

    fn price_at(&self, asset: u8, _at: u64) -> Raw {
        let mode: u8 = self.past_mode.get().to();
        match mode {
            KNOWN => one(self.past_price.get()),
            GATED => {
                let mut error = selector("FeedCallFailed(uint8)");
                error.extend(asset.to_word());
                Raw(Err(error))
            }
            _ => Raw(Err(selector("InsufficientGas()"))),
        }
    }
}

fn one(word: impl Word) -> Raw {
    Raw(Ok(pack(&[], &[word.to_word()])))
}
