//! What the contract keeps.
//!
//! | slot | what |
//! |---|---|
//! | 0 | vault |
//! | keccak256(account, 1) | the account's next number |
//! | keccak256(account, operator, 2) | capabilities 32, time through which they last 64 above; seconds |

use crate::slot::Slot;
use crate::words::{address, pack, Word};
use alloc::vec::Vec; // what the SDK's macro writes names it
use alloy_primitives::{Address, B256, U256};
use shell::host::keccak;
use stylus_sdk::prelude::*;

/// The contract. Its slots are those of the table above; the SDK lays out none.
#[storage]
#[cfg_attr(not(target_arch = "wasm32"), entrypoint)]
pub struct Mandate;

shell::entry!(Mandate);

const VAULT: Slot = Slot::at(U256::ZERO);
const NONCES: u8 = 1;
const OPERATORS: u8 = 2;

/// What somebody may do for an account, through which time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Grant {
    /// One bit for each capability.
    pub(crate) capabilities: u32,
    /// The last second.
    pub(crate) until: u64,
}

/// Zero before the contract is initialised.
pub(crate) fn vault() -> Address {
    address(VAULT.get())
}

pub(crate) fn set_vault(vault: Address) {
    let mut slot = VAULT;
    slot.set(vault.to_word().into());
}

pub(crate) fn nonce(account: B256) -> U256 {
    nonce_place(account).get()
}

pub(crate) fn set_nonce(account: B256, nonce: U256) {
    nonce_place(account).set(nonce);
}

pub(crate) fn grant(account: B256, operator: Address) -> Grant {
    let [low, high, ..] = grant_place(account, operator).get().into_limbs();
    let whole = u128::from(low) | u128::from(high) << 64;
    Grant {
        capabilities: u32::try_from(low & u64::from(u32::MAX)).unwrap_or_default(),
        until: u64::try_from(whole >> 32).unwrap_or_default(),
    }
}

pub(crate) fn set_grant(account: B256, operator: Address, grant: Grant) {
    let word = u128::from(grant.capabilities) | u128::from(grant.until) << 32;
    grant_place(account, operator).set(U256::from(word));
}

fn nonce_place(account: B256) -> Slot {
    place(&[account, NONCES.to_word()])
}

fn grant_place(account: B256, operator: Address) -> Slot {
    place(&[account, operator.to_word(), OPERATORS.to_word()])
}

#[inline(never)]
fn place(words: &[B256]) -> Slot {
    Slot::at(keccak(&pack(&[], words)).into())
}
