//! Setting up, once, and listing; and where it all lies in storage.

use super::clock::{self, now};
use super::feed::{MockFeed, ANSWER, UPDATED_AT};
use super::world::{list, sequencer_up, start, start_with, storage, terms, wad, PRICE_8, WAD};
use crate::abi::*;
use crate::error::PricesError;
use crate::Prices;
use alloy_primitives::{Address, U256};
use motsu::prelude::*;

#[motsu::test]
fn what_is_set_once(
    prices: Contract<Prices>,
    sequencer: Contract<MockFeed>,
    alice: Address,
    bob: Address,
) {
    clock::reset();
    sequencer_up(&sequencer, alice);
    let nobody = prices
        .sender(alice)
        .initialize(Address::ZERO, Address::ZERO);
    assert_eq!(nobody.motsu_unwrap_err(), ZeroAddress {}.into());
    // The sequencer's feed must be one.
    sequencer.sender(alice).set_reverts(true);
    let no_feed = prices.sender(alice).initialize(alice, sequencer.address());
    assert_eq!(no_feed.motsu_unwrap_err(), InvalidTerms {}.into());
    sequencer_up(&sequencer, alice);
    start_with(&prices, alice, sequencer.address());
    prices.assert_emitted(&SequencerFeedSet {
        feed: sequencer.address(),
    });
    prices.assert_emitted(&OracleSet { oracle: alice });
    let before = storage(&prices, alice);
    let again = prices.sender(bob).initialize(bob, Address::ZERO);
    assert_eq!(again.motsu_unwrap_err(), AlreadyInitialized {}.into());
    let again = prices.sender(alice).set_oracle(bob);
    assert_eq!(
        again.motsu_unwrap_err(),
        OracleAlreadySet { oracle: alice }.into()
    );
    let stranger = prices.sender(bob).set_oracle(bob);
    assert_eq!(stranger.motsu_unwrap_err(), NotOwner { caller: bob }.into());
    let stranger = prices.sender(bob).list(terms(sequencer.address()));
    assert_eq!(stranger.motsu_unwrap_err(), NotOwner { caller: bob }.into());
    assert_eq!(storage(&prices, alice), before);
    assert_eq!(prices.sender(bob).oracle(), alice);
    assert_eq!(prices.sender(bob).sequencer_feed(), sequencer.address());
    assert_eq!(prices.sender(bob).asset_count(), 0);
    let unknown = prices.sender(bob).sampled(0).motsu_unwrap_err();
    assert_eq!(unknown, UnknownAsset { asset: 0 }.into());
    for asset in [0, 15, 16, 255] {
        let unknown = prices.sender(bob).price(asset).motsu_unwrap_err();
        assert_eq!(unknown, UnknownAsset { asset }.into());
    }
}

#[motsu::test]
fn a_plain_feed_takes_one_slot_and_its_share_of_samples(
    prices: Contract<Prices>,
    eth: Contract<MockFeed>,
    alice: Address,
) {
    clock::reset();
    start(&prices, alice);
    let before = storage(&prices, alice);
    assert_eq!(list(&prices, alice, &eth, PRICE_8), 0);
    prices.assert_emitted(&AssetListed {
        asset: 0,
        feed: eth.address(),
        decimals: 8,
        price: wad(2_500),
    });
    let after = storage(&prices, alice);
    let changed: Vec<usize> = (0..after.len())
        .filter(|slot| after[*slot] != before[*slot])
        .collect();
    // Count of assets, price, time, feed.
    assert_eq!(changed, [2, 8, 12, 16]);
    // 2,500 is 250,000,000,000,000,000 with 16 of its 18 decimals: a power of four behind it.
    assert_eq!(after[8], U256::from(250_000_000_000_000_000_u64 << 5 | 4));
    assert_eq!(after[12], U256::from(now()));
    let label = (after[16] >> 160_usize).to::<u128>();
    assert_eq!(label & 0x3f_ffff, 86_400);
    assert_eq!(label >> 22 & 0x1f_ffff, 3_600);
    assert_eq!(label >> 43 & 0x3fff, 2_000);
    assert_eq!(label >> 57 & 0x1f, 8);
    assert_eq!(
        label >> 62 & 3,
        0,
        "neither second feed nor net asset value"
    );

    let kept = prices.sender(alice).listing(0).motsu_unwrap();
    let asked = terms(eth.address());
    assert!(kept.minPrice >= asked.minPrice && kept.minPrice < wad(1_002));
    assert!(kept.maxPrice <= asked.maxPrice && kept.maxPrice > wad(9_980));
    let exact = FeedTerms {
        minPrice: asked.minPrice,
        maxPrice: asked.maxPrice,
        ..kept
    };
    assert_eq!(exact, asked);
    assert_eq!(
        prices.sender(alice).sampled(0).motsu_unwrap(),
        (wad(2_500), now())
    );
}

#[motsu::test]
fn all_sources_are_kept(
    prices: Contract<Prices>,
    eth: Contract<MockFeed>,
    second: Contract<MockFeed>,
    nav: Contract<MockFeed>,
    alice: Address,
) {
    clock::reset();
    start(&prices, alice);
    eth.sender(alice).answer(PRICE_8, 8);
    second.sender(alice).answer(2_500 * WAD, 18);
    nav.sender(alice).answer(25_010_000, 4);
    let all = FeedTerms {
        secondary: second.address(),
        secondaryLimit: 7_200,
        nav: nav.address(),
        navExpiry: 31_536_000,
        navDiscount: U256::from(WAD / 20),
        ..terms(eth.address())
    };
    let asked = FeedTerms { ..clone(&all) };
    prices.sender(alice).list(all).motsu_unwrap();
    let kept = prices.sender(alice).listing(0).motsu_unwrap();
    assert_eq!(
        (
            kept.secondary,
            kept.secondaryLimit,
            kept.nav,
            kept.navExpiry,
            kept.navDiscount
        ),
        (
            asked.secondary,
            asked.secondaryLimit,
            asked.nav,
            asked.navExpiry,
            asked.navDiscount
        )
    );
    let both = prices.sender(alice).both_prices(0).motsu_unwrap();
    assert_eq!(both, (wad(2_500), wad(2_500), 0, 0));
}

fn clone(terms: &FeedTerms) -> FeedTerms {
    FeedTerms { ..*terms }
}

#[motsu::test]
fn terms_out_of_bounds_are_refused(
    prices: Contract<Prices>,
    eth: Contract<MockFeed>,
    alice: Address,
) {
    clock::reset();
    start(&prices, alice);
    eth.sender(alice).answer(PRICE_8, 8);
    let good = terms(eth.address());
    let other = Address::repeat_byte(7);
    let day = 86_400;
    let bad: Vec<(&str, FeedTerms)> = vec![
        (
            "no feed",
            FeedTerms {
                feed: Address::ZERO,
                ..clone(&good)
            },
        ),
        (
            "no heartbeat",
            FeedTerms {
                heartbeat: 0,
                ..clone(&good)
            },
        ),
        (
            "heartbeat",
            FeedTerms {
                heartbeat: 30 * day + 1,
                ..clone(&good)
            },
        ),
        (
            "grace",
            FeedTerms {
                grace: 14 * day + 1,
                ..clone(&good)
            },
        ),
        (
            "no deviation",
            FeedTerms {
                maxDeviation: U256::ZERO,
                ..clone(&good)
            },
        ),
        (
            "deviation",
            FeedTerms {
                maxDeviation: wad(1) + U256::from(WAD / 10_000),
                ..clone(&good)
            },
        ),
        (
            "fine deviation",
            FeedTerms {
                maxDeviation: U256::from(WAD / 5 + 1),
                ..clone(&good)
            },
        ),
        (
            "no lower end",
            FeedTerms {
                minPrice: U256::ZERO,
                ..clone(&good)
            },
        ),
        (
            "no band",
            FeedTerms {
                minPrice: wad(9_900),
                ..clone(&good)
            },
        ),
        (
            "upper end",
            FeedTerms {
                maxPrice: U256::from(1) << 112,
                ..clone(&good)
            },
        ),
        (
            "wide upper end",
            FeedTerms {
                maxPrice: U256::MAX,
                ..clone(&good)
            },
        ),
        (
            "second without a limit",
            FeedTerms {
                secondary: other,
                ..clone(&good)
            },
        ),
        (
            "limit without a second",
            FeedTerms {
                secondaryLimit: 1,
                ..clone(&good)
            },
        ),
        (
            "expiry without a value",
            FeedTerms {
                navExpiry: 1,
                ..clone(&good)
            },
        ),
        (
            "discount without a value",
            FeedTerms {
                navDiscount: U256::from(WAD / 10),
                ..clone(&good)
            },
        ),
        (
            "the same twice",
            FeedTerms {
                secondary: eth.address(),
                secondaryLimit: day,
                ..clone(&good)
            },
        ),
    ];
    let before = storage(&prices, alice);
    for (what, terms) in bad {
        let refused = prices.sender(alice).list(terms).motsu_unwrap_err();
        assert_eq!(refused, PricesError::from(InvalidTerms {}), "{what}");
    }
    // A feed of 19 decimals, and prices that are not live.
    eth.sender(alice).set_decimals(U256::from(19));
    let refused = prices.sender(alice).list(clone(&good)).motsu_unwrap_err();
    assert_eq!(refused, InvalidTerms {}.into());
    eth.sender(alice).answer(PRICE_8, 8);
    eth.sender(alice)
        .set_word(UPDATED_AT, U256::from(now() - 90_001));
    let refused = prices.sender(alice).list(clone(&good)).motsu_unwrap_err();
    let updated = now() - 90_001;
    assert_eq!(
        refused,
        PriceStale {
            asset: 0,
            updatedAt: updated
        }
        .into()
    );
    eth.sender(alice).set_reverts(true);
    let refused = prices.sender(alice).list(clone(&good)).motsu_unwrap_err();
    assert_eq!(refused, FeedCallFailed { asset: 0 }.into());
    assert_eq!(storage(&prices, alice), before);
}

#[motsu::test]
fn sixteen_assets(prices: Contract<Prices>, eth: Contract<MockFeed>, alice: Address) {
    clock::reset();
    start(&prices, alice);
    for asset in 0..16 {
        assert_eq!(
            list(&prices, alice, &eth, PRICE_8 + u128::from(asset)),
            asset
        );
    }
    let refused = prices
        .sender(alice)
        .list(terms(eth.address()))
        .motsu_unwrap_err();
    assert_eq!(refused, TooManyAssets {}.into());
    for asset in 0..16_u8 {
        let expected = U256::from((PRICE_8 + u128::from(asset)) * 10_u128.pow(10));
        assert_eq!(
            prices.sender(alice).sampled(asset).motsu_unwrap(),
            (expected, now())
        );
    }
    assert_eq!(
        prices.sender(alice).observe(0xffff).motsu_unwrap().len(),
        32
    );
}

#[motsu::test]
fn nothing_is_listed_while_the_sequencer_is_away(
    prices: Contract<Prices>,
    sequencer: Contract<MockFeed>,
    eth: Contract<MockFeed>,
    alice: Address,
) {
    clock::reset();
    sequencer_up(&sequencer, alice);
    start_with(&prices, alice, sequencer.address());
    eth.sender(alice).answer(PRICE_8, 8);
    sequencer.sender(alice).set_word(ANSWER, U256::from(1));
    let refused = prices
        .sender(alice)
        .list(terms(eth.address()))
        .motsu_unwrap_err();
    assert_eq!(refused, SequencerDown {}.into());
}
