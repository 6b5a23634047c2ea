//! While somebody of the house holds the lock, nobody but the vault comes in.

use super::*;
use crate::error::PoolError;
use shell::entry::REENTRANT;

#[motsu::test]
fn nobody_comes_in_while_the_house_is_locked(
    pool: Contract<Pool>,
    token: Contract<MockToken>,
    owner: Address,
    vault: Address,
    alice: Address,
) {
    open(&pool, &token, owner, vault);
    lend_in(&pool, &token, alice, u(1_000));
    token.sender(vault).acquire().unwrap();
    let reentrant = PoolError::Callee(REENTRANT.to_vec());
    for refusal in [
        pool.sender(alice).deposit(u(1), alice).motsu_unwrap_err(),
        pool.sender(alice)
            .withdraw(u(1), alice, alice)
            .motsu_unwrap_err(),
        pool.sender(alice).transfer(owner, u(1)).motsu_unwrap_err(),
        pool.sender(alice).distribute().motsu_unwrap_err(),
        pool.sender(alice).total_assets().motsu_unwrap_err(),
        pool.sender(alice).borrow_index().motsu_unwrap_err(),
        pool.sender(alice).dues().motsu_unwrap_err(),
    ] {
        assert_eq!(refusal, reentrant);
    }
    for max in [
        pool.sender(alice).max_deposit(alice),
        pool.sender(alice).max_mint(alice),
        pool.sender(alice).max_withdraw(alice),
        pool.sender(alice).max_redeem(alice),
    ] {
        assert_eq!(max, u(0));
    }
    // The vault is the one who holds it.
    pool.sender(vault).lend(vault, u(100)).motsu_unwrap();
    assert_eq!(pool.sender(vault).borrow_index().unwrap(), u(risk::RAY));
    token.sender(vault).give(pool.address(), u(100));
    pool.sender(vault).collect(u(100), u(100)).motsu_unwrap();
    token.sender(vault).release();
    pool.sender(alice)
        .withdraw(u(1), alice, alice)
        .motsu_unwrap();
    // And the lock is free again after a call.
    token.sender(alice).require_free().unwrap();
}
