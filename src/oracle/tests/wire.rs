//! Selectors and words are those that Solidity expects.

use crate::abi::*;
use crate::error::OracleError;
use crate::tests::prices::{asset_terms, clock_terms, start, MockPrices};
use crate::Oracle;
use alloy_primitives::{Address, U256};
use alloy_sol_types::{sol, SolCall, SolError};
use motsu::prelude::*;
use stylus_sdk::abi::Router;

mod solidity {
    use super::sol;

    sol! {
        struct ClockTerms { uint32 interval; uint32 minInterval; uint32 maxInterval; uint32 halfLife; uint32 slowHalfLife; uint32 jumpHalfLife; uint256 referenceVolatility; uint256 clip; }
        struct AssetTerms { uint256 floorVolatility; uint256 startVolatility; uint256 indexWeight; }

        function initialize(address owner, address prices, ClockTerms terms) external;
        function list(AssetTerms terms) external returns (uint8 asset);
        function clock() external view returns (ClockTerms memory);
        function listing(uint8 asset) external view returns (AssetTerms memory);
        function nextDue() external view returns (uint64 at, uint32 overdue);
        function noteDepths(uint256[] memory words) external;
    }
}

fn call(
    oracle: &Contract<Oracle>,
    caller: Address,
    data: &[u8],
) -> Option<Result<Vec<u8>, Vec<u8>>> {
    let mut contract = oracle.sender(caller);
    let selector = u32::from_be_bytes(data[..4].try_into().unwrap());
    <Oracle as Router<Oracle>>::route(&mut contract, selector, &data[4..])
}

#[motsu::test]
fn structs_go_over_the_wire_as_solidity_has_them(
    oracle: Contract<Oracle>,
    prices: Contract<MockPrices>,
    alice: Address,
) {
    start(&oracle, &prices, alice);
    let answer = |data: Vec<u8>| call(&oracle, alice, &data).unwrap().unwrap();
    let told =
        solidity::clockCall::abi_decode_returns(&answer(solidity::clockCall {}.abi_encode()), true)
            .unwrap()
            ._0;
    assert_eq!(
        (told.interval, told.jumpHalfLife, told.clip),
        (3_600, 1_728_000, clock_terms().clip)
    );
    let told = solidity::listingCall { asset: 1 }.abi_encode();
    let told = solidity::listingCall::abi_decode_returns(&answer(told), true)
        .unwrap()
        ._0;
    assert_eq!(told.startVolatility, asset_terms().startVolatility);
    let AssetTerms {
        floorVolatility,
        startVolatility,
        indexWeight,
    } = asset_terms();
    let terms = solidity::AssetTerms {
        floorVolatility,
        startVolatility,
        indexWeight,
    };
    let listed = solidity::listCall { terms }.abi_encode();
    assert_eq!(U256::from_be_slice(&answer(listed)), U256::from(2));
    let due = solidity::nextDueCall::abi_decode_returns(
        &answer(solidity::nextDueCall {}.abi_encode()),
        true,
    )
    .unwrap();
    assert_eq!(due.overdue, 0);
    let refused = call(
        &oracle,
        alice,
        &solidity::noteDepthsCall { words: vec![] }.abi_encode(),
    );
    assert_eq!(
        refused,
        Some(Err(NotDepthDesk { caller: alice }.abi_encode()))
    );
    assert_eq!(
        call(&oracle, alice, &solidity::listingCall::SELECTOR),
        Some(Err(vec![])),
        "no data"
    );
    assert_eq!(call(&oracle, alice, &[1, 2, 3, 4]), None);
    let error = OracleError::from(SampleDue { dueAt: 7 });
    assert_eq!(Vec::<u8>::from(error), SampleDue { dueAt: 7 }.abi_encode());
    assert_eq!(solidity::initializeCall::SELECTOR.len(), 4);
}
