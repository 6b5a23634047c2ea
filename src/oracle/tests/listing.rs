//! What the owner may set, and within which bounds.

use crate::abi::*;
use crate::error::OracleError;
use crate::tests::clock;
use crate::tests::prices::{asset_terms, clock_terms, start, MockPrices, WAD};
use crate::Oracle;
use alloy_primitives::{Address, U256};
use motsu::prelude::*;

#[motsu::test]
fn what_is_set_is_what_is_told(
    oracle: Contract<Oracle>,
    prices: Contract<MockPrices>,
    alice: Address,
) {
    start(&oracle, &prices, alice);
    let told = oracle.sender(alice);
    assert_eq!(told.clock(), clock_terms());
    assert_eq!(oracle.sender(alice).prices(), prices.address());
    assert_eq!(
        oracle.sender(alice).listing(1).motsu_unwrap(),
        asset_terms()
    );
    assert_eq!(oracle.sender(alice).asset_count(), 2);
    assert_eq!(oracle.sender(alice).due_at(), clock::START + 3_600);
    assert_eq!(oracle.sender(alice).sampled_at(), clock::START);
    assert_eq!(oracle.sender(alice).samples(1).motsu_unwrap(), 0);
    assert!(matches!(
        oracle.sender(alice).listing(2),
        Err(OracleError::UnknownAsset(UnknownAsset { asset: 2 }))
    ));
}

#[motsu::test]
fn a_clock_outside_its_bounds_is_refused(
    oracle: Contract<Oracle>,
    prices: Contract<MockPrices>,
    alice: Address,
) {
    clock::reset();
    let wad = |parts: u128| U256::from(parts);
    let changes: [fn(&mut ClockTerms); 14] = [
        |terms| terms.minInterval = 59,
        |terms| terms.interval = 899,
        |terms| terms.interval = 14_401,
        |terms| terms.maxInterval = 604_801,
        |terms| terms.halfLife = 21_599,
        |terms| terms.slowHalfLife = 172_799,
        |terms| terms.slowHalfLife = 15_552_001,
        |terms| terms.jumpHalfLife = 21_599,
        |terms| terms.referenceVolatility = U256::ZERO,
        |terms| terms.referenceVolatility = U256::from(WAD + 1),
        |terms| terms.referenceVolatility = U256::from(101 * WAD),
        |terms| terms.clip = U256::from(WAD - WAD / 8),
        |terms| terms.clip = U256::from(32 * WAD),
        |terms| terms.clip = U256::MAX,
    ];
    for (at, change) in changes.into_iter().enumerate() {
        let mut terms = clock_terms();
        change(&mut terms);
        let refused = oracle
            .sender(alice)
            .initialize(alice, prices.address(), terms);
        assert!(matches!(refused, Err(OracleError::InvalidTerms(_))), "{at}");
    }
    let refused = oracle
        .sender(alice)
        .initialize(Address::ZERO, prices.address(), clock_terms());
    assert!(matches!(refused, Err(OracleError::InvalidTerms(_))));
    let unlimited = ClockTerms {
        clip: wad(0),
        ..clock_terms()
    };
    oracle
        .sender(alice)
        .initialize(alice, prices.address(), unlimited)
        .motsu_unwrap();
    let again = oracle
        .sender(alice)
        .initialize(alice, prices.address(), clock_terms());
    assert!(matches!(again, Err(OracleError::AlreadyInitialized(_))));
}

#[motsu::test]
fn an_asset_outside_its_bounds_is_refused(
    oracle: Contract<Oracle>,
    prices: Contract<MockPrices>,
    alice: Address,
    bob: Address,
) {
    start(&oracle, &prices, alice);
    let changes: [fn(&mut AssetTerms); 6] = [
        |terms| terms.floorVolatility = U256::ZERO,
        |terms| terms.floorVolatility = U256::from(WAD / 5 + 1),
        |terms| terms.floorVolatility = U256::from(27 * WAD),
        |terms| terms.startVolatility = U256::from(WAD / 10),
        |terms| terms.startVolatility = U256::from(101 * WAD),
        |terms| terms.indexWeight = U256::from(WAD + WAD / 10_000),
    ];
    for (at, change) in changes.into_iter().enumerate() {
        let mut terms = asset_terms();
        change(&mut terms);
        let refused = oracle.sender(alice).list(terms);
        assert!(matches!(refused, Err(OracleError::InvalidTerms(_))), "{at}");
    }
    assert!(matches!(
        oracle.sender(bob).list(asset_terms()),
        Err(OracleError::NotOwner(_))
    ));
    // A sample is due: first that.
    clock::pass(3_600);
    assert!(matches!(
        oracle.sender(alice).list(asset_terms()),
        Err(OracleError::SampleDue(_))
    ));
    clock::reset();
    oracle.sender(alice).list(asset_terms()).motsu_unwrap();
    // Prices know three.
    assert!(matches!(
        oracle.sender(alice).list(asset_terms()),
        Err(OracleError::UnknownAsset(UnknownAsset { asset: 3 }))
    ));
    prices.sender(alice).set_assets(17);
    for _ in 3..16 {
        oracle.sender(alice).list(asset_terms()).motsu_unwrap();
    }
    assert!(matches!(
        oracle.sender(alice).list(asset_terms()),
        Err(OracleError::TooManyAssets(_))
    ));
    assert_eq!(
        oracle.sender(alice).listing(15).motsu_unwrap(),
        asset_terms()
    );
}

#[motsu::test]
fn only_the_owner_names_the_book_and_the_desk(
    oracle: Contract<Oracle>,
    prices: Contract<MockPrices>,
    alice: Address,
    bob: Address,
) {
    start(&oracle, &prices, alice);
    let book = prices.address();
    assert!(matches!(
        oracle.sender(bob).set_book(book, 86_400),
        Err(OracleError::NotOwner(_))
    ));
    assert!(matches!(
        oracle.sender(bob).set_depth(bob),
        Err(OracleError::NotOwner(_))
    ));
    for period in [0, 899, 604_801] {
        let refused = oracle.sender(alice).set_book(book, period);
        assert!(
            matches!(refused, Err(OracleError::InvalidTerms(_))),
            "{period}"
        );
    }
    oracle.sender(alice).set_book(book, 86_400).motsu_unwrap();
    oracle.sender(alice).set_depth(bob).motsu_unwrap();
    assert_eq!(
        (oracle.sender(bob).book(), oracle.sender(bob).depth_desk()),
        (book, bob)
    );
    assert_eq!(
        oracle.sender(alice).clock(),
        clock_terms(),
        "the period is beside the clock"
    );
    oracle
        .sender(bob)
        .note_depths(vec![U256::from(1) | U256::from(512 * WAD) << 8])
        .motsu_unwrap();
    let (told, kept) = (
        U256::from(512 * WAD),
        oracle.sender(bob).depth(1).motsu_unwrap(),
    );
    assert!(kept <= told && told - kept <= told >> 16);
    assert_eq!(
        oracle.sender(alice).listing(1).motsu_unwrap(),
        asset_terms(),
        "the start is beside the note"
    );
    oracle.sender(alice).transfer_ownership(bob).motsu_unwrap();
    oracle.sender(bob).accept_ownership().motsu_unwrap();
    assert_eq!(oracle.sender(alice).owner(), bob);
}
