//! What the vault keeps on chain, and how it is packed.
//!
//! | slot | what |
//! |---|---|
//! | 0, 1 | owner, pending owner |
//! | 2 | cash token |
//! | 3 | pool; decimals of the cash from bit 160 |
//! | 4 | liquidator |
//! | 5 | what every health check needs: margin contract; listed assets from bit 160 (1 bit each); decimals from bit 176 (5 bits each) |
//! | 6 | lock; whether the vault is open from bit 160 |
//! | 7 | terms |
//! | 8 | mandate |
//! | 9 | clearing house |
//! | 10 | guardian |
//! | 11 | weights in basis points, 14 bits each, asset 0 from bit 0 and asset 8 from bit 128 (16,383: see the ramp of the asset); when the last pause ends, seconds: low half from bit 112, high half from bit 240 |
//! | 12 | when the pause of each action ends, 32 bits each |
//! | 13 | when each action may be paused again, 32 bits each |
//! | 14 | cash that accounts own (128 bits), cash of losers for winners (128 bits) |
//! | 15 | least debt |
//! | 16 to 79 | listings, four slots each, see [`Listing`] |
//! | 80 | accounts, see [`AccountWords`] |

use crate::caller::Call;
use crate::slot::{Memory, Slot};
use crate::words::address;
use alloc::vec::Vec;
use alloy_primitives::{Address, B256};
use stylus_sdk::prelude::*;
use stylus_sdk::storage::{StorageArray, StorageMap};

/// The state of the vault.
#[storage]
#[cfg_attr(not(target_arch = "wasm32"), entrypoint)]
pub struct Vault {
    _owner: Slot,
    _pending_owner: Slot,
    pub(crate) cash: Slot,
    pub(crate) pool: Slot,
    pub(crate) liquidator: Slot,
    pub(crate) desk: Slot,
    pub(crate) lock: Slot,
    pub(crate) terms: Slot,
    pub(crate) mandate: Slot,
    pub(crate) clearing: Slot,
    pub(crate) guardian: Slot,
    pub(crate) weights: Slot,
    pub(crate) pauses: Slot,
    pub(crate) rests: Slot,
    pub(crate) held: Slot,
    pub(crate) min_debt: Slot,
    pub(crate) listings: StorageArray<Listing, 16>,
    pub(crate) accounts: StorageMap<B256, AccountWords>,
    /// No slot: who acts, for the time of a call.
    pub(crate) call: Memory<Call>,
}

shell::entry!(Vault);

/// A token that is accepted as collateral.
#[storage]
pub struct Listing {
    /// The token; seconds of seasoning from bit 160 (24 bits); whether inflow is limited at bit 184.
    pub(crate) token: Slot,
    /// Deposits of all accounts (low 128 bits) and what they may come to (high 128 bits), units of the token.
    pub(crate) total_and_cap: Slot,
    /// What has come in lately (112 bits from 0) and what may within an hour (112 bits from 128), units of the token;
    /// when that was noted, seconds: low half from bit 112, high half from bit 240.
    pub(crate) inflow: Slot,
    /// A weight on its way, basis points and seconds: from (16 bits), to (16 bits), since (40 bits), until (40 bits); at
    /// bit 128, whether the asset is frozen.
    pub(crate) ramp: Slot,
}

/// An account.
#[storage]
pub struct AccountWords {
    /// Scaled debt (128 bits), the assets held (16 bits), those that others may bring (16), those that may still season
    /// (16), the version of the terms (32), whether it has legs (bit 208), whether it has cash (bit 209).
    pub(crate) head: Slot,
    /// Balances in units of the tokens: two in a slot, the even asset in the low half.
    pub(crate) balances: StorageArray<Slot, 8>,
    /// Cash of its own, in units of the cash.
    pub(crate) cash: Slot,
    /// Of each asset, what seasons: the amount (128 bits) at its start (40 bits, seconds) and its end (40 bits).
    pub(crate) buckets: StorageArray<Slot, 16>,
}

impl Vault {
    pub(crate) fn cash_token(&self) -> Address {
        address(self.cash.get())
    }

    pub(crate) fn cash_pool(&self) -> Address {
        address(self.pool.get())
    }
}
