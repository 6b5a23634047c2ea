//! Trades: what they move, who has to agree, and when they are refused.

use super::*;
use crate::abi::*;
use crate::error::ClearingError;
use alloy_primitives::FixedBytes;

#[motsu::test]
fn a_position_opens_grows_shrinks_flips_and_closes(
    clearing: Contract<Clearing>,
    house: Contract<MockHouse>,
    owner: Address,
    market: Address,
    alice: Address,
    bob: Address,
) {
    world!(world: clearing, house, owner, market, alice, bob);
    world.buys(2, 100);
    assert_eq!(
        (world.sizes(alice), world.sizes(bob)),
        (vec![wad(2)], vec![wad(-2)])
    );
    assert_eq!(
        (world.variation(alice), world.variation(bob)),
        (wad(-200), wad(200))
    );
    world.buys(1, 110);
    assert_eq!(world.variation(alice), wad(-310));
    world.sells(2, 120).motsu_unwrap();
    assert_eq!(
        (world.sizes(alice), world.variation(alice)),
        (vec![wad(1)], wad(-70))
    );
    world.sells(3, 90).motsu_unwrap();
    assert_eq!(
        (world.sizes(alice), world.sizes(bob)),
        (vec![wad(-2)], vec![wad(2)])
    );
    world.buys(2, 80);
    assert_eq!((world.sizes(alice), world.sizes(bob)), (vec![], vec![]));
    assert_eq!(
        (world.variation(alice), world.variation(bob)),
        (wad(40), wad(-40))
    );
    // The vault was told of everything: there is still something to settle.
    assert!(house.sender(owner).any(account_of(alice)) && house.sender(owner).any(account_of(bob)));
    assert_eq!(house.sender(owner).variation(account_of(bob)), wad(-40));
    assert!(house.sender(owner).is_free(), "the lock is given back");
}

#[motsu::test]
fn what_is_open_counts_once_for_both_sides(
    clearing: Contract<Clearing>,
    house: Contract<MockHouse>,
    owner: Address,
    market: Address,
    alice: Address,
    bob: Address,
) {
    world!(world: clearing, house, owner, market, alice, bob);
    let open = || {
        let (open, cap) = clearing.sender(owner).open_interest(market, ETH);
        assert_eq!(cap, u(1_000 * WAD));
        let (long, short) = clearing.sender(owner).totals(0b111);
        assert_eq!((&long[..2], &long), (&[U256::ZERO; 2][..], &short));
        assert_eq!(long[2], open);
        open
    };
    world.buys(5, 100);
    assert_eq!(open(), u(5 * WAD));
    world.sells(8, 100).motsu_unwrap();
    assert_eq!(open(), u(3 * WAD));
    world.buys(3, 100);
    assert_eq!(open(), U256::ZERO);
    clearing
        .sender(owner)
        .set_cap(market, ETH, u(5 * WAD))
        .motsu_unwrap();
    world.buys(5, 100);
    let refused = world.trade(world.perpetual(1, 100));
    let cap = u(5 * WAD);
    assert_eq!(refused, Err(CapExceeded { asset: ETH, cap }.into()));
}

#[motsu::test]
fn a_cap_below_what_is_open_lets_positions_shrink(
    clearing: Contract<Clearing>,
    house: Contract<MockHouse>,
    owner: Address,
    market: Address,
    alice: Address,
    bob: Address,
) {
    world!(world: clearing, house, owner, market, alice, bob);
    world.buys(5, 100);
    clearing
        .sender(owner)
        .set_cap(market, ETH, U256::ZERO)
        .motsu_unwrap();
    world.sells(2, 100).motsu_unwrap();
    // Turned round, but no more of it than before: nothing grew.
    world.sells(6, 100).motsu_unwrap();
    assert_eq!(world.sizes(bob), vec![wad(3)]);
    let refused = world.sells(1, 100);
    let cap = U256::ZERO;
    assert_eq!(refused, Err(CapExceeded { asset: ETH, cap }.into()));
}

#[motsu::test]
fn nobody_trades_for_an_account_that_does_not_allow_it(
    clearing: Contract<Clearing>,
    house: Contract<MockHouse>,
    owner: Address,
    market: Address,
    alice: Address,
    bob: Address,
) {
    world!(world: clearing, house, owner, market, alice, bob);
    let account = account_of(bob);
    // Every capability but this one.
    house.sender(owner).allow(account, market, 0xffff ^ TRADE);
    let refused = world.trade(world.perpetual(1, 100));
    assert_eq!(refused, Err(NotAllowed { account, market }.into()));
    house.sender(owner).allow(account, market, TRADE);
    // Nor does a stranger who is allowed, but no market.
    house.sender(owner).allow(account, owner, TRADE);
    let refused = clearing.sender(owner).trade(world.perpetual(1, 100));
    assert_eq!(refused, Err(NotMarket { market: owner }.into()));
    // A market needs no leave for its own accounts.
    let mut own = market.into_word();
    own.0[3] = 9;
    house.sender(owner).give(own, 1_000 * DOLLAR);
    let trade = Trade {
        short: own,
        ..world.perpetual(1, 100)
    };
    world.trade(trade).motsu_unwrap();
    assert_eq!(world.sizes(alice), vec![wad(1)]);
}

fn is_below_initial_margin(refused: &Result<(), ClearingError>) -> bool {
    let selector = &alloy_primitives::keccak256("BelowInitialMargin(int256,uint256)")[..4];
    matches!(refused, Err(ClearingError::Callee(data)) if data.starts_with(selector))
}

#[motsu::test]
fn liq_1_no_side_is_left_below_its_initial_margin(
    clearing: Contract<Clearing>,
    house: Contract<MockHouse>,
    owner: Address,
    market: Address,
    alice: Address,
    bob: Address,
) {
    world!(world: clearing, house, owner, market, alice, bob);
    // A fifth of 5,000 dollars is all that each has.
    assert!(is_below_initial_margin(
        &world.trade(world.perpetual(51, 100))
    ));
    // Nor may one give away what the other needs.
    house.sender(owner).give(account_of(alice), 9_000 * DOLLAR);
    assert!(is_below_initial_margin(
        &world.trade(world.perpetual(10, 1))
    ));
    world.buys(50, 100);
    assert!(is_below_initial_margin(
        &world.trade(world.perpetual(1, 100))
    ));
}

#[motsu::test]
fn liq_2_who_is_below_may_shrink_and_not_lose_by_it(
    clearing: Contract<Clearing>,
    house: Contract<MockHouse>,
    owner: Address,
    market: Address,
    alice: Address,
    bob: Address,
) {
    world!(world: clearing, house, owner, market, alice, bob);
    world.buys(40, 100);
    house.sender(owner).give(account_of(bob), 9_000 * DOLLAR);
    // Alice has 1,000 - 880 = 120 dollars left: initial margin 624, maintenance margin 312.
    house.sender(owner).set_price(u(78 * WAD));
    assert!(
        is_below_initial_margin(&world.trade(world.perpetual(1, 78))),
        "no more risk"
    );
    world.sells(10, 78).motsu_unwrap();
    assert_eq!(world.sizes(alice), vec![wad(30)]);
    // At 70 she would lose 80 dollars to save 78.
    assert!(is_below_initial_margin(&world.sells(10, 70)));
    world.sells(10, 71).motsu_unwrap();
    // She has 50 dollars left; four short would need 62. Turning round is more than shrinking.
    assert!(is_below_initial_margin(&world.sells(24, 78)));
    world.sells(20, 78).motsu_unwrap();
    assert_eq!(world.sizes(alice), vec![]);
    assert!(
        house.sender(owner).any(account_of(alice)),
        "a loss is still there"
    );
}

#[motsu::test]
fn a_paused_market_only_shrinks(
    clearing: Contract<Clearing>,
    house: Contract<MockHouse>,
    owner: Address,
    market: Address,
    alice: Address,
    bob: Address,
) {
    world!(world: clearing, house, owner, market, alice, bob);
    world.buys(5, 100);
    clearing.sender(owner).pause(market).motsu_unwrap();
    let paused = Err(MarketPaused { market }.into());
    assert_eq!(world.trade(world.perpetual(1, 100)), paused);
    assert_eq!(world.sells(6, 100), paused, "turning round");
    world.sells(2, 100).motsu_unwrap();
    // Both sides have to: somebody new takes over from Bob.
    let other = Trade {
        short: market.into_word(),
        ..world.perpetual(1, 100)
    };
    let other = Trade {
        long: account_of(bob),
        ..other
    };
    assert_eq!(world.trade(other), paused);
    clearing.sender(owner).unpause(market).motsu_unwrap();
    world.buys(1, 100);
    assert_eq!(world.sizes(alice), vec![wad(4)]);
}

#[motsu::test]
fn trades_that_mean_nothing_are_refused(
    clearing: Contract<Clearing>,
    house: Contract<MockHouse>,
    owner: Address,
    market: Address,
    alice: Address,
    bob: Address,
) {
    world!(world: clearing, house, owner, market, alice, bob);
    let good = || world.perpetual(1, 100);
    let account = account_of(alice);
    let mut cases: Vec<(Trade, ClearingError)> = Vec::new();
    let mut case = |trade, error| cases.push((trade, error));
    case(
        Trade {
            size: U256::ZERO,
            ..good()
        },
        ZeroAmount {}.into(),
    );
    case(
        Trade {
            short: account,
            ..good()
        },
        SameAccount { account }.into(),
    );
    case(Trade { kind: 5, ..good() }, InvalidSeries {}.into());
    case(
        Trade {
            asset: 16,
            ..good()
        },
        InvalidSeries {}.into(),
    );
    case(
        Trade {
            strike: u(1),
            ..good()
        },
        InvalidSeries {}.into(),
    );
    case(
        Trade {
            strike: U256::MAX,
            kind: 3,
            ..good()
        },
        InvalidSeries {}.into(),
    );
    case(
        Trade {
            expiry: clock::now(),
            ..good()
        },
        InvalidSeries {}.into(),
    );
    case(
        Trade {
            kind: 1,
            strike: u(WAD),
            ..good()
        },
        InvalidSeries {}.into(),
    );
    case(
        Trade {
            size: u((1 << 112) + 1),
            ..good()
        },
        MathFailed {}.into(),
    );
    case(
        Trade {
            size: U256::MAX,
            ..good()
        },
        MathFailed {}.into(),
    );
    case(
        Trade {
            price: u(1 << 112),
            ..good()
        },
        MathFailed {}.into(),
    );
    for (trade, error) in cases {
        let text = format!("{trade:?}");
        assert_eq!(world.trade(trade), Err(error), "{text}");
    }
    // An asset without a cap has none.
    let unknown = Trade { asset: 3, ..good() };
    assert_eq!(
        world.trade(unknown),
        Err(CapExceeded {
            asset: 3,
            cap: U256::ZERO
        }
        .into())
    );
}

#[motsu::test]
fn l11_the_thirty_third_position_is_refused(
    clearing: Contract<Clearing>,
    house: Contract<MockHouse>,
    owner: Address,
    market: Address,
    alice: Address,
    bob: Address,
) {
    world!(world: clearing, house, owner, market, alice, bob);
    let put = |strike: u128| Trade {
        kind: 4,
        strike: u(strike * WAD / 100),
        size: u(WAD / 100),
        ..world.perpetual(1, 0)
    };
    for strike in 1..=32 {
        world.trade(put(strike)).motsu_unwrap();
    }
    assert_eq!(clearing.sender(owner).leg_count(account_of(bob)), 32);
    let account = account_of(alice);
    assert_eq!(world.trade(put(33)), Err(TooManyLegs { account }.into()));
    // Seven is closed: the last one takes its place, and there is room again.
    let seven = put(7);
    let back = Trade {
        long: seven.short,
        short: seven.long,
        ..seven
    };
    world.trade(back).motsu_unwrap();
    let strikes = |person| {
        let (_, legs) = clearing
            .sender(owner)
            .legs_of(account_of(person))
            .motsu_unwrap();
        legs.iter().map(|leg| leg.strike).collect::<Vec<_>>()
    };
    assert_eq!(strikes(alice).len(), 31);
    assert_eq!(strikes(alice)[6], u(32 * WAD / 100));
    assert_eq!(strikes(alice), strikes(bob));
    world.trade(put(33)).motsu_unwrap();
    assert_eq!(strikes(alice)[31], u(33 * WAD / 100));
}

#[motsu::test]
fn series_of_different_markets_stand_beside_each_other(
    clearing: Contract<Clearing>,
    house: Contract<MockHouse>,
    owner: Address,
    market: Address,
    alice: Address,
    bob: Address,
) {
    world!(world: clearing, house, owner, market, alice, bob);
    let second = clearing.address();
    clearing
        .sender(owner)
        .register_market(second, u(0))
        .motsu_unwrap();
    clearing
        .sender(owner)
        .set_cap(second, ETH, u(9 * WAD))
        .motsu_unwrap();
    for person in [alice, bob] {
        house.sender(owner).allow(account_of(person), second, TRADE);
    }
    world.buys(1, 100);
    let trade = world.perpetual(2, 100);
    let back = Trade {
        long: trade.short,
        short: trade.long,
        ..trade
    };
    clearing.sender(second).trade(back).motsu_unwrap();
    assert_eq!(world.sizes(alice), vec![wad(1), wad(-2)]);
    let markets = clearing
        .sender(owner)
        .positions_of(account_of(alice))
        .motsu_unwrap();
    assert_eq!((markets[0].market, markets[1].market), (market, second));
    assert_eq!(clearing.sender(owner).totals(4).0, vec![u(3 * WAD)]);
}

#[motsu::test]
fn ree_1_nothing_happens_while_somebody_holds_the_lock(
    clearing: Contract<Clearing>,
    house: Contract<MockHouse>,
    owner: Address,
    market: Address,
    alice: Address,
    bob: Address,
) {
    world!(world: clearing, house, owner, market, alice, bob);
    world.buys(1, 100);
    house.sender(owner).hold(true);
    let selector = alloy_primitives::keccak256("Reentrant()")[..4].to_vec();
    let reentrant = || ClearingError::Callee(selector.clone());
    let account: FixedBytes<32> = account_of(alice);
    assert_eq!(world.trade(world.perpetual(1, 100)), Err(reentrant()));
    let funding = clearing
        .sender(market)
        .add_funding(ETH, 0, U256::ZERO, I256::ZERO);
    assert_eq!(funding, Err(reentrant()));
    assert_eq!(
        clearing.sender(owner).settle(vec![account]),
        Err(reentrant())
    );
    assert_eq!(
        clearing.sender(owner).expire(vec![account]).motsu_res(),
        Err(reentrant())
    );
    assert_eq!(clearing.sender(owner).fix_price(ETH, 1), Err(reentrant()));
    assert_eq!(clearing.sender(owner).legs_of(account), Err(reentrant()));
    assert_eq!(
        clearing.sender(owner).positions_of(account),
        Err(reentrant())
    );
    // The vault, which asks in the middle of its own calls, is answered.
    let (variation, legs) = clearing
        .sender(house.address())
        .legs_of(account)
        .motsu_unwrap();
    assert_eq!((variation, legs.len()), (wad(-100), 1));
}
