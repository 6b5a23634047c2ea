//! New collateral grows into its weight.

use super::*;
use crate::abi::*;

#[motsu::test]
fn t14_new_collateral_counts_by_and_by(
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
    vault.sender(owner).set_seasoning(ETH, 1_000).motsu_unwrap();
    vault.assert_emitted(&SeasoningSet {
        asset: ETH,
        duration: 1_000,
    });
    let account = account_of(alice);
    vault.sender(alice).opt_in(account, 1).motsu_unwrap();
    let counted = || {
        let (_, holdings, _) = vault
            .sender(alice)
            .borrowing_portfolio(account)
            .motsu_unwrap();
        holdings.first().map_or(U256::ZERO, |first| first.amount)
    };
    world.deposit(alice, ETH, 10 * ONE_ETH);
    assert_eq!(counted(), U256::ZERO);
    clock::advance(250);
    assert_eq!(counted(), u(5 * ONE_ETH / 2));
    // All of it decides whether it is left alone.
    vault.sender(alice).assess(account).motsu_unwrap();
    assert_eq!(margin.sender(owner).last_value(), u(20_000 * ONE_ETH));
    // 5,000 dollars count.
    let borrow = |amount| vault.sender(alice).borrow(account, u(amount), alice);
    assert!(is::<BelowInitialMargin>(
        &borrow(2_500 * DOLLAR + 1).motsu_unwrap_err()
    ));
    borrow(2_500 * DOLLAR).motsu_unwrap();
    // What has not grown in starts anew with what comes: 7.5 and 2.5.
    world.deposit(alice, ETH, 5 * ONE_ETH / 2);
    assert_eq!(counted(), u(5 * ONE_ETH / 2));
    clock::advance(500);
    assert_eq!(counted(), u(15 * ONE_ETH / 2));
    // Which only the owner may decide.
    world.fund(&eth, bob, 10 * ONE_ETH);
    let refusal = vault
        .sender(bob)
        .deposit(account, ETH, u(1))
        .motsu_unwrap_err();
    let asset = ETH;
    assert_eq!(refusal, StillSeasoning { account, asset }.into());
    clock::advance(500);
    assert_eq!(counted(), u(25 * ONE_ETH / 2));
    vault
        .sender(bob)
        .deposit(account, ETH, u(ONE_ETH))
        .motsu_unwrap();
    assert_eq!(counted(), u(25 * ONE_ETH / 2));
    // What leaves is what came last, so that going out and in again gains nothing.
    vault
        .sender(alice)
        .withdraw(account, ETH, u(ONE_ETH), alice)
        .motsu_unwrap();
    assert_eq!(counted(), u(25 * ONE_ETH / 2));
    world.deposit(alice, ETH, ONE_ETH);
    assert_eq!(counted(), u(25 * ONE_ETH / 2));
    // A shorter time does not hurry what is there.
    vault.sender(owner).set_seasoning(ETH, 10).motsu_unwrap();
    world.deposit(alice, ETH, ONE_ETH);
    clock::advance(500);
    assert_eq!(counted(), u(27 * ONE_ETH / 2));
    vault.sender(owner).set_seasoning(ETH, 0).motsu_unwrap();
    world.deposit(alice, ETH, ONE_ETH);
    assert_eq!(counted(), u(29 * ONE_ETH / 2));
    let refusal = vault
        .sender(owner)
        .set_seasoning(ETH, 2_592_001)
        .motsu_unwrap_err();
    let (value, bound) = (u(2_592_001), u(2_592_000));
    assert_eq!(refusal, OutOfRange { value, bound }.into());
}

#[motsu::test]
fn t14_a_transfer_seasons_no_faster(
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
    vault.sender(owner).set_seasoning(ETH, 1_000).motsu_unwrap();
    let (from, to) = (account_of(alice), second_account_of(alice));
    world.deposit(alice, ETH, 10 * ONE_ETH);
    clock::advance(1_000);
    world.deposit(alice, ETH, 4 * ONE_ETH);
    clock::advance(500);
    let counted = |account| {
        let (_, holdings, _) = vault
            .sender(alice)
            .borrowing_portfolio(account)
            .motsu_unwrap();
        holdings.first().map_or(U256::ZERO, |first| first.amount)
    };
    assert_eq!(counted(from), u(12 * ONE_ETH));
    // The last four start anew; two more have their weight.
    vault
        .sender(alice)
        .transfer(from, to, ETH, u(6 * ONE_ETH))
        .motsu_unwrap();
    assert_eq!(counted(from), u(8 * ONE_ETH));
    assert_eq!(counted(to), u(2 * ONE_ETH));
    clock::advance(250);
    assert_eq!(counted(to), u(3 * ONE_ETH));
    clock::advance(750);
    assert_eq!(counted(to), u(6 * ONE_ETH));
}

#[motsu::test]
fn liq_10_a_seizure_takes_what_came_last(
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
    vault.sender(owner).set_seasoning(ETH, 1_000).motsu_unwrap();
    vault
        .sender(owner)
        .set_liquidator(margin.address())
        .motsu_unwrap();
    let account = account_of(alice);
    world.deposit(alice, ETH, 10 * ONE_ETH);
    clock::advance(1_000);
    world.deposit(alice, ETH, 10 * ONE_ETH);
    vault
        .sender(alice)
        .borrow(account, u(DOLLAR), alice)
        .motsu_unwrap();
    vault
        .sender(margin.address())
        .seize(account, ETH, u(15 * ONE_ETH), u(1), owner)
        .motsu_unwrap();
    let (_, holdings, _) = vault
        .sender(alice)
        .borrowing_portfolio(account)
        .motsu_unwrap();
    assert_eq!(holdings.first().unwrap().amount, u(5 * ONE_ETH));
}
