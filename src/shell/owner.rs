//! The owner, who hands over in two steps and cannot disappear: slots 0 and 1 of a contract.

use crate::slot::Slot;
use crate::words::{address, Word};
use alloy_primitives::{Address, U256};

/// Who owns the contract; zero before it is initialised.
pub fn owner() -> Address {
    load(OWNER)
}

/// Who may take over; zero where nobody is named.
pub fn pending() -> Address {
    load(PENDING)
}

/// Writes the owner, and that nobody is named.
pub fn set_owner(owner: Address) {
    store(OWNER, owner);
    store(PENDING, Address::ZERO);
}

/// Names who may take over.
pub fn set_pending(successor: Address) {
    store(PENDING, successor);
}

const OWNER: u8 = 0;
const PENDING: u8 = 1;

#[inline(never)]
fn load(slot: u8) -> Address {
    address(Slot::at(U256::from(slot)).get())
}

#[inline(never)]
fn store(slot: u8, address: Address) {
    Slot::at(U256::from(slot)).set(address.to_word().into());
}

/// The functions of a contract's module `owner`. Its `abi` declares `NotOwner`, `OwnershipTransferStarted` and
/// `OwnershipTransferred`; its error type is given.
#[allow(clippy::crate_in_macro_def)] // the declarations are the contract's
#[macro_export]
macro_rules! ownership {
    ($error:ty) => {
        /// The first owner.
        pub(crate) fn begin(owner: alloy_primitives::Address) {
            $crate::owner::set_owner(owner);
            $crate::host::emit(crate::abi::OwnershipTransferred {
                previousOwner: alloy_primitives::Address::ZERO,
                newOwner: owner,
            });
        }

        /// Refuses everybody but the owner.
        pub(crate) fn require_owner() -> Result<alloy_primitives::Address, $error> {
            require($crate::owner::owner())
        }

        /// Names a successor; zero withdraws the offer.
        pub(crate) fn offer(successor: alloy_primitives::Address) -> Result<(), $error> {
            let owner = require_owner()?;
            $crate::owner::set_pending(successor);
            $crate::host::emit(crate::abi::OwnershipTransferStarted {
                previousOwner: owner,
                newOwner: successor,
            });
            Ok(())
        }

        /// The successor takes over.
        pub(crate) fn accept() -> Result<(), $error> {
            let successor = require($crate::owner::pending())?;
            let previous = $crate::owner::owner();
            $crate::owner::set_owner(successor);
            $crate::host::emit(crate::abi::OwnershipTransferred {
                previousOwner: previous,
                newOwner: successor,
            });
            Ok(())
        }

        fn require(
            expected: alloy_primitives::Address,
        ) -> Result<alloy_primitives::Address, $error> {
            let caller = $crate::host::sender();
            // Nobody is the zero address: not before a successor is named, not before `initialize`.
            if caller == expected && !caller.is_zero() {
                Ok(caller)
            } else {
                Err(crate::abi::NotOwner { caller }.into())
            }
        }
    };
}

pub use ownership;
