//! Cash that accounts own.

use super::*;
use crate::abi::*;

#[motsu::test]
fn acc_1_own_cash_in_and_out(
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
    let account = account_of(alice);
    world.fund(&cash, bob, 100 * DOLLAR);
    // Anybody brings it, it is the account's, and it lies in the vault.
    let credited = vault
        .sender(bob)
        .deposit_cash(account, u(100 * DOLLAR))
        .motsu_unwrap();
    assert_eq!(credited, u(100 * DOLLAR));
    vault.assert_emitted(&CashDeposited {
        account,
        payer: bob,
        amount: credited,
    });
    let by = || vault.sender(alice);
    assert_eq!(by().cash_of(account).motsu_unwrap(), u(100 * DOLLAR));
    assert_eq!(by().total_cash(), u(100 * DOLLAR));
    assert_eq!(world.held(&cash), u(100 * DOLLAR));
    let (usd, _, _) = by().portfolio(account).motsu_unwrap();
    assert_eq!(usd.to_string(), "100000000000000000000");
    let refusal = vault
        .sender(bob)
        .withdraw_cash(account, u(1), bob)
        .motsu_unwrap_err();
    let (caller, capability) = (bob, 2);
    assert_eq!(
        refusal,
        NotAllowed {
            account,
            caller,
            capability
        }
        .into()
    );
    by().withdraw_cash(account, u(40 * DOLLAR), bob)
        .motsu_unwrap();
    vault.assert_emitted(&CashWithdrawn {
        account,
        to: bob,
        amount: u(40 * DOLLAR),
    });
    assert_eq!(cash.sender(bob).balance_of(bob), u(40 * DOLLAR));
    let (asset, available) = (255, u(60 * DOLLAR));
    for amount in [u(60 * DOLLAR + 1), U256::MAX] {
        let refusal = by()
            .withdraw_cash(account, amount, alice)
            .motsu_unwrap_err();
        assert_eq!(refusal, InsufficientCollateral { asset, available }.into());
    }
    let refusal = by()
        .withdraw_cash(account, U256::ZERO, alice)
        .motsu_unwrap_err();
    assert_eq!(refusal, ZeroAmount {}.into());
    by().withdraw_cash(account, available, alice).motsu_unwrap();
    assert_eq!(by().total_cash(), U256::ZERO);
    assert_eq!(world.held(&cash), U256::ZERO);
    // Without debt and positions nobody was asked.
    assert_eq!(margin.sender(owner).calls(), U256::ZERO);
    assert_eq!(pool.sender(owner).calls(), U256::ZERO);
    // T1: with a fee, what arrived.
    cash.sender(owner).set_fee(100);
    world.fund(&cash, bob, 1_000);
    let credited = vault
        .sender(bob)
        .deposit_cash(account, u(1_000))
        .motsu_unwrap();
    assert_eq!(credited, u(990));
    assert_eq!(by().cash_of(account).motsu_unwrap(), u(990));
}

#[motsu::test]
fn liq_1_own_cash_leaves_only_above_the_initial_margin(
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
    let account = account_of(alice);
    world.deposit(alice, ETH, ONE_ETH);
    world.fund(&cash, alice, 500 * DOLLAR);
    let by = || vault.sender(alice);
    by().deposit_cash(account, u(500 * DOLLAR)).motsu_unwrap();
    // 2,000 of collateral, of which 1,000 are asked for, and 500 of cash: 1,500 may be borrowed.
    let refusal = by()
        .borrow(account, u(1_500 * DOLLAR + 1), alice)
        .motsu_unwrap_err();
    assert!(is::<BelowInitialMargin>(&refusal));
    by().borrow(account, u(1_400 * DOLLAR), alice)
        .motsu_unwrap();
    let refusal = by()
        .withdraw_cash(account, u(100 * DOLLAR + 1), alice)
        .motsu_unwrap_err();
    assert!(is::<BelowInitialMargin>(&refusal));
    by().withdraw_cash(account, u(100 * DOLLAR), alice)
        .motsu_unwrap();
    margin.sender(owner).set_not_live(1);
    let refusal = by().withdraw_cash(account, u(1), alice).motsu_unwrap_err();
    assert_eq!(refusal, PriceNotLive { notLive: 1 }.into());
}

#[motsu::test]
fn debt_is_paid_with_own_cash(
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
    let account = account_of(alice);
    world.deposit(alice, ETH, ONE_ETH);
    world.fund(&cash, alice, 500 * DOLLAR);
    let by = || vault.sender(alice);
    by().deposit_cash(account, u(500 * DOLLAR)).motsu_unwrap();
    let refusal = by().repay_from_cash(account, u(1)).motsu_unwrap_err();
    assert_eq!(refusal, NoDebt { account }.into());
    by().borrow(account, u(700 * DOLLAR), alice).motsu_unwrap();
    pool.sender(owner).set_index(u(RAY / 10 * 11));
    // It asks no price.
    margin.sender(owner).set_mode(margin::REVERTS);
    let refusal = vault
        .sender(bob)
        .repay_from_cash(account, u(1))
        .motsu_unwrap_err();
    let (caller, capability) = (bob, 32);
    assert_eq!(
        refusal,
        NotAllowed {
            account,
            caller,
            capability
        }
        .into()
    );
    let paid = by()
        .repay_from_cash(account, u(300 * DOLLAR))
        .motsu_unwrap();
    assert_eq!(paid, u(300 * DOLLAR));
    let debt = by().debt(account).motsu_unwrap();
    assert!(
        debt <= u(470 * DOLLAR + 1) && debt >= u(470 * DOLLAR),
        "{debt}"
    );
    vault.assert_emitted(&Repaid {
        account,
        payer: vault.address(),
        amount: paid,
        debt,
    });
    assert_eq!(by().cash_of(account).motsu_unwrap(), u(200 * DOLLAR));
    assert_eq!(by().total_cash(), u(200 * DOLLAR));
    assert_eq!(pool.sender(owner).collected(), u(300 * DOLLAR));
    assert_eq!(world.held(&cash), u(200 * DOLLAR));
    let refusal = by().repay_from_cash(account, U256::MAX).motsu_unwrap_err();
    assert!(is::<InsufficientCollateral>(&refusal));
    // ACC-3: the pool's books are those of the account.
    let scaled = by().account_head(account).scaled_debt;
    assert_eq!(pool.sender(owner).total_scaled(), u(scaled));
}
