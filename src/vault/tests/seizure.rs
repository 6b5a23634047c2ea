//! What the liquidator takes.

use super::*;
use crate::abi::*;
use crate::error::VaultError;

#[motsu::test]
fn seizing_pays_debt_with_collateral(
    vault: Contract<Vault>,
    pool: Contract<MockPool>,
    margin: Contract<MockMargin>,
    cash: Contract<MockToken>,
    eth: Contract<MockToken>,
    btc: Contract<MockToken>,
    owner: Address,
    alice: Address,
    buyer: Address,
) {
    world!(world: vault, pool, margin, cash, eth, btc, owner);
    world.deposit(alice, ETH, 10 * ONE_ETH);
    let account = account_of(alice);
    vault
        .sender(alice)
        .borrow(account, u(5_000 * DOLLAR), alice)
        .motsu_unwrap();
    vault
        .sender(owner)
        .set_liquidator(margin.address())
        .motsu_unwrap();
    // The liquidator decides: neither health nor price is asked here.
    margin.sender(owner).set_mode(margin::REVERTS);
    vault
        .sender(margin.address())
        .seize(account, ETH, u(ONE_ETH), u(1_900 * DOLLAR), buyer)
        .motsu_unwrap();
    let left = u(3_100 * DOLLAR);
    vault.assert_emitted(&Seized {
        account,
        asset: ETH,
        to: buyer,
        amount: u(ONE_ETH),
        repaid: u(1_900 * DOLLAR),
        debt: left,
    });
    assert_eq!(eth.sender(buyer).balance_of(buyer), u(ONE_ETH));
    assert_eq!(vault.sender(alice).debt(account).motsu_unwrap(), left);
    assert_eq!(
        vault.sender(alice).collateral(account, ETH).motsu_unwrap(),
        u(9 * ONE_ETH)
    );
    assert_eq!(
        vault.sender(alice).listing(ETH).motsu_unwrap().total,
        u(9 * ONE_ETH)
    );
    assert_eq!(pool.sender(owner).collected(), u(1_900 * DOLLAR));
    assert_eq!(pool.sender(owner).total_scaled(), left);

    // The whole debt, with interest, ends in zero.
    pool.sender(owner).set_index(u(RAY / 10 * 11));
    let debt = vault.sender(alice).debt(account).motsu_unwrap();
    assert_eq!(debt, u(3_410 * DOLLAR));
    vault
        .sender(margin.address())
        .seize(account, ETH, u(9 * ONE_ETH), debt, buyer)
        .motsu_unwrap();
    assert_eq!(vault.sender(alice).debt(account).motsu_unwrap(), U256::ZERO);
    assert_eq!(vault.sender(alice).account_head(account).assets, 0);
    assert_eq!(pool.sender(owner).total_scaled(), U256::ZERO);
    let refusal = vault
        .sender(margin.address())
        .seize(account, ETH, u(1), U256::ZERO, buyer)
        .motsu_unwrap_err();
    assert_eq!(refusal, VaultError::from(NoDebt { account }));
}

#[motsu::test]
fn liq_6_no_more_than_is_owed_or_held(
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
        .borrow(account, u(100), alice)
        .motsu_unwrap();
    vault
        .sender(owner)
        .set_liquidator(margin.address())
        .motsu_unwrap();
    for paid in [u(101), U256::MAX] {
        let refusal = vault
            .sender(margin.address())
            .seize(account, ETH, u(1), paid, owner)
            .motsu_unwrap_err();
        assert_eq!(
            refusal,
            VaultError::from(PaymentExceedsDebt { paid, debt: u(100) })
        );
    }
    let refusal = vault
        .sender(margin.address())
        .seize(account, ETH, u(ONE_ETH + 1), u(1), owner)
        .motsu_unwrap_err();
    let available = u(ONE_ETH);
    assert_eq!(
        refusal,
        VaultError::from(InsufficientCollateral {
            asset: ETH,
            available
        })
    );
    let refusal = vault
        .sender(margin.address())
        .seize(account, BTC, u(1), u(1), owner)
        .motsu_unwrap_err();
    let available = U256::ZERO;
    assert_eq!(
        refusal,
        VaultError::from(InsufficientCollateral {
            asset: BTC,
            available
        })
    );
    let refusal = vault
        .sender(margin.address())
        .seize(account, ETH, U256::ZERO, u(1), owner)
        .motsu_unwrap_err();
    assert_eq!(refusal, VaultError::from(ZeroAmount {}));
    let refusal = vault
        .sender(margin.address())
        .seize(account, 7, u(1), u(1), owner)
        .motsu_unwrap_err();
    assert_eq!(refusal, VaultError::from(NotListed { asset: 7 }));
    // A partial payment ends no more debt than it is worth.
    pool.sender(owner).set_index(u(RAY / 10 * 15));
    vault
        .sender(margin.address())
        .seize(account, ETH, u(1), u(4), owner)
        .motsu_unwrap();
    assert_eq!(vault.sender(alice).account_head(account).scaled_debt, 98);
}
