//! Lenders: round trips, the price of a share, the first depositor.

use super::*;
use crate::abi::*;
use shares::{Assets, Exchange, Shares};

/// In by one door and out by another.
type Trip = fn(&Contract<Pool>, Address, U256);

#[motsu::test]
fn vlt_2_to_9_no_round_trip_gains(
    pool: Contract<Pool>,
    token: Contract<MockToken>,
    owner: Address,
    vault: Address,
    alice: Address,
    bob: Address,
) {
    open(&pool, &token, owner, vault);
    season(&pool, &token, alice, vault);
    lend_in(&pool, &token, bob, u(300_000_000));
    fund(&pool, &token, bob, u(300_000_000));
    let shares_for = |pool: &Contract<Pool>, amount: U256| {
        pool.sender(Address::ZERO).preview_deposit(amount).unwrap()
    };
    let trips: [(&str, Trip); 8] = [
        ("deposit, redeem", |pool, who, amount| {
            let shares = pool.sender(who).deposit(amount, who).motsu_unwrap();
            pool.sender(who).redeem(shares, who, who).motsu_unwrap();
        }),
        ("deposit, withdraw", |pool, who, amount| {
            pool.sender(who).deposit(amount, who).motsu_unwrap();
            pool.sender(who).withdraw(amount, who, who).motsu_unwrap();
        }),
        ("mint, redeem", |pool, who, amount| {
            let shares = amount * U256::from(999_983);
            pool.sender(who).mint(shares, who).motsu_unwrap();
            pool.sender(who).redeem(shares, who, who).motsu_unwrap();
        }),
        ("mint, withdraw", |pool, who, amount| {
            let paid = pool
                .sender(who)
                .mint(amount * U256::from(999_983), who)
                .motsu_unwrap();
            pool.sender(who).withdraw(paid, who, who).motsu_unwrap();
        }),
        ("redeem, deposit", |pool, who, amount| {
            let got = pool
                .sender(who)
                .redeem(amount * U256::from(999_983), who, who)
                .motsu_unwrap();
            pool.sender(who).deposit(got, who).motsu_unwrap();
        }),
        ("redeem, mint", |pool, who, amount| {
            let shares = amount * U256::from(999_983);
            pool.sender(who).redeem(shares, who, who).motsu_unwrap();
            pool.sender(who).mint(shares, who).motsu_unwrap();
        }),
        ("withdraw, deposit", |pool, who, amount| {
            pool.sender(who).withdraw(amount, who, who).motsu_unwrap();
            pool.sender(who).deposit(amount, who).motsu_unwrap();
        }),
        ("withdraw, mint", |pool, who, amount| {
            let burned = pool.sender(who).withdraw(amount, who, who).motsu_unwrap();
            pool.sender(who).mint(burned, who).motsu_unwrap();
        }),
    ];
    for (name, trip) in trips {
        for amount in AMOUNTS {
            let cash = token.sender(bob).balance_of(bob);
            let shares = pool.sender(bob).balance_of(bob);
            trip(&pool, bob, u(amount));
            let cash_after = token.sender(bob).balance_of(bob);
            let shares_after = pool.sender(bob).balance_of(bob);
            assert!(cash_after <= cash && shares_after <= shares || {
                // One up, the other down: the trip may swap one for the other, at no better than the fair rate.
                let worth = |shares: U256| pool.sender(bob).preview_redeem(shares).unwrap();
                cash_after + worth(shares_after) <= cash + worth(shares)
            }, "{name} of {amount}: cash {cash} -> {cash_after}, shares {shares} -> {shares_after}");
            // Deposits that come back by the same measure are exact or lose.
            if matches!(name, "deposit, redeem" | "mint, redeem") {
                assert!(
                    cash_after <= cash && shares_after == shares,
                    "{name} of {amount}"
                );
            }
            if matches!(name, "deposit, withdraw" | "withdraw, deposit") {
                assert!(
                    cash_after == cash && shares_after <= shares,
                    "{name} of {amount}"
                );
            }
        }
    }
    // The price was no round number, or none of this shows anything.
    assert_ne!(shares_for(&pool, u(1_000_000)), u(1_000_000_000_000));
}

#[motsu::test]
fn vlt_1_the_price_of_a_share_never_falls(
    pool: Contract<Pool>,
    token: Contract<MockToken>,
    owner: Address,
    vault: Address,
    alice: Address,
) {
    open(&pool, &token, owner, vault);
    season(&pool, &token, alice, vault);
    fund(&pool, &token, alice, u(1_000_000_000));
    let price = |pool: &Contract<Pool>| {
        let assets = pool.sender(alice).total_assets().unwrap() + U256::ONE;
        (assets, pool.sender(alice).total_supply() + u(1_000_000))
    };
    let mut before = price(&pool);
    for step in 0..60_u128 {
        let amount = u(step * step * 977 + 1);
        match step % 6 {
            0 => drop(pool.sender(alice).deposit(amount, alice).motsu_unwrap()),
            1 => drop(pool.sender(alice).mint(amount, alice).motsu_unwrap()),
            2 => drop(
                pool.sender(alice)
                    .withdraw(amount, alice, alice)
                    .motsu_unwrap(),
            ),
            3 => drop(
                pool.sender(alice)
                    .redeem(amount, alice, alice)
                    .motsu_unwrap(),
            ),
            4 => drop(pool.sender(vault).lend(vault, amount).motsu_unwrap()),
            _ => {
                clock::advance(3_601);
                // The debt of the loan before, paid back in full.
                let index = pool.sender(vault).borrow_index().unwrap();
                let scaled = u(1_000) + amount;
                let ray = U256::from(10).pow(U256::from(27));
                let owed = (scaled * index).div_ceil(ray);
                token.sender(vault).give(pool.address(), owed);
                pool.sender(vault).collect(owed, scaled).motsu_unwrap();
            }
        }
        let after = price(&pool);
        assert!(
            after.0 * before.1 >= before.0 * after.1,
            "step {step}: {before:?} -> {after:?}"
        );
        before = after;
    }
}

/// L1 and L2 as they would be if donations counted: the virtual shares alone.
#[test]
fn vlt_11_a_first_depositor_who_moves_the_price_pays_for_it() {
    // (victim's deposit, shares, worth after, worth of the attacker's share after): exact fractions, rounded down.
    let cases = [
        (19_999_999_999, 3_999_999, 19_999_998_333, 5_000_000_833),
        (9_999_000_000, 1_999_799, 9_998_997_500, 5_000_001_250),
    ];
    let donation = 10_000_000_000;
    for (victim, shares, worth, attacker) in cases {
        let first = Shares::new(1_000_000);
        let before = Exchange::new(Assets::new(1 + donation), first).unwrap();
        let got = before.to_shares_down(Assets::new(victim)).unwrap();
        assert_eq!(got, Shares::new(shares));
        let after = Exchange::new(
            Assets::new(1 + donation + victim),
            Shares::new(first.get() + got.get()),
        )
        .unwrap();
        assert_eq!(after.to_assets_down(got).unwrap(), Assets::new(worth));
        assert_eq!(after.to_assets_down(first).unwrap(), Assets::new(attacker));
        assert!(victim - worth <= donation.max(victim) / 1_000_000 + 1);
    }
}

#[motsu::test]
fn vlt_11_l3_donations_change_nothing(
    pool: Contract<Pool>,
    token: Contract<MockToken>,
    owner: Address,
    vault: Address,
    alice: Address,
    bob: Address,
) {
    open(&pool, &token, owner, vault);
    lend_in(&pool, &token, alice, u(1));
    for _ in 0..10 {
        token.sender(alice).give(pool.address(), u(1_000_000_000));
    }
    assert_eq!(pool.sender(alice).total_assets().unwrap(), u(1));
    assert_eq!(pool.sender(alice).cash(), u(1));
    let shares = lend_in(&pool, &token, bob, u(19_999_999_999));
    assert_eq!(shares, u(19_999_999_999_000_000));
    assert_eq!(
        pool.sender(bob).redeem(shares, bob, bob).motsu_unwrap(),
        u(19_999_999_999)
    );
}

#[motsu::test]
fn acc_4_shares_sum_to_the_supply(
    pool: Contract<Pool>,
    token: Contract<MockToken>,
    owner: Address,
    vault: Address,
    alice: Address,
    bob: Address,
) {
    open(&pool, &token, owner, vault);
    season(&pool, &token, alice, vault);
    lend_in(&pool, &token, bob, u(1_000_003));
    pool.sender(bob).withdraw(u(17), alice, bob).motsu_unwrap();
    pool.sender(alice).transfer(bob, u(12_345)).motsu_unwrap();
    let held = pool.sender(bob).balance_of(bob) + pool.sender(bob).balance_of(alice);
    assert_eq!(held, pool.sender(bob).total_supply());
}

#[motsu::test]
fn events_say_who_and_how_much(
    pool: Contract<Pool>,
    token: Contract<MockToken>,
    owner: Address,
    vault: Address,
    alice: Address,
    bob: Address,
) {
    open(&pool, &token, owner, vault);
    fund(&pool, &token, alice, u(100));
    pool.sender(alice).deposit(u(100), bob).motsu_unwrap();
    pool.assert_emitted(&Deposit {
        sender: alice,
        owner: bob,
        assets: u(100),
        shares: u(100_000_000),
    });
    pool.assert_emitted(&Transfer {
        from: Address::ZERO,
        to: bob,
        value: u(100_000_000),
    });
    pool.sender(bob).withdraw(u(40), alice, bob).motsu_unwrap();
    pool.assert_emitted(&Withdraw {
        sender: bob,
        receiver: alice,
        owner: bob,
        assets: u(40),
        shares: u(40_000_000),
    });
    pool.assert_emitted(&Transfer {
        from: bob,
        to: Address::ZERO,
        value: u(40_000_000),
    });
}
