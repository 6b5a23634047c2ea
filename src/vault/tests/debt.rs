//! Borrowing and paying back.

use super::*;
use crate::abi::*;
use crate::error::VaultError;

#[motsu::test]
fn borrow_and_pay_back(
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
    world.deposit(alice, ETH, 10 * ONE_ETH);
    let account = account_of(alice);
    vault
        .sender(alice)
        .borrow(account, u(5_000 * DOLLAR), bob)
        .motsu_unwrap();
    let debt = u(5_000 * DOLLAR);
    vault.assert_emitted(&Borrowed {
        account,
        to: bob,
        amount: debt,
        debt,
    });
    assert_eq!(cash.sender(bob).balance_of(bob), debt);
    assert_eq!(vault.sender(bob).debt(account).motsu_unwrap(), debt);
    let (cash_wad, holdings, _) = vault.sender(bob).portfolio(account).motsu_unwrap();
    assert_eq!(cash_wad.to_string(), "-5000000000000000000000");
    assert_eq!(
        holdings,
        [Holding {
            asset: ETH,
            amount: u(10 * ONE_ETH)
        }]
    );

    // The index grows by a tenth; anybody pays.
    pool.sender(owner).set_index(u(RAY / 10 * 11));
    assert_eq!(
        vault.sender(bob).debt(account).motsu_unwrap(),
        u(5_500 * DOLLAR)
    );
    world.fund(&cash, bob, 6_000 * DOLLAR);
    assert_eq!(
        vault
            .sender(bob)
            .repay(account, u(550 * DOLLAR))
            .motsu_unwrap(),
        u(550 * DOLLAR)
    );
    let left = u(4_950 * DOLLAR);
    vault.assert_emitted(&Repaid {
        account,
        payer: bob,
        amount: u(550 * DOLLAR),
        debt: left,
    });
    assert_eq!(vault.sender(bob).debt(account).motsu_unwrap(), left);
    assert_eq!(pool.sender(bob).collected(), u(550 * DOLLAR));
    // All of it, by asking for more.
    assert_eq!(
        vault.sender(bob).repay(account, U256::MAX).motsu_unwrap(),
        left
    );
    assert_eq!(vault.sender(bob).debt(account).motsu_unwrap(), U256::ZERO);
    assert_eq!(pool.sender(bob).total_scaled(), U256::ZERO);
    let refusal = vault.sender(bob).repay(account, u(1)).motsu_unwrap_err();
    assert_eq!(refusal, VaultError::from(NoDebt { account }));
    vault
        .sender(alice)
        .withdraw(account, ETH, u(10 * ONE_ETH), alice)
        .motsu_unwrap();
}

/// ACC-3: what accounts owe in scaled debt is what the pool has lent, to the unit; rounding is the debtor's.
#[motsu::test]
fn acc_3_scaled_debts_sum_to_the_pools(
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
    let debtors = [alice, bob];
    for debtor in debtors {
        world.deposit(debtor, ETH, 100 * ONE_ETH);
        world.fund(&cash, debtor, 10_000 * DOLLAR);
    }
    let mut index = RAY;
    for round in 0..40_u128 {
        index += RAY / 977 + round * 12_345_678_901;
        pool.sender(owner).set_index(u(index));
        let debtor = debtors[usize::try_from(round % 2).unwrap()];
        let account = account_of(debtor);
        if round % 5 == 3 {
            vault
                .sender(debtor)
                .repay(account, u(round * 31 + 2))
                .motsu_unwrap();
        } else {
            let before = vault.sender(debtor).debt(account).motsu_unwrap();
            vault
                .sender(debtor)
                .borrow(account, u(round * 101 + 1), debtor)
                .motsu_unwrap();
            assert!(
                vault.sender(debtor).debt(account).motsu_unwrap() >= before + u(round * 101 + 1)
            );
        }
        let scaled: u128 = debtors
            .iter()
            .map(|one| {
                vault
                    .sender(*one)
                    .account_head(account_of(*one))
                    .scaled_debt
            })
            .sum();
        assert_eq!(
            pool.sender(owner).total_scaled(),
            u(scaled),
            "round {round}"
        );
        let total = (u(scaled) * u(index)).div_ceil(u(RAY));
        let owed: U256 = debtors
            .iter()
            .map(|one| vault.sender(*one).debt(account_of(*one)).motsu_unwrap())
            .sum();
        assert!(total <= owed && owed <= total + u(2));
    }
    for debtor in debtors {
        vault
            .sender(debtor)
            .repay(account_of(debtor), U256::MAX)
            .motsu_unwrap();
    }
    assert_eq!(pool.sender(owner).total_scaled(), U256::ZERO);
}

/// L4: a thousand loans of one unit, paid back one by one: the borrower never gains.
#[motsu::test]
fn l4_units_never_gain(
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
    world.fund(&cash, alice, 1_000);
    pool.sender(owner).set_index(u(RAY / 10 * 15));
    let account = account_of(alice);
    for _ in 0..100 {
        vault
            .sender(alice)
            .borrow(account, u(1), alice)
            .motsu_unwrap();
    }
    assert_eq!(vault.sender(alice).debt(account).motsu_unwrap(), u(150));
    // One unit of cash is less than one of scaled debt: refused, not swallowed.
    let refusal = vault.sender(alice).repay(account, u(1)).motsu_unwrap_err();
    assert_eq!(refusal, VaultError::from(ZeroAmount {}));
    vault.sender(alice).repay(account, u(2)).motsu_unwrap();
    assert_eq!(vault.sender(alice).debt(account).motsu_unwrap(), u(149));
    assert_eq!(
        vault.sender(alice).repay(account, U256::MAX).motsu_unwrap(),
        u(149)
    );
    assert_eq!(
        cash.sender(alice).balance_of(alice),
        u(1_000 + 100 - 2 - 149)
    );
}

/// Deposits and repayments ask the margin contract nothing, whatever state the prices are in.
#[motsu::test]
fn orc_2_paying_back_asks_no_price(
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
        .borrow(account, u(100 * DOLLAR), alice)
        .motsu_unwrap();
    margin.sender(owner).set_mode(margin::REVERTS);
    let asked = margin.sender(owner).calls();
    world.deposit(alice, ETH, ONE_ETH);
    cash.sender(alice).approve(vault.address(), U256::MAX);
    vault.sender(alice).repay(account, U256::MAX).motsu_unwrap();
    vault
        .sender(alice)
        .withdraw(account, ETH, u(2 * ONE_ETH), alice)
        .motsu_unwrap();
    assert_eq!(margin.sender(owner).calls(), asked);
}

/// A fee of the cash token is the payer's: only what reached the pool is paid.
#[motsu::test]
fn t1_a_repayment_is_what_arrived(
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
        .borrow(account, u(1_000), alice)
        .motsu_unwrap();
    cash.sender(owner).set_fee(1_000);
    cash.sender(alice).approve(vault.address(), U256::MAX);
    assert_eq!(
        vault.sender(alice).repay(account, U256::MAX).motsu_unwrap(),
        u(900)
    );
    assert_eq!(vault.sender(alice).debt(account).motsu_unwrap(), u(100));
    assert_eq!(pool.sender(alice).collected(), u(900));
}

#[motsu::test]
fn the_pool_is_not_taken_at_its_word(
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
    world.deposit(alice, ETH, 2_000 * ONE_ETH / 2);
    let account = account_of(alice);
    let refusal = vault
        .sender(alice)
        .borrow(account, U256::ZERO, alice)
        .motsu_unwrap_err();
    assert_eq!(refusal, VaultError::from(ZeroAmount {}));
    // More than there is: the pool's own words.
    cash.sender(pool.address())
        .transfer(owner, u(999_999 * DOLLAR));
    let refusal = vault
        .sender(alice)
        .borrow(account, u(2 * DOLLAR), alice)
        .motsu_unwrap_err();
    assert_eq!(refusal, VaultError(b"InsufficientCash".to_vec()));
    assert_eq!(vault.sender(alice).debt(account).motsu_unwrap(), U256::ZERO);
    // Books that differ.
    pool.sender(owner).misreport();
    let refusal = vault
        .sender(alice)
        .borrow(account, u(2), alice)
        .motsu_unwrap_err();
    assert_eq!(
        refusal,
        VaultError::from(CallFailed {
            target: pool.address()
        })
    );
    // An index below one, or past 128 bits.
    for index in [u(RAY - 1), U256::ZERO, U256::MAX] {
        pool.sender(owner).set_index(index);
        let refusal = vault
            .sender(alice)
            .borrow(account, u(2), alice)
            .motsu_unwrap_err();
        assert_eq!(
            refusal,
            VaultError::from(CallFailed {
                target: pool.address()
            })
        );
    }
    // Amounts that no index makes fit.
    pool.sender(owner).set_index(u(RAY));
    let refusal = vault
        .sender(alice)
        .borrow(account, U256::MAX, alice)
        .motsu_unwrap_err();
    assert_eq!(refusal, VaultError::from(MathFailed {}));
}

/// L5: a debt is nothing or worth a liquidation.
#[motsu::test]
fn l5_no_small_debt_is_left(
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
    vault
        .sender(owner)
        .set_min_debt(u(100 * DOLLAR))
        .motsu_unwrap();
    vault.assert_emitted(&MinDebtSet {
        amount: u(100 * DOLLAR),
    });
    world.deposit(alice, ETH, 10 * ONE_ETH);
    let account = account_of(alice);
    let small = |debt| -> VaultError {
        DebtTooSmall {
            debt: u(debt),
            minDebt: u(100 * DOLLAR),
        }
        .into()
    };
    let borrow = |amount| vault.sender(alice).borrow(account, u(amount), alice);
    let less = 100 * DOLLAR - 1;
    assert_eq!(borrow(less).motsu_unwrap_err(), small(less));
    borrow(100 * DOLLAR).motsu_unwrap();
    borrow(1).motsu_unwrap();
    world.fund(&cash, bob, 1_000 * DOLLAR);
    // L10: nor does anybody else push it there.
    let repay = |amount| vault.sender(bob).repay(account, u(amount));
    repay(1).motsu_unwrap();
    assert_eq!(repay(1).motsu_unwrap_err(), small(less));
    assert_eq!(repay(less).motsu_unwrap_err(), small(1));
    // All of it is always right, also when the least has risen above it.
    vault
        .sender(owner)
        .set_min_debt(u(10_000 * DOLLAR))
        .motsu_unwrap();
    repay(100 * DOLLAR).motsu_unwrap();
    assert_eq!(vault.sender(bob).debt(account).motsu_unwrap(), U256::ZERO);
    let value = u(10_000 * DOLLAR + 1);
    let refusal = vault.sender(owner).set_min_debt(value).motsu_unwrap_err();
    let bound = u(10_000 * DOLLAR);
    assert_eq!(refusal, OutOfRange { value, bound }.into());
}

#[motsu::test]
fn par_6_an_account_keeps_its_version(
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
    world.deposit(alice, ETH, 10 * ONE_ETH);
    let account = account_of(alice);
    margin.sender(owner).set_newest(4);
    vault
        .sender(alice)
        .borrow(account, u(DOLLAR), alice)
        .motsu_unwrap();
    vault.assert_emitted(&VersionTaken {
        account,
        version: 4,
    });
    margin.sender(owner).set_newest(5);
    // Nothing that cures moves it, and by it the account is judged.
    world.deposit(alice, ETH, ONE_ETH);
    world.fund(&cash, bob, 10);
    vault.sender(bob).repay(account, u(10)).motsu_unwrap();
    vault.sender(alice).assess(account).motsu_unwrap();
    assert_eq!(margin.sender(owner).last_version(), u(4));
    assert_eq!(vault.sender(bob).account(account).motsu_unwrap().version, 4);
    // A refused rise does not either; one that passes does, and asks by the newest.
    let too_much = u(1_000_000 * DOLLAR);
    assert!(vault
        .sender(alice)
        .borrow(account, too_much, alice)
        .is_err());
    assert_eq!(vault.sender(bob).account(account).motsu_unwrap().version, 4);
    vault
        .sender(alice)
        .withdraw(account, ETH, u(1), alice)
        .motsu_unwrap();
    assert_eq!(margin.sender(owner).last_version(), U256::ZERO);
    assert_eq!(vault.sender(bob).account(account).motsu_unwrap().version, 5);
}
