//! From one account to another.

use super::*;
use crate::abi::*;

#[motsu::test]
fn acc_6_a_transfer_moves_and_makes_nothing(
    vault: Contract<Vault>,
    pool: Contract<MockPool>,
    margin: Contract<MockMargin>,
    cash: Contract<MockToken>,
    eth: Contract<MockToken>,
    btc: Contract<MockToken>,
    bob: Address,
    owner: Address,
    alice: Address,
) {
    world!(world: vault, pool, margin, cash, eth, btc, owner);
    let (from, sub, other) = (account_of(alice), second_account_of(alice), account_of(bob));
    world.deposit(alice, ETH, 10 * ONE_ETH);
    world.deposit(bob, ETH, ONE_ETH);
    world.fund(&cash, alice, 100);
    let by = || vault.sender(alice);
    by().deposit_cash(from, u(100)).motsu_unwrap();
    for to in [sub, other] {
        by().transfer(from, to, ETH, u(2 * ONE_ETH)).motsu_unwrap();
        vault.assert_emitted(&Transferred {
            from,
            to,
            asset: ETH,
            amount: u(2 * ONE_ETH),
        });
        by().transfer(from, to, 255, u(30)).motsu_unwrap();
    }
    let held = |account| {
        let eth = by().collateral(account, ETH).motsu_unwrap();
        (eth, by().cash_of(account).motsu_unwrap())
    };
    assert_eq!(held(from), (u(6 * ONE_ETH), u(40)));
    assert_eq!(held(sub), (u(2 * ONE_ETH), u(30)));
    assert_eq!(held(other), (u(3 * ONE_ETH), u(30)));
    assert_eq!(by().listing(ETH).motsu_unwrap().total, u(11 * ONE_ETH));
    assert_eq!(world.held(&eth), u(11 * ONE_ETH));
    assert_eq!(by().total_cash(), u(100));
    let refusal = by().transfer(from, from, ETH, u(1)).motsu_unwrap_err();
    assert_eq!(refusal, SameAccount { account: from }.into());
    let refusal = by().transfer(from, sub, ETH, U256::ZERO).motsu_unwrap_err();
    assert_eq!(refusal, ZeroAmount {}.into());
    let refusal = by().transfer(from, sub, 255, u(41)).motsu_unwrap_err();
    assert!(is::<InsufficientCollateral>(&refusal));
    let refusal = by().transfer(from, sub, 16, u(1)).motsu_unwrap_err();
    assert_eq!(refusal, NotListed { asset: 16 }.into());
    let refusal = by().transfer(other, from, ETH, u(1)).motsu_unwrap_err();
    let (account, caller, capability) = (other, alice, 8);
    assert_eq!(
        refusal,
        NotAllowed {
            account,
            caller,
            capability
        }
        .into()
    );
}

#[motsu::test]
fn liq_1_a_transfer_ends_at_the_initial_margin(
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
    let (from, to) = (account_of(alice), second_account_of(alice));
    world.deposit(alice, ETH, 10 * ONE_ETH);
    world.fund(&cash, alice, 100 * DOLLAR);
    let by = || vault.sender(alice);
    by().deposit_cash(from, u(100 * DOLLAR)).motsu_unwrap();
    by().borrow(from, u(5_100 * DOLLAR), alice).motsu_unwrap();
    let refusal = by()
        .transfer(from, to, ETH, u(5 * ONE_ETH + 1_000))
        .motsu_unwrap_err();
    assert!(is::<BelowInitialMargin>(&refusal));
    by().transfer(from, to, ETH, u(5 * ONE_ETH)).motsu_unwrap();
    let refusal = by().transfer(from, to, 255, u(1)).motsu_unwrap_err();
    assert!(is::<BelowInitialMargin>(&refusal));
    // The other account has nothing to lose, and gives back.
    by().transfer(to, from, ETH, u(5 * ONE_ETH)).motsu_unwrap();
    by().transfer(from, to, 255, u(100 * DOLLAR)).motsu_unwrap();
}

#[motsu::test]
fn l10_a_transfer_stuffs_nobody(
    vault: Contract<Vault>,
    pool: Contract<MockPool>,
    margin: Contract<MockMargin>,
    cash: Contract<MockToken>,
    eth: Contract<MockToken>,
    btc: Contract<MockToken>,
    bob: Address,
    owner: Address,
    alice: Address,
) {
    world!(world: vault, pool, margin, cash, eth, btc, owner);
    let (from, to) = (account_of(alice), account_of(bob));
    world.deposit(alice, ETH, 10 * ONE_ETH);
    let refusal = vault
        .sender(alice)
        .transfer(from, to, ETH, u(1))
        .motsu_unwrap_err();
    let (account, asset) = (to, ETH);
    assert_eq!(refusal, NotOptedIn { account, asset }.into());
    // Who has opted in is given it, until they opt out again.
    vault.sender(bob).opt_in(to, 1).motsu_unwrap();
    vault.assert_emitted(&OptedIn {
        account: to,
        assets: 1,
    });
    assert_eq!(vault.sender(bob).opted_in(to), 1);
    vault
        .sender(alice)
        .transfer(from, to, ETH, u(1))
        .motsu_unwrap();
    vault
        .sender(bob)
        .withdraw(to, ETH, u(1), bob)
        .motsu_unwrap();
    world.fund(&eth, alice, 5);
    vault.sender(alice).deposit(to, ETH, u(5)).motsu_unwrap();
    vault
        .sender(bob)
        .withdraw(to, ETH, u(5), bob)
        .motsu_unwrap();
    vault.sender(bob).opt_in(to, 0).motsu_unwrap();
    let refusal = vault
        .sender(alice)
        .transfer(from, to, ETH, u(1))
        .motsu_unwrap_err();
    assert_eq!(refusal, NotOptedIn { account, asset }.into());
    let refusal = vault.sender(alice).opt_in(to, 1).motsu_unwrap_err();
    assert!(is::<NotAllowed>(&refusal));
}
