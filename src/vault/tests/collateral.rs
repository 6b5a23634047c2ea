//! Collateral in and out.

use super::token::Answer;
use super::*;
use crate::abi::*;
use crate::error::VaultError;

#[motsu::test]
fn in_and_out_again(
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
    world.fund(&eth, alice, 3 * ONE_ETH);
    let account = account_of(alice);
    assert_eq!(
        vault
            .sender(alice)
            .deposit(account, ETH, u(ONE_ETH))
            .motsu_unwrap(),
        u(ONE_ETH)
    );
    vault.assert_emitted(&Deposited {
        account,
        asset: ETH,
        payer: alice,
        amount: u(ONE_ETH),
    });
    vault
        .sender(alice)
        .deposit(account, ETH, u(2 * ONE_ETH))
        .motsu_unwrap();
    world.deposit(alice, BTC, ONE_BTC);
    assert_eq!(
        vault.sender(alice).collateral(account, ETH).motsu_unwrap(),
        u(3 * ONE_ETH)
    );
    assert_eq!(
        vault.sender(alice).collateral(account, BTC).motsu_unwrap(),
        u(ONE_BTC)
    );
    assert_eq!(
        vault.sender(alice).collateral(account, 1).motsu_unwrap(),
        U256::ZERO
    );
    assert_eq!(
        vault.sender(alice).listing(ETH).motsu_unwrap(),
        Listing {
            token: eth.address(),
            decimals: 18,
            cap: u(1_000 * ONE_ETH),
            total: u(3 * ONE_ETH),
            weight: u(ONE_ETH),
            targetWeight: u(ONE_ETH),
            weightAt: 0,
            inflowLimit: U256::ZERO,
            seasoning: 0,
            frozen: false,
        }
    );
    vault
        .sender(alice)
        .withdraw(account, ETH, u(3 * ONE_ETH), owner)
        .motsu_unwrap();
    vault.assert_emitted(&Withdrawn {
        account,
        asset: ETH,
        to: owner,
        amount: u(3 * ONE_ETH),
    });
    assert_eq!(eth.sender(owner).balance_of(owner), u(3 * ONE_ETH));
    assert_eq!(
        vault.sender(alice).collateral(account, ETH).motsu_unwrap(),
        U256::ZERO
    );
    let (_, holdings, _) = vault.sender(alice).portfolio(account).motsu_unwrap();
    // 8 decimals become 18.
    assert_eq!(
        holdings,
        [Holding {
            asset: BTC,
            amount: u(ONE_ETH)
        }]
    );
}

/// ORC-2: without debt neither the margin contract nor the pool is asked.
#[motsu::test]
fn orc_2_without_debt_nobody_is_asked(
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
    margin.sender(owner).set_mode(margin::REVERTS);
    world.deposit(alice, ETH, ONE_ETH);
    vault
        .sender(alice)
        .withdraw(account_of(alice), ETH, u(ONE_ETH), alice)
        .motsu_unwrap();
    assert_eq!(margin.sender(owner).calls(), U256::ZERO);
    assert_eq!(pool.sender(owner).calls(), U256::ZERO);
}

#[motsu::test]
fn l10_only_the_owner_brings_new_collateral(
    vault: Contract<Vault>,
    pool: Contract<MockPool>,
    margin: Contract<MockMargin>,
    cash: Contract<MockToken>,
    eth: Contract<MockToken>,
    btc: Contract<MockToken>,
    owner: Address,
    alice: Address,
    bob: Address,
) {
    world!(world: vault, pool, margin, cash, eth, btc, owner);
    world.fund(&eth, bob, 10 * ONE_ETH);
    for account in [account_of(alice), second_account_of(alice)] {
        let refusal = vault
            .sender(bob)
            .deposit(account, ETH, u(1))
            .motsu_unwrap_err();
        assert_eq!(
            refusal,
            VaultError::from(NotOptedIn {
                account,
                asset: ETH
            })
        );
    }
    // Once it is there, anybody may add to it; the other account is still closed.
    world.deposit(alice, ETH, ONE_ETH);
    vault
        .sender(bob)
        .deposit(account_of(alice), ETH, u(ONE_ETH))
        .motsu_unwrap();
    assert_eq!(
        vault
            .sender(bob)
            .collateral(account_of(alice), ETH)
            .motsu_unwrap(),
        u(2 * ONE_ETH)
    );
    assert!(vault
        .sender(bob)
        .deposit(second_account_of(alice), ETH, u(1))
        .motsu_res()
        .is_err());
    // Gone is gone.
    vault
        .sender(alice)
        .withdraw(account_of(alice), ETH, u(2 * ONE_ETH), alice)
        .motsu_unwrap();
    assert!(vault
        .sender(bob)
        .deposit(account_of(alice), ETH, u(1))
        .motsu_res()
        .is_err());
    // Sub-accounts are accounts of their own.
    vault
        .sender(alice)
        .deposit(second_account_of(alice), ETH, U256::ZERO)
        .motsu_unwrap_err();
    world.fund(&eth, alice, ONE_ETH);
    vault
        .sender(alice)
        .deposit(second_account_of(alice), ETH, u(5))
        .motsu_unwrap();
    assert_eq!(
        vault
            .sender(alice)
            .collateral(second_account_of(alice), ETH)
            .motsu_unwrap(),
        u(5)
    );
    assert_eq!(
        vault
            .sender(alice)
            .collateral(account_of(alice), ETH)
            .motsu_unwrap(),
        U256::ZERO
    );
}

#[motsu::test]
fn caps_hold_over_all_accounts(
    vault: Contract<Vault>,
    pool: Contract<MockPool>,
    margin: Contract<MockMargin>,
    cash: Contract<MockToken>,
    eth: Contract<MockToken>,
    btc: Contract<MockToken>,
    owner: Address,
    alice: Address,
    bob: Address,
) {
    world!(world: vault, pool, margin, cash, eth, btc, owner);
    vault.sender(owner).set_cap(ETH, u(10)).motsu_unwrap();
    vault.assert_emitted(&CapSet {
        asset: ETH,
        cap: u(10),
    });
    world.deposit(alice, ETH, 6);
    world.fund(&eth, bob, 100);
    let exceeded = VaultError::from(CapExceeded {
        asset: ETH,
        cap: u(10),
    });
    assert_eq!(
        vault
            .sender(bob)
            .deposit(account_of(bob), ETH, u(5))
            .motsu_unwrap_err(),
        exceeded
    );
    assert_eq!(eth.sender(bob).balance_of(bob), u(100));
    vault
        .sender(bob)
        .deposit(account_of(bob), ETH, u(4))
        .motsu_unwrap();
    assert_eq!(
        vault
            .sender(bob)
            .deposit(account_of(bob), ETH, u(1))
            .motsu_unwrap_err(),
        exceeded
    );
    // A cap below what is there stops deposits, not withdrawals.
    vault.sender(owner).set_cap(ETH, u(1)).motsu_unwrap();
    vault
        .sender(bob)
        .withdraw(account_of(bob), ETH, u(4), bob)
        .motsu_unwrap();
    assert!(vault
        .sender(bob)
        .deposit(account_of(bob), ETH, u(1))
        .motsu_res()
        .is_err());
    assert_eq!(vault.sender(bob).listing(ETH).motsu_unwrap().total, u(6));
}

#[motsu::test]
fn no_more_than_there_is(
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
    world.deposit(alice, ETH, 5);
    let account = account_of(alice);
    for wanted in [u(6), U256::MAX] {
        let refusal = vault
            .sender(alice)
            .withdraw(account, ETH, wanted, alice)
            .motsu_unwrap_err();
        let available = u(5);
        assert_eq!(
            refusal,
            VaultError::from(InsufficientCollateral {
                asset: ETH,
                available
            })
        );
    }
    let refusal = vault
        .sender(alice)
        .withdraw(account, ETH, U256::ZERO, alice)
        .motsu_unwrap_err();
    assert_eq!(refusal, VaultError::from(ZeroAmount {}));
    let refusal = vault
        .sender(alice)
        .deposit(account, ETH, U256::ZERO)
        .motsu_unwrap_err();
    assert_eq!(refusal, VaultError::from(ZeroAmount {}));
    for asset in [1, 16, 255] {
        let refusal = vault
            .sender(alice)
            .deposit(account, asset, u(1))
            .motsu_unwrap_err();
        assert_eq!(refusal, VaultError::from(NotListed { asset }));
        let refusal = vault
            .sender(alice)
            .withdraw(account, asset, u(1), alice)
            .motsu_unwrap_err();
        assert_eq!(refusal, VaultError::from(NotListed { asset }));
        let refusal = vault.sender(alice).listing(asset).motsu_unwrap_err();
        assert_eq!(refusal, VaultError::from(NotListed { asset }));
    }
}

/// T1: what arrives is credited, not what was sent.
#[motsu::test]
fn t1_a_fee_on_transfer_is_not_credited(
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
    eth.sender(owner).set_fee(100);
    world.fund(&eth, alice, 1_000);
    let credited = vault
        .sender(alice)
        .deposit(account_of(alice), ETH, u(1_000))
        .motsu_unwrap();
    assert_eq!(credited, u(990));
    assert_eq!(
        vault
            .sender(alice)
            .collateral(account_of(alice), ETH)
            .motsu_unwrap(),
        u(990)
    );
    assert!(world.held(&eth) >= u(990));
    // A token that keeps everything has moved nothing.
    eth.sender(owner).set_fee(10_000);
    world.fund(&eth, alice, 1_000);
    let refusal = vault
        .sender(alice)
        .deposit(account_of(alice), ETH, u(1_000))
        .motsu_unwrap_err();
    assert_eq!(
        refusal,
        VaultError::from(TransferFailed {
            token: eth.address()
        })
    );
}

/// What comes in beside a deposit is nobody's.
#[motsu::test]
fn acc_1_no_more_is_credited_than_was_sent(
    vault: Contract<Vault>,
    pool: Contract<MockPool>,
    margin: Contract<MockMargin>,
    cash: Contract<MockToken>,
    eth: Contract<MockToken>,
    btc: Contract<MockToken>,
    owner: Address,
    alice: Address,
    bob: Address,
) {
    world!(world: vault, pool, margin, cash, eth, btc, owner);
    eth.sender(owner).set_bonus(50);
    world.fund(&eth, alice, 1_000);
    assert_eq!(
        vault
            .sender(alice)
            .deposit(account_of(alice), ETH, u(1_000))
            .motsu_unwrap(),
        u(1_000)
    );
    eth.sender(owner).set_bonus(0);
    world.deposit(bob, ETH, 77);
    eth.sender(owner).give(vault.address(), u(1_000_000));
    vault
        .sender(alice)
        .withdraw(account_of(alice), ETH, u(999), bob)
        .motsu_unwrap();
    let sum = vault
        .sender(bob)
        .collateral(account_of(alice), ETH)
        .motsu_unwrap()
        + vault
            .sender(bob)
            .collateral(account_of(bob), ETH)
            .motsu_unwrap();
    assert_eq!(sum, u(78));
    assert_eq!(vault.sender(bob).listing(ETH).motsu_unwrap().total, sum);
    assert!(world.held(&eth) >= sum);
}

/// T3: nothing returned is fine, false and a dirty boolean are not, more than a word is.
#[motsu::test]
fn t3_tokens_that_answer_oddly(
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
    world.deposit(alice, ETH, 1_000);
    world.fund(&eth, alice, 1_000);
    let account = account_of(alice);
    for good in [Answer::Nothing, Answer::Long, Answer::True] {
        eth.sender(owner).set_answer(good);
        vault
            .sender(alice)
            .deposit(account, ETH, u(10))
            .motsu_unwrap();
        vault
            .sender(alice)
            .withdraw(account, ETH, u(10), alice)
            .motsu_unwrap();
    }
    let failed = VaultError::from(TransferFailed {
        token: eth.address(),
    });
    for bad in [Answer::False, Answer::Two, Answer::Revert] {
        eth.sender(owner).set_answer(bad);
        assert_eq!(
            vault
                .sender(alice)
                .deposit(account, ETH, u(10))
                .motsu_unwrap_err(),
            failed
        );
        assert_eq!(
            vault
                .sender(alice)
                .withdraw(account, ETH, u(10), alice)
                .motsu_unwrap_err(),
            failed
        );
    }
    assert_eq!(
        vault.sender(alice).collateral(account, ETH).motsu_unwrap(),
        u(1_000)
    );
    assert_eq!(world.held(&eth), u(1_000));
}

/// UPG-2: two balances share a word and a bit of each account its own place.
#[motsu::test]
fn upg_2_sixteen_assets_keep_apart(
    vault: Contract<Vault>,
    pool: Contract<MockPool>,
    margin: Contract<MockMargin>,
    cash: Contract<MockToken>,
    eth: Contract<MockToken>,
    btc: Contract<MockToken>,
    owner: Address,
    alice: Address,
) {
    world!(_world: vault, pool, margin, cash, eth, btc, owner);
    let account = account_of(alice);
    {
        let mut vault = vault.sender(alice);
        let mut head = vault.account_head(account);
        for asset in 0..16 {
            vault.set_balance(account, &mut head, asset, u128::MAX - u128::from(asset));
        }
        head.scaled_debt = u128::MAX;
        vault.set_account(account, head);
        vault.set_own_cash(account, &mut head, 7);
        assert_eq!(
            (vault.balance(account, 16), vault.balance(account, 255)),
            (0, 0)
        );
    }
    for asset in 0..16 {
        assert_eq!(
            vault.sender(alice).balance(account, asset),
            u128::MAX - u128::from(asset)
        );
    }
    let mut head = vault.sender(alice).account_head(account);
    assert_eq!((head.assets, head.scaled_debt), (u16::MAX, u128::MAX));
    vault.sender(alice).set_balance(account, &mut head, 6, 0);
    assert_eq!(head.assets, u16::MAX - (1 << 6));
    assert_eq!(vault.sender(alice).balance(account, 6), 0);
    assert_eq!(vault.sender(alice).balance(account, 7), u128::MAX - 7);
    assert_eq!(
        head.indices().collect::<Vec<_>>(),
        [0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15]
    );
}
