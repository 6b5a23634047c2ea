//! What the lookout keeps.
//!
//! | slot | bits | what |
//! |---|---|---|
//! | 0 | 0..159, 160..167 | the vault, decimals of its cash |
//! | 1 | 0..159 | the margin contract |

use crate::slot::Slot;
use crate::words::{address, tag, tagged, Word};
use alloc::vec::Vec; // what the SDK's macro writes names it
use alloy_primitives::Address;
use stylus_sdk::prelude::*;

/// The contract: whom it asks.
#[storage]
#[cfg_attr(not(target_arch = "wasm32"), entrypoint)]
pub struct Lookout {
    vault: Slot,
    margin: Slot,
}

shell::entry!(Lookout);

impl Lookout {
    pub(crate) fn vault_at(&self) -> Address {
        address(self.vault.get())
    }

    /// Decimals of the cash.
    pub(crate) fn cash_decimals(&self) -> u8 {
        tag(self.vault.get())
    }

    pub(crate) fn margin_at(&self) -> Address {
        address(self.margin.get())
    }

    pub(crate) fn keep(&mut self, vault: Address, cash_decimals: u8, margin: Address) {
        self.vault.set(tagged(vault, cash_decimals));
        self.margin.set(margin.to_word().into());
    }
}
