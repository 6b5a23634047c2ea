//! Lenders: round trips, limits, the first depositor.

use super::*;
use crate::abi::*;
use crate::error::PoolError;
use crate::quantity::{Assets, Shares};
use crate::shares::Exchange;

/// Amounts around which rounding matters, in units of cash.
const AMOUNTS: [u128; 7] = [1, 2, 3, 7, 9, 1_000_003, 123_456_789];

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
        let first = Shares(1_000_000);
        let before = Exchange::new(Assets(1 + donation), first).unwrap();
        let got = before.to_shares_down(Assets(victim)).unwrap();
        assert_eq!(got, Shares(shares));
        let after = Exchange::new(Assets(1 + donation + victim), Shares(first.0 + got.0)).unwrap();
        assert_eq!(after.to_assets_down(got).unwrap(), Assets(worth));
        assert_eq!(after.to_assets_down(first).unwrap(), Assets(attacker));
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
fn vlt_10_previews_bound_and_the_limits_work(
    pool: Contract<Pool>,
    token: Contract<MockToken>,
    owner: Address,
    vault: Address,
    alice: Address,
    bob: Address,
) {
    open(&pool, &token, owner, vault);
    season(&pool, &token, alice, vault);
    fund(&pool, &token, bob, U256::MAX >> 1);
    for amount in AMOUNTS.map(u) {
        let preview = pool.sender(bob).preview_deposit(amount).unwrap();
        assert_eq!(
            pool.sender(bob).deposit(amount, bob).motsu_unwrap(),
            preview
        );
        let preview = pool.sender(bob).preview_mint(amount).unwrap();
        assert_eq!(pool.sender(bob).mint(amount, bob).motsu_unwrap(), preview);
        let preview = pool.sender(bob).preview_redeem(amount).unwrap();
        assert_eq!(
            pool.sender(bob).redeem(amount, bob, bob).motsu_unwrap(),
            preview
        );
        let amount = amount.min(pool.sender(bob).max_withdraw(bob));
        let preview = pool.sender(bob).preview_withdraw(amount).unwrap();
        assert_eq!(
            pool.sender(bob).withdraw(amount, bob, bob).motsu_unwrap(),
            preview
        );
    }
    // Alice's shares are worth more than the cash there is.
    let cash = pool.sender(alice).cash();
    let most = pool.sender(alice).max_withdraw(alice);
    assert_eq!(most, cash);
    let wanted = most + U256::ONE;
    let refusal = pool
        .sender(alice)
        .withdraw(wanted, alice, alice)
        .motsu_unwrap_err();
    assert_eq!(
        refusal,
        PoolError::InsufficientCash(InsufficientCash {
            wanted,
            available: cash
        })
    );
    let most = pool.sender(alice).max_redeem(alice);
    let refusal = pool
        .sender(alice)
        .redeem(most + U256::ONE, alice, alice)
        .motsu_unwrap_err();
    assert_eq!(
        refusal,
        PoolError::InsufficientCash(InsufficientCash {
            wanted,
            available: cash
        })
    );
    assert_eq!(
        pool.sender(alice).redeem(most, alice, alice).motsu_unwrap(),
        cash
    );
    assert_eq!(pool.sender(alice).max_withdraw(alice), U256::ZERO);
    assert_eq!(
        pool.sender(alice)
            .withdraw(U256::ZERO, alice, alice)
            .motsu_unwrap(),
        U256::ZERO
    );
    // The most that goes in, by either door.
    let most = pool.sender(bob).max_mint(bob);
    let refusal = pool
        .sender(bob)
        .mint(most + U256::ONE, bob)
        .motsu_unwrap_err();
    assert_eq!(
        refusal,
        PoolError::ERC4626ExceededMaxMint(ERC4626ExceededMaxMint {
            receiver: bob,
            shares: most + U256::ONE,
            max: most
        })
    );
    pool.sender(bob).mint(most >> 1, bob).motsu_unwrap();
    let most = pool.sender(bob).max_deposit(bob);
    let refusal = pool
        .sender(bob)
        .deposit(most + U256::ONE, bob)
        .motsu_unwrap_err();
    assert_eq!(
        refusal,
        PoolError::ERC4626ExceededMaxDeposit(ERC4626ExceededMaxDeposit {
            receiver: bob,
            assets: most + U256::ONE,
            max: most
        })
    );
    pool.sender(bob).deposit(most, bob).motsu_unwrap();
    assert_eq!(pool.sender(bob).max_deposit(bob), U256::ZERO);
    assert_eq!(pool.sender(bob).max_mint(bob), U256::ZERO);
    // Everything out again that is there.
    let most = pool.sender(bob).max_redeem(bob);
    pool.sender(bob).redeem(most, bob, bob).motsu_unwrap();
}

#[motsu::test]
fn vlt_10_the_limits_answer_before_the_pool_is_open(pool: Contract<Pool>, alice: Address) {
    assert_eq!(pool.sender(alice).max_withdraw(alice), U256::ZERO);
    assert_eq!(pool.sender(alice).max_redeem(alice), U256::ZERO);
    assert!(pool.sender(alice).max_deposit(alice) > U256::ZERO);
    assert!(pool.sender(alice).max_mint(alice) > U256::ZERO);
}

#[motsu::test]
fn vlt_12_nothing_for_nothing(
    pool: Contract<Pool>,
    token: Contract<MockToken>,
    owner: Address,
    vault: Address,
    alice: Address,
    bob: Address,
) {
    open(&pool, &token, owner, vault);
    season(&pool, &token, alice, vault);
    fund(&pool, &token, bob, u(1_000_000));
    let supply = pool.sender(bob).total_supply();
    let events = pool.all_events().len();
    assert_eq!(
        pool.sender(bob).deposit(U256::ZERO, bob).motsu_unwrap(),
        U256::ZERO
    );
    assert_eq!(
        pool.sender(bob).mint(U256::ZERO, bob).motsu_unwrap(),
        U256::ZERO
    );
    assert_eq!(
        pool.sender(bob)
            .withdraw(U256::ZERO, bob, bob)
            .motsu_unwrap(),
        U256::ZERO
    );
    assert_eq!(
        pool.sender(bob).redeem(U256::ZERO, bob, bob).motsu_unwrap(),
        U256::ZERO
    );
    assert_eq!(pool.sender(bob).total_supply(), supply);
    let moved = pool.all_events().len() - events;
    // Interest was reported by each of the four, as nothing was stored; nothing else was.
    assert_eq!(moved, 4);
    // One share costs a unit, however little it is worth.
    assert_eq!(
        pool.sender(bob).mint(U256::ONE, bob).motsu_unwrap(),
        U256::ONE
    );
    // And is worth none.
    assert_eq!(
        pool.sender(bob).redeem(U256::ONE, bob, bob).motsu_unwrap(),
        U256::ZERO
    );
}

/// Where a share is worth more than a unit, a unit buys none: refused, not taken for nothing.
#[test]
fn vlt_12_a_deposit_below_one_share() {
    let dear = Exchange::new(Assets(3_000_000), Shares(0)).unwrap();
    assert_eq!(dear.to_shares_down(Assets(3)).unwrap(), Shares(0));
    assert_eq!(dear.to_shares_down(Assets(4)).unwrap(), Shares(1));
}

#[motsu::test]
fn vlt_13_withdrawals_stop_at_the_cash(
    pool: Contract<Pool>,
    token: Contract<MockToken>,
    owner: Address,
    vault: Address,
    alice: Address,
) {
    open(&pool, &token, owner, vault);
    lend_in(&pool, &token, alice, u(1_000));
    pool.sender(vault).lend(vault, u(1_000)).motsu_unwrap();
    assert_eq!(pool.sender(alice).utilisation().unwrap(), percent(100));
    let refusal = pool
        .sender(alice)
        .withdraw(u(1), alice, alice)
        .motsu_unwrap_err();
    assert_eq!(
        refusal,
        PoolError::InsufficientCash(InsufficientCash {
            wanted: u(1),
            available: u(0)
        })
    );
    let refusal = pool.sender(vault).lend(vault, u(1)).motsu_unwrap_err();
    assert_eq!(
        refusal,
        PoolError::InsufficientCash(InsufficientCash {
            wanted: u(1),
            available: u(0)
        })
    );
    // More than 128 bits is a refusal, not a failure of the arithmetic.
    let refusal = pool
        .sender(alice)
        .withdraw(U256::MAX, alice, alice)
        .motsu_unwrap_err();
    assert_eq!(
        refusal,
        PoolError::InsufficientCash(InsufficientCash {
            wanted: U256::MAX,
            available: u(0)
        })
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

#[motsu::test]
fn t1_t3_tokens_that_misbehave(
    pool: Contract<Pool>,
    token: Contract<MockToken>,
    owner: Address,
    vault: Address,
    alice: Address,
) {
    use super::token::Answer;
    open(&pool, &token, owner, vault);
    lend_in(&pool, &token, alice, u(1_000));
    fund(&pool, &token, alice, u(1_000_000));
    for good in [Answer::Nothing, Answer::Long, Answer::True] {
        token.sender(owner).set_answer(good);
        pool.sender(alice).deposit(u(10), alice).motsu_unwrap();
        pool.sender(alice)
            .withdraw(u(10), alice, alice)
            .motsu_unwrap();
    }
    for bad in [Answer::False, Answer::Two, Answer::Revert] {
        token.sender(owner).set_answer(bad);
        let failed = PoolError::TransferFailed(TransferFailed {
            token: token.address(),
        });
        assert_eq!(
            pool.sender(alice).deposit(u(10), alice).motsu_unwrap_err(),
            failed
        );
        assert_eq!(
            pool.sender(alice)
                .withdraw(u(10), alice, alice)
                .motsu_unwrap_err(),
            failed
        );
        assert_eq!(
            pool.sender(vault).lend(vault, u(10)).motsu_unwrap_err(),
            failed
        );
    }
    assert_eq!(pool.sender(alice).cash(), u(1_000));
    // A fee on the way in would leave the books ahead of the balance.
    token.sender(owner).set_answer(Answer::True);
    token.sender(owner).set_fee(100);
    let refusal = pool
        .sender(alice)
        .deposit(u(1_000), alice)
        .motsu_unwrap_err();
    assert_eq!(
        refusal,
        PoolError::CashNotReceived(CashNotReceived {
            expected: u(2_000),
            balance: u(1_990)
        })
    );
}
