//! The clearing house: positions, their profit and loss, and debt that nothing stands behind.

use super::house::MockClearing;
use super::*;
use crate::abi::*;

#[motsu::test]
fn liq_1_positions_are_checked_with_everything_else(
    vault: Contract<Vault>,
    pool: Contract<MockPool>,
    margin: Contract<MockMargin>,
    cash: Contract<MockToken>,
    eth: Contract<MockToken>,
    btc: Contract<MockToken>,
    clearing: Contract<MockClearing>,
    owner: Address,
    alice: Address,
) {
    world!(world: vault, pool, margin, cash, eth, btc, owner);
    let house = clearing.address();
    vault.sender(owner).set_clearing(house).motsu_unwrap();
    vault.assert_emitted(&ClearingSet { clearing: house });
    let account = account_of(alice);
    world.deposit(alice, ETH, ONE_ETH);
    margin.sender(owner).set_newest(3);
    let dollars = |amount: i64| I256::try_from(amount).unwrap() * I256::try_from(ONE_ETH).unwrap();
    let legs = |size: u128| {
        vec![Leg {
            asset: 3,
            kind: 1,
            size: I256::from_raw(u(size)),
            strike: u(9),
            expiry: 77,
        }]
    };
    let carry = |variation, size, check| {
        vault
            .sender(house)
            .carry(account, true, variation, legs(size), check)
    };
    // 2,000 of collateral: 1,000 above its margin, less a variation of 400, for a leg that asks for 600.
    let refusal = carry(dollars(-400), 600 * ONE_ETH + 1, true).motsu_unwrap_err();
    assert!(is::<BelowInitialMargin>(&refusal));
    assert!(!vault.sender(alice).account(account).motsu_unwrap().legs);
    carry(dollars(-400), 600 * ONE_ETH, true).motsu_unwrap();
    vault.assert_emitted(&Carried { account, any: true });
    vault.assert_emitted(&VersionTaken {
        account,
        version: 3,
    });
    let info = vault.sender(alice).account(account).motsu_unwrap();
    assert_eq!((info.legs, info.version), (true, 3));
    // From then on they count with every outflow, as the clearing house says they are.
    clearing
        .sender(owner)
        .set(dollars(-400), I256::from_raw(u(500 * ONE_ETH)));
    let by = || vault.sender(alice);
    let (usd, _, held) = by().portfolio(account).motsu_unwrap();
    assert_eq!(usd, dollars(-400));
    assert_eq!(held, legs(500 * ONE_ETH));
    let refusal = by()
        .withdraw(account, ETH, u(ONE_ETH / 10 + 1_000), alice)
        .motsu_unwrap_err();
    assert!(is::<BelowInitialMargin>(&refusal));
    by().withdraw(account, ETH, u(ONE_ETH / 10), alice)
        .motsu_unwrap();
    assert_eq!(margin.sender(owner).last_legs(), U256::ONE);
    assert_eq!(margin.sender(owner).last_version(), U256::ZERO);
    let refusal = by().borrow(account, u(1), alice).motsu_unwrap_err();
    assert!(is::<BelowInitialMargin>(&refusal));
    // What is not checked is said alone, and nothing any more lets go.
    carry(dollars(-400), 9_000 * ONE_ETH, false).motsu_unwrap();
    vault
        .sender(house)
        .carry(account, false, I256::ZERO, Vec::new(), false)
        .motsu_unwrap();
    vault.assert_emitted(&Carried {
        account,
        any: false,
    });
    let calls = margin.sender(owner).calls();
    by().withdraw(account, ETH, u(ONE_ETH / 10 * 9), alice)
        .motsu_unwrap();
    assert_eq!(margin.sender(owner).calls(), calls);
}

#[motsu::test]
fn gov_1_the_clearing_house_alone(
    vault: Contract<Vault>,
    pool: Contract<MockPool>,
    margin: Contract<MockMargin>,
    cash: Contract<MockToken>,
    eth: Contract<MockToken>,
    btc: Contract<MockToken>,
    clearing: Contract<MockClearing>,
    owner: Address,
    alice: Address,
) {
    world!(_world: vault, pool, margin, cash, eth, btc, owner);
    let account = account_of(alice);
    let stranger: VaultError = NotClearing { caller: owner }.into();
    let by = || vault.sender(owner);
    for _ in 0..2 {
        let refusal = by()
            .carry(account, false, I256::ZERO, Vec::new(), false)
            .motsu_unwrap_err();
        assert_eq!(refusal, stranger);
        let refusal = by().settle(account, I256::ONE).motsu_unwrap_err();
        assert_eq!(refusal, stranger);
        let _ = by().set_clearing(clearing.address());
    }
    // Once: what accounts have there is known nowhere else.
    let refusal = by().set_clearing(margin.address()).motsu_unwrap_err();
    assert_eq!(refusal, AlreadySet {}.into());
    assert_eq!(by().clearing(), clearing.address());
}

#[motsu::test]
fn acc_6_losers_pay_winners(
    vault: Contract<Vault>,
    pool: Contract<MockPool>,
    margin: Contract<MockMargin>,
    cash: Contract<MockToken>,
    eth: Contract<MockToken>,
    btc: Contract<MockToken>,
    clearing: Contract<MockClearing>,
    bob: Address,
    owner: Address,
    alice: Address,
) {
    world!(world: vault, pool, margin, cash, eth, btc, owner);
    let house = clearing.address();
    vault.sender(owner).set_clearing(house).motsu_unwrap();
    let (loser, winner) = (account_of(alice), account_of(bob));
    world.fund(&cash, alice, 100 * DOLLAR);
    vault
        .sender(alice)
        .deposit_cash(loser, u(100 * DOLLAR))
        .motsu_unwrap();
    let settle = |account, dollars: i64| {
        let amount = I256::try_from(dollars * 1_000_000).unwrap();
        (vault.sender(house).settle(account, amount), amount)
    };
    // Nobody is paid what nobody has paid in.
    let refusal = settle(winner, 1).0.motsu_unwrap_err();
    let available = U256::ZERO;
    assert_eq!(refusal, PotShort { available }.into());
    // Own cash first, then a loan.
    let (settled, amount) = settle(loser, -60);
    assert_eq!(settled.motsu_unwrap(), amount);
    vault.assert_emitted(&Settled {
        account: loser,
        amount,
    });
    let by = || vault.sender(alice);
    assert_eq!(by().cash_of(loser).motsu_unwrap(), u(40 * DOLLAR));
    assert_eq!(
        (by().pot(), by().total_cash()),
        (u(60 * DOLLAR), u(40 * DOLLAR))
    );
    settle(loser, -140).0.motsu_unwrap();
    assert_eq!(by().cash_of(loser).motsu_unwrap(), U256::ZERO);
    assert_eq!(by().debt(loser).motsu_unwrap(), u(100 * DOLLAR));
    vault.assert_emitted(&Borrowed {
        account: loser,
        to: vault.address(),
        amount: u(100 * DOLLAR),
        debt: u(100 * DOLLAR),
    });
    assert_eq!(by().pot(), u(200 * DOLLAR));
    assert_eq!(world.held(&cash), u(200 * DOLLAR));
    // Winners from the pot, as far as it goes, and they may take it with them.
    let refusal = settle(winner, 201).0.motsu_unwrap_err();
    let available = u(200 * DOLLAR);
    assert_eq!(refusal, PotShort { available }.into());
    let (settled, amount) = settle(winner, 150);
    assert_eq!(settled.motsu_unwrap(), amount);
    vault
        .sender(bob)
        .withdraw_cash(winner, u(150 * DOLLAR), bob)
        .motsu_unwrap();
    assert_eq!(cash.sender(bob).balance_of(bob), u(150 * DOLLAR));
    assert_eq!(world.held(&cash), u(50 * DOLLAR));
    // What the pool does not lend stays open: here a dollar more than it has.
    let (settled, _) = settle(loser, -1_000_000);
    assert_eq!(settled.motsu_unwrap(), I256::ZERO);
    assert_eq!(by().debt(loser).motsu_unwrap(), u(100 * DOLLAR));
    assert_eq!(by().pot(), u(50 * DOLLAR));
    // A pool whose books differ is not believed.
    pool.sender(owner).misreport();
    let refusal = settle(loser, -1).0.motsu_unwrap_err();
    let target = pool.address();
    assert_eq!(refusal, CallFailed { target }.into());
    // Nothing is nothing.
    assert_eq!(settle(loser, 0).0.motsu_unwrap(), I256::ZERO);
    let far = vault
        .sender(house)
        .settle(loser, I256::MIN)
        .motsu_unwrap_err();
    assert_eq!(far, MathFailed {}.into());
}

#[motsu::test]
fn acc_8_acc_9_hopeless_debt_is_written_off(
    vault: Contract<Vault>,
    pool: Contract<MockPool>,
    margin: Contract<MockMargin>,
    cash: Contract<MockToken>,
    eth: Contract<MockToken>,
    btc: Contract<MockToken>,
    clearing: Contract<MockClearing>,
    bob: Address,
    owner: Address,
    alice: Address,
) {
    world!(world: vault, pool, margin, cash, eth, btc, owner);
    let house = clearing.address();
    vault.sender(owner).set_clearing(house).motsu_unwrap();
    vault.sender(owner).set_liquidator(house).motsu_unwrap();
    let account = account_of(alice);
    let write_off = || vault.sender(bob).write_off(account);
    assert_eq!(write_off().motsu_unwrap_err(), NoDebt { account }.into());
    world.deposit(alice, ETH, ONE_ETH);
    vault
        .sender(alice)
        .borrow(account, u(1_000 * DOLLAR), alice)
        .motsu_unwrap();
    pool.sender(owner).set_index(u(RAY / 10 * 11));
    let not_empty: VaultError = NotEmpty { account }.into();
    // While there is collateral.
    assert_eq!(write_off().motsu_unwrap_err(), not_empty);
    vault
        .sender(house)
        .seize(account, ETH, u(ONE_ETH), u(100 * DOLLAR), bob)
        .motsu_unwrap();
    // While there are positions, or more of them than a unit of cash.
    let variation = |amount: i128| I256::try_from(amount).unwrap();
    vault
        .sender(house)
        .carry(account, true, I256::ZERO, Vec::new(), false)
        .motsu_unwrap();
    clearing.sender(owner).set(I256::ZERO, I256::ONE);
    assert_eq!(write_off().motsu_unwrap_err(), not_empty);
    for amount in [1_000_000_000_000_i128, -1_000_000_000_000] {
        clearing.sender(owner).set(variation(amount), I256::ZERO);
        assert_eq!(write_off().motsu_unwrap_err(), not_empty);
    }
    clearing
        .sender(owner)
        .set(variation(-999_999_999_999), I256::ZERO);
    // While its cash is enough; otherwise it pays first.
    world.fund(&cash, bob, 2_000 * DOLLAR);
    vault
        .sender(bob)
        .deposit_cash(account, u(1_001 * DOLLAR))
        .motsu_unwrap();
    assert_eq!(write_off().motsu_unwrap_err(), not_empty);
    vault
        .sender(alice)
        .repay_from_cash(account, u(1_000 * DOLLAR - 1_000))
        .motsu_unwrap();
    let debt = vault.sender(alice).debt(account).motsu_unwrap();
    let cash_left = u(DOLLAR + 1_000);
    assert!(debt < cash_left);
    assert_eq!(write_off().motsu_unwrap_err(), not_empty);
    pool.sender(owner).set_index(u(RAY * 1_200));
    let debt = vault.sender(alice).debt(account).motsu_unwrap();
    assert!(debt > cash_left, "{debt}");
    // What the cash ends is rounded down, against the account.
    let scaled = vault.sender(alice).account_head(account).scaled_debt;
    let left = (scaled - (DOLLAR + 1_000) / 1_200) * 1_200;
    let before = pool.sender(owner).collected();
    write_off().motsu_unwrap();
    vault.assert_emitted(&WrittenOff {
        account,
        debt: u(left),
    });
    let info = vault.sender(alice).account(account).motsu_unwrap();
    assert_eq!((info.debt, info.cash), (U256::ZERO, U256::ZERO));
    assert_eq!(vault.sender(alice).total_cash(), U256::ZERO);
    assert_eq!(pool.sender(owner).collected() - before, cash_left);
    // ACC-3: the pool has no debt left either.
    assert_eq!(pool.sender(owner).total_scaled(), U256::ZERO);
    assert!(pool.sender(owner).written_off() > U256::ZERO);
}
