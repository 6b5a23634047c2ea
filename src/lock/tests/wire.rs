//! What goes over the wire, against the declarations: selectors, errors, a boolean.

use crate::abi::*;
use crate::error::LockError;
use crate::Lock;
use alloc::vec::Vec;
use alloy_primitives::Address;
use alloy_sol_types::{sol, SolCall, SolError};
use motsu::prelude::*;
use stylus_sdk::abi::Router;

sol! {
    interface ILock {
        function acquire();
        function release();
        function requireFree();
        function holder() returns (address);
        function isMember(address account) returns (bool);
        function initialize(address owner);
        function setMember(address member, bool isMember);
        function owner() returns (address);
        function pendingOwner() returns (address);
        function transferOwnership(address newOwner);
        function acceptOwnership();
    }
}

fn route(lock: &Contract<Lock>, caller: Address, call: &[u8]) -> Option<Result<Vec<u8>, Vec<u8>>> {
    let (selector, data) = call.split_at(4);
    let selector = u32::from_be_bytes(selector.try_into().unwrap());
    let mut call = lock.sender(caller);
    <Lock as Router<Lock, Lock>>::route(&mut call, selector, data)
}

#[motsu::test]
fn every_selector_is_routed(lock: Contract<Lock>, anyone: Address) {
    for selector in ILock::ILockCalls::SELECTORS {
        assert!(route(&lock, anyone, selector).is_some(), "{selector:02x?}");
    }
    assert_eq!(ILock::ILockCalls::SELECTORS.len(), 11);
}

#[motsu::test]
fn a_boolean_is_zero_or_one(lock: Contract<Lock>, vault: Contract<Lock>, alice: Address) {
    lock.sender(alice).initialize(alice).motsu_unwrap();
    let mut call = ILock::setMemberCall {
        member: vault.address(),
        isMember: true,
    }
    .abi_encode();
    let last = call.len() - 1;
    for dirty in [2, 3, 0xff] {
        call[last] = dirty;
        assert_eq!(route(&lock, alice, &call), Some(Err(Vec::new())));
    }
    call[last] = 1;
    call[last - 31] = 1;
    assert_eq!(route(&lock, alice, &call), Some(Err(Vec::new())));
    call[last - 31] = 0;
    assert_eq!(route(&lock, alice, &call), Some(Ok(Vec::new())));
    assert!(lock.sender(alice).is_member(vault.address()));
}

/// What Solidity's encoding of every error is; and `shell` names the one that everybody else reverts with.
#[test]
fn rev_1_errors_are_packed_as_declared() {
    let a = Address::repeat_byte(0xab);
    fn check<E: SolError + Clone>(error: E)
    where
        LockError: From<E>,
    {
        let packed: Vec<u8> = LockError::from(error.clone()).into();
        assert_eq!(packed, error.abi_encode(), "{}", E::SIGNATURE);
    }
    check(AlreadyInitialized {});
    check(NotOwner { caller: a });
    check(ZeroAddress {});
    check(NoCode { account: a });
    check(NotMember { caller: a });
    check(NotHolder { caller: a });
    check(Reentrant {});
    assert_eq!(shell::entry::REENTRANT, Reentrant::SELECTOR);
}
