//! What goes over the wire, against the declarations: selectors, parameters, answers, errors.

use super::*;
use crate::abi::*;
use crate::error::FeedError;
use alloc::vec::Vec;
use alloy_primitives::I256;
use alloy_sol_types::{sol, Revert, SolCall, SolError};
use stylus_sdk::abi::Router;
use stylus_sdk::ArbResult;

sol! {
    interface IFeed {
        function decimals() returns (uint8);
        function description() returns (string);
        function version() returns (uint256);
        function getRoundData(uint80 roundId) returns (uint80, int256, uint256, uint256, uint80);
        function latestRoundData() returns (uint80, int256, uint256, uint256, uint80);
        function latestAnswer() returns (int256);
        function latestTimestamp() returns (uint256);
        function latestRound() returns (uint256);
        function getAnswer(uint256 roundId) returns (int256);
        function getTimestamp(uint256 roundId) returns (uint256);
        function update() returns (bool);
        function output() returns (address, uint8, uint8, uint256, uint32);
        function initialize(address oracle, uint8 kind, uint8 asset, uint8 decimals, uint256 deviation, uint32 heartbeat, string description);
    }
}

fn route(feed: &Contract<Feed>, anyone: Address, data: &[u8]) -> Option<ArbResult> {
    let mut call = feed.sender(anyone);
    let (selector, data) = data.split_at(4);
    <Feed as Router<Feed, Feed>>::route(
        &mut call,
        u32::from_be_bytes(selector.try_into().unwrap()),
        data,
    )
}

#[motsu::test]
fn every_selector_is_routed(feed: Contract<Feed>, anyone: Address) {
    for selector in IFeed::IFeedCalls::SELECTORS {
        assert!(
            route(&feed, anyone, selector).is_some(),
            "{selector:02x?} is not routed"
        );
    }
    assert_eq!(IFeed::IFeedCalls::SELECTORS.len(), 13);
}

/// As published: Chainlink fixes these.
#[test]
fn known_selectors() {
    assert_eq!(
        IFeed::latestRoundDataCall::SELECTOR,
        [0xfe, 0xaf, 0x96, 0x8c]
    );
    assert_eq!(IFeed::getRoundDataCall::SELECTOR, [0x9a, 0x6f, 0xc8, 0xf5]);
    assert_eq!(IFeed::latestAnswerCall::SELECTOR, [0x50, 0xd2, 0x5b, 0xcd]);
    assert_eq!(IFeed::decimalsCall::SELECTOR, [0x31, 0x3c, 0xe5, 0x67]);
}

#[motsu::test]
fn calls_and_answers_are_coded_as_declared(
    feed: Contract<Feed>,
    oracle: Contract<MockOracle>,
    anyone: Address,
) {
    oracle
        .sender(anyone)
        .set_price(u(2_000 * WAD), clock::now());
    let call = IFeed::initializeCall {
        oracle: oracle.address(),
        kind: 0,
        asset: ASSET,
        decimals: 8,
        deviation: U256::from(DEVIATION),
        heartbeat: HEARTBEAT,
        description: String::from("a name of more than thirty-two letters"),
    };
    assert_eq!(
        route(&feed, anyone, &call.abi_encode()),
        Some(Ok(Vec::new()))
    );
    let answer = route(&feed, anyone, &IFeed::updateCall {}.abi_encode())
        .unwrap()
        .unwrap();
    assert!(
        IFeed::updateCall::abi_decode_returns(&answer, true)
            .unwrap()
            ._0
    );
    let answer = route(&feed, anyone, &IFeed::descriptionCall {}.abi_encode())
        .unwrap()
        .unwrap();
    let text = IFeed::descriptionCall::abi_decode_returns(&answer, true)
        .unwrap()
        ._0;
    assert_eq!(text, call.description);
    let answer = route(&feed, anyone, &IFeed::latestRoundDataCall {}.abi_encode())
        .unwrap()
        .unwrap();
    let round = IFeed::latestRoundDataCall::abi_decode_returns(&answer, true).unwrap();
    let at = U256::from(clock::now());
    assert_eq!(
        (round._1, round._2, round._3),
        (I256::unchecked_from(200_000_000_000_u64), at, at)
    );
    assert_eq!((round._0.to::<u64>(), round._4.to::<u64>()), (1, 1));
    // A number with bits above its 80.
    let mut dirty = IFeed::getRoundDataCall { roundId: round._0 }.abi_encode();
    assert!(route(&feed, anyone, &dirty).unwrap().is_ok());
    dirty[4] = 1;
    assert_eq!(route(&feed, anyone, &dirty), Some(Err(Vec::new())));
}

#[motsu::test]
fn text_that_does_not_decode(feed: Contract<Feed>, oracle: Contract<MockOracle>, anyone: Address) {
    let good = IFeed::initializeCall {
        oracle: oracle.address(),
        kind: 0,
        asset: ASSET,
        decimals: 8,
        deviation: U256::ZERO,
        heartbeat: 1,
        description: String::from("text"),
    };
    // Its place is the seventh word, its length the eighth, its letters the ninth.
    let (place, length, letters) = (4 + 6 * 32, 4 + 7 * 32, 4 + 8 * 32);
    for (at, byte) in [
        (place, 1),
        (place + 30, 2),
        (length, 1),
        (length + 31, 33),
        (letters, 0x80),
    ] {
        let mut data = good.abi_encode();
        data[at] = byte;
        assert_eq!(
            route(&feed, anyone, &data),
            Some(Err(Vec::new())),
            "byte {at}"
        );
    }
    let mut data = good.abi_encode();
    data.truncate(letters + 3);
    assert_eq!(route(&feed, anyone, &data), Some(Err(Vec::new())));
}

/// What Solidity's encoding of every error is.
#[test]
fn rev_1_errors_are_packed_as_declared() {
    fn check<E: SolError + Clone>(error: E)
    where
        FeedError: From<E>,
    {
        let packed: Vec<u8> = FeedError::from(error.clone()).into();
        assert_eq!(packed, error.abi_encode(), "{}", E::SIGNATURE);
    }
    check(AlreadyInitialized {});
    check(InvalidTerms {});
    check(OracleCallFailed {});
    let text: Vec<u8> = FeedError::no_data().into();
    assert_eq!(text, Revert::from("No data present").abi_encode());
}

#[motsu::test]
fn terms_that_no_feed_has(feed: Contract<Feed>, oracle: Contract<MockOracle>, anyone: Address) {
    let at = oracle.address();
    let refused = |kind, asset, decimals, deviation, heartbeat, text: &str| {
        let refusal = feed
            .sender(anyone)
            .initialize(
                at,
                kind,
                asset,
                decimals,
                u(deviation),
                heartbeat,
                String::from(text),
            )
            .motsu_unwrap_err();
        assert_eq!(refusal, FeedError::from(InvalidTerms {}));
    };
    refused(5, ASSET, 8, 0, 1, "text");
    refused(3, ASSET, 8, 0, 1, "text");
    refused(0, ASSET, 19, 0, 1, "text");
    refused(0, ASSET, 8, WAD + 1, 1, "text");
    refused(0, ASSET, 8, 0, 0, "text");
    refused(0, ASSET, 8, 0, 1, "");
    refused(0, ASSET, 8, 0, 1, &"x".repeat(65));
    refused(0, ASSET, 8, 0, 1, &"x".repeat(300));
    refused(0, ASSET, 8, 0, 1, "a\u{1f}");
    refused(0, ASSET, 8, 0, 1, "a\u{7f}");
}
