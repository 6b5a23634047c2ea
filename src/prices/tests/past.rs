//! Prices of past times, as whoever settles asks for them.

use super::clock::{self, now, START};
use super::feed::MockFeed;
use super::world::{list, start, terms, wad, LIMIT, PRICE_8};
use crate::abi::*;
use crate::Prices;
use alloy_primitives::{Address, U256};
use motsu::prelude::*;

#[motsu::test]
fn a_past_price_stays_what_it_was(
    prices: Contract<Prices>,
    eth: Contract<MockFeed>,
    alice: Address,
) {
    clock::reset();
    start(&prices, alice);
    list(&prices, alice, &eth, PRICE_8);
    let answers = [251, 249, 260, 255];
    for answer in answers {
        clock::pass(3_600);
        eth.sender(alice).next(answer * 1_000_000_000);
    }
    let at = |time| prices.sender(alice).price_at(0, time);
    let expected = [2_500, 2_510, 2_490, 2_600];
    let check = || {
        for (hour, price) in (1..).zip(expected) {
            // A round of that very second does not count yet.
            assert_eq!(at(START + hour * 3_600), Ok(wad(price)), "hour {hour}");
            assert_eq!(at(START + hour * 3_600 - 1), Ok(wad(price)), "hour {hour}");
        }
        assert_eq!(at(START + 1_801), Ok(wad(2_500)), "the first has held");
    };
    check();
    assert_eq!(at(now() + 1), Err(NotDue { due: now() + 1 }.into()));
    clock::pass(1);
    assert_eq!(at(now()), Ok(wad(2_550)));
    assert_eq!(
        prices.sender(alice).price_at(1, 9),
        Err(UnknownAsset { asset: 1 }.into())
    );
    // Neither samples nor later rounds change it.
    prices.sender(alice).record(now()).motsu_unwrap();
    eth.sender(alice).next(PRICE_8 * 2);
    clock::pass(50_000);
    check();
    // Before the first round, and where the last is too old.
    assert_eq!(at(START), Err(FeedCallFailed { asset: 0 }.into()));
    clock::pass(LIMIT);
    let refused = at(now()).unwrap_err();
    let last = START + 4 * 3_600 + 1;
    assert_eq!(
        refused,
        PriceStale {
            asset: 0,
            updatedAt: last
        }
        .into()
    );
}

#[motsu::test]
fn a_past_price_has_held_or_is_confirmed(
    prices: Contract<Prices>,
    eth: Contract<MockFeed>,
    second: Contract<MockFeed>,
    alice: Address,
) {
    clock::reset();
    start(&prices, alice);
    list(&prices, alice, &eth, PRICE_8);
    second.sender(alice).answer(PRICE_8, 8);
    let both = FeedTerms {
        secondary: second.address(),
        secondaryLimit: 7_200,
        ..terms(eth.address())
    };
    prices.sender(alice).list(both).motsu_unwrap();
    clock::pass(5_000);
    let printed = now();
    eth.sender(alice).next(PRICE_8 * 2);
    second.sender(alice).next(PRICE_8 * 2);
    clock::pass(7_200);
    let at = |asset, time| prices.sender(alice).price_at(asset, time);
    // One print more than a fifth away says nothing by itself, however often it is asked for.
    for time in [printed + 1, printed + 1_800] {
        let (price, other) = (wad(5_000), U256::ZERO);
        let deviates = PriceDeviates {
            asset: 0,
            price,
            other,
        };
        assert_eq!(at(0, time), Err(deviates.into()));
        assert_eq!(at(1, time), Ok(wad(5_000)), "confirmed");
    }
    assert_eq!(at(0, printed + 1_801), Ok(wad(5_000)));
    // The second says something else than the first, then.
    second.sender(alice).next(PRICE_8);
    clock::pass(10);
    let (price, other) = (wad(5_000), wad(2_500));
    let deviates = PriceDeviates {
        asset: 1,
        price,
        other,
    };
    assert_eq!(at(1, now()), Err(deviates.into()));
    assert_eq!(at(1, now() - 10), Ok(wad(5_000)));
}
