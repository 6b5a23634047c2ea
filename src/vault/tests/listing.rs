//! Which tokens are collateral.

use super::*;
use crate::abi::*;
use crate::error::VaultError;
use crate::listing::{unit_of, Desk};

/// T7: 0 to 18 decimals are exact; more is refused.
#[motsu::test]
fn t7_orc_4_decimals(
    vault: Contract<Vault>,
    pool: Contract<MockPool>,
    margin: Contract<MockMargin>,
    cash: Contract<MockToken>,
    eth: Contract<MockToken>,
    btc: Contract<MockToken>,
    other: Contract<MockToken>,
    owner: Address,
    alice: Address,
) {
    world!(world: vault, pool, margin, cash, eth, btc, owner);
    for decimals in [19, 24, 77, 255] {
        other.sender(owner).set_decimals(decimals);
        let refusal = vault
            .sender(owner)
            .list_collateral(1, other.address(), u(1))
            .motsu_unwrap_err();
        assert_eq!(refusal, VaultError::from(DecimalsTooLarge { decimals }));
    }
    other.sender(owner).set_decimals(0);
    vault
        .sender(owner)
        .list_collateral(1, other.address(), u(10))
        .motsu_unwrap();
    vault.assert_emitted(&CollateralListed {
        asset: 1,
        token: other.address(),
        decimals: 0,
        cap: u(10),
    });
    world.fund(&other, alice, 3);
    vault
        .sender(alice)
        .deposit(account_of(alice), 1, u(3))
        .motsu_unwrap();
    let (_, holdings, _) = vault
        .sender(alice)
        .portfolio(account_of(alice))
        .motsu_unwrap();
    assert_eq!(
        holdings,
        [Holding {
            asset: 1,
            amount: u(3 * ONE_ETH)
        }]
    );
    for (decimals, unit) in [
        (0, ONE_ETH),
        (2, 10_000_000_000_000_000),
        (6, 1_000_000_000_000),
        (18, 1),
    ] {
        assert_eq!(unit_of(decimals).unwrap(), unit);
    }
}

#[motsu::test]
fn an_index_has_one_token_and_a_token_one_index(
    vault: Contract<Vault>,
    pool: Contract<MockPool>,
    margin: Contract<MockMargin>,
    cash: Contract<MockToken>,
    eth: Contract<MockToken>,
    btc: Contract<MockToken>,
    other: Contract<MockToken>,
    owner: Address,
) {
    world!(_world: vault, pool, margin, cash, eth, btc, owner);
    let refusal = vault
        .sender(owner)
        .list_collateral(ETH, other.address(), u(1))
        .motsu_unwrap_err();
    assert_eq!(refusal, VaultError::from(AlreadyListed { asset: ETH }));
    let refusal = vault
        .sender(owner)
        .list_collateral(3, btc.address(), u(1))
        .motsu_unwrap_err();
    assert_eq!(refusal, VaultError::from(AlreadyListed { asset: BTC }));
    for asset in [16, 255] {
        let refusal = vault
            .sender(owner)
            .list_collateral(asset, other.address(), u(1))
            .motsu_unwrap_err();
        assert_eq!(refusal, VaultError::from(UnknownAsset { asset }));
    }
    let refusal = vault.sender(owner).set_cap(3, u(1)).motsu_unwrap_err();
    assert_eq!(refusal, VaultError::from(NotListed { asset: 3 }));
}

/// T4: an address without code is no token.
#[motsu::test]
fn t4_a_token_needs_code(
    vault: Contract<Vault>,
    pool: Contract<MockPool>,
    margin: Contract<MockMargin>,
    cash: Contract<MockToken>,
    eth: Contract<MockToken>,
    btc: Contract<MockToken>,
    owner: Address,
) {
    world!(_world: vault, pool, margin, cash, eth, btc, owner);
    for target in [Address::repeat_byte(5), Address::repeat_byte(0x11)] {
        let refusal = vault
            .sender(owner)
            .list_collateral(2, target, u(1))
            .motsu_unwrap_err();
        assert_eq!(refusal, VaultError::from(NoCode { target }));
    }
    // The margin contract has code and no decimals.
    let token = margin.address();
    let refusal = vault
        .sender(owner)
        .list_collateral(2, token, u(1))
        .motsu_unwrap_err();
    assert_eq!(refusal, VaultError::from(TransferFailed { token }));
}

/// T8: a cap bounds every amount so that no conversion leaves 128 bits.
#[motsu::test]
fn t8_caps_have_a_bound(
    vault: Contract<Vault>,
    pool: Contract<MockPool>,
    margin: Contract<MockMargin>,
    cash: Contract<MockToken>,
    eth: Contract<MockToken>,
    btc: Contract<MockToken>,
    owner: Address,
) {
    world!(_world: vault, pool, margin, cash, eth, btc, owner);
    for (asset, max) in [(ETH, 1_u128 << 112), (BTC, (1 << 112) / 10_000_000_000)] {
        vault.sender(owner).set_cap(asset, u(max)).motsu_unwrap();
        assert_eq!(
            vault.sender(owner).listing(asset).motsu_unwrap().cap,
            u(max)
        );
        for cap in [u(max) + U256::ONE, U256::MAX] {
            let refusal = vault.sender(owner).set_cap(asset, cap).motsu_unwrap_err();
            assert_eq!(refusal, VaultError::from(CapTooLarge { cap, max: u(max) }));
        }
    }
}

/// UPG-2: the hot word keeps its three parts apart.
#[motsu::test]
fn upg_2_the_desk_word(
    vault: Contract<Vault>,
    pool: Contract<MockPool>,
    margin: Contract<MockMargin>,
    cash: Contract<MockToken>,
    eth: Contract<MockToken>,
    btc: Contract<MockToken>,
    owner: Address,
) {
    world!(_world: vault, pool, margin, cash, eth, btc, owner);
    let desk = vault.sender(owner).desk();
    assert_eq!(desk.margin(), margin.address());
    let listed: Vec<u8> = (0..=255).filter(|asset| desk.is_listed(*asset)).collect();
    assert_eq!(listed, [ETH, BTC]);
    assert_eq!(
        (desk.decimals(ETH), desk.decimals(BTC), desk.decimals(1)),
        (18, 8, 0)
    );
    let expected = U256::from_be_bytes(margin.address().into_word().0)
        + (U256::from(0x8001) << 160)
        + (U256::from(18) << 176)
        + (U256::from(8) << (176 + 75));
    assert_eq!(desk.word(), expected);
    assert_eq!(Desk::new(margin.address()).word() >> 160, U256::ZERO);
}
