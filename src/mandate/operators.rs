//! Who may do what for an account: whom its owner named, for a time.

use crate::abi::{NotAccountOwner, OperatorSet, UnknownCapabilities};
use crate::error::MandateError;
use crate::host;
use crate::state::{self, Grant};
use alloy_primitives::{Address, B256};

/// All capabilities together: opt in or deposit a new kind 1, withdraw 2, borrow 4, transfer 8, trade 16, repay from
/// cash 32.
const ALL: u32 = 63;

/// Whose account it is: its low 20 bytes.
pub(crate) fn owner_of(account: B256) -> Address {
    Address::from_word(account)
}

pub(crate) fn require_owner(account: B256) -> Result<(), MandateError> {
    let caller = host::sender();
    if owner_of(account) == caller {
        Ok(())
    } else {
        Err(NotAccountOwner { account, caller }.into())
    }
}

/// Names an operator, changes what it may do, or ends it.
pub(crate) fn set(account: B256, operator: Address, grant: Grant) -> Result<(), MandateError> {
    require_owner(account)?;
    let Grant {
        capabilities,
        until,
    } = grant;
    if capabilities & !ALL != 0 {
        return Err(UnknownCapabilities { capabilities }.into());
    }
    state::set_grant(account, operator, grant);
    host::emit(OperatorSet {
        account,
        operator,
        capabilities,
        until,
    });
    Ok(())
}

/// Whether the operator has every one of the capabilities now; nobody has none.
pub(crate) fn allows(account: B256, operator: Address, wanted: u32) -> bool {
    let grant = state::grant(account, operator);
    wanted != 0 && grant.capabilities & wanted == wanted && host::now() <= grant.until
}
