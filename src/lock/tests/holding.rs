//! Who may take the lock, and who may give it back. (REE-1, GOV-1, GOV-3, UPG-1)

use crate::abi::*;
use crate::Lock;
use alloy_primitives::Address;
use motsu::prelude::*;

/// A contract, of which there are two.
#[motsu::test]
fn one_holds_it_and_nobody_else(
    lock: Contract<Lock>,
    vault: Contract<Lock>,
    pool: Contract<Lock>,
    alice: Address,
    eve: Address,
) {
    let (vault, pool) = (vault.address(), pool.address());
    lock.sender(alice).initialize(alice).motsu_unwrap();
    for member in [vault, pool] {
        lock.sender(alice).set_member(member, true).motsu_unwrap();
        lock.assert_emitted(&MemberSet {
            member,
            isMember: true,
        });
    }
    assert_eq!(
        lock.sender(eve).acquire().motsu_unwrap_err(),
        NotMember { caller: eve }.into()
    );
    lock.sender(eve).require_free().motsu_unwrap();

    lock.sender(vault).acquire().motsu_unwrap();
    assert_eq!(lock.sender(eve).holder(), vault);
    for caller in [vault, pool, eve, alice] {
        assert_eq!(
            lock.sender(caller).acquire().motsu_unwrap_err(),
            Reentrant {}.into()
        );
        assert_eq!(
            lock.sender(caller).require_free().motsu_unwrap_err(),
            Reentrant {}.into()
        );
    }
    for caller in [pool, eve, alice] {
        assert_eq!(
            lock.sender(caller).release().motsu_unwrap_err(),
            NotHolder { caller }.into()
        );
    }

    lock.sender(vault).release().motsu_unwrap();
    lock.sender(eve).require_free().motsu_unwrap();
    assert_eq!(lock.sender(eve).holder(), Address::ZERO);
    assert_eq!(
        lock.sender(vault).release().motsu_unwrap_err(),
        NotHolder { caller: vault }.into()
    );
    lock.sender(pool).acquire().motsu_unwrap();
}

#[motsu::test]
fn members_are_contracts_that_the_owner_names(
    lock: Contract<Lock>,
    vault: Contract<Lock>,
    alice: Address,
    eve: Address,
) {
    let member = vault.address();
    for caller in [alice, eve] {
        assert_eq!(
            lock.sender(caller)
                .set_member(member, true)
                .motsu_unwrap_err(),
            NotOwner { caller }.into()
        );
    }
    assert_eq!(
        lock.sender(eve)
            .initialize(Address::ZERO)
            .motsu_unwrap_err(),
        ZeroAddress {}.into()
    );
    lock.sender(alice).initialize(alice).motsu_unwrap();
    for caller in [alice, eve] {
        assert_eq!(
            lock.sender(caller).initialize(eve).motsu_unwrap_err(),
            AlreadyInitialized {}.into()
        );
    }
    assert_eq!(
        lock.sender(eve).set_member(member, true).motsu_unwrap_err(),
        NotOwner { caller: eve }.into()
    );
    assert_eq!(
        lock.sender(alice).set_member(eve, true).motsu_unwrap_err(),
        NoCode { account: eve }.into()
    );
    assert!(!lock.sender(eve).is_member(member));
    lock.sender(alice).set_member(member, true).motsu_unwrap();
    assert!(lock.sender(eve).is_member(member));

    // Out of the house while it holds the lock: it gives the lock back, and takes it no more.
    lock.sender(member).acquire().motsu_unwrap();
    lock.sender(alice).set_member(member, false).motsu_unwrap();
    assert!(!lock.sender(eve).is_member(member));
    lock.sender(member).release().motsu_unwrap();
    assert_eq!(
        lock.sender(member).acquire().motsu_unwrap_err(),
        NotMember { caller: member }.into()
    );
}

#[motsu::test]
fn ownership_takes_two_steps(lock: Contract<Lock>, alice: Address, bob: Address, eve: Address) {
    lock.sender(alice).initialize(alice).motsu_unwrap();
    assert_eq!(
        lock.sender(eve).transfer_ownership(eve).motsu_unwrap_err(),
        NotOwner { caller: eve }.into()
    );
    lock.sender(alice).transfer_ownership(bob).motsu_unwrap();
    assert_eq!(
        (lock.sender(eve).owner(), lock.sender(eve).pending_owner()),
        (alice, bob)
    );
    for caller in [eve, alice] {
        assert_eq!(
            lock.sender(caller).accept_ownership().motsu_unwrap_err(),
            NotOwner { caller }.into()
        );
    }
    lock.sender(bob).accept_ownership().motsu_unwrap();
    assert_eq!(
        (lock.sender(eve).owner(), lock.sender(eve).pending_owner()),
        (bob, Address::ZERO)
    );
}
