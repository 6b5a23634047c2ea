//! The share as a token.

use super::*;
use crate::abi::*;
use crate::error::PoolError;

#[motsu::test]
fn shares_move(
    pool: Contract<Pool>,
    token: Contract<MockToken>,
    owner: Address,
    vault: Address,
    alice: Address,
    bob: Address,
) {
    open(&pool, &token, owner, vault);
    let shares = lend_in(&pool, &token, alice, u(1_000));
    assert_eq!(shares, u(1_000_000_000));
    assert!(pool.sender(alice).transfer(bob, u(400)).motsu_unwrap());
    pool.assert_emitted(&Transfer {
        from: alice,
        to: bob,
        value: u(400),
    });
    assert_eq!(pool.sender(alice).balance_of(alice), u(999_999_600));
    assert_eq!(pool.sender(alice).balance_of(bob), u(400));
    assert_eq!(pool.sender(alice).total_supply(), shares);

    let refusal = pool.sender(bob).transfer(alice, u(401)).motsu_unwrap_err();
    assert_eq!(
        refusal,
        PoolError::ERC20InsufficientBalance(ERC20InsufficientBalance {
            sender: bob,
            balance: u(400),
            needed: u(401)
        })
    );
    for receiver in [Address::ZERO, pool.address()] {
        let refusal = pool.sender(bob).transfer(receiver, u(1)).motsu_unwrap_err();
        assert_eq!(
            refusal,
            PoolError::ERC20InvalidReceiver(ERC20InvalidReceiver { receiver })
        );
    }
    // To oneself: nothing changes.
    assert!(pool.sender(bob).transfer(bob, u(400)).motsu_unwrap());
    assert_eq!(pool.sender(alice).balance_of(bob), u(400));
}

#[motsu::test]
fn allowances_are_used_up(
    pool: Contract<Pool>,
    token: Contract<MockToken>,
    owner: Address,
    vault: Address,
    alice: Address,
    bob: Address,
) {
    open(&pool, &token, owner, vault);
    lend_in(&pool, &token, alice, u(1_000));
    let spender = Address::ZERO;
    let refusal = pool.sender(alice).approve(spender, u(1)).motsu_unwrap_err();
    assert_eq!(
        refusal,
        PoolError::ERC20InvalidSpender(ERC20InvalidSpender { spender })
    );

    assert!(pool.sender(alice).approve(bob, u(500)).motsu_unwrap());
    pool.assert_emitted(&Approval {
        owner: alice,
        spender: bob,
        value: u(500),
    });
    assert!(pool
        .sender(bob)
        .transfer_from(alice, bob, u(300))
        .motsu_unwrap());
    assert_eq!(pool.sender(alice).allowance(alice, bob), u(200));
    let refusal = pool
        .sender(bob)
        .transfer_from(alice, bob, u(201))
        .motsu_unwrap_err();
    assert_eq!(
        refusal,
        PoolError::ERC20InsufficientAllowance(ERC20InsufficientAllowance {
            spender: bob,
            allowance: u(200),
            needed: u(201)
        })
    );
    // The largest allowance stays.
    pool.sender(alice).approve(bob, U256::MAX).motsu_unwrap();
    pool.sender(bob)
        .transfer_from(alice, bob, u(201))
        .motsu_unwrap();
    assert_eq!(pool.sender(alice).allowance(alice, bob), U256::MAX);
}

#[motsu::test]
fn withdrawing_for_another_needs_an_allowance(
    pool: Contract<Pool>,
    token: Contract<MockToken>,
    owner: Address,
    vault: Address,
    alice: Address,
    bob: Address,
) {
    open(&pool, &token, owner, vault);
    lend_in(&pool, &token, alice, u(1_000));
    let refusal = pool
        .sender(bob)
        .withdraw(u(10), bob, alice)
        .motsu_unwrap_err();
    assert_eq!(
        refusal,
        PoolError::ERC20InsufficientAllowance(ERC20InsufficientAllowance {
            spender: bob,
            allowance: u(0),
            needed: u(10_000_000)
        })
    );
    pool.sender(alice)
        .approve(bob, u(10_000_000))
        .motsu_unwrap();
    assert_eq!(
        pool.sender(bob).withdraw(u(10), bob, alice).motsu_unwrap(),
        u(10_000_000)
    );
    assert_eq!(pool.sender(alice).allowance(alice, bob), u(0));
    assert_eq!(token.sender(bob).balance_of(bob), u(10));
}
