//! Calls of the vault in the place of an owner: signed by it, or made by it with a permit before.

use crate::abi::{InvalidSignature, NonceUsed, VaultCallFailed, WrongNonce};
use crate::error::MandateError;
use crate::host;
use crate::operators::owner_of;
use crate::signature;
use crate::state;
use crate::typed::Action;
use crate::words::{pack, Word};
use alloc::vec::Vec;
use alloy_primitives::{Address, B256, U256};
use shell::bytes::{call_with, returned, Bytes};
use stylus_sdk::function_selector;

const ACT: [u8; 4] = function_selector!("act", Address, Bytes);
const PERMIT: [u8; 4] = function_selector!("permit", Address, Address, U256, U256, u8, B256, B256);

/// What an owner allows the vault to take of a token (EIP-2612).
pub(crate) struct Permit {
    pub(crate) token: Address,
    pub(crate) value: U256,
    pub(crate) deadline: U256,
    pub(crate) v: u8,
    pub(crate) r: B256,
    pub(crate) s: B256,
}

/// Executes what the account's owner signed, whoever calls.
pub(crate) fn execute(action: &Action<'_>, signature: &[u8]) -> Result<Bytes, MandateError> {
    action.require_in_time()?;
    let account = action.account;
    let expected = state::nonce(account);
    if action.nonce != expected {
        return Err(WrongNonce { account, expected }.into());
    }
    let owner = owner_of(account);
    if signature::signer(action.digest(), signature)? != owner {
        return Err(InvalidSignature {}.into());
    }
    use_up(account, expected);
    act(owner, action.call)
}

/// The account's next number counts no more.
pub(crate) fn use_up(account: B256, nonce: U256) -> U256 {
    // 2^256 actions are not executed.
    let next = nonce.saturating_add(U256::ONE);
    state::set_nonce(account, next);
    host::emit(NonceUsed { account, nonce });
    next
}

/// Tries the permit of the caller, and calls the vault in its place.
///
/// A permit that fails changes nothing: somebody may have used it before, and then its allowance is there.
pub(crate) fn permit_and_call(permit: &Permit, call: &[u8]) -> Result<Bytes, MandateError> {
    let owner = host::sender();
    let words = [
        owner.to_word(),
        state::vault().to_word(),
        permit.value.to_word(),
        permit.deadline.to_word(),
        permit.v.to_word(),
        permit.r,
        permit.s,
    ];
    drop(host::call(permit.token, &pack(&PERMIT, &words), 0));
    act(owner, call)
}

/// What the vault answers to its call. It is a contract of the house: its answer is as long as it makes it.
fn act(owner: Address, call: &[u8]) -> Result<Bytes, MandateError> {
    let data = call_with(&ACT, &[owner.to_word()], call);
    let answer = match host::call(state::vault(), &data, usize::MAX) {
        Ok(answer) => answer,
        Err(data) if data.is_empty() => return Err(VaultCallFailed {}.into()),
        Err(data) => return Err(MandateError::Vault(data)),
    };
    returned(&answer.bytes, 0)
        .map(|bytes| Bytes(Vec::from(bytes)))
        .ok_or_else(|| VaultCallFailed {}.into())
}
