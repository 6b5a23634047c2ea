//! From one account to another.

use crate::abi::{SameAccount, Transferred};
use crate::caller::capability;
use crate::error::VaultError;
use crate::host::emit;
use crate::listing::CASH;
use crate::pause::Action;
use crate::state::Vault;
use alloy_primitives::{B256, U256};

impl Vault {
    pub(crate) fn move_between(
        &mut self,
        from: B256,
        to: B256,
        asset: u8,
        amount: U256,
    ) -> Result<(), VaultError> {
        self.require_running(Action::Transfer)?;
        self.require_right(from, capability::TRANSFER)?;
        if from == to {
            return Err(SameAccount { account: from }.into());
        }
        if asset == CASH {
            self.move_cash(from, to, amount)?;
        } else {
            self.move_collateral(from, to, asset, amount)?;
        }
        emit(Transferred {
            from,
            to,
            asset,
            amount,
        });
        Ok(())
    }
}
