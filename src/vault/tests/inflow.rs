//! How much may come in within an hour.

use super::*;
use crate::abi::*;

#[motsu::test]
fn t14_what_comes_in_within_an_hour_is_limited(
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
    let limit = 90 * ONE_ETH;
    vault
        .sender(owner)
        .set_inflow_limit(ETH, u(limit))
        .motsu_unwrap();
    vault.assert_emitted(&InflowLimitSet {
        asset: ETH,
        perHour: u(limit),
    });
    world.deposit(alice, ETH, 60 * ONE_ETH);
    world.fund(&eth, bob, 500 * ONE_ETH);
    let deposit = |amount| vault.sender(bob).deposit(account_of(bob), ETH, u(amount));
    let left = || vault.sender(bob).cap_left(ETH).motsu_unwrap();
    assert_eq!(left(), u(30 * ONE_ETH));
    let refused = |available| -> VaultError {
        let asset = ETH;
        let available = u(available);
        InflowExceeded { asset, available }.into()
    };
    assert_eq!(
        deposit(30 * ONE_ETH + 1).motsu_unwrap_err(),
        refused(30 * ONE_ETH)
    );
    deposit(30 * ONE_ETH).motsu_unwrap();
    assert_eq!(deposit(1).motsu_unwrap_err(), refused(0));
    // A third of the hour lets a third of the limit in, and no time more than the limit.
    clock::advance(1_200);
    assert_eq!(left(), u(30 * ONE_ETH));
    deposit(30 * ONE_ETH).motsu_unwrap();
    clock::advance(86_400);
    assert_eq!(deposit(limit + 1).motsu_unwrap_err(), refused(limit));
    deposit(limit).motsu_unwrap();
    // The cap still counts.
    vault
        .sender(owner)
        .set_cap(ETH, u(211 * ONE_ETH))
        .motsu_unwrap();
    clock::advance(3_600);
    assert_eq!(left(), u(ONE_ETH));
    // No limit any more.
    vault
        .sender(owner)
        .set_inflow_limit(ETH, U256::ZERO)
        .motsu_unwrap();
    vault
        .sender(owner)
        .set_cap(ETH, u(1_000 * ONE_ETH))
        .motsu_unwrap();
    deposit(200 * ONE_ETH).motsu_unwrap();
    let value = u(1 << 113);
    let refusal = vault
        .sender(owner)
        .set_inflow_limit(ETH, value)
        .motsu_unwrap_err();
    let bound = u(1 << 112);
    assert_eq!(refusal, OutOfRange { value, bound }.into());
}

/// L10: nobody keeps others from adding collateral by going in and out.
#[motsu::test]
fn l10_going_in_and_out_fills_nothing(
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
    vault
        .sender(owner)
        .set_inflow_limit(ETH, u(10 * ONE_ETH))
        .motsu_unwrap();
    let account = account_of(alice);
    for _ in 0..100 {
        world.deposit(alice, ETH, 10 * ONE_ETH);
        vault
            .sender(alice)
            .withdraw(account, ETH, u(10 * ONE_ETH), alice)
            .motsu_unwrap();
    }
    let left = vault.sender(alice).cap_left(ETH).motsu_unwrap();
    assert_eq!(left, u(10 * ONE_ETH));
    // What was there before gives back no more than came in.
    world.deposit(alice, ETH, 10 * ONE_ETH);
    clock::advance(3_600);
    vault
        .sender(alice)
        .withdraw(account, ETH, u(10 * ONE_ETH), alice)
        .motsu_unwrap();
    let left = vault.sender(alice).cap_left(ETH).motsu_unwrap();
    assert_eq!(left, u(10 * ONE_ETH));
}
