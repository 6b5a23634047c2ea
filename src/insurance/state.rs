//! What the insurance keeps on chain, and how it is packed.

use crate::slot::Slot;
use crate::words::address;
use alloc::vec::Vec; // what the SDK's macro writes names it
use alloy_primitives::{Address, B256, U256};
use fixed::{halves, word};
use shares::{Funds, Ledger, Shares};
use stylus_sdk::prelude::*;
use stylus_sdk::storage::StorageMap;

/// The state of the insurance.
#[storage]
#[cfg_attr(not(target_arch = "wasm32"), entrypoint)]
pub struct Insurance {
    /// Slot 0, kept by `owner`: who configures it.
    _owner: Slot,
    /// Slot 1, kept by `owner`: who may take over from the owner.
    _pending_owner: Slot,
    /// Slot 2: the cash token, and its decimals in the byte above.
    pub(crate) asset: Slot,
    /// Slot 3: the lock of the house.
    pub(crate) lock: Slot,
    /// Slot 4: the pool whose losses it carries.
    pub(crate) pool: Slot,
    /// Slot 5: shares (low 128 bits), cash (92 bits).
    pub(crate) funds: Slot,
    /// Slots 6 and 7: shares by holder, allowances by owner and spender.
    pub(crate) ledger: Ledger,
    /// Slot 8: by holder, shares that notice was given for (low 128 bits) and when it was (64 bits).
    notices: StorageMap<B256, Slot>,
    /// Slot 9: what is known to be lost, in units of the cash (low 128 bits), and when any of it was last seen (64 bits).
    insolvency: Slot,
    /// Slot 10: the same by account.
    noted: StorageMap<B256, Slot>,
}

shell::entry!(Insurance);

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
        address(self.asset.get())
    }

    pub(crate) fn held(&self) -> Funds {
        Funds::unpack(self.funds.get())
    }

    pub(crate) fn notice(&self, holder: Address) -> Notice {
        let (given_at, shares) = halves(self.notices.get(holder.into_word()));
        Notice {
            shares: Shares::new(shares),
            given_at: u64::try_from(given_at).unwrap_or_default(),
        }
    }

    pub(crate) fn set_notice(&mut self, holder: Address, notice: Notice) {
        let stored = word((u128::from(notice.given_at), notice.shares.get()));
        self.notices.insert(holder.into_word(), stored);
    }

    pub(crate) fn insolvency_seen(&self) -> Insolvency {
        let (seen_at, total) = halves(self.insolvency.get());
        Insolvency {
            total,
            seen_at: u64::try_from(seen_at).unwrap_or_default(),
        }
    }

    pub(crate) fn set_insolvency(&mut self, seen: Insolvency) {
        self.insolvency
            .set(word((u128::from(seen.seen_at), seen.total)));
    }

    pub(crate) fn noted_of(&self, account: B256) -> U256 {
        self.noted.get(account)
    }

    pub(crate) fn set_noted(&mut self, account: B256, lacking: U256) {
        self.noted.insert(account, lacking);
    }
}
