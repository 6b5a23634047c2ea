//! Who may act for an account besides its owner: operators with capabilities and an end, and whoever brings an action
//! that the owner signed.
//!
//! What is executed here goes to the vault alone, in the place of one owner: its own accounts. It holds no tokens and no
//! allowances. An operator of somebody else's account calls the vault itself.

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
mod acting;
pub mod error;
mod operators;
#[cfg(not(feature = "export-abi"))]
mod routes;
mod signature;
#[cfg_attr(feature = "export-abi", allow(missing_docs))] // generated: `print_from_args`
mod state;
#[cfg(test)]
#[allow(unsafe_code)] // its mocks are contracts
mod tests;
mod typed;

use abi::*;
#[cfg(feature = "export-abi")]
use alloc::vec::Vec;
use alloy_primitives::{Address, B256, U256};
use error::MandateError;
use shell::bytes::Bytes;
use shell::{host, slot, words};
use state::Grant;
#[cfg(feature = "export-abi")]
use stylus_sdk::prelude::*;
use typed::Action;
pub use typed::Domain;

#[cfg(feature = "export-abi")]
pub use state::print_from_args;
pub use state::Mandate;

/// A panic ends the call: nobody reads its message, and its text would be paid for in every call.
#[cfg(target_arch = "wasm32")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

// Routed by hand in `routes.rs`; the SDK prints the interface.
#[cfg_attr(feature = "export-abi", public)]
impl Mandate {
    /// Sets the vault, once. Errors: `AlreadyInitialized`, `NoCode`.
    pub fn initialize(&mut self, vault: Address) -> Result<(), MandateError> {
        if !state::vault().is_zero() {
            return Err(AlreadyInitialized {}.into());
        }
        if !host::has_code(vault) {
            return Err(NoCode { account: vault }.into());
        }
        state::set_vault(vault);
        host::emit(VaultSet { vault });
        Ok(())
    }

    /// The vault that actions go to.
    pub fn vault(&self) -> Address {
        state::vault()
    }

    /// Sets what an operator may do for an account, through `until` (seconds): 1 opt in and deposit a new kind of
    /// collateral, 2 withdraw, 4 borrow, 8 transfer, 16 trade, 32 repay from cash; their sum, and zero to end it. By
    /// the account's owner. Errors: `NotAccountOwner`, `UnknownCapabilities`.
    pub fn set_operator(
        &mut self,
        account: B256,
        operator: Address,
        capabilities: u32,
        until: u64,
    ) -> Result<(), MandateError> {
        let grant = Grant {
            capabilities,
            until,
        };
        operators::set(account, operator, grant)
    }

    /// What was last set for an operator, also where its time is over.
    /// Returns `(uint32 capabilities, uint64 until)`.
    pub fn capabilities(&self, account: B256, operator: Address) -> (u32, u64) {
        let grant = state::grant(account, operator);
        (grant.capabilities, grant.until)
    }

    /// Whether an operator has a capability of the account now, or every one of several; the owner is none. No
    /// capability is not allowed.
    pub fn allows(&self, account: B256, operator: Address, capability: u32) -> bool {
        operators::allows(account, operator, capability)
    }

    /// Executes a call of the vault that the account's owner signed (`digest`), whoever brings it, and answers what the
    /// vault does. Signed for this chain, this contract, this number, and through the deadline (seconds); the call may
    /// name any account of the owner. Errors: `Expired`, `WrongNonce`, `InvalidSignature`, `VaultCallFailed`, and those
    /// of the vault.
    /// Returns `(bytes answer)`.
    pub fn execute(
        &mut self,
        account: B256,
        call: Bytes,
        nonce: U256,
        deadline: U256,
        signature: Bytes,
    ) -> Result<Bytes, MandateError> {
        let action = Action {
            account,
            call: &call.0,
            nonce,
            deadline,
        };
        acting::execute(&action, &signature.0)
    }

    /// The number that the account's next action must be signed with.
    pub fn nonce(&self, account: B256) -> U256 {
        state::nonce(account)
    }

    /// Uses the account's next number up: what was signed with it cannot be executed. Answers the one after it. By the
    /// account's owner. Error: `NotAccountOwner`.
    /// Returns `(uint256 next)`.
    pub fn cancel(&mut self, account: B256) -> Result<U256, MandateError> {
        operators::require_owner(account)?;
        Ok(acting::use_up(account, state::nonce(account)))
    }

    /// Tries a permit (EIP-2612) of the caller for the vault, then calls the vault in the place of the caller, and
    /// answers what the vault does. A permit that fails is passed over: somebody may have used it before. Errors:
    /// `VaultCallFailed`, and those of the vault.
    /// Returns `(bytes answer)`.
    #[allow(clippy::too_many_arguments)] // those of a permit
    pub fn permit_and_call(
        &mut self,
        token: Address,
        value: U256,
        deadline: U256,
        v: u8,
        r: B256,
        s: B256,
        call: Bytes,
    ) -> Result<Bytes, MandateError> {
        let permit = acting::Permit {
            token,
            value,
            deadline,
            v,
            r,
            s,
        };
        acting::permit_and_call(&permit, &call.0)
    }

    /// What the owner of an account signs: EIP-712, `Action(bytes32 account,bytes call,uint256 nonce,uint256
    /// deadline)` in the domain of `eip712Domain`.
    pub fn digest(&self, account: B256, call: Bytes, nonce: U256, deadline: U256) -> B256 {
        let action = Action {
            account,
            call: &call.0,
            nonce,
            deadline,
        };
        action.digest()
    }

    /// Separator of the domain.
    pub fn domain_separator(&self) -> B256 {
        typed::domain()
    }

    /// The domain of EIP-712, as EIP-5267 describes it: name "Plimsoll", version "1", this chain, this contract.
    /// Returns `(bytes1 fields, string name, string version, uint256 chainId, address verifyingContract, bytes32 salt, uint256[] extensions)`.
    pub fn eip_712_domain(&self) -> Domain {
        typed::described()
    }
}
