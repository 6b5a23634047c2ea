//! What the vault keeps on chain, and how it is packed.

use crate::slot::Slot;
use crate::words::address;
use alloc::vec::Vec;
use alloy_primitives::{Address, B256};
use stylus_sdk::prelude::*;
use stylus_sdk::storage::{StorageArray, StorageMap};

/// The state of the vault.
#[storage]
#[entrypoint]
pub struct Vault {
    /// Slot 0, kept by `owner`: who configures the vault.
    _owner: Slot,
    /// Slot 1, kept by `owner`: who may take over from the owner.
    _pending_owner: Slot,
    /// Slot 2: the token that is lent out.
    pub(crate) cash: Slot,
    /// Slot 3: the pool it is lent from, and the decimals of the cash in the byte above.
    pub(crate) pool: Slot,
    /// Slot 4: who may seize.
    pub(crate) liquidator: Slot,
    /// Slot 5: what every health check needs: the margin contract (160 bits from the lowest), the listed assets
    /// (16 bits), the decimals of their tokens (16 times 5 bits).
    pub(crate) desk: Slot,
    /// Slots 6 to 37: the listed tokens, two slots each.
    pub(crate) listings: StorageArray<Listing, 16>,
    /// Slot 38: the accounts, nine slots each.
    pub(crate) accounts: StorageMap<B256, AccountWords>,
}

/// A token that is accepted as collateral.
#[storage]
pub struct Listing {
    /// The token.
    pub(crate) token: Slot,
    /// Deposits of all accounts (low 128 bits) and what they may come to (high 128 bits), units of the token.
    pub(crate) total_and_cap: Slot,
}

/// An account.
#[storage]
pub struct AccountWords {
    /// Scaled debt (low 128 bits) and the assets held (16 bits above).
    pub(crate) head: Slot,
    /// Balances in units of the tokens: two in a slot, the even asset in the low half.
    pub(crate) balances: StorageArray<Slot, 8>,
}

impl Vault {
    pub(crate) fn cash_token(&self) -> Address {
        address(self.cash.get())
    }

    pub(crate) fn cash_pool(&self) -> Address {
        address(self.pool.get())
    }
}
