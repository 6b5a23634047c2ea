//! The vault's side.

use super::*;
use crate::abi::*;
use crate::error::PoolError;

#[motsu::test]
fn only_the_vault_lends_and_collects(
    pool: Contract<Pool>,
    token: Contract<MockToken>,
    owner: Address,
    vault: Address,
    alice: Address,
) {
    open(&pool, &token, owner, vault);
    lend_in(&pool, &token, alice, u(1_000));
    for caller in [owner, alice] {
        let refusal = pool.sender(caller).lend(alice, u(1)).motsu_unwrap_err();
        assert_eq!(refusal, PoolError::NotVault(NotVault { caller }));
        let refusal = pool.sender(caller).collect(u(0), u(0)).motsu_unwrap_err();
        assert_eq!(refusal, PoolError::NotVault(NotVault { caller }));
    }
}

#[motsu::test]
fn acc_2_acc_5_cash_and_debt_are_all_there_is(
    pool: Contract<Pool>,
    token: Contract<MockToken>,
    owner: Address,
    vault: Address,
    alice: Address,
    bob: Address,
) {
    open(&pool, &token, owner, vault);
    lend_in(&pool, &token, alice, u(1_000));
    let scaled = pool.sender(vault).lend(bob, u(600)).motsu_unwrap();
    assert_eq!(scaled, u(600));
    pool.assert_emitted(&Lent {
        to: bob,
        assets: u(600),
        scaled: u(600),
    });
    assert_eq!(token.sender(bob).balance_of(bob), u(600));
    assert_eq!(pool.sender(bob).cash(), u(400));
    assert_eq!(pool.sender(bob).total_borrowed().unwrap(), u(600));
    assert_eq!(pool.sender(bob).total_assets().unwrap(), u(1_000));
    assert_eq!(pool.sender(bob).utilisation().unwrap(), percent(60));

    clock::advance(YEAR);
    // 3 % at 60 %: 600 * e^0.03 = 618.27, of which lenders count 618 and a borrower owes 619.
    assert_eq!(pool.sender(bob).total_borrowed().unwrap(), u(618));
    token.sender(bob).give(pool.address(), u(619));
    pool.sender(vault).collect(u(619), u(600)).motsu_unwrap();
    pool.assert_emitted(&Collected {
        assets: u(619),
        scaled: u(600),
    });
    assert_eq!(pool.sender(bob).total_borrowed().unwrap(), u(0));
    assert_eq!(pool.sender(bob).cash(), u(1_019));
    assert_eq!(pool.sender(bob).total_assets().unwrap(), u(1_019));
    assert_eq!(pool.sender(bob).utilisation().unwrap(), u(0));
    assert!(token.sender(bob).balance_of(pool.address()) >= pool.sender(bob).cash());
}

#[motsu::test]
fn vlt_1_debt_ends_only_for_its_worth(
    pool: Contract<Pool>,
    token: Contract<MockToken>,
    owner: Address,
    vault: Address,
    alice: Address,
) {
    open(&pool, &token, owner, vault);
    lend_in(&pool, &token, alice, u(1_000));
    pool.sender(vault).lend(vault, u(600)).motsu_unwrap();
    clock::advance(YEAR);
    token.sender(vault).give(pool.address(), u(10_000));
    let refusal = pool
        .sender(vault)
        .collect(u(618), u(600))
        .motsu_unwrap_err();
    assert_eq!(
        refusal,
        PoolError::PaymentTooSmall(PaymentTooSmall {
            assets: u(618),
            owed: u(619)
        })
    );
    // Nor more than there is.
    let refusal = pool
        .sender(vault)
        .collect(u(10_000), u(601))
        .motsu_unwrap_err();
    assert_eq!(
        refusal,
        PoolError::PaymentTooSmall(PaymentTooSmall {
            assets: u(10_000),
            owed: u(620)
        })
    );
}

#[motsu::test]
fn a_payment_that_never_came_is_refused(
    pool: Contract<Pool>,
    token: Contract<MockToken>,
    owner: Address,
    vault: Address,
    alice: Address,
) {
    open(&pool, &token, owner, vault);
    lend_in(&pool, &token, alice, u(1_000));
    pool.sender(vault).lend(vault, u(600)).motsu_unwrap();
    let refusal = pool
        .sender(vault)
        .collect(u(600), u(600))
        .motsu_unwrap_err();
    assert_eq!(
        refusal,
        PoolError::CashNotReceived(CashNotReceived {
            expected: u(1_000),
            balance: u(400)
        })
    );
    assert_eq!(pool.sender(vault).total_borrowed().unwrap(), u(600));
}

/// L4: many tiny loans and repayments never leave the borrower ahead.
#[motsu::test]
fn acc_3_l4_tiny_loans_round_against_the_borrower(
    pool: Contract<Pool>,
    token: Contract<MockToken>,
    owner: Address,
    vault: Address,
    alice: Address,
) {
    open(&pool, &token, owner, vault);
    season(&pool, &token, alice, vault);
    let ray = U256::from(10).pow(U256::from(27));
    let mut scaled_sum = u(777_777_777);
    for _ in 0..200 {
        let scaled = pool.sender(vault).lend(vault, u(1)).motsu_unwrap();
        assert_eq!(scaled, u(1));
        scaled_sum += scaled;
    }
    let index = pool.sender(vault).borrow_index().unwrap();
    assert!(index > ray);
    // The total is the sum of the parts, rounded once instead of 201 times.
    let total = pool.sender(vault).total_borrowed().unwrap();
    assert_eq!(total, scaled_sum * index / ray);
    let parts = (u(777_777_777) * index).div_ceil(ray) + u(200) * index.div_ceil(ray);
    assert!(total <= parts && parts <= total + u(201));
    // One unit of cash does not end one unit of scaled debt any more.
    token.sender(vault).give(pool.address(), u(1_000));
    let refusal = pool.sender(vault).collect(u(1), u(1)).motsu_unwrap_err();
    assert_eq!(
        refusal,
        PoolError::PaymentTooSmall(PaymentTooSmall {
            assets: u(1),
            owed: u(2)
        })
    );
}
