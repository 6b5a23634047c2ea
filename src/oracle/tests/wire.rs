//! What goes over the wire is what Solidity expects: selectors, arguments, answers, errors.

use crate::abi::*;
use crate::error::OracleError;
use crate::tests::feed::MockFeed;
use crate::tests::world::{list, start, terms, wad, PRICE_8};
use crate::Oracle;
use alloy_primitives::{Address, U256};
use alloy_sol_types::{sol, SolCall, SolError};
use motsu::prelude::*;
use stylus_sdk::abi::Router;

mod solidity {
    use super::*;

    sol! {
        struct ListingTerms {
            address feed; uint32 heartbeat; uint32 grace; uint256 minPrice; uint256 maxPrice; uint256 maxDeviation;
            uint256 floorVolatility; uint256 startVolatility; uint256 indexWeight;
        }

        interface IOracle {
            function initialize(address owner, address sequencerFeed, uint32 interval, uint32 minInterval, uint32 maxInterval, uint32 halfLife, uint256 referenceVolatility, uint256 clip) external;
            function list(ListingTerms terms) external returns (uint8 asset);
            function poke() external returns (bool sampled);
            function dueAt() external view returns (uint64);
            function sampledAt() external view returns (uint64);
            function price(uint8 asset) external view returns (uint256);
            function status(uint8 asset) external view returns (uint256 price, uint8 state, uint8 gate, uint64 updatedAt);
            function volatility(uint8 asset) external view returns (uint256);
            function correlation(uint8 first, uint8 second) external view returns (int256);
            function index() external view returns (uint256);
            function samples(uint8 asset) external view returns (uint32);
            function snapshot(uint16 mask) external view returns (uint256[] memory);
            function assetCount() external view returns (uint8);
            function listing(uint8 asset) external view returns (ListingTerms memory);
            function sequencerFeed() external view returns (address);
            function owner() external view returns (address);
            function pendingOwner() external view returns (address);
            function transferOwnership(address newOwner) external;
            function acceptOwnership() external;
        }
    }
}

use solidity::IOracle;

/// Calls as the chain does. `None`: no such function.
fn call(
    oracle: &Contract<Oracle>,
    caller: Address,
    data: &[u8],
) -> Option<Result<Vec<u8>, Vec<u8>>> {
    let mut contract = oracle.sender(caller);
    let selector = u32::from_be_bytes(data[..4].try_into().unwrap());
    <Oracle as Router<Oracle>>::route(&mut contract, selector, &data[4..])
}

fn answer<C: SolCall>(oracle: &Contract<Oracle>, caller: Address, request: &C) -> C::Return {
    let bytes = call(oracle, caller, &request.abi_encode())
        .unwrap()
        .unwrap();
    C::abi_decode_returns(&bytes, true).unwrap()
}

#[motsu::test]
fn calls_are_those_of_the_solidity_interface(
    oracle: Contract<Oracle>,
    eth: Contract<MockFeed>,
    alice: Address,
    bob: Address,
) {
    crate::tests::clock::reset();
    eth.sender(alice).answer(PRICE_8, 8);
    let set_up = IOracle::initializeCall {
        owner: alice,
        sequencerFeed: Address::ZERO,
        interval: 3_600,
        minInterval: 600,
        maxInterval: 14_400,
        halfLife: 172_800,
        referenceVolatility: wad(1),
        clip: wad(5),
    };
    assert_eq!(
        call(&oracle, bob, &set_up.abi_encode()),
        Some(Ok(Vec::new()))
    );
    assert_eq!(answer(&oracle, bob, &IOracle::ownerCall {})._0, alice);
    assert_eq!(
        answer(&oracle, bob, &IOracle::sequencerFeedCall {})._0,
        Address::ZERO
    );
    let due_at = answer(&oracle, bob, &IOracle::dueAtCall {})._0;
    assert_eq!(
        due_at,
        answer(&oracle, bob, &IOracle::sampledAtCall {})._0 + 3_600
    );

    let ours = terms(eth.address());
    let theirs = solidity::ListingTerms {
        feed: ours.feed,
        heartbeat: ours.heartbeat,
        grace: ours.grace,
        minPrice: ours.minPrice,
        maxPrice: ours.maxPrice,
        maxDeviation: ours.maxDeviation,
        floorVolatility: ours.floorVolatility,
        startVolatility: ours.startVolatility,
        indexWeight: ours.indexWeight,
    };
    for asset in 0..2 {
        assert_eq!(
            answer(
                &oracle,
                alice,
                &IOracle::listCall {
                    terms: theirs.clone()
                }
            )
            .asset,
            asset
        );
    }
    let listed = answer(&oracle, bob, &IOracle::listingCall { asset: 1 })._0;
    assert_eq!(
        (listed.feed, listed.heartbeat, listed.grace),
        (ours.feed, ours.heartbeat, ours.grace)
    );
    assert_eq!(
        (listed.minPrice, listed.maxPrice, listed.maxDeviation),
        (ours.minPrice, ours.maxPrice, ours.maxDeviation)
    );
    assert_eq!(listed.floorVolatility, ours.floorVolatility);
    assert_eq!(
        (listed.startVolatility, listed.indexWeight),
        (ours.startVolatility, ours.indexWeight)
    );
    assert_eq!(answer(&oracle, bob, &IOracle::assetCountCall {})._0, 2);

    assert_eq!(
        answer(&oracle, bob, &IOracle::priceCall { asset: 1 })._0,
        wad(2_500)
    );
    let status = answer(&oracle, bob, &IOracle::statusCall { asset: 1 });
    assert_eq!(
        (status.price, status.state, status.gate),
        (wad(2_500), 0, 0)
    );
    assert_eq!(status.updatedAt, due_at - 3_600);
    let volatility = answer(&oracle, bob, &IOracle::volatilityCall { asset: 1 })._0;
    assert_eq!(volatility, oracle.sender(bob).volatility(1).motsu_unwrap());
    assert!(answer(
        &oracle,
        bob,
        &IOracle::correlationCall {
            first: 0,
            second: 1
        }
    )
    ._0
    .is_zero());
    assert_eq!(
        answer(&oracle, bob, &IOracle::snapshotCall { mask: 3 })._0,
        oracle.sender(bob).snapshot(3).motsu_unwrap()
    );
    assert!(!answer(&oracle, bob, &IOracle::pokeCall {}).sampled);
    crate::tests::clock::pass(3_600);
    eth.sender(alice).answer(PRICE_8 + 10_000_000, 8);
    assert!(answer(&oracle, bob, &IOracle::pokeCall {}).sampled);
    assert_eq!(
        answer(&oracle, bob, &IOracle::samplesCall { asset: 0 })._0,
        1
    );
    assert_eq!(
        answer(&oracle, bob, &IOracle::indexCall {})._0,
        oracle.sender(bob).index()
    );

    assert_eq!(
        call(
            &oracle,
            alice,
            &IOracle::transferOwnershipCall { newOwner: bob }.abi_encode()
        ),
        Some(Ok(Vec::new()))
    );
    assert_eq!(
        answer(&oracle, alice, &IOracle::pendingOwnerCall {})._0,
        bob
    );
    assert_eq!(
        call(&oracle, bob, &IOracle::acceptOwnershipCall {}.abi_encode()),
        Some(Ok(Vec::new()))
    );
    assert_eq!(answer(&oracle, alice, &IOracle::ownerCall {})._0, bob);

    assert_eq!(call(&oracle, bob, &[0xde, 0xad, 0xbe, 0xef]), None);
}

/// A1, A2: truncated arguments and dirty words revert without data, trailing bytes are ignored.
#[motsu::test]
fn arguments_that_do_not_decode(oracle: Contract<Oracle>, eth: Contract<MockFeed>, alice: Address) {
    start(&oracle, alice);
    list(&oracle, alice, &eth, PRICE_8);
    let refused = Some(Err(Vec::new()));
    let list = IOracle::listCall {
        terms: solidity::ListingTerms {
            feed: eth.address(),
            heartbeat: 1,
            grace: 1,
            minPrice: wad(1),
            maxPrice: wad(5_000),
            maxDeviation: wad(1),
            floorVolatility: wad(1),
            startVolatility: wad(1),
            indexWeight: wad(1),
        },
    }
    .abi_encode();
    for length in 4..list.len() {
        assert_eq!(
            call(&oracle, alice, &list[..length]),
            refused,
            "{length} bytes"
        );
    }
    let set_up = IOracle::initializeCall {
        owner: alice,
        sequencerFeed: alice,
        interval: 1,
        minInterval: 1,
        maxInterval: 1,
        halfLife: 1,
        referenceVolatility: wad(1),
        clip: wad(1),
    }
    .abi_encode();
    for length in 4..set_up.len() {
        assert_eq!(
            call(&oracle, alice, &set_up[..length]),
            refused,
            "{length} bytes"
        );
    }
    // One bit above each narrow argument.
    for (data, words) in [
        (&list, vec![(0, 11), (1, 27), (2, 27)]),
        (
            &set_up,
            vec![(0, 11), (1, 11), (2, 27), (3, 27), (4, 27), (5, 27)],
        ),
    ] {
        for (word, byte) in words {
            for byte in [0, byte] {
                let mut dirty = data.clone();
                dirty[4 + 32 * word + byte] |= 1;
                assert_eq!(call(&oracle, alice, &dirty), refused);
            }
        }
    }
    for (call_data, byte) in [
        (IOracle::priceCall { asset: 0 }.abi_encode(), 30),
        (IOracle::statusCall { asset: 0 }.abi_encode(), 30),
        (IOracle::snapshotCall { mask: 1 }.abi_encode(), 29),
        (
            IOracle::correlationCall {
                first: 0,
                second: 0,
            }
            .abi_encode(),
            30,
        ),
        (
            IOracle::transferOwnershipCall { newOwner: alice }.abi_encode(),
            11,
        ),
    ] {
        assert!(call(&oracle, alice, &call_data).unwrap().is_ok());
        let mut trailing = call_data.clone();
        trailing.extend_from_slice(&[0xff; 33]);
        assert!(call(&oracle, alice, &trailing).unwrap().is_ok());
        for byte in [0, byte] {
            let mut dirty = call_data.clone();
            dirty[4 + byte] |= 1;
            assert_eq!(call(&oracle, alice, &dirty), refused);
        }
    }
}

#[motsu::test]
fn value_is_refused(oracle: Contract<Oracle>, alice: Address) {
    start(&oracle, alice);
    alice.fund(U256::from(1));
    let mut contract = oracle.sender_and_value(alice, U256::from(1));
    let selector = u32::from_be_bytes(IOracle::ownerCall::SELECTOR);
    assert_eq!(
        <Oracle as Router<Oracle>>::route(&mut contract, selector, &[]),
        Some(Err(Vec::new()))
    );
}

/// REV-1: every error is the Solidity error of its declaration.
#[test]
fn rev_1_errors_are_packed_as_declared() {
    let caller = Address::repeat_byte(0xab);
    let (asset, price, sampled) = (3, wad(7), U256::MAX);
    macro_rules! same {
        ($($error:expr),* $(,)?) => {$({
            let declared = $error.abi_encode();
            assert_eq!(Vec::<u8>::from(OracleError::from($error)), declared);
        })*};
    }
    same!(
        AlreadyInitialized {},
        NotOwner { caller },
        InvalidTerms {},
        UnknownAsset { asset },
        TooManyAssets {},
        MathFailed {},
        InsufficientGas {},
        SequencerDown {},
        GracePeriod { until: u64::MAX },
        FeedCallFailed { asset },
        DecimalsChanged {
            asset,
            listed: 8,
            current: 255
        },
        RoundIncomplete { asset },
        PriceInFuture {
            asset,
            updatedAt: 12
        },
        PriceStale {
            asset,
            updatedAt: 1_735_689_600
        },
        PriceNotPositive { asset },
        PriceOutOfBand { asset, price },
        PriceDeviates {
            asset,
            price,
            sampled
        },
    );
}
