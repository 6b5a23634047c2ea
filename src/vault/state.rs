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
//! | 16 | annex, the program of the functions that are called seldom |
//! | 17 to 80 | listings, four slots each, see [`listing`] |
//! | keccak(account, 81) | accounts, 26 slots each, see [`account`] |

use crate::caller::Call;
use crate::host::keccak;
use crate::slot::{Memory, Slot};
use crate::words::{pack, Word};
use alloc::vec::Vec; // what the SDK's macro writes names it
use alloy_primitives::{Address, B256, U256};
use stylus_sdk::prelude::*;

/// The vault. Its slots are those of the table above; the SDK lays out none.
#[storage]
#[cfg_attr(not(target_arch = "wasm32"), entrypoint)]
pub struct Vault {
    /// Who acts, for the time of a call.
    pub(crate) call: Memory<Call>,
}

shell::entry!(Vault);

pub(crate) const CASH_TOKEN: u64 = 2;
pub(crate) const POOL: u64 = 3;
pub(crate) const LIQUIDATOR: u64 = 4;
pub(crate) const DESK: u64 = 5;
pub(crate) const LOCK: u64 = 6;
pub(crate) const TERMS: u64 = 7;
pub(crate) const MANDATE: u64 = 8;
pub(crate) const CLEARING: u64 = 9;
pub(crate) const GUARDIAN: u64 = 10;
pub(crate) const WEIGHTS: u64 = 11;
pub(crate) const PAUSES: u64 = 12;
pub(crate) const RESTS: u64 = 13;
pub(crate) const HELD: u64 = 14;
pub(crate) const MIN_DEBT: u64 = 15;
pub(crate) const ANNEX: u64 = 16;
const LISTINGS: u64 = 17;
const ACCOUNTS: u64 = 81;

/// The four slots of a token that is accepted as collateral.
pub(crate) mod listing {
    /// The token; seconds of seasoning from bit 160 (24 bits); whether inflow is limited at bit 184; whether a
    /// weight is on its way at bit 185.
    pub(crate) const TOKEN: u64 = 0;
    /// Deposits of all accounts (low 128 bits) and what they may come to (high 128 bits), units of the token.
    pub(crate) const TOTAL_AND_CAP: u64 = 1;
    /// What has come in lately (112 bits from 0) and what may within an hour (112 bits from 128), units of the token;
    /// when that was noted, seconds: low half from bit 112, high half from bit 240.
    pub(crate) const INFLOW: u64 = 2;
    /// A weight on its way, basis points and seconds: from (16 bits), to (16 bits), since (40 bits), until (40 bits); at
    /// bit 128, whether the asset is frozen.
    pub(crate) const RAMP: u64 = 3;
}

/// The slots of an account, from the hash of its number on.
pub(crate) mod account {
    /// Scaled debt (128 bits), the assets held (16 bits), those that others may bring (16), those that may still season
    /// (16), the version of the terms (32), whether it has legs (bit 208), whether it has cash (bit 209).
    pub(crate) const HEAD: u64 = 0;
    /// Eight slots: balances in units of the tokens, two in a slot, the even asset in the low half.
    pub(crate) const BALANCES: u64 = 1;
    /// Cash of its own, in units of the cash.
    pub(crate) const CASH: u64 = 9;
    /// Sixteen slots: of each asset, what seasons: the amount (128 bits), since (40 bits, seconds) and until (40 bits).
    pub(crate) const BUCKETS: u64 = 10;
}

/// The word of a slot.
#[inline(never)]
pub(crate) fn load(slot: u64) -> U256 {
    Slot::at(number(slot)).get()
}

/// Stores the word of a slot.
#[inline(never)]
pub(crate) fn store(slot: u64, word: U256) {
    Slot::at(number(slot)).set(word);
}

/// The address in a slot.
pub(crate) fn load_address(slot: u64) -> Address {
    crate::words::address(load(slot))
}

/// The slot of a listing. Of an index that cannot be listed, one that is never written.
pub(crate) fn of_listing(asset: u8, part: u64) -> u64 {
    u64::from(asset)
        .saturating_mul(4)
        .saturating_add(LISTINGS)
        .saturating_add(part)
}

/// The word of an account.
#[inline(never)]
pub(crate) fn load_of(account: B256, part: u64) -> U256 {
    Slot::at(of_account(account, part)).get()
}

/// Stores a word of an account.
#[inline(never)]
pub(crate) fn store_of(account: B256, part: u64, word: U256) {
    Slot::at(of_account(account, part)).set(word);
}

/// As a mapping of Solidity in slot 81.
fn of_account(account: B256, part: u64) -> U256 {
    let place = keccak(&pack(&[], &[account, number(ACCOUNTS).to_word()]));
    U256::from_be_bytes(place.0).wrapping_add(number(part))
}

const fn number(slot: u64) -> U256 {
    U256::from_limbs([slot, 0, 0, 0])
}

impl Vault {
    pub(crate) fn cash_token(&self) -> Address {
        load_address(CASH_TOKEN)
    }

    pub(crate) fn cash_pool(&self) -> Address {
        load_address(POOL)
    }
}
