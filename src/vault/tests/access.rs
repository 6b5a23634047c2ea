//! Who may do what.

use super::*;
use crate::abi::*;
use crate::error::VaultError;

#[motsu::test]
fn upg_1_initialize_runs_once(
    vault: Contract<Vault>,
    pool: Contract<MockPool>,
    margin: Contract<MockMargin>,
    cash: Contract<MockToken>,
    eth: Contract<MockToken>,
    btc: Contract<MockToken>,
    owner: Address,
) {
    world!(world: vault, pool, margin, cash, eth, btc, owner);
    let refusal = vault
        .sender(eth.address())
        .initialize(
            eth.address(),
            cash.address(),
            pool.address(),
            margin.address(),
        )
        .motsu_unwrap_err();
    assert_eq!(
        refusal,
        VaultError::AlreadyInitialized(AlreadyInitialized {})
    );
    assert_eq!(vault.sender(owner).owner(), owner);
    assert_eq!(vault.sender(owner).cash(), cash.address());
    assert_eq!(vault.sender(owner).pool(), pool.address());
    assert_eq!(vault.sender(owner).margin(), margin.address());
    assert_eq!(world.held(&cash), U256::ZERO);
}

#[motsu::test]
fn the_contracts_around_must_exist(
    vault: Contract<Vault>,
    pool: Contract<MockPool>,
    margin: Contract<MockMargin>,
    cash: Contract<MockToken>,
    owner: Address,
) {
    let nobody = Address::repeat_byte(9);
    let start = |owner_named, cash, pool, margin| {
        vault
            .sender(owner)
            .initialize(owner_named, cash, pool, margin)
            .motsu_unwrap_err()
    };
    let (cash_at, pool_at, margin_at) = (cash.address(), pool.address(), margin.address());
    assert_eq!(
        start(Address::ZERO, cash_at, pool_at, margin_at),
        VaultError::ZeroAddress(ZeroAddress {})
    );
    let no_code = VaultError::NoCode(NoCode { target: nobody });
    assert_eq!(start(owner, nobody, pool_at, margin_at), no_code);
    assert_eq!(start(owner, cash_at, nobody, margin_at), no_code);
    assert_eq!(start(owner, cash_at, pool_at, nobody), no_code);
    cash.sender(owner).set_decimals(19);
    let refusal = vault
        .sender(owner)
        .initialize(owner, cash_at, pool_at, margin_at)
        .motsu_unwrap_err();
    assert_eq!(
        refusal,
        VaultError::DecimalsTooLarge(DecimalsTooLarge { decimals: 19 })
    );
}

#[motsu::test]
fn ownership_moves_in_two_steps(
    vault: Contract<Vault>,
    pool: Contract<MockPool>,
    margin: Contract<MockMargin>,
    cash: Contract<MockToken>,
    eth: Contract<MockToken>,
    btc: Contract<MockToken>,
    owner: Address,
    next: Address,
) {
    world!(_world: vault, pool, margin, cash, eth, btc, owner);
    let refusal = vault
        .sender(next)
        .transfer_ownership(next)
        .motsu_unwrap_err();
    assert_eq!(refusal, VaultError::NotOwner(NotOwner { caller: next }));
    vault.sender(owner).transfer_ownership(next).motsu_unwrap();
    vault.assert_emitted(&OwnershipTransferStarted {
        previousOwner: owner,
        newOwner: next,
    });
    assert_eq!(vault.sender(owner).pending_owner(), next);
    let refusal = vault.sender(owner).accept_ownership().motsu_unwrap_err();
    assert_eq!(refusal, VaultError::NotOwner(NotOwner { caller: owner }));
    vault.sender(next).accept_ownership().motsu_unwrap();
    vault.assert_emitted(&OwnershipTransferred {
        previousOwner: owner,
        newOwner: next,
    });
    assert_eq!(vault.sender(owner).owner(), next);
    assert_eq!(vault.sender(owner).pending_owner(), Address::ZERO);
}

#[motsu::test]
fn gov_1_strangers_are_refused(
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
    world.deposit(alice, ETH, ONE_ETH);
    let caller = owner;
    let account = account_of(alice);
    let not_account_owner = VaultError::NotAccountOwner(NotAccountOwner { account, caller });
    assert_eq!(
        vault
            .sender(caller)
            .withdraw(account, ETH, u(1), caller)
            .motsu_unwrap_err(),
        not_account_owner
    );
    assert_eq!(
        vault
            .sender(caller)
            .borrow(account, u(1), caller)
            .motsu_unwrap_err(),
        not_account_owner
    );
    let not_liquidator = VaultError::NotLiquidator(NotLiquidator { caller });
    assert_eq!(
        vault
            .sender(caller)
            .seize(account, ETH, u(1), u(1), caller)
            .motsu_unwrap_err(),
        not_liquidator
    );
    let caller = alice;
    let not_owner = VaultError::NotOwner(NotOwner { caller });
    assert_eq!(
        vault
            .sender(caller)
            .set_liquidator(caller)
            .motsu_unwrap_err(),
        not_owner
    );
    assert_eq!(
        vault.sender(caller).set_cap(ETH, u(1)).motsu_unwrap_err(),
        not_owner
    );
    assert_eq!(
        vault
            .sender(caller)
            .list_collateral(1, cash.address(), u(1))
            .motsu_unwrap_err(),
        not_owner
    );
    // The zero address owns the accounts of nobody, and nobody calls as it; the liquidator starts as nobody.
    assert_eq!(vault.sender(owner).liquidator(), Address::ZERO);
    vault.sender(owner).set_liquidator(alice).motsu_unwrap();
    vault.assert_emitted(&LiquidatorSet { liquidator: alice });
    assert_eq!(vault.sender(owner).liquidator(), alice);
}
