//! The one health check. The mock asks for half of the collateral's value as initial margin.

use super::*;
use crate::abi::*;
use crate::error::VaultError;

/// LIQ-1: to the wei, a loan ends at the initial margin.
#[motsu::test]
fn liq_1_borrowing_stops_at_the_initial_margin(
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
    world.deposit(alice, ETH, 10 * ONE_ETH);
    world.deposit(alice, BTC, ONE_BTC / 2);
    let account = account_of(alice);
    // 20,000 and 30,000 dollars of collateral: 25,000 may be borrowed.
    let refusal = vault
        .sender(alice)
        .borrow(account, u(25_000 * DOLLAR + 1), alice)
        .motsu_unwrap_err();
    let equity = "24999999999000000000000".parse().unwrap();
    let initial = u(25_000 * ONE_ETH);
    assert_eq!(
        refusal,
        VaultError::from(BelowInitialMargin {
            equity,
            initialMargin: initial
        })
    );
    assert_eq!(vault.sender(alice).debt(account).motsu_unwrap(), U256::ZERO);
    assert_eq!(cash.sender(alice).balance_of(alice), U256::ZERO);
    vault
        .sender(alice)
        .borrow(account, u(25_000 * DOLLAR), alice)
        .motsu_unwrap();
    // The portfolio as it was asked about: both kinds at 18 decimals, the debt negative.
    assert_eq!(margin.sender(owner).last_value(), u(50_000 * ONE_ETH));
    assert_eq!(
        margin.sender(owner).last_cash().to_string(),
        "-25000000000000000000000"
    );
    let refusal = vault
        .sender(alice)
        .borrow(account, u(1), alice)
        .motsu_unwrap_err();
    assert!(is::<BelowInitialMargin>(&refusal));
    let refusal = vault
        .sender(alice)
        .withdraw(account, ETH, u(1), alice)
        .motsu_unwrap_err();
    assert!(is::<BelowInitialMargin>(&refusal));
    assert_eq!(
        vault.sender(alice).collateral(account, ETH).motsu_unwrap(),
        u(10 * ONE_ETH)
    );
}

#[motsu::test]
fn liq_1_withdrawing_stops_at_the_initial_margin(
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
    world.deposit(alice, ETH, 10 * ONE_ETH);
    let account = account_of(alice);
    vault
        .sender(alice)
        .borrow(account, u(5_000 * DOLLAR), alice)
        .motsu_unwrap();
    // 5 ether are worth 10,000, of which 5,000 are asked for.
    let over = u(5 * ONE_ETH + 1_000);
    let refusal = vault
        .sender(alice)
        .withdraw(account, ETH, over, alice)
        .motsu_unwrap_err();
    assert!(is::<BelowInitialMargin>(&refusal));
    vault
        .sender(alice)
        .withdraw(account, ETH, u(5 * ONE_ETH), alice)
        .motsu_unwrap();
    // Interest alone brings it below: nothing leaves, everything may come.
    pool.sender(owner).set_index(u(RAY / 100 * 101));
    let refusal = vault
        .sender(alice)
        .withdraw(account, ETH, u(1), alice)
        .motsu_unwrap_err();
    assert!(is::<BelowInitialMargin>(&refusal));
    world.deposit(alice, ETH, ONE_ETH);
    vault
        .sender(alice)
        .withdraw(account, ETH, u(1), alice)
        .motsu_unwrap();
}

/// The last of the collateral does not leave with debt behind, however little.
#[motsu::test]
fn liq_1_nothing_leaves_debt_behind(
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
    let account = account_of(alice);
    vault
        .sender(alice)
        .borrow(account, u(1), alice)
        .motsu_unwrap();
    let refusal = vault
        .sender(alice)
        .withdraw(account, ETH, u(ONE_ETH), alice)
        .motsu_unwrap_err();
    let (equity, initial) = ("-1000000000000".parse().unwrap(), U256::ZERO);
    assert_eq!(
        refusal,
        VaultError::from(BelowInitialMargin {
            equity,
            initialMargin: initial
        })
    );
    // An empty account borrows nothing either.
    let other = second_account_of(alice);
    let refusal = vault
        .sender(alice)
        .borrow(other, u(1), alice)
        .motsu_unwrap_err();
    assert_eq!(
        refusal,
        VaultError::from(BelowInitialMargin {
            equity,
            initialMargin: initial
        })
    );
}

/// ORC-1: a price that cannot be relied on stops whatever raises risk, however healthy the account.
#[motsu::test]
fn orc_1_no_risk_rises_on_a_price_that_is_not_live(
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
    world.deposit(alice, ETH, 10 * ONE_ETH);
    let account = account_of(alice);
    vault
        .sender(alice)
        .borrow(account, u(DOLLAR), alice)
        .motsu_unwrap();
    for bits in [1, 0x8000, u16::MAX] {
        margin.sender(owner).set_not_live(bits);
        let refused = VaultError::from(PriceNotLive { notLive: bits });
        assert_eq!(
            vault
                .sender(alice)
                .borrow(account, u(1), alice)
                .motsu_unwrap_err(),
            refused
        );
        assert_eq!(
            vault
                .sender(alice)
                .withdraw(account, ETH, u(1), alice)
                .motsu_unwrap_err(),
            refused
        );
        // The view says so, and does not refuse.
        assert_eq!(
            vault.sender(alice).assess(account).motsu_unwrap().notLive,
            bits
        );
    }
    assert_eq!(vault.sender(alice).debt(account).motsu_unwrap(), u(DOLLAR));
}

#[motsu::test]
fn the_verdict_is_read_strictly(
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
    let account = account_of(alice);
    let verdict = vault.sender(alice).assess(account).motsu_unwrap();
    assert_eq!(
        verdict,
        Verdict {
            equity: "2000000000000000000000".parse().unwrap(),
            initialMargin: u(1_000 * ONE_ETH),
            maintenanceMargin: u(500 * ONE_ETH),
            bufferMargin: u(1_000 * ONE_ETH),
            health: u(ONE_ETH),
            notLive: 0,
        }
    );
    let failed = VaultError::from(CallFailed {
        target: margin.address(),
    });
    for (mode, refusal) in [
        (margin::REVERTS, VaultError(b"oops".to_vec())),
        (margin::ANSWERS_TOO_LITTLE, failed),
    ] {
        margin.sender(owner).set_mode(mode);
        assert_eq!(
            vault
                .sender(alice)
                .borrow(account, u(1), alice)
                .motsu_unwrap_err(),
            refusal
        );
        assert_eq!(
            vault.sender(alice).assess(account).motsu_unwrap_err(),
            refusal
        );
    }
}

#[test]
fn a_silent_callee_is_named() {
    let target = Address::repeat_byte(7);
    let silent = VaultError::callee(Vec::new(), target);
    assert_eq!(silent, CallFailed { target }.into());
    let spoke = VaultError::callee(vec![1, 2, 3, 4], target);
    assert_eq!(Vec::<u8>::from(spoke), [1, 2, 3, 4]);
}
