//! What goes over the wire, against the declarations: selectors, errors, the struct.

use super::*;
use crate::abi::*;
use crate::error::BookError;
use crate::words::Answer;
use alloy_primitives::B256;
use alloy_sol_types::{sol, SolCall, SolError, SolValue};
use stylus_sdk::abi::Router;

sol! {
    interface IBook {
        function initialize(address owner, address oracle);
        function adopt(address page, bytes32 hash);
        function record(uint64 at, uint256[] facts) returns (uint256[]);
        function seal() returns (address);
        function page() returns (address);
        function ring() returns (uint256[]);
        function scenarios() returns (address, uint256[]);
        function bookInfo();
        function rings(uint8 asset) returns (uint256, uint256, uint256, uint256);
        function forecast(uint8 asset) returns (uint256);
        function weights(uint8 asset) returns (uint256[]);
        function remembered(uint8 asset) returns (uint256, uint256, uint256, uint256);
        function oracle() returns (address);
        function owner() returns (address);
        function pendingOwner() returns (address);
        function transferOwnership(address newOwner);
        function acceptOwnership();
    }
}

/// Call data as others encode it reaches the contract, and its answer is what they decode.
#[motsu::test]
fn a_row_goes_over_the_wire(book: Contract<Book>, owner: Address, oracle: Address) {
    open(&book, owner, oracle);
    let call = IBook::recordCall {
        at: START,
        facts: facts(&[(100, PERCENT), (200, PERCENT)]),
    };
    let data = call.abi_encode();
    let selector = u32::from_be_bytes(IBook::recordCall::SELECTOR);
    let mut contract = book.sender(oracle);
    let answer = <Book as Router<Book, Book>>::route(&mut contract, selector, &data[4..]);
    drop(contract);
    let answers = Vec::<U256>::abi_decode(&answer.unwrap().unwrap(), true).unwrap();
    assert_eq!(answers.len(), 2);
    assert_eq!(answers[0], book.sender(owner).forecast(0).motsu_unwrap());
    let (page, ring) = book.sender(owner).scenarios().motsu_unwrap();
    let encoded = (page, ring.clone()).encode().unwrap();
    assert_eq!(
        <(Address, Vec<U256>)>::abi_decode_params(&encoded, true).unwrap(),
        (page, ring)
    );
    assert_eq!(IBook::IBookCalls::SELECTORS.len(), 17);
}

/// What Solidity's encoding of every error is.
#[test]
fn rev_1_errors_are_packed_as_declared() {
    let (a, h) = (Address::repeat_byte(0xab), B256::repeat_byte(0xcd));
    fn check<E: SolError + Clone>(error: E)
    where
        BookError: From<E>,
    {
        let packed: Vec<u8> = BookError::from(error.clone()).into();
        assert_eq!(packed, error.abi_encode(), "{}", E::SIGNATURE);
    }
    check(AlreadyInitialized {});
    check(NotOwner { caller: a });
    check(NotOracle { caller: a });
    check(ZeroAddress {});
    check(NotLater {
        at: 7,
        last: u64::MAX,
    });
    check(WrongAssetCount { count: u(17) });
    check(MalformedFact { asset: 3 });
    check(AlreadyRecorded { last: 5 });
    check(WrongHash {
        expected: h,
        found: B256::ZERO,
    });
    check(MalformedPage { page: a });
    check(PageOfTheFuture { last: 9, time: 8 });
    check(NothingToSeal {});
    check(SealFailed {});
    check(UnknownAsset { asset: 16 });
    check(MathFailed {});
}

#[test]
fn the_struct_is_packed_as_declared() {
    let info = BookInfo {
        page: Address::repeat_byte(0xab),
        hash: B256::repeat_byte(0xcd),
        rows: 767,
        ringRows: 12,
        lastRow: START,
        period: 86_400,
        assets: 0b111,
        pages: 4,
    };
    let encoded = info.abi_encode();
    assert_eq!(info.encode().unwrap(), encoded);
}
