//! One lock for the whole house: who is in the middle of something.
//!
//! A contract of the house that calls code which is not its own (a token, a market) holds the lock meanwhile. Every
//! other contract of the house then refuses to be changed by outsiders, and to be read by them, so that nobody sees,
//! or acts on, half of a change. Who holds it is kept in transient storage: it cannot stay locked past the
//! transaction, whatever happens.

#![cfg_attr(not(any(test, feature = "export-abi")), no_main)]
#![cfg_attr(target_arch = "wasm32", no_std)]
#![deny(unsafe_code)]
#![cfg_attr(
    test,
    allow(
        clippy::arithmetic_side_effects,
        clippy::indexing_slicing,
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic
    )
)]

#[macro_use]
extern crate alloc;

pub mod abi;
pub mod error;
mod owner;
#[cfg(not(feature = "export-abi"))]
mod routes;
#[cfg_attr(feature = "export-abi", allow(missing_docs))] // generated: `print_from_args`
mod state;
#[cfg(test)]
mod tests;

use abi::*;
#[cfg(feature = "export-abi")]
use alloc::vec::Vec;
use alloy_primitives::Address;
use error::LockError;
use shell::{host, slot, words};
#[cfg(feature = "export-abi")]
use stylus_sdk::prelude::*;

#[cfg(feature = "export-abi")]
pub use state::print_from_args;
pub use state::Lock;

/// A panic ends the call: nobody reads its message, and its text would be paid for in every call.
#[cfg(target_arch = "wasm32")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

// Routed by hand in `routes.rs`; the SDK prints the interface.
#[cfg_attr(feature = "export-abi", public)]
impl Lock {
    /// Takes the lock for the caller until it gives it back, at most until the transaction ends. Members only.
    /// Errors: `Reentrant` while somebody holds it, the caller included; `NotMember`.
    pub fn acquire(&mut self) -> Result<(), LockError> {
        let caller = host::sender();
        if !state::holder().is_zero() {
            return Err(Reentrant {}.into());
        }
        if !state::is_member(caller) {
            return Err(NotMember { caller }.into());
        }
        state::set_holder(caller);
        Ok(())
    }

    /// Gives the lock back. By its holder only. Error: `NotHolder`.
    pub fn release(&mut self) -> Result<(), LockError> {
        let caller = host::sender();
        if state::holder() != caller {
            return Err(NotHolder { caller }.into());
        }
        state::set_holder(Address::ZERO);
        Ok(())
    }

    /// Answers where nobody holds the lock. Error: `Reentrant`.
    pub fn require_free(&self) -> Result<(), LockError> {
        if state::holder().is_zero() {
            Ok(())
        } else {
            Err(Reentrant {}.into())
        }
    }

    /// Who holds the lock in this transaction; zero where nobody does.
    pub fn holder(&self) -> Address {
        state::holder()
    }

    /// Whether the contract may take the lock.
    pub fn is_member(&self, account: Address) -> bool {
        state::is_member(account)
    }

    /// Sets the owner, once. Errors: `AlreadyInitialized`, `ZeroAddress`.
    pub fn initialize(&mut self, owner: Address) -> Result<(), LockError> {
        if !self.owner().is_zero() {
            return Err(AlreadyInitialized {}.into());
        }
        if owner.is_zero() {
            return Err(ZeroAddress {}.into());
        }
        owner::begin(owner);
        Ok(())
    }

    /// Lets a contract take the lock, or no longer; a lock that it holds it may still give back. Owner only. Errors:
    /// `NotOwner`, `NoCode` where a new member is no contract.
    pub fn set_member(&mut self, member: Address, is_member: bool) -> Result<(), LockError> {
        owner::require_owner()?;
        if is_member && !host::has_code(member) {
            return Err(NoCode { account: member }.into());
        }
        state::set_member(member, is_member);
        host::emit(MemberSet {
            member,
            isMember: is_member,
        });
        Ok(())
    }

    /// The owner.
    pub fn owner(&self) -> Address {
        shell::owner::owner()
    }

    /// The address that may accept the ownership; zero where none may.
    pub fn pending_owner(&self) -> Address {
        shell::owner::pending()
    }

    /// Names the next owner, who has to accept; zero withdraws the offer. Owner only.
    pub fn transfer_ownership(&mut self, new_owner: Address) -> Result<(), LockError> {
        owner::offer(new_owner)
    }

    /// Takes the ownership over. Only by the address named.
    pub fn accept_ownership(&mut self) -> Result<(), LockError> {
        owner::accept()
    }
}
