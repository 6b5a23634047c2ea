//! What goes over the wire, against the declarations: selectors, errors, structs, events.

use super::*;
use crate::abi::*;
use crate::error::TermsError;
use crate::words::{Answer, Event};
use alloy_primitives::B256;
use alloy_sol_types::{sol, SolCall, SolError, SolEvent, SolValue};
use stylus_sdk::abi::Router;

sol! {
    struct Policy {
        uint32 horizon; uint256 shortfallFactor; uint256 modelMultiplier; uint256 maintenanceRatio;
        uint256 bufferRatio; uint256 correlationStress; uint256 sigmaFloor; uint256 confidence; uint16 minRows;
        uint256 unwindRate; uint256 maxUnwind; uint256 crowding;
    }
    struct Class { uint256 jump; uint256 stressScale; uint256 tableInitial; uint256 tableMaintenance; }
    struct Own { uint256 halfSpread; uint256 deadBand; uint256 uncertainty; uint256 assumedDepth; uint32 expectedAge; }

    interface ITerms {
        function initialize(address owner, address oracle);
        function setSources(address vault, address clearing);
        function setGuardian(address guardian);
        function setPolicy(Policy terms);
        function setClass(uint8 class, Class terms);
        function setAsset(uint8 asset, uint8 class, Own terms);
        function tightenPolicy(Policy terms);
        function tightenAsset(uint8 asset, Class class, Own own);
        function noteExposures(uint16 mask);
        function turnBuffer();
        function read(uint16 mask, uint32 version) returns (uint256[]);
        function newest() returns (uint32);
        function listed() returns (uint16);
        function policy() returns (Policy);
        function maintenancePolicy(uint32 version) returns (Policy);
        function classTerms(uint8 class) returns (Class);
        function assetTerms(uint8 asset);
        function maintenanceTerms(uint8 asset, uint32 version);
        function changes(uint8 asset);
        function exposure(uint8 asset) returns (uint256, uint256);
        function buffer() returns (uint256);
        function bufferDueAt() returns (uint64);
        function oracle() returns (address);
        function vault() returns (address);
        function clearing() returns (address);
        function guardian() returns (address);
        function owner() returns (address);
        function pendingOwner() returns (address);
        function transferOwnership(address newOwner);
        function acceptOwnership();
    }
}

fn call<C: SolCall>(
    terms: &Contract<Terms>,
    caller: Address,
    call: &C,
) -> Result<Vec<u8>, Vec<u8>> {
    let data = call.abi_encode();
    let mut contract = terms.sender(caller);
    let selector = u32::from_be_bytes(C::SELECTOR);
    <Terms as Router<Terms, Terms>>::route(&mut contract, selector, &data[4..]).expect("routed")
}

/// Call data as others encode it reaches the contract, and its answer is what they decode.
#[motsu::test]
fn terms_go_over_the_wire(terms: Contract<Terms>, owner: Address, oracle: Address) {
    open(&terms, owner, oracle);
    let answer = call(&terms, owner, &ITerms::policyCall {}).unwrap();
    let mut shared = Policy::abi_decode(&answer, true).unwrap();
    assert_eq!((shared.horizon, shared.minRows), (86_400, 100));
    assert_eq!(shared.unwindRate, u(10 * WAD));
    shared.crowding = milli(500);
    call(&terms, owner, &ITerms::setPolicyCall { terms: shared }).unwrap();
    assert_eq!(policy(&terms, owner).crowding, milli(500));
    let own = Own {
        halfSpread: milli(20),
        deadBand: milli(5),
        uncertainty: milli(2),
        assumedDepth: u(2_000_000 * WAD),
        expectedAge: 60,
    };
    let asset = ITerms::setAssetCall {
        asset: 0,
        class: 0,
        terms: own,
    };
    call(&terms, owner, &asset).unwrap();
    let sheet = call(&terms, owner, &ITerms::assetTermsCall { asset: 0 }).unwrap();
    let sheet = AssetSheet::abi_decode(&sheet, true).unwrap();
    assert_eq!(
        (sheet.halfSpread, sheet.expectedAge, sheet.tableInitial),
        (milli(20), 60, milli(500))
    );
    let words = call(
        &terms,
        owner,
        &ITerms::readCall {
            mask: 9,
            version: 0,
        },
    )
    .unwrap();
    let words = Vec::<U256>::abi_decode(&words, true).unwrap();
    assert_eq!(words, terms.sender(owner).read(9, 0).motsu_unwrap());
    assert_eq!(words.len(), 6);
    let changes = call(&terms, owner, &ITerms::changesCall { asset: 0 }).unwrap();
    assert_eq!(Changes::abi_decode(&changes, true).unwrap().version, 5);
    let class = Class {
        jump: milli(1),
        stressScale: u(WAD),
        tableInitial: milli(500),
        tableMaintenance: milli(330),
    };
    call(
        &terms,
        owner,
        &ITerms::setClassCall {
            class: 0,
            terms: class,
        },
    )
    .unwrap();
    let error = call(
        &terms,
        owner,
        &ITerms::setPolicyCall {
            terms: Policy::abi_decode(&answer, true).unwrap(),
        },
    );
    // Maintenance has not moved yet: it may be taken back.
    assert_eq!(error, Ok(Vec::new()));
    assert_eq!(ITerms::ITermsCalls::SELECTORS.len(), 30);
}

/// What Solidity's encoding of every error is.
#[test]
fn rev_1_errors_are_packed_as_declared() {
    let a = Address::repeat_byte(0xab);
    fn check<E: SolError + Clone>(error: E)
    where
        TermsError: From<E>,
    {
        let packed: Vec<u8> = TermsError::from(error.clone()).into();
        assert_eq!(packed, error.abi_encode(), "{}", E::SIGNATURE);
    }
    check(AlreadyInitialized {});
    check(NotOwner { caller: a });
    check(NotGuardian { caller: a });
    check(ZeroAddress {});
    check(NoCode { account: a });
    check(UnknownAsset { asset: 16 });
    check(UnknownClass { class: 9 });
    check(NotListed { asset: 3 });
    check(ClassFixed { asset: 3, class: 4 });
    check(OutOfBounds {
        asset: 255,
        field: 11,
    });
    check(TooLoose { asset: 1, field: 2 });
    check(TooSoon {
        asset: 1,
        until: u64::MAX,
    });
    check(Unchanged { asset: 1 });
    check(Inconsistent { asset: 1 });
    check(NotDue { dueAt: 77 });
    check(SourceFailed { source: a });
    check(MathFailed {});
}

#[test]
fn structs_and_events_are_packed_as_declared() {
    let changes = Changes {
        version: 7,
        previousVersion: 6,
        since: 5,
        settledAt: 4,
        loosenableAt: 3,
    };
    let encoded = changes.abi_encode();
    assert_eq!(changes.encode().unwrap(), encoded);
    let event = AssetSet {
        asset: 3,
        version: 9,
        class: 2,
        jump: u(1),
        stressScale: u(2),
        tableInitial: u(3),
        tableMaintenance: u(4),
        halfSpread: u(5),
        deadBand: u(6),
        uncertainty: u(7),
        assumedDepth: u(8),
        expectedAge: u(9),
    };
    event.with_words(|words, topics| {
        assert_eq!(topics, 3);
        let declared: Vec<B256> = event
            .encode_topics()
            .into_iter()
            .map(|topic| topic.0)
            .collect();
        assert_eq!(words[..3], declared);
        assert_eq!(words[3..].concat(), event.encode_data());
    });
}
