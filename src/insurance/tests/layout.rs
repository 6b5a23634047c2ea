//! Where everything is on chain: what readers of the storage rely on, and upgrades must keep.

use super::*;
use crate::slot::Slot;
use crate::words::Word;
use alloy_primitives::keccak256;

/// The place of a key in the mapping at a slot, as Solidity has it.
fn place(key: Address, slot: U256) -> U256 {
    let bytes = [key.to_word(), slot.to_word()].concat();
    U256::from_be_bytes(keccak256(bytes).0)
}

#[motsu::test]
fn upg_2_every_field_is_in_its_slot(
    insurance: Contract<Insurance>,
    token: Contract<MockToken>,
    owner: Address,
    alice: Address,
    bob: Address,
) {
    open(&insurance, &token, owner, alice);
    insurance
        .sender(owner)
        .transfer_ownership(bob)
        .motsu_unwrap();
    insurance
        .sender(owner)
        .set_pool(token.address())
        .motsu_unwrap();
    insurance.sender(alice).approve(bob, u(77)).motsu_unwrap();
    insurance.sender(alice).give_notice(u(55)).motsu_unwrap();
    let read = |slot: U256| {
        // Any call makes this the contract whose slots are read.
        let _ = insurance.sender(owner).owner();
        Slot::at(slot).get()
    };
    let word = |address: Address| U256::from_be_bytes(address.into_word().0);
    assert_eq!(read(u(0)), word(owner));
    assert_eq!(read(u(1)), word(bob));
    assert_eq!(read(u(2)), word(token.address()) + (u(6) << 160));
    assert_eq!(read(u(3)), word(token.address()));
    assert_eq!(read(u(4)), word(token.address()));
    assert_eq!(read(u(5)), u(1_000_000_000_000) + (u(1_000_000) << 128));
    assert_eq!(read(place(alice, u(6))), u(1_000_000_000_000));
    assert_eq!(read(place(bob, place(alice, u(7)))), u(77));
    let time = u(u128::from(clock::now()));
    assert_eq!(read(place(alice, u(8))), u(55) + (time << 128));
    assert_eq!(read(u(9)), U256::ZERO);
}
