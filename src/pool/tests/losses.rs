//! Losses without an insurance, and what the owner may decide about interest that is not the lenders'.

use super::*;
use crate::abi::*;
use crate::error::PoolError;

/// With nobody else to bear it, all of a loss is the lenders', and stays a deficit until somebody pays.
#[motsu::test]
fn acc_9_a_deficit_ends_by_payment_alone(
    pool: Contract<Pool>,
    token: Contract<MockToken>,
    owner: Address,
    vault: Address,
    alice: Address,
) {
    open(&pool, &token, owner, vault);
    lend_in(&pool, &token, alice, u(1_000));
    pool.sender(vault).lend(vault, u(600)).motsu_unwrap();
    let refusal = pool.sender(alice).write_off(u(1)).motsu_unwrap_err();
    assert_eq!(refusal, PoolError::NotVault(NotVault { caller: alice }));
    let refusal = pool.sender(vault).write_off(u(601)).motsu_unwrap_err();
    let (scaled, total) = (u(601), u(600));
    assert_eq!(
        refusal,
        PoolError::DebtExceeded(DebtExceeded { scaled, total })
    );
    pool.sender(vault).write_off(u(250)).motsu_unwrap();
    pool.assert_emitted(&LossCovered {
        scaled: u(250),
        loss: u(250),
        insurance: u(0),
        reserve: u(0),
    });
    pool.assert_emitted(&LossShared {
        loss: u(250),
        totalAssets: u(750),
        deficit: u(250),
    });
    assert_eq!(pool.sender(alice).total_assets().unwrap(), u(750));
    assert_eq!(pool.sender(alice).total_borrowed().unwrap(), u(350));
    // Neither interest nor what is paid back makes it good.
    clock::advance(100 * 86_400);
    token.sender(vault).give(pool.address(), u(1_000));
    pool.sender(vault).collect(u(400), u(350)).motsu_unwrap();
    assert_eq!(pool.sender(alice).deficit(), u(250));
    let before = pool.sender(alice).total_assets().unwrap();
    fund(&pool, &token, alice, u(1_000));
    let taken = pool.sender(alice).recapitalise(u(100)).motsu_unwrap();
    assert_eq!((taken, pool.sender(alice).deficit()), (u(100), u(150)));
    let taken = pool.sender(alice).recapitalise(u(900)).motsu_unwrap();
    assert_eq!((taken, pool.sender(alice).deficit()), (u(150), u(0)));
    let taken = pool.sender(alice).recapitalise(u(900)).motsu_unwrap();
    assert_eq!(taken, u(0));
    assert_eq!(pool.sender(alice).total_assets().unwrap(), before + u(250));
}

#[motsu::test]
fn the_owner_decides_within_bounds(
    pool: Contract<Pool>,
    token: Contract<MockToken>,
    owner: Address,
    vault: Address,
    alice: Address,
) {
    open(&pool, &token, owner, vault);
    let refused = PoolError::InvalidSplit(InvalidSplit {});
    for (reserve, insurance) in [(51, 0), (0, 51), (25, 26)] {
        let (reserve, insurance) = (percent(reserve), percent(insurance));
        let refusal = pool.sender(owner).set_split(reserve, insurance);
        assert_eq!(refusal.motsu_unwrap_err(), refused);
    }
    pool.sender(owner)
        .set_split(percent(30), percent(20))
        .motsu_unwrap();
    assert_eq!(pool.sender(alice).split(), (percent(30), percent(20)));
    let refused = PoolError::InvalidLimit(InvalidLimit {});
    for (share, window, floor) in [
        (percent(9), 60, u(0)),
        (percent(101), 60, u(0)),
        (percent(50), 7 * 86_400 + 1, u(0)),
        (percent(50), 60, U256::MAX),
        (U256::MAX, 60, u(0)),
    ] {
        let refusal = pool.sender(owner).set_outflow_limit(share, window, floor);
        assert_eq!(refusal.motsu_unwrap_err(), refused);
    }
    let refusal = pool.sender(owner).set_insurance(alice).motsu_unwrap_err();
    assert_eq!(refusal, PoolError::NoCode(NoCode { token: alice }));
    let not_owner = PoolError::NotOwner(NotOwner { caller: alice });
    for refusal in [
        pool.sender(alice).set_split(u(0), u(0)).motsu_unwrap_err(),
        pool.sender(alice)
            .set_outflow_limit(u(0), 0, u(0))
            .motsu_unwrap_err(),
        pool.sender(alice).set_insurance(alice).motsu_unwrap_err(),
        pool.sender(alice).set_reserve(alice).motsu_unwrap_err(),
        pool.sender(alice)
            .set_stress(alice, u(0), u(1), u(0))
            .motsu_unwrap_err(),
    ] {
        assert_eq!(refusal, not_owner);
    }
}
