//! What the insurance keeps on chain.
//!
//! | slot | what |
//! |---|---|
//! | 0 | who configures it |
//! | 1 | who may take over from the owner |
//! | 2 | the cash token, and its decimals in the byte above |
//! | 3 | the lock of the house |
//! | 4 | the pool whose losses it carries |
//! | 5 | shares (low 128 bits), cash (92 bits) |
//! | 6, 7 | shares by holder, allowances by owner and spender |
//! | 8 | by holder, shares that notice was given for (low 128 bits) and when it was (64 bits) |
//! | 9 | what is known to be lost, in units of the cash (low 128 bits), and when any of it was last seen (64 bits) |
//! | 10 | the same by account |

use crate::slot::Fixed;
use crate::words::{address, Word};
use alloc::vec::Vec; // what the SDK's macro writes names it
use alloy_primitives::{Address, B256, U256};
use fixed::{halves, word};
use shares::{Funds, Ledger, Shares};
use stylus_sdk::prelude::*;

/// The contract. Its slots are those of the table above; the SDK lays out none.
#[storage]
#[cfg_attr(not(target_arch = "wasm32"), entrypoint)]
pub struct Insurance;

shell::entry!(Insurance);

pub(crate) const ASSET: Fixed = Fixed::new(2);
pub(crate) const LOCK: Fixed = Fixed::new(3);
pub(crate) const POOL: Fixed = Fixed::new(4);
pub(crate) const FUNDS: Fixed = Fixed::new(5);
/// Two slots from here on.
pub(crate) const LEDGER: Ledger = Ledger::new(6);
const NOTICES: Fixed = Fixed::new(8);
pub(crate) const INSOLVENCY: Fixed = Fixed::new(9);
const NOTED: Fixed = Fixed::new(10);

/// Notice that was given for shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Notice {
    pub(crate) shares: Shares,
    pub(crate) given_at: u64,
}

/// What accounts are known to lack, as last seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Insolvency {
    pub(crate) total: u128,
    pub(crate) seen_at: u64,
}

impl Insurance {
    /// The token that losses are paid in.
    pub(crate) fn token(&self) -> Address {
        address(ASSET.get())
    }

    pub(crate) fn held(&self) -> Funds {
        Funds::unpack(FUNDS.get())
    }

    pub(crate) fn notice(&self, holder: Address) -> Notice {
        let (given_at, shares) = halves(NOTICES.of(holder.to_word()).get());
        Notice {
            shares: Shares::new(shares),
            given_at: u64::try_from(given_at).unwrap_or_default(),
        }
    }

    pub(crate) fn set_notice(&mut self, holder: Address, notice: Notice) {
        let stored = word((u128::from(notice.given_at), notice.shares.get()));
        NOTICES.of(holder.to_word()).set(stored);
    }

    pub(crate) fn insolvency_seen(&self) -> Insolvency {
        let (seen_at, total) = halves(INSOLVENCY.get());
        Insolvency {
            total,
            seen_at: u64::try_from(seen_at).unwrap_or_default(),
        }
    }

    pub(crate) fn set_insolvency(&mut self, seen: Insolvency) {
        INSOLVENCY.set(word((u128::from(seen.seen_at), seen.total)));
    }

    pub(crate) fn noted_of(&self, account: B256) -> U256 {
        NOTED.of(account).get()
    }

    pub(crate) fn set_noted(&mut self, account: B256, lacking: U256) {
        NOTED.of(account).set(lacking);
    }
}
