//! Whom the lookout asks.

use crate::abi::{AlreadyInitialized, NoCode};
use crate::custody::{unit_of, Custody};
use crate::error::{malformed, LookoutError};
use crate::host::has_code;
use crate::{token, Lookout};
use alloy_primitives::Address;

impl Lookout {
    pub(crate) fn set_up(&mut self, vault: Address, margin: Address) -> Result<(), LookoutError> {
        if !self.vault_at().is_zero() {
            return Err(AlreadyInitialized {}.into());
        }
        for target in [vault, margin] {
            if !has_code(target) {
                return Err(NoCode { target }.into());
            }
        }
        let cash = Custody(vault).cash()?;
        let decimals = token::decimals(cash).map_err(|_| malformed(cash))?;
        unit_of(decimals)?;
        self.keep(vault, decimals, margin);
        Ok(())
    }
}
