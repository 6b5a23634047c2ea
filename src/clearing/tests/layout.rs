//! Where everything is on chain: what readers of the storage rely on, and upgrades must keep.

use super::*;
use crate::slot::Slot;
use crate::words::Word;
use alloy_primitives::keccak256;

#[motsu::test]
fn upg_2_every_field_is_in_its_slot(
    clearing: Contract<Clearing>,
    house: Contract<MockHouse>,
    owner: Address,
    market: Address,
    alice: Address,
    bob: Address,
) {
    world!(world: clearing, house, owner, market, alice, bob);
    clearing.sender(owner).set_guardian(bob).motsu_unwrap();
    clearing
        .sender(owner)
        .transfer_ownership(alice)
        .motsu_unwrap();
    clock::advance(86_400);
    let now = u128::from(clock::now());
    clearing
        .sender(market)
        .add_funding(ETH, 0, U256::ZERO, wad(7))
        .motsu_unwrap();
    clearing
        .sender(market)
        .add_funding(ETH, 0, U256::ZERO, I256::ZERO)
        .motsu_unwrap();
    world.buys(3, 100);
    let expiry = clock::now() + 9;
    let put = Trade {
        kind: 2,
        strike: u(80 * WAD),
        expiry,
        ..world.perpetual(1, 5)
    };
    world.trade(put).motsu_unwrap();
    clock::advance(9);
    house.sender(owner).set_past(house::KNOWN, u(77));
    clearing.sender(owner).fix_price(ETH, expiry).motsu_unwrap();
    let read = |slot: U256| {
        // Any call makes this the contract whose slots are read.
        let _ = clearing.sender(owner).owner();
        Slot::at(slot).get()
    };
    // As Solidity has it.
    let of = |slot: u128, key: U256| {
        let place = keccak256([key.to_word(), u(slot).to_word()].concat());
        U256::from_be_bytes(place.0)
    };
    let word = |address: Address| U256::from_be_bytes(address.into_word().0);
    let it = word(house.address());
    assert_eq!(read(u(0)), word(owner));
    assert_eq!(read(u(1)), word(alice));
    assert_eq!(read(u(2)), it + (u(6) << 160));
    assert_eq!([read(u(3)), read(u(4)), read(u(5))], [it; 3]);
    assert_eq!((read(u(6)), read(u(7))), (word(bob), u(1)));
    let registered = now - 86_400;
    let kept = u(1) + (u(registered) << 16) + (u(WAD / 10) << 128);
    assert_eq!(read(of(8, word(market))), kept);
    assert_eq!(read(of(9, u(1))), word(market));
    assert_eq!(
        read(of(10, u(256 + 2))),
        u(4 * WAD) + (u(1_000 * WAD) << 128)
    );
    assert_eq!(read(u(11 + 2)), u(4 * WAD));
    for empty in [8, 9, 10, 11, 12, 14, 26, 27, 28, 29] {
        assert_eq!(read(u(empty)), U256::ZERO);
    }
    let tag = u(2 + (1 << 16));
    assert_eq!(read(of(27, tag << 128)), u(7 * WAD) + (u(now) << 128));
    assert_eq!(read(of(28, u(2 << 64) + U256::from(expiry))), u(77));
    // Alice: 3 * 100 and 5 paid, two positions of two words.
    let head = of(29, word(alice));
    let paid = u(305) * u(WAD) * u(WAD);
    assert_eq!(read(head), (U256::ZERO - paid) << 8 | u(2));
    assert_eq!(read(head + u(1)), u(3 * WAD) + (tag << 128));
    assert_eq!(read(head + u(2)), u(7 * WAD) << 128);
    let tag = tag + (u(2) << 8) + (U256::from(expiry) << 24);
    assert_eq!(read(head + u(3)), u(WAD) + (tag << 128));
    assert_eq!(read(head + u(4)), u(80 * WAD));
    assert_eq!(read(head + u(5)), U256::ZERO);
}
