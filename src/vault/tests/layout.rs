//! Where everything is on chain: what readers of the storage rely on, and upgrades must keep.

use super::*;
use crate::slot::Slot;
use crate::words::Word;
use alloy_primitives::keccak256;

#[motsu::test]
fn upg_2_every_field_is_in_its_slot(
    vault: Contract<Vault>,
    pool: Contract<MockPool>,
    margin: Contract<MockMargin>,
    cash: Contract<MockToken>,
    eth: Contract<MockToken>,
    btc: Contract<MockToken>,
    owner: Address,
    alice: Address,
) {
    world!(world: vault, pool, margin, cash, eth, btc, owner);
    world.deposit(alice, ETH, ONE_ETH);
    world.deposit(alice, BTC, ONE_BTC);
    let account = account_of(alice);
    vault
        .sender(alice)
        .borrow(account, u(123), alice)
        .motsu_unwrap();
    vault.sender(owner).transfer_ownership(alice).motsu_unwrap();
    vault
        .sender(owner)
        .set_liquidator(pool.address())
        .motsu_unwrap();
    let read = |slot: U256| {
        // Any call makes this the contract whose slots are read.
        let _ = vault.sender(owner).owner();
        Slot::at(slot).get()
    };
    let word = |address: Address| U256::from_be_bytes(address.into_word().0);
    assert_eq!(read(u(0)), word(owner));
    assert_eq!(read(u(1)), word(alice));
    assert_eq!(read(u(2)), word(cash.address()));
    assert_eq!(read(u(3)), word(pool.address()) + (u(6) << 160));
    assert_eq!(read(u(4)), word(pool.address()));
    assert_eq!(read(u(5)) << 96, word(margin.address()) << 96);
    // Two slots for each of the sixteen listings.
    assert_eq!(read(u(6)), word(eth.address()));
    assert_eq!(read(u(7)), u(ONE_ETH) + (u(1_000 * ONE_ETH) << 128));
    assert_eq!(read(u(36)), word(btc.address()));
    assert_eq!(read(u(37)), u(ONE_BTC) + (u(100 * ONE_BTC) << 128));
    for empty in 8..36 {
        assert_eq!(read(u(empty)), U256::ZERO);
    }
    // The account: head, then the balances in pairs.
    let place = keccak256([account, u(38).to_word()].concat());
    let place = U256::from_be_bytes(place.0);
    assert_eq!(read(place), u(123) + (u(0x8001) << 128));
    assert_eq!(read(place + u(1)), u(ONE_ETH));
    assert_eq!(read(place + u(8)), u(ONE_BTC) << 128);
}
