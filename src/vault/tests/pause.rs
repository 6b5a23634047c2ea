//! Pauses: what they stop, what they never stop, and how they end.

use super::*;
use crate::abi::*;

#[motsu::test]
fn gov_5_the_pause_matrix(
    vault: Contract<Vault>,
    pool: Contract<MockPool>,
    margin: Contract<MockMargin>,
    cash: Contract<MockToken>,
    eth: Contract<MockToken>,
    btc: Contract<MockToken>,
    bob: Address,
    owner: Address,
    alice: Address,
) {
    world!(world: vault, pool, margin, cash, eth, btc, owner);
    world.deposit(alice, ETH, 10 * ONE_ETH);
    world.deposit(bob, ETH, 10 * ONE_ETH);
    world.fund(&cash, alice, 1_000 * DOLLAR);
    world.fund(&btc, alice, ONE_BTC);
    world.fund(&eth, alice, ONE_ETH);
    let (account, other) = (account_of(alice), second_account_of(alice));
    vault
        .sender(owner)
        .set_clearing(margin.address())
        .motsu_unwrap();
    vault
        .sender(alice)
        .deposit_cash(account, u(100))
        .motsu_unwrap();
    vault
        .sender(alice)
        .borrow(account, u(1_000 * DOLLAR), alice)
        .motsu_unwrap();
    vault.sender(alice).opt_in(other, 1).motsu_unwrap();
    // Every action, as the first word of what it refuses with.
    let tried = |kind: u8| {
        let by = || vault.sender(alice);
        let outcome = match kind {
            0 => by().deposit(account, BTC, u(1)).map(drop),
            1 => by().opt_in(account, 1),
            2 => by().withdraw(account, ETH, u(1), alice),
            3 => by().withdraw_cash(account, u(1), alice),
            4 => vault.sender(bob).withdraw(account_of(bob), ETH, u(1), bob),
            5 => by().borrow(account, u(1), alice),
            6 => by().transfer(account, other, ETH, u(1)),
            7 => by().transfer(account, other, 255, u(1)),
            8 => vault
                .sender(margin.address())
                .carry(account, true, I256::ZERO, Vec::new(), true),
            // Never stopped.
            9 => by().deposit(account, ETH, u(1)).map(drop),
            10 => by().deposit_cash(account, u(1)).map(drop),
            11 => by().repay(account, u(1)).map(drop),
            12 => by().repay_from_cash(account, u(1)).map(drop),
            13 => {
                vault
                    .sender(margin.address())
                    .carry(account, false, I256::ZERO, Vec::new(), false)
            }
            _ => vault
                .sender(margin.address())
                .settle(account, I256::ZERO)
                .map(drop),
        };
        outcome.err()
    };
    let stops: [&[u8]; 6] = [&[0, 1], &[2, 3], &[4], &[5], &[6, 7], &[8]];
    for action in 0..6_u8 {
        let until = crate::clock::now() + 600;
        vault.sender(owner).pause(action, until).motsu_unwrap();
        vault.assert_emitted(&ActionPaused { action, until });
        assert_eq!(vault.sender(bob).paused(action).motsu_unwrap(), until);
        for kind in 0..15 {
            // Opening a new kind works once; it is there from then on.
            if kind == 0 && action != 0 {
                continue;
            }
            let refusal = tried(kind);
            if stops[usize::from(action)].contains(&kind) {
                assert_eq!(
                    refusal,
                    Some(Paused { action, until }.into()),
                    "{action} {kind}"
                );
            } else {
                assert_eq!(refusal, None, "{action} {kind}");
            }
        }
        // It ends by itself.
        clock::advance(600);
        assert_eq!(vault.sender(bob).paused(action).motsu_unwrap(), 0);
        for kind in stops[usize::from(action)].iter().filter(|kind| **kind != 0) {
            assert_eq!(tried(*kind), None, "{action} {kind}");
        }
        margin.sender(owner).set_holder(Address::ZERO);
    }
}

#[motsu::test]
fn gov_5_no_pause_is_for_ever(
    vault: Contract<Vault>,
    pool: Contract<MockPool>,
    margin: Contract<MockMargin>,
    cash: Contract<MockToken>,
    eth: Contract<MockToken>,
    btc: Contract<MockToken>,
    guardian: Address,
    owner: Address,
    alice: Address,
) {
    world!(_world: vault, pool, margin, cash, eth, btc, owner);
    vault.sender(owner).set_guardian(guardian).motsu_unwrap();
    let start = crate::clock::now();
    let week = 7 * 86_400;
    let pause = |until| vault.sender(guardian).pause(2, until);
    for (until, bound) in [
        (start, start),
        (start - 5, start),
        (start + week + 1, start + week),
    ] {
        let (value, bound) = (U256::from(until), U256::from(bound));
        assert_eq!(
            pause(until).motsu_unwrap_err(),
            OutOfRange { value, bound }.into()
        );
    }
    let mut running = 0_u64;
    let mut cooling = 0_u64;
    // Somebody who pauses whenever it can, for ninety days.
    for _ in 0..90 {
        let now = crate::clock::now();
        match pause(now + week) {
            Ok(()) => {}
            Err(refusal) => {
                assert!(is::<CoolingDown>(&refusal));
                cooling += 1;
            }
        }
        if vault.sender(alice).paused(2).motsu_unwrap() == 0 {
            running += 1;
        }
        clock::advance(86_400);
    }
    assert!(cooling > 70 && running >= 41, "{cooling} {running}");
    // As long as the pause was; another action is another matter.
    clock::advance(2 * week);
    let now = crate::clock::now();
    pause(now + 100).motsu_unwrap();
    clock::advance(199);
    let (action, until) = (2, now + 200);
    assert_eq!(
        pause(now + 300).motsu_unwrap_err(),
        CoolingDown { action, until }.into()
    );
    vault.sender(guardian).pause(3, now + 300).motsu_unwrap();
    clock::advance(1);
    pause(now + 300).motsu_unwrap();
    // The owner ends one early.
    vault.sender(owner).unpause(2).motsu_unwrap();
    vault.assert_emitted(&ActionResumed { action: 2 });
    assert_eq!(vault.sender(alice).paused(2).motsu_unwrap(), 0);
    assert_eq!(vault.sender(alice).paused(3).motsu_unwrap(), now + 300);
    for action in [6, 7, 8, 255] {
        let refused: VaultError = UnknownAction { action }.into();
        let by = || vault.sender(owner);
        assert_eq!(by().pause(action, now + 300).motsu_unwrap_err(), refused);
        assert_eq!(by().unpause(action).motsu_unwrap_err(), refused);
        assert_eq!(by().paused(action).motsu_unwrap_err(), refused);
    }
    let refusal = vault.sender(alice).pause(2, now + 300).motsu_unwrap_err();
    assert_eq!(refusal, NotOwner { caller: alice }.into());
}
