//! An account: what it holds, in how many words, and whose it is.

use crate::error::VaultError;
use crate::state::Vault;
use alloy_primitives::{Address, B256, U256};

/// Indices of collateral run from 0 to 15.
pub(crate) const MAX_ASSETS: u8 = 16;

/// The head of an account: one word, the scaled debt (low 128 bits) and the assets it holds (16 bits above).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Account {
    /// Debt divided by the pool's borrow index when it was taken.
    pub(crate) scaled_debt: u128,
    /// Bit i: the account holds asset i.
    pub(crate) assets: u16,
}

impl Account {
    pub(crate) fn holds(&self, asset: u8) -> bool {
        self.assets & bit(asset) != 0
    }

    /// The indices of the assets it holds, ascending.
    pub(crate) fn indices(self) -> impl Iterator<Item = u8> {
        (0..MAX_ASSETS).filter(move |asset| self.holds(*asset))
    }
}

/// Whose account this is: its low 20 bytes.
pub(crate) fn owner_of(account: B256) -> Address {
    Address::from_word(account)
}

impl Vault {
    pub(crate) fn account(&self, account: B256) -> Account {
        let (assets, scaled_debt) = halves(self.accounts.getter(account).head.get());
        // The upper half holds 16 bits and nothing else: the conversion is exact.
        Account {
            scaled_debt,
            assets: u16::try_from(assets).unwrap_or_default(),
        }
    }

    pub(crate) fn set_account(&mut self, account: B256, head: Account) {
        self.accounts
            .setter(account)
            .head
            .set(join(u128::from(head.assets), head.scaled_debt));
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

    /// Sets a balance, and the bit of the asset in `head` with it.
    pub(crate) fn set_balance(
        &mut self,
        account: B256,
        head: &mut Account,
        asset: u8,
        amount: u128,
    ) -> Result<(), VaultError> {
        let (high, low) = halves(self.balance_pair(account, asset));
        let pair = if is_high(asset) {
            join(amount, low)
        } else {
            join(high, amount)
        };
        let mut words = self.accounts.setter(account);
        words
            .balances
            .setter(pair_of(asset))
            .ok_or_else(VaultError::math)?
            .set(pair);
        if amount == 0 {
            head.assets &= !bit(asset);
        } else {
            head.assets |= bit(asset);
        }
        Ok(())
    }

    fn balance_pair(&self, account: B256, asset: u8) -> U256 {
        self.accounts
            .getter(account)
            .balances
            .get(pair_of(asset))
            .unwrap_or_default()
    }
}

/// Two balances share a word: the even asset has the low half.
fn pair_of(asset: u8) -> usize {
    usize::from(asset / 2)
}

fn is_high(asset: u8) -> bool {
    asset % 2 == 1
}

/// The bit of an asset, none past the last index.
pub(crate) fn bit(asset: u8) -> u16 {
    1_u16.checked_shl(u32::from(asset)).unwrap_or_default()
}

/// High and low 128 bits.
pub(crate) fn halves(word: U256) -> (u128, u128) {
    let [a, b, c, d] = word.into_limbs();
    (
        u128::from(c) | (u128::from(d) << 64),
        u128::from(a) | (u128::from(b) << 64),
    )
}

/// The word of two halves.
pub(crate) fn join(high: u128, low: u128) -> U256 {
    let mut bytes = [0; 32];
    let (upper, lower) = bytes.split_at_mut(16);
    upper.copy_from_slice(&high.to_be_bytes());
    lower.copy_from_slice(&low.to_be_bytes());
    U256::from_be_bytes(bytes)
}
