//! The owner hands over in two steps. (GOV-3)

use super::world::start;
use crate::abi::{NotOwner, OwnershipTransferStarted, OwnershipTransferred};
use crate::Prices;
use alloy_primitives::Address;
use motsu::prelude::*;

#[motsu::test]
fn ownership_takes_two_steps(prices: Contract<Prices>, alice: Address, bob: Address, eve: Address) {
    start(&prices, alice);
    let refused = prices
        .sender(eve)
        .transfer_ownership(eve)
        .motsu_unwrap_err();
    assert_eq!(refused, NotOwner { caller: eve }.into());

    prices.sender(alice).transfer_ownership(bob).motsu_unwrap();
    prices.assert_emitted(&OwnershipTransferStarted {
        previousOwner: alice,
        newOwner: bob,
    });
    assert_eq!(
        (
            prices.sender(eve).owner(),
            prices.sender(eve).pending_owner()
        ),
        (alice, bob)
    );
    for caller in [eve, alice] {
        assert_eq!(
            prices.sender(caller).accept_ownership().motsu_unwrap_err(),
            NotOwner { caller }.into()
        );
    }

    prices.sender(bob).accept_ownership().motsu_unwrap();
    prices.assert_emitted(&OwnershipTransferred {
        previousOwner: alice,
        newOwner: bob,
    });
    assert_eq!(
        (
            prices.sender(eve).owner(),
            prices.sender(eve).pending_owner()
        ),
        (bob, Address::ZERO)
    );
    let refused = prices
        .sender(alice)
        .transfer_ownership(alice)
        .motsu_unwrap_err();
    assert_eq!(refused, NotOwner { caller: alice }.into());
    let refused = prices.sender(bob).accept_ownership().motsu_unwrap_err();
    assert_eq!(refused, NotOwner { caller: bob }.into());
}

#[motsu::test]
fn an_offer_can_be_withdrawn(prices: Contract<Prices>, alice: Address, bob: Address) {
    start(&prices, alice);
    prices.sender(alice).transfer_ownership(bob).motsu_unwrap();
    prices
        .sender(alice)
        .transfer_ownership(Address::ZERO)
        .motsu_unwrap();
    let refused = prices.sender(bob).accept_ownership().motsu_unwrap_err();
    assert_eq!(refused, NotOwner { caller: bob }.into());
}

#[motsu::test]
fn the_zero_address_owns_nothing(prices: Contract<Prices>, alice: Address) {
    let zero = Address::ZERO;
    for caller in [zero, alice] {
        assert_eq!(
            prices
                .sender(caller)
                .transfer_ownership(alice)
                .motsu_unwrap_err(),
            NotOwner { caller }.into()
        );
        assert_eq!(
            prices.sender(caller).accept_ownership().motsu_unwrap_err(),
            NotOwner { caller }.into()
        );
    }
}
