//! What the owner decides.

use super::*;
use crate::abi::*;
use crate::error::PoolError;

#[motsu::test]
fn upg_1_initialize_runs_once(
    pool: Contract<Pool>,
    token: Contract<MockToken>,
    owner: Address,
    vault: Address,
) {
    open(&pool, &token, owner, vault);
    let refusal = pool
        .sender(vault)
        .initialize(vault, token.address(), token.address())
        .motsu_unwrap_err();
    assert_eq!(
        refusal,
        PoolError::AlreadyInitialized(AlreadyInitialized {})
    );
    assert_eq!(pool.sender(vault).owner(), owner);
    assert_eq!(pool.sender(vault).asset(), token.address());
    assert_eq!(pool.sender(vault).decimals(), 12);
    assert_eq!(pool.sender(vault).name(), "Plimsoll Cash");
    assert_eq!(pool.sender(vault).symbol(), "plCASH");
}

#[motsu::test]
fn an_owner_and_a_token_are_needed(
    pool: Contract<Pool>,
    token: Contract<MockToken>,
    owner: Address,
) {
    let refusal = pool
        .sender(owner)
        .initialize(Address::ZERO, token.address(), token.address())
        .motsu_unwrap_err();
    assert_eq!(refusal, PoolError::ZeroAddress(ZeroAddress {}));
    let nobody = Address::repeat_byte(7);
    let refusal = pool
        .sender(owner)
        .initialize(owner, nobody, token.address())
        .motsu_unwrap_err();
    assert_eq!(refusal, PoolError::NoCode(NoCode { token: nobody }));
    token.sender(owner).set_decimals(19);
    let refusal = pool
        .sender(owner)
        .initialize(owner, token.address(), token.address())
        .motsu_unwrap_err();
    assert_eq!(
        refusal,
        PoolError::DecimalsTooLarge(DecimalsTooLarge { decimals: 19 })
    );
}

#[motsu::test]
fn ownership_moves_in_two_steps(
    pool: Contract<Pool>,
    token: Contract<MockToken>,
    owner: Address,
    vault: Address,
    next: Address,
) {
    open(&pool, &token, owner, vault);
    let refusal = pool
        .sender(next)
        .transfer_ownership(next)
        .motsu_unwrap_err();
    assert_eq!(refusal, PoolError::NotOwner(NotOwner { caller: next }));
    pool.sender(owner).transfer_ownership(next).motsu_unwrap();
    pool.assert_emitted(&OwnershipTransferStarted {
        previousOwner: owner,
        newOwner: next,
    });
    assert_eq!(pool.sender(owner).pending_owner(), next);
    assert_eq!(pool.sender(owner).owner(), owner);
    let refusal = pool.sender(vault).accept_ownership().motsu_unwrap_err();
    assert_eq!(refusal, PoolError::NotOwner(NotOwner { caller: vault }));
    pool.sender(next).accept_ownership().motsu_unwrap();
    pool.assert_emitted(&OwnershipTransferred {
        previousOwner: owner,
        newOwner: next,
    });
    assert_eq!(pool.sender(owner).owner(), next);
    assert_eq!(pool.sender(owner).pending_owner(), Address::ZERO);
}

#[motsu::test]
fn the_vault_is_named_once(
    pool: Contract<Pool>,
    token: Contract<MockToken>,
    owner: Address,
    vault: Address,
) {
    pool.sender(owner)
        .initialize(owner, token.address(), token.address())
        .motsu_unwrap();
    let refusal = pool.sender(vault).set_vault(vault).motsu_unwrap_err();
    assert_eq!(refusal, PoolError::NotOwner(NotOwner { caller: vault }));
    let refusal = pool
        .sender(owner)
        .set_vault(Address::ZERO)
        .motsu_unwrap_err();
    assert_eq!(refusal, PoolError::ZeroAddress(ZeroAddress {}));
    pool.sender(owner).set_vault(vault).motsu_unwrap();
    pool.assert_emitted(&VaultSet { vault });
    assert_eq!(pool.sender(owner).vault(), vault);
    let refusal = pool.sender(owner).set_vault(owner).motsu_unwrap_err();
    assert_eq!(
        refusal,
        PoolError::VaultAlreadySet(VaultAlreadySet { vault })
    );
}

#[motsu::test]
fn g1_the_curve_has_bounds(
    pool: Contract<Pool>,
    token: Contract<MockToken>,
    owner: Address,
    vault: Address,
) {
    open(&pool, &token, owner, vault);
    let refusal = pool
        .sender(vault)
        .set_curve(U256::ZERO, percent(80), percent(4), percent(60))
        .motsu_unwrap_err();
    assert_eq!(refusal, PoolError::NotOwner(NotOwner { caller: vault }));
    let (zero, most, over) = (U256::ZERO, percent(1_000), percent(1_000) + U256::ONE);
    for curve in [
        [zero, zero, zero, zero],
        [zero, percent(100), zero, zero],
        [over, percent(50), zero, zero],
        [zero, percent(50), over, zero],
        [zero, percent(50), zero, over],
        [U256::MAX, U256::MAX, U256::MAX, U256::MAX],
    ] {
        let [base, kink, below, above] = curve;
        let refusal = pool
            .sender(owner)
            .set_curve(base, kink, below, above)
            .motsu_unwrap_err();
        assert_eq!(
            refusal,
            PoolError::InvalidCurve(InvalidCurve {}),
            "{curve:?}"
        );
    }
    pool.sender(owner)
        .set_curve(most, percent(50), most, most)
        .motsu_unwrap();
    assert_eq!(pool.sender(owner).curve(), (most, percent(50), most, most));
    pool.assert_emitted(&CurveSet {
        base: most,
        kink: percent(50),
        slopeBelow: most,
        slopeAbove: most,
    });
}
