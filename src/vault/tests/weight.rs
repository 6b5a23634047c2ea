//! How much of a collateral counts where risk rises.

use super::*;
use crate::abi::*;

/// A new listing is worth nothing until its weight has risen, in a week at least.
#[motsu::test]
fn t14_new_collateral_counts_for_nothing_at_first(
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
    other.sender(owner).set_decimals(18);
    margin.sender(owner).set_price(1, u(1_000 * ONE_ETH));
    vault
        .sender(owner)
        .list_collateral(1, other.address(), u(100 * ONE_ETH))
        .motsu_unwrap();
    world.fund(&other, alice, 10 * ONE_ETH);
    let account = account_of(alice);
    vault
        .sender(alice)
        .deposit(account, 1, u(10 * ONE_ETH))
        .motsu_unwrap();
    let counted = || {
        let (_, holdings, _) = vault
            .sender(alice)
            .borrowing_portfolio(account)
            .motsu_unwrap();
        holdings.first().map_or(U256::ZERO, |first| first.amount)
    };
    let borrow = |amount| vault.sender(alice).borrow(account, u(amount), alice);
    assert_eq!(counted(), U256::ZERO);
    assert!(is::<BelowInitialMargin>(&borrow(1).motsu_unwrap_err()));
    // Whether it is left alone is decided by all that it has.
    vault.sender(alice).assess(account).motsu_unwrap();
    assert_eq!(margin.sender(owner).last_value(), u(10_000 * ONE_ETH));

    // Open, it rises by a line of a week to a year.
    let raise = |weight, over| vault.sender(owner).set_weight(1, u(weight), over);
    for (over, bound) in [(0, 604_800), (604_799, 604_800), (31_536_001, 31_536_000)] {
        let (value, bound) = (U256::from(over), u(bound));
        assert_eq!(
            raise(ONE_ETH, over).motsu_unwrap_err(),
            OutOfRange { value, bound }.into()
        );
    }
    let (value, bound) = (u(ONE_ETH + 1), u(ONE_ETH));
    assert_eq!(
        raise(ONE_ETH + 1, 604_800).motsu_unwrap_err(),
        OutOfRange { value, bound }.into()
    );
    raise(ONE_ETH / 10 * 8, 604_800).motsu_unwrap();
    let since = crate::clock::now();
    vault.assert_emitted(&WeightSet {
        asset: 1,
        from: U256::ZERO,
        to: u(ONE_ETH / 10 * 8),
        since,
        until: since + 604_800,
    });
    assert_eq!(counted(), U256::ZERO);
    clock::advance(604_800 / 4);
    assert_eq!(counted(), u(2 * ONE_ETH));
    let listing = vault.sender(alice).listing(1).motsu_unwrap();
    assert_eq!(listing.weight, u(ONE_ETH / 5));
    assert_eq!(listing.targetWeight, u(ONE_ETH / 10 * 8));
    assert_eq!(listing.weightAt, since + 604_800);
    // 2,000 dollars count, 1,000 may be borrowed.
    assert!(is::<BelowInitialMargin>(
        &borrow(1_000 * DOLLAR + 1).motsu_unwrap_err()
    ));
    borrow(1_000 * DOLLAR).motsu_unwrap();
    // From where it is, it may rise further, anew.
    raise(ONE_ETH, 604_800).motsu_unwrap();
    assert_eq!(counted(), u(2 * ONE_ETH));
    clock::advance(604_800);
    assert_eq!(counted(), u(10 * ONE_ETH));
    // A deposit notices that the ramp has ended.
    assert_eq!(vault.sender(owner).listing(1).motsu_unwrap().weightAt, 0);
    world.fund(&other, alice, ONE_ETH);
    vault.sender(alice).deposit(account, 1, u(1)).motsu_unwrap();
    let lane = crate::packing::field(crate::state::load(crate::state::WEIGHTS), 14, 14);
    assert_eq!(lane, 10_000);
    // It falls at once, to basis points, rounded down; the debt stays, and risk does not rise.
    raise(ONE_ETH / 2 + 99_999_999_999_999, 0).motsu_unwrap();
    assert_eq!(counted(), u(5 * ONE_ETH));
    raise(0, 0).motsu_unwrap();
    assert_eq!(counted(), U256::ZERO);
    assert!(is::<BelowInitialMargin>(&borrow(1).motsu_unwrap_err()));
}

#[motsu::test]
fn gov_2_the_guardian_only_lowers(
    vault: Contract<Vault>,
    pool: Contract<MockPool>,
    margin: Contract<MockMargin>,
    cash: Contract<MockToken>,
    eth: Contract<MockToken>,
    btc: Contract<MockToken>,
    guardian: Address,
    owner: Address,
    alice: Address,
) {
    world!(_world: vault, pool, margin, cash, eth, btc, owner);
    vault.sender(owner).set_guardian(guardian).motsu_unwrap();
    vault.assert_emitted(&GuardianSet { guardian });
    let refused: VaultError = NotOwner { caller: guardian }.into();
    let by = || vault.sender(guardian);
    by().set_cap(ETH, u(5 * ONE_ETH)).motsu_unwrap();
    assert_eq!(
        by().set_cap(ETH, u(6 * ONE_ETH)).motsu_unwrap_err(),
        refused
    );
    by().set_weight(ETH, u(ONE_ETH / 2), 0).motsu_unwrap();
    assert_eq!(
        by().set_weight(ETH, u(ONE_ETH), 604_800).motsu_unwrap_err(),
        refused
    );
    by().pause(3, crate::clock::now() + 60).motsu_unwrap();
    assert_eq!(by().unpause(3).motsu_unwrap_err(), refused);
    for refusal in [
        by().set_seasoning(ETH, 0).motsu_unwrap_err(),
        by().set_inflow_limit(ETH, u(1)).motsu_unwrap_err(),
        by().set_min_debt(u(1)).motsu_unwrap_err(),
        by().set_guardian(alice).motsu_unwrap_err(),
        by().set_liquidator(eth.address()).motsu_unwrap_err(),
        by().set_mandate(eth.address()).motsu_unwrap_err(),
        by().set_clearing(eth.address()).motsu_unwrap_err(),
        by().list_collateral(3, cash.address(), u(1))
            .motsu_unwrap_err(),
        by().open().motsu_unwrap_err(),
    ] {
        assert_eq!(refusal, refused);
    }
    // Somebody else may not even lower, and nobody is not somebody.
    let refused = NotOwner { caller: alice }.into();
    assert_eq!(
        vault.sender(alice).set_cap(ETH, u(1)).motsu_unwrap_err(),
        refused
    );
    vault
        .sender(owner)
        .set_guardian(Address::ZERO)
        .motsu_unwrap();
    assert!(by().set_cap(ETH, u(1)).is_err());
}

/// T2: a token that takes some away by itself; who comes first gets no more than who comes last.
#[motsu::test]
fn t2_missing_tokens_freeze_the_asset(
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
    world.deposit(alice, BTC, ONE_BTC);
    let account = account_of(alice);
    assert!(!vault.sender(alice).reconcile(ETH).motsu_unwrap());
    // A tenth is gone.
    eth.sender(owner).take(vault.address(), u(ONE_ETH));
    let missing: VaultError = CollateralMissing {
        asset: ETH,
        held: u(9 * ONE_ETH),
        total: u(10 * ONE_ETH),
    }
    .into();
    world.fund(&eth, alice, ONE_ETH);
    let by = || vault.sender(alice);
    assert_eq!(by().deposit(account, ETH, u(1)).motsu_unwrap_err(), missing);
    assert_eq!(
        by().withdraw(account, ETH, u(1), alice).motsu_unwrap_err(),
        missing
    );
    // Anybody notes it: then nothing is borrowed against it.
    assert!(vault.sender(owner).reconcile(ETH).motsu_unwrap());
    vault.assert_emitted(&Frozen {
        asset: ETH,
        held: u(9 * ONE_ETH),
        total: u(10 * ONE_ETH),
    });
    assert!(by().listing(ETH).motsu_unwrap().frozen);
    assert_eq!(by().listing(ETH).motsu_unwrap().weight, U256::ZERO);
    let refusal = by()
        .borrow(account, u(30_000 * DOLLAR + 1), alice)
        .motsu_unwrap_err();
    assert!(is::<BelowInitialMargin>(&refusal));
    by().borrow(account, u(30_000 * DOLLAR), alice)
        .motsu_unwrap();
    assert_eq!(margin.sender(owner).last_value(), u(60_000 * ONE_ETH));
    // The other asset goes on.
    world.deposit(alice, BTC, ONE_BTC);
    by().withdraw(account, BTC, u(ONE_BTC), alice)
        .motsu_unwrap();
    // A weight set meanwhile does not thaw it.
    vault
        .sender(owner)
        .set_weight(ETH, u(ONE_ETH / 2), 0)
        .motsu_unwrap();
    assert_eq!(by().listing(ETH).motsu_unwrap().weight, U256::ZERO);
    // Enough again.
    eth.sender(owner).give(vault.address(), u(ONE_ETH));
    assert!(!by().reconcile(ETH).motsu_unwrap());
    vault.assert_emitted(&Thawed { asset: ETH });
    assert_eq!(by().listing(ETH).motsu_unwrap().weight, u(ONE_ETH / 2));
    by().withdraw(account, ETH, u(ONE_ETH), alice)
        .motsu_unwrap();
    let refusal = by().reconcile(7).motsu_unwrap_err();
    assert_eq!(refusal, NotListed { asset: 7 }.into());
}

/// T2, L3: tokens that came by themselves are credited to nobody.
#[motsu::test]
fn t2_l3_what_came_by_itself_is_nobodys(
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
    eth.sender(owner).give(vault.address(), u(ONE_ETH));
    world.fund(&eth, bob, ONE_ETH);
    let credited = vault
        .sender(bob)
        .deposit(account_of(bob), ETH, u(ONE_ETH))
        .motsu_unwrap();
    assert_eq!(credited, u(ONE_ETH));
    let total = vault.sender(bob).listing(ETH).motsu_unwrap().total;
    assert_eq!(total, u(11 * ONE_ETH));
    assert_eq!(world.held(&eth), u(12 * ONE_ETH));
    let refusal = vault
        .sender(alice)
        .withdraw(account_of(alice), ETH, u(10 * ONE_ETH + 1), alice)
        .motsu_unwrap_err();
    assert!(is::<InsufficientCollateral>(&refusal));
}
