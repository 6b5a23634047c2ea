//! Setting up, once, and listing; and where it all lies in storage.

use crate::abi::{
    AlreadyInitialized, AssetListed, ClockSet, FeedCallFailed, InvalidTerms, ListingTerms,
    NotOwner, OwnershipTransferred, PriceStale, SequencerDown, SequencerFeedSet, TooManyAssets,
};
use crate::error::OracleError;
use crate::tests::clock::{self, now};
use crate::tests::feed::{MockFeed, ANSWER, UPDATED_AT};
use crate::tests::world::{
    list, sequencer_up, start, start_with, storage, terms, wad, LIMIT, PRICE_8, WAD,
};
use crate::Oracle;
use alloy_primitives::{uint, Address, U256};
use motsu::prelude::*;

#[motsu::test]
fn initialize_runs_once(
    oracle: Contract<Oracle>,
    sequencer: Contract<MockFeed>,
    alice: Address,
    bob: Address,
) {
    clock::reset();
    sequencer_up(&sequencer, alice);
    start_with(&oracle, alice, sequencer.address(), 5 * WAD);
    oracle.assert_emitted(&OwnershipTransferred {
        previousOwner: Address::ZERO,
        newOwner: alice,
    });
    oracle.assert_emitted(&SequencerFeedSet {
        feed: sequencer.address(),
    });
    oracle.assert_emitted(&ClockSet {
        interval: 3_600,
        minInterval: 600,
        maxInterval: 14_400,
        halfLife: 172_800,
        referenceVolatility: U256::from(WAD / 10 * 6),
        clip: wad(5),
    });
    let before = storage(&oracle, alice);
    for caller in [alice, bob] {
        let again = oracle.sender(caller).initialize(
            bob,
            Address::ZERO,
            60,
            60,
            60,
            21_600,
            wad(1),
            wad(0),
        );
        assert_eq!(again.motsu_unwrap_err(), AlreadyInitialized {}.into());
    }
    assert_eq!(storage(&oracle, alice), before);
    assert_eq!(oracle.sender(bob).owner(), alice);
    assert_eq!(oracle.sender(bob).sequencer_feed(), sequencer.address());
    assert_eq!(oracle.sender(bob).asset_count(), 0);
    assert_eq!(oracle.sender(bob).sampled_at(), now());
    assert_eq!(oracle.sender(bob).due_at(), now() + 3_600);
}

#[motsu::test]
fn initialize_refuses_terms_out_of_bounds(
    oracle: Contract<Oracle>,
    sequencer: Contract<MockFeed>,
    alice: Address,
) {
    clock::reset();
    let day = 86_400;
    let none = Address::ZERO;
    let good = (alice, none, 3_600, 600, 14_400, 172_800, wad(1), wad(5));
    let refused = [
        (none, none, 3_600, 600, 14_400, 172_800, wad(1), wad(5)),
        (alice, none, 3_600, 0, 14_400, 172_800, wad(1), wad(5)),
        (alice, none, 599, 600, 14_400, 172_800, wad(1), wad(5)),
        (alice, none, 14_401, 600, 14_400, 172_800, wad(1), wad(5)),
        (
            alice,
            none,
            3_600,
            600,
            7 * day + 1,
            172_800,
            wad(1),
            wad(5),
        ),
        (alice, none, 3_600, 600, 14_400, 21_599, wad(1), wad(5)),
        (
            alice,
            none,
            3_600,
            600,
            14_400,
            180 * day + 1,
            wad(1),
            wad(5),
        ),
        (alice, none, 3_600, 600, 14_400, 172_800, wad(0), wad(5)),
        (
            alice,
            none,
            3_600,
            600,
            14_400,
            172_800,
            wad(100) + U256::from(1),
            wad(5),
        ),
        (alice, none, 3_600, 600, 14_400, 172_800, U256::MAX, wad(5)),
        (
            alice,
            none,
            3_600,
            600,
            14_400,
            172_800,
            wad(1),
            U256::from(WAD - 1),
        ),
        (
            alice,
            none,
            3_600,
            600,
            14_400,
            172_800,
            wad(1),
            wad(1_000) + U256::from(1),
        ),
        // Answers nothing.
        (
            alice,
            sequencer.address(),
            3_600,
            600,
            14_400,
            172_800,
            wad(1),
            wad(5),
        ),
    ];
    for (owner, feed, base, shortest, longest, half_life, reference, clip) in refused {
        let result = oracle.sender(alice).initialize(
            owner, feed, base, shortest, longest, half_life, reference, clip,
        );
        assert_eq!(result.motsu_unwrap_err(), InvalidTerms {}.into());
        assert_eq!(oracle.sender(alice).owner(), Address::ZERO);
    }
    let (owner, feed, base, shortest, longest, half_life, reference, clip) = good;
    oracle
        .sender(alice)
        .initialize(
            owner, feed, base, shortest, longest, half_life, reference, clip,
        )
        .motsu_unwrap();
}

#[motsu::test]
fn listing_tells_what_was_listed(
    oracle: Contract<Oracle>,
    eth: Contract<MockFeed>,
    alice: Address,
) {
    start(&oracle, alice);
    assert_eq!(list(&oracle, alice, &eth, PRICE_8), 0);
    oracle.assert_emitted(&AssetListed {
        asset: 0,
        feed: eth.address(),
        decimals: 8,
        price: wad(2_500),
    });
    assert_eq!(
        oracle.sender(alice).listing(0).motsu_unwrap(),
        terms(eth.address())
    );
    assert_eq!(oracle.sender(alice).asset_count(), 1);
}

#[motsu::test]
fn only_the_owner_lists(
    oracle: Contract<Oracle>,
    eth: Contract<MockFeed>,
    alice: Address,
    bob: Address,
) {
    start(&oracle, alice);
    eth.sender(alice).answer(PRICE_8, 8);
    let refused = oracle
        .sender(bob)
        .list(terms(eth.address()))
        .motsu_unwrap_err();
    assert_eq!(refused, NotOwner { caller: bob }.into());
    assert_eq!(oracle.sender(bob).asset_count(), 0);
}

#[motsu::test]
fn listing_refuses_terms_out_of_bounds(
    oracle: Contract<Oracle>,
    eth: Contract<MockFeed>,
    alice: Address,
) {
    start(&oracle, alice);
    eth.sender(alice).answer(PRICE_8, 8);
    let month = 30 * 86_400;
    let one = U256::from(1);
    let basis_point = U256::from(WAD / 10_000);
    let changes: [fn(&mut ListingTerms); 19] = [
        |terms| terms.feed = Address::ZERO,
        |terms| terms.heartbeat = 0,
        |terms| terms.heartbeat = 30 * 86_400 + 1,
        |terms| terms.grace = 30 * 86_400 + 1,
        |terms| terms.minPrice = U256::ZERO,
        |terms| terms.maxPrice = U256::from(1) << 112,
        |terms| terms.maxPrice = U256::MAX,
        // 1,000 to 1,020: nothing is more than 1 % inside.
        |terms| terms.maxPrice = wad(1_020),
        |terms| terms.maxDeviation = U256::ZERO,
        |terms| terms.maxDeviation = wad(1) + U256::from(WAD / 10_000),
        |terms| terms.maxDeviation = U256::from(WAD / 5 + 1),
        |terms| terms.floorVolatility = U256::ZERO,
        |terms| terms.floorVolatility = U256::from(WAD / 10 + 1),
        |terms| terms.floorVolatility = U256::from(WAD),
        |terms| terms.startVolatility = U256::from(WAD / 10 - 1),
        |terms| terms.startVolatility = wad(100) + U256::from(1),
        |terms| terms.startVolatility = U256::MAX,
        |terms| terms.indexWeight = wad(1) + U256::from(WAD / 10_000),
        |terms| terms.indexWeight = U256::from(1),
    ];
    for change in changes {
        let mut terms = terms(eth.address());
        change(&mut terms);
        assert_eq!(
            oracle.sender(alice).list(terms).motsu_unwrap_err(),
            InvalidTerms {}.into()
        );
    }
    // The ends themselves are allowed.
    let widest = ListingTerms {
        heartbeat: month,
        grace: month,
        minPrice: one,
        maxPrice: (one << 112) - one,
        maxDeviation: wad(1),
        floorVolatility: basis_point,
        startVolatility: wad(100),
        indexWeight: U256::ZERO,
        ..terms(eth.address())
    };
    let kept = ListingTerms {
        feed: eth.address(),
        ..terms(eth.address())
    };
    assert_eq!(kept, terms(eth.address()));
    oracle.sender(alice).list(widest).motsu_unwrap();
    assert_eq!(
        oracle.sender(alice).listing(0).motsu_unwrap().maxPrice,
        (one << 112) - one
    );
}

#[motsu::test]
fn only_a_live_price_is_listed(
    oracle: Contract<Oracle>,
    sequencer: Contract<MockFeed>,
    eth: Contract<MockFeed>,
    alice: Address,
) {
    clock::reset();
    sequencer_up(&sequencer, alice);
    start_with(&oracle, alice, sequencer.address(), 0);
    let listed = || oracle.sender(alice).list(terms(eth.address())).motsu_res();

    eth.sender(alice).answer(PRICE_8, 19);
    assert_eq!(listed(), Err(InvalidTerms {}.into()));
    eth.sender(alice).answer(PRICE_8, 8);
    eth.sender(alice).set_decimals_revert(true);
    assert_eq!(listed(), Err(FeedCallFailed { asset: 0 }.into()));
    eth.sender(alice).set_decimals_revert(false);
    let then = now() - LIMIT - 1;
    eth.sender(alice).set_word(UPDATED_AT, U256::from(then));
    assert_eq!(
        listed(),
        Err(PriceStale {
            asset: 0,
            updatedAt: then
        }
        .into())
    );
    sequencer.sender(alice).set_word(ANSWER, U256::from(1));
    assert_eq!(listed(), Err(SequencerDown {}.into()));
    sequencer_up(&sequencer, alice);
    eth.sender(alice).answer(PRICE_8, 8);
    assert_eq!(oracle.sender(alice).asset_count(), 0);
    assert_eq!(listed(), Ok::<u8, OracleError>(0));
}

#[motsu::test]
fn sixteen_assets_and_no_more(oracle: Contract<Oracle>, eth: Contract<MockFeed>, alice: Address) {
    start(&oracle, alice);
    for asset in 0..16 {
        assert_eq!(list(&oracle, alice, &eth, PRICE_8), asset);
    }
    let refused = oracle
        .sender(alice)
        .list(terms(eth.address()))
        .motsu_unwrap_err();
    assert_eq!(refused, TooManyAssets {}.into());
    assert_eq!(oracle.sender(alice).asset_count(), 16);
    assert_eq!(
        oracle.sender(alice).snapshot(u16::MAX).motsu_unwrap().len(),
        1 + 16 + 68
    );
    clock::pass(3_600);
    eth.sender(alice).answer(PRICE_8 + 1_000_000, 8);
    assert!(oracle.sender(alice).poke().motsu_unwrap());
}

#[motsu::test]
fn storage_lies_where_it_is_documented(
    oracle: Contract<Oracle>,
    sequencer: Contract<MockFeed>,
    eth: Contract<MockFeed>,
    alice: Address,
) {
    clock::reset();
    sequencer_up(&sequencer, alice);
    start_with(&oracle, alice, sequencer.address(), 5 * WAD);
    for asset in 0..3 {
        assert_eq!(list(&oracle, alice, &eth, PRICE_8), asset);
    }
    let slots = storage(&oracle, alice);
    let number = |value: u128| U256::from(value);
    let address = |address: Address| U256::from_be_bytes(address.into_word().0);
    let variance = number(1_753_424_657_534_246_575_342_465_753_424_658);

    let mut expected = vec![U256::ZERO; 256];
    expected[0] = address(alice);
    expected[2] =
        number(now().into()) << 128 | number((now() + 3_600).into()) << 176 | number(3) << 224;
    expected[3] = address(sequencer.address())
        | number(172_800) << 160
        | number(14_400) << 184
        | number(600) << 208
        | number(3_600) << 232;
    expected[4] = number(600_000_000_000_000_000) | wad(5) << 128;
    for asset in 0..3 {
        expected[16 + asset] = address(eth.address())
            | number(86_400) << 160
            | number(3_600) << 192
            | number(8) << 224
            | number(2_000) << 232;
        expected[32 + asset] = wad(1_000) | number(10_000) << 112 | wad(10_000) << 128;
        expected[48 + asset] = wad(2_500)
            | number(now().into()) << 128
            | number(now().into()) << 176
            | number(1_000) << 224;
        expected[64 + asset] = number(800_000_000_000_000_000);
    }
    // Two entries a slot: (0,0) and (1,0), (1,1) and (2,0), (2,1) and (2,2).
    expected[128] = variance;
    expected[129] = variance;
    expected[130] = variance << 128;
    assert_eq!(slots, expected);

    clock::pass(3_600);
    eth.sender(alice).answer(PRICE_8, 8);
    sequencer_up(&sequencer, alice);
    assert!(oracle.sender(alice).poke().motsu_unwrap());
    let slots = storage(&oracle, alice);
    let sampled = wad(2_500)
        | uint!(1_U256) << 112
        | number(now().into()) << 128
        | number(now().into()) << 176;
    assert_eq!(slots[48], sampled | number(1_000) << 224);
    assert_eq!(
        slots[2] & U256::from(u128::MAX),
        oracle.sender(alice).index()
    );
}
