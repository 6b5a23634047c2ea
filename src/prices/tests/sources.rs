//! A second feed, a net asset value, a level that holds.

use super::clock::{self, now};
use super::feed::MockFeed;
use super::world::{list, start, terms, wad, PRICE_8, WAD};
use crate::abi::*;
use crate::Prices;
use alloy_primitives::{Address, U256};
use motsu::prelude::*;

#[motsu::test]
fn o10_two_feeds(
    prices: Contract<Prices>,
    eth: Contract<MockFeed>,
    second: Contract<MockFeed>,
    alice: Address,
) {
    clock::reset();
    start(&prices, alice);
    eth.sender(alice).answer(PRICE_8, 8);
    second.sender(alice).answer(PRICE_8, 8);
    let terms = FeedTerms {
        maxDeviation: U256::from(WAD / 100 * 3),
        secondary: second.address(),
        secondaryLimit: 7_200,
        ..terms(eth.address())
    };
    prices.sender(alice).list(terms).motsu_unwrap();
    let both = || prices.sender(alice).both_prices(0).motsu_unwrap();

    second.sender(alice).answer(257_400_000_000, 8);
    assert_eq!(both(), (wad(2_500), wad(2_574), 0, 0));
    assert_eq!(prices.sender(alice).price(0).motsu_unwrap(), wad(2_500));
    second.sender(alice).answer(257_600_000_000, 8);
    assert_eq!(both(), (wad(2_500), wad(2_576), 3, 10));
    let refused = prices.sender(alice).price(0).motsu_unwrap_err();
    let (price, other) = (wad(2_500), wad(2_576));
    assert_eq!(
        refused,
        PriceDeviates {
            asset: 0,
            price,
            other
        }
        .into()
    );
    // Both move by a fifth: they confirm each other, whatever was sampled.
    eth.sender(alice).answer(PRICE_8 * 2, 8);
    second.sender(alice).answer(PRICE_8 * 2, 8);
    assert_eq!(both(), (wad(5_000), wad(5_000), 0, 0));
    // Without the second, the past counts again.
    second.sender(alice).set_reverts(true);
    assert_eq!(both(), (wad(2_500), wad(5_000), 3, 10));
    second.sender(alice).set_reverts(false);
    // The second alone, where the first is dead; up to its limit.
    eth.sender(alice).set_reverts(true);
    assert_eq!(both(), (wad(5_000), wad(5_000), 2, 3));
    clock::pass(7_200);
    assert_eq!(both(), (wad(5_000), wad(5_000), 2, 3));
    clock::pass(1);
    assert_eq!(both(), (wad(2_500), wad(2_500), 2, 3));
}

#[motsu::test]
fn a_net_asset_value_counts_until_it_expires(
    prices: Contract<Prices>,
    eth: Contract<MockFeed>,
    nav: Contract<MockFeed>,
    alice: Address,
) {
    clock::reset();
    start(&prices, alice);
    eth.sender(alice).answer(PRICE_8, 8);
    nav.sender(alice).answer(2_450 * WAD, 18);
    let terms = FeedTerms {
        nav: nav.address(),
        navExpiry: 3_600,
        navDiscount: U256::from(WAD / 100),
        ..terms(eth.address())
    };
    prices.sender(alice).list(terms).motsu_unwrap();
    let both = || prices.sender(alice).both_prices(0).motsu_unwrap();
    assert_eq!(both(), (wad(2_450), wad(2_500), 0, 0));
    nav.sender(alice).answer(2_600 * WAD, 18);
    assert_eq!(both(), (wad(2_500), wad(2_574), 0, 0));
    nav.sender(alice).answer(3_001 * WAD, 18);
    assert_eq!(both().2, 3, "further than a fifth");
    clock::pass(3_600);
    assert_eq!(both().2, 3);
    clock::pass(1);
    assert_eq!(both(), (wad(2_500), wad(2_500), 0, 0));
}

#[motsu::test]
fn a_level_holds_for_half_an_hour(
    prices: Contract<Prices>,
    eth: Contract<MockFeed>,
    alice: Address,
) {
    clock::reset();
    start(&prices, alice);
    list(&prices, alice, &eth, PRICE_8);
    clock::pass(600);
    eth.sender(alice).next(200_200_000_000);
    clock::pass(1);
    let state = || prices.sender(alice).status(0).motsu_unwrap().1;
    assert_eq!(state(), 0, "within a fifth of the last sample");
    // 1,900 is 24 % below it, and 5 % below what there was before.
    eth.sender(alice).next(190_000_000_000);
    assert_eq!(state(), 3);
    clock::pass(1_798);
    assert_eq!(state(), 3, "2,500 was in force half an hour ago");
    clock::pass(1);
    assert_eq!(state(), 0, "2,002 was");
    let jump: u128 =
        (prices.sender(alice).observe(1).motsu_unwrap()[1] & U256::from(u128::MAX)).to();
    // ln 0.76
    assert_eq!(jump.cast_signed(), -274_436_845_701_760_289);
    assert_eq!(now(), clock::START + 2_400);
}
