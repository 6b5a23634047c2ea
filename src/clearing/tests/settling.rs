//! Funding, and gains and losses that become cash.

use super::*;
use crate::abi::*;
use crate::error::ClearingError;

#[motsu::test]
fn longs_pay_funding_and_shorts_get_it(
    clearing: Contract<Clearing>,
    house: Contract<MockHouse>,
    owner: Address,
    market: Address,
    alice: Address,
    bob: Address,
) {
    world!(world: clearing, house, owner, market, alice, bob);
    world.buys(5, 100);
    clock::advance(43_200);
    let add = |per_unit: I256| {
        clearing
            .sender(market)
            .add_funding(ETH, 0, U256::ZERO, per_unit)
    };
    // A tenth of 100 dollars a day: five in half a day.
    let five = wad(5);
    let most = u(5 * WAD);
    for per_unit in [five + I256::ONE, -five - I256::ONE, I256::MAX, I256::MIN] {
        assert_eq!(
            add(per_unit),
            Err(FundingTooLarge {
                perUnit: per_unit,
                most
            }
            .into())
        );
    }
    add(wad(3)).motsu_unwrap();
    assert_eq!(
        (world.variation(alice), world.variation(bob)),
        (wad(-515), wad(515))
    );
    let funding = || {
        clearing
            .sender(owner)
            .funding(market, ETH, 0, U256::ZERO)
            .motsu_unwrap()
    };
    assert_eq!(funding(), (wad(3), clock::now()));
    assert!(add(I256::ONE).is_err(), "no time has passed since");
    // Bob sells to somebody new, who owes nothing of what was added before.
    let trade = Trade {
        long: market.into_word(),
        ..world.perpetual(2, 100)
    };
    house.sender(owner).give(market.into_word(), 1_000 * DOLLAR);
    world.trade(trade).motsu_unwrap();
    clock::advance(200_000);
    assert!(add(wad(-10) - I256::ONE).is_err(), "a day of it at most");
    add(wad(-10)).motsu_unwrap();
    // Alice: 5 * (3 - 10); Bob realised 15 and pays 7 * 10; the new one gets 2 * 10.
    assert_eq!(world.variation(alice), wad(-500 + 35));
    assert_eq!(world.variation(bob), wad(700 + 15 - 70));
    let positions = clearing
        .sender(owner)
        .positions_of(account_of(bob))
        .motsu_unwrap();
    assert_eq!(
        (positions[0].funding, positions[0].size),
        (wad(-70), wad(-7))
    );
    let theirs = clearing
        .sender(owner)
        .legs_of(market.into_word())
        .motsu_unwrap()
        .0;
    assert_eq!(theirs, wad(-200 + 20));
}

#[motsu::test]
fn only_a_running_market_adds_funding_at_a_live_price(
    clearing: Contract<Clearing>,
    house: Contract<MockHouse>,
    owner: Address,
    market: Address,
    alice: Address,
    bob: Address,
) {
    world!(world: clearing, house, owner, market, alice, bob);
    clock::advance(86_400);
    let add = |sender, kind, strike| {
        clearing
            .sender(sender)
            .add_funding(ETH, kind, strike, I256::ONE)
    };
    assert_eq!(
        add(owner, 0, U256::ZERO),
        Err(NotMarket { market: owner }.into())
    );
    assert_eq!(
        add(market, 1, u(WAD)),
        Err(InvalidSeries {}.into()),
        "it expires"
    );
    assert_eq!(add(market, 0, u(WAD)), Err(InvalidSeries {}.into()));
    add(market, 3, u(WAD)).motsu_unwrap();
    house.sender(owner).set_price(U256::ZERO);
    assert!(matches!(
        add(market, 3, u(WAD)),
        Err(ClearingError::Callee(_))
    ));
    clearing.sender(owner).pause(market).motsu_unwrap();
    assert_eq!(add(market, 3, u(WAD)), Err(MarketPaused { market }.into()));
}

#[motsu::test]
fn acc_6_losers_pay_and_winners_are_paid(
    clearing: Contract<Clearing>,
    house: Contract<MockHouse>,
    owner: Address,
    market: Address,
    alice: Address,
    bob: Address,
) {
    world!(world: clearing, house, owner, market, alice, bob);
    world.buys(5, 100);
    world.settle();
    assert_eq!(
        world.cash(alice),
        I256::try_from(1_000 * DOLLAR).unwrap(),
        "nothing is gained at the price of the trade"
    );
    house.sender(owner).set_price(u(110 * WAD));
    world.settle();
    let dollars = |whole: i64| I256::try_from(whole * DOLLAR).unwrap();
    assert_eq!(
        (world.cash(alice), world.cash(bob)),
        (dollars(1_050), dollars(950))
    );
    assert_eq!(house.sender(owner).pot(), I256::ZERO);
    // What is worth 550 has cost 550 now.
    assert_eq!(
        (world.variation(alice), world.variation(bob)),
        (wad(-550), wad(550))
    );
    world.settle();
    assert_eq!(world.cash(alice), dollars(1_050));
    // Closed at the price of the last settlement: there is nothing left, and the vault need not ask.
    world.sells(5, 110).motsu_unwrap();
    assert_eq!(world.variation(alice), I256::ZERO);
    assert!(!house.sender(owner).any(account_of(alice)));
}

#[motsu::test]
fn dust_rounds_against_whoever_settles_and_stays_his(
    clearing: Contract<Clearing>,
    house: Contract<MockHouse>,
    owner: Address,
    market: Address,
    alice: Address,
    bob: Address,
) {
    world!(world: clearing, house, owner, market, alice, bob);
    let trade = Trade {
        size: u(1),
        ..world.perpetual(1, 100)
    };
    world.trade(trade).motsu_unwrap();
    house.sender(owner).set_price(u(101 * WAD));
    world.settle();
    // Bob has lost 1e-18 dollars and pays the smallest unit; Alice's gain is less than one.
    let one = I256::try_from(1_000 * DOLLAR - 1).unwrap();
    assert_eq!((world.cash(alice) - I256::ONE, world.cash(bob)), (one, one));
    assert_eq!(house.sender(owner).pot(), I256::ONE);
    // He is credited with it: 1e-6 dollars more than 100e-18.
    assert_eq!(
        world.variation(bob),
        I256::try_from(1_000_000_000_100_u64).unwrap()
    );
    world.settle();
    assert_eq!(world.cash(bob), one, "once");
}

#[motsu::test]
fn a_short_pot_pays_what_it_has(
    clearing: Contract<Clearing>,
    house: Contract<MockHouse>,
    owner: Address,
    market: Address,
    alice: Address,
    bob: Address,
) {
    world!(world: clearing, house, owner, market, alice, bob);
    world.buys(5, 100);
    house.sender(owner).set_price(u(110 * WAD));
    let settle = |person| {
        let accounts = vec![account_of(person)];
        clearing.sender(owner).settle(accounts).motsu_unwrap();
    };
    let dollars = |whole: i64| I256::try_from(whole * DOLLAR).unwrap();
    settle(alice);
    assert_eq!(world.cash(alice), dollars(1_000), "nobody has paid yet");
    assert_eq!(world.variation(alice), wad(-500));
    settle(bob);
    house.sender(owner).take_pot(20 * DOLLAR);
    settle(alice);
    assert_eq!(
        (world.cash(alice), house.sender(owner).pot()),
        (dollars(1_030), I256::ZERO)
    );
    assert_eq!(
        world.variation(alice),
        wad(-530),
        "the other twenty are still hers"
    );
}

#[motsu::test]
fn a_vault_that_pays_more_than_asked_is_not_believed(
    clearing: Contract<Clearing>,
    house: Contract<MockHouse>,
    owner: Address,
    market: Address,
    alice: Address,
    bob: Address,
) {
    world!(world: clearing, house, owner, market, alice, bob);
    world.buys(5, 100);
    house.sender(owner).set_price(u(110 * WAD));
    house.sender(owner).set_mode(house::PAYS_TOO_MUCH);
    let accounts = vec![account_of(bob)];
    assert_eq!(
        clearing.sender(owner).settle(accounts).motsu_res(),
        Err(VaultCallFailed {}.into())
    );
}

#[motsu::test]
fn premiums_are_settled_and_the_worth_of_options_is_not(
    clearing: Contract<Clearing>,
    house: Contract<MockHouse>,
    owner: Address,
    market: Address,
    alice: Address,
    bob: Address,
) {
    world!(world: clearing, house, owner, market, alice, bob);
    let call = Trade {
        kind: 1,
        strike: u(90 * WAD),
        expiry: clock::now() + 86_400,
        ..world.perpetual(4, 12)
    };
    world.trade(call).motsu_unwrap();
    world.settle();
    let dollars = |whole: i64| I256::try_from(whole * DOLLAR).unwrap();
    assert_eq!(
        (world.cash(alice), world.cash(bob)),
        (dollars(952), dollars(1_048))
    );
    assert_eq!(
        (world.variation(alice), world.variation(bob)),
        (I256::ZERO, I256::ZERO)
    );
    assert!(house.sender(owner).any(account_of(bob)));
}

#[motsu::test]
fn nothing_is_settled_at_a_price_that_is_not_live(
    clearing: Contract<Clearing>,
    house: Contract<MockHouse>,
    owner: Address,
    market: Address,
    alice: Address,
    bob: Address,
) {
    world!(world: clearing, house, owner, market, alice, bob);
    world.buys(5, 100);
    house.sender(owner).set_price(U256::ZERO);
    let accounts = vec![account_of(alice)];
    let refused = clearing.sender(owner).settle(accounts).motsu_res();
    assert!(matches!(refused, Err(ClearingError::Callee(_))));
    let many = vec![account_of(alice); 33];
    let accounts = u(33);
    assert_eq!(
        clearing.sender(owner).settle(many.clone()),
        Err(TooManyAccounts { accounts }.into())
    );
    assert_eq!(
        clearing.sender(owner).expire(many),
        Err(TooManyAccounts { accounts }.into())
    );
}

#[motsu::test]
fn the_same_account_twice_is_settled_once(
    clearing: Contract<Clearing>,
    house: Contract<MockHouse>,
    owner: Address,
    market: Address,
    alice: Address,
    bob: Address,
) {
    world!(world: clearing, house, owner, market, alice, bob);
    world.buys(5, 100);
    house.sender(owner).set_price(u(110 * WAD));
    let (a, b) = (account_of(alice), account_of(bob));
    clearing
        .sender(owner)
        .settle(vec![a, b, b, a, a])
        .motsu_unwrap();
    let dollars = |whole: i64| I256::try_from(whole * DOLLAR).unwrap();
    assert_eq!(
        (world.cash(alice), world.cash(bob)),
        (dollars(1_050), dollars(950))
    );
}
