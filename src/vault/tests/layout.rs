//! Where everything is on chain: what readers of the storage rely on, and upgrades must keep.

use super::*;
use crate::slot::Slot;
use crate::words::Word;
use alloy_primitives::{keccak256, I256};

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
    margin.sender(owner).set_newest(4);
    world.deposit(alice, ETH, ONE_ETH);
    world.deposit(alice, BTC, ONE_BTC);
    let account = account_of(alice);
    vault
        .sender(alice)
        .borrow(account, u(123), alice)
        .motsu_unwrap();
    vault.sender(owner).transfer_ownership(alice).motsu_unwrap();
    // Every other field, each with a number of its own.
    let now = crate::clock::now();
    let until = now + 3_600;
    let admin = || vault.sender(owner);
    admin().set_mandate(eth.address()).motsu_unwrap();
    admin().set_clearing(btc.address()).motsu_unwrap();
    admin().set_guardian(alice).motsu_unwrap();
    admin().set_min_debt(u(9)).motsu_unwrap();
    admin().set_seasoning(ETH, 600).motsu_unwrap();
    admin()
        .set_inflow_limit(ETH, u(50 * ONE_ETH))
        .motsu_unwrap();
    world.deposit(alice, ETH, ONE_ETH);
    admin().set_weight(BTC, u(ONE_ETH / 2), 0).motsu_unwrap();
    admin().set_weight(BTC, u(ONE_ETH), 604_800).motsu_unwrap();
    admin().pause(3, until).motsu_unwrap();
    vault.sender(alice).opt_in(account, 0x1003).motsu_unwrap();
    world.fund(&cash, alice, 7);
    vault
        .sender(alice)
        .deposit_cash(account, u(7))
        .motsu_unwrap();
    let clearing = || vault.sender(btc.address());
    clearing()
        .carry(account, true, I256::ZERO, Vec::new(), false)
        .motsu_unwrap();
    clearing()
        .settle(account, I256::unchecked_from(-2))
        .motsu_unwrap();
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
    let house = word(margin.address());
    assert_eq!(read(u(2)), word(cash.address()));
    assert_eq!(read(u(3)), word(pool.address()) + (u(6) << 160));
    assert_eq!(read(u(4)), word(pool.address()));
    // Margin, two assets, their decimals.
    let decimals = (u(18) << 176) + (u(8) << (176 + 75));
    assert_eq!(read(u(5)), house + (u(0x8001) << 160) + decimals);
    assert_eq!(read(u(6)), house + (u(1) << 160));
    assert_eq!(read(u(7)), house);
    assert_eq!(read(u(8)), word(eth.address()));
    assert_eq!(read(u(9)), word(btc.address()));
    assert_eq!(read(u(10)), word(alice));
    // Weights of 10,000 points for the first asset; that of the last sees its ramp; a pause until `until`.
    let lanes = u(10_000) + (u(16_383) << (128 + 7 * 14));
    let ends = ((u(until.into()) & u(0xffff)) << 112) + (u(u128::from(until) >> 16) << 240);
    assert_eq!(read(u(11)), lanes + ends);
    assert_eq!(read(u(12)), u(until.into()) << 96);
    assert_eq!(read(u(13)), u(u128::from(until) + 3_600) << 96);
    assert_eq!(read(u(14)), u(5) + (u(2) << 128));
    assert_eq!(read(u(15)), u(9));
    assert_eq!(read(u(16)), house);
    // Four slots for each of the sixteen listings.
    assert_eq!(
        read(u(17)),
        word(eth.address()) + (u(600) << 160) + (u(1) << 184)
    );
    assert_eq!(read(u(18)), u(2 * ONE_ETH) + (u(1_000 * ONE_ETH) << 128));
    let noted = ((u(now.into()) & u(0xffff)) << 112) + (u(u128::from(now) >> 16) << 240);
    assert_eq!(read(u(19)), u(ONE_ETH) + (u(50 * ONE_ETH) << 128) + noted);
    assert_eq!(read(u(20)), U256::ZERO);
    assert_eq!(read(u(77)), word(btc.address()) + (u(1) << 185));
    assert_eq!(read(u(78)), u(ONE_BTC) + (u(100 * ONE_BTC) << 128));
    let (since, until) = (u(now.into()), u(u128::from(now) + 604_800));
    assert_eq!(
        read(u(80)),
        u(5_000) + (u(10_000) << 16) + (since << 32) + (until << 72)
    );
    for empty in 21..77 {
        assert_eq!(read(u(empty)), U256::ZERO);
    }
    // The account: head, the balances in pairs, cash, what seasons.
    let place = keccak256([account, u(81).to_word()].concat());
    let place = U256::from_be_bytes(place.0);
    let masks = u(0x8001) + (u(0x1003) << 16) + (u(1) << 32);
    assert_eq!(
        read(place),
        u(123) + (masks << 128) + (u(4) << 176) + (u(3) << 208)
    );
    assert_eq!(read(place + u(1)), u(2 * ONE_ETH));
    assert_eq!(read(place + u(8)), u(ONE_BTC) << 128);
    assert_eq!(read(place + u(9)), u(5));
    let (since, until) = (u(now.into()), u(u128::from(now) + 600));
    assert_eq!(
        read(place + u(10)),
        u(ONE_ETH) + (since << 128) + (until << 168)
    );
}
