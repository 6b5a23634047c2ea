//! What goes over the wire, against the declarations: selectors, call data, answers, errors.

use super::*;
use crate::abi::*;
use crate::error::ClearingError;
use crate::headroom::ASSESS_MANY;
use crate::house::{ALLOWS, CARRY, SETTLE};
use alloy_sol_types::{sol, SolCall, SolError, SolValue};
use stylus_sdk::abi::Router;

sol! {
    struct Order { bytes32 long; bytes32 short; uint8 asset; uint8 kind; uint256 strike; uint64 expiry; uint256 size; uint256 price; }
    struct Part { uint8 asset; uint8 kind; int256 size; uint256 strike; uint64 expiry; }
    struct Line { address market; uint8 asset; uint8 kind; int256 size; uint256 strike; uint64 expiry; int256 funding; }
    struct Item { uint8 asset; uint256 amount; }
    struct Whole { int256 cash; Item[] collateral; Part[] legs; }

    interface IClearing {
        function initialize(address owner, address vault, address mandate, address lock, address oracle);
        function trade(Order memory order);
        function addFunding(uint8 asset, uint8 kind, uint256 strike, int256 perUnit);
        function settle(bytes32[] memory accounts);
        function fixPrice(uint8 asset, uint64 expiry) returns (uint256);
        function expire(bytes32[] memory accounts);
        function legsOf(bytes32 account) returns (int256, Part[] memory);
        function positionsOf(bytes32 account) returns (Line[] memory);
        function legCount(bytes32 account) returns (uint8);
        function totals(uint16 mask) returns (uint256[] memory, uint256[] memory);
        function funding(address market, uint8 asset, uint8 kind, uint256 strike) returns (int256, uint64);
        function settlementPrice(uint8 asset, uint64 expiry) returns (uint256);
        function openInterest(address market, uint8 asset) returns (uint256, uint256);
        function market(address market) returns (uint8, bool, uint64, uint256);
        function marketAt(uint8 number) returns (address);
        function marketCount() returns (uint256);
        function registerMarket(address market, uint256 maxFunding) returns (uint8);
        function setCap(address market, uint8 asset, uint256 cap);
        function setGuardian(address guardian);
        function pause(address market);
        function unpause(address market);
        function vault() returns (address);
        function mandate() returns (address);
        function lock() returns (address);
        function oracle() returns (address);
        function guardian() returns (address);
        function owner() returns (address);
        function pendingOwner() returns (address);
        function transferOwnership(address newOwner);
        function acceptOwnership();
    }

    interface IAround {
        function carry(bytes32 account, bool any, int256 variation, Part[] memory legs, bool check);
        function settle(bytes32 account, int256 amount);
        function allows(bytes32 account, address operator, uint32 capability);
        function assessMany(uint32 version, bool favourSuspects, Whole[] memory portfolios);
    }
}

fn send(clearing: &Contract<Clearing>, sender: Address, data: &[u8]) -> Result<Vec<u8>, Vec<u8>> {
    let (selector, rest) = data.split_at(4);
    let mut call = clearing.sender(sender);
    let selector = u32::from_be_bytes(selector.try_into().unwrap());
    <Clearing as Router<Clearing, Clearing>>::route(&mut call, selector, rest).unwrap()
}

#[motsu::test]
fn every_selector_is_routed(clearing: Contract<Clearing>, anyone: Address) {
    for selector in IClearing::IClearingCalls::SELECTORS {
        let mut call = clearing.sender(anyone);
        let selector = u32::from_be_bytes(*selector);
        let routed = <Clearing as Router<Clearing, Clearing>>::route(&mut call, selector, &[]);
        assert!(routed.is_some(), "{selector:08x} is not routed");
    }
    assert_eq!(IClearing::IClearingCalls::SELECTORS.len(), 30);
    assert_eq!(CARRY, IAround::carryCall::SELECTOR);
    assert_eq!(SETTLE, IAround::settleCall::SELECTOR);
    assert_eq!(ALLOWS, IAround::allowsCall::SELECTOR);
    assert_eq!(ASSESS_MANY, IAround::assessManyCall::SELECTOR);
}

#[motsu::test]
fn a1_a2_calls_and_answers_are_those_of_solidity(
    clearing: Contract<Clearing>,
    house: Contract<MockHouse>,
    owner: Address,
    market: Address,
    alice: Address,
    bob: Address,
) {
    world!(world: clearing, house, owner, market, alice, bob);
    let trade = world.perpetual(2, 100);
    let order = Order {
        long: trade.long,
        short: trade.short,
        asset: trade.asset,
        kind: trade.kind,
        strike: trade.strike,
        expiry: trade.expiry,
        size: trade.size,
        price: trade.price,
    };
    let call = IClearing::tradeCall { order }.abi_encode();
    for length in 4..call.len() {
        assert_eq!(
            send(&clearing, market, &call[..length]),
            Err(Vec::new()),
            "{length} bytes"
        );
    }
    // The bytes above a uint8 and a uint64.
    for dirty in [4 + 64 + 30, 4 + 96, 4 + 160 + 23] {
        let mut call = call.clone();
        call[dirty] = 1;
        assert_eq!(
            send(&clearing, market, &call),
            Err(Vec::new()),
            "byte {dirty}"
        );
    }
    assert_eq!(send(&clearing, market, &call), Ok(Vec::new()));
    let account = account_of(bob);
    let answer = send(
        &clearing,
        alice,
        &IClearing::legsOfCall { account }.abi_encode(),
    )
    .unwrap();
    let part = Part {
        asset: ETH,
        kind: 0,
        size: wad(-2),
        strike: U256::ZERO,
        expiry: 0,
    };
    assert_eq!(answer, (wad(200), vec![part]).abi_encode_params());
    let answer = send(
        &clearing,
        alice,
        &IClearing::positionsOfCall { account }.abi_encode(),
    )
    .unwrap();
    let line = Line {
        market,
        asset: ETH,
        kind: 0,
        size: wad(-2),
        strike: U256::ZERO,
        expiry: 0,
        funding: I256::ZERO,
    };
    assert_eq!(answer, (vec![line],).abi_encode_params());
    let answer = send(
        &clearing,
        alice,
        &IClearing::totalsCall { mask: 5 }.abi_encode(),
    )
    .unwrap();
    let open = vec![U256::ZERO, u(2 * WAD)];
    assert_eq!(answer, (open.clone(), open).abi_encode_params());
    let answer = send(
        &clearing,
        alice,
        &IClearing::marketCall { market }.abi_encode(),
    )
    .unwrap();
    assert_eq!(
        answer,
        (U256::ONE, false, clock::now(), u(WAD / 10)).abi_encode()
    );
    let accounts = vec![account_of(alice), account];
    let call = IClearing::settleCall { accounts }.abi_encode();
    assert_eq!(send(&clearing, alice, &call), Ok(Vec::new()));
}

/// What Solidity's encoding of every error is.
#[test]
fn rev_1_errors_are_packed_as_declared() {
    let (a, account) = (Address::repeat_byte(0xab), B256::repeat_byte(0xcd));
    let (x, asset, expiry) = (U256::from(7), 15, u64::MAX);
    fn check<E: SolError + Clone>(error: E)
    where
        ClearingError: From<E>,
    {
        let packed: Vec<u8> = ClearingError::from(error.clone()).into();
        assert_eq!(packed, error.abi_encode(), "{}", E::SIGNATURE);
    }
    check(AlreadyInitialized {});
    check(NotOwner { caller: a });
    check(NotGuardian { caller: a });
    check(ZeroAddress {});
    check(NoCode { target: a });
    check(InvalidTerms {});
    check(NotMarket { market: a });
    check(AlreadyRegistered { market: a });
    check(TooManyMarkets {});
    check(MarketPaused { market: a });
    check(CapExceeded { asset, cap: x });
    check(InvalidSeries {});
    check(ZeroAmount {});
    check(SameAccount { account });
    check(NotAllowed { account, market: a });
    check(TooManyLegs { account });
    check(FundingTooLarge {
        perUnit: wad(-5),
        most: x,
    });
    check(NotExpired { expiry });
    check(NoSettlementPrice { asset, expiry });
    check(TooManyAccounts { accounts: x });
    check(VaultCallFailed {});
    check(MandateCallFailed {});
    check(OracleCallFailed {});
    check(LockCallFailed {});
    check(MathFailed {});
}
