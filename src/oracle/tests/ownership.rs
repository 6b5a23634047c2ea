//! The owner hands over in two steps. (GOV-3)

use crate::abi::{NotOwner, OwnershipTransferStarted, OwnershipTransferred};
use crate::tests::world::start;
use crate::Oracle;
use alloy_primitives::Address;
use motsu::prelude::*;

#[motsu::test]
fn ownership_takes_two_steps(oracle: Contract<Oracle>, alice: Address, bob: Address, eve: Address) {
    start(&oracle, alice);
    let refused = oracle
        .sender(eve)
        .transfer_ownership(eve)
        .motsu_unwrap_err();
    assert_eq!(refused, NotOwner { caller: eve }.into());

    oracle.sender(alice).transfer_ownership(bob).motsu_unwrap();
    oracle.assert_emitted(&OwnershipTransferStarted {
        previousOwner: alice,
        newOwner: bob,
    });
    assert_eq!(
        (
            oracle.sender(eve).owner(),
            oracle.sender(eve).pending_owner()
        ),
        (alice, bob)
    );
    for caller in [eve, alice] {
        assert_eq!(
            oracle.sender(caller).accept_ownership().motsu_unwrap_err(),
            NotOwner { caller }.into()
        );
    }

    oracle.sender(bob).accept_ownership().motsu_unwrap();
    oracle.assert_emitted(&OwnershipTransferred {
        previousOwner: alice,
        newOwner: bob,
    });
    assert_eq!(
        (
            oracle.sender(eve).owner(),
            oracle.sender(eve).pending_owner()
        ),
        (bob, Address::ZERO)
    );
    let refused = oracle
        .sender(alice)
        .transfer_ownership(alice)
        .motsu_unwrap_err();
    assert_eq!(refused, NotOwner { caller: alice }.into());
    let refused = oracle.sender(bob).accept_ownership().motsu_unwrap_err();
    assert_eq!(refused, NotOwner { caller: bob }.into());
}

#[motsu::test]
fn an_offer_can_be_withdrawn(oracle: Contract<Oracle>, alice: Address, bob: Address) {
    start(&oracle, alice);
    oracle.sender(alice).transfer_ownership(bob).motsu_unwrap();
    oracle
        .sender(alice)
        .transfer_ownership(Address::ZERO)
        .motsu_unwrap();
    let refused = oracle.sender(bob).accept_ownership().motsu_unwrap_err();
    assert_eq!(refused, NotOwner { caller: bob }.into());
}

#[motsu::test]
fn the_zero_address_owns_nothing(oracle: Contract<Oracle>, alice: Address) {
    let zero = Address::ZERO;
    for caller in [zero, alice] {
        assert_eq!(
            oracle
                .sender(caller)
                .transfer_ownership(alice)
                .motsu_unwrap_err(),
            NotOwner { caller }.into()
        );
        assert_eq!(
            oracle.sender(caller).accept_ownership().motsu_unwrap_err(),
            NotOwner { caller }.into()
        );
    }
}
