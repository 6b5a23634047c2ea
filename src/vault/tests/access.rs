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
            margin.address(),
            margin.address(),
        )
        .motsu_unwrap_err();
    assert_eq!(refusal, VaultError::from(AlreadyInitialized {}));
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
    let good = [
        owner,
        cash.address(),
        pool.address(),
        margin.address(),
        margin.address(),
        margin.address(),
    ];
    let start = |[first, cash, pool, margin, lock, annex]: [Address; 6]| {
        vault
            .sender(owner)
            .initialize(first, cash, pool, margin, lock, annex)
            .motsu_unwrap_err()
    };
    let mut without_owner = good;
    without_owner[0] = Address::ZERO;
    assert_eq!(start(without_owner), ZeroAddress {}.into());
    for place in 1..6 {
        let mut broken = good;
        broken[place] = nobody;
        assert_eq!(start(broken), NoCode { target: nobody }.into(), "{place}");
    }
    // What has code and no terms is no margin contract.
    let mut broken = good;
    broken[3] = cash.address();
    assert!(vault
        .sender(owner)
        .initialize(owner, broken[1], broken[2], broken[3], broken[4], broken[5])
        .is_err());
    cash.sender(owner).set_decimals(19);
    assert_eq!(start(good), DecimalsTooLarge { decimals: 19 }.into());
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
    assert_eq!(refusal, VaultError::from(NotOwner { caller: next }));
    vault.sender(owner).transfer_ownership(next).motsu_unwrap();
    vault.assert_emitted(&OwnershipTransferStarted {
        previousOwner: owner,
        newOwner: next,
    });
    assert_eq!(vault.sender(owner).pending_owner(), next);
    let refusal = vault.sender(owner).accept_ownership().motsu_unwrap_err();
    assert_eq!(refusal, VaultError::from(NotOwner { caller: owner }));
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
    let not_allowed = |capability| {
        VaultError::from(NotAllowed {
            account,
            caller,
            capability,
        })
    };
    assert_eq!(
        vault
            .sender(caller)
            .withdraw(account, ETH, u(1), caller)
            .motsu_unwrap_err(),
        not_allowed(2)
    );
    assert_eq!(
        vault
            .sender(caller)
            .borrow(account, u(1), caller)
            .motsu_unwrap_err(),
        not_allowed(4)
    );
    let not_liquidator = VaultError::from(NotLiquidator { caller });
    assert_eq!(
        vault
            .sender(caller)
            .seize(account, ETH, u(1), u(1), caller)
            .motsu_unwrap_err(),
        not_liquidator
    );
    let caller = alice;
    let not_owner = VaultError::from(NotOwner { caller });
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
    let liquidator = pool.address();
    vault
        .sender(owner)
        .set_liquidator(liquidator)
        .motsu_unwrap();
    vault.assert_emitted(&LiquidatorSet { liquidator });
    assert_eq!(vault.sender(owner).liquidator(), liquidator);
    let refusal = vault.sender(owner).set_liquidator(alice).motsu_unwrap_err();
    assert_eq!(refusal, NoCode { target: alice }.into());
}

#[motsu::test]
fn nothing_comes_in_before_the_vault_is_open(
    vault: Contract<Vault>,
    pool: Contract<MockPool>,
    margin: Contract<MockMargin>,
    cash: Contract<MockToken>,
    eth: Contract<MockToken>,
    btc: Contract<MockToken>,
    other: Contract<Vault>,
    owner: Address,
    alice: Address,
) {
    world!(world: vault, pool, margin, cash, eth, btc, owner);
    let start = [owner, cash.address(), pool.address(), margin.address()];
    other
        .sender(owner)
        .initialize(start[0], start[1], start[2], start[3], start[3], start[3])
        .motsu_unwrap();
    let by = || other.sender(owner);
    by().list_collateral(ETH, eth.address(), u(1_000))
        .motsu_unwrap();
    let account = account_of(alice);
    world.fund(&eth, alice, 10);
    let refused: VaultError = NotOpen {}.into();
    for refusal in [
        other
            .sender(alice)
            .deposit(account, ETH, u(1))
            .motsu_unwrap_err(),
        other
            .sender(alice)
            .deposit_cash(account, u(1))
            .motsu_unwrap_err(),
    ] {
        assert_eq!(refusal, refused);
    }
    // Before, a weight may be set at once; after, it may not.
    by().set_weight(ETH, u(ONE_ETH), 0).motsu_unwrap();
    assert!(!by().opened());
    let refusal = other.sender(alice).open().motsu_unwrap_err();
    assert_eq!(refusal, NotOwner { caller: alice }.into());
    by().open().motsu_unwrap();
    other.assert_emitted(&Opened {});
    assert!(by().opened());
    assert_eq!(by().open().motsu_unwrap_err(), AlreadySet {}.into());
    by().set_weight(ETH, U256::ZERO, 0).motsu_unwrap();
    assert!(is::<OutOfRange>(
        &by().set_weight(ETH, u(ONE_ETH), 0).motsu_unwrap_err()
    ));
    // The cash is no collateral: it would be counted twice.
    let refusal = by()
        .list_collateral(1, cash.address(), u(1))
        .motsu_unwrap_err();
    assert_eq!(refusal, AlreadyListed { asset: 255 }.into());
}
