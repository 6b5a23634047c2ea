//! What goes over the wire, against the declarations: selectors, errors, answers.

use super::*;
use crate::abi::*;
use crate::error::PoolDepthError;
use crate::words::Answer;
use alloy_primitives::aliases::I24;
use alloy_sol_types::{sol, SolError, SolValue};
use stylus_sdk::abi::Router;

sol! {
    interface IPoolDepth {
        function initialize(address owner, address prices);
        function setPool(uint8 asset, address pool, address token, uint32 window, uint8 quoteAsset, uint256 quotePrice);
        function depth(uint8 asset) returns (uint256);
        function measure(uint8 asset);
        function listing(uint8 asset);
        function prices() returns (address);
        function owner() returns (address);
        function pendingOwner() returns (address);
        function transferOwnership(address newOwner);
        function acceptOwnership();
    }
}

#[motsu::test]
fn every_selector_is_routed(contract: Contract<PoolDepth>, anyone: Address) {
    for selector in IPoolDepth::IPoolDepthCalls::SELECTORS {
        let mut call = contract.sender(anyone);
        let selector = u32::from_be_bytes(*selector);
        let routed = <PoolDepth as Router<PoolDepth, PoolDepth>>::route(&mut call, selector, &[]);
        assert!(routed.is_some(), "{selector:08x} is not routed");
    }
    assert_eq!(IPoolDepth::IPoolDepthCalls::SELECTORS.len(), 10);
}

#[test]
fn rev_1_errors_are_packed_as_declared() {
    fn check<E: SolError + Clone>(error: E)
    where
        PoolDepthError: From<E>,
    {
        let packed: Vec<u8> = PoolDepthError::from(error.clone()).into();
        assert_eq!(packed, error.abi_encode(), "{}", E::SIGNATURE);
    }
    let a = Address::repeat_byte(0xab);
    check(AlreadyInitialized {});
    check(NotOwner { caller: a });
    check(ZeroAddress {});
    check(InvalidTerms {});
    check(NotListed { asset: 7 });
    check(NoCode { account: a });
    check(TokenNotInPool { token: a });
    check(DecimalsTooLarge { decimals: 77 });
    check(PoolFailed { pool: a });
    check(PoolLocked { pool: a });
    check(PoolEmpty { pool: a });
    check(NoHistory { pool: a, window: 9 });
    check(PriceFailed { quoteAsset: 3 });
    check(InsufficientGas {});
    check(MathFailed {});
}

#[test]
fn answers_are_packed_as_declared() {
    let tick = |value: i32| I24::try_from(value).unwrap();
    let measurement = Measurement {
        sell: u(1),
        buy: u(2),
        meanSell: u(3),
        meanBuy: u(4),
        tick: tick(-5),
        meanTick: tick(6),
    };
    let expected = measurement.abi_encode();
    assert_eq!(measurement.encode().unwrap(), expected);
    let listing = PoolListing {
        pool: Address::repeat_byte(0xab),
        assetIsToken1: true,
        tickSpacing: tick(60),
        window: 1_800,
        quoteAsset: 255,
        quoteDecimals: 6,
        quotePrice: wad(),
    };
    let expected = listing.abi_encode();
    assert_eq!(listing.encode().unwrap(), expected);
}

#[motsu::test]
fn the_owner_and_nobody_else(contract: Contract<PoolDepth>, owner: Address, bob: Address) {
    let refusal = contract
        .sender(owner)
        .initialize(owner, Address::ZERO)
        .motsu_unwrap_err();
    assert_eq!(refusal, ZeroAddress {}.into());
    contract.sender(owner).initialize(owner, bob).motsu_unwrap();
    assert_eq!(contract.sender(bob).prices(), bob);
    let refusal = contract.sender(bob).initialize(bob, bob).motsu_unwrap_err();
    assert_eq!(refusal, AlreadyInitialized {}.into());
    let refusal = contract
        .sender(bob)
        .set_pool(0, bob, bob, 60, FIXED, wad())
        .motsu_unwrap_err();
    assert_eq!(refusal, NotOwner { caller: bob }.into());
    contract
        .sender(owner)
        .transfer_ownership(bob)
        .motsu_unwrap();
    assert_eq!(contract.sender(owner).pending_owner(), bob);
    let refusal = contract.sender(owner).accept_ownership().motsu_unwrap_err();
    assert_eq!(refusal, NotOwner { caller: owner }.into());
    contract.sender(bob).accept_ownership().motsu_unwrap();
    assert_eq!(contract.sender(owner).owner(), bob);
}
