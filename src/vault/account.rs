//! An account: what it holds, in how many words, and whose it is.

use crate::packing::{field, halves, join, small_field};
use crate::state::account::{BALANCES, HEAD};
use crate::state::{load_of, store_of, Vault};
use alloy_primitives::{Address, B256, U256};

/// Indices of collateral run from 0 to 15.
pub(crate) const MAX_ASSETS: u8 = 16;

const ASSETS_AT: u32 = 128;
const OPTED_AT: u32 = 144;
const SEASONING_AT: u32 = 160;
const VERSION_AT: u32 = 176;
const LEGS_AT: u32 = 208;
const CASH_AT: u32 = 209;

/// The head of an account: one word, with which every call about it begins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Account {
    /// Debt divided by the pool's borrow index when it was taken.
    pub(crate) scaled_debt: u128,
    /// Bit i: the account holds asset i.
    pub(crate) assets: u16,
    /// Bit i: others may bring asset i.
    pub(crate) opted: u16,
    /// Bit i: what it holds of asset i may not count in full yet.
    pub(crate) seasoning: u16,
    /// By which version of the terms it is judged; 0 is the newest.
    pub(crate) version: u32,
    /// Whether the clearing house has anything of it.
    pub(crate) legs: bool,
    /// Whether it has cash of its own.
    pub(crate) cash: bool,
}

impl Account {
    pub(crate) fn holds(&self, asset: u8) -> bool {
        self.assets & bit(asset) != 0
    }

    /// The indices of the assets it holds, ascending.
    pub(crate) fn indices(self) -> impl Iterator<Item = u8> {
        (0..MAX_ASSETS).filter(move |asset| self.holds(*asset))
    }

    fn unpack(word: U256) -> Self {
        let mask = |at| u16::try_from(field(word, at, 16)).unwrap_or_default();
        Self {
            scaled_debt: field(word, 0, 128),
            assets: mask(ASSETS_AT),
            opted: mask(OPTED_AT),
            seasoning: mask(SEASONING_AT),
            version: u32::try_from(small_field(word, VERSION_AT, 32)).unwrap_or_default(),
            legs: field(word, LEGS_AT, 1) == 1,
            cash: field(word, CASH_AT, 1) == 1,
        }
    }

    fn pack(self) -> U256 {
        let at = |value: u128, at: u32| value << (at % 128);
        join(
            at(self.assets.into(), ASSETS_AT)
                | at(self.opted.into(), OPTED_AT)
                | at(self.seasoning.into(), SEASONING_AT)
                | at(self.version.into(), VERSION_AT)
                | at(self.legs.into(), LEGS_AT)
                | at(self.cash.into(), CASH_AT),
            self.scaled_debt,
        )
    }
}

/// Whose account this is: its low 20 bytes.
pub(crate) fn owner_of(account: B256) -> Address {
    Address::from_word(account)
}

impl Vault {
    pub(crate) fn account_head(&self, account: B256) -> Account {
        Account::unpack(load_of(account, HEAD))
    }

    pub(crate) fn set_account(&mut self, account: B256, head: Account) {
        store_of(account, HEAD, head.pack());
    }

    /// Collateral of one asset, in units of its token.
    pub(crate) fn balance(&self, account: B256, asset: u8) -> u128 {
        let (high, low) = halves(self.balance_pair(account, asset));
        if is_high(asset) {
            high
        } else {
            low
        }
    }

    /// Sets a balance of a listed asset, and its bit in `head` with it.
    pub(crate) fn set_balance(
        &mut self,
        account: B256,
        head: &mut Account,
        asset: u8,
        amount: u128,
    ) {
        let (high, low) = halves(self.balance_pair(account, asset));
        let pair = if is_high(asset) {
            join(amount, low)
        } else {
            join(high, amount)
        };
        store_of(account, pair_of(asset), pair);
        if amount == 0 {
            head.assets &= !bit(asset);
        } else {
            head.assets |= bit(asset);
        }
    }

    fn balance_pair(&self, account: B256, asset: u8) -> U256 {
        // Behind the last pair there is something else.
        if asset < MAX_ASSETS {
            load_of(account, pair_of(asset))
        } else {
            U256::ZERO
        }
    }
}

/// Two balances share a word: the even asset has the low half.
fn pair_of(asset: u8) -> u64 {
    u64::from(asset / 2).saturating_add(BALANCES)
}

fn is_high(asset: u8) -> bool {
    asset % 2 == 1
}

/// The bit of an asset, none past the last index.
pub(crate) fn bit(asset: u8) -> u16 {
    1_u16.checked_shl(u32::from(asset)).unwrap_or_default()
}
