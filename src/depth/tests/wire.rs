//! What goes over the wire, against the declarations: selectors, errors, answers; and who may do what.

use super::*;
use crate::abi::*;
use crate::error::DepthError;
use crate::words::Answer;
use alloy_sol_types::{sol, SolError, SolValue};
use stylus_sdk::abi::Router;

sol! {
    interface IDepth {
        function initialize(address owner, address oracle);
        function setTerms(uint32 spacing, uint32 fresh, uint32 ramp, uint32 doubling, uint32 halving);
        function setSource(uint8 asset, address source, uint8 kind, uint32 heartbeat, uint256 base);
        function refresh() returns (bool);
        function refreshSome(uint16 mask) returns (bool);
        function depth(uint8 asset) returns (uint256);
        function maintenanceDepth(uint8 asset) returns (uint256);
        function snapshots(uint8 asset) returns (uint256[]);
        function info(uint8 asset);
        function terms();
        function assets() returns (uint16);
        function oracle() returns (address);
        function owner() returns (address);
        function pendingOwner() returns (address);
        function transferOwnership(address newOwner);
        function acceptOwnership();
    }
}

#[motsu::test]
fn every_selector_is_routed(desk: Contract<Depth>, anyone: Address) {
    for selector in IDepth::IDepthCalls::SELECTORS {
        let mut call = desk.sender(anyone);
        let selector = u32::from_be_bytes(*selector);
        let routed = <Depth as Router<Depth, Depth>>::route(&mut call, selector, &[]);
        assert!(routed.is_some(), "{selector:08x} is not routed");
    }
    assert_eq!(IDepth::IDepthCalls::SELECTORS.len(), 16);
}

#[test]
fn rev_1_errors_are_packed_as_declared() {
    fn check<E: SolError + Clone>(error: E)
    where
        DepthError: From<E>,
    {
        let packed: Vec<u8> = DepthError::from(error.clone()).into();
        assert_eq!(packed, error.abi_encode(), "{}", E::SIGNATURE);
    }
    let a = Address::repeat_byte(0xab);
    check(AlreadyInitialized {});
    check(NotOwner { caller: a });
    check(ZeroAddress {});
    check(InvalidTerms {});
    check(NotListed { asset: 7 });
    check(NoCode { account: a });
    check(DecimalsTooLarge { decimals: 77 });
    check(InsufficientGas {});
}

#[test]
fn answers_are_packed_as_declared() {
    let info = DepthInfo {
        source: Address::repeat_byte(0xab),
        kind: 2,
        heartbeat: 3,
        decimals: 4,
        base: u(5),
        depth: u(6),
        maintenanceDepth: u(7),
        latest: u(8),
        median: u(9),
        measuredAt: 10,
        askedAt: 11,
    };
    let expected = info.abi_encode();
    assert_eq!(info.encode().unwrap(), expected);
    let terms = DeskTerms {
        spacing: 1,
        fresh: 2,
        ramp: 3,
        doubling: 4,
        halving: 5,
    };
    let expected = terms.abi_encode();
    assert_eq!(terms.encode().unwrap(), expected);
}

#[motsu::test]
fn the_owner_and_nobody_else(
    desk: Contract<Depth>,
    source: Somebody,
    owner: Address,
    bob: Address,
) {
    let refusal = desk
        .sender(owner)
        .initialize(owner, Address::ZERO)
        .motsu_unwrap_err();
    assert_eq!(refusal, ZeroAddress {}.into());
    desk.sender(owner).initialize(owner, bob).motsu_unwrap();
    assert_eq!(desk.sender(bob).oracle(), bob);
    let refusal = desk.sender(bob).initialize(bob, bob).motsu_unwrap_err();
    assert_eq!(refusal, AlreadyInitialized {}.into());
    let not_owner = || DepthError::from(NotOwner { caller: bob });
    let refusal = desk
        .sender(bob)
        .set_source(0, source.address(), CONTRACT, 0, usd(1))
        .motsu_unwrap_err();
    assert_eq!(refusal, not_owner());
    let refusal = desk.sender(bob).set_terms(1, 2, 3, 4, 5).motsu_unwrap_err();
    assert_eq!(refusal, not_owner());

    let set = |asset, source, kind, heartbeat, base| {
        desk.sender(owner)
            .set_source(asset, source, kind, heartbeat, base)
    };
    let there = source.address();
    for (asset, source, kind, heartbeat, base) in [
        (16, there, CONTRACT, 0, usd(1)),
        (0, there, 3, 0, usd(1)),
        (0, there, CONTRACT, 0, u(9_999_999_999_999_999)),
        (0, there, FEED, 0, usd(1)),
        (0, there, NOBODY, 0, usd(1)),
    ] {
        let refusal = set(asset, source, kind, heartbeat, base).motsu_unwrap_err();
        assert_eq!(refusal, InvalidTerms {}.into());
    }
    assert_eq!(desk.sender(bob).assets(), 0);
    let refusal = desk.sender(bob).depth(0).unwrap_err();
    assert_eq!(refusal, NotListed { asset: 0 }.into());
    set(0, there, CONTRACT, 0, usd(1)).motsu_unwrap();
    desk.assert_emitted(&SourceSet {
        asset: 0,
        source: there,
        kind: CONTRACT,
        heartbeat: 0,
        base: usd(1),
    });
    assert_eq!(desk.sender(bob).assets(), 1);
    assert!(desk.sender(bob).depth(255).is_err());

    let refusal = desk
        .sender(owner)
        .set_terms(900, 900, 1, 1, 1)
        .motsu_unwrap_err();
    assert_eq!(refusal, InvalidTerms {}.into());
    desk.sender(owner).set_terms(1, 2, 3, 4, 5).motsu_unwrap();
    let terms = desk.sender(bob).terms();
    assert_eq!(
        (
            terms.spacing,
            terms.fresh,
            terms.ramp,
            terms.doubling,
            terms.halving
        ),
        (1, 2, 3, 4, 5)
    );
    desk.sender(owner).transfer_ownership(bob).motsu_unwrap();
    assert_eq!(desk.sender(owner).pending_owner(), bob);
    desk.sender(bob).accept_ownership().motsu_unwrap();
    assert_eq!(desk.sender(owner).owner(), bob);
}
