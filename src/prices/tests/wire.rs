//! What goes over the wire, against the declarations: selectors, errors, a structure in and out.

use super::clock;
use super::feed::MockFeed;
use super::world::{start, PRICE_8};
use crate::abi::*;
use crate::error::PricesError;
use crate::Prices;
use alloc::vec::Vec;
use alloy_primitives::{Address, U256};
use alloy_sol_types::{sol, SolCall, SolError, SolValue};
use motsu::prelude::*;
use stylus_sdk::abi::Router;

sol! {
    interface IPrices {
        struct Terms { address feed; uint32 heartbeat; uint32 grace; uint256 minPrice; uint256 maxPrice; uint256 maxDeviation; address secondary; uint32 secondaryLimit; address nav; uint32 navExpiry; uint256 navDiscount; }
        function initialize(address owner, address sequencerFeed);
        function setOracle(address oracle);
        function list(Terms terms) returns (uint8);
        function priceAt(uint8 asset, uint64 at) returns (uint256);
        function price(uint8 asset) returns (uint256);
        function status(uint8 asset) returns (uint256, uint8, uint8, uint64);
        function bothPrices(uint8 asset) returns (uint256, uint256, uint8, uint8);
        function observe(uint16 mask) returns (uint256[]);
        function record(uint64 due) returns (uint256[]);
        function sampled(uint8 asset) returns (uint256, uint64);
        function permission(uint8 state, uint8 action) returns (uint8);
        function decision(uint8 asset, uint8 action) returns (uint8);
        function decisions(uint16 mask) returns (uint256[]);
        function activeTime() returns (uint64);
        function listing(uint8 asset) returns (Terms);
        function sequencerFeed() returns (address);
        function oracle() returns (address);
        function assetCount() returns (uint8);
        function owner() returns (address);
        function pendingOwner() returns (address);
        function transferOwnership(address newOwner);
        function acceptOwnership();
    }
}

fn route(
    prices: &Contract<Prices>,
    caller: Address,
    call: &[u8],
) -> Option<Result<Vec<u8>, Vec<u8>>> {
    let (selector, data) = call.split_at(4);
    let selector = u32::from_be_bytes(selector.try_into().unwrap());
    let mut call = prices.sender(caller);
    <Prices as Router<Prices, Prices>>::route(&mut call, selector, data)
}

#[motsu::test]
fn every_selector_is_routed(prices: Contract<Prices>, anyone: Address) {
    for selector in IPrices::IPricesCalls::SELECTORS {
        assert!(
            route(&prices, anyone, selector).is_some(),
            "{selector:02x?}"
        );
    }
    assert_eq!(IPrices::IPricesCalls::SELECTORS.len(), 22);
}

#[motsu::test]
fn terms_in_and_out(
    prices: Contract<Prices>,
    eth: Contract<MockFeed>,
    second: Contract<MockFeed>,
    nav: Contract<MockFeed>,
    alice: Address,
) {
    clock::reset();
    start(&prices, alice);
    for feed in [&eth, &second, &nav] {
        feed.sender(alice).answer(PRICE_8, 8);
    }
    // Every value another, each of them one that is kept exactly.
    let terms = IPrices::Terms {
        feed: eth.address(),
        heartbeat: 86_400,
        grace: 3_600,
        minPrice: U256::from(1_u128 << 70),
        maxPrice: U256::from(1_u128 << 80),
        maxDeviation: U256::from(123_400_000_000_000_000_u64),
        secondary: second.address(),
        secondaryLimit: 7_200,
        nav: nav.address(),
        navExpiry: 31_000_000,
        navDiscount: U256::from(56_700_000_000_000_000_u64),
    };
    let sent = terms.abi_encode();
    let call = IPrices::listCall { terms }.abi_encode();
    let asset = route(&prices, alice, &call).unwrap().unwrap();
    assert_eq!(asset, U256::ZERO.abi_encode());
    let call = IPrices::listingCall { asset: 0 }.abi_encode();
    assert_eq!(route(&prices, alice, &call).unwrap().unwrap(), sent);
    // A word too few, and a dirty one: no data.
    let mut call = IPrices::listCall::SELECTOR.to_vec();
    call.extend_from_slice(&sent);
    assert_eq!(
        route(&prices, alice, &call[..call.len() - 32]),
        Some(Err(Vec::new()))
    );
    call[4] = 1;
    assert_eq!(route(&prices, alice, &call), Some(Err(Vec::new())));
}

/// What Solidity's encoding of every error is.
#[test]
fn rev_1_errors_are_packed_as_declared() {
    let (a, b) = (Address::repeat_byte(0xab), Address::repeat_byte(0xcd));
    let (x, y) = (U256::from(7), U256::MAX);
    fn check<E: SolError + Clone>(error: E)
    where
        PricesError: From<E>,
    {
        let packed: Vec<u8> = PricesError::from(error.clone()).into();
        assert_eq!(packed, error.abi_encode(), "{}", E::SIGNATURE);
    }
    check(AlreadyInitialized {});
    check(NotOwner { caller: a });
    check(NotOracle { caller: b });
    check(OracleAlreadySet { oracle: a });
    check(ZeroAddress {});
    check(InvalidTerms {});
    check(UnknownAsset { asset: 3 });
    check(UnknownDecision {
        state: 1,
        action: 2,
    });
    check(TooManyAssets {});
    check(AlreadyRecorded { due: 5 });
    check(NotDue { due: u64::MAX });
    check(MathFailed {});
    check(InsufficientGas {});
    check(SequencerDown {});
    check(GracePeriod { until: 9 });
    check(FeedCallFailed { asset: 4 });
    check(DecimalsChanged {
        asset: 1,
        listed: 2,
        current: 3,
    });
    check(RoundIncomplete { asset: 5 });
    check(PriceInFuture {
        asset: 6,
        updatedAt: 7,
    });
    check(PriceStale {
        asset: 8,
        updatedAt: 9,
    });
    check(PriceNotPositive { asset: 10 });
    check(PriceOutOfBand {
        asset: 11,
        price: y,
    });
    check(PriceDeviates {
        asset: 12,
        price: x,
        other: y,
    });
}

#[motsu::test]
fn the_table_has_thirty_cells(prices: Contract<Prices>, anyone: Address) {
    for state in 0..=6 {
        for action in 0..=7 {
            let cell = prices.sender(anyone).permission(state, action).motsu_res();
            if state < 5 && action < 6 {
                assert!(cell.is_ok());
            } else {
                assert_eq!(cell, Err(UnknownDecision { state, action }.into()));
            }
        }
    }
}
