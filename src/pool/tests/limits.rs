//! How much goes in and out: previews, limits, nothing for nothing, tokens that misbehave.

use super::*;
use crate::abi::*;
use crate::error::PoolError;
use shares::{Assets, Class};

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
#[motsu::test]
fn vlt_12_a_deposit_below_one_share_is_refused(
    pool: Contract<Pool>,
    token: Contract<MockToken>,
    owner: Address,
    vault: Address,
    alice: Address,
) {
    open(&pool, &token, owner, vault);
    fund(&pool, &token, alice, u(10));
    // Three million units for the million virtual shares alone.
    token.sender(alice).give(pool.address(), u(3_000_000));
    {
        let mut pool = pool.sender(owner);
        let mut books = pool.books().unwrap();
        books.funds.cash = Assets::new(3_000_000);
        pool.close_books(&books).unwrap();
    }
    let refusal = pool.sender(alice).deposit(u(3), alice).motsu_unwrap_err();
    assert_eq!(refusal, PoolError::ZeroShares(ZeroShares {}));
    assert_eq!(token.sender(alice).balance_of(alice), u(10));
    let shares = pool.sender(alice).deposit(u(4), alice).motsu_unwrap();
    assert_eq!(shares, U256::ONE);
}

#[motsu::test]
fn previews_of_what_cannot_be_say_so(
    pool: Contract<Pool>,
    token: Contract<MockToken>,
    owner: Address,
    vault: Address,
) {
    open(&pool, &token, owner, vault);
    let failed = PoolError::MathFailed(MathFailed {});
    assert_eq!(
        pool.sender(owner)
            .preview_deposit(U256::MAX)
            .motsu_unwrap_err(),
        failed
    );
    assert_eq!(
        pool.sender(owner)
            .preview_mint(U256::MAX)
            .motsu_unwrap_err(),
        failed
    );
    assert_eq!(
        pool.sender(owner)
            .preview_withdraw(U256::MAX)
            .motsu_unwrap_err(),
        failed
    );
    assert_eq!(
        pool.sender(owner)
            .preview_redeem(U256::MAX)
            .motsu_unwrap_err(),
        failed
    );
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
